"""Which numbers stand in several of many sets, found out in little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: How many numbers are held at once, about: 1 MB of them.
_HELD = 1 << 18
#: How many of these are sorted at once, about: as objects of Python they take ten times as much.
_AT_ONCE = 4096
#: The numbers are smaller than this.
_END = 1 << 32


def repeated(sets: Callable[[], Iterable[bytes]], size: int) -> frozenset[int]:
    """The numbers that more than one set has.

    Where they are many, the sets are gone through several times, each time for
    the numbers between two bounds.

    Args:
        sets: Gives sets of numbers that are spread evenly, as hashes are; each
            an ``array("I")`` as bytes, in order and every number once.
        size: How many numbers there are in all, about.
    """
    count = size // _HELD + 1
    bounds = [_END * number // count for number in range(count + 1)]
    found: set[int] = set()
    for lowest, end in pairwise(bounds):
        held = array("I")
        for packed in sets():
            numbers = array("I", packed)
            start = bisect_left(numbers, lowest)
            held += numbers[start : bisect_left(numbers, end, start)]
        found.update(_repeated(held, lowest, end))
    return frozenset(found)


def _repeated(held: array[int], lowest: int, end: int) -> Iterator[int]:
    """Numbers that come more than once among some, whose order is changed.

    Piece by piece they are sorted where they are; then all pieces are gone
    through side by side, as many numbers at once as a piece has.

    Args:
        held: The numbers.
        lowest: The least that they may be.
        end: They are smaller than this.
    """
    places = list(range(0, len(held), _AT_ONCE))
    ends = [min(start + _AT_ONCE, len(held)) for start in places]
    for start, stop in zip(places, ends, strict=True):
        held[start:stop] = array("I", sorted(held[start:stop]))
    for number in range(1, len(places) + 1):
        bound = lowest + (end - lowest) * number // len(places)
        next_ones: list[int] = []
        for piece, start in enumerate(places):
            places[piece] = stop = bisect_left(held, bound, start, ends[piece])
            next_ones += held[start:stop]
        next_ones.sort()
        yield from (one for one, other in pairwise(next_ones) if one == other)
