"""Front matter that could not be read whole."""

from __future__ import annotations

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.post import Post

_BROKEN = frozenset({"invalid", "unclosed"})
_SEPARATOR = lazy(r"[:=]")


def is_broken(post: Post) -> bool:
    """Whether the front matter does not parse or is not closed, so that none of it is certain.

    What was read of it may be judged, but not edited by machine.
    """
    front_matter = post.front_matter
    return front_matter is not None and any(
        problem.kind in _BROKEN for problem in front_matter.problems
    )


def has_unread_key(post: Post, field: str) -> bool:
    """Whether a key for a field stands in front matter too broken to be read whole.

    A rule must not call a key missing that the author has written: what is
    broken is MED002's and MED003's to say, and the key may be fine.

    Raises:
        KeyError: There is no such field.
    """
    from medlint.fields import FIELDS, fold

    front_matter = post.front_matter
    if front_matter is None or not is_broken(post):
        return False
    keys = {fold(key) for key in FIELDS[field]}
    lines = post.source.slice(front_matter.content_span).splitlines()
    return any(
        fold(_SEPARATOR.split(line, maxsplit=1)[0].strip(" \t\"',-{")) in keys for line in lines
    )
