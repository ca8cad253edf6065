"""Classes of named tuples that are quickly made.

:class:`NamedTuple` is used like :class:`typing.NamedTuple`, whose place it
takes in :mod:`medlint.typed`, and its instances do the same as that one's.
The difference is in what is done when a class is made: what only instances
need is left until there is one.
"""

from __future__ import annotations

from _collections import _tuplegetter  # type: ignore[import-not-found]  # as in collections

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeVar

    R = TypeVar("R", bound="Record")


class Record(tuple):  # type: ignore[type-arg]  # its fields are of various types
    """Base of all classes made by :class:`NamedTuple`, with what they have in common."""

    __slots__ = ()

    _fields: tuple[str, ...] = ()
    _field_defaults: dict[str, Any] = {}  # noqa: RUF012 - nobody changes it

    def __new__(cls, *values: Any, **named: Any) -> Any:
        """Make an instance; fields are given by place or by name.

        Raises:
            TypeError: One has no value, has two, or does not exist.
        """
        if named or len(values) != len(cls._fields):
            values = _completed(cls, values, named)
        return tuple.__new__(cls, values)

    @classmethod
    def _make(cls: type[R], values: Iterable[Any]) -> R:
        """An instance with the values that an iterable gives.

        Raises:
            TypeError: There are too few of them, or too many.
        """
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self: R, **named: Any) -> R:
        """The same with other values for some fields.

        Raises:
            ValueError: There is no such field.
        """
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"Got unexpected field names: {list(named)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        """The values by the names of the fields."""
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({values})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


#: How many instances of each class were made with names or defaults.
_made: dict[type[Record], int] = {}
#: From how many on a class gets a function of its own for that.
_MANY = 30


def _completed(
    cls: type[Record], values: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, ...]:
    """The values of all fields, in order."""
    fields = cls._fields
    found = {**cls._field_defaults, **dict(zip(fields, values, strict=False)), **named}
    twice = named.keys() & fields[: len(values)]
    if twice or found.keys() != set(fields) or len(values) > len(fields):
        raise TypeError(f"wrong arguments for {cls.__name__}({', '.join(fields)})")
    count = _made[cls] = _made.get(cls, 0) + 1
    if count == _MANY:
        _make_new(cls)
    return tuple(map(found.__getitem__, fields))


def _make_new(cls: type[Record]) -> None:
    """Give a class a ``__new__`` that Python itself hands names and defaults to.

    It is five times as fast, and takes 50 µs to make, as in :mod:`collections`.
    """
    owner = next(one for one in cls.__mro__ if "_fields" in vars(one))
    names = ", ".join(cls._fields)
    last = "," if cls._fields else ""
    new = eval(f"lambda _cls, {names}: _new(_cls, ({names}{last}))", {"_new": tuple.__new__})
    new.__defaults__ = tuple(cls._field_defaults.values())
    new.__name__ = "__new__"
    new.__qualname__ = f"{owner.__qualname__}.__new__"
    owner.__new__ = staticmethod(new)  # type: ignore[method-assign]


class _Maker(type):
    """Turns the body of a class into a class of named tuples."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
        if not bases:
            return super().__new__(mcs, name, bases, namespace)
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = {}
        for place, field in enumerate(fields):
            if field in namespace:
                defaults[field] = namespace[field]
            namespace[field] = _tuplegetter(place, None)
        namespace["_fields"] = namespace["__match_args__"] = fields
        namespace["_field_defaults"] = defaults
        namespace["__slots__"] = ()
        return type(name, (Record,), namespace)


class NamedTuple(metaclass=_Maker):
    """Base of a class whose annotated attributes are the fields of a tuple.

    Fields with a default come last. Annotations must not be worked out, as
    ``from __future__ import annotations`` sees to.
    """
