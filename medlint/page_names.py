"""The name in which a path or an address ends, as far as all site generators agree on it."""

from __future__ import annotations

from medlint.patterns import lazy

_EXTENSION = lazy(r"(?i)\.(?:md|mdx|markdown|mdown|mkdn?|html?)$")
_NO_LETTER = lazy(r"[\W_]+")
_DATE = lazy(r"\d{4}-\d{1,2}-\d{1,2}[-_](?=.)")


def page_name(path: str) -> str:
    """The last name of a path or address, as far as all generators agree on it.

    Letters and digits alone, in lower case, without date and extension; a
    bundle's is that of its folder. The title of a post gives the same, where
    its address is made of it.
    """
    *folders, name = path.casefold().rstrip("/").split("/")
    name = _EXTENSION.sub("", name)
    if name in {"index", "_index"} and folders:
        name = folders[-1]
    return _NO_LETTER.sub("", _DATE.sub("", name))


def last_name(key: str) -> str:
    """The name in which the address ends that a link is looked up by, as :func:`page_name`."""
    return page_name(key.partition("?")[0])
