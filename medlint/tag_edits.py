"""Edits that take a tag out of the front matter or write it anew.

All of them keep the other tags, comments, quotes and line endings as they
stand, and give up (``None``) where the tag stands in a way they do not know.
"""

from __future__ import annotations

from bisect import bisect_left

from medlint.fixes import Edit
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING
from medlint.unread import is_broken

if TYPE_CHECKING:
    from medlint.fields import Tag
    from medlint.front_matter import Value
    from medlint.post import Post

#: What stands between the words of a tag besides space.
_JOINTS = dict.fromkeys(map(ord, "_-\u2010\u2011\u2012\u2013\u2014\u2015"))
_DASH = lazy(r"[ \t]*-[ \t]*")
_COMMENT = lazy(r"#[^\r\n]*")
_REST = lazy(r"[ \t]*(?:#[^\r\n]*)?")


def tag_list(post: Post) -> Value | None:
    """The list that holds the post's tags, or ``None`` where they are a string or missing."""
    entry = post.field("tags")
    return entry.value if entry is not None and entry.value.kind == "list" else None


def named_tags(post: Post) -> list[Tag]:
    """The tags that hold a name, in order; empty ones are left out."""
    return [tag for tag in post.tags if tag.text.strip().lstrip("#").strip()]


def tag_key(text: str) -> str:
    """The form in which tags are compared: case, space, hyphen and underscore make no difference.

    A leading ``#`` makes none either, so that ``#seo`` is ``seo``; other
    signs do: C, C++ and C# are three tags.
    """
    import unicodedata

    folded = unicodedata.normalize("NFKC", text).casefold().strip().lstrip("#")
    bare = "".join(folded.split()).translate(_JOINTS)
    return bare or folded


def remove_tag(post: Post, tag: Tag) -> Edit | None:
    """The edit that takes a tag out of its list, or out of its string of several."""
    if is_broken(post):
        return None
    found = tag_list(post)
    if found is not None:
        index = bisect_left(found.items, tag.span, key=lambda item: item.span)
        if index == len(found.items) or found.items[index].span != tag.span:
            return None
        return remove_item(post, found, index)
    return _remove_piece(post, tag)


def remove_item(post: Post, found: Value, index: int) -> Edit | None:
    """The edit that takes an item out of a list, its separator or line with it."""
    if is_broken(post):
        return None
    if found.style == "flow":
        return _remove_flow_item(post, found, index)
    if len(found.items) == 1:
        return None  # what is left would be no list, and another key might be read instead
    return _remove_block_item(post, found.items[index])


def block_prefix(post: Post, item: Value) -> Span | None:
    """From the start of an item's line to the item: its indentation, dash and space."""
    start = _line_start(post, item.span.start)
    if _DASH.fullmatch(post.text, start, item.span.start):
        return Span(start, item.span.start)
    return None


def _remove_block_item(post: Post, item: Value) -> Edit | None:
    prefix = block_prefix(post, item)
    end = _content_end(post, item)
    rest = _REST.match(post.text, end)
    if prefix is None or rest is None:
        return None
    after = _after_line_ending(post.text, rest.end())
    return None if after is None else Edit(Span(prefix.start, after), "")


def _remove_flow_item(post: Post, found: Value, index: int) -> Edit | None:
    text = post.text
    item = found.items[index]
    if index:
        start = found.items[index - 1].span.end
        gap = text[start : item.span.start]
        if "#" not in gap:
            return Edit(Span(start, item.span.end), "")
        return _remove_own_line(post, found, index)
    if len(found.items) == 1:
        tail = text[item.span.end : found.span.end]
        return Edit(item.span, "") if "," not in tail else None
    return Edit(Span(item.span.start, found.items[1].span.start), "")


def _remove_own_line(post: Post, found: Value, index: int) -> Edit | None:
    """Where comments stand between items: the item's line, if it has one to itself.

    A comma left behind on the line above is fine in YAML and TOML, and JSON
    has no comments.
    """
    text = post.text
    item = found.items[index]
    start = _line_start(post, item.span.start)
    end = item.span.end
    if text[start : item.span.start].strip(" \t"):
        return None
    while end < found.span.end and text[end] in " \t":
        end += 1
    if text.startswith(",", end):
        end += 1
    elif index + 1 < len(found.items) or "," in _COMMENT.sub("", text[end : found.span.end]):
        return None  # its comma stands on a line below
    rest = _REST.match(text, end)
    after = None if rest is None else _after_line_ending(text, rest.end())
    return None if after is None else Edit(Span(start, after), "")


def _remove_piece(post: Post, tag: Tag) -> Edit | None:
    """The edit for a string of several: the tag and what separates it from the one before."""
    tags = post.tags
    index = bisect_left(tags, tag.span, key=lambda other: other.span)
    if index == len(tags) or tags[index].span != tag.span or tag.span == tag.value.span:
        return None
    if index:
        before = tags[index - 1].span
        if before.end > tag.span.start:
            return None
        return Edit(Span(before.end, tag.span.end), "")
    if len(tags) == 1 or tags[1].span.start < tag.span.end:
        return None
    return Edit(Span(tag.span.start, tags[1].span.start), "")


def _content_end(post: Post, item: Value) -> int:
    """The end of an item without the line endings that a block scalar's span may take in."""
    end = item.span.end
    while end > item.span.start and post.text[end - 1] in "\r\n":
        end -= 1
    return end


def _line_start(post: Post, offset: int) -> int:
    line = post.source.position(offset).line
    return post.source.line_starts[line - 1]


def _after_line_ending(text: str, offset: int) -> int | None:
    """The offset after the line ending at ``offset``, or ``None`` where none is there."""
    if text.startswith("\r\n", offset):
        return offset + 2
    if offset < len(text) and text[offset] in "\r\n":
        return offset + 1
    return None
