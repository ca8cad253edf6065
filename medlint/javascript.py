"""Values that stand as plain strings in a configuration written in JavaScript.

Nothing is run. A value that is worked out, from the environment or another
file, is not known.
"""

from __future__ import annotations

import re

from medlint.patterns import lazy

#: A string that is never closed goes on to where it has to end, which keeps the time linear.
_TOKEN = lazy(
    r"""
    (?P<comment>//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z))
    |(?P<string>"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?|`[^`\\]*(?:\\.[^`\\]*)*`?)
    |(?P<word>[A-Za-z_$][\w$]*+)
    |(?P<sign>[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = lazy(r"\\(.)", re.DOTALL)


def string_value(text: str, key: str) -> str | None:
    """The string that an object gives to a key.

    Of several objects with that key the outermost counts: that is the
    configuration itself.

    Args:
        text: JavaScript or TypeScript.
        key: The name of the property.

    Returns:
        The string, or ``None`` where there is none, where it is no plain
        string, or where objects equally far out disagree.
    """
    found: dict[int, set[str | None]] = {}
    tokens = [match for match in _TOKEN.finditer(text) if match.lastgroup != "comment"]
    depth = 0
    for at, token in enumerate(tokens):
        written = token.group()
        depth += {"{": 1, "}": -1}.get(written, 0)
        name = _plain(written) if token.lastgroup == "string" else written
        if name != key or depth < 1 or token.lastgroup == "sign":
            continue
        before, (colon, value, after) = tokens[at - 1].group(), _next(tokens, at)
        if before in {"{", ","} and colon == ":":
            literal = _plain(value) if after in {",", "}"} else None
            found.setdefault(depth, set()).add(literal)
    values = found[min(found)] if found else set()
    return values.pop() if len(values) == 1 else None


def _next(tokens: list[re.Match[str]], at: int) -> tuple[str, str, str]:
    first, second, third = (
        tokens[index].group() if index < len(tokens) else "" for index in range(at + 1, at + 4)
    )
    return first, second, third


def _plain(written: str) -> str | None:
    """The string that a literal stands for, or ``None`` where it is none or is worked out."""
    if len(written) < 2 or written[0] not in "\"'`" or written[-1] != written[0]:
        return None
    if written[0] == "`" and "${" in written:
        return None
    return _ESCAPE.sub(r"\1", written[1:-1])
