"""YAML front matter: values and their places, from PyYAML's events.

Events carry the place of every scalar and bracket, and nothing is ever built
from a tag. What a plain scalar means (a date, a number, a switch) is decided
by PyYAML's own resolver, so as in YAML 1.1.

PyYAML has two parsers, its own and libyaml, and not every installation has
both. They disagree on odd blocks, so its own is used everywhere: the verdict on
a post is the same on every machine. What only libyaml refuses, and with it
Jekyll, is noted as a problem, too.
"""

from __future__ import annotations

import re

import yaml
from yaml.constructor import SafeConstructor
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.nodes import ScalarNode
from yaml.reader import Reader as YamlReader

from medlint.front_matter.limits import MAX_NUMBER
from medlint.front_matter.model import DEFAULT_LIMITS, Entry, Limits, Style, Value, ValueKind
from medlint.front_matter.tabs import without_tabs
from medlint.front_matter.wording import duplicate, not_keys, short, too_deep, too_many
from medlint.front_matter.yaml_errors import explain
from medlint.text import Problem, Source, Span
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = "tag:yaml.org,2002:"
_KINDS: dict[str, ValueKind] = {
    _TAG + "str": "string",
    _TAG + "int": "integer",
    _TAG + "float": "float",
    _TAG + "bool": "boolean",
    _TAG + "null": "null",
    _TAG + "timestamp": "date",
    # Read as what is written: bytes, and the two special keys.
    _TAG + "binary": "string",
    _TAG + "merge": "string",
    _TAG + "value": "string",
}
_BREAKS = "\r\n\x85\u2028\u2029"
_BOM = "\ufeff"
_GLUED_COLONS = tuple(":" + mark for mark in ",?[]{}")
_MERGE = _TAG + "merge"
_STRING = _TAG + "str"
_COLLECTION_TAGS = {_TAG + name for name in ("map", "set", "seq", "omap", "pairs")}
_STYLES: dict[str, Style] = {"'": "single", '"': "double", "|": "block", ">": "block"}

_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
_NO_RESOLVERS: list[tuple[str, re.Pattern[str]]] = []

_PROPERTY = re.compile(r"!<[^>\s]*>|[&!][^\s,\[\]{}]*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)[Dd][89A-Fa-f][0-9A-Fa-f]{2}")
_SEPARATION = re.compile(r"(?:\s+|(?<=\s)#[^\r\n\x85\u2028\u2029]*)*")


class _Key(NamedTuple):
    """A key that waits for its value; ``identity`` is what makes two keys the same."""

    text: str
    span: Span
    identity: tuple[str, str] | None


class _Anchored(NamedTuple):
    """What an alias stands for: the value, its values counted, and its nesting."""

    value: Value
    size: int
    height: int


class _Frame:
    """A mapping or list that is being read."""

    __slots__ = (
        "anchor",
        "complex",
        "end",
        "entries",
        "flow",
        "height",
        "items",
        "key",
        "mapping",
        "merges",
        "seen",
        "size",
        "start",
    )

    def __init__(self, mapping: bool, start: int, flow: bool, anchor: str | None) -> None:
        self.mapping = mapping
        self.start = start
        self.end = start
        self.flow = flow
        self.anchor = anchor
        self.items: list[Value] = []
        self.entries: list[Entry] = []
        self.key: _Key | None = None
        self.seen: dict[tuple[str, str], Span] = {}
        self.merges: list[int] = []
        self.complex = False
        self.size = 1
        self.height = 0


class _LimitError(Exception):
    """Reading went past a limit; the problem has been noted."""


def read(
    text: str,
    span: Span,
    limits: Limits = DEFAULT_LIMITS,
    *,
    loader: type[Any] = yaml.SafeLoader,
) -> tuple[tuple[Entry, ...], tuple[Problem, ...], bool]:
    """The entries and problems of a block of YAML, and whether PyYAML could parse it.

    Args:
        text: The whole text.
        span: What stands between the fences.
        limits: How much is read.
        loader: The PyYAML loader to parse with.
    """
    reader = Reader(text, limits, loader)
    entries, parsed = reader.read(span)
    problems = sorted(reader.problems, key=lambda problem: problem.span)
    return tuple(entries), tuple(problems), parsed


