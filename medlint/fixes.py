"""Edits, and fixes made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from medlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    taken: list[Edit] = []
    count = 0
    for fix in sorted(fixes, key=lambda fix: min(fix.edits, default=Edit(Span(0, 0), ""))):
        if not fix.edits or any(_overlap(new, old) for new in fix.edits for old in taken):
            continue
        taken.extend(fix.edits)
        count += 1
    for edit in sorted(taken, reverse=True):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text, count


def _overlap(one: Edit, other: Edit) -> bool:
    if one.span == other.span:
        return True
    return one.span.start < other.span.end and other.span.start < one.span.end
