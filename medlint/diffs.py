"""The difference between two versions of a text, as a patch."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from medlint.terminal import escape
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from medlint.terminal import Style

#: Lines of context around a change.
_CONTEXT = 3
#: Longer runs of changed lines are shown as a whole: to compare them takes too long.
_CLOSELY = 500
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def patch(path: str, before: str, after: str) -> str:
    """A unified diff that ``patch -p0`` and ``git apply -p0`` take.

    Args:
        path: The file's path, for both versions.
        before: The text as it was.
        after: The text as it is to be; it differs.
    """
    old, new = _lines(before), _lines(after)
    pieces = [f"--- {path}\n+++ {path}\n"]
    for hunk in _hunks(_changes(old, new)):
        for line in _hunk(old, new, hunk):
            pieces.append(
                line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            )
    return "".join(pieces)


def shown(text: str, style: Style) -> str:
    """A patch for a terminal: coloured, and with nothing in it that a terminal obeys."""
    lines = []
    for line in text.removesuffix("\n").split("\n"):
        colour = "bold" if line.startswith(("--- ", "+++ ")) else _COLOURS.get(line[:1], "")
        written = escape(line.replace("\t", "    "))
        lines.append(style(written, colour) if colour else written)
    return "\n".join(lines) + "\n"


def _lines(text: str) -> list[str]:
    """The lines as patches count them: each ends in LF, save perhaps the last."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


class _Change(NamedTuple):
    """Lines ``old_start`` to ``old_end`` give way to ``new_start`` to ``new_end``, from 0."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """What differs, in order.

    Lines that occur once in both versions and in the same order are taken to be
    the same, and only what lies between two of them is compared; so long posts
    take no longer than their length.
    """
    start = (0, 0)
    for anchor in (*_anchors(old, new), (len(old), len(new))):
        yield from _between(old, new, _Change(start[0], anchor[0], start[1], anchor[1]))
        start = (anchor[0] + 1, anchor[1] + 1)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of lines that occur once in both and stand in the same order."""
    counts = Counter(old)
    places = {line: index for index, line in enumerate(old) if counts[line] == 1}
    counts = Counter(new)
    pairs = [
        (places[line], index)
        for index, line in enumerate(new)
        if counts[line] == 1 and line in places
    ]
    # The longest increasing subsequence of the first numbers, by patience.
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (place, _) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            last.append(number)
        else:
            tops[pile], last[pile] = place, number
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _between(old: Sequence[str], new: Sequence[str], part: _Change) -> Iterator[_Change]:
    """What differs in a part that has no anchor."""
    old_start, old_end, new_start, new_end = part
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start, new_start = old_start + 1, new_start + 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    if old_start == old_end and new_start == new_end:
        return
    if max(old_end - old_start, new_end - new_start) > _CLOSELY or old_start == old_end:
        yield _Change(old_start, old_end, new_start, new_end)
        return
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, old[old_start:old_end], new[new_start:new_end])
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            yield _Change(
                old_start + old_from, old_start + old_to, new_start + new_from, new_start + new_to
            )


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """The changes in groups whose contexts do not meet."""
    group: list[_Change] = []
    for change in changes:
        if group and change.old_start - group[-1].old_end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(old: Sequence[str], new: Sequence[str], group: Sequence[_Change]) -> Iterator[str]:
    lead = min(_CONTEXT, group[0].old_start)
    tail = min(_CONTEXT, len(old) - group[-1].old_end)
    start = group[0].old_start - lead
    yield (
        f"@@ -{_range(start, group[-1].old_end + tail)} "
        f"+{_range(group[0].new_start - lead, group[-1].new_end + tail)} @@\n"
    )
    for change in group:
        yield from (f" {line}" for line in old[start : change.old_start])
        yield from (f"-{line}" for line in old[change.old_start : change.old_end])
        yield from (f"+{line}" for line in new[change.new_start : change.new_end])
        start = change.old_end
    yield from (f" {line}" for line in old[start : start + tail])


def _range(start: int, end: int) -> str:
    """Lines as a hunk's header names them: the first, from 1, and how many."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
