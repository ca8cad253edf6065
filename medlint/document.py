"""The parser-neutral model of a post's body.

A :class:`Document` is a tree of blocks. Blocks of prose (paragraphs,
headings, table cells) hold *lines*; a line is what stands between two line
breaks, as a sequence of parts: text, code, links and images. Raw HTML makes
the same blocks and parts as Markdown does, so a rule need not care which of
the two an author wrote.

Every span is in offsets of the whole source text, front matter included.
"""

from __future__ import annotations

from bisect import bisect_left

from medlint.kept import kept
from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.text import Problem, Span

LinkKind: TypeAlias = Literal[
    "inline", "reference", "collapsed", "shortcut", "autolink", "bare", "html"
]
ImageKind: TypeAlias = Literal["inline", "reference", "collapsed", "shortcut", "html"]
BlockKind: TypeAlias = Literal[
    "document",
    "quote",
    "list",
    "item",
    "paragraph",
    "heading",
    "table",
    "row",
    "cell",
    "code",
    "rule",
    "html",  # an HTML element that groups blocks: div, section, figure …
]


class Text(NamedTuple):
    """A run of visible text; ``text`` has escapes and entities resolved."""

    span: Span
    text: str
    bold: bool = False


class Code(NamedTuple):
    """A code span, Markdown's or ``<code>``."""

    span: Span
    text: str


class Template(NamedTuple):
    """A template tag (Liquid, Hugo shortcode, Hexo tag) that a site generator replaces."""

    span: Span
    text: str


class Image(NamedTuple):
    """An image.

    Attributes:
        span: The whole construct.
        alt: The alternative text, or ``None`` where an ``<img>`` has no ``alt`` at all.
        alt_span: Where the alternative text stands, or ``None``.
        url: The address as written, escapes and entities resolved.
        url_span: The address, without quotes or angle brackets.
        title: The title, or "".
        kind: The notation.
        hidden: Whether an ``<img>`` says it is decoration (``aria-hidden``, ``role``).
    """

    span: Span
    alt: str | None
    alt_span: Span | None
    url: str
    url_span: Span | None
    title: str
    kind: ImageKind
    hidden: bool = False


class Link(NamedTuple):
    """A link, or ``<a>`` with an ``href``.

    Attributes:
        span: The whole construct.
        text: The anchor text: what a reader sees, the alt of images included.
        text_span: What stands between the brackets or tags; for autolinks and
            bare URLs, the URL.
        url: The address as written, escapes and entities resolved.
        url_span: The address; in a reference link, inside its definition.
        title: The title, or "".
        kind: The notation.
        parts: What the anchor is made of.
        label: What a screen reader says instead of the text (``aria-label``), or "".
        templated: Whether text or address hold a template tag, so that neither is final.
    """

    span: Span
    text: str
    text_span: Span
    url: str
    url_span: Span | None
    title: str
    kind: LinkKind
    parts: tuple[Text | Code | Image | Template, ...] = ()
    label: str = ""
    templated: bool = False

    @property
    def has_template_text(self) -> bool:
        """Whether a template tag makes part of the anchor text, so that it is not final."""
        return any(isinstance(part, Template) for part in self.parts)

    @property
    def images(self) -> tuple[Image, ...]:
        """The images inside the anchor."""
        return tuple(part for part in self.parts if isinstance(part, Image))


Part: TypeAlias = Text | Code | Template | Link | Image


class _Line(NamedTuple):
    span: Span
    parts: tuple[Part, ...]
    hard: bool = False


class Line(_Line):
    """What stands between two line breaks of one block of prose.

    Attributes:
        span: From the first part to the last.
        parts: Its parts, in order.
        hard: Whether a hard break (two spaces, a backslash, ``<br>``) ends it.
    """

    @kept
    def text(self) -> str:
        """What a reader sees of the line, links included."""
        if len(self.parts) == 1:
            return visible_text(self.parts[0])
        return "".join(map(visible_text, self.parts))

    @kept
    def links(self) -> tuple[Link, ...]:
        """The links on the line."""
        return tuple([part for part in self.parts if isinstance(part, Link)])


class _Block(NamedTuple):
    kind: BlockKind
    span: Span
    children: tuple[Block, ...] = ()
    lines: tuple[Line, ...] = ()
    level: int = 0
    ordered: bool = False
    info: str = ""
    html: bool = False
    header: bool = False
    footnote: bool = False


