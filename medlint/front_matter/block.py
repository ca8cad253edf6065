"""Where the block of front matter stands, and in which format it is.

python-frontmatter decides: its handlers detect the format and their boundary
finds the fences (:mod:`medlint.front_matter.handlers`). On top of that:

* a text whose first line is a rule (``---``) and no fence has no front matter;
* a YAML block may also be closed by ``...``;
* line endings may be LF, CRLF or CR;
* a block without a closing fence is read as far as it looks like front matter.
"""

from __future__ import annotations

import re

from medlint.front_matter.lines import (
    after_line,
    indentation,
    lines,
    opens_with_glued_key,
    opens_with_json_member,
    opens_with_toml_key,
    opens_with_yaml_key,
)
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from medlint.front_matter.handlers import Fences, JsonFences
    from medlint.front_matter.model import Format

_BLANK = re.compile(r"\s*")

#: What a text must begin with, after white space, to be looked at more closely.
_OPENINGS = ("---", "+++", "{")

#: A brace that may open a JSON object; template tags (``{%``, ``{{``) and ``{: .class}`` do not.
_JSON_OPENING = re.compile(r'\{[ \t]*(?:[\r\n"}]|$)')


_KEY_TESTS: dict[Format, Callable[[str], bool]] = {
    "yaml": opens_with_yaml_key,
    "toml": opens_with_toml_key,
    "json": opens_with_json_member,
}


class Block(NamedTuple):
    """A block of front matter; see :class:`medlint.front_matter.model.FrontMatter`.

    Attributes:
        format: Its notation.
        span: The whole block, fences and the last line ending included.
        open_span: The opening fence.
        close_span: The closing fence; empty, at the end of the text, without one.
        content_span: What a reader of the format is given.
        closed: Whether there is a closing fence.
    """

    format: Format
    span: Span
    open_span: Span
    close_span: Span
    content_span: Span
    closed: bool = True


def find(text: str) -> Block | None:
    """The block of front matter a text opens with, or ``None`` where it has none."""
    blank = _BLANK.match(text)
    start = 0 if blank is None else blank.end()
    if not text.startswith(_OPENINGS, start):
        return None
    if text[start] == "{" and _JSON_OPENING.match(text, start) is None:
        return None
    from medlint.front_matter.handlers import HANDLERS, JsonFences

    # Same length, so offsets hold: every CR ends a line, alone or before LF.
    head = text[start:].replace("\r", "\n")
    for handler in HANDLERS:
        if handler.detect(head):
            if isinstance(handler, JsonFences):
                return _json_block(text, start, head, handler)
            return _fenced_block(text, start, handler.format_name, handler.fences(head))
    return None


def _fenced_block(text: str, start: int, kind: Format, fences: Fences) -> Block | None:
    open_span = Span(start, start + fences.open_end)
    content_start = after_line(text, open_span.end).next
    if fences.close_start is None:
        if not _opens_at_once(text, content_start, kind):
            return None
        return unclosed(text, open_span, content_start, kind)
    close_span = Span(start + fences.close_start, start + fences.close_end)
    content_span = Span(content_start, max(content_start, close_span.start))
    if kind == "yaml" and not _looks_like_yaml(text, content_span):
        return None
    end = after_line(text, close_span.end).next
    return Block(kind, Span(start, end), open_span, close_span, content_span)


def _json_block(text: str, start: int, head: str, handler: JsonFences) -> Block | None:
    from medlint.front_matter.json_reader import find_end

    boundary = handler.closing_brace(head)
    found = find_end(text, start, None if boundary is None else start + boundary)
    if found is None:
        return None
    open_span = Span(start, start + 1)
    if not found.closed:
        return unclosed(text, open_span, after_line(text, start).next, "json")
    line = after_line(text, found.end)
    stop = line.next if not text[found.end : line.end].strip() else found.end
    close_span = Span(found.end - 1, found.end)
    return Block("json", Span(start, stop), open_span, close_span, Span(start, found.end))


