"""Lines that start with a bullet, a tick or a dash, and are no list."""

from __future__ import annotations

from medlint.document import Text
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from medlint.document import Block, Document, Line
    from medlint.post import Post

#: Bullets, arrows and pointing hands: at the start of several lines they make a list.
_BULLETS = "•‣⁃◦∙●○◉■□▪▫◾◽⬤◆◇❖❯➢➣➤►▸▹➔➜➡→⇒🔹🔸🔷🔶👉⭐★☆✦✧📌"
#: Ticks and crosses make one list together.
_TICKS = "✓✔✅☑✗✘❌❎"
#: Dashes also begin the lines of a dialogue, and the name below a quotation.
_DASHES = "–—―"
#: What of all marks is not ASCII; a digit is one with U+20E3 behind it.
_MARKS = frozenset(f"{_BULLETS}{_TICKS}{_DASHES}\u20e3")
_MARK = lazy(
    rf"\s*(?P<mark>[{_BULLETS}{_TICKS}{_DASHES}]\ufe0f?|[0-9]\ufe0f?\u20e3)"
    rf"(?P<gap>[ \t\u00a0\u2003]*)(?=[^\s{_BULLETS}{_TICKS}{_DASHES}])"
)
#: In Markdown a hyphen or star begins a list; inside HTML it is a character.
_PLAIN_MARK = lazy(r"\s*(?P<mark>[-*])(?P<gap>[ \t\u00a0]+)(?=[^\s*-])")
#: With what a line of a list begins, save that it may be a digit, too.
_FIRST_SIGNS = _MARKS | frozenset("-*")
_SENTENCE_END = tuple(".!?…。！？»”\"'’")
#: The longest line with a dash that can be an item, in characters.
_LONGEST = 200


class Entry(NamedTuple):
    """A line of a fake list.

    Attributes:
        line: The line.
        mark: The character that it starts with, as written.
        kind: Marks of one kind make one list.
        span: Where the mark and the space after it stand, or ``None`` where
            the source has them in another form.
        block: The paragraph of the line.
        nested: Whether the paragraph stands in a quote or an HTML group.
    """

    line: Line
    mark: str
    kind: str
    span: Span | None
    block: Block
    nested: bool


def fake_lists(post: Post, minimum: int, dashes: int) -> Iterator[tuple[Entry, ...]]:
    """Runs of lines, in one paragraph or in neighbouring ones, that start with one kind of mark.

    Lists, tables and headings are not looked at, and what is inside them.

    Args:
        post: The post.
        minimum: The fewest lines that make a run.
        dashes: The fewest where the mark is a dash, hyphen or star.
    """
    if not _may_be_in(post):
        return
    text, document = post.text, post.document
    run: list[Entry] = []
    for block, nested in _flow(document):
        if block is None:
            yield from _judged(run, minimum, dashes)
            run = []
            continue
        inside = False
        for line in block.lines:
            entry = _entry(text, line, block, nested)
            if entry is None:
                if not inside:
                    yield from _judged(run, minimum, dashes)
                    run = []
                continue  # inside a run, the rest of a line that is wrapped
            if run and run[-1].kind != entry.kind:
                yield from _judged(run, minimum, dashes)
                run = []
            run.append(entry)
            inside = True
    yield from _judged(run, minimum, dashes)


def _may_be_in(post: Post) -> bool:
    """Whether a post has any mark; hyphens and stars count only inside HTML."""
    if post.document.tags and ("-" in post.text or "*" in post.text):
        return True
    return not _MARKS.isdisjoint(post.not_ascii)


def _flow(document: Document) -> Iterator[tuple[Block | None, bool]]:
    """The paragraphs in source order, and ``None`` where something stands between two."""
    stack: list[tuple[Block | None, bool]] = [(document.root, False)]
    while stack:
        block, nested = stack.pop()
        if block is None or (block.kind == "paragraph" and block.lines):
            yield block, nested
        elif block.kind in {"document", "html", "paragraph"}:
            nested = nested or block.kind == "html"
            stack.extend((child, nested) for child in reversed(block.children))
        elif block.kind == "quote":
            stack.append((None, True))
            stack.extend((child, True) for child in reversed(block.children))
            stack.append((None, True))
        else:
            yield None, nested


def _entry(text: str, line: Line, block: Block, nested: bool) -> Entry | None:
    first = line.parts[0]
    if not isinstance(first, Text):
        return None
    sign = first.text.lstrip()[:1]
    if sign not in _FIRST_SIGNS and not sign.isdigit():
        return None
    match = _MARK.match(first.text)
    if match is None and block.html:
        match = _PLAIN_MARK.match(first.text)
    if match is None:
        match = _ending_mark(first.text) if len(line.parts) > 1 else None
    if match is None:
        return None
    mark = match["mark"]
    if line.text.rstrip().endswith(mark):
        return None  # • a title between two bullets •
    start = first.span.start + match.start("mark")
    written = text[start : first.span.start + match.end()]
    exact = written == match.group()[match.start("mark") :]
    span = Span(start, first.span.start + match.end()) if exact else None
    return Entry(line, mark, _kind(mark), span, block, nested)


_ENDING_MARK = lazy(
    rf"\s*(?P<mark>[{_BULLETS}{_TICKS}]\ufe0f?|[0-9]\ufe0f?\u20e3)(?P<gap>[ \t\u00a0\u2003]*)"
)


def _ending_mark(text: str) -> re.Match[str] | None:
    """A mark with a link, code or bold text after it, which are parts of their own."""
    return _ENDING_MARK.fullmatch(text)


def _kind(mark: str) -> str:
    if mark[0] in _TICKS:
        return "tick"
    return "number" if mark[0].isdigit() else mark[0]


def _judged(run: list[Entry], minimum: int, dashes: int) -> Iterator[tuple[Entry, ...]]:
    """The run, if it is a list."""
    if not run or len(run) < (dashes if run[0].kind in f"{_DASHES}-*" else minimum):
        return
    if run[0].kind in _DASHES:
        if any(len(entry.line.text) > _LONGEST for entry in run):
            return
        spoken = sum(entry.line.text.rstrip().endswith(_SENTENCE_END) for entry in run)
        if 2 * spoken > len(run):
            return
    yield tuple(run)