class Reader:
    """One reading of one block.

    Attributes:
        text: The whole text.
        limits: How much is read.
        loader: The PyYAML loader class that parses.
        problems: What was wrong so far.
    """

    def __init__(self, text: str, limits: Limits, loader: type[Any]) -> None:
        self.text = text
        self.limits = limits
        self.loader = loader
        self.problems: list[Problem] = []
        self.anchors: dict[str, _Anchored] = {}
        self.count = 0
        self.bom = ""
        self.constructor = SafeConstructor()
        self.source: Source | None = None
        self._stops: set[str] = set()  # what has been said of limits

    def read(self, span: Span) -> tuple[list[Entry], bool]:
        """The entries of the block, and whether it could be parsed."""
        content = self._clean(span)
        kept = len(self.problems)
        try:
            root = self._parse(content, span.start)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            from medlint.front_matter.yaml_recovery import recover

            del self.problems[kept:]
            self.problems.append(explain(error, self.text, content, span))
            shadow = self.text[: span.start] + content
            return recover(self, shadow, span), False
        if root is None or root.kind == "null":
            return [], True
        if root.kind != "mapping":
            shape = "a list" if root.kind == "list" else "text"
            self.problems.append(Problem("invalid", not_keys(shape), root.span))
            return [], True
        return list(root.entries), True

    def attempt(self, piece: str, base: int) -> Value | None:
        """The value of a piece of the block, or ``None`` where it does not parse by itself."""
        kept = len(self.problems)
        if "\t" in piece:
            # A quote that is never closed hides tabs from the first look at the block.
            piece, problems = without_tabs(piece, base)
            self.problems.extend(problems)
        try:
            return self._parse(piece, base)
        except (yaml.YAMLError, ValueError, RecursionError):
            del self.problems[kept:]
            return None

    def _clean(self, span: Span) -> str:
        """The block without what some loaders refuse, of the same length."""
        content = self.text[span.start : span.end]
        found = YamlReader.NON_PRINTABLE.search(content)
        if found is not None:
            at = span.start + found.start()
            message = (
                f"the front matter holds the character U+{ord(found.group()):04X}, which YAML "
                "does not allow; remove it"
            )
            self.problems.append(Problem("invalid", message, Span(at, at + 1)))
            content = YamlReader.NON_PRINTABLE.sub("\ufffd", content)
        if _BOM in content:
            self._note_marks(content, span.start)
            # PyYAML passes over one at the very start; here it is a character like others.
            self.bom = next(mark for mark in _private_use() if mark not in content)
            content = content.replace(_BOM, self.bom)
        if "\t" in content:
            content, problems = without_tabs(content, span.start)
            self.problems.extend(problems)
        return content

    def _note_marks(self, content: str, base: int) -> None:
        """Note byte order marks at the start of a line: libyaml passes over them, others do not."""
        for found in re.finditer(f"(?:^|[{_BREAKS}]){_BOM}", content):
            message = (
                "an invisible character (U+FEFF, a byte order mark) stands at the start of this "
                "line, and some readers of YAML take it for a part of the key; remove it"
            )
            at = base + found.end()
            self.problems.append(Problem("invalid", message, Span(at - 1, at)))

    def _parse(self, content: str, base: int) -> Value | None:
        """The value of a piece of YAML that stands at an offset of the text.

        Raises:
            yaml.YAMLError, ValueError, RecursionError: It cannot be parsed.
        """
        root = _Frame(False, base, False, None)
        stack = [root]
        loader = self.loader(content)
        try:
            self._events(loader, base, stack)
        except _LimitError:
            pass
        finally:
            loader.dispose()
        while len(stack) > 1:
            self._close(stack, stack[-1].end)
        return root.items[0] if root.items else None

    def _events(self, loader: Any, base: int, stack: list[_Frame]) -> None:
        documents = 0
        check_event, get_event = loader.check_event, loader.get_event
        while check_event():
            event = get_event()
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar_event(event, base, stack)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, base, stack, kind is MappingStartEvent)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                frame = stack[-1]
                bracket = frame.flow and self.text[frame.start : frame.start + 1] in ("[", "{")
                self._close(stack, base + event.end_mark.index if bracket else frame.end)
            elif kind is AliasEvent:
                self._alias_event(event, base, stack)
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    at = base + event.start_mark.index
                    message = "a second YAML document begins here; front matter is one document"
                    end = min(at + 3, len(self.text))
                    self.problems.append(Problem("invalid", message, Span(at, end)))
                    return

    def _scalar_event(self, event: Any, base: int, stack: list[_Frame]) -> None:
        if self.bom:
            event.value = event.value.replace(self.bom, _BOM)
        start, end = base + event.start_mark.index, base + event.end_mark.index
        if event.style == '"' and not event.value.isascii():
            self._half_characters(event.value, start, end)
        if event.anchor is not None or event.tag is not None:
            start = self._after_properties(start, end)
        frame = stack[-1]
        if frame.mapping and frame.key is None:
            span = Span(start, end)
            frame.end = end
            frame.key = _Key(event.value, span, (self._tag(event), event.value))
            if frame.flow and not event.style:
                self._glued_colon(end)
            if event.anchor is not None:
                value = Value("string", span, event.value, data=event.value)
                self.anchors[event.anchor] = _Anchored(value, 1, 0)
            return
        self._spend(1, start)
        value = self._scalar(event, base, start, end)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, 1, 0)
        self._attach(stack, value, 1, 0)

    def _glued_colon(self, at: int) -> None:
        """Note a colon inside brackets that is followed by a bracket, brace or comma."""
        if self.text.startswith(_GLUED_COLONS, at):
            message = (
                f"a colon stands right before `{self.text[at + 1]}`, which some readers of YAML "
                "refuse; put a space after it, or put the text in quotes"
            )
            self.problems.append(Problem("invalid", message, Span(at, at + 1)))

    def _half_characters(self, value: str, start: int, end: int) -> None:
        """Note an escape in a quoted scalar that stands for half of a character."""
        if _SURROGATE.search(value) is None:
            return
        found = _SURROGATE_ESCAPE.search(self.text, start, end)
        if found is not None:
            message = (
                f"`{found.group()}` is half of a character, and some readers of YAML refuse it; "
                "write the character itself"
            )
            self.problems.append(Problem("invalid", message, Span(*found.span())))

    def _tag(self, event: Any) -> str:
        """The tag of a scalar: as given, or as PyYAML resolves it."""
        tag: str | None = event.tag
        if tag is not None and tag != "!":
            return tag
        if not event.implicit[0]:
            return _STRING
        return _resolve(event.value)

    def _scalar(self, event: Any, base: int, start: int, end: int) -> Value:
        written: str = event.value
        style = _STYLES.get(event.style, "plain") if event.style else "plain"
        if style == "block":
            end = self._block_end(start, end)
        span = Span(start, end)
        tag = self._tag(event)
        if tag == _STRING:
            return Value("string", span, written, style=style, data=written)
        kind = _KINDS.get(tag)
        if kind is None:
            self._unknown_tag(tag, base + event.start_mark.index)
            return Value("string", span, written, style=style, data=written)
        if kind == "string":
            return Value("string", span, written, style=style)
        raw = self.text[start:end]
        if kind == "null":
            return Value("null", span, raw, style=style)
        data, fits = self._construct(kind, tag, written)
        if not fits and event.tag is not None:
            message = (
                f"`{short(written)}` is not what its tag `{_short_tag(tag)}` says it is; "
                "remove the tag"
            )
            self.problems.append(Problem("invalid", message, span))
            return Value("string", span, written, style=style, data=written)
        return Value(kind, span, written if kind == "date" else raw, style=style, data=data)

    def _construct(self, kind: ValueKind, tag: str, written: str) -> tuple[object, bool]:
        """The Python value of a scalar, and whether it has one.

        The 29th of February of most years has none, nor has a text that an
        explicit tag says is a number.
        """
        if len(written) > MAX_NUMBER:
            return None, True
        node = ScalarNode(tag, written)
        constructor = self.constructor
        try:
            if kind == "integer":
                return constructor.construct_yaml_int(node), True
            if kind == "float":
                return constructor.construct_yaml_float(node), True
            if kind == "boolean":
                return constructor.construct_yaml_bool(node), True
            constructor.construct_yaml_timestamp(node)
            return None, True
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return None, False

    def _block_end(self, start: int, end: int) -> int:
        """Where the last line of text of a block scalar ends, its line ending not included."""
        last = start + len(self.text[start:end].rstrip(" \t" + _BREAKS))
        while last < end and self.text[last] not in _BREAKS:
            last += 1
        return last

    def _alias_event(self, event: Any, base: int, stack: list[_Frame]) -> None:
        span = Span(base + event.start_mark.index, base + event.end_mark.index)
        frame = stack[-1]
        anchored = self.anchors.get(event.anchor)
        waits_for_key = frame.mapping and frame.key is None
        if anchored is None:
            inside = any(open_frame.anchor == event.anchor for open_frame in stack)
            why = "refers to the value it stands in" if inside else "refers to an anchor not set"
            message = (
                f"`*{short(event.anchor)}` {why}; if the text begins with an asterisk, "
                "put it in quotes"
            )
            self.problems.append(Problem("invalid", message, span))
            written = self.text[span.start : span.end]
            anchored = _Anchored(Value("string", span, written, data=written), 1, 0)
        value = anchored.value
        if waits_for_key:
            if value.kind in {"list", "mapping"}:
                self._complex_key(frame, span)
                return
            frame.end = span.end
            frame.key = _Key(value.text, span, (_STRING, value.text))
            return
        self._spend(anchored.size, span.start)
        if len(stack) - 1 + anchored.height > self.limits.depth:
            self._stop(too_deep(self.limits), span.start)
        self._attach(stack, value._replace(span=span), anchored.size, anchored.height)

    def _open(self, event: Any, base: int, stack: list[_Frame], mapping: bool) -> None:
        start = base + event.start_mark.index
        tag: str | None = event.tag
        if tag is not None and tag != "!" and tag not in _COLLECTION_TAGS:
            self._unknown_tag(tag, start)
        if tag is not None or event.anchor is not None:
            start = self._after_properties(start, len(self.text))
        self._spend(1, start)
        if len(stack) > self.limits.depth:
            self._stop(too_deep(self.limits), start)
        if event.anchor is not None:
            # From here on, and until it is closed, the name refers to what is being read.
            self.anchors.pop(event.anchor, None)
        stack.append(_Frame(mapping, start, bool(event.flow_style), event.anchor))

    def _close(self, stack: list[_Frame], end: int) -> None:
        frame = stack.pop()
        style: Style = "flow" if frame.flow else "block"
        span = Span(frame.start, max(frame.start, end))
        if not frame.mapping:
            value = Value("list", span, items=tuple(frame.items), style=style)
        elif frame.complex and not frame.entries and self.text.startswith("{{", frame.start):
            # A template expression without quotes: a slip, noted as a complex key, not a mapping.
            written = self.text[span.start : span.end]
            value = Value("string", span, written, data=written)
        else:
            value = Value("mapping", span, entries=self.entries_of(frame), style=style)
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Anchored(value, frame.size, frame.height + 1)
        self._attach(stack, value, frame.size, frame.height + 1)

    def entries_of(self, frame: _Frame) -> tuple[Entry, ...]:
        """The entries of a mapping, with merge keys (``<<``) replaced by what they merge."""
        if not frame.merges:
            return tuple(frame.entries)
        merges = set(frame.merges)
        given = {entry.key for at, entry in enumerate(frame.entries) if at not in merges}
        entries: list[Entry] = []
        for at, entry in enumerate(frame.entries):
            if at not in merges:
                entries.append(entry)
                continue
            value = entry.value
            for merged in value.items if value.kind == "list" else (value,):
                fresh = [one for one in merged.entries if one.key not in given]
                entries.extend(fresh)
                given.update(one.key for one in fresh)
        return tuple(entries)

    def _attach(self, stack: list[_Frame], value: Value, size: int, height: int) -> None:
        frame = stack[-1]
        frame.size += size
        frame.height = max(frame.height, height)
        if not frame.mapping:
            frame.items.append(value)
            frame.end = value.span.end
        elif frame.key is None:
            self._complex_key(frame, value.span)
        else:
            frame.end = max(frame.end, value.span.end)
            key, frame.key = frame.key, None
            self.add(frame, key, value)

    def add(self, frame: _Frame, key: _Key, value: Value) -> None:
        """Add an entry to a mapping; a key that it has already is noted as a problem."""
        identity = key.identity
        if identity is None:
            return
        if identity[0] == _MERGE:
            if _can_be_merged(value):
                frame.merges.append(len(frame.entries))
        elif identity in frame.seen:
            self.note_duplicate(key.text, key.span, frame.seen[identity])
        else:
            frame.seen[identity] = key.span
        frame.entries.append(Entry(key.text, key.span, value))

    def note_duplicate(self, key: str, span: Span, first: Span) -> None:
        """Note that a key was given before in the same mapping."""
        if self.source is None:
            self.source = Source(self.text)
        line = self.source.position(first.start).line
        self.problems.append(Problem("duplicate-key", duplicate(key, line), span))

    def _complex_key(self, frame: _Frame, span: Span) -> None:
        message = (
            "a list or mapping is used as a key, which no site generator reads; "
            "if this is text that begins with a bracket or brace, put it in quotes"
        )
        self.problems.append(Problem("invalid", message, span))
        frame.complex = True
        frame.end = span.end
        frame.key = _Key("", span, None)

    def _unknown_tag(self, tag: str, start: int) -> None:
        found = _PROPERTY.match(self.text, start)
        while found is not None and found.group().startswith("&"):
            gap = _SEPARATION.match(self.text, found.end())
            start = found.end() if gap is None else gap.end()
            found = _PROPERTY.match(self.text, start)
        span = Span(start, start if found is None else found.end())
        shown = _short_tag(tag)
        message = (
            f"`{shown}` is read as a tag, and readers of front matter refuse tags they do not "
            "know; if the text begins with an exclamation mark, put it in quotes"
        )
        self.problems.append(Problem("invalid", message, span))

    def _after_properties(self, start: int, limit: int) -> int:
        """The offset after the anchor and tag that a value begins with."""
        text = self.text
        for _ in range(2):
            found = _PROPERTY.match(text, start, limit)
            if found is None:
                break
            start = found.end()
            gap = _SEPARATION.match(text, start, limit)
            start = start if gap is None else gap.end()
        return start

    def _spend(self, nodes: int, at: int) -> None:
        self.count += nodes
        if self.count > self.limits.values:
            self._stop(too_many(self.limits), at)

    def _stop(self, message: str, at: int) -> None:
        if message not in self._stops:
            self._stops.add(message)
            self.problems.append(Problem("invalid", message, Span(at, at)))
        raise _LimitError


def _resolve(written: str) -> str:
    """The tag of a plain scalar: PyYAML's resolver, without its per-loader state."""
    resolvers = _RESOLVERS.get(written[0] if written else "", _NO_RESOLVERS)
    for tag, pattern in resolvers:
        if pattern.match(written):
            return tag
    return _STRING


def _private_use() -> Iterator[str]:
    """Characters that no text should hold; there are more than front matter has values."""
    return map(chr, range(0xE000, 0x10_FFFE))


def _can_be_merged(value: Value) -> bool:
    if value.kind == "list":
        return all(item.kind == "mapping" for item in value.items)
    return value.kind == "mapping"


def _short_tag(tag: str) -> str:
    shown = "!!" + tag.removeprefix(_TAG) if tag.startswith(_TAG) else tag
    return short(shown)
