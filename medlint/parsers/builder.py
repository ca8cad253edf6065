"""Builds a :class:`~medlint.document.Document` from a parser's events.

Both parsers drive the same builder: they say which Markdown block opens and
closes where, and hand on text, links and raw HTML with source offsets. The
builder reads the HTML, so that ``<a>``, ``<li>`` and ``<td>`` become the same
links and blocks as their Markdown twins, also where HTML and Markdown are
mixed; and it finds the bare URLs in running text.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from medlint.document import (
    Block,
    Code,
    Comment,
    Definition,
    Document,
    HtmlTag,
    Image,
    Line,
    Link,
    Template,
    Text,
    visible_text,
)
from medlint.html import CommentToken, TagToken, TextToken, tokenize
from medlint.parsers.bare_urls import find_bare_urls
from medlint.parsers.templates import MASK
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from medlint.document import BlockKind, ImageKind, LinkKind, Part
    from medlint.parsers.templates import Templates
    from medlint.parsers.textmap import TextMap
    from medlint.text import Problem

#: HTML elements that are blocks, and the block they make.
_BLOCKS: dict[str, BlockKind] = {
    "address": "html",
    "article": "html",
    "aside": "html",
    "blockquote": "quote",
    "body": "html",
    "center": "html",
    "details": "html",
    "dd": "item",
    "div": "html",
    "dl": "list",
    "dt": "item",
    "fieldset": "html",
    "figcaption": "paragraph",
    "figure": "html",
    "footer": "html",
    "form": "html",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "header": "html",
    "html": "html",
    "li": "item",
    "main": "html",
    "menu": "list",
    "nav": "html",
    "ol": "list",
    "p": "paragraph",
    "pre": "code",
    "section": "html",
    "summary": "paragraph",
    "table": "table",
    "td": "cell",
    "th": "cell",
    "tr": "row",
    "ul": "list",
}
_PROSE = frozenset({"paragraph", "heading", "cell"})
_CODE_ELEMENTS = frozenset({"code", "kbd", "samp", "tt"})
_BOLD_ELEMENTS = frozenset({"b", "strong"})
#: An opening element → the open elements it ends, and where the search for them stops.
_IMPLIED_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
}
_FOOTNOTE = lazy(r"\[\^[^\]\s]{1,200}\]:")
_SPACES = lazy(r"[ \t]{2,}|\t")
_NEXT_A = lazy(r"<(/?)a\b", re.IGNORECASE)
#: How far ahead to look for the ``</a>`` of a link that spans Markdown blocks, in characters.
_LINK_WINDOW = 4000


#: Raw text as a parser hands it on, before lines are made of it: the text, its start and
#: end in the source, and whether it is bold. There are so many that it is a plain tuple.
_Piece: TypeAlias = tuple[str, int, int, bool]

#: Makes a named tuple at less than half the cost of calling its class.
_new = tuple.__new__


class _Frame:
    """A block being built."""

    __slots__ = (
        "children",
        "header",
        "info",
        "kind",
        "level",
        "line",
        "lines",
        "name",
        "ordered",
        "start",
    )

    def __init__(
        self,
        kind: BlockKind,
        start: int,
        name: str = "",
        level: int = 0,
        ordered: bool = False,
        header: bool = False,
    ) -> None:
        self.kind = kind
        self.start = start
        self.name = name  # the HTML element, or "" for a Markdown block
        self.children: list[Block] = []
        self.lines: list[Line] = []
        self.line: list[Any] = []  # parts and pieces
        self.level = level
        self.ordered = ordered
        self.info = ""
        self.header = header


class _OpenLink:
    """A link being built."""

    __slots__ = (
        "depth",
        "in_code",
        "kind",
        "label",
        "parts",
        "start",
        "text_start",
        "title",
        "url",
        "url_span",
    )

    def __init__(
        self,
        kind: LinkKind,
        start: int,
        text_start: int,
        url: str,
        url_span: Span | None,
        title: str,
        label: str,
        depth: int,
    ) -> None:
        self.kind = kind
        self.start = start
        self.text_start = text_start
        self.url = url
        self.url_span = url_span
        self.title = title
        self.label = label
        self.depth = depth
        self.in_code = False  # whether it stands in an HTML code span
        self.parts: list[Any] = []  # parts and pieces


class DocumentBuilder:
    """Takes a parser's events in source order; :meth:`finish` gives the document.

    Attributes:
        problems: What keeps some of the body from being read.
    """

    def __init__(self, text: str, body: Span, templates: Templates) -> None:
        self._text = text
        self._body = body
        self._templates = templates
        self._has_templates = bool(templates.spans) or MASK in text
        self._stack = [_Frame("document", body.start)]
        self._open_links: list[_OpenLink] = []
        self._bold = 0
        self._code: tuple[int, list[str]] | None = None  # start and text of an HTML code span
        self._links: list[Link] = []
        self._images: list[Image] = []
        self._comments: list[Comment] = []
        self._tags: list[HtmlTag] = []
        self._definitions: list[Definition] = []
        self._seen: dict[Span, Template] = {}
        self._jsx_comments: dict[Span, Comment] = {}
        self.problems: list[Problem] = []

    # Markdown blocks

    def open(
        self,
        kind: BlockKind,
        start: int,
        *,
        level: int = 0,
        ordered: bool = False,
        header: bool = False,
    ) -> None:
        """A Markdown block begins."""
        if self._stack[-1].name:
            self._end_implicit_paragraph(start)
            self._end_pre()
        self._stack.append(_Frame(kind, start, "", level, ordered, header))

    def close(self, end: int) -> None:
        """The innermost Markdown block ends, with all HTML opened inside it."""
        depth = len(self._stack) - 1
        frame = self._stack[depth]
        while depth > 0 and frame.name:
            depth -= 1
            frame = self._stack[depth]
        if frame.kind in _PROSE:
            self._bold = 0
            parts = self._open_links[-1].parts if self._open_links else frame.line
            if parts:
                _cut_all_space(parts, end)
        if self._code is not None:
            # Left open: the white space before the block's end, which one parser leaves out.
            start, pieces = self._code
            self._code = (start, ["".join(pieces).rstrip()])
            self._end_code(end)
        if self._open_links:
            self._close_links(depth, end)
            self._code = None  # that of which such a link was part ends here as well
        while len(self._stack) > max(depth, 1):
            self._pop(end)

    def leaf(self, kind: Literal["code", "rule"], span: Span, info: str = "") -> None:
        """A block of code or a thematic break."""
        self._end_implicit_paragraph(span.start)
        self._end_pre()
        self._stack[-1].children.append(
            _new(Block, (kind, span, (), (), 0, False, info, False, False, False))
        )

    def definition(self, definition: Definition) -> None:
        """A link reference definition."""
        self._definitions.append(definition)

    # Inline content

    def text(self, text: str, start: int, end: int) -> None:
        """Visible text; of another length than its span where it was an escape or entity."""
        if not text:
            return
        if self._code is not None:
            self._code[1].append(text)
            return
        if self._open_links:
            self._open_links[-1].parts.append((text, start, end, self._bold > 0))
            return
        frame = self._stack[-1]
        if frame.kind not in _PROSE:
            if frame.kind == "code" or not text.strip():
                return
            frame = self._implicit_paragraph(start)
        frame.line.append((text, start, end, self._bold > 0))

    def code(self, text: str, span: Span) -> None:
        """A code span."""
        if self._text.find("\n", *span) >= 0:
            text = code_on_lines(text, self._text[span.start : span.end])
        self._add(_new(Code, (span, self._templates.unmask(text, span))))

    def line_break(self, start: int, end: int, *, hard: bool) -> None:
        """A soft or hard line break of Markdown; inside a link it is a space."""
        frame = self._stack[-1]
        if self._code is None and not self._open_links and frame.kind in _PROSE:
            _cut_space(frame.line, start)
            self._end_line(frame, hard=hard)
            return
        if self._code is not None and self._code[1]:
            self._code[1][-1] = self._code[1][-1].rstrip(" \t")
        _cut_space(self._open_links[-1].parts if self._open_links else frame.line, start)
        self._break(start, end, hard=hard)

    def _break(self, start: int, end: int, *, hard: bool) -> None:
        if self._code is not None:
            self._code[1].append(" ")
        elif self._open_links:
            self._open_links[-1].parts.append((" ", start, end, False))
        elif self._stack[-1].kind in _PROSE:
            self._end_line(self._stack[-1], hard=hard)

    def bold(self, change: Literal[1, -1]) -> None:
        """Strong emphasis begins or ends."""
        self._bold = max(self._bold + change, 0)

    def open_link(
        self,
        kind: LinkKind,
        start: int,
        text_start: int,
        url: str,
        url_span: Span | None,
        title: str = "",
        label: str = "",
    ) -> None:
        """A link begins; what follows up to :meth:`close_link` is its text."""
        if url_span is not None:
            url = self._value(url, url_span)
        if not self._open_links and self._stack[-1].kind not in _PROSE:
            self._implicit_paragraph(start)
        in_code = self._code is not None
        self._end_code(start)
        self._open_links.append(
            _OpenLink(kind, start, text_start, url, url_span, title, label, len(self._stack))
        )
        self._open_links[-1].in_code = in_code
        if in_code:
            self._code = (text_start, [])  # <code><a>…</a></code>: the text is code, too

    def close_link(self, text_end: int, end: int, url_span: Span | None = None) -> None:
        """A Markdown link ends, with all HTML links opened inside it.

        ``url_span`` is where its address stands, if that has not been told yet.
        """
        while self._open_links[-1].kind == "html":
            self._close_innermost(text_end, text_end)
        self._close_innermost(text_end, end, url_span)

    def _close_innermost(self, text_end: int, end: int, url_span: Span | None = None) -> None:
        self._end_code(text_end)
        opened = self._open_links.pop()
        if url_span is not None:
            opened.url, opened.url_span = self._value(opened.url, url_span), url_span
        if len(opened.parts) == 1 and type(opened.parts[0]) is tuple and not self._has_templates:
            text, start, stop, bold = opened.parts[0]
            parts: tuple[Any, ...] = (_new(Text, (_new(Span, (start, stop)), text, bold)),)
        else:
            parts = tuple(
                [
                    part
                    for part in self._with_text(opened.parts, links=False)
                    if not isinstance(part, Link)
                ]
            )
            text = "".join([visible_text(part) for part in parts])
        templated = "{{" in opened.url or "{%" in opened.url
        templated = templated or (
            self._has_templates and any(isinstance(part, Template) for part in parts)
        )
        text_span = _new(Span, (opened.text_start, max(text_end, opened.text_start)))
        link = _new(
            Link,
            (
                _new(Span, (opened.start, end)),
                " ".join(text.split()),
                text_span,
                opened.url,
                opened.url_span,
                opened.title,
                opened.kind,
                parts,
                opened.label,
                templated,
            ),
        )
        self._links.append(link)
        if self._open_links:
            # A link inside a link: its text belongs to the outer one, too.
            self._open_links[-1].parts.extend(parts)
        elif self._opened_around(opened.depth):
            # HTML has opened it before the list, quote or table that is open now.
            self._stack[opened.depth - 1].line.append(link)
        else:
            self._add(link)
        if opened.in_code:
            self._code = (end, [])

    def _opened_around(self, depth: int) -> bool:
        """Whether a group of blocks has begun since so many were open."""
        return len(self._stack) > depth + (self._stack[-1].kind in _PROSE)

    def image(
        self,
        kind: ImageKind,
        span: Span,
        alt: str | None,
        alt_span: Span | None,
        url: str,
        url_span: Span | None,
        title: str = "",
        *,
        hidden: bool = False,
    ) -> None:
        """An image."""
        if url_span is not None:
            url = self._value(url, url_span)
        if alt is not None and alt_span is not None:
            alt = self._value(alt, alt_span)
        image = _new(Image, (span, alt, alt_span, url, url_span, title, kind, hidden))
        self._images.append(image)
        self._add(image)

    # Raw HTML

    def html(self, content: str, places: TextMap, *, block: bool) -> None:
        """Raw HTML: a whole HTML block, or one tag within a Markdown paragraph."""
        if block:
            content = content.rstrip()
        for token in tokenize(content):
            span = places.span(token.start, token.end)
            if isinstance(token, TagToken):
                self._tag(token, span, places, block=block)
            elif isinstance(token, CommentToken):
                self._comments.append(Comment(span, token.text))
            else:
                self._html_text(content, token, places)
        if block:
            end = places.span(0, len(content)).end
            self._end_code(end)
            if (
                self._open_links
                and self._open_links[-1].kind == "html"
                and not self._ends_later(end)
            ):
                self._close_innermost(end, end)

    def _html_text(self, content: str, token: TextToken, places: TextMap) -> None:
        """Text of raw HTML, line by line: between lines a quote's marker may stand."""
        start = token.start
        while (end := content.find("\n", start, token.end)) >= 0:
            self._mapped_text(token, start, end, places)
            self._mapped_text(token, end, end + 1, places)
            start = end + 1
        self._mapped_text(token, start, token.end, places)

    def _mapped_text(self, token: TextToken, start: int, end: int, places: TextMap) -> None:
        span = places.span(start, end)
        whole = start == token.start and end == token.end
        text = token.text if whole else token.text[start - token.start : end - token.start]
        self.text(text, span.start, span.end)

    def _tag(self, tag: TagToken, span: Span, places: TextMap, *, block: bool) -> None:
        if MASK in tag.name:
            return  # only the site's generator knows which element it is
        if not tag.closing:
            attributes = tuple(
                [
                    (
                        item.name,
                        self._value(item.value, places.span(item.start, item.end))
                        if MASK in item.value
                        else item.value,
                    )
                    for item in tag.attributes
                ]
            )
            self._tags.append(_new(HtmlTag, (span, tag.name, attributes)))
        name = tag.name
        if self._stack[-1].kind == "code" and name not in _BLOCKS:
            return  # In <pre> everything is shown as code.
        if name == "a":
            self._anchor(tag, span, places)
        elif name == "img" and not tag.closing:
            self._html_image(tag, span, places)
        elif name in {"br", "hr"}:
            self._end_code(span.start)
            if name == "hr" and block and not self._open_links:
                self.leaf("rule", span)
            else:
                self._break(span.start, span.end, hard=True)
        elif name in _BOLD_ELEMENTS:
            self.bold(-1 if tag.closing else 1)
        elif name in _CODE_ELEMENTS:
            self._html_code(tag, span)
        elif name in _BLOCKS:
            self._end_code(span.start)
            if not block or self._open_links:
                self._break(span.start, span.end, hard=True)
            elif tag.closing:
                self._close_element(name, span)
            elif not tag.self_closing:
                self._open_element(tag, span)

    def _value(self, value: str, span: Span) -> str:
        """An attribute or address, its template tags put back."""
        if MASK in value:
            self._note_templates(span)
        return self._templates.unmask(value, span)

    def _note_templates(self, span: Span) -> None:
        """Take down the tags of a span: they are shown as text, or are comments of MDX."""
        for tag in self._templates.within(span):
            text = self._text[tag.start : tag.end]
            if tag in self._templates.comments:
                self._jsx_comments[tag] = Comment(tag, text[3:-3])
            else:
                self._seen[tag] = Template(tag, text)

    def _anchor(self, tag: TagToken, span: Span, places: TextMap) -> None:
        opened = self._open_links[-1] if self._open_links else None
        if tag.closing:
            if opened is not None and opened.kind == "html":
                self._close_innermost(span.start, span.end)
            return
        if opened is not None and opened.kind == "html":
            self._close_innermost(span.start, span.start)
        href = tag.get("href")
        if href is None:
            return
        title, label = tag.get("title"), tag.get("aria-label")
        self.open_link(
            "html",
            span.start,
            span.end,
            href.value.strip(),
            places.span(href.start, href.end),
            title.value if title else "",
            label.value.strip() if label else "",
        )
        if tag.self_closing:
            self._close_innermost(span.end, span.end)

    def _ends_later(self, position: int) -> bool:
        """Whether the next ``<a>`` or ``</a>`` after a position is an end tag, and near."""
        match = _NEXT_A.search(self._text, position, min(position + _LINK_WINDOW, self._body.end))
        return match is not None and match.group(1) == "/"

    def _html_image(self, tag: TagToken, span: Span, places: TextMap) -> None:
        source, alt, title = tag.get("src"), tag.get("alt"), tag.get("title")
        role, aria = tag.get("role"), tag.get("aria-hidden")
        hidden = (role is not None and role.value.lower() in {"presentation", "none"}) or (
            aria is not None and aria.value.lower() == "true"
        )
        self.image(
            "html",
            span,
            alt.value if alt else None,
            places.span(alt.start, alt.end) if alt else None,
            source.value.strip() if source else "",
            places.span(source.start, source.end) if source else None,
            title.value if title else "",
            hidden=hidden,
        )

    def _html_code(self, tag: TagToken, span: Span) -> None:
        if tag.closing:
            if self._code is not None:
                self._end_code(span.end)
        elif self._code is None and not tag.self_closing and self._stack[-1].kind != "code":
            self._code = (span.start, [])

    def _end_code(self, end: int) -> None:
        if self._code is None:
            return
        start, pieces = self._code
        self._code = None
        span = Span(start, end)
        self._add(Code(span, self._templates.unmask("".join(pieces), span)))

    def _open_element(self, tag: TagToken, span: Span) -> None:
        name = tag.name
        self._end_implicit_paragraph(span.start)
        if name in _IMPLIED_ENDS:
            ended, stop = _IMPLIED_ENDS[name]
            self._end_elements(ended, stop, span.start)
        elif self._stack[-1].name == "p":
            self._pop(span.start)
        kind = _BLOCKS[name]
        level = int(name[1]) if kind == "heading" else 0
        frame = _Frame(kind, span.start, name, level, name == "ol", name == "th")
        frame.info = name
        self._stack.append(frame)

    def _end_elements(self, ended: frozenset[str], stop: frozenset[str], end: int) -> None:
        for depth in range(len(self._stack) - 1, 0, -1):
            name = self._stack[depth].name
            if not name or name in stop:
                return
            if name in ended:
                self._close_to(depth, end)
                return

    def _close_element(self, name: str, span: Span) -> None:
        for depth in range(len(self._stack) - 1, max(len(self._stack) - 200, 0), -1):
            frame = self._stack[depth]
            if not frame.name:
                return
            if frame.name == name:
                self._close_to(depth + 1, span.start)
                self._pop(span.end)
                return

    def _close_to(self, depth: int, end: int) -> None:
        self._close_links(depth, end)
        while len(self._stack) > depth:
            self._pop(end)

    # Frames

    def _implicit_paragraph(self, start: int) -> _Frame:
        """A paragraph for text that stands directly in a group."""
        if self._stack[-1].kind in _PROSE:
            return self._stack[-1]
        frame = _Frame("paragraph", start, "#text")
        self._stack.append(frame)
        return frame

    def _end_implicit_paragraph(self, end: int) -> None:
        if self._stack[-1].name == "#text" and not self._open_links:
            self._pop(end)

    def _end_pre(self) -> None:
        """A Markdown block inside an open <pre>: the HTML block ended, so code ends here, too."""
        if self._stack[-1].kind == "code":
            self._stack[-1].kind = "html"

    def _close_links(self, depth: int, end: int) -> None:
        while self._open_links and self._open_links[-1].depth > depth:
            self._end_code(end)
            self._close_innermost(end, end)

    def _add(self, part: Part) -> None:
        if self._code is not None:
            # An image in an HTML code span cuts it in two.
            self._end_code(part.span.start)
            self._add(part)
            self._code = (part.span.end, [])
            return
        if self._open_links:
            if not isinstance(part, Link):
                self._open_links[-1].parts.append(part)
            return
        frame = self._stack[-1]
        if frame.kind not in _PROSE:
            frame = self._implicit_paragraph(part.span.start)
        frame.line.append(part)

    def _pop(self, end: int) -> None:
        frame = self._stack.pop()
        self._end_line(frame, hard=False)
        if frame.name == "#text":
            if not frame.lines:
                self._stack[-1].children.extend(frame.children)
                return
            end = frame.lines[-1].span.end
            frame.start = frame.lines[0].span.start
        # What HTML leaves open may reach farther than the Markdown around it.
        children, lines, start = frame.children, frame.lines, frame.start
        end = max(end, start)
        if children:
            end = max(end, children[-1][1][1])
        footnote = False
        if lines:
            end = max(end, lines[-1][0][1])
            first = lines[0][0][0]
            if first < start:
                # HTML before the paragraph has opened a link that ends in it: what stands
                # between is within it.
                start = first
                children = _cut_from(self._stack[-1].children, first) + children
            footnote = (
                frame.kind == "paragraph"
                and self._text.startswith("[^", first)
                and _FOOTNOTE.match(self._text, first) is not None
            )
        self._stack[-1].children.append(
            _new(
                Block,
                (
                    frame.kind,
                    _new(Span, (start, end)),
                    tuple(children),
                    tuple(lines),
                    frame.level,
                    frame.ordered,
                    frame.info,
                    bool(frame.name),
                    frame.header,
                    footnote,
                ),
            )
        )

    # Lines

    def _end_line(self, frame: _Frame, *, hard: bool) -> None:
        line = frame.line
        if not line:
            return
        frame.line = []
        if len(line) == 1 and type(line[0]) is tuple and not self._has_templates:  # as most are
            text, start, stop, bold = line[0]
            if "://" not in text:
                if text.strip():
                    span = _new(Span, (start, stop))
                    frame.lines.append(_new(Line, (span, (_new(Text, (span, text, bold)),), hard)))
                return
        parts = self._with_text(line, links=True)
        for part in parts:
            if type(part) is not Text or part[1].strip():
                span = _new(Span, (parts[0][0][0], parts[-1][0][1]))
                frame.lines.append(_new(Line, (span, tuple(parts), hard)))
                return

    def _with_text(self, pieces: list[Any], *, links: bool) -> list[Any]:
        """Join runs of raw text, and find the templates and bare URLs in them."""
        if len(pieces) == 1 and type(pieces[0]) is tuple:  # as most lines are
            return self._text_parts(pieces, links=links)
        parts: list[Any] = []
        run: list[_Piece] = []
        for piece in pieces:
            if type(piece) is not tuple:
                if run:
                    parts += self._text_parts(run, links=links)
                    run = []
                parts.append(piece)
                continue
            if run and run[-1][3] != piece[3]:
                parts += self._text_parts(run, links=links)
                run = []
            run.append(piece)
        if run:
            parts += self._text_parts(run, links=links)
        return parts

    def _text_parts(self, run: list[_Piece], *, links: bool) -> list[Any]:
        text, start, stop, bold = run[0]
        if len(run) > 1:
            text = "".join([piece[0] for piece in run])
            stop = run[-1][2]
        if (not links or "://" not in text) and not (self._has_templates and MASK in text):
            return [_new(Text, (_new(Span, (start, stop)), text, bold))]
        parts: list[Part] = []
        places = _RunMap(run)
        position = 0
        cuts = sorted(
            [
                *((match.start(), match.end(), False) for match in re.finditer(f"{MASK}+", text)),
                *((start, end, True) for start, end in (find_bare_urls(text) if links else ())),
            ]
        )
        for start, stop, is_url in cuts:
            if start < position:
                continue
            if start > position:
                parts.append(Text(places.span(position, start), text[position:start], bold))
            end = places.end_of_entity(stop) if is_url else stop
            span = places.span(start, end)
            if is_url:
                written = places.written(start, end, self._text)
                if (
                    "<" in written
                    or written[:8] != text[start : start + 8]
                    or self._text[span.end - 1].isspace()
                ):
                    # A tag in its midst, other markup in that of `https://`, or a template that
                    # goes on on the next line.
                    original = self._templates.unmask(text[start:end], span)
                    parts.append(Text(span, original, bold))
                    position = end
                    continue
                link = self._bare_link(written, span, bold)
                self._links.append(link)
                parts.append(link)
            else:
                self._note_templates(span)
                parts.append(Template(span, self._text[span.start : span.end]))
            position = end
        if position < len(text):
            parts.append(Text(places.span(position, len(text)), text[position:], bold))
        return parts

    def _bare_link(self, written: str, span: Span, bold: bool) -> Link:
        url = self._value(written, span)
        return Link(
            span,
            url,
            span,
            url,
            span,
            "",
            "bare",
            (Text(span, url, bold),),
            templated=url != written,
        )

    def finish(self) -> Document:
        """End everything that is still open, and return the document."""
        end = self._body.end
        self._end_code(end)
        while self._open_links:
            self._close_innermost(end, end)
        while len(self._stack) > 1:
            self._pop(end)
        root = self._stack[0]
        self._links.sort(key=lambda link: link.span)
        self._comments.extend(self._jsx_comments.values())
        self._comments.sort()
        return Document(
            Block("document", self._body, tuple(root.children)),
            tuple(self._links),
            tuple(self._images),
            tuple(self._comments),
            tuple(self._tags),
            tuple(self._definitions),
            tuple(sorted(self._seen.values())),
            tuple(self.problems),
        )


