"""The byte code of all modules in one file, so that a run need not look for each of them.

Where medlint is installed, its first run puts together what Python keeps in a
``.pyc`` file for each module, and the next ones read from that. It is trusted
as those files are, lies beside them, and is held against the source of each
module as they are: where a source has changed, and wherever anything else is
not as it should be, Python goes its usual way. Tracebacks, debuggers and
coverage see the same files and lines as ever.

Two more things make it quick. Modules that runs load together are one part of
the bundle, in which a name that many of them use stands once. And what a
module imports at its top is brought here before the module is executed: its
import statements find everything there, and most of what :mod:`importlib`
does for each is done for few.

In a working copy, whose files change all the time, there is no such file.
"""

from __future__ import annotations

import os
import sys
from marshal import dumps, loads

from medlint import __version__

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from types import CodeType, ModuleType
    from typing import Any, TypeAlias

    #: Source and byte code of a module, relative to the package; whether it is a package; size
    #: of its source in bytes and when that was changed, in nanoseconds; the modules that it
    #: imports at its top; the part of the bundle that its byte code is in, and its place there.
    Entry: TypeAlias = tuple[str, str, bool, int, int, tuple[str, ...], int, int]
else:
    # importlib itself takes long to import, and what imports has been there from the start.
    SourceFileLoader, ModuleSpec = type(__spec__.loader), type(__spec__)

_MAGIC = b"medlint byte code 2\0"
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


def bring(name: str) -> ModuleType:
    """Import a module of medlint, as quickly as can be.

    Raises:
        ImportError: It cannot be imported.
    """
    if name not in sys.modules:
        finder = sys.meta_path[0]
        if isinstance(finder, _Finder):
            finder.bring(name)
        else:
            __import__(name)
    return sys.modules[name]


def keep(groups: Callable[[], Iterable[Iterable[str]]]) -> None:
    """Write the bundle for the runs to come, if there is none yet and it can be written.

    Args:
        groups: Tells which modules are loaded together; called only if there is a need.
    """
    key = _key()
    if key is None or sys.dont_write_bytecode or _is_in_use():
        return
    path = _path()
    temporary = f"{path}.{os.getpid()}"
    try:
        # First of all: where nothing can be written there is nothing to put together.
        with open(temporary, "xb") as stream:
            stream.write(_made(key, groups()))
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
    """Finds modules in the bundle; one of the finders in ``sys.meta_path``.

    Args:
        descriptor: The bundle.
        start: Where the byte code begins in it.
        parts: Place and length of each part, from there.
        index: What is known of each module.
    """

    def __init__(
        self,
        descriptor: int,
        start: int,
        parts: list[tuple[int, int]],
        index: dict[str, Entry],
    ) -> None:
        self._descriptor = descriptor
        self._start = start
        self._parts = parts
        self._index = index
        #: What was read of each part and not asked for yet.
        self._codes: dict[int, list[Any]] = {}

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
                made_for, size, *about = loads(os.pread(descriptor, start - len(head), len(head)))
                if made_for == key and start + size == os.fstat(descriptor).st_size:
                    return cls(descriptor, start, *about)
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
        relative, cached, is_package, size, changed, *_ = entry
        source = _PACKAGE + relative
        try:
            status = os.stat(source)
        except OSError:
            return None
        if status.st_size != size or status.st_mtime_ns != changed:
            return None
        loader = _Loader(name, source)
        loader.finder = self
        spec = ModuleSpec(name, loader, origin=source, is_package=is_package)
        spec.has_location = True
        spec.cached = _PACKAGE + cached
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(os.path.dirname(source))
        return spec

    def bring(self, name: str) -> None:
        """Import a module as an import statement does, in a fraction of the time.

        Raises:
            ImportError: It cannot be imported.
        """
        parent, _, word = name.rpartition(".")
        if parent not in sys.modules:
            self.bring(parent)
            if name in sys.modules:
                return
        spec = self.find_spec(name)
        if spec is None:
            __import__(name)
            return
        loader: Any = spec.loader
        module = type(sys)(name)
        attributes = vars(module)
        attributes["__spec__"] = spec
        attributes["__loader__"] = loader
        attributes["__file__"] = spec.origin
        attributes["__cached__"] = spec.cached
        attributes["__package__"] = spec.parent
        if spec.submodule_search_locations is not None:
            attributes["__path__"] = spec.submodule_search_locations
        sys.modules[name] = module
        try:
            loader.exec_module(module)
        except BaseException:
            sys.modules.pop(name, None)
            raise
        setattr(sys.modules[parent], word, module)

    def prepare(self, name: str) -> None:
        """Import what a module imports at its top."""
        *_, needs, _, _ = self._index[name]
        for other in needs:
            if other not in sys.modules:
                self.bring(other)

    def code(self, name: str) -> CodeType:
        """The byte code of a module.

        Raises:
            OSError: The bundle cannot be read.
            ValueError, EOFError, TypeError: It is damaged.
        """
        *_, number, place = self._index[name]
        codes = self._codes.get(number)
        if codes is None or codes[place] is None:
            start, length = self._parts[number]
            codes = self._codes[number] = loads(
                os.pread(self._descriptor, length, self._start + start)
            )
        code: CodeType = codes[place]
        codes[place] = None
        return code


