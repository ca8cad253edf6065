"""Edits, and fixes made of them."""

from __future__ import annotations

from bisect import bisect_left, insort

from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

#: So many times more edits have to be there for a fix's own to be put among them one by one:
#: each makes room by moving those behind it, which takes longer than to sort them all anew.
_FEW = 32


class Edit(NamedTuple):
    """Replace the text of ``span`` by ``content``."""

    span: Span
    content: str


class Fix(NamedTuple):
    """Edits that mend one finding, all of them or none.

    Attributes:
        title: What the fix does, as an order: "Remove the sixth tag".
        edits: The edits, none overlapping another.
        safe: Whether it keeps what the author meant beyond doubt.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """Apply as many fixes as fit together, the earliest first.

    A fix is applied whole or not at all; one that overlaps a fix already
    taken is left for the next round.

    Returns:
        The new text and how many fixes were applied.
    """
    taken, edits = fitting(fixes)
    return apply_edits(text, edits), len(taken)


def fitting(fixes: Iterable[Fix]) -> tuple[list[Fix], list[Edit]]:
    """The fixes that can be applied together, the earliest first, and all their edits in order."""
    taken: list[Fix] = []
    edits: list[Edit] = []
    for fix in sorted(fixes, key=_first_edit):
        if fix.edits and not _clashes(fix, edits):
            if len(fix.edits) * _FEW > len(edits):
                edits += fix.edits
                edits.sort()
            else:
                for edit in fix.edits:
                    insort(edits, edit)
            taken.append(fix)
    return taken, edits


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that are in order, none overlapping another."""
    pieces = []
    position = 0
    for edit in edits:
        pieces += [text[position : edit.span.start], edit.content]
        position = edit.span.end
    return "".join([*pieces, text[position:]])


def _first_edit(fix: Fix) -> Edit:
    return min(fix.edits, default=Edit(Span(0, 0), ""))


def _clashes(fix: Fix, taken: list[Edit]) -> bool:
    """Whether a fix overlaps an edit already taken; these are sorted and apart."""
    for edit in fix.edits:
        index = bisect_left(taken, edit)
        if any(_overlap(edit, other) for other in taken[max(index - 1, 0) : index + 1]):
            return True
    return False


def _overlap(one: Edit, other: Edit) -> bool:
    if one.span == other.span:
        return True
    return one.span.start < other.span.end and other.span.start < one.span.end
