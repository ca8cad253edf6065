"""The reference parser: markdown-it-py, with exact positions added.

markdown-it-py gives line ranges for blocks and nothing for what stands inside
them. Three hooks make up for it, none of which changes what is parsed:

* every block rule is wrapped: when it has matched, its content is mapped back
  to the source, line by line;
* every inline rule is wrapped: the tokens it pushed came from between the
  parser's position before and after;
* the helpers for link labels and destinations note what they read last.

``docs/decisions/positions.md`` says why this way.
"""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.common.utils import (
    isMdAsciiPunct,
    isPunctChar,
    isWhiteSpace,
    normalizeReference,
)
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned

from medlint.document import Definition
from medlint.parsers import NESTING
from medlint.parsers.builder import DocumentBuilder, code_on_lines
from medlint.parsers.ends import without_blank_lines, without_space
from medlint.parsers.html_rules import ascii_only, closed
from medlint.parsers.link_helpers import LinkHelpers
from medlint.parsers.quotes import QuoteState, in_steps
from medlint.parsers.templates import Templates
from medlint.parsers.textmap import TextMap
from medlint.text import Problem, Span
from medlint.typed import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from medlint.document import BlockKind, Document

#: How deep inline constructs may nest, images in images apart; what is deeper is text.
_INLINE_NESTING = 30
_IMAGE_NESTING = 4
#: How many levels a container opens: a list comes with an item.
_LEVELS = {"blockquote": 1, "list": 2}

_CONTAINERS: dict[str, BlockKind] = {
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "table_open": "table",
    "tr_open": "row",
    "th_open": "cell",
    "td_open": "cell",
    "paragraph_open": "paragraph",
    "heading_open": "heading",
}
_ENDS = frozenset(name.replace("_open", "_close") for name in _CONTAINERS)
#: What ends where the last of its content does.
_HOLDERS = frozenset({"quote", "list", "item"})
_LEAVES = frozenset({"fence", "code_block", "hr", "html_block"})
#: What must stand where a rule is tried, since the rule would look for nothing else. To
#: ask here spares most of the calls.
_BEGINNINGS: dict[str, frozenset[str]] = {
    name: frozenset(characters)
    for name, characters in (
        *(("fence", "`~"), ("blockquote", ">"), ("hr", "*-_"), ("list", "*+-0123456789")),
        *(("reference", "["), ("html_block", "<"), ("heading", "#")),
        *(("newline", "\n"), ("escape", "\\"), ("backticks", "`"), ("strikethrough", "~")),
        *(("emphasis", "*_"), ("link", "["), ("image", "!"), ("autolink", "<")),
        *(("html_inline", "<"), ("entity", "&")),
    )
}
#: Rules that do not hold in MDX: tags are read inline, and what stands between them is Markdown.
_NOT_IN_MDX = frozenset({"html_block", "code"})
#: The deepest indentation at which a block may begin that is not indented code.
_DEEPEST_INDENT = 3
#: HTML whose content is no Markdown in MDX either.
_RAW = ("<!--", "<script", "<style", "<pre")
_EMPHASIS = frozenset({"emphasis", "strikethrough"})


def parse_body(text: str, body: Span, *, mdx: bool, nesting: int = NESTING) -> Document:
    """Parse ``body`` of ``text`` with markdown-it-py.

    Args:
        text: The whole source.
        body: Where the body stands in it.
        mdx: Whether it is MDX.
        nesting: How deep quotes and lists are read; deeper ones are a problem of the document.
    """
    templates = Templates(text, body, mdx=mdx)
    builder = DocumentBuilder(text, body, templates)
    content, starts = _normalize(templates.masked, body)
    if content:
        found = _Found(text, starts, body.end, mdx=mdx, nesting=nesting)
        env: MutableMapping[str, Any] = {"medlint": found, "references": found.references}
        parser = _parser()
        # It passes over what stands at this level.
        parser.options["maxNesting"] = nesting + 1
        _Walk(builder, found).run(parser.parse(content, env))
        if found.too_deep:
            message = (
                f"quotes and lists are nested deeper than {nesting} "
                f"level{'' if nesting == 1 else 's'} here (setting max-nesting); "
                "what lies deeper was not checked"
            )
            span = Span(found.too_deep[0], found.too_deep[0] + 1)
            builder.problems.append(Problem("too-deep", message, span))
    return builder.finish()


