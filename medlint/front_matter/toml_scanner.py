"""Where each key and value of a TOML text stands.

tomli gives values without places. This scanner knows just enough of the
notation to tell keys, values and tables apart; it accepts all that tomli
accepts, and of other texts it keeps the statements it understands.
"""

from __future__ import annotations

import re

from medlint.text import Span
from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

StatementKind: TypeAlias = Literal["pair", "table", "array"]
NodeKind: TypeAlias = Literal["scalar", "array", "inline"]

_BLANK = re.compile(r"[ \t]*")
# No possessive quantifier stands on a group here: before Python 3.11.5 they match wrongly.
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = (
    re.compile(r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""(?:"{0,2})', re.DOTALL),
    re.compile(r"'''[^']*(?:'(?!'')[^']*)*'''(?:'{0,2})"),
    re.compile(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"'),
    re.compile(r"'[^'\n]*'"),
)
_KEY_STRINGS = _STRINGS[2:]
_BARE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9:.]+(?:[Zz]|[-+][0-9:]+)?|[^\s,\[\]{}#=\"']+"
)

#: After so many values that are not understood, a value is looked for on its line only.
_MAX_MISSES = 3

#: Deeper nesting than this is not scanned; tomli gives up before.
_MAX_NESTING = 500


class Key(NamedTuple):
    """One part of a dotted key: its name, quotes removed, and the key as written."""

    name: str
    span: Span


class Node(NamedTuple):
    """A value as it is written; ``members`` of an array have no keys."""

    kind: NodeKind
    span: Span
    members: tuple[tuple[tuple[Key, ...], Node], ...] = ()


class Statement(NamedTuple):
    """A pair of key and value, or the header of a table.

    Attributes:
        kind: A pair, ``[table]`` or ``[[array]]``.
        keys: The parts of its key.
        span: From its first character to its last, comments left out; for
            one that is not understood, to the end of its line.
        node: The value of a pair; ``None`` where it is not understood.
        after: The offset after the equals sign of a pair, or after the header.
    """

    kind: StatementKind
    keys: tuple[Key, ...]
    span: Span
    node: Node | None
    after: int


class _NotUnderstoodError(Exception):
    """The scanner does not know how to go on."""


class _Open:
    """An array or inline table that is being scanned; ``keys`` wait for their value."""

    __slots__ = ("inline", "keys", "members", "start")

    def __init__(self, inline: bool, start: int, keys: tuple[Key, ...]) -> None:
        self.inline = inline
        self.start = start
        self.keys = keys
        self.members: list[tuple[tuple[Key, ...], Node]] = []


def locate(text: str) -> dict[tuple[str | int, ...], tuple[Span, Span]]:
    """The place of every key and value of a TOML text.

    The path of a value is made of its keys and, inside arrays, indexes from
    0; an item of an array has its own span in place of a key's. A table made
    by a header reaches from the header to the end of its last pair.

    Args:
        text: A text that tomli accepts; of others, what is understood.
    """
    places: dict[tuple[str | int, ...], tuple[Span, Span]] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    prefix: tuple[str | int, ...] = ()
    grows: list[tuple[str | int, ...]] = []
    for statement in scan(text, Span(0, len(text))):
        if statement.kind == "pair":
            if statement.node is None:
                continue
            end = statement.span.end
            for path in grows:
                key_span, span = places[path]
                places[path] = (key_span, Span(span.start, end))
            _place(places, prefix, statement.keys, statement.node)
            continue
        prefix = ()
        grows = []
        for at, key in enumerate(statement.keys):
            prefix = (*prefix, key.name)
            last = at == len(statement.keys) - 1
            if last or prefix not in places:
                places.setdefault(prefix, (key.span, statement.span))
            if last and statement.kind == "array":
                count = counts.get(prefix, -1) + 1
                counts[prefix] = count
                key_span, span = places[prefix]
                places[prefix] = (key_span, Span(span.start, statement.span.end))
                grows.append(prefix)
                prefix = (*prefix, count)
                places[prefix] = (key.span, statement.span)
                grows.append(prefix)
            elif last:
                if places[prefix][1] == statement.span:
                    grows.append(prefix)
            elif prefix in counts:
                prefix = (*prefix, counts[prefix])
    return places


def _place(
    places: dict[tuple[str | int, ...], tuple[Span, Span]],
    prefix: tuple[str | int, ...],
    keys: tuple[Key, ...],
    node: Node,
) -> None:
    todo = [(prefix, keys, node)]
    while todo:
        path, names, value = todo.pop()
        for at, key in enumerate(names):
            path = (*path, key.name)
            if at < len(names) - 1:
                places.setdefault(path, (key.span, Span(names[at + 1].span.start, value.span.end)))
            else:
                places[path] = (key.span, value.span)
        if not names:
            places[path] = (value.span, value.span)
        for index, (inner, member) in enumerate(value.members):
            todo.append((path if inner else (*path, index), inner, member))


def scan(text: str, span: Span) -> Iterator[Statement]:
    """The statements of a piece of TOML, in order.

    Args:
        text: The whole text.
        span: The piece; lines end in LF or CRLF.
    """
    scanner = _Scanner(text, span.end)
    at = span.start
    while True:
        at = scanner.gap(at)
        if at >= span.end:
            return
        statement, at = scanner.statement(at)
        if statement is not None:
            yield statement


class _Scanner:
    def __init__(self, text: str, end: int) -> None:
        self.text = text
        self.end = end
        self.misses = 0

    def gap(self, at: int) -> int:
        """The place after white space, line endings and comments."""
        found = _GAP.match(self.text, at, self.end)
        return at if found is None else found.end()

    def blank(self, at: int) -> int:
        """The place after spaces and tabs."""
        found = _BLANK.match(self.text, at, self.end)
        return at if found is None else found.end()

    def line_end(self, at: int) -> int:
        """The end of the line, its line ending not included."""
        end = self.text.find("\n", at, self.end)
        end = self.end if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def at_line_end(self, at: int) -> bool:
        """Whether nothing but white space and a comment follows on the line."""
        at = self.blank(at)
        return at >= self.end or self.text[at] in "\r\n#"

    def statement(self, start: int) -> tuple[Statement | None, int]:
        """The statement at an offset, if it has a key, and where to go on."""
        end = self.line_end(start)
        if self.text[start] == "[":
            return self._header(start, end), end
        try:
            keys, at = self._keys(start)
        except _NotUnderstoodError:
            return None, end
        if self.text[at : at + 1] != "=" or at >= self.end:
            return None, end
        after = at + 1
        node = self._value_or_none(self.blank(after), end)
        if node is None or not self.at_line_end(node.span.end):
            return Statement("pair", keys, Span(start, end), None, after), end
        stop = node.span.end
        return Statement("pair", keys, Span(start, stop), node, after), self.line_end(stop)

    def _value_or_none(self, at: int, line_end: int) -> Node | None:
        """The value at an offset, or ``None`` where it is not understood."""
        whole = self.end
        if self.misses > _MAX_MISSES:
            self.end = line_end
        try:
            return self._value(at)
        except _NotUnderstoodError:
            # It may have gone on to the end of the text before it failed.
            self.misses += 1
            return None
        finally:
            self.end = whole

    def _header(self, start: int, end: int) -> Statement | None:
        brackets = 2 if self.text.startswith("[[", start) else 1
        try:
            keys, at = self._keys(self.blank(start + brackets))
        except _NotUnderstoodError:
            return None
        stop = at + brackets
        if self.text[at:stop] != "]" * brackets or stop > self.end or not self.at_line_end(stop):
            return None
        kind: StatementKind = "array" if brackets == 2 else "table"
        return Statement(kind, keys, Span(start, min(stop, end)), None, stop)

    def _keys(self, at: int) -> tuple[tuple[Key, ...], int]:
        """A dotted key and the place of what follows it."""
        keys = []
        while True:
            key = self._key(at)
            keys.append(key)
            at = self.blank(key.span.end)
            if self.text[at : at + 1] != "." or at >= self.end:
                return tuple(keys), at
            at = self.blank(at + 1)

    def _key(self, at: int) -> Key:
        text = self.text
        found = _BARE_KEY.match(text, at, self.end)
        if found is not None:
            return Key(found.group(), Span(*found.span()))
        for pattern in _KEY_STRINGS:
            found = pattern.match(text, at, self.end)
            if found is not None:
                return Key(_unquoted(found.group()), Span(*found.span()))
        raise _NotUnderstoodError

    def _value(self, at: int) -> Node:
        """The value at an offset, without recursion."""
        text = self.text
        stack: list[_Open] = []
        keys: tuple[Key, ...] = ()
        while True:
            char = text[at : at + 1] if at < self.end else ""
            if char in ("[", "{"):
                if len(stack) == _MAX_NESTING:
                    raise _NotUnderstoodError
                stack.append(_Open(char == "{", at, keys))
                at = self.gap(at + 1)
                node = None
            else:
                node = self._scalar(at)
            while True:
                if node is not None:
                    if not stack:
                        return node
                    stack[-1].members.append((keys, node))
                    at = self.gap(node.span.end)
                frame = stack[-1]
                if text[at : at + 1] == ("}" if frame.inline else "]") and at < self.end:
                    stack.pop()
                    kind: NodeKind = "inline" if frame.inline else "array"
                    node = Node(kind, Span(frame.start, at + 1), tuple(frame.members))
                    keys = frame.keys
                    continue
                if node is not None:
                    if text[at : at + 1] != ",":
                        raise _NotUnderstoodError
                    at = self.gap(at + 1)
                    node = None
                    if text[at : at + 1] in ("]", "}"):
                        continue
                break
            keys = ()
            if stack[-1].inline:
                keys, at = self._keys(at)
                if text[at : at + 1] != "=":
                    raise _NotUnderstoodError
                at = self.blank(at + 1)

    def _scalar(self, at: int) -> Node:
        for pattern in (*_STRINGS, _BARE):
            found = pattern.match(self.text, at, self.end)
            if found is not None:
                return Node("scalar", Span(*found.span()))
        raise _NotUnderstoodError


def _unquoted(written: str) -> str:
    """The name that a quoted key stands for."""
    if written[0] == "'" or "\\" not in written:
        return written[1:-1]
    import tomli

    try:
        return str(tomli.loads(f"key = {written}")["key"])
    except ValueError:
        return written[1:-1]
