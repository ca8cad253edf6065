"""Regular expressions that are compiled when they are first used.

Compiling one takes longer than reading a post with it, and a run on one post
needs few of those that the rules have between them.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import re
    from typing import AnyStr


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A stand-in for ``re.compile(pattern, flags)`` that compiles on first use.

    It has every method and attribute of a compiled pattern. A mistake in the
    pattern shows when it is first used; the tests use each of them once.

    Args:
        pattern: The regular expression.
        flags: Flags of :mod:`re`, combined by ``|``.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy:
    """Takes over the methods of its pattern, so that they are looked up here but once."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.__pattern = pattern
        self.__flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called for what is not there yet: compile, and keep what was asked for."""
        if name.startswith("__"):  # what copying, printing and the like ask about
            raise AttributeError(name)
        import re

        value = getattr(re.compile(self.__pattern, self.__flags), name)
        setattr(self, name, value)
        return value

    def __repr__(self) -> str:
        return f"lazy({self.__pattern!r}, {self.__flags})"