def unclosed(text: str, open_span: Span, content_start: int, kind: Format) -> Block:
    """The block that an opening fence without a closing one begins.

    It goes on as long as the lines can belong to it. It ends at a blank line
    that is followed by something else than a key (an indented line goes on),
    and at a line that starts in the first column with no key, list item,
    comment or closing bracket; the body starts there.
    """
    opens_with_key = _KEY_TESTS[kind]
    end = content_start
    after_blank = False
    expects_item = False
    for line in lines(text, content_start, len(text)):
        written = text[line.start : line.end]
        if not written.strip():
            after_blank = True
            continue
        if not indentation(text, line) and not opens_with_key(written):
            inner = written.startswith("- ") and (expects_item or not after_blank)
            note = written.startswith(("#", "]", "}")) and not after_blank
            glued = opens_with_glued_key(written) and not after_blank
            if not (inner or note or glued):
                break
        expects_item = written.rstrip().endswith(":")
        after_blank = False
        end = line.next
    nowhere = Span(len(text), len(text))
    return Block(
        kind,
        Span(open_span.start, end),
        open_span,
        nowhere,
        Span(open_span.start if kind == "json" else content_start, end),
        closed=False,
    )


def _opens_at_once(text: str, start: int, kind: Format) -> bool:
    """Whether the line after an opening fence opens with a key, comments aside."""
    opens_with_key = _KEY_TESTS[kind]
    for line in lines(text, start, len(text)):
        written = text[line.start : line.end]
        if not written.startswith("#"):
            return opens_with_key(written)
    return False


def _looks_like_yaml(text: str, content: Span) -> bool:
    """Whether what stands between two rules is YAML and not prose.

    Its first line, blank lines and comments aside, opens with a key. Where it
    does not, the block may still be front matter with a slip in its first
    line: then it has no blank line, and other lines open with a key.
    """
    first: str | None = None
    blank = comment = False
    keys = 0
    for line in lines(text, content.start, content.end):
        written = text[line.start : line.end].strip()
        if first is None:
            if not written or written.startswith("#"):
                blank, comment = blank or not written, comment or bool(written)
                continue
            if opens_with_yaml_key(written) or _opens_otherwise(written):
                return True
            first = written
        elif not written:
            return False
        elif opens_with_yaml_key(written):
            keys += 1
    if first is None:
        # Comments with blank lines between them are headings between two rules.
        return not (blank and comment)
    return keys >= (1 if opens_with_glued_key(first) else 2)


def _opens_otherwise(line: str) -> bool:
    """Whether a line opens a mapping in braces, or with a complex key."""
    if line.startswith("{"):
        return not line.startswith(("{%", "{{", "{:"))
    return line.startswith(("? ", "<<:"))


def is_framed_prose(text: str, block: Block) -> bool:
    """Whether a block that does not parse is prose between two rules.

    Rules of the body have a blank line on the inner side; fences have none.
    """
    first = after_line(text, block.content_span.start)
    if text[first.start : first.end].strip():
        return False
    return _ends_blank(text, block.content_span)


def cut_at_body(text: str, block: Block) -> Block | None:
    """The block without its body, where a rule of the body was taken for its closing fence.

    ``None`` where nothing in the block looks like a body: a blank line, then a
    line that can be no key, and a blank line before the rule.
    """
    if block.format != "yaml" or not _ends_blank(text, block.content_span):
        return None
    shorter = unclosed(text, block.open_span, block.content_span.start, block.format)
    if shorter.content_span.end >= block.content_span.end:
        return None
    before = text[block.content_span.start : shorter.content_span.end]
    after = text[shorter.content_span.end : block.content_span.end]
    if not before.strip() or after[:1] not in ("\r", "\n"):
        return None
    return shorter


def _ends_blank(text: str, span: Span) -> bool:
    """Whether the last line of a span is blank."""
    written = text[span.start : span.end].replace("\r\n", "\n").replace("\r", "\n")
    return written.rstrip(" \t").endswith("\n\n") or not written.strip()
