"""Which numbers stand in several of many sets, found out in little memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: How many numbers are sorted at once, about: as objects of Python they take ten times as much.
_AT_ONCE = 4096
#: How many times as many are held at once: 1 MB.
_PIECES = 64
#: How many numbers are looked at to see how they are spread, for each piece.
_SAMPLE = 16
#: The numbers are smaller than this.
_END = 1 << 32


def repeated(sets: Callable[[], Iterable[bytes]]) -> frozenset[int]:
    """The numbers that more than one set has.

    Where they are many, the sets are gone through several times, each time for
    the numbers between two bounds.

    Args:
        sets: Gives sets of numbers; each an ``array("I")`` as bytes, in order and
            every number once.
    """
    bounds = _bounds(sets())
    found: set[int] = set()
    for first in range(0, len(bounds) - 1, _PIECES):
        lowest, *ends = bounds[first : first + _PIECES + 1]
        held = array("I")
        for packed in sets():
            numbers = array("I", packed)
            start = bisect_left(numbers, lowest)
            held += numbers[start : bisect_left(numbers, ends[-1], start)]
        found.update(_repeated(held, ends))
    return frozenset(found)


def _bounds(sets: Iterable[bytes]) -> list[int]:
    """Numbers between which stand about as many as are sorted at once.

    Fingerprints are the least hashes of many, so the small ones are far more.
    """
    step = max(_AT_ONCE // _SAMPLE, 1)
    seen: list[int] = []
    first = 0
    for packed in sets:
        numbers = array("I", packed)
        seen += numbers[first::step]
        first = (first - len(numbers)) % step
    seen.sort()
    return [0, *seen[_SAMPLE::_SAMPLE], _END]


def _repeated(held: array[int], ends: list[int]) -> Iterator[int]:
    """Numbers that come more than once among some, whose order is changed.

    Piece by piece they are sorted where they are; then all pieces are gone
    through side by side, from each bound to the next.

    Args:
        held: The numbers.
        ends: The bounds; all numbers are smaller than the last.
    """
    places = list(range(0, len(held), _AT_ONCE))
    stops = [min(start + _AT_ONCE, len(held)) for start in places]
    for start, stop in zip(places, stops, strict=True):
        held[start:stop] = array("I", sorted(held[start:stop]))
    for bound in ends:
        next_ones: list[int] = []
        for piece, start in enumerate(places):
            places[piece] = stop = bisect_left(held, bound, start, stops[piece])
            next_ones += held[start:stop]
        next_ones.sort()
        yield from (one for one, other in pairwise(next_ones) if one == other)
