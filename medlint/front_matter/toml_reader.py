"""TOML front matter: values from tomli, places from an own scanner.

tomli decides whether the block is TOML and what each value is; the scanner
(:mod:`medlint.front_matter.toml_scanner`) says where each stands. Statements
are read one by one, so a slip in one leaves the others.
"""

from __future__ import annotations

import re
from datetime import date

import tomli

from medlint.front_matter.model import DEFAULT_LIMITS, Entry, Limits, Value
from medlint.front_matter.toml_scanner import scan
from medlint.front_matter.wording import duplicate, too_deep, too_many
from medlint.text import Problem, Source, Span
from medlint.typed import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from medlint.front_matter.model import Style, ValueKind
    from medlint.front_matter.toml_scanner import Key, Node, Statement

_PLACE = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)$")
_AT_END = " (at end of document)"
_CLASHES = ("Cannot overwrite", "Duplicate inline", "Cannot declare", "Cannot mutate")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.]+(?:[Zz]|[-+][0-9:]+)?)?")
_LONE_CR = re.compile(r"\r(?!\n)")

_HINTS = {
    "Expected '=' after a key": "a key and its value are joined by `=`",
    "Invalid value": "text needs quotes",
    "Illegal character": "a quote is not closed on its line, or a character is not allowed",
    "Invalid date": "there is no such date",
    "Unclosed array": "a list is not closed, or a comma is missing",
    "Unclosed inline": "a table in braces is not closed, or a comma is missing",
    "Expected newline": "each key needs a line of its own, and quotes inside quotes a backslash",
    "Unescaped": "in double quotes a backslash begins an escape; use single quotes",
    "Invalid initial character": "a key is made of letters, digits, `-` and `_`, or is quoted",
}

# Python reads no integer of more than some thousand digits; TOML asks for 64 bits only.
_TOO_LONG = (
    "the front matter is not valid TOML: a number has more digits than can be read; "
    "if it is text, put it in quotes"
)

_Origin: TypeAlias = Literal["header", "implicit", "dotted", "inline", "inline-dotted"]


class _Table:
    """A table that is being put together; later statements may add to it."""

    __slots__ = ("entries", "index", "origin", "span")

    def __init__(self, origin: _Origin, span: Span) -> None:
        self.origin = origin
        self.span = span
        self.entries: list[tuple[Key, Value | _Table | list[_Table]]] = []
        self.index: dict[str, tuple[Key, Value | _Table | list[_Table]]] = {}

    def put(self, key: Key, value: Value | _Table | list[_Table]) -> None:
        """Add an entry; a name finds the first key and the last value that it was given."""
        self.entries.append((key, value))
        known = self.index.get(key.name)
        self.index[key.name] = (key if known is None else known[0], value)


class _LimitError(Exception):
    """Reading went past a limit; the problem has been noted."""


