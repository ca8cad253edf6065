"""Named tuples of our own do as those of typing do."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from medlint import records, typed


class Ours(typed.NamedTuple):
    """A place.

    Attributes:
        line: The line.
    """

    line: int
    column: int = 1
    words: tuple[str, ...] = ()

    @property
    def next(self) -> int:
        """The line after."""
        return self.line + 1


class Theirs(typing.NamedTuple):
    line: int
    column: int = 1
    words: tuple[str, ...] = ()


class Below(Ours):
    """A class below one, whose instances may keep more."""

    kept: bool


class Empty(typed.NamedTuple):
    pass


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, 2), {"words": ("a",)}),
    ((), {"line": 3}),
    ((1, 2, ("b",)), {}),
]


@pytest.mark.parametrize(("values", "named"), CALLS)
def test_an_instance_is_the_same_tuple(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours: Any = Ours(*values, **named)
    theirs: Any = Theirs(*values, **named)
    assert ours == theirs
    assert hash(ours) == hash(theirs)
    assert (ours.line, ours.column, ours.words) == tuple(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(column=7) == theirs._replace(column=7)
    assert Ours._make(theirs) == ours
    assert not hasattr(ours, "__dict__")
    for same in (copy.copy(ours), copy.deepcopy(ours), pickle.loads(pickle.dumps(ours))):
        assert same == ours
        assert type(same) is Ours


def test_the_class_tells_the_same() -> None:
    assert issubclass(Ours, records.Record)
    assert Ours._fields == Theirs._fields == Ours.__match_args__
    assert Ours._field_defaults == Theirs._field_defaults
    assert Ours.__doc__ is not None
    assert Ours(1).next == 2
    assert not Empty()
    assert repr(Empty()) == "Empty()"
    match Ours(4, 5):
        case Ours(line, column=column):
            assert (line, column) == (4, 5)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        ((1, 2, (), 4), {}),
        ((1,), {"line": 1}),
        ((1,), {"colour": 2}),
        ((), {"colour": 2}),
        ((1, 2, (), 4), {"line": 1}),
    ],
)
def test_wrong_arguments_are_refused(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    for kind in (Ours, Theirs):
        made: Any = kind
        with pytest.raises(TypeError, match=r"argument"):
            made(*values, **named)
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        Ours._make([1])
    other: Any = Ours(1)
    with pytest.raises(ValueError, match="Got unexpected field names"):
        other._replace(colour=2)
    with pytest.raises(AttributeError):
        Ours(1).line = 2  # type: ignore[misc]  # which is the point


def test_the_hundredth_instance_is_made_like_the_first() -> None:
    class Often(typed.NamedTuple):
        line: int
        column: int = 1

    for number in range(100):
        assert tuple(Often(number)) == tuple(Often(line=number, column=1)) == (number, 1)
        with pytest.raises(TypeError, match="argument"):
            Often(number, line=number)  # type: ignore[misc]  # which is the point
    assert not hasattr(Often(1), "__dict__")


def test_a_class_below_makes_instances_of_itself() -> None:
    one = Below(1, words=("a",))
    assert type(one) is Below
    assert tuple(one) == (1, 1, ("a",))
    one.kept = True
    assert type(Ours(1)) is Ours


def test_every_stand_in_is_named_like_the_real_one() -> None:
    assert typed.__all__ == sorted(typed.__all__, key=lambda name: (not name.isupper(), name))
    for name in typed.__all__:
        assert hasattr(typing, name)
        assert hasattr(typed, name)
    assert typed.TYPE_CHECKING is False


def test_stand_ins_do_what_has_an_effect() -> None:
    value: object = "text"
    assert typed.cast("int", value) is value  # of whatever type it is
    words: Any = typed.Literal["a", "b"]
    assert typing.get_args(words) == ("a", "b")
    assert list(Kept().things) == []


T = typed.TypeVar("T")


class Kept(typed.Generic[T]):
    """A class of some type or other."""

    things: tuple[T, ...] = ()