def _normalize(text: str, body: Span) -> tuple[str, list[tuple[int, int]]]:
    """The body with line feeds for line ends, and where each of its lines starts.

    Returns:
        The content, and for each line its start in the content and in the source.
    """
    content = text[body.start : body.end]
    starts = [(0, body.start)]
    if "\r" not in content:
        at = content.find("\n")
        while at >= 0:
            starts.append((at + 1, body.start + at + 1))
            at = content.find("\n", at + 1)
        return content, starts
    pieces = []
    position = length = 0
    for match in re.finditer(r"\r\n?|\n", content):
        piece = content[position : match.start()]
        pieces.append(piece)
        position = match.end()
        length += len(piece) + 1
        starts.append((length, body.start + position))
    pieces.append(content[position:])
    return "\n".join(pieces), starts


class _Found:
    """What the hooks found during one parse.

    Attributes:
        text: The source.
        mdx: Whether it is MDX, where HTML holds Markdown and indentation makes no code.
        nesting: How deep quotes and lists are read.
        too_deep: Where the first one stands that is deeper, if there is one.
        deep_images: Whether images are nested deeper than they are read.
        lines: From offsets of the normalised body to the source.
        references: markdown-it-py's own definitions, by normalised label.
        definitions: By normalised label, the first of each.
        duplicates: Definitions that an earlier one overrules.
    """

    def __init__(
        self, text: str, starts: list[tuple[int, int]], end: int, *, mdx: bool, nesting: int
    ) -> None:
        self.text = text
        self.mdx = mdx
        self.nesting = nesting
        self.too_deep: list[int] = []
        self.deep_images = False
        self.lines = TextMap(starts)
        self.references: dict[str, Any] = {}
        self.definitions: dict[str, Definition] = {}
        self.duplicates: list[Definition] = []
        #: What is noted while blocks are read, for quotes that are read more than once.
        self.notes = self.too_deep, self.references, self.definitions, self.duplicates
        self._starts = [start for _, start in starts]
        self._end = end

    def end_before(self, line: int, start: int) -> int:
        """Where the text before a line (from 0) ends, blank lines and spaces not counted.

        Never before ``start``.
        """
        end = self._starts[line] if line < len(self._starts) else self._end
        return without_space(self.text, start, end)


class _StateInline(StateInline):
    """Notes where pending text began, and the destination a link was given."""

    pending_start = -1
    last_comment = -1  # behind which no comment ends; -1 where that was not asked yet
    of_image = False  # whether it is the text of an image, which is cut out from its brackets

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """Whether a run of markers may open and close, and its length.

        For markdown-it-py the text of a link or image stands between spaces, and
        not between brackets, which are punctuation.
        """
        source = self.src
        marker = source[start]
        end = start + 1
        while end < self.posMax and source[end] == marker:
            end += 1
        edges = "[]" if self.of_image else "  "
        before = source[start - 1] if start else edges[0]
        after = source[end] if end < len(source) else edges[1]
        space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
        mark_before, mark_after = _is_punctuation(before), _is_punctuation(after)
        left = not space_after and (not mark_after or space_before or mark_before)
        right = not space_before and (not mark_before or space_after or mark_after)
        return Scanned(
            left and (canSplitWord or not right or mark_before),
            right and (canSplitWord or not left or mark_after),
            end - start,
        )

    def pushPending(self) -> Token:  # noqa: N802
        token = super().pushPending()
        token.meta["span"] = (self.pending_start, self.pending_start + len(token.content))
        self.pending_start = -1
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        self.pending_start = -1
        if ttype in {"link_open", "image"}:
            token.meta["destination"] = self.md.helpers.destination
        return token


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