def read(
    text: str, span: Span, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries and problems of a block of TOML.

    Args:
        text: The whole text.
        span: What stands between the fences.
        limits: How much is read.
    """
    reader = _Reader(text, span, limits)
    entries = reader.read()
    return entries, tuple(sorted(reader.problems, key=lambda problem: problem.span))


class _Reader:
    def __init__(self, text: str, span: Span, limits: Limits) -> None:
        # A lone CR ends a line in a file, though TOML knows only LF and CRLF.
        self.text = _LONE_CR.sub("\n", text[: span.end])
        self.span = span
        self.limits = limits
        self.problems: list[Problem] = []
        self.clashes = 0
        self.count = 0
        self.failure: Problem | None = None
        self.source: Source | None = None

    def read(self) -> tuple[Entry, ...]:
        root = _Table("header", self.span)
        section = root
        depth = 0
        growing: list[_Table] = []
        limited = False
        try:
            for statement in scan(self.text, self.span):
                if len(statement.keys) > self.limits.depth:
                    self._stop(too_deep(self.limits), statement.span.start)
                if statement.kind != "pair":
                    section, depth = self._declare(root, statement)
                    growing = [section]
                    continue
                for table in growing:
                    table.span = Span(table.span.start, statement.span.end)
                self._pair(section, depth, statement)
        except _LimitError:
            limited = True
        entries = self._entries(root)
        if not limited:
            self._verdict()
        elif self.failure is not None:
            self.problems.append(self.failure)
        return entries

    def _verdict(self) -> None:
        """Note what tomli has against the block, unless it has been noted."""
        try:
            tomli.loads(self.text[self.span.start :])
        except RecursionError:
            self.problems.append(
                Problem("invalid", too_deep(self.limits), Span(*self.span[:1] * 2))
            )
        except tomli.TOMLDecodeError as error:
            if not (self.clashes and str(error).startswith(_CLASHES)):
                self.problems.append(self._invalid(str(error), self.span))
            elif self.failure is not None:
                self.problems.append(self.failure)
        except ValueError:
            place = self.failure.span if self.failure is not None else self.span
            self.problems.append(Problem("invalid", _TOO_LONG, place))

    def _invalid(self, said: str, span: Span) -> Problem:
        """An error of tomli as a problem, at tomli's own place in a piece of the text."""
        found = _PLACE.search(said)
        at = span.end
        if found is not None:
            said = said[: found.start()]
            at = span.start
            for _ in range(int(found.group(1)) - 1):
                at = self.text.find("\n", at, span.end) + 1 or span.end
            at = min(at + int(found.group(2)) - 1, span.end)
        said = said.removesuffix(_AT_END)
        hint = next(
            (f" ({words})" for start, words in _HINTS.items() if said.startswith(start)), ""
        )
        end = min(at + 1, self.span.end)
        if self.text[at:end] in ("\r", "\n"):
            end = at
        why = f"{said[:1].lower()}{said[1:]}".encode("unicode_escape").decode()
        message = f"the front matter is not valid TOML: {why}{hint}"
        return Problem("invalid", message, Span(at, end))

    def _declare(self, root: _Table, statement: Statement) -> tuple[_Table, int]:
        """The table that a header opens, and how many lists and tables it is in."""
        table = root
        depth = 0
        last = len(statement.keys) - 1
        for at, key in enumerate(statement.keys):
            key_and_value = table.index.get(key.name)
            known = None if key_and_value is None else key_and_value[1]
            is_array = at == last and statement.kind == "array"
            depth += 2 if is_array or isinstance(known, list) else 1
            if depth >= self.limits.depth:
                self._stop(too_deep(self.limits), statement.span.start)
            if is_array:
                element = _Table("header", statement.span)
                if isinstance(known, list):
                    known.append(element)
                else:
                    if key_and_value is not None:
                        self._clash(key, key_and_value[0])
                    table.put(key, [element])
                return element, depth
            if isinstance(known, list):
                if at == last:
                    self._clash(key, key_and_value[0] if key_and_value else key)
                table = known[-1]
            elif isinstance(known, _Table):
                if at == last and known.origin != "implicit":
                    self._clash(key, key_and_value[0] if key_and_value else key)
                table = known
                if at == last:
                    table.origin = "header"
                    table.span = statement.span
            else:
                if key_and_value is not None:
                    self._clash(key, key_and_value[0])
                fresh = _Table("header" if at == last else "implicit", statement.span)
                table.put(key, fresh)
                table = fresh
        return table, depth

    def _pair(self, section: _Table, depth: int, statement: Statement) -> None:
        """Read a key with its value into a section that is ``depth`` levels below the root."""
        depth += len(statement.keys)
        if depth > self.limits.depth:
            self._stop(too_deep(self.limits), statement.span.start)
        if statement.node is None:
            self._note_failure(statement)
            self._put(section, statement.keys, self._as_text(statement), "dotted")
            return
        try:
            data = tomli.loads("x = " + self.text[slice(*statement.node.span)])["x"]
        except (ValueError, RecursionError) as error:
            if not str(error).startswith(_CLASHES):
                self._note_failure(statement)
                self._put(section, statement.keys, self._as_text(statement), "dotted")
                return
            data = None
        value = self._value(statement.node, data, depth)
        self._put(section, statement.keys, value, "dotted")

    def _note_failure(self, statement: Statement) -> None:
        if self.failure is not None:
            return
        try:
            tomli.loads(self.text[slice(*statement.span)])
        except tomli.TOMLDecodeError as error:
            self.failure = self._invalid(str(error), statement.span)
        except RecursionError:
            self.failure = Problem("invalid", too_deep(self.limits), statement.span)
        except ValueError:
            self.failure = Problem("invalid", _TOO_LONG, statement.span)

    def _put(
        self, table: _Table, keys: tuple[Key, ...], value: Value | _Table, origin: _Origin
    ) -> None:
        """Put a value into a table under a dotted key."""
        end = value.span.end
        for at, key in enumerate(keys[:-1]):
            key_and_value = table.index.get(key.name)
            known = None if key_and_value is None else key_and_value[1]
            if isinstance(known, _Table) and known.origin != "inline":
                table = known
                continue
            if key_and_value is not None:
                self._clash(key, key_and_value[0])
            fresh = _Table(origin, Span(keys[at + 1].span.start, end))
            table.put(key, fresh)
            table = fresh
        key = keys[-1]
        if key.name in table.index:
            self._clash(key, table.index[key.name][0])
        table.put(key, value)

    def _value(self, node: Node, data: object, depth: int) -> Value | _Table:
        """A value from what is written and what tomli makes of it.

        Args:
            node: What is written.
            data: What tomli makes of it, or ``None``.
            depth: How many lists and tables it is in, the root counted.
        """
        self._spend(node.span.start)
        if depth > self.limits.depth:
            self._stop(too_deep(self.limits), node.span.start)
        if node.kind == "array":
            items = []
            given = data if isinstance(data, list) else [None] * len(node.members)
            for (_, member), item in zip(node.members, given, strict=False):
                value = self._value(member, item, depth + 1)
                items.append(self._closed(value) if isinstance(value, _Table) else value)
            return Value("list", node.span, items=tuple(items), style="flow")
        if node.kind == "inline":
            table = _Table("inline", node.span)
            for keys, member in node.members:
                inner: object = data
                for key in keys:
                    inner = inner.get(key.name) if isinstance(inner, dict) else None
                # Unlike a table in braces, what dotted keys make may grow until the brace closes.
                value = self._value(member, inner, depth + len(keys))
                self._put(table, keys, value, "inline-dotted")
            return table
        written = self.text[slice(*node.span)]
        if data is None:
            data = _alone(written)
        return _scalar(written, node.span, data)

    def _as_text(self, statement: Statement) -> Value:
        """The value of a pair that is not TOML: what stands there, as text."""
        self._spend(statement.span.start)
        written = self.text[statement.after : statement.span.end]
        start = statement.after + len(written) - len(written.lstrip())
        written = written.strip()
        span = Span(start, start + len(written))
        if not written:
            return Value("null", Span(statement.after, statement.after))
        if _DATE.fullmatch(written):
            return Value("date", span, written)
        if written.startswith("["):
            return Value(
                "list", span, items=_bracketed(written, start, self.limits.values), style="flow"
            )
        plain = written.strip("'\"")
        return Value("string", span, plain, data=plain)

    def _entries(self, table: _Table) -> tuple[Entry, ...]:
        entries = []
        for key, value in table.entries:
            if isinstance(value, list):
                items = tuple(self._closed(element) for element in value)
                span = Span(items[0].span.start, items[-1].span.end)
                made = Value("list", span, items=items, style="block")
            elif isinstance(value, _Table):
                made = self._closed(value)
            else:
                made = value
            entries.append(Entry(key.name, key.span, made))
        return tuple(entries)

    def _closed(self, table: _Table) -> Value:
        style: Style = "flow" if table.origin.startswith("inline") else "block"
        return Value("mapping", table.span, entries=self._entries(table), style=style)

    def _clash(self, key: Key, first: Key) -> None:
        self.clashes += 1
        if self.source is None:
            self.source = Source(self.text)
        line = self.source.position(first.span.start).line
        self.problems.append(Problem("duplicate-key", duplicate(key.name, line), key.span))

    def _spend(self, at: int) -> None:
        self.count += 1
        if self.count > self.limits.values:
            self._stop(too_many(self.limits), at)

    def _stop(self, message: str, at: int) -> None:
        self.problems.append(Problem("invalid", message, Span(at, at)))
        raise _LimitError


def _alone(written: str) -> object:
    """What tomli makes of a scalar by itself, or ``None``."""
    try:
        return tomli.loads(f"x = {written}")["x"]
    except (ValueError, RecursionError):
        return None


def _scalar(written: str, span: Span, data: object) -> Value:
    if isinstance(data, str):
        return Value("string", span, data, style=_string_style(written), data=data)
    kind: ValueKind = "string"
    if isinstance(data, bool):
        kind = "boolean"
    elif isinstance(data, int):
        kind = "integer"
    elif isinstance(data, float):
        kind = "float"
    elif isinstance(data, date):
        kind, data = "date", None
    else:
        # A time of day has no kind of its own: it is read as what is written.
        data = written
    return Value(kind, span, written, data=data)


def _string_style(written: str) -> Style:
    if written.startswith(('"""', "'''")):
        return "block"
    return "double" if written.startswith('"') else "single"


def _bracketed(written: str, base: int, most: int) -> tuple[Value, ...]:
    """The items of a list in brackets that is not TOML; the first ``most``."""
    items = []
    at = 1
    for piece in written[1:].removesuffix("]").split(",")[:most]:
        word = piece.strip()
        start = base + at + len(piece) - len(piece.lstrip())
        at += len(piece) + 1
        if word:
            plain = word.strip("'\"")
            span = Span(start, start + len(word))
            items.append(Value("string", span, plain, data=plain))
    return tuple(items)
