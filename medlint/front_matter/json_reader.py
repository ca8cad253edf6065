"""JSON front matter: values and their places.

``json`` has no places, so the objects and lists are read here, without
recursion; strings are left to the decoder of ``json``, and so is the verdict
on what is wrong and where.
"""

from __future__ import annotations

import json
import re

from medlint.front_matter.limits import MAX_NUMBER
from medlint.front_matter.lines import after_line
from medlint.front_matter.model import DEFAULT_LIMITS, Entry, Limits, Value
from medlint.front_matter.wording import duplicate, too_deep, too_many
from medlint.text import Problem, Source, Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.front_matter.model import ValueKind

_WHITE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![\w.])")
_WORDS: dict[str, tuple[ValueKind, object]] = {
    "null": ("null", None),
    "true": ("boolean", True),
    "false": ("boolean", False),
    "NaN": ("float", float("nan")),
    "Infinity": ("float", float("inf")),
    "-Infinity": ("float", float("-inf")),
}
_STRUCTURE = re.compile(r'"(?:[^"\\\r\n]|\\[^\r\n])*"|["{}\[\]]')
_FIRST_MEMBER = re.compile(r"""\{[ \t\r\n]*(?:["'}]|//|/\*|[A-Za-z_][\w-]*[ \t]*:)""")
_KEY_LINE = re.compile(r'[\r\n]([ \t]*)"(?:[^"\\\r\n]|\\[^\r\n])*"[ \t]*:')

#: How often reading is taken up again after an error.
_MAX_RESUMES = 100


class _Frame:
    """An object or list that is being read; ``key`` waits for its value."""

    __slots__ = ("entries", "is_object", "items", "key", "seen", "start")

    def __init__(self, is_object: bool, start: int) -> None:
        self.is_object = is_object
        self.start = start
        self.items: list[Value] = []
        self.entries: list[Entry] = []
        self.key: tuple[str, Span] | None = None
        self.seen: dict[str, Span] = {}


class _SyntaxError(Exception):
    """Reading cannot go on at an offset."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class _LimitError(Exception):
    """Reading went past a limit; the problem has been noted."""


class JsonEnd(NamedTuple):
    """The place after an object's closing brace, and whether there is such a brace."""

    end: int
    closed: bool


def find_end(text: str, start: int, boundary: int | None) -> JsonEnd | None:
    """Where the object that opens at an offset ends; ``None`` if it is no front matter.

    Args:
        text: The whole text.
        start: The offset of the opening brace.
        boundary: Where python-frontmatter sees the closing brace, or ``None``.
    """
    if _FIRST_MEMBER.match(text, start) is None:
        return None
    alone = not text[start + 1 : after_line(text, start).end].strip()
    end = _structural_end(text, start)
    if end is not None and _parses(text, start):
        rest = text[end : after_line(text, end).end]
        return JsonEnd(end, True) if alone or not rest.strip() else None
    candidates = [at for at in (end, None if boundary is None else boundary + 1) if at is not None]
    if candidates:
        return JsonEnd(min(candidates), True)
    line = after_line(text, start)
    if not alone and text[start : line.end].rstrip().endswith("}"):
        return JsonEnd(start + len(text[start : line.end].rstrip()), True)
    return JsonEnd(len(text), False)


def _structural_end(text: str, start: int) -> int | None:
    """The place after the brace that balances the first one, strings left out of account."""
    depth = 0
    for found in _STRUCTURE.finditer(text, start):
        mark = found.group()
        if mark == '"':
            return None
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
            if not depth:
                return found.end()
    return None


