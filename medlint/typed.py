"""What modules need of :mod:`typing` while they run, which is next to nothing.

To load `typing` takes a third as long as to start Python, and a class of its
`NamedTuple` ten times as long as any other class. So every module imports the
names from here: type checkers are shown the real ones, and a run gets
stand-ins that do as much as has an effect. A name that is missing is added
below.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import (
        Any,
        BinaryIO,
        ClassVar,
        Generic,
        Literal,
        NamedTuple,
        NoReturn,
        Protocol,
        TextIO,
        TypeAlias,
        TypeVar,
        cast,
        overload,
    )
else:
    from medlint.records import NamedTuple

    # What stands in annotations is never looked at.
    Any = BinaryIO = ClassVar = NoReturn = TextIO = TypeAlias = Protocol = object
    # The words can be asked for, with `typing.get_args`.
    Literal = tuple

    class Generic:
        """Stands for :class:`typing.Generic`."""

        def __class_getitem__(cls, _parameter):
            return cls

    def TypeVar(name, *_constraints, **_options):  # noqa: N802 - called as in typing
        """Stands for :class:`typing.TypeVar`."""
        return name

    def cast(_type, value):
        """The value, whatever type it is said to have."""
        return value

    def overload(function):
        """The function; the last of its variants is the one that counts."""
        return function


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "BinaryIO",
    "ClassVar",
    "Generic",
    "Literal",
    "NamedTuple",
    "NoReturn",
    "Protocol",
    "TextIO",
    "TypeAlias",
    "TypeVar",
    "cast",
    "overload",
]
