"""Results kept from one run to the next, in one file.

The file is a table of keys, sorted, and the values they lead to::

    head | records: key, place, length, checksum, day … | values …

To look one key up takes the table and one value; nothing else is read. What is
new is added by writing the whole file anew beside the old one and renaming it,
so that whoever reads has one or the other. Of several that write at once the
last one wins, and what the others had found is found again.

A key is a digest of all that a result depends on, so nothing kept is ever
wrong, only useless. A file that is no cache, is damaged, of another version or
of another user counts as none at all.
"""

from __future__ import annotations

import os
from struct import Struct
from zlib import crc32

from medlint.digest import SIZE
from medlint.regular import open_regular
from medlint.typed import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The names of such files in a project's cache folder: of what was found in each post, and of
#: what whole runs have found.
NAME, RUNS = "results", "runs"
#: The largest size of such a file, in bytes; then what has not been used for longest goes.
MAX_SIZE = 32 * 1024 * 1024
#: Which part of :data:`MAX_SIZE` is kept when something has to go.
_KEPT = 0.75
#: A value that is used is marked so only after this many days, to save the writing.
_MARK_AFTER = 7
#: Files that a run which was killed has left are removed after this many seconds.
_LEFT_AFTER = 3600

_MAGIC = b"medlint results\0"
_VERSION = 1
#: Magic, version, number of records, size of the values in bytes, checksum of the records.
_HEAD = Struct("<16sIIQI")
#: Key, place among the values, length, checksum, the day it was last used (since 1970).
_RECORD = Struct(f"<{SIZE}sQIIH")
_CHUNK = 1 << 20


class Cache:
    """Values by key, for one run.

    Args:
        folder: The project's cache folder; it need not be there.
        today: The current day, counted from 1970.
        max_size: The largest size of the file, in bytes.
        name: The name of the file.
    """

    def __init__(
        self,
        folder: str,
        today: Callable[[], int] | None = None,
        max_size: int = MAX_SIZE,
        name: str = NAME,
    ) -> None:
        self._folder = folder
        self._name = name
        self._path = os.path.join(folder, name)
        self._today = min((today or _days_since_1970)(), 0xFFFF)
        self._max_size = max_size
        self._opened: _File | None = None
        self._new: dict[bytes, bytes] = {}
        self._used: list[bytes] = []
        self._stale = False

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, or ``None``."""
        value = self._new.get(key)
        if value is not None:
            return value
        if self._opened is None:
            self._opened = _File.read(self._path)
        found = self._opened.find(key)
        if found is None:
            return None
        value, day = found
        self._used.append(key)
        self._stale = self._stale or self._today - day >= _MARK_AFTER
        return value

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value from the next :meth:`save` on."""
        self._new[key] = value

    def save(self) -> None:
        """Write what is new and let go of the file; what cannot be written is not kept."""
        self.close()
        if not self._new and not self._stale:
            return
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            self._write()
        except (OSError, ValueError):  # read-only, full, no folder at all: then so be it
            pass
        self._new = {}
        self._used = []
        self._stale = False

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _write(self) -> None:
        # Anew, since others may have written since it was read.
        old = _File.read(self._path)
        temporary = os.path.join(self._folder, f"{self._name}.{os.urandom(6).hex()}.tmp")
        try:
            table = old.merged(self._new, self._used, self._today)
            values = list(self._new.values())
            size = old.size + sum(map(len, values))
            with open(temporary, "xb") as stream:
                if _HEAD.size + len(table) + size <= min(self._max_size, 2 * _used(table)):
                    stream.write(_head(table, size) + table)
                    old.copy(stream)
                    stream.writelines(values)
                else:
                    old.write_kept(stream, table, values, self._room(table))
            os.replace(temporary, self._path)
        finally:
            old.close()
            _remove(temporary)
        self._tidy()

    def _room(self, table: bytes) -> int:
        """How large the file may become when it is written with what is of use alone."""
        return self._max_size if _used(table) <= self._max_size else int(self._max_size * _KEPT)

    def _tidy(self) -> None:
        """Remove what runs that were killed have left."""
        from time import time

        for name in os.listdir(self._folder):
            if name.startswith(f"{self._name}.") and name.endswith(".tmp"):
                path = os.path.join(self._folder, name)
                try:
                    old = time() - os.stat(path).st_mtime > _LEFT_AFTER
                except OSError:  # just renamed by the run that wrote it
                    continue
                if old:
                    _remove(path)