class _InlineParser(ParserInline):
    """Parses with :class:`_StateInline`; deeply nested images become plain text."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        noted: LinkHelpers = md.helpers  # type: ignore[assignment]
        outer = noted.label_ends, noted.destination
        noted.label_ends = {}
        self._depth += 1
        try:
            state = _StateInline(src, md, env, tokens)
            state.level = md.options.maxNesting - _INLINE_NESTING
            state.of_image = self._depth > 1
            if self._depth > _IMAGE_NESTING:
                state.pending_start = 0
                state.pending = src
                token = state.pushPending()
                if "![" in src:
                    token.meta["too_deep"] = env["medlint"].deep_images = True
                return state.tokens
            self.tokenize(state)
            for rule in self.ruler2.getRules(""):
                rule(state)
        finally:
            self._depth -= 1
            noted.label_ends, noted.destination = outer
        return state.tokens


class _StateBlock(QuoteState):
    """Notes how the last content it cut from the source maps back to it."""

    cut: TextMap = TextMap([])
    cut_text = ""
    indents: tuple[int, ...] = ()  # of the content around each list that is being read

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: N802, N803
        # At the end of the text there is no line feed, and markdown-it-py might read on.
        keep = keepLastLF and self.eMarks[end - 1] < len(self.src)
        content = super().getLines(begin, end, indent, keep)
        found: _Found = self.env["medlint"]
        segments = []
        length = 0
        for line in range(begin, end):
            last = self.eMarks[line]
            stop = content.find("\n", length)
            width = (len(content) if stop < 0 or line == end - 1 else stop) - length
            if content[length + width - 1 : length + width] == "\n" and width:
                width -= 1
            # What was cut away stood before; spaces that replace part of a tab have no source.
            surplus = self.bMarks[line] - (last - width)
            if surplus > 0:
                segments.append((length, self.bMarks[line]))
                segments.append((length + surplus, self.bMarks[line]))
            else:
                segments.append((length, last - width))
            length += width + 1
        self.cut = _through(segments, found.lines)
        self.cut_text = content
        return content


def _through(segments: list[tuple[int, int]], lines: TextMap) -> TextMap:
    return TextMap([(start, lines.to_source(place)) for start, place in segments])


class _BlockParser(ParserBlock):
    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: MutableMapping[str, Any],
        outTokens: list[Token],  # noqa: N803
    ) -> list[Token] | None:
        state = _StateBlock(src, md, env, outTokens)
        if env["medlint"].mdx:
            state._code_enabled = False
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens


def _parser() -> MarkdownIt:
    """A parser with the hooks in place; CommonMark with tables and strikethrough."""
    global _made
    if _made is None:
        parser = MarkdownIt("commonmark", renderer_cls=_NoRenderer)
        parser.block = _BlockParser()
        parser.inline = _InlineParser()
        parser.configure("commonmark", {"maxNesting": 0, "html": True})
        parser.enable(["table", "strikethrough"])
        # Joining tokens would lose their places; the builder joins text itself.
        parser.inline.ruler2.disable("fragments_join", True)
        parser.inline.ruler2.disable("text_join", True)
        parser.core.ruler.disable("text_join", True)
        # The author's own URLs, javascript: included: judging them is a rule's business.
        parser.validateLink = _accept  # type: ignore[method-assign]
        parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
        parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
        parser.helpers = LinkHelpers()  # type: ignore[assignment]
        for block_rule in parser.block.ruler.__rules__:
            if block_rule.name == "html_block":
                block_rule.fn = ascii_only(block_rule.fn)
            block_rule.fn = _tracked_block(block_rule.name, block_rule.fn)
        for inline_rule in parser.inline.ruler.__rules__:
            if inline_rule.name == "html_inline":
                inline_rule.fn = closed(inline_rule.fn)
            inline_rule.fn = _tracked_inline(inline_rule.name, inline_rule.fn)
        _put_tables_last(parser.block.ruler.__rules__)
        parser.block.ruler.__cache__ = None
        parser.inline.ruler.__cache__ = None
        _made = parser
    return _made


class _NoRenderer:
    """Stands where markdown-it-py's renderer would, which takes a millisecond to set up."""

    __output__: ClassVar[str] = "none"

    def __init__(self, parser: MarkdownIt) -> None:
        pass

    def render(self, tokens: Any, options: Any, env: Any) -> None:
        """Nothing: what is parsed here is never rendered."""