def code_on_lines(text: str, written: str) -> str:
    """The text of a code span on several lines, of whose indentation parsers leave some.

    Args:
        text: What a parser made of it.
        written: The span in the source, with its backticks.
    """
    text = _SPACES.sub(" ", text)
    inner = written.strip("`")
    ends = inner.endswith(" ") or inner.rstrip(" \t>").endswith("\n")
    # A space on both sides is no part of the code; of one side alone it is.
    return text.strip(" ") or " " if ends and inner[:1] in {" ", "\r", "\n"} else text


def _cut_from(blocks: list[Block], start: int) -> list[Block]:
    """Take away the blocks that begin at a place or after it, and return them."""
    count = len(blocks)
    while count and blocks[count - 1][1][0] >= start:
        count -= 1
    taken = blocks[count:]
    del blocks[count:]
    return taken


def _cut_space(parts: list[Any], end: int) -> None:
    """Cut off the white space at a line's end: one parser leaves it out and the other does not.

    Args:
        parts: What stands on the line.
        end: Where the line ends.
    """
    while parts:
        last = parts[-1]
        if type(last) is not tuple:
            return
        written, start, stop, bold = last
        if (stop <= end and written[-1] not in " \t") or stop - start != len(written):
            return
        text = written[: max(end - start, 0)].rstrip(" \t")
        if len(text) == len(written):
            return
        parts.pop()
        if text:
            parts.append((text, start, start + len(text), bold))
            return


