"""What can still be read of a block of YAML that does not parse.

The block is taken apart at its keys of the outermost level and each is read by
itself. A key whose value does not parse keeps its place, and its value is
what stands there as text (or a list of texts, where it begins like a list),
so that one slip does not make every other rule speak.
"""

from __future__ import annotations

from medlint.front_matter.lines import Line, indentation, lines, yaml_key
from medlint.front_matter.model import Entry, Value
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.front_matter.yaml_reader import Reader

#: The most keys of one mapping that are read one by one.
MAX_PIECES = 1_000

#: How deep mappings are taken apart.
MAX_LEVELS = 8


class _Piece:
    """A key and the lines that belong to it; ``stray`` ones cannot be part of its value."""

    __slots__ = ("after", "key", "lines", "stray")

    def __init__(self, key: Span, after: int, line: Line) -> None:
        self.key = key
        self.after = after
        self.lines = [line]
        self.stray: list[Line] = []


def recover(reader: Reader, shadow: str, span: Span, level: int = 0) -> list[Entry]:
    """The entries of a mapping that does not parse as a whole.

    Args:
        reader: The reader that failed; it keeps problems, anchors and limits.
        shadow: The text as the parser is to see it, of the same length.
        span: Where the mapping stands.
        level: How many mappings it is inside of.
    """
    entries: list[Entry] = []
    first: dict[str, Span] = {}
    for piece in _pieces(shadow, span):
        for entry in _entries(reader, shadow, piece, level):
            if entry.key in first:
                reader.note_duplicate(entry.key, entry.key_span, first[entry.key])
            else:
                first[entry.key] = entry.key_span
            entries.append(entry)
    return entries


def _pieces(shadow: str, span: Span) -> list[_Piece]:
    """The keys of the outermost level, each with its lines."""
    found: list[tuple[Line, int]] = []
    margin: int | None = None
    for line in lines(shadow, span.start, span.end):
        if line.start == line.end:
            continue
        indent = indentation(shadow, line)
        found.append((line, indent))
        if yaml_key(shadow, line, indent) is not None:
            margin = indent if margin is None else min(margin, indent)
    pieces: list[_Piece] = []
    for line, indent in found:
        key = yaml_key(shadow, line, indent) if indent == margin else None
        if key is not None:
            if len(pieces) == MAX_PIECES:
                break
            pieces.append(_Piece(key[0], key[1], line))
        elif pieces:
            piece = pieces[-1]
            written = shadow[line.start : line.end].strip()
            outside = margin is not None and indent <= margin
            if piece.stray or (
                outside and written and not written.startswith(("-", "#", "]", "}"))
            ):
                piece.stray.append(line)
            else:
                piece.lines.append(line)
    return pieces


def _entries(reader: Reader, shadow: str, piece: _Piece, level: int) -> tuple[Entry, ...]:
    start = piece.lines[0].start
    ends = [piece.lines[-1].next]
    if piece.stray:
        ends.insert(0, piece.stray[-1].next)
    for end in ends:
        value = reader.attempt(shadow[start:end], start)
        if value is not None and value.kind == "mapping":
            return value.entries
    key = reader.text[piece.key.start : piece.key.end]
    quoted = len(key) > 1 and key[0] == key[-1] and key[0] in "\"'"
    return (Entry(key[1:-1] if quoted else key, piece.key, _value(reader, shadow, piece, level)),)


def _value(reader: Reader, shadow: str, piece: _Piece, level: int) -> Value:
    """The value of a key as text, for want of anything better."""
    head = _trimmed(shadow, Span(piece.after, piece.lines[0].end))
    rest = [_trimmed(shadow, line.span) for line in piece.lines[1:]]
    rest = [span for span in rest if span.start < span.end]
    opening = shadow[head.start : min(head.start + 1, head.end)]
    if not rest and not opening:
        return Value("null", Span(piece.after, piece.after))
    whole = Span(head.start if opening else rest[0].start, rest[-1].end if rest else head.end)
    if opening == "[":
        return Value("list", whole, items=_bracketed(reader.text, whole), style="flow")
    if not opening:
        if shadow.startswith("-", rest[0].start):
            items = tuple(
                _text(reader.text, _trimmed(shadow, Span(span.start + 1, span.end)))
                for span in rest
                if shadow.startswith("-", span.start)
            )
            return Value("list", whole, items=items, style="block")
        inner = Span(piece.lines[1].start, piece.lines[-1].next)
        entries = recover(reader, shadow, inner, level + 1) if level < MAX_LEVELS else []
        if entries:
            return Value("mapping", whole, entries=tuple(entries), style="block")
    if opening in ("|", ">"):
        head = Span(head.end, head.end)
    parts = [reader.text[span.start : span.end] for span in (head, *rest) if span.start < span.end]
    text = _unquoted(" ".join(parts))
    return Value("string", whole, text, data=text)


def _bracketed(text: str, span: Span) -> tuple[Value, ...]:
    """The items of a list in brackets, which need not be closed."""
    end = span.end - 1 if text[span.start : span.end].endswith("]") else span.end
    items = []
    at = span.start + 1
    while at < end:
        comma = text.find(",", at, end)
        stop = end if comma < 0 else comma
        item = _trimmed(text, Span(at, stop))
        if item.start < item.end:
            items.append(_text(text, item))
        at = stop + 1
    return tuple(items[:MAX_PIECES])


def _text(text: str, span: Span) -> Value:
    plain = _unquoted(text[span.start : span.end])
    return Value("string", span, plain, data=plain)


def _unquoted(text: str) -> str:
    if text[:1] in ("'", '"'):
        quote = text[0]
        text = text[1:]
        return text.removesuffix(quote)
    return text


def _trimmed(shadow: str, span: Span) -> Span:
    """A span without the white space at its ends; empty at its end where it is all white."""
    written = shadow[span.start : span.end]
    start = span.start + len(written) - len(written.lstrip())
    return Span(start, max(start, span.start + len(written.rstrip())))
