"""markdown-it-py's rules for raw HTML, in linear time.

Its expressions take every white space of Unicode for HTML's, and part of it
for the value of an attribute too: ``<a b=`` and a run of ideographic spaces
can be read in so many ways that it never comes to an end. HTML and CommonMark
know ASCII's white space alone. And each ``<?`` that is never closed would be
searched for its end all the way down, as often as there are such.
"""

from __future__ import annotations

import re
from types import FunctionType

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_inline import StateInline

#: What opens a piece of HTML that is no tag, and what closes it.
_ENDS = (("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))


def ascii_only(rule: Callable[..., bool]) -> Callable[..., bool]:
    """The rule with expressions for which only ASCII's white space is white space.

    It is made when it is first asked: to compile its expressions takes longer than to read a
    post without HTML.
    """
    made: Callable[..., bool] | None = None

    def run(*values: Any) -> bool:
        nonlocal made
        if made is None:
            made = _with_ascii(rule)
        return made(*values)

    return run


def _with_ascii(rule: Callable[..., bool]) -> Callable[..., bool]:
    assert isinstance(rule, FunctionType)
    names: dict[str, Any] = {
        name: _ascii(rule.__globals__[name])
        for name in ("HTML_TAG_RE", "HTML_SEQUENCES", "HTML_OPEN_CLOSE_TAG_STR")
        if name in rule.__globals__
    }
    return FunctionType(
        rule.__code__, {**rule.__globals__, **names}, rule.__name__, rule.__defaults__
    )


def _ascii(value: Any) -> Any:
    if hasattr(value, "pattern"):
        return lazy(value.pattern, (value.flags & ~re.UNICODE) | re.ASCII)
    if isinstance(value, list | tuple):
        return type(value)(map(_ascii, value))
    return value


def closed(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """The inline rule, asked only where what opens is closed somewhere behind."""
    rule = ascii_only(rule)

    def run(state: StateInline, silent: bool) -> bool:
        for start, end in _ENDS:
            if state.src.startswith(start, state.pos):
                if state.pos >= _last(state, end):
                    return False
                break
        return rule(state, silent)

    return run


def _last(state: StateInline, end: str) -> int:
    """Where a text stands last in what is parsed, or -1; looked for once."""
    known: dict[str, int] = state.__dict__.setdefault("_last_ends", {})
    if end not in known:
        known[end] = state.src.rfind(end)
    return known[end]