def _cut_all_space(parts: list[Any], end: int) -> None:
    """Cut off the white space at a block's end, that of other scripts included.

    Args:
        parts: What stands on its last line.
        end: Where the block ends.
    """
    _cut_space(parts, end)
    while parts:
        last = parts[-1]
        if type(last) is not tuple:
            return
        written, start, stop, bold = last
        if not written[-1].isspace() or stop - start != len(written):
            return
        parts.pop()
        text = written.rstrip()
        if text:
            parts.append((text, start, start + len(text), bold))
            return


class _RunMap:
    """From offsets in joined raw text to source spans."""

    __slots__ = ("_run", "_starts")

    def __init__(self, run: list[_Piece]) -> None:
        self._run = run
        self._starts = []
        offset = 0
        for piece in run:
            self._starts.append(offset)
            offset += len(piece[0])

    def span(self, start: int, end: int) -> Span:
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        return Span(self._place(first, start, 0), self._place(last, end, 1))

    def end_of_entity(self, end: int) -> int:
        """An end that lies within the characters of one entity moved to behind them."""
        index = bisect_right(self._starts, end - 1) - 1
        text, first, last, _ = self._run[index]
        return end if len(text) == last - first else self._starts[index] + len(text)

    def written(self, start: int, end: int, source: str) -> str:
        """The text, with what stands in the source between its pieces (emphasis, tags)."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        made = []
        for index in range(first, last + 1):
            piece, at = self._run[index], self._starts[index]
            if index > first:
                made.append(source[self._run[index - 1][2] : piece[1]])
            made.append(piece[0][max(start - at, 0) : end - at])
        return "".join(made)

    def _place(self, index: int, offset: int, side: Literal[0, 1]) -> int:
        text, first, last, _ = self._run[index]
        if len(text) == last - first:
            return first + offset - self._starts[index]
        # An escape or entity: it is one thing, whole or not at all.
        return last if side else first
