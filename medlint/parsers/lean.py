"""markdown-it-py, without what it loads and nobody asks it for here.

Half of the time that a run on one post takes with markdown-it-py would go into loading it,
and most of that into modules of Python that it needs for next to nothing: `logging` for
messages that nobody has asked for, `typing` for annotations, `dataclasses`, which load
`inspect`, for three classes, `pathlib` and `urllib` for functions that are never called; and
into regular expressions, most of which are never used. Its modules are given stand-ins for
these, as medlint's own modules are (:mod:`medlint.typed`, :mod:`medlint.patterns`); nobody
else sees them. The classes and functions are markdown-it-py's own, and do what they always do.

Only the command ``medlint`` loads it this way: in a process of its own nobody else uses it.
"""

from __future__ import annotations

import builtins
import re
import sys

from medlint import typed
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from types import ModuleType
else:
    # importlib itself takes long to import, and what imports has been there from the start.
    from _frozen_importlib_external import SourceFileLoader

_PACKAGE = "markdown_it"


def load() -> None:
    """Import markdown-it-py, if that has not been done yet."""
    if _PACKAGE in sys.modules:
        return
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        __import__(_PACKAGE)
    except Exception:  # whatever a version to come may need, it gets it
        for name in [*sys.modules]:
            if name.partition(".")[0] == _PACKAGE:
                del sys.modules[name]
    finally:
        sys.meta_path.remove(finder)


class _Finder:
    """Finds the modules of markdown-it-py; one of the finders in ``sys.meta_path``."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As :mod:`importlib` wants it: what the other finders say, but for the loader."""
        if name.partition(".")[0] != _PACKAGE:
            return None
        for finder in sys.meta_path:
            if finder is not self:
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    if type(spec.loader) is SourceFileLoader:
                        spec.loader = _Loader(spec.loader.name, spec.loader.path)
                    return spec
        return None


class _Loader(SourceFileLoader):
    """Loads a module as ever, but for the modules that it is given when it imports some."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module."""
        vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
        super().exec_module(module)


def _import(
    name: str,
    into: dict[str, Any] | None = None,
    local: dict[str, Any] | None = None,
    names: Sequence[str] = (),
    level: int = 0,
) -> Any:
    """What ``import`` means in markdown-it-py."""
    stand_in = None if level else _STAND_INS.get(name)
    return __import__(name, into, local, names, level) if stand_in is None else stand_in


class _StandIn:
    """Stands for a module: some of its names are at hand, others are looked up in it."""

    def __init__(self, module: str, **names: Any) -> None:
        self.__module = module
        vars(self).update(names)

    def __getattr__(self, name: str) -> Any:
        """Called for what is not at hand."""
        __import__(self.__module)
        return getattr(sys.modules[self.__module], name)


def _later(module: str, name: str) -> Callable[..., Any]:
    """A function that is imported when it is called."""

    def call(*values: Any, **named: Any) -> Any:
        __import__(module)
        return getattr(sys.modules[module], name)(*values, **named)

    return call


class _Silent:
    """Stands for a logger."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Each of its methods says nothing: the command has no way to ask for it."""
        return lambda *_values, **_named: None


class _TypedDict:
    """Stands for :class:`typing.TypedDict`."""

    def __init_subclass__(cls, **_options: object) -> None:
        """Take what stands behind the name of the class, and do nothing with it."""


class _Field:
    """Stands for what :func:`dataclasses.field` makes."""

    def __init__(self, default_factory: Callable[[], object] | None = None, **_: object) -> None:
        self.factory = default_factory


def _dataclass(*, slots: Literal[True]) -> Callable[[type], type]:
    """Stands for :func:`dataclasses.dataclass`: makes ``__slots__`` and ``__init__``, no more."""
    assert slots

    def made(cls: type) -> type:
        namespace = {name: value for name, value in vars(cls).items() if name not in _NO_SLOTS}
        fields = namespace["__slots__"] = tuple(namespace["__annotations__"])
        known: dict[str, Any] = {"_missing": object()}
        parameters, lines = ["self"], []
        for name in fields:
            value = name
            if name not in namespace:
                parameters.append(name)
            else:
                default = namespace.pop(name)
                factory = default.factory if isinstance(default, _Field) else None
                if factory is not None:
                    known[f"_make_{name}"] = factory
                    value = f"_make_{name}() if {name} is _missing else {name}"
                    parameters.append(f"{name}=_missing")
                elif isinstance(default, _Field):
                    parameters.append(name)
                else:
                    known[f"_default_{name}"] = default
                    parameters.append(f"{name}=_default_{name}")
            lines.append(f" self.{name} = {value}")
        if "__post_init__" in namespace:
            lines.append(" self.__post_init__()")
        exec("\n".join((f"def __init__({', '.join(parameters)}):", *lines)), known, namespace)
        return type(cls.__name__, cls.__bases__, namespace)

    return made


#: What a class has only where it has no ``__slots__``.
_NO_SLOTS = ("__dict__", "__weakref__")

_STAND_INS = {
    "dataclasses": _StandIn("dataclasses", dataclass=_dataclass, field=_Field),
    "inspect": _StandIn("inspect"),
    "logging": _StandIn("logging", getLogger=lambda _name: _Silent()),
    "mdurl": _StandIn("mdurl"),
    "pathlib": _StandIn("pathlib", Path=_later("pathlib", "Path")),
    "re": _StandIn("re", compile=lazy, escape=re.escape, IGNORECASE=re.IGNORECASE),
    "typing": _StandIn(
        "typing", TypedDict=_TypedDict, **{name: getattr(typed, name) for name in typed.__all__}
    ),
    "urllib.parse": _StandIn(
        "urllib.parse",
        **{
            name: _later("urllib.parse", name)
            for name in ("quote", "unquote", "urlparse", "urlunparse")
        },
    ),
    "warnings": _StandIn("warnings"),
}