def _put_tables_last(rules: list[Any]) -> None:
    """Make a table what is nothing else: no quote, list, definition, HTML or heading."""
    names = [rule.name for rule in rules]
    table = rules.pop(names.index("table"))
    rules.insert(names.index("lheading") - 1, table)


def _accept(url: str) -> bool:  # noqa: ARG001  (the name is markdown-it-py's)
    return True


_made: MarkdownIt | None = None


# Blocks


def _tracked_block(
    name: str, rule: Callable[[StateBlock, int, int, bool], bool]
) -> Callable[[StateBlock, int, int, bool], bool]:
    beginning = _BEGINNINGS.get(name)
    not_in_mdx = name in _NOT_IN_MDX

    def run(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        start = state.bMarks[start_line] + state.tShift[start_line]
        if beginning is not None and state.src[start : start + 1] not in beginning:
            return False
        if not_in_mdx and state.env["medlint"].mdx and not state.src.startswith(_RAW, start):
            return False
        assert isinstance(state, _StateBlock)
        if silent:
            return not _is_lazy(state, start_line) and rule(state, start_line, end_line, True)
        if name == "reference" and state.src.startswith("[^", start):
            return False  # a footnote, which CommonMark takes for a definition
        count = len(state.tokens)
        if name == "list":
            return _track_list(state, rule, start_line, end_line, start)
        found: _Found = state.env["medlint"]
        if name == "blockquote":
            indents = state.indents
            state.indents = ()
            matches = in_steps(rule, state, start_line, end_line, found.notes)
            state.indents = indents
            if matches:
                _note_depth(state, found, name, start)
        else:
            matches = rule(state, start_line, end_line, False)
        if not matches:
            return False
        if name == "reference":
            _note_definition(state, found, start_line)
        elif len(state.tokens) > count:
            first = state.tokens[count]
            first.meta["start"] = found.lines.to_source(start)
            _map_content(name, state, found, count, start)
        return True

    return run


def _note_depth(state: StateBlock, found: _Found, name: str, start: int) -> None:
    """Note where quotes and lists first go deeper than they are read."""
    if not found.too_deep and state.level + _LEVELS[name] > found.nesting:
        found.too_deep.append(found.lines.to_source(start))


def _is_lazy(state: _StateBlock, line: int) -> bool:
    """Whether a line that might end a paragraph cannot, since it is indented too deep.

    How deep is counted from the innermost block that goes on with the line, and not
    from the one whose paragraph it is. Lines below 0 have been taken for more of a
    paragraph by a quote farther out.
    """
    indent = state.sCount[line]
    if indent < 0:
        return True
    if indent >= state.blkIndent or not state._code_enabled:
        return False
    around = [one for one in state.indents if one <= indent]
    return bool(around) and indent - around[-1] > _DEEPEST_INDENT


def _track_list(
    state: _StateBlock,
    rule: Callable[[StateBlock, int, int, bool], bool],
    start_line: int,
    end_line: int,
    start: int,
) -> bool:
    """Run the list rule, noting where each item's marker stands.

    When an item is pushed, ``state.line`` is the line it starts on and the
    line's markers are those of the list, so its start can be read there.
    """
    found: _Found = state.env["medlint"]
    count = len(state.tokens)
    level = state.level + 1
    indents = state.indents
    state.indents = (*indents, state.blkIndent)
    matches = rule(state, start_line, end_line, False)
    state.indents = indents
    if not matches:
        return False
    _note_depth(state, found, "list", start)
    state.tokens[count].meta["start"] = found.lines.to_source(start)
    for token in state.tokens[count:]:
        if token.type == "list_item_open" and token.level == level and token.map:
            line = token.map[0]
            place = start if line == start_line else state.bMarks[line] + state.tShift[line]
            token.meta["start"] = found.lines.to_source(place)
    return True


def _map_content(name: str, state: _StateBlock, found: _Found, count: int, start: int) -> None:
    """Give each token with content the map from its content to the source."""
    if name == "html_block":
        state.tokens[count].meta["places"] = state.cut
    elif name in {"paragraph", "lheading"}:
        token = state.tokens[count + 1]
        lead = state.cut_text.find(token.content) if token.content else 0
        token.meta["places"] = state.cut.shifted(lead)
        if "\n " in token.content or "\n\t" in token.content:
            _cut_indentation(token)
    elif name == "heading":
        token = state.tokens[count + 1]
        content = start + len(state.tokens[count].markup)
        place = state.src.find(token.content, content) if token.content else content
        token.meta["places"] = TextMap([(0, found.lines.to_source(place))])
    elif name == "table":
        _map_cells(state, found, count)


def _cut_indentation(token: Token) -> None:
    """Cut off the indentation of the lines of a paragraph, which is no content.

    markdown-it-py passes over it in text, but not in titles and tags.
    """
    places: TextMap = token.meta["places"]
    segments = []
    lines = []
    position = length = 0
    for line in token.content.split("\n"):
        content = line.lstrip(" \t") if position else line
        segments.append((length, places.to_source(position + len(line) - len(content))))
        lines.append(content)
        length += len(content) + 1
        position += len(line) + 1
    token.content = "\n".join(lines)
    token.meta["places"] = TextMap(segments)


def _map_cells(state: _StateBlock, found: _Found, count: int) -> None:
    line = -1
    cells: Iterator[tuple[int, int, TextMap]] = iter(())
    for token in state.tokens[count:]:
        if token.type == "tr_open" and token.map:
            line = token.map[0]
            row_start, row_end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
            cells = _cells(state.src, row_start, row_end, found.lines)
            token.meta["start"] = found.lines.to_source(row_start)
            content_end = _without_space(state.src, row_start, row_end)[1]
            end = found.end_before(line + 1, token.meta["start"])
            token.meta["end"] = end = max(end, found.lines.to_source(content_end))
        elif token.type in {"th_open", "td_open"}:
            start, stop, places = next(cells, (end, end, TextMap([(0, end)])))
            token.meta["start"], token.meta["end"] = start, stop
            token.meta["places"] = places
        elif token.type == "inline":
            token.meta["places"] = places


def _cells(src: str, start: int, end: int, lines: TextMap) -> Iterator[tuple[int, int, TextMap]]:
    r"""The cells of a table row: source start, end and content map of each.

    Cells are parted by ``|``; in a cell ``\|`` is a bar, its backslash no content.
    """
    start, end = _without_space(src, start, end)
    bars = [start - 1, *(match.end() - 1 for match in _BAR.finditer(src, start, end)), end]
    pairs = list(pairwise(bars))
    if pairs and pairs[0][0] + 1 == pairs[0][1] and len(bars) > 2:
        pairs.pop(0)
    if pairs and pairs[-1][0] + 1 == pairs[-1][1]:
        pairs.pop()
    for left, right in pairs:
        first, last = _without_space(src, left + 1, right)
        segments = [(0, lines.to_source(first))]
        for dropped, match in enumerate(_ESCAPED_BAR.finditer(src, first, last), 1):
            place = match.end() - 1
            segments.append((place - first - dropped, lines.to_source(place)))
        yield lines.to_source(first), lines.to_source(last), TextMap(segments)


def _without_space(src: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _is_cut_off(src[start]):
        start += 1
    while end > start and _is_cut_off(src[end - 1]):
        end -= 1
    return start, end


def _is_cut_off(character: str) -> bool:
    """Whether markdown-it-py cuts a character off at both ends of a cell."""
    return character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85"


_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED_BAR = re.compile(r"\\\|")


def _note_definition(state: _StateBlock, found: _Found, start_line: int) -> None:
    """Note the link reference definition that was just read."""
    segments = []
    pieces = []
    length = 0
    for line in range(start_line, state.line):
        place = state.bMarks[line] + state.tShift[line]
        piece = state.src[place : state.eMarks[line] + 1]
        segments.append((length, place))
        pieces.append(piece)
        length += len(piece)
    string = "".join(pieces)
    places = _through(segments, found.lines)
    noted: LinkHelpers = state.md.helpers  # type: ignore[assignment]
    start, end = noted.destination
    if string[start : start + 1] == "<":
        start, end = start + 1, end - 1
    label_end = _label_end(string)
    label = string[1:label_end]
    key = normalizeReference(label)
    reference = found.references.get(key)
    if reference is None:
        return
    definition = Definition(
        places.span(0, len(string.rstrip(" \t\n"))),
        label,
        reference["href"] if key not in found.definitions else string[start:end],
        places.span(start, end),
        reference["title"] if key not in found.definitions else "",
    )
    if key in found.definitions:
        found.duplicates.append(definition)
    else:
        found.definitions[key] = definition


def _label_end(string: str) -> int:
    position = 1
    while position < len(string) and string[position] != "]":
        position += 2 if string[position] == "\\" else 1
    return position


# Inline


def _tracked_inline(
    name: str, rule: Callable[[StateInline, bool], bool]
) -> Callable[[StateInline, bool], bool]:
    beginning = _BEGINNINGS.get(name)
    is_html = name == "html_inline"

    def run(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if beginning is not None and state.src[start] not in beginning:
            return False
        assert isinstance(state, _StateInline)
        if is_html and state.src.startswith("<!--", start):
            return _read_comment(state, start, silent)
        if silent:
            return rule(state, True)
        count = len(state.tokens)
        if state.pending_start < 0:
            state.pending_start = start
        if not rule(state, False):
            return False
        if len(state.tokens) > count:
            _note_tokens(name, state, count, start)
        return True

    return run


def _read_comment(state: _StateInline, start: int, silent: bool) -> bool:
    """A comment within a paragraph; markdown-it-py knows none that ends in ``--->``."""
    if state.last_comment < 0:
        state.last_comment = state.src.rfind("-->") + 1
    if state.src.startswith(("<!-->", "<!--->"), start):
        end = state.src.index(">", start) + 1
    elif start + 4 < state.last_comment:
        end = state.src.index("-->", start + 4) + 3
    else:
        return False
    state.pos = end
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = state.src[start:end]
        token.meta["span"] = (start, end)
    return True


def _note_tokens(name: str, state: _StateInline, count: int, start: int) -> None:
    noted: LinkHelpers = state.md.helpers  # type: ignore[assignment]
    position = start
    for token in state.tokens[count:]:
        meta = token.meta
        if "span" in meta:
            continue
        if name in _EMPHASIS:
            meta["span"] = (position, position + len(token.content))
            position += len(token.content)
        elif name == "autolink" and token.type == "text":
            meta["span"] = (start + 1, state.pos - 1)
        else:
            meta["span"] = (start, state.pos)
        if name in {"link", "image"} and token.type in {"link_open", "image"}:
            meta["label_end"] = noted.label_ends.get(start + (name == "image"), start)


# Tokens to events


class _Walk:
    """Hands a token stream to the builder."""

    def __init__(self, builder: DocumentBuilder, found: _Found) -> None:
        self._builder = builder
        self._found = found
        self._ends: list[tuple[int, int, bool]] = []  # start, end, whether content decides it
        self._last = 0  # where the last block with content of its own ended

    def run(self, tokens: list[Token]) -> None:
        """Walk the block tokens."""
        content_end = 0
        for token in tokens:
            kind = token.type
            if kind in _CONTAINERS:
                self._open(token, content_end)
            elif kind in _ENDS:
                self._close()
            elif kind == "inline":
                places: TextMap = token.meta["places"]
                content_end = places.span(0, len(token.content)).end
                _Inline(self._builder, token, places, self._found).run()
            elif kind in _LEAVES:
                self._leaf(token)
        for definition in (*self._found.definitions.values(), *self._found.duplicates):
            self._builder.definition(definition)

    def _open(self, token: Token, fallback: int) -> None:
        kind = _CONTAINERS[token.type]
        start = token.meta.get("start", fallback)
        end = token.meta.get("end")
        holds = kind in _HOLDERS
        if end is None:
            end = self._end_of(token, start, first_line=holds)
        self._ends.append((start, end, holds))
        self._builder.open(
            kind,
            start,
            level=int(token.tag[1]) if kind == "heading" else 0,
            ordered=token.type == "ordered_list_open",
            header=token.type == "th_open",
        )

    def _close(self) -> None:
        start, end, holds = self._ends.pop()
        # Blank lines, which may bear a quote's markers, do not belong to what stands before.
        if not holds or self._last <= start:
            self._last = end
        self._builder.close(self._last)

    def _end_of(self, token: Token, start: int, *, first_line: bool = False) -> int:
        if token.map is None:
            return start
        return self._found.end_before(token.map[0] + 1 if first_line else token.map[1], start)

    def _leaf(self, token: Token) -> None:
        start = token.meta["start"]
        if token.type == "html_block":
            places: TextMap = token.meta["places"]
            self._builder.html(token.content, places, block=True)
            self._last = places.span(0, len(token.content.rstrip())).end
            return
        end = self._last = without_blank_lines(self._found.text, start, self._end_of(token, start))
        kind: Literal["code", "rule"] = "rule" if token.type == "hr" else "code"
        self._builder.leaf(kind, Span(start, end), token.info.strip())


class _Inline:
    """Hands the inline tokens of one block to the builder."""

    def __init__(
        self, builder: DocumentBuilder, inline: Token, places: TextMap, found: _Found
    ) -> None:
        self._builder = builder
        self._tokens = inline.children or []
        self._content = inline.content
        self._places = places
        self._found = found
        self._open: list[tuple[int, int]] = []  # where the text and the whole of each link end

    def run(self) -> None:
        """Walk the tokens."""
        builder = self._builder
        for token in self._tokens:
            kind = token.type
            if kind == "text":
                self._text(token)
            elif kind == "text_special":
                span = self._span(token)
                builder.text(token.content, span.start, span.end)
            elif kind in {"softbreak", "hardbreak"}:
                start, _ = token.meta["span"]
                place = self._places.to_source(start)
                escaped = self._content[start] == "\\"
                # A backslash before two spaces hides one of them from markdown-it-py.
                hard = escaped or self._content.startswith("  ", start - 2)
                builder.line_break(place, place + 1 + escaped, hard=hard)
            elif kind == "code_inline":
                builder.code(token.content, self._span(token))
            elif kind == "link_open":
                self._open_link(token)
            elif kind == "link_close":
                builder.close_link(*self._open.pop())
            elif kind == "image":
                self._image(token)
            elif kind == "html_inline":
                start, _ = token.meta["span"]
                builder.html(token.content, self._places.shifted(start), block=False)
            elif kind == "strong_open":
                builder.bold(1)
            elif kind == "strong_close":
                builder.bold(-1)

    def _span(self, token: Token) -> Span:
        return self._places.span(*token.meta["span"])

    def _text(self, token: Token) -> None:
        """Text, in pieces where the source has more between them (the escaped bars of cells)."""
        text = token.content
        span = self._span(token)
        if span.end - span.start == len(text):
            self._builder.text(text, span.start, span.end)
            return
        first, last = token.meta["span"]
        if last - first != len(text):
            self._builder.text(text, span.start, span.end)
            return
        places = [self._places.to_source(offset) for offset in range(first, last)]
        begin = 0
        for index in range(1, len(text) + 1):
            if index == len(text) or places[index] != places[index - 1] + 1:
                self._builder.text(text[begin:index], places[begin], places[index - 1] + 1)
                begin = index

    def _open_link(self, token: Token) -> None:
        start, end = token.meta["span"]
        url = str(token.attrs["href"])
        if token.markup == "autolink":
            inner = self._places.span(start + 1, end - 1)
            self._open.append((inner.end, self._places.span(start, end).end))
            self._builder.open_link(
                "autolink", self._places.to_source(start), inner.start, url, inner
            )
            return
        label_end = token.meta["label_end"]
        whole = self._places.span(start, end)
        inner = self._between(start + 1, label_end)
        self._open.append((inner.end, whole.end))
        kind, url_span = self._target(token, start + 1, label_end, end)
        self._builder.open_link(
            kind, whole.start, inner.start, url, url_span, str(token.attrs.get("title", ""))
        )

    def _between(self, start: int, label_end: int) -> Span:
        """What stands between the brackets of a link or image."""
        return Span(self._places.to_source(start), self._places.to_source(label_end))

    def _target(
        self, token: Token, label_start: int, label_end: int, end: int
    ) -> tuple[Literal["inline", "reference", "collapsed", "shortcut"], Span | None]:
        """The notation of a link or image, and where its address stands."""
        content = self._content
        if end > label_end + 1 and content[label_end + 1] == "(":
            first, last = token.meta["destination"]
            if content[first : first + 1] == "<" and last > first:
                first, last = first + 1, last - 1
            return "inline", self._places.span(first, last)
        label = content[label_start:label_end]
        kind: Literal["reference", "collapsed", "shortcut"] = "shortcut"
        if end == label_end + 3:
            kind = "collapsed"
        elif end > label_end + 3:
            kind = "reference"
            label = content[label_end + 2 : end - 1]
        definition = self._found.definitions.get(normalizeReference(label))
        return kind, None if definition is None else definition.url_span

    def _image(self, token: Token) -> None:
        start, end = token.meta["span"]
        label_end = token.meta["label_end"]
        kind, url_span = self._target(token, start + 2, label_end, end)
        self._builder.image(
            kind,
            self._places.span(start, end),
            _plain_text(token),
            self._between(start + 2, label_end),
            str(token.attrs["src"]),
            url_span,
            str(token.attrs.get("title", "")),
        )
        if self._found.deep_images and _is_too_deep(token):
            self._found.deep_images = False  # told once
            message = (
                f"images are nested deeper than {_IMAGE_NESTING} levels here; "
                "what lies deeper counts as text"
            )
            problem = Problem("too-deep", message, self._between(start, start + 2))
            self._builder.problems.append(problem)


def _is_too_deep(image: Token) -> bool:
    """Whether there is an image in an image that is not read as one, for all that are in it."""
    return any("too_deep" in child.meta or _is_too_deep(child) for child in image.children or [])


def _plain_text(image: Token) -> str:
    """The text of an image, as alternative text has it."""
    pieces: list[str] = []
    follows_text = False
    for token in image.children or []:
        if token.type == "image":
            pieces.append(_plain_text(token))
        elif token.type == "code_inline":
            written = image.content[slice(*token.meta["span"])]
            lines = "\n" in written
            pieces.append(code_on_lines(token.content, written) if lines else token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            if follows_text:
                # It leaves a space that follows on a backslash.
                pieces[-1] = pieces[-1].rstrip(" \t")
            pieces.append(" ")
        elif token.type in {"text", "text_special"}:
            pieces.append(token.content)
        # An escape that is none stands for itself: a backslash, and what comes after it.
        follows_text = token.type == "text" or (
            token.type == "text_special" and token.content == token.markup
        )
    return "".join(pieces)
