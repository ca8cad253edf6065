"""Columns counted in bytes of UTF-8, for the formats that want them."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.text import Source

_BLOCK = 4096


class Utf8Columns:
    """The places of one text, their columns in bytes.

    A post may be one line of megabytes with a thousand findings on it, so the
    bytes are counted once for each block of the text.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._before: list[int] | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1, the column in bytes."""
        line, column = self._source.position(offset)
        if self._source.text.isascii():
            return line, column
        start = offset - column + 1
        return line, self._bytes_before(offset) - self._bytes_before(start) + 1

    def _bytes_before(self, offset: int) -> int:
        text = self._source.text
        if self._before is None:
            self._before = [0]
            for start in range(0, len(text), _BLOCK):
                self._before.append(self._before[-1] + _size(text[start : start + _BLOCK]))
        block = offset // _BLOCK
        return self._before[block] + _size(text[block * _BLOCK : offset])


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
