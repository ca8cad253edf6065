"""The source line of a finding with its span underlined."""

from __future__ import annotations

from medlint.terminal import cells
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.diagnostic import Diagnostic
    from medlint.terminal import Cell
    from medlint.text import Source

CUT = "…"


class Snippet(NamedTuple):
    """One line of source, fit for a terminal.

    Attributes:
        text: The line, or the window of it around the span.
        indent: How many columns stand before the underline.
        length: How many columns are underlined, 1 at least.
    """

    text: str
    indent: int
    length: int


def snippet(source: Source, found: Diagnostic, columns: int) -> Snippet | None:
    """The line a finding starts on, cut to a window where it is too long.

    Args:
        source: The text of the post.
        found: The finding; of a span of several lines the first is shown.
        columns: How many columns the line may take.

    Returns:
        ``None`` where there is nothing to show: the line is blank or, as in a
        file that could not be read, does not exist.
    """
    if not 1 <= found.line <= len(source.line_starts):
        return None
    line = source.line_span(found.line)
    size = line.end - line.start
    start = min(found.column - 1, size)
    end = min(found.end_column - 1, size) if found.end_line == found.line else size
    # Of a post that is one line of HTML only the neighbourhood is looked at.
    low = max(0, start - 4 * columns)
    high = min(size, start + 4 * columns)
    text = source.text[line.start + low : line.start + high]
    if not text.strip():
        return None
    shown = cells(text)
    start, end = start - low, max(start, min(end, high)) - low
    first, last = _window(shown, start, end, columns, low > 0, low + len(shown) < size)
    before = CUT if low + first > 0 else ""
    after = CUT if low + last < size else ""
    body = "".join(cell.shown for cell in shown[first:last])
    indent = len(before) + _width(shown[first:start])
    length = _width(shown[start : min(end, last)])
    return Snippet(before + body + after, indent, max(length, 1))


def _window(
    shown: list[Cell], start: int, end: int, columns: int, more_before: bool, more_after: bool
) -> tuple[int, int]:
    """The range of cells to show, so that the span's start is always in it."""
    if not more_before and not more_after and _width(shown) <= columns:
        return 0, len(shown)
    room = columns - 2 * len(CUT)
    taken, last = 0, start
    span_room = max(room - room // 4, 1)
    while last < min(end, len(shown)) and taken + shown[last].width <= span_room:
        taken += shown[last].width
        last += 1
    first = start
    left_room = max((room - taken) // 2, room // 4)
    left = 0
    while first > 0 and left + shown[first - 1].width <= left_room:
        first -= 1
        left += shown[first].width
    taken += left
    while last < len(shown) and taken + shown[last].width <= room:
        taken += shown[last].width
        last += 1
    while first > 0 and taken + shown[first - 1].width <= room:
        first -= 1
        taken += shown[first].width
    return first, last


def _width(shown: list[Cell]) -> int:
    return sum(cell.width for cell in shown)
