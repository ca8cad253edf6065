"""The prose of a post as the search for copied passages reads it, and how the index keeps it.

Paragraphs and list items count. Quotations, code, tables, headings, footnotes,
lists of links and what stands in blocks of raw HTML do not: they are not what
a post says itself, or they are alike for good reasons.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from operator import sub
from struct import Struct
from struct import error as StructError  # noqa: N812 (its name says nothing)

from medlint.document import Link, Text
from medlint.fingerprints import from_little_endian, hashes_at, little_endian, tokens, winnow
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_FORM = Struct("<III")
_HEAD, _UNHEAD, _HEAD_SIZE = _FORM.pack, _FORM.unpack_from, _FORM.size


class Reading(NamedTuple):
    """The prose of one post.

    Attributes:
        tokens: Its tokens, an ``array("H")``; see :mod:`medlint.fingerprints`.
        firsts: Of each of its lines the first token, an ``array("I")``.
        numbers: Of each line its number in the file, from 1, likewise.
        starts: Of each line where it starts in the text, an offset, likewise.
        ends: Of each line where it ends, an offset, likewise.
        prints: Its fingerprints: hash and first token of each, in order.
    """

    tokens: array[int]
    firsts: array[int]
    numbers: array[int]
    starts: array[int]
    ends: array[int]
    prints: Sequence[tuple[int, int]]

    def line(self, index: int) -> ProseLine:
        """One of its lines, from 0."""
        return ProseLine(
            self.firsts[index], self.numbers[index], self.starts[index], self.ends[index]
        )

    def lines_of(self, first: int, end: int) -> tuple[ProseLine, ProseLine]:
        """The lines on which a passage begins and ends.

        A line of which it has no more than a few words at either end is not
        counted: these agree by chance.

        Args:
            first: Its first token.
            end: The token behind its last.
        """
        firsts = self.firsts
        top = bisect_right(firsts, first) - 1
        bottom = bisect_right(firsts, end - 1) - 1
        if top < bottom and firsts[top] < first and firsts[top + 1] - first < _FEW:
            top += 1
        if top < bottom and end - firsts[bottom] < _FEW:
            behind = firsts[bottom + 1] if bottom + 1 < len(firsts) else len(self.tokens)
            bottom -= end < behind
        return self.line(top), self.line(bottom)


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
    row, firsts = tokens(_unquoted([_text(line) for line in prose]))
    spans = [line.span for line in prose]
    starts = [start for start, _ in spans]
    line_starts = source.line_starts
    return Reading(
        row,
        array("I", firsts),
        array("I", [bisect_right(line_starts, start) for start in starts]),
        array("I", starts),
        array("I", [end for _, end in spans]),
        winnow(row),
    )


def pack(reading: Reading) -> bytes:
    """A reading as bytes, some 400 for each 1,000 characters of the post; see :func:`unpack`."""
    if not reading.prints:
        return b""  # too short to share a passage
    places = [at for _, at in reading.prints]
    return b"".join(
        (
            _HEAD(len(reading.tokens), len(reading.firsts), len(places)),
            *map(little_endian, reading[:-1]),
            # Two that follow each other are never further apart than one window.
            bytes(map(sub, places, [0, *places])),
        )
    )


def unpack(packed: bytes) -> Reading:
    """The reading that :func:`pack` made the bytes of.

    Raises:
        ValueError: They are not of that make.
    """
    if not packed:
        return Reading._make((array("H"), *(array("I") for _ in range(4)), []))
    try:
        count, lines, prints = _UNHEAD(packed)
    except StructError:
        raise ValueError("no packed reading") from None
    ends = list(accumulate((_HEAD_SIZE, 2 * count, *[4 * lines] * 4, prints)))
    if len(packed) != ends[-1]:
        raise ValueError("no packed reading")
    row, *columns = (
        from_little_endian("I" if number else "H", packed[ends[number] : ends[number + 1]])
        for number in range(5)
    )
    places = list(accumulate(packed[ends[5] :]))
    if places and places[-1] >= count:
        raise ValueError("no packed reading")
    prints_at = list(zip(hashes_at(row, places), places, strict=True))
    return Reading._make((row, *columns, prints_at))


def _prose(root: Block) -> Iterator[Block]:
    stack = [(block, False) for block in reversed(root.children)]
    while stack:
        block, in_list = stack.pop()
        kind = block.kind
        if kind in _SKIPPED or block.footnote:
            continue
        if kind == "list" and not in_list:
            if _is_list_of_links(block):
                continue
            in_list = True
        if block.lines and not _is_quotation(block):
            yield block
        if block.children:
            stack += [(child, in_list) for child in reversed(block.children)]


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


def _unquoted(lines: list[str]) -> list[str]:
    """The texts of lines without long quotations."""
    joined = "".join(lines)
    if '"' not in joined and joined.isascii():
        return lines
    return [_without_quotations(line) for line in lines]


def _without_quotations(text: str) -> str:
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
    return "".join([part.text if isinstance(part, Text) else _read(part) for part in parts])


def _read(part: Part) -> str:
    if isinstance(part, Text):
        return part.text
    if isinstance(part, Link):
        if part.kind in {"bare", "autolink"}:
            return " "
        return "".join(map(_read, part.parts)) if part.parts else part.text
    return " "
