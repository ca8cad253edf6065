"""Attributes that are worked out on first use and then kept."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801 - a decorator, called as functools names cached_property
    """A method as an attribute, called once per object.

    What :func:`functools.cached_property` is from Python 3.12 on; before, that
    one takes a lock each time, which costs more than most of what is kept here.
    And a failure is kept like a value: it is raised again, the work is not done again.

    Attributes:
        work: The method.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work = work
        self._name = work.__name__
        self._failed = f"{work.__name__} failed"
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, owner: None, cls: type) -> kept[T]: ...

    @overload
    def __get__(self, owner: object, cls: type) -> T: ...

    def __get__(self, owner: object | None, cls: type) -> kept[T] | T:
        """Called only until the value stands in the object's own dictionary."""
        if owner is None:
            return self
        known = owner.__dict__
        if self._failed in known:
            raise known[self._failed]
        try:
            value = known[self._name] = self.work(owner)
        except Exception as error:
            # Asked by forty rules, what fails would fail forty times over.
            known[self._failed] = error
            raise
        return value
