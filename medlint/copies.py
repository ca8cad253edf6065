"""Passages that a post shares with other posts of its site."""

from __future__ import annotations

import posixpath

from medlint.fingerprints import shared, stock
from medlint.language import CODES
from medlint.passages import unpack
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.entries import Entry
    from medlint.fingerprints import Match
    from medlint.index.site import Others
    from medlint.passages import Reading

#: How near to the beginning or end of a post its standing words are, in tokens.
_EDGE = 15
#: With how many passages before it one is compared, to see whether they are the same.
_NEIGHBOURS = 4
_LANGUAGE = lazy(r"([a-z]{2})(?:[-_][a-z0-9]{2,8}){0,2}")
_LANGUAGE_PART = lazy(r"\.([a-z]{2})(?:[-_][a-z0-9]{2,8})?(?=\.[a-z]+$)")
_VERSION = lazy(r"(?:version-|v)?\d{1,4}(?:\.(?:\d{1,4}|x)){0,3}")


class Copy(NamedTuple):
    """A passage that also stands in other posts.

    Attributes:
        span: The passage, whole lines of it, in offsets.
        last_line: The line on which it ends, from 1.
        words: How many of its words agree with the other post named.
        path: That post, to show.
        other_first: The line on which the passage begins there, from 1.
        other_last: The line on which it ends there.
        more: In how many posts besides it stands.
    """

    span: Span
    last_line: int
    words: int
    path: str
    other_first: int
    other_last: int
    more: int


def copies(
    post: Entry, site: Others, *, minimum: int, most_posts: int, frame: int
) -> Iterator[Copy]:
    """The passages of a post that stand in others, in order.

    Left out are translations and versions of the post, posts that name the
    same canonical URL, and drafts unless the post is one.

    Args:
        post: The post.
        site: The others.
        minimum: How many words must agree.
        most_posts: What stands in more posts than this, the post included, is stock.
        frame: At the beginning or the end of both posts, how many words must agree
            to be more than a standing introduction or ending.
    """
    holders = site.printed(post.hashes, most_posts)
    if not holders:
        return
    reading = unpack(post.passages)
    flags = stock(reading, lambda number: len(holders.get(number, ())) >= most_posts)
    found: list[tuple[Match, bytes, Reading]] = []
    for path in sorted(
        {path for paths in holders.values() if len(paths) < most_posts for path in paths}
    ):
        other = site.entry(path)
        if other is None or _is_alike(post, site.path, other, path):
            continue
        there = unpack(other.passages)
        for match in shared(reading, there, flags, minimum):
            if match.words >= frame or not _is_frame(match, reading, there):
                found.append((match, path, there))
    for first, *rest in _grouped(found):
        match, path, there = first
        top, bottom = reading.lines_of(match.start, match.end)
        other_top, other_bottom = there.lines_of(match.other_start, match.other_end)
        yield Copy(
            Span(top.start, bottom.end),
            bottom.number,
            match.words,
            site.shown(path),
            other_top.number,
            other_bottom.number,
            len({other for _, other, _ in rest} - {path}),
        )


def _grouped(
    found: list[tuple[Match, bytes, Reading]],
) -> list[list[tuple[Match, bytes, Reading]]]:
    """The matches, those of one passage together and the longest of them first."""
    groups: list[list[tuple[Match, bytes, Reading]]] = []
    for each in sorted(found, key=lambda each: (each[0].start, -each[0].words, each[1])):
        match = each[0]
        # No more than a few can reach as far as this one: so it takes linear time.
        for group in reversed(groups[-_NEIGHBOURS:]):
            known = group[0][0]
            common = min(known.end, match.end) - match.start
            if 2 * common >= min(match.end - match.start, known.end - known.start):
                group.append(each)
                break
        else:
            groups.append([each])
    for group in groups:
        group.sort(key=lambda each: (-each[0].words, each[1]))
    return groups


def _is_frame(match: Match, reading: Reading, other: Reading) -> bool:
    """Whether a passage is the introduction or the ending of both posts, and not most of one."""
    size, other_size = len(reading.tokens), len(other.tokens)
    if 2 * (match.end - match.start) >= min(size, other_size):
        return False
    return max(match.start, match.other_start) <= _EDGE or (
        max(size - match.end, other_size - match.other_end) <= _EDGE
    )


def _is_alike(post: Entry, path: bytes, other: Entry, other_path: bytes) -> bool:
    """Whether another post has a good reason to say the same."""
    if other.draft and not post.draft:
        return True
    if post.version != other.version:
        return True
    if post.language and other.language and post.language != other.language:
        return True
    if _page(path) == _page(other_path):
        return True
    own = {fact.key for fact in post.facts if fact.kind in {"canonical", "url"}}
    return any(fact.kind in {"canonical", "url"} and fact.key in own for fact in other.facts)


def _page(path: bytes) -> str:
    """A path without the folders and parts of the name that name a language or a version."""
    folder, name = posixpath.split(path.decode("utf-8", "replace").lower())
    part = _LANGUAGE_PART.search(name)
    if part is not None and part[1] in CODES:
        name = name[: part.start()] + name[part.end() :]
    return "/".join((*filter(_is_topic, folder.split("/")), name))


def _is_topic(folder: str) -> bool:
    """Whether a folder stands neither for a language nor for a version."""
    match = _LANGUAGE.fullmatch(folder)
    if match is not None and match[1] in CODES:
        return False
    return not (folder.startswith(("version-", "v")) and _VERSION.fullmatch(folder))
