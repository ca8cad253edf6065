"""Settings kept from one run to the next, so that their file need not be read as TOML again.

To load a reader of TOML and to check what it gives takes as long as Python
takes to start. What was checked once is kept in the cache folder of the
project, and counts as long as the settings file is the same, byte for byte,
and so is medlint. A file there that is damaged, or of another medlint, counts
as none at all.
"""

from __future__ import annotations

import os
from marshal import dumps, loads

from medlint.diagnostic import Severity
from medlint.digest import SIZE, digest
from medlint.regular import read as read_file
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: The name of the file in a project's cache folder.
NAME = "settings"
#: To be counted up whenever the shape of what is kept changes.
_SHAPE = b"1"
#: How much of the file is read, in bytes; checked settings are far shorter.
_MOST = 4_000_000
#: A longer settings file is read anew each time, in bytes.
_MOST_SETTINGS = 1_000_000


class Store:
    """Keeps the checked settings of settings files.

    Args:
        folder: Gives the cache folder for the project in a folder, or ``None``
            where nothing can be kept.
        identity: Gives what changes whenever medlint might check settings otherwise.
    """

    def __init__(self, folder: Callable[[str], str | None], identity: Callable[[], bytes]) -> None:
        self._folder = folder
        self._identity = identity

    def values(
        self, file: str, root: str, read: Callable[[], dict[str, Any] | None]
    ) -> dict[str, Any] | None:
        """The checked values of a settings file, by attribute, or ``None`` for none.

        Args:
            file: The settings file.
            root: The folder it is in.
            read: Reads the file itself; called where it is not known, and what
                it raises is raised.
        """
        key = self._key(file)
        folder = None if key is None else self._folder(root)
        if key is None or folder is None:
            return read()
        path = os.path.join(folder, NAME)
        found = _load(path, key)
        if found is not None:
            return found[0]
        values = read()
        if self._key(file) == key:  # else it was changed meanwhile
            _save(path, key, values)
        return values

    def _key(self, file: str) -> bytes | None:
        try:
            content = read_file(file, _MOST_SETTINGS)
        except OSError:
            return None
        if len(content) == _MOST_SETTINGS:
            return None
        if b"medlint" not in content and os.path.basename(file) == "pyproject.toml":
            return None  # which most projects have, and which says nothing to medlint
        return digest(_SHAPE, self._identity(), os.fsencode(file), b"\0", content)


def _load(path: str, key: bytes) -> tuple[dict[str, Any] | None] | None:
    """What is kept under a key, alone in a tuple; ``None`` where nothing is."""
    try:
        data = read_file(path, _MOST)
    except OSError:
        return None
    if data[:SIZE] != key:
        return None
    body = data[2 * SIZE :]
    # Only what is whole may be unpacked.
    if digest(key, body) != data[SIZE : 2 * SIZE]:
        return None
    return (_unpacked(loads(body)),)


def _save(path: str, key: bytes, values: dict[str, Any] | None) -> None:
    """Keep values; where they cannot be written, they are not kept."""
    body = dumps(_packed(values))
    temporary = f"{path}.{os.urandom(6).hex()}.tmp"
    try:
        with open(temporary, "xb") as stream:
            stream.write(key + digest(key, body) + body)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return


def _packed(value: Any) -> Any:
    """A value in types that can be written; a severity as ``(None, number)``, which nothing is."""
    if isinstance(value, Severity):
        return None, int(value)
    if isinstance(value, tuple):
        return tuple(map(_packed, value))
    if isinstance(value, dict):
        return {name: _packed(one) for name, one in value.items()}
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, tuple):
        if value and value[0] is None:
            return Severity(value[1])
        return tuple(map(_unpacked, value))
    if isinstance(value, dict):
        return {name: _unpacked(one) for name, one in value.items()}
    return value
