"""Where the address stands in a link or definition whose extent is known.

A parser that found a link says where the whole of it is. What is looked for
here is known to be well-formed, so there is nothing to decide.
"""

from __future__ import annotations

import re

from medlint.patterns import lazy

_WHITE = {" ", "\t", "\r", "\n"}
_PLAIN = lazy(r"[^\x00-\x20\x7f\\()]*")
_SPACE = lazy(r"[ \t\r\n]*")
_QUOTED_SPACE = lazy(r"[ \t]*(?:(?:\r\n?|\n)[ \t>]*)*")
_ANGLED = lazy(r"<((?:[^\\<>\r\n]|\\.)*)>?")
_LABEL = lazy(r"\[((?:[^\\\]]|\\.)*)\]:", re.DOTALL)
_CONTINUED = lazy(r"(?:\r\n?|\n)[ \t>]*")


def address(text: str, start: int, end: int, *, quoted: bool) -> tuple[int, int]:
    """The offsets of the address that follows ``start`` after white space.

    Args:
        text: The source.
        start: Behind the opening parenthesis of a link, or the colon of a definition.
        end: Where the link or definition ends.
        quoted: Whether it stands in a quote, so that lines begin with its markers.

    Returns:
        Start and end, angle brackets not included.
    """
    space = (_QUOTED_SPACE if quoted else _SPACE).match(text, start, end)
    start = start if space is None else space.end()
    if text.startswith("<", start):
        angled = _ANGLED.match(text, start, end)
        if angled is not None:
            return angled.span(1)
    depth = 0
    position = start
    while True:
        plain = _PLAIN.match(text, position, end)
        position = position if plain is None else plain.end()
        if position >= end:
            return start, end
        mark = text[position]
        if mark == "\\":
            # A backslash before white space escapes nothing and ends nothing.
            position += 1 if text[position + 1 : position + 2] in _WHITE else 2
        elif mark == "(":
            depth += 1
            position += 1
        elif mark == ")" and depth:
            depth -= 1
            position += 1
        else:
            return start, position


def label(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The label of the definition at ``start``, and the offset behind its colon."""
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    return _CONTINUED.sub("\n", match.group(1)), match.end()
