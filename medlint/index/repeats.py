"""Which numbers stand in several of many sets, found out in little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: How many numbers are sorted at once, about.
_AT_ONCE = 4096
#: How many drawers of so many numbers there are at once.
_DRAWERS = 64
#: The numbers are smaller than this.
_END = 1 << 32


def repeated(sets: Callable[[], Iterable[bytes]], size: int) -> frozenset[int]:
    """The numbers that more than one set has.

    They are put into drawers first, by their size, and sorted drawer by
    drawer: as objects of Python each takes ten times as much memory. Where
    they are many, the sets are gone through several times.

    Args:
        sets: Gives sets of numbers that are spread evenly, as hashes are; each
            an ``array("I")`` as bytes, in order and every number once.
        size: How many numbers there are in all, about.
    """
    count = size // _AT_ONCE + 1
    bounds = [_END * number // count for number in range(count + 1)]
    found: set[int] = set()
    for first in range(0, count, _DRAWERS):
        for drawer in _drawers(sets(), bounds[first : first + _DRAWERS + 1]):
            found.update(one for one, other in pairwise(sorted(drawer)) if one == other)
    return frozenset(found)


def _drawers(sets: Iterable[bytes], bounds: list[int]) -> list[array[int]]:
    """The numbers of all sets between each bound and the next."""
    lowest, *ends = bounds
    drawers = [array("I") for _ in ends]
    for packed in sets:
        numbers = array("I", packed)
        start = bisect_left(numbers, lowest)
        for drawer, bound in zip(drawers, ends, strict=True):
            end = bisect_left(numbers, bound, start)
            drawer.extend(numbers[start:end])
            start = end
    return drawers
