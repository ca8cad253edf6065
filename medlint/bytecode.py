"""The byte code of all modules in one file, so that a run need not look for each of them.

Where medlint is installed, its first run puts together what Python keeps in a
``.pyc`` file for each module, and the next ones read from that. It is trusted
as those files are, lies beside them, and is held against the source of each
module as they are: where a source has changed, and wherever anything else is
not as it should be, Python goes its usual way. Tracebacks, debuggers and
coverage see the same files and lines as ever.

In a working copy, whose files change all the time, there is no such file.
"""

from __future__ import annotations

import os
import sys
from marshal import dumps, loads

from medlint import __version__
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from types import CodeType, ModuleType

    #: Source and byte code of a module, relative to the package; whether it is a package; size
    #: of its source in bytes and when that was changed, in nanoseconds; place and length of the
    #: byte code in the bundle.
    Entry = tuple[str, str, bool, int, int, int, int]
else:
    # importlib itself takes long to import, and what imports has been there from the start.
    SourceFileLoader, ModuleSpec = type(__spec__.loader), type(__spec__)

_MAGIC = b"medlint byte code\0"
_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_RECORD = os.path.join(os.path.dirname(_PACKAGE), f"medlint-{__version__}.dist-info", "RECORD")
#: The module under whose name the bundle is kept.
_NAME = "bundled"


def use() -> None:
    """Import the modules of medlint from the bundle from now on, if there is one."""
    key = _key()
    if key is not None:
        finder = _Finder.read(key)
        if finder is not None:
            sys.meta_path.insert(0, finder)


def keep() -> None:
    """Write the bundle for the runs to come, if there is none yet and it can be written."""
    key = _key()
    if key is None or sys.dont_write_bytecode or _is_in_use():
        return
    path = _path()
    temporary = f"{path}.{os.getpid()}"
    try:
        # First of all: where nothing can be written there is nothing to put together.
        with open(temporary, "xb") as stream:
            stream.write(_made(key))
        os.replace(temporary, path)
    except (OSError, ValueError, SyntaxError, ImportError, KeyboardInterrupt):
        # What the run was for has been done; the next one may have better luck.
        try:  # noqa: SIM105  # contextlib takes longer to import than this to do
            os.unlink(temporary)
        except OSError:
            pass


def _is_in_use() -> bool:
    return any(isinstance(finder, _Finder) for finder in sys.meta_path)


def _key() -> tuple[object, ...] | None:
    """What a bundle has to be made for; ``None`` where none is to be used at all."""
    if sys.flags.optimize or sys.pycache_prefix is not None or not hasattr(os, "pread"):
        return None
    if __spec__.cached is None:
        return None
    try:
        status = os.stat(_RECORD)
    except OSError:  # not installed, or not by copying its files
        return None
    return sys.version, _PACKAGE, status.st_size, status.st_mtime_ns, status.st_ino


def _path() -> str:
    cached = __spec__.cached
    assert cached is not None
    folder, name = os.path.split(cached)
    return os.path.join(folder, _NAME + name[len(__name__.rpartition(".")[2]) :])


class _Finder:
    """Finds modules in the bundle; one of the finders in ``sys.meta_path``."""

    def __init__(self, descriptor: int, start: int, index: dict[str, Entry]) -> None:
        self._descriptor = descriptor
        self._start = start
        self._index = index

    @classmethod
    def read(cls, key: tuple[object, ...]) -> _Finder | None:
        """The finder for a bundle; ``None`` where there is none, or none that fits."""
        try:
            descriptor = os.open(_path(), os.O_RDONLY)
        except OSError:
            return None
        try:
            head = os.pread(descriptor, len(_MAGIC) + 8, 0)
            start = len(head) + int.from_bytes(head[-8:], "little")
            if head[:-8] == _MAGIC and start <= os.fstat(descriptor).st_size:
                made_for, size, index = loads(os.pread(descriptor, start - len(head), len(head)))
                if made_for == key and start + size == os.fstat(descriptor).st_size:
                    return cls(descriptor, start, index)
        except (OSError, ValueError, EOFError, TypeError):
            pass
        os.close(descriptor)
        return None

    def find_spec(
        self,
        name: str,
        _path: Sequence[str] | None = None,
        _target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """As :mod:`importlib` wants it; ``None`` for modules whose source has changed, too."""
        entry = self._index.get(name)
        if entry is None:
            return None
        relative, cached, is_package, size, changed, start, length = entry
        source = _PACKAGE + relative
        try:
            status = os.stat(source)
        except OSError:
            return None
        if status.st_size != size or status.st_mtime_ns != changed:
            return None
        loader = _Loader(name, source)
        loader.place = self._descriptor, length, self._start + start
        spec = ModuleSpec(name, loader, origin=source, is_package=is_package)
        spec.has_location = True
        spec.cached = _PACKAGE + cached
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(source))
        return spec


class _Loader(SourceFileLoader):
    """Loads a module as ever, but for where its byte code comes from.

    Attributes:
        place: The bundle, and length and place of the byte code in it.
    """

    place: tuple[int, int, int]

    def get_code(self, fullname: str) -> CodeType | None:
        """The byte code of the module."""
        try:
            code: CodeType = loads(os.pread(*self.place))
        except (OSError, ValueError, EOFError, TypeError):
            return super().get_code(fullname)
        return code


def _made(key: tuple[object, ...]) -> bytes:
    """The bundle.

    Raises:
        OSError: A file cannot be read.
        SyntaxError: Somebody has edited one, and has not finished.
    """
    index: dict[str, Entry] = {}
    codes: list[bytes] = []
    place = 0
    for folder, folders, names in os.walk(_PACKAGE):
        folders.sort()
        for file in sorted(names):
            stem, ending = os.path.splitext(file)
            if ending != ".py":
                continue
            source = os.path.join(folder, file)
            status = os.stat(source)
            relative = source[len(_PACKAGE) :]
            parts = ["medlint", *relative[1:-3].split(os.sep)]
            is_package = stem == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            code = dumps(SourceFileLoader(name, source).get_code(name))
            tag = f"{stem}.{sys.implementation.cache_tag}.pyc"
            cached = os.path.join(os.path.dirname(relative), "__pycache__", tag)
            index[name] = (
                *(relative, cached, is_package, status.st_size, status.st_mtime_ns),
                *(place, len(code)),
            )
            codes.append(code)
            place += len(code)
    about: Any = key, place, index
    head = dumps(about)
    return b"".join((_MAGIC, len(head).to_bytes(8, "little"), head, *codes))
