"""The accelerator: pulldown-cmark, through pyromark.

It reads Markdown some forty times as fast as the reference and says of every
inline construct where it stands. What it leaves out is looked up in the
source: addresses inside links, the markers of escapes, the paragraphs of
tight lists. Where the two parsers would read a post differently, and that
cannot be mended here, :func:`parse_body` gives up and the reference reads it:
before, where :mod:`~medlint.parsers.oddities` sees it in the text, or on the
way. ``docs/decisions/parsers.md`` has the list.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from pyromark import events_with_range, reference_definitions

from medlint.document import Definition
from medlint.parsers.builder import DocumentBuilder, code_on_lines
from medlint.parsers.byte_offsets import INSERTED, Shifts, convert, is_convertible
from medlint.parsers.ends import without_blank_lines, without_space
from medlint.parsers.oddities import MARKERS, has_odd_characters, is_odd
from medlint.parsers.targets import address, label
from medlint.parsers.templates import Templates
from medlint.parsers.textmap import TextMap
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyromark import Options

    from medlint.document import BlockKind, Document

#: Tables and strikethrough, as ``pyromark.Options`` has them.
_OPTIONS: Options = 1 << 1 | 1 << 3  # type: ignore[assignment]  # spares the import of an enum

#: How deep blocks and images may nest; what is deeper is left to the reference.
_DEEPEST = 90
_IMAGE_NESTING = 4
#: The beginning of a footnote's text; CommonMark would take some for definitions.
_FOOTNOTE = lazy(rf"^({MARKERS})\[(?=\^[^\]\n]*\]:)", re.MULTILINE)
#: One tilde, which pyromark takes for strikethrough; three or more, which it does not.
_TILDE = lazy(r"(?<![~\\])~(?!~)")
_ODD_TILDES = lazy(rf"^(?!{MARKERS}~~~+[^~\n]*$)[^\n]*~~~", re.MULTILINE)
#: Punctuation as the tilde and the bracket are, and no markup.
_NO_TILDE, _NO_BRACKET = "\u2053", "\u2016"
_WRITTEN = {ord(_NO_TILDE): "~", ord(_NO_BRACKET): "[", ord(INSERTED): None}
_LABEL_COLON = "]:"
_DEFINITION_START = lazy(r"(?:^|(?<=\n))[ \t>*+\-0-9.)]*\[")
_TITLE = lazy(
    r"""(?:[ \t]+|[ \t]*\r?\n[ \t>]*)
    (?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))(?=[ \t]*(?:[\r\n]|\Z))""",
    re.VERBOSE | re.DOTALL,
)
#: Where a tag would open a block of HTML: not in MDX, but for those whose content is raw.
_MDX_TAG = lazy(rf"^({MARKERS})<(?!!--|script|style|pre)", re.MULTILINE)
#: An address in angle brackets on the line after what announces it.
_ADDRESS_BELOW = lazy(r"\][:(][ \t]*\r?\n[ \t>]*<")
#: What might begin a block, were it not for the indentation.
_INDENTED = lazy(r"\r?\n([ \t>]*)[-+*#>`~<0-9|=_]")
#: A fence indented so deep that it ends no code, but in MDX.
_INDENTED_FENCE = lazy(r"\n[ \t>]*(?: {4}|\t {0,3})(?:```|~~~)")
_TAB_IN_TAG = lazy(r"<[^>\t]*\t")
_LONE_CR = lazy(r"\r(?!\n)")
#: The line after something: what looks like another definition, or its first character.
_NEXT_LINE = lazy(
    r"""[ \t]*\r?\n[ \t>]*
    (\[(?=[ \t]*[^\s\]^])[^\[\]\r\n]*\]:
    [ \t]*(?:[^\s<]\S*|<[^<>\\\n]*>|\r?\n[ \t>]*[A-Za-z/]\S*)
    (?:[ \t]+["'(][^\r\n]*)?(?=[\r\n]|\Z)
    |[^\r\n]?)""",
    re.VERBOSE,
)
#: What the second line of a table is made of, in a quote or not.
_DELIMITERS = "|-: \t\r>"
#: The end tags any of which ends the content of ``<script>`` and the like.
_RAW_END = lazy(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)
_RAW_START = lazy(r" *<(script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE)
#: One column, whose delimiters have no bar: no table for pyromark.
_BARE_DELIMITERS = lazy(r"\n[ \t>]*(?::-+:?|-+:)[ \t]*(?=[\r\n]|\Z)")
_DELIMITER_ROW = lazy(r"[ \t]*(?:\|[ \t]*)?(?::?-+:?[ \t]*(?:\|[ \t]*|$))+")
#: What may begin a block, on a line of a definition that is not its first.
_BLOCK_IN_DEFINITION = lazy(r"\n[ \t>]*[-+*#`~<0-9|=_]")
#: A definition that goes on on the next line.
_UNFINISHED_DEFINITION = lazy(
    r"""\[(?!\^)(?:[^\\\[\]]|\\.)+\]:[ \t]*
    (?:(?:<[^>\n]*>|[^\s<]\S*)[ \t]*["'(][^\n]*)?\r?\n""",
    re.VERBOSE | re.DOTALL,
)
_ODD_DEFINITION = lazy(r"\]:[^\n\]]*\\[ \t]")
_BRACKETED = lazy(r"\[([^\[\]]+)\]")
_WIDE_SPACE = lazy(r"(?![ \t\n\r\f\v])\s")
_QUOTE, _BULLET = lazy(">"), lazy("[-+*0-9]")
_LINE = lazy(r"[^\r\n]*")
_LINE_INDENT = lazy(r"\n[ \t]+")
_STAND_INS = lazy(f"[{_NO_TILDE}{_NO_BRACKET}]")


class _GiveUpError(Exception):
    """The reference would read this post differently."""


def parse_body(text: str, body: Span, *, mdx: bool, nesting: int = _DEEPEST) -> Document | None:
    """Parse ``body`` of ``text`` with pyromark.

    Returns:
        The document, or ``None`` where only the reference can tell it.
    """
    if not is_convertible(text) or has_odd_characters(text):
        return None
    templates = Templates(text, body, mdx=mdx)
    builder = DocumentBuilder(text, body, templates)
    source = templates.masked
    content = source[body.start : body.end]
    if is_odd(content):
        return None
    try:
        fed = _with_stand_ins(content, mdx=mdx)
        changed = fed is not content
        if fed:
            content, places = convert(fed, body.start)
            walk = _Walk(builder, text, source, body, content, places, changed=changed, mdx=mdx)
            walk.deepest = min(nesting, _DEEPEST)
            walk.run()
    except (_GiveUpError, UnicodeEncodeError):
        return None
    return builder.finish()


def _with_stand_ins(content: str, *, mdx: bool) -> str:
    """The content without what pyromark takes for markup and the reference does not."""
    if "\r" in content and _LONE_CR.search(content) is not None:
        raise _GiveUpError
    original = content
    if "[^" in content:
        content = _FOOTNOTE.sub(rf"\1{_NO_BRACKET}", content)
    if "~" in content:
        if "~~~" in content and _ODD_TILDES.search(content) is not None:
            raise _GiveUpError
        content = _TILDE.sub(_NO_TILDE, content)
    if content is not original and _STAND_INS.search(original) is not None:
        raise _GiveUpError  # what was written could not be told from what stands for it
    if mdx:
        if _ADDRESS_BELOW.search(content) is not None:
            raise _GiveUpError  # for what begins its line it would be none
        content = _MDX_TAG.sub(rf"\1{INSERTED}<", content)
    return content


def _events(content: str) -> Iterator[tuple[Any, Any]]:
    """The events with their ranges; its types would have to be told apart at every step."""
    return events_with_range(content, options=_OPTIONS)


class _Walk:
    """Hands pyromark's events to the builder."""

    def __init__(
        self,
        builder: DocumentBuilder,
        text: str,
        source: str,
        body: Span,
        content: str,
        places: range | list[int] | Shifts,
        *,
        changed: bool,
        mdx: bool,
    ) -> None:
        self._builder = builder
        self._text_as_written = text
        self._source = source  # with template tags masked
        self._content = content
        self._places = places
        self._start, self._stop = body
        self._changed = changed  # whether there are stand-ins in the content
        self._mdx = mdx
        self._definitions: dict[str, Definition] = {}
        self._duplicates: list[Definition] = []
        self._events: Iterator[tuple[Any, Any]] = iter(())
        self._prose = ""  # the kind of the block whose text is being read
        self._prose_start = 0  # where that block begins
        self._implicit = False  # whether it is a paragraph of which pyromark does not tell
        self._fresh = False  # whether its text has not begun yet
        self.deepest = _DEEPEST  # how many of them may be open at once
        self._containers: list[int] = []  # where each began
        self._quotes = 0  # how many of them are quotes
        self._links: list[Any] = []
        self._text_end = -1  # where the last text ended
        self._end = 0  # where the last inline construct ended
        self._last = body.start  # where the last block that is no container ended
        self._last_is_marker = False  # whether that was a container without content
        self._row_end = 0
        self._in_head = False
        self._head_indent = ""  # what stands before the first row on its line
        self._delimiter_indent = ""  # and before the delimiters on theirs
        self._delimiter_rows: list[int] = []  # where lines end that may begin a table
        self._no_prose: list[tuple[int, int]] = []  # tables, code and HTML
        self._gap_start = body.start  # where the last block with content of its own ended
        self._ends_of_definitions: dict[int, int] = {}

    def run(self) -> None:
        """Walk the events.

        Raises:
            _GiveUpError: The reference would read this post differently.
        """
        places = self._places
        if _LABEL_COLON in self._content:
            self._read_definitions()
        if "|" in self._content:
            self._delimiter_rows = self._possible_tables()
        self._events = _events(self._content)
        text_of = self._builder.text
        source = self._source
        exact = not self._changed
        # Places are looked up here and not by a call, since there are so many.
        breaks, shifts = (
            ([], []) if places.__class__ is not Shifts else (places.breaks, places.shifts)
        )
        for event, place in self._events:
            if shifts:
                start, end = place["start"], place["end"]
                start -= shifts[bisect_right(breaks, start)]
                end -= shifts[bisect_right(breaks, end)]
            else:
                start, end = places[place["start"]], places[place["end"]]
            if "Text" in event:
                text = event["Text"]
                if (
                    exact
                    and self._prose
                    and not self._fresh
                    and len(text) == end - start
                    and source[start - 1] != "\\"
                ):
                    text_of(text, start, end)
                    self._end = self._text_end = end
                else:
                    self._text(text, start, end)
            elif "End" in event:
                what = event["End"]
                if what.__class__ is not str:
                    (what,) = what
                _ENDS[what](self, start, end)
            elif event.__class__ is str:
                _WORDS[event](self, None, start, end)
            else:
                ((what, data),) = event.items()
                if what == "Start":
                    if data.__class__ is str:
                        what = data
                    else:
                        ((what, data),) = data.items()
                _STARTS[what](self, data, start, end)
        if self._delimiter_rows:
            self._look_for_tables()
        if self._definitions:
            self._look_for_duplicates(self._stop)
            for definition in (*self._definitions.values(), *self._duplicates):
                self._builder.definition(definition)

    def _restored(self, text: str) -> str:
        """Text that pyromark made of the content, with what was written for the stand-ins."""
        return text.translate(_WRITTEN) if self._changed else text

    # Places

    def _trimmed(self, start: int, end: int) -> int:
        return without_space(self._text_as_written, start, end)

    def _after_space(self, start: int) -> int:
        source = self._source
        while source[start] in " \t\r\n":
            start += 1
        return start

    # Blocks

    def _begin_block(self) -> None:
        """End the paragraph of which pyromark does not tell, in an item of a tight list."""
        if self._implicit:
            self._implicit = False
            self._end_leaf(self._trimmed(0, self._end))

    def _begin_leaf(self, start: int) -> None:
        """A block with content of its own begins."""
        if self._implicit:
            self._begin_block()
        if self._definitions:
            self._look_for_duplicates(start)

    def _end_at(self, end: int) -> None:
        """A block with content of its own has ended."""
        self._last = self._gap_start = end
        self._last_is_marker = False

    def _begin_prose(self, kind: BlockKind, start: int) -> None:
        self._prose = kind
        self._prose_start = start
        self._fresh = True

    def _end_leaf(self, end: int) -> None:
        if self._mdx or self._quotes:
            self._look_for_indentation(end)
        self._builder.close(end)
        self._last = self._gap_start = end
        self._last_is_marker = False
        self._prose = ""

    def _look_for_indentation(self, end: int) -> None:
        """Give up where a line of prose begins a block in spite of its indentation.

        In MDX, any block; after a line of a quote, another one for the reference.
        """
        for block in _INDENTED.finditer(self._source, self._prose_start, end):
            indent = block.group(1)
            if ("    " in indent or "\t" in indent) and (self._mdx or ">" in block.group()):
                raise _GiveUpError

    def _end_prose(self, start: int, end: int) -> None:
        text = self._text_as_written
        while end > start and text[end - 1].isspace():
            end -= 1
        self._end_leaf(end)

    def _paragraph(self, _: object, start: int, end: int) -> None:
        if self._implicit or self._definitions:
            self._begin_leaf(start)
        if self._containers and self._source.startswith("[", start):
            self._look_for_definition(start)
        self._builder.open("paragraph", start)
        self._begin_prose("paragraph", start)

    def _look_for_definition(self, start: int) -> None:
        """Give up where a paragraph in a quote or list may be a definition for the reference.

        There a definition goes on even with lines that would underline a heading.
        """
        if _UNFINISHED_DEFINITION.match(self._source, start) is not None:
            raise _GiveUpError

    def _heading(self, data: Any, start: int, end: int) -> None:
        self._begin_leaf(start)
        written = self._source[start:end]
        if "\t" in written[len(written.rstrip(" \t\r\n#")) :]:
            raise _GiveUpError  # pyromark counts a tab at the end to what stands before
        if "\n" in written.rstrip():  # it is underlined
            if "|" in written:
                raise _GiveUpError  # a table of one column for the reference
            if written.startswith("[") and ("]:" in written or "]" not in written):
                raise _GiveUpError  # what underlines it may belong to a definition
        self._builder.open("heading", start, level=int(data["level"][1]))
        self._begin_prose("heading", start)

    def _item(self, _: object, start: int, end: int) -> None:
        self._open_container("item", start)

    def _list(self, first: int | None, start: int, end: int) -> None:
        self._open_container("list", start, ordered=first is not None)

    def _quote(self, _: object, start: int, end: int) -> None:
        self._quotes += 1
        self._open_container("quote", start)

    def _open_container(self, kind: BlockKind, start: int, *, ordered: bool = False) -> None:
        self._begin_block()
        # Where a tab is both indentation and more, pyromark's range begins too early.
        marker = (_QUOTE if kind == "quote" else _BULLET).search(self._source, start)
        start = start if marker is None else marker.start()
        self._builder.open(kind, start, ordered=ordered)
        self._containers.append(start)
        if len(self._containers) > self.deepest:
            raise _GiveUpError

    def _end_quote(self, start: int, end: int) -> None:
        self._end_container(start, end)
        self._quotes -= 1

    def _end_container(self, start: int, end: int) -> None:
        self._begin_block()
        start = self._containers.pop()
        if self._last <= start:
            # It has no content: it ends with its marker, or the definition beside it.
            line = _LINE.match(self._source, start)
            self._last = start if line is None else self._trimmed(start, line.end())
            self._last_is_marker = True
            follow = _NEXT_LINE.match(self._source, self._last, self._stop)
            if follow is not None and not follow.group(1):
                raise _GiveUpError  # pyromark may end the list after an empty item
        self._builder.close(self._last)

    def _table(self, _: object, start: int, end: int) -> None:
        self._begin_leaf(start)
        end_of_head = self._source.find("\n", start, end)
        if not self._source[start:end_of_head].strip(_DELIMITERS):
            raise _GiveUpError  # delimiters for the reference, of the line before
        line = _LINE.match(self._source, end_of_head + 1, end)
        written = "" if line is None else line.group()
        delimiters = written.lstrip(" \t>")
        self._delimiter_indent = written[: len(written) - len(delimiters)]
        delimiters = delimiters.rstrip(" \t>")
        if delimiters.startswith(("- ", "-\t")) or _DELIMITER_ROW.fullmatch(delimiters) is None:
            raise _GiveUpError  # a list for the reference, or no table
        self._builder.open("table", self._after_space(start))

    def _head(self, _: object, start: int, end: int) -> None:
        self._in_head = True
        self._row(_, start, end)

    def _row(self, _: object, start: int, end: int) -> None:
        start = self._after_space(start)
        source = self._source
        indent = source[source.rfind("\n", 0, start) + 1 : start]
        if self._in_head:
            self._head_indent = indent
            indent = self._delimiter_indent
        if indent != self._head_indent and ("    " in indent or "\t" in indent):
            raise _GiveUpError  # no row for the reference
        self._builder.open("row", start)
        self._row_end = self._trimmed(start, end)
        if source[start].isspace() or source[self._row_end : end].strip(" \t\r\n"):
            raise _GiveUpError  # a no-break space or the like, for the reference no cell
        if source.find("\\\\|", start, end) >= 0:
            raise _GiveUpError  # the parsers do not agree which of the three are escaped

    def _cell(self, _: object, start: int, end: int) -> None:
        self._builder.open("cell", self._cell_start(start, end), header=self._in_head)
        self._begin_prose("cell", start)

    def _cell_start(self, start: int, end: int) -> int:
        source = self._source
        while start < end and source[start].isspace():
            start += 1
        return min(start, self._row_end)

    def _end_cell(self, start: int, end: int) -> None:
        source = self._source
        start = self._cell_start(start, end)
        while end > start and source[end - 1].isspace():
            end -= 1
        self._end_leaf(max(start, min(end, self._row_end)))

    def _end_row(self, start: int, end: int) -> None:
        self._in_head = False
        self._builder.close(self._row_end)
        self._last = self._row_end

    def _end_table(self, start: int, end: int) -> None:
        self._end_at(max(self._last, self._trimmed(start, end)))
        self._builder.close(self._last)
        self._no_prose.append((start, self._last))
        follow = _NEXT_LINE.match(self._source, self._last, self._stop)
        if follow is not None and follow.group(1) == "|":
            raise _GiveUpError  # a row of empty cells for the reference, and none for pyromark

    def _thematic_break(self, _: object, start: int, end: int) -> None:
        self._begin_leaf(start)
        start = self._after_space(start)
        self._end_at(self._trimmed(start, end))
        self._builder.leaf("rule", Span(start, self._last))

    def _code_block(self, kind: Any, start: int, end: int) -> None:
        self._begin_leaf(start)
        for event, _ in self._events:
            if "End" in event:
                break
        start = self._after_space(start)
        last = without_blank_lines(self._text_as_written, start, end)
        self._no_prose.append((start, last))
        info = ""
        if kind != "Indented":
            line = _LINE.match(self._source, start, last)
            written = "" if line is None else line.group()
            info = written.lstrip(written[:1]).strip()
            if self._mdx:
                # The last line may be that which ends it, indented in a list.
                inner_end = self._source.rfind("\n", start, last)
                if _INDENTED_FENCE.search(self._source, start, max(inner_end, start)) is not None:
                    raise _GiveUpError
        elif self._mdx or (self._source.startswith(">", start) and self._last_is_marker):
            raise _GiveUpError  # no code in MDX; after an empty quote a quote for the reference
        self._end_at(last)
        self._builder.leaf("code", Span(start, last), info)

    def _html_block(self, _: object, start: int, end: int) -> None:
        self._begin_leaf(start)
        pieces: list[str] = []
        segments: list[tuple[int, int]] = []
        length = 0
        indent = ""
        for event, place in self._events:
            if "Html" in event:
                if not pieces and _TAB_IN_TAG.match(event["Html"]) is not None:
                    raise _GiveUpError  # pyromark takes too much for an attribute
                line = indent + self._restored(event["Html"])
                segments += self._indented(length, indent, self._places[place["start"]])
                pieces.append(line)
                length += len(line)
                self._last = self._places[place["end"]]
                indent = ""
            elif "Text" in event:
                indent += event["Text"]
            else:
                break
        content = "".join(pieces)
        raw = _RAW_START.match(content)
        if raw is not None:
            ending = _RAW_END.search(content)
            if ending is not None and ending.group() != f"</{raw.group(1).lower()}>":
                raise _GiveUpError  # no end tag for pyromark, or another element's
        text_map = TextMap(segments)
        self._end_at(text_map.span(0, len(content.rstrip())).end)
        self._no_prose.append((start, self._last))
        self._builder.html(content, text_map, block=True)

    def _indented(self, length: int, indent: str, place: int) -> list[tuple[int, int]]:
        """The map of a line of HTML; spaces that replace part of a tab have no source."""
        start = place - len(indent)
        if indent:
            source = self._source
            surplus = source.rfind("\n", 0, place) + 1 - start
            if surplus > 0:
                return [(length, start + surplus), (length + surplus, start + surplus)]
        return [(length, start)]

    def _possible_tables(self) -> list[int]:
        """Where the lines end that look like the second line of a table."""
        source = self._source
        first, last = self._start, self._stop
        ends = []
        bar = source.find("|", first, last)
        while bar >= 0:
            end = source.find("\n", bar, last)
            end = last if end < 0 else end
            # From behind, since what stands before the bar may be long.
            if not source[bar:end].strip(_DELIMITERS):
                line = source[source.rfind("\n", first, bar) + 1 : end]
                if "-" in line and not line.strip(_DELIMITERS):
                    ends.append(end)
            bar = source.find("|", end, last)
        content = self._content
        if "-:" in content or ":-" in content:
            for match in _BARE_DELIMITERS.finditer(content):
                if "|" in content[content.rfind("\n", 0, match.start()) + 1 : match.start()]:
                    raise _GiveUpError  # a table of one column for the reference
        return ends

    def _look_for_tables(self) -> None:
        """Give up where the reference may see a table and pyromark does not."""
        extents = iter(self._no_prose)
        extent: tuple[int, int] | None = (0, 0)
        for place in self._delimiter_rows:
            while extent is not None and extent[1] < place:
                extent = next(extents, None)
            if extent is None or place < extent[0]:
                raise _GiveUpError

    # Inline

    def _begin_inline(self, start: int) -> None:
        """Begin the paragraph of which pyromark does not tell, in an item of a tight list."""
        if not self._prose:
            if self._definitions:
                self._look_for_duplicates(start)
            self._implicit = True
            self._begin_prose("paragraph", start)
            if self._source.startswith("[", start):
                self._look_for_definition(start)
            self._builder.open("paragraph", start)
        self._fresh = False

    def _text(self, text: str, start: int, end: int) -> None:
        source = self._source
        builder = self._builder
        self._end = end
        if source[start - 1] == "\\" and start != self._text_end and start > self._start:
            if not self._prose:
                self._begin_inline(start - 1)
            if source[start] != "|" or self._prose != "cell":
                builder.text(source[start], start - 1, start + 1)
                self._fresh = False
                start += 1
                text = text[1:]
        elif not self._prose:
            self._begin_inline(start)
            self._fresh = True
        self._text_end = end
        if text == "\\" and source[end - 1] == "\n":
            builder.line_break(start, end, hard=True)  # at the end of a link's text
        elif len(text) != end - start:
            # An entity.
            builder.text(self._restored(text), start, end)
        else:
            if self._fresh and text[:1].isspace():
                start = end - len(text.lstrip())
            builder.text(source[start:end], start, end)
        self._fresh = self._fresh and start == end  # nothing but white space so far

    def _code(self, text: str, start: int, end: int) -> None:
        self._begin_inline(start)
        self._builder.code(self._restored(text), Span(start, end))
        self._end = end

    def _inline_html(self, html: str, start: int, end: int) -> None:
        self._begin_inline(start)
        self._end = end
        if "\\|" in html and self._prose == "cell":
            raise _GiveUpError  # for pyromark the backslash is part of the tag
        if "\t" in html:
            raise _GiveUpError  # pyromark takes too much for an attribute
        if html.startswith(("<!", "<?")) and self._containers and "\n" in html:
            raise _GiveUpError  # pyromark leaves the markers of lines in comments and the like
        if html.startswith("<![") and not html.endswith("]]>"):
            raise _GiveUpError  # text for the reference
        html = self._restored(html)
        segments = [(0, start)]
        if "\n" in html:
            # Quote markers and indentation were cut off where the lines begin, in lists all but
            # a part of it.
            html = _LINE_INDENT.sub("\n", html)
            place, position = start, 0
            while (position := html.find("\n", position) + 1) > 0:
                line = _LINE.match(self._source, place, end)
                after = end if line is None else line.end()
                place = after + (2 if self._source.startswith("\r\n", after) else 1)
                line = _LINE.match(self._source, place, end)
                stop = end if line is None else line.end()
                follow = html.find("\n", position)
                width = (len(html) if follow < 0 else follow) - position
                segments.append((position, stop - width))
        self._builder.html(html, TextMap(segments), block=False)

    def _emphasis(self, _: object, start: int, end: int) -> None:
        self._begin_inline(start)

    def _strong(self, _: object, start: int, end: int) -> None:
        self._begin_inline(start)
        self._builder.bold(1)

    def _end_strong(self, start: int, end: int) -> None:
        self._builder.bold(-1)
        self._end = end

    def _strikethrough(self, _: object, start: int, end: int) -> None:
        source = self._source
        if not (
            source.startswith("~~", start)
            and _opens(source[max(start - 1, 0)], source[start + 2])
            and _opens(source[end : end + 1] or " ", source[end - 3])
        ):
            raise _GiveUpError
        self._begin_inline(start)

    def _end_inline(self, start: int, end: int) -> None:
        self._end = end

    def _soft_break(self, _: object, start: int, end: int) -> None:
        self._builder.line_break(start, start + 1, hard=False)

    def _hard_break(self, _: object, start: int, end: int) -> None:
        source = self._source
        self._begin_inline(start)
        follow = source[end : end + 1]
        if follow in " \t>" or not follow.isascii():
            line = _LINE.match(source, end)
            if line is not None and line.group().strip(" \t>").isspace():
                raise _GiveUpError  # no-break spaces; were it all, the reference had no break
        if source[start] == "\\":
            self._builder.line_break(start, start + 2, hard=True)
            return
        start = end - 2 if source.startswith("\r\n", end - 2) else end - 1
        # Two spaces and nothing else; pyromark takes a space and a tab for them, too.
        self._builder.line_break(start, start + 1, hard=source.startswith("  ", start - 2))

    def _link(self, data: Any, start: int, end: int) -> None:
        self._begin_inline(start)
        if self._prose == "cell" and self._source.find("\\|", start, end) >= 0:
            raise _GiveUpError  # for pyromark the backslash is part of the address
        kind = data["link_type"]
        url = self._restored(data["dest_url"])
        if kind in {"Autolink", "Email"}:
            inner = Span(start + 1, end - 1)
            if kind == "Email":
                url = "mailto:" + url
            self._builder.open_link("autolink", start, start + 1, url, inner)
        else:
            self._builder.open_link(
                _KINDS[kind], start, start + 1, url, None, self._restored(data["title"])
            )
        self._links.append(data)
        self._end = start + 1

    def _end_link(self, start: int, end: int) -> None:
        data = self._links.pop()
        if data["link_type"] == "Collapsed":
            end += 2  # pyromark leaves out the empty brackets
        if data["link_type"] in {"Autolink", "Email"}:
            self._builder.close_link(end - 1, end)
        else:
            label_end = self._source.index("]", self._end)
            self._builder.close_link(label_end, end, self._target(data, label_end, end))
        self._end = end

    def _target(self, data: Any, label_end: int, end: int) -> Span:
        """Where the address of a link or image stands."""
        if self._prose == "cell" and self._source.find("\\|", label_end, end) >= 0:
            raise _GiveUpError  # for pyromark the backslash is part of the address
        if data["link_type"] == "Inline":
            return Span(*address(self._source, label_end + 2, end, quoted=self._quotes > 0))
        if data["link_type"] != "Shortcut" and self._source[label_end + 1] != "[":
            raise _GiveUpError  # an escaped bracket, which pyromark takes for one
        definition = self._definitions.get(_folded(self._restored(data["id"])))
        if definition is None:
            raise _GiveUpError
        return definition.url_span

    def _image(self, data: Any, start: int, end: int) -> None:
        self._begin_inline(start)
        if data["link_type"] == "Collapsed":
            end += 2
        source = self._source
        if self._prose == "cell" and source.find("\\|", start, end) >= 0:
            raise _GiveUpError  # for pyromark the backslash is part of the text
        pieces = []
        depth = 1
        inner_end = start + 2
        for event, place in self._events:
            if event.__class__ is str:
                pieces.append(" ")
            elif "Text" in event:
                pieces.append(event["Text"])
            elif "Code" in event:
                written = source[self._places[place["start"]] : self._places[place["end"]]]
                lines = "\n" in written
                pieces.append(code_on_lines(event["Code"], written) if lines else event["Code"])
            elif "Start" in event:
                what = event["Start"]
                if what.__class__ is not str:
                    if "Link" in what:
                        raise _GiveUpError  # around it the reference may see another link
                    if "Image" in what:
                        depth += 1
                        if depth > _IMAGE_NESTING:
                            raise _GiveUpError
            elif "End" in event and event["End"] == "Image":
                depth -= 1
                if not depth:
                    break
            inner_end = self._places[place["end"]]
        label_end = self._source.index("]", inner_end)
        self._builder.image(
            _KINDS[data["link_type"]],
            Span(start, end),
            self._restored("".join(pieces)),
            Span(start + 2, label_end),
            self._restored(data["dest_url"]),
            self._target(data, label_end, end),
            self._restored(data["title"]),
        )
        self._end = end

    # Definitions

    def _read_definitions(self) -> None:
        places = self._places
        source = self._source
        if _ODD_DEFINITION.search(self._content) is not None:
            raise _GiveUpError  # the reference lets a backslash escape a space there
        for key, found in reference_definitions(self._content, options=_OPTIONS).items():
            if self._changed and _NO_BRACKET in key:
                raise _GiveUpError  # with the bracket that stands there it is no label
            span = found["span"]
            start = places[span["start"]]
            end = places[span["end"]]
            while source[end - 1] in " \t\r\n":
                end -= 1
            named = label(source, start, end)
            if named is None:
                raise _GiveUpError
            name, after = named
            if not name.isascii() and " ".join(name.split()) != " ".join(name.split(" ")):
                raise _GiveUpError  # white space of other scripts, which is none for pyromark
            if found["dest"].endswith("\\") or name[:1] == "^" or self._is_continued(end):
                raise _GiveUpError
            if _BLOCK_IN_DEFINITION.search(source, start, end) is not None:
                raise _GiveUpError
            self._ends_of_definitions[start] = end
            self._definitions[_folded(name)] = Definition(
                Span(start, end),
                name,
                self._restored(found["dest"]),
                Span(*address(source, after, end, quoted=self._is_quoted(start))),
                self._restored(found["title"] or ""),
            )
        if self._definitions and _WIDE_SPACE.search(source) is not None:
            for bracketed in _BRACKETED.finditer(source):
                written = bracketed.group(1)
                if _WIDE_SPACE.search(written) and _folded(written) in self._definitions:
                    raise _GiveUpError  # white space of other scripts, see above

    def _is_quoted(self, start: int) -> bool:
        """Whether the line of a definition begins with a quote's marker."""
        return self._source.rfind(">", self._source.rfind("\n", 0, start) + 1, start) >= 0

    def _is_continued(self, end: int) -> bool:
        """Whether a line follows on a definition that may belong to its paragraph, or not."""
        follow = _NEXT_LINE.match(self._source, end, self._stop)
        if follow is None:
            return False
        if len(follow.group(1)) == 1:
            return True
        indent = self._source[end : follow.start(1)]
        if not follow.group(1):
            indent = indent.rpartition(">")[0]  # a quote's marker with nothing behind it
        return "    " in indent or "\t" in indent  # code for the reference

    def _look_for_duplicates(self, end: int) -> None:
        """Note the definitions since the last block that pyromark passed over in silence.

        It tells of the first definition of each label. Between two blocks there
        can be nothing but definitions and the markers of lists and quotes.
        """
        source = self._source
        position = self._gap_start
        while source.find(_LABEL_COLON, position, end) >= 0:
            match = _DEFINITION_START.search(source, position, end)
            if match is None:
                return
            start = match.end() - 1
            if start in self._ends_of_definitions:
                position = self._ends_of_definitions[start]
                continue
            named = label(source, start, end)
            if named is None:
                return
            name, after = named
            url_span = Span(*address(source, after, end, quoted=self._is_quoted(start)))
            position = url_span.end
            if source.startswith(">", position) and source[url_span.start - 1] == "<":
                position += 1
            title = _TITLE.match(source, position, end)
            if title is not None:
                position = title.end()
            url = source[url_span.start : url_span.end]
            if self._is_continued(position):
                raise _GiveUpError
            if _BLOCK_IN_DEFINITION.search(source, start, position) is not None:
                raise _GiveUpError
            self._duplicates.append(Definition(Span(start, position), name, url, url_span, ""))
        self._gap_start = max(end, self._gap_start)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _opens(before: str, after: str) -> bool:
    """Whether delimiters between two characters may open; the other way round, may close."""
    if after.isspace():
        return False
    return not _is_punctuation(after) or before.isspace() or _is_punctuation(before)


def _is_punctuation(character: str) -> bool:
    from unicodedata import category

    return category(character)[0] in "PS"


_KINDS: dict[str, Any] = {
    "Inline": "inline",
    "Reference": "reference",
    "Collapsed": "collapsed",
    "Shortcut": "shortcut",
}
_WORDS: dict[str, Callable[[_Walk, None, int, int], None]] = {
    "SoftBreak": _Walk._soft_break,
    "HardBreak": _Walk._hard_break,
    "Rule": _Walk._thematic_break,
}
_STARTS: dict[str, Callable[[_Walk, Any, int, int], None]] = {
    "Code": _Walk._code,
    "InlineHtml": _Walk._inline_html,
    "Paragraph": _Walk._paragraph,
    "Heading": _Walk._heading,
    "BlockQuote": _Walk._quote,
    "List": _Walk._list,
    "Item": _Walk._item,
    "CodeBlock": _Walk._code_block,
    "HtmlBlock": _Walk._html_block,
    "Table": _Walk._table,
    "TableHead": _Walk._head,
    "TableRow": _Walk._row,
    "TableCell": _Walk._cell,
    "Emphasis": _Walk._emphasis,
    "Strong": _Walk._strong,
    "Strikethrough": _Walk._strikethrough,
    "Link": _Walk._link,
    "Image": _Walk._image,
}
_ENDS: dict[str, Callable[[_Walk, int, int], None]] = {
    "Paragraph": _Walk._end_prose,
    "Heading": _Walk._end_prose,
    "BlockQuote": _Walk._end_quote,
    "List": _Walk._end_container,
    "Item": _Walk._end_container,
    "Table": _Walk._end_table,
    "TableHead": _Walk._end_row,
    "TableRow": _Walk._end_row,
    "TableCell": _Walk._end_cell,
    "Emphasis": _Walk._end_inline,
    "Strong": _Walk._end_strong,
    "Strikethrough": _Walk._end_inline,
    "Link": _Walk._end_link,
}
