"""The prose of a post as the search for copied passages reads it, and how the index keeps it.

Paragraphs and list items count. Quotations, code, tables, headings, footnotes,
lists of links and what stands in blocks of raw HTML do not: they are not what
a post says itself, or they are alike for good reasons.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from operator import attrgetter
from struct import Struct
from struct import error as StructError  # noqa: N812 (its name says nothing)

from medlint.document import Link, Text
from medlint.fingerprints import from_little_endian, hashes_at, little_endian, tokens, winnow
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.document import Block, Document, Line, Part
    from medlint.text import Source

_SKIPPED = frozenset({"quote", "code", "table", "heading", "html"})
#: How long the items of a list of links are on the average, at most, in characters.
_SHORT_ITEM = 200


#: How long a quotation inside a paragraph may be and still count as the post's own, in characters.
_LONG = 100
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "『": "』"}
_QUOTATION = lazy(
    "|".join(
        f"{mark}[^{mark}{closing}]{{{_LONG},}}{closing}"
        for mark, closing in _QUOTES.items()
        if mark != closing
    )
)
#: Fewer tokens than this on a line make no part of a passage, unless the line has no others.
_FEW = 4
_FIRST = attrgetter("first")
_FORM = Struct("<cIII")
_HEAD, _UNHEAD, _HEAD_SIZE = _FORM.pack, _FORM.unpack_from, _FORM.size


class Reading(NamedTuple):
    """The prose of one post.

    Attributes:
        tokens: Its tokens, an ``array("H")``; see :mod:`medlint.fingerprints`.
        lines: Its lines, in order.
        prints: Its fingerprints: hash and first token of each, in order.
    """

    tokens: array[int]
    lines: tuple[ProseLine, ...]
    prints: tuple[tuple[int, int], ...]

    def lines_of(self, first: int, end: int) -> tuple[ProseLine, ProseLine]:
        """The lines on which a passage begins and ends.

        A line of which it has no more than a few words at either end is not
        counted: these agree by chance.

        Args:
            first: Its first token.
            end: The token behind its last.
        """
        lines = self.lines
        top = bisect_right(lines, first, key=_FIRST) - 1
        bottom = bisect_right(lines, end - 1, key=_FIRST) - 1
        if top < bottom and lines[top].first < first and lines[top + 1].first - first < _FEW:
            top += 1
        if top < bottom and end - lines[bottom].first < _FEW:
            behind = lines[bottom + 1].first if bottom + 1 < len(lines) else len(self.tokens)
            bottom -= end < behind
        return lines[top], lines[bottom]


class ProseLine(NamedTuple):
    """A line of prose.

    Attributes:
        first: Its first token.
        number: Its number in the file, from 1.
        start: Where it starts in the text, an offset.
        end: Where it ends, an offset.
    """

    first: int
    number: int
    start: int
    end: int


def read(document: Document, source: Source) -> Reading:
    """The prose of a post's body."""
    prose = [line for block in _prose(document.root) for line in block.lines]
    row, firsts = tokens([_unquoted(_text(line)) for line in prose])
    starts = source.line_starts
    lines = []
    for first, line in zip(firsts, prose, strict=True):
        start, end = line.span
        lines.append(ProseLine(first, bisect_right(starts, start), start, end))
    return Reading(row, tuple(lines), tuple(winnow(row)))


def pack(reading: Reading) -> bytes:
    """A reading as bytes, some 400 for each 1,000 characters of the post; see :func:`unpack`."""
    if not reading.prints:
        return b""  # too short to share a passage
    deltas: list[int] = []
    before = ProseLine(0, 0, 0, 0)
    for line in reading.lines:
        deltas += (
            line.first - before.first,
            line.number - before.number,
            line.start - before.end,
            line.end - line.start,
        )
        before = line
    wide = max(deltas) > 0xFFFF or min(deltas) < 0
    places = [at for _, at in reading.prints]
    head = _HEAD(b"w" if wide else b"n", len(reading.tokens), len(reading.lines), len(places))
    return b"".join(
        (
            head,
            little_endian(reading.tokens),
            little_endian(array("q" if wide else "H", deltas)),
            # Two that follow each other are never further apart than one window.
            bytes(at - before for before, at in zip([0, *places], places, strict=False)),
        )
    )


def unpack(packed: bytes) -> Reading:
    """The reading that :func:`pack` made the bytes of.

    Raises:
        ValueError: They are not of that make.
    """
    if not packed:
        return Reading(array("H"), (), ())
    try:
        kind, count, lines, prints = _UNHEAD(packed)
    except StructError:
        raise ValueError("no packed reading") from None
    form, size = ("q", 32) if kind == b"w" else ("H", 8)
    ends = list(accumulate((_HEAD_SIZE, 2 * count, size * lines, prints)))
    if len(packed) != ends[-1] or kind not in {b"w", b"n"}:
        raise ValueError("no packed reading")
    row = from_little_endian("H", packed[ends[0] : ends[1]])
    deltas = from_little_endian(form, packed[ends[1] : ends[2]])
    found = []
    line = ProseLine(0, 0, 0, 0)
    for at in range(0, len(deltas), 4):
        start = line.end + deltas[at + 2]
        line = ProseLine(
            line.first + deltas[at], line.number + deltas[at + 1], start, start + deltas[at + 3]
        )
        found.append(line)
    places = list(accumulate(packed[ends[2] :]))
    if places and places[-1] >= count:
        raise ValueError("no packed reading")
    return Reading(row, tuple(found), tuple(zip(hashes_at(row, places), places, strict=True)))


def _prose(root: Block) -> Iterator[Block]:
    stack = [(block, False) for block in reversed(root.children)]
    while stack:
        block, in_list = stack.pop()
        if block.kind in _SKIPPED or block.footnote:
            continue
        if block.kind == "list" and not in_list:
            if _is_list_of_links(block):
                continue
            in_list = True
        if block.lines and not _is_quotation(block):
            yield block
        stack.extend((child, in_list) for child in reversed(block.children))


def _is_list_of_links(block: Block) -> bool:
    """Whether a list, lists inside it included, points elsewhere rather than tells something.

    So it is where half of its items have links and are short: references,
    related posts, calendars of events, changes with the number of an issue.
    """
    items = linked = 0
    length = 0
    for inner in block.walk():
        if inner.kind != "item":
            continue
        items += 1
        lines = [line for child in inner.children for line in child.lines]
        linked += any(line.links for line in lines)
        length += sum(len(line.text) for line in lines)
    return 2 * linked >= items and length <= _SHORT_ITEM * items


def _is_quotation(block: Block) -> bool:
    """Whether a whole paragraph stands in quotation marks."""
    first = block.lines[0].parts[0]
    closing = _QUOTES.get(first.text[:1]) if isinstance(first, Text) else None
    if closing is None:
        return False
    text = block.text.strip()
    return closing in text[-40:] and closing not in text[1:-40]


def _unquoted(text: str) -> str:
    """The text of a line without long quotations."""
    if '"' in text:
        pieces = text.split('"')
        if len(pieces) % 2:
            pieces[1::2] = [piece if len(piece) < _LONG else " " for piece in pieces[1::2]]
            text = '"'.join(pieces)
    if text.isascii():
        return text
    return _QUOTATION.sub(" ", text)


def _text(line: Line) -> str:
    parts = line.parts
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0].text
    return "".join(map(_read, parts))


def _read(part: Part) -> str:
    if isinstance(part, Text):
        return part.text
    if isinstance(part, Link):
        if part.kind in {"bare", "autolink"}:
            return " "
        return "".join(map(_read, part.parts)) if part.parts else part.text
    return " "