def _parses(text: str, start: int) -> bool:
    try:
        json.JSONDecoder().raw_decode(text, start)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def read(
    text: str, span: Span, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries and problems of a JSON object.

    Args:
        text: The whole text.
        span: The object, braces included.
        limits: How much is read.
    """
    reader = _Reader(text, span, limits)
    entries = reader.read()
    return tuple(entries), tuple(sorted(reader.problems, key=lambda problem: problem.span))


class _Reader:
    def __init__(self, text: str, span: Span, limits: Limits) -> None:
        self.text = text[: span.end]
        self.span = span
        self.limits = limits
        self.problems: list[Problem] = []
        self.count = 0
        self.decoder = json.JSONDecoder()
        self.source: Source | None = None

    def read(self) -> list[Entry]:
        root = _Frame(True, self.span.start)
        at = self.span.start + 1
        for attempt in range(_MAX_RESUMES):
            stack = [root]
            try:
                self._members(stack, at, opened=True)
            except _LimitError:
                self._unwind(stack, self.span.end)
            except _SyntaxError as error:
                if not attempt:
                    self.problems.append(self._invalid(error.at))
                self._keep_as_text(root, stack, error.at)
                resume = self._next_key(root, error.at)
                if resume is not None:
                    at = resume
                    continue
            break
        return root.entries

    def _members(self, stack: list[_Frame], at: int, *, opened: bool) -> None:
        """Read on until the outermost object is closed.

        Raises:
            _SyntaxError: This is no JSON.
            _LimitError: There is too much of it.
        """
        text = self.text
        while True:
            at = self._skip(at)
            char = text[at : at + 1]
            frame = stack[-1]
            closing = "}" if frame.is_object else "]"
            if char == closing and (opened or frame.key is None):
                at += 1
                stack.pop()
                if not stack:
                    return
                self._add(stack[-1], self._closed(frame, at))
                opened = False
                continue
            if not opened:
                if char != ",":
                    raise _SyntaxError(at)
                at = self._skip(at + 1)
                char = text[at : at + 1]
            if frame.is_object:
                at = self._key(frame, at)
                char = text[at : at + 1]
            if char in ("{", "["):
                self._spend(at)
                if len(stack) >= self.limits.depth:
                    self._stop(too_deep(self.limits), at)
                stack.append(_Frame(char == "{", at))
                at += 1
                opened = True
                continue
            value = self._scalar(at)
            self._add(frame, value)
            at = value.span.end
            opened = False

    def _skip(self, at: int) -> int:
        found = _WHITE.match(self.text, at)
        return at if found is None else found.end()

    def _key(self, frame: _Frame, at: int) -> int:
        """Read a key and its colon; the offset of the value."""
        if self.text[at : at + 1] != '"':
            raise _SyntaxError(at)
        name, end = self._string(at)
        colon = self._skip(end)
        if self.text[colon : colon + 1] != ":":
            raise _SyntaxError(colon)
        frame.key = (name, Span(at, end))
        return self._skip(colon + 1)

    def _string(self, at: int) -> tuple[str, int]:
        try:
            name, end = self.decoder.raw_decode(self.text, at)
        except ValueError as error:
            raise _SyntaxError(getattr(error, "pos", at)) from None
        return str(name), end

    def _scalar(self, at: int) -> Value:
        self._spend(at)
        text = self.text
        if text[at : at + 1] == '"':
            string, end = self._string(at)
            return Value("string", Span(at, end), string, style="double", data=string)
        for word, (kind, data) in _WORDS.items():
            if text.startswith(word, at):
                return Value(kind, Span(at, at + len(word)), word, data=data)
        found = _NUMBER.match(text, at)
        if found is None:
            raise _SyntaxError(at)
        written = found.group()
        span = Span(at, found.end())
        short = len(written) <= MAX_NUMBER
        if found.group(1) or found.group(2):
            return Value("float", span, written, data=float(written) if short else None)
        return Value("integer", span, written, data=int(written) if short else None)

    def _closed(self, frame: _Frame, end: int) -> Value:
        span = Span(frame.start, end)
        if frame.is_object:
            return Value("mapping", span, entries=tuple(frame.entries), style="flow")
        return Value("list", span, items=tuple(frame.items), style="flow")

    def _add(self, frame: _Frame, value: Value) -> None:
        if not frame.is_object:
            frame.items.append(value)
            return
        if frame.key is None:
            return
        name, span = frame.key
        frame.key = None
        if name in frame.seen:
            if self.source is None:
                self.source = Source(self.text)
            line = self.source.position(frame.seen[name].start).line
            self.problems.append(Problem("duplicate-key", duplicate(name, line), span))
        else:
            frame.seen[name] = span
        frame.entries.append(Entry(name, span, value))

    def _unwind(self, stack: list[_Frame], end: int) -> None:
        """Keep what has been read of objects and lists that were not finished."""
        while len(stack) > 1:
            frame = stack.pop()
            self._add(stack[-1], self._closed(frame, end))

    def _keep_as_text(self, root: _Frame, stack: list[_Frame], at: int) -> None:
        """Keep the key whose value is no JSON, with the rest of its line as the value."""
        if len(stack) > 1:
            self._unwind(stack, at)
        elif root.key is not None:
            start = self._skip(root.key[1].end)
            start = self._skip(start + 1)
            written = self.text[start : after_line(self.text, start).end].rstrip().rstrip(",}")
            written = written.rstrip()
            span = Span(start, start + len(written))
            plain = written.strip("'\"")
            kind: ValueKind = "string" if plain else "null"
            self._add(root, Value(kind, span, plain, data=plain or None))

    def _next_key(self, root: _Frame, at: int) -> int | None:
        """Where the next key of the outermost object stands, judged by its indentation."""
        if not root.entries:
            return None
        first = root.entries[0].key_span.start
        margin = len(self.text[:first]) - len(self.text[:first].rstrip(" \t"))
        if self.text[first - margin - 1] not in "\r\n":
            return None
        indent = self.text[first - margin : first]
        # The key may stand on the line of the error, where a list before it was not closed.
        line = 1 + max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at))
        last = root.entries[-1].key_span.start
        for found in _KEY_LINE.finditer(self.text, max(line - 1, last)):
            if found.group(1) == indent:
                return found.start() + 1
        return None

    def _invalid(self, at: int) -> Problem:
        """What ``json`` says is wrong, at its own place; ``at`` is where reading stopped."""
        said = ""
        try:
            self.decoder.raw_decode(self.text, self.span.start)
        except json.JSONDecodeError as error:
            said, at = error.msg, error.pos
        except (ValueError, RecursionError):
            pass
        before = self.text[self.span.start : at].rstrip()
        if before.endswith(",") and self.text[at : at + 1] in {"}", "]"}:
            # Python names the comma since 3.13, and what follows it before.
            at = self.span.start + len(before) - 1
            said = "Illegal trailing comma"
        said = said.partition(" before end of")[0]
        at = max(self.span.start, min(at, self.span.end))
        end = min(at + 1, self.span.end)
        if self.text[at:end] in ("\r", "\n"):
            end = at
        said = said.removesuffix(" at")
        why = f": {said[:1].lower()}{said[1:]}" if said else ""
        hint = _hint(said)
        return Problem("invalid", f"the front matter is not valid JSON{why}{hint}", Span(at, end))

    def _spend(self, at: int) -> None:
        self.count += 1
        if self.count > self.limits.values:
            self._stop(too_many(self.limits), at)

    def _stop(self, message: str, at: int) -> None:
        self.problems.append(Problem("invalid", message, Span(at, at)))
        raise _LimitError


def _hint(said: str) -> str:
    """What to do about an error, in addition to what ``json`` says."""
    if "double quotes" in said or "trailing comma" in said:
        return " (keys need double quotes, and no comma follows the last one)"
    if "delimiter" in said:
        return " (a comma or colon is missing before this)"
    if "Expecting value" in said:
        return " (text needs double quotes)"
    if "control character" in said or "Unterminated" in said:
        return " (a quote is not closed on its line)"
    return ""