class Block(_Block):
    """A node of the document tree.

    Attributes:
        kind: What it is.
        span: The whole block, markers included.
        children: The blocks inside it (lists, items, quotes, tables, rows, HTML).
        lines: Its prose (paragraphs, headings, cells).
        level: The heading level, 1 to 6; else 0.
        ordered: Whether a list is numbered.
        info: The info string of fenced code; the element name of HTML blocks.
        html: Whether it was written in HTML.
        header: Whether a cell is a heading cell.
        footnote: Whether a paragraph is the text of a footnote (``[^1]: …``).
    """

    @kept
    def text(self) -> str:
        """What a reader sees of this block alone, its lines joined by spaces."""
        if len(self.lines) == 1:
            return self.lines[0].text
        return " ".join([line.text for line in self.lines])

    @kept
    def links(self) -> tuple[Link, ...]:
        """The links in this block alone."""
        if len(self.lines) == 1:
            return self.lines[0].links
        return tuple([link for line in self.lines for link in line.links])

    def walk(self) -> Iterator[Block]:
        """This block and every block inside it, in source order."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            if block.children:
                stack.extend(reversed(block.children))


class HtmlTag(NamedTuple):
    """A start tag of raw HTML.

    Attributes:
        span: The tag, angle brackets included.
        name: The element's name in lower case.
        attributes: Names in lower case and values with entities resolved.
    """

    span: Span
    name: str
    attributes: tuple[tuple[str, str], ...]


class Comment(NamedTuple):
    """An HTML comment; ``text`` is what stands between ``<!--`` and ``-->``."""

    span: Span
    text: str


class Definition(NamedTuple):
    """A link reference definition, ``[label]: url "title"``."""

    span: Span
    label: str
    url: str
    url_span: Span
    title: str


class _Document(NamedTuple):
    root: Block
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    comments: tuple[Comment, ...]
    tags: tuple[HtmlTag, ...]
    definitions: tuple[Definition, ...]
    templates: tuple[Template, ...]
    problems: tuple[Problem, ...] = ()


class Document(_Document):
    """The body of a post.

    Attributes:
        root: The tree of blocks.
        links: Every link, in source order, raw HTML's included.
        images: Every image, in source order, those inside links included.
        comments: Every HTML comment.
        tags: Every start tag of raw HTML.
        definitions: Every link reference definition, used or not.
        templates: Every template tag outside code.
        problems: What keeps some of it from being read; kind ``too-deep``.
    """

    @kept
    def all_blocks(self) -> tuple[Block, ...]:
        """Every block, the root included, in source order."""
        found: list[Block] = []
        stack = [self.root]
        while stack:
            block = stack.pop()
            found.append(block)
            if block.children:
                stack.extend(block.children[::-1])
        return tuple(found)

    @kept
    def _of_kinds(self) -> dict[tuple[BlockKind, ...], tuple[Block, ...]]:
        """The blocks of each kind there is, and of what else has been asked for."""
        found: dict[BlockKind, list[Block]] = {}
        for block in self.all_blocks:
            kind = block.kind
            if kind in found:
                found[kind].append(block)
            else:
                found[kind] = [block]
        return {(kind,): tuple(blocks) for kind, blocks in found.items()}

    def blocks(self, *kinds: BlockKind) -> tuple[Block, ...]:
        """Every block of the given kinds, in source order."""
        found = self._of_kinds.get(kinds)
        if found is None:
            there = [kind for kind in kinds if (kind,) in self._of_kinds]
            if len(there) == 1:
                found = self._of_kinds[there[0],]
            else:
                found = tuple([block for block in self.all_blocks if block.kind in there])
            self._of_kinds[kinds] = found
        return found

    @property
    def headings(self) -> tuple[Block, ...]:
        """Every heading, in source order."""
        return self.blocks("heading")

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """Every paragraph, in source order, those in lists and quotes included."""
        return self.blocks("paragraph")

    @property
    def prose_blocks(self) -> tuple[Block, ...]:
        """Every block that holds lines of prose: paragraphs, headings, cells; in source order."""
        return self.blocks("paragraph", "heading", "cell")

    @kept
    def linked_blocks(self) -> tuple[Block, ...]:
        """Those of :attr:`prose_blocks` that hold links."""
        found: list[Block] = []
        for block in self.prose_blocks if self.links else ():
            for line in block.lines:
                parts = line.parts
                if len(parts) == 1 and isinstance(parts[0], Text):
                    continue  # as most lines are
                if line.links:
                    found.append(block)
                    break
        return tuple(found)

    def links_in(self, span: Span) -> int:
        """How many links begin inside a span."""
        return bisect_left(self._link_starts, span.end) - bisect_left(self._link_starts, span.start)

    @kept
    def _link_starts(self) -> list[int]:
        return sorted([link.span.start for link in self.links])


def visible_text(part: Part) -> str:
    """What a reader sees of a part: text, code, anchor text, or alt text."""
    if isinstance(part, Image):
        return part.alt or ""
    return "" if isinstance(part, Template) else part.text
