"""Edits that give a front matter key a value, whatever the notation.

Both give up (``None``) where they cannot be sure to leave valid front matter.
"""

from __future__ import annotations

from medlint.fixes import Edit
from medlint.scalars import double_quoted, rewritten
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.front_matter import Entry, FrontMatter
    from medlint.post import Post


def add_key(post: Post, key: str, text: str) -> Edit | None:
    """The edit that adds a top-level key with a string, as the last one where it can be.

    TOML's tables reach to the end of the block, so there the key goes to its
    beginning when a table is met.
    """
    front_matter = post.front_matter
    if front_matter is None or any(
        problem.kind in {"invalid", "unclosed"} for problem in front_matter.problems
    ):
        return None
    if front_matter.format == "json":
        return _add_to_json(post, front_matter, key, text)
    line = post.source.position(front_matter.close_span.start).line
    if front_matter.format == "toml":
        written = f"{key} = {double_quoted(text)}"
        if any(_holds_table(entry) for entry in front_matter.entries):
            line = post.source.position(front_matter.open_span.start).line + 1
    elif any(_column(post, entry) > 1 for entry in front_matter.entries):
        return None  # YAML in braces, or indented throughout
    else:
        written = f"{key}: {_yaml(text)}"
    newline = "\r\n" if "\r\n" in post.source.slice(front_matter.span) else "\n"
    place = post.source.line_starts[line - 1]
    return Edit(Span(place, place), written + newline)


def set_value(post: Post, entry: Entry, text: str) -> Edit | None:
    """The edit that gives an entry a string in place of its string, or of nothing."""
    front_matter = post.front_matter
    value = entry.value
    if front_matter is None or value.kind not in {"string", "null"} or value.style == "block":
        return None
    written = post.source.slice(value.span)
    if "\n" in written or "\r" in written:
        return None
    # A table in braces is flow; to tell is not worth it, as quotes are right in both.
    flow = entry not in front_matter.entries
    content = rewritten(text, value, front_matter.format, flow=flow)
    if not written and post.text[value.span.start - 1] in ":=":
        content = f" {content}"
    return Edit(value.span, content)


def _add_to_json(post: Post, front_matter: FrontMatter, key: str, text: str) -> Edit | None:
    if not front_matter.entries:
        return None
    last = front_matter.entries[-1]
    line = post.source.position(last.key_span.start).line
    start = post.source.line_starts[line - 1]
    indentation = post.text[start : last.key_span.start]
    member = f"{double_quoted(key)}: {double_quoted(text)}"
    lead = ", "
    if line > 1 and not indentation.strip():
        newline = "\r\n" if post.text[start - 2 : start] == "\r\n" else "\n"
        lead = f",{newline}{indentation}"
    end = last.value.span.end
    return Edit(Span(end, end), lead + member)


def _yaml(text: str) -> str:
    """A string as a YAML value, bare where an address may stand bare."""
    bare = text.isascii() and not set(text) & set(" #,[]{}&*!|>'\"%@`\\")
    return text if bare and text.startswith(("http://", "https://")) else double_quoted(text)


def _column(post: Post, entry: Entry) -> int:
    """The column of an entry's key, from 1."""
    return post.source.position(entry.key_span.start).column


def _holds_table(entry: Entry) -> bool:
    value = entry.value
    return value.kind == "mapping" or any(item.kind == "mapping" for item in value.items)
