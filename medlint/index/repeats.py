"""Which numbers stand in several of many sets, found out in little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How many numbers are sorted at once, about, as long as there are no more drawers than these.
_AT_ONCE = 4096
_DRAWERS = 64
#: The numbers are smaller than this.
_END = 1 << 32


def repeated(sets: Iterable[bytes], size: int) -> frozenset[int]:
    """The numbers that more than one set has.

    They are put into drawers first, by their size, and sorted drawer by
    drawer: as objects of Python each takes ten times as much memory.

    Args:
        sets: Sets of numbers that are spread evenly, as hashes are; each an
            ``array("I")`` as bytes, in order and every number once.
        size: How many numbers there are in all, about.
    """
    drawers = [array("I") for _ in range(min(_DRAWERS, size // _AT_ONCE + 1))]
    bounds = [_END * number // len(drawers) for number in range(1, len(drawers))]
    for packed in sets:
        numbers = array("I", packed)
        start = 0
        for drawer, bound in zip(drawers, bounds, strict=False):
            end = bisect_left(numbers, bound, start)
            drawer.extend(numbers[start:end])
            start = end
        drawers[-1].extend(numbers[start:])
    found: set[int] = set()
    while drawers:
        found.update(one for one, next_one in pairwise(sorted(drawers.pop())) if one == next_one)
    return frozenset(found)