class _Loader(SourceFileLoader):
    """Loads a module as ever, but for where its byte code comes from."""

    finder: _Finder

    def exec_module(self, module: ModuleType) -> None:
        """Execute the module."""
        self.finder.prepare(module.__name__)
        super().exec_module(module)

    def get_code(self, fullname: str) -> CodeType | None:
        """The byte code of the module."""
        try:
            return self.finder.code(fullname)
        except (OSError, ValueError, EOFError, TypeError):
            return super().get_code(fullname)


def _made(key: tuple[object, ...], groups: Iterable[Iterable[str]]) -> bytes:
    """The bundle.

    Raises:
        OSError: A file cannot be read.
        SyntaxError: Somebody has edited one, and has not finished.
    """
    sources = _sources()
    index: dict[str, Entry] = {}
    parts: list[tuple[int, int]] = []
    blobs: list[bytes] = []
    place = 0
    for names in _parts(sources, groups):
        codes: list[CodeType | None] = []
        for name in names:
            relative = sources[name]
            source = _PACKAGE + relative
            status = os.stat(source)
            folder, file = os.path.split(relative)
            tag = f"{file[:-3]}.{sys.implementation.cache_tag}.pyc"
            index[name] = (
                *(relative, os.path.join(folder, "__pycache__", tag), file == "__init__.py"),
                *(status.st_size, status.st_mtime_ns, _needs(source, sources)),
                *(len(parts), len(codes)),
            )
            codes.append(SourceFileLoader(name, source).get_code(name))
        blob = dumps(codes)
        blobs.append(blob)
        parts.append((place, len(blob)))
        place += len(blob)
    about: Any = key, place, parts, index
    head = dumps(about)
    return b"".join((_MAGIC, len(head).to_bytes(8, "little"), head, *blobs))


def _sources() -> dict[str, str]:
    """The source of each module, relative to the package."""
    found: dict[str, str] = {}
    for folder, folders, names in os.walk(_PACKAGE):
        folders.sort()
        for file in sorted(names):
            stem, ending = os.path.splitext(file)
            if ending == ".py":
                relative = os.path.join(folder, file)[len(_PACKAGE) :]
                words = ["medlint", *relative[1:-3].split(os.sep)]
                found[".".join(words[:-1] if stem == "__init__" else words)] = relative
    return found


def _parts(names: Iterable[str], groups: Iterable[Iterable[str]]) -> Iterator[list[str]]:
    """The modules that go into each part, each module into one."""
    left = set(names)
    for group in groups:
        yield sorted(left.intersection(group))
        left.difference_update(group)
    for name in sorted(left):
        yield [name]


def _needs(source: str, sources: dict[str, str]) -> tuple[str, ...]:
    """The modules of medlint that a module imports at its top whatever happens, in order.

    Such a statement is not indented. What it may need besides it imports itself.
    """
    found: list[str] = []
    with open(source, encoding="utf-8") as stream:
        for line in stream:
            if line.startswith("from medlint"):
                _, name, _, *rest = line.replace(",", " ").split()
                found.append(name)
                found += (f"{name}.{word}" for word in rest)
    return tuple(name for name in dict.fromkeys(found) if name in sources and name != "medlint")
