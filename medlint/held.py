"""Many small pieces of data, held until they are needed again, in little memory."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

#: How much is held in memory, in bytes; the rest goes into a file without a name.
_IN_MEMORY = 1_000_000


class Held:
    """A queue of bytes, in the order in which they were added."""

    def __init__(self, in_memory: int = _IN_MEMORY) -> None:
        self._room = in_memory
        self._pieces: list[bytes] = []
        self._lengths: list[int] = []
        self._file: IO[bytes] | None = None

    def add(self, data: bytes) -> None:
        """Hold some more.

        Raises:
            OSError: There is no room on the disk either.
        """
        if self._file is None and len(data) <= self._room:
            self._room -= len(data)
            self._pieces.append(data)
            return
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = TemporaryFile()  # noqa: SIM115  # it lasts as long as this object
        self._file.write(data)
        self._lengths.append(len(data))

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces
        if self._file is not None:
            self._file.seek(0)
            for length in self._lengths:
                yield self._file.read(length)
