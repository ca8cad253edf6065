"""From a body to what a parser in another language reads, and its offsets back to ours.

pyromark wants line feeds and counts UTF-8 bytes; medlint counts characters of
the source, whose lines may end in CR LF.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from medlint.patterns import lazy

#: A character that is put in before others and is not in the source: of the last of
#: Unicode's planes for private use, which alone has UTF-8 that begins with 0xF4.
INSERTED = "\U0010fffd"
_CRLF = "\0"

#: How many characters of the source a byte begins.
_WIDTHS = bytes(
    2 if byte == 0 else 0 if 0x80 <= byte < 0xC0 or byte == 0xF4 else 1 for byte in range(256)
)
#: What does not take one byte here and one character in the source.
_UNEVEN = lazy("[\\x00\\x80-\\U0010ffff]")
#: One character in how many may be such, so that it pays to remember where each is.
_FEW = 12


class Shifts:
    """The source offsets of bytes, where few characters are uneven.

    Attributes:
        breaks: The bytes from which on the distance to the offset is another, ascending.
        shifts: What to take from a byte to get its offset: before the first break, then
            from each on.
    """

    __slots__ = ("breaks", "shifts")

    def __init__(self, content: str, start: int) -> None:
        self.breaks: list[int] = []
        self.shifts = [-start]
        extra = 0  # how many bytes there were beyond one for each character
        shift = -start
        for match in _UNEVEN.finditer(content):
            index = match.start()
            self.breaks.append(index + extra + 1)
            character = content[index]
            width = _width(character)
            extra += width - 1
            shift += width - (2 if character == _CRLF else character != INSERTED)
            self.shifts.append(shift)

    def __getitem__(self, byte: int) -> int:
        return byte - self.shifts[bisect_right(self.breaks, byte)]


def _width(character: str) -> int:
    """How many bytes a character takes in UTF-8."""
    if character < "\x80":
        return 1
    return 2 if character < "\u0800" else 3 if character < "\U00010000" else 4


def is_convertible(content: str) -> bool:
    """Whether :func:`convert` can tell its stand-ins from what the author wrote."""
    return _CRLF not in content and INSERTED not in content


def convert(content: str, start: int) -> tuple[str, range | list[int] | Shifts]:
    """The content with line feeds for line ends, and the source offset of each of its bytes.

    Args:
        content: Part of a source, in which :data:`INSERTED` takes up no place.
        start: Where it starts in the source, in characters.

    Returns:
        The content to parse, and for each of its UTF-8 bytes that begins a character,
        and for its end, the offset of the character.

    Raises:
        UnicodeEncodeError: It has half a surrogate pair.
    """
    if content.isascii() and "\r" not in content:
        return content, range(start, start + len(content) + 1)
    marked = content.replace("\r\n", _CRLF).replace("\r", "\n")
    encoded = marked.encode()
    uneven = len(encoded) - len(marked) + marked.count(_CRLF)
    places: list[int] | Shifts
    if uneven * _FEW < len(encoded) or encoded.count(b"\xf4") != marked.count(INSERTED):
        places = Shifts(marked, start)
    else:
        places = list(accumulate(encoded.translate(_WIDTHS), initial=start))
    return marked.replace(_CRLF, "\n"), places