class _File:
    """A cache on the disk, as it was when it was opened.

    Attributes:
        size: The size of its values in bytes.
    """

    def __init__(self, stream: BinaryIO | None = None, table: bytes = b"", size: int = 0) -> None:
        self._stream = stream
        self._table = table
        self._values = _HEAD.size + len(table)
        self.size = size

    @classmethod
    def read(cls, path: str) -> _File:
        """Open a cache; an empty one where there is none, or none that can be used."""
        try:
            stream = open(open_regular(path)[0], "rb", buffering=0)  # noqa: SIM115  # it stays open
        except (OSError, ValueError):
            return cls()
        try:
            made = cls._from(stream)
        except OSError:
            made = None
        if made is None:
            stream.close()
        return made or cls()

    @classmethod
    def _from(cls, stream: BinaryIO) -> _File | None:
        status = os.fstat(stream.fileno())
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            return None
        head = stream.read(_HEAD.size)
        if len(head) != _HEAD.size:
            return None
        magic, version, count, size, checksum = _HEAD.unpack(head)
        length = count * _RECORD.size
        if (magic, version) != (_MAGIC, _VERSION) or status.st_size != _HEAD.size + length + size:
            return None
        table = stream.read(length)
        return cls(stream, table, size) if crc32(table) == checksum else None

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()

    def find(self, key: bytes) -> tuple[bytes, int] | None:
        """The value of a key, and the day it was last used; ``None`` where it is not there."""
        at = self._place(key)
        if self._stream is None or self._table[at : at + SIZE] != key:
            return None
        _, start, length, checksum, day = _RECORD.unpack_from(self._table, at)
        try:
            self._stream.seek(self._values + start)
            value = self._stream.read(length)
        except OSError:
            return None
        return (value, day) if len(value) == length and crc32(value) == checksum else None

    def _place(self, key: bytes) -> int:
        """Where in the table the record of a key is, or would have to be."""
        table, step = self._table, _RECORD.size
        low, high = 0, len(table) // step
        while low < high:
            middle = (low + high) // 2
            at = middle * step
            if table[at : at + SIZE] < key:
                low = middle + 1
            else:
                high = middle
        return low * step

    def merged(self, new: Mapping[bytes, bytes], used: list[bytes], today: int) -> bytes:
        """The table with records added for new values, which come after those that are there.

        Args:
            new: The values by key, in the order in which they are written.
            used: The keys that have been of use today.
            today: The day to mark them with.
        """
        added = {}
        start = self.size
        for key, value in new.items():
            added[key] = _RECORD.pack(key, start, len(value), crc32(value), today)
            start += len(value)
        marked = bytearray(self._table)
        for key in used:
            at = self._place(key)
            if marked[at : at + SIZE] == key:
                end = at + _RECORD.size
                marked[end - 2 : end] = today.to_bytes(2, "little")
        pieces: list[bytes | bytearray] = []
        done = 0
        for key in sorted(added):
            at = self._place(key)
            pieces += [marked[done:at], added[key]]
            done = at + _RECORD.size * (self._table[at : at + SIZE] == key)
        return b"".join([*pieces, marked[done:]])

    def copy(self, stream: BinaryIO) -> None:
        """Write all values."""
        if self._stream is None:
            return
        self._stream.seek(self._values)
        left = self.size
        while left > 0:
            data = self._stream.read(min(left, _CHUNK))
            if not data:
                raise OSError("the cache has been cut short")
            stream.write(data)
            left -= len(data)

    def write_kept(self, stream: BinaryIO, table: bytes, new: list[bytes], room: int) -> None:
        """Write a cache with what was used last, as much as there is room for.

        Args:
            stream: Where to write it.
            table: All records, as :meth:`merged` makes them.
            new: The values that are not in this file yet.
            room: How large the cache may be, in bytes.
        """
        room -= _HEAD.size
        kept = []
        for record in sorted(_RECORD.iter_unpack(table), key=lambda record: -record[4]):
            room -= _RECORD.size + record[2]
            if room < 0:
                break
            kept.append(record)
        fresh = b"".join(new)
        records, values, start = [], [], 0
        for key, place, length, checksum, day in sorted(kept):
            records.append(_RECORD.pack(key, start, length, checksum, day))
            values.append((place, length))
            start += length
        whole = b"".join(records)
        stream.write(_head(whole, start) + whole)
        for place, length in values:
            if place >= self.size:
                stream.write(fresh[place - self.size : place - self.size + length])
            elif self._stream is not None:
                self._stream.seek(self._values + place)
                stream.write(self._stream.read(length))


def _remove(path: str) -> None:
    try:  # noqa: SIM105  # contextlib takes longer to import than a cache to read
        os.unlink(path)
    except OSError:  # gone already
        pass


def _used(table: bytes) -> int:
    """The size of a file in which there is nothing but what its table leads to."""
    values: int = sum(record[2] for record in _RECORD.iter_unpack(table))
    return _HEAD.size + len(table) + values


def _head(table: bytes, size: int) -> bytes:
    return _HEAD.pack(_MAGIC, _VERSION, len(table) // _RECORD.size, size, crc32(table))


def _days_since_1970() -> int:
    from time import time

    return max(int(time() // 86_400), 0)
