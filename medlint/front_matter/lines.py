"""Lines of a block of front matter, by offset, and what a line looks like."""

from __future__ import annotations

import re

from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_END = re.compile(r"\r\n|\r|\n")

#: The most characters of a line that are looked at to see whether it opens with a key.
_KEY_REACH = 200

# Up to four words, a colon, and white space or the end of the line. Prose with a colon in
# its first sentence mostly has more words before it.
_YAML_KEY = re.compile(
    r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
    r"|[\w.$@/+<~](?:[\w.$@/+<~-]|:(?=\S))*(?:[ ][\w.$@/+<~&-]+){0,3})"
    r"[ \t]*:(?=[ \t]|$)"
)
_GLUED_KEY = re.compile(r"[A-Za-z_][\w-]*:(?!//)\S")
_TOML_KEY = re.compile(
    r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*[=.]|\[\[?[ \t]*[A-Za-z0-9_"'-]"""
)


class Line(NamedTuple):
    """One line: where it starts, ends without its line ending, and where the next begins."""

    start: int
    end: int
    next: int

    @property
    def span(self) -> Span:
        """The line without its line ending."""
        return Span(self.start, self.end)


def after_line(text: str, offset: int) -> Line:
    """The line (or the rest of it) that starts at an offset."""
    found = _LINE_END.search(text, offset)
    if found is None:
        return Line(offset, len(text), len(text))
    return Line(offset, found.start(), found.end())


def lines(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines between two offsets; a last line without an ending is included."""
    while start < end:
        line = after_line(text, start)
        yield Line(start, min(line.end, end), min(line.next, end))
        start = line.next


def opens_with_yaml_key(line: str) -> bool:
    """Whether a line, without its indentation, begins with a key of a YAML mapping."""
    return _YAML_KEY.match(line[:_KEY_REACH]) is not None


def yaml_key(text: str, line: Line, column: int) -> tuple[Span, int] | None:
    """The key that stands at a column of a line, and the offset just after its colon."""
    start = line.start + column
    found = _YAML_KEY.match(text[start : min(line.end, start + _KEY_REACH)])
    if found is None:
        return None
    written = found.group().removesuffix(":").rstrip()
    return Span(start, start + len(written)), start + found.end()


def opens_with_glued_key(line: str) -> bool:
    """Whether a line begins with ``key:value``, the space after the colon forgotten."""
    return _GLUED_KEY.match(line[:_KEY_REACH]) is not None


def opens_with_toml_key(line: str) -> bool:
    """Whether a line, without its indentation, begins with a key or table of TOML."""
    return _TOML_KEY.match(line[:_KEY_REACH]) is not None


def opens_with_json_member(line: str) -> bool:
    """Whether a line can go on with a JSON object: a key, an item or a bracket."""
    return line.lstrip(" \t")[:1] in tuple('"{}[],')


def indentation(text: str, line: Line) -> int:
    """How many spaces and tabs a line begins with."""
    at = line.start
    while at < line.end and text[at] in " \t":
        at += 1
    return at - line.start
