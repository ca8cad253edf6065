"""The body as running text: all that is no prose blanked out, every offset kept.

For rules that look for notation which the Markdown parser does not know, such
as ``~~struck~~``, ``[^1]`` or ``::: note``. What stands in the result stands
at the same offset of the source.
"""

from __future__ import annotations

import re

from medlint.document import Code, Link, Text
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING
from medlint.views import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.document import Document
    from medlint.post import Post
    from medlint.text import Span

#: Stands for one character that is not prose; no readable file has it.
BLANK = "\0"

_NOT_LINE_END = lazy(r"[^\r\n]")
_END_TAG = lazy(r"</[A-Za-z][^<>\r\n]{0,200}>")
#: Elements whose content is no prose; kept in step with :data:`medlint.html.RAW_TEXT`.
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "iframe", "noscript", "template"})


@view
def outside_code(post: Post) -> str:
    """The body without its code blocks: to ask what is in it before looking where."""
    text = post.text
    pieces: list[str] = []
    position = post.body.start
    for block in post.document.blocks("code"):
        pieces.append(text[position : block.span.start])
        position = max(position, block.span.end)
    pieces.append(text[position:])
    return "\n".join(pieces)


@view
def bytes_outside_code(post: Post) -> bytes:
    """What :func:`outside_code` returns, in UTF-8."""
    return outside_code(post).encode("utf-8", "surrogatepass")


def running_text(text: str, body: Span, document: Document) -> str:
    """The text with everything blanked that a reader does not read as prose.

    Blanked are front matter, code, comments, tags, template tags, images,
    addresses and link reference definitions. The text of links stays. Line
    ends stay, too, so that lines are lines still.

    Returns:
        A text as long as ``text``; :data:`BLANK` stands for each character taken out.
    """
    return _blanked(text, body, [*_code(text, document), *_notation(document)])


def without_code(text: str, body: Span, document: Document) -> str:
    """The text with front matter, code, comments and template tags blanked, and nothing else.

    Returns:
        A text as long as ``text``; :data:`BLANK` stands for each character taken out.
    """
    return _blanked(text, body, [*_code(text, document)], end_tags=False)


def _blanked(text: str, body: Span, hidden: list[tuple[int, int]], *, end_tags: bool = True) -> str:
    pieces: list[str] = [_blank(text[: body.start])]
    position = body.start
    hidden.sort()
    for start, end in hidden:
        if end <= position:
            continue
        if start > position:
            pieces.append(text[position:start])
            position = start
        piece = text[position:end]
        pieces.append(BLANK * len(piece) if piece.isprintable() else _blank(piece))
        position = end
    pieces.append(text[position:])
    blanked = "".join(pieces)
    if end_tags and "</" in blanked:
        blanked = _END_TAG.sub(lambda tag: BLANK * len(tag.group()), blanked)
    return blanked


def _blank(text: str) -> str:
    """A text with each character but line ends taken out."""
    if "\r" in text:
        return _NOT_LINE_END.sub(BLANK, text)
    if "\n" in text:
        return "\n".join([BLANK * len(line) for line in text.split("\n")])
    return BLANK * len(text)


def _code(text: str, document: Document) -> Iterator[tuple[int, int]]:
    """What is no text at all: code, comments, template tags, the insides of scripts."""
    for block in document.all_blocks:
        if block.kind == "code":
            yield block.span
        for line in block.lines:
            parts = line.parts
            if len(parts) == 1 and isinstance(parts[0], Text):
                continue  # as most lines are
            for part in parts:
                if isinstance(part, Text):
                    continue
                if isinstance(part, Code):
                    yield part.span
                elif isinstance(part, Link):
                    yield from [inner.span for inner in part.parts if isinstance(inner, Code)]
    yield from (comment.span for comment in document.comments)
    yield from (template.span for template in document.templates)
    closings: dict[str, int] = {}
    for tag in document.tags:
        end = tag.span.end
        if tag.name not in _RAW_TEXT or text.endswith("/>", tag.span.start, end):
            continue
        # One search serves all tags before the place it found.
        if closings.get(tag.name, -1) < end:
            closing = _CLOSING[tag.name].search(text, end)
            closings[tag.name] = len(text) if closing is None else closing.start()
        if closings[tag.name] < len(text):
            yield end, closings[tag.name]


def _notation(document: Document) -> Iterator[tuple[int, int]]:
    """What says how text is to look, or where a link leads."""
    for link in document.links:
        if link.kind in {"autolink", "bare"}:
            yield link.span
        elif link.kind != "html":
            yield link.span.start, link.text_span.start
            yield link.text_span.end, link.span.end
    yield from (image.span for image in document.images)
    yield from (definition.span for definition in document.definitions)
    yield from (tag.span for tag in document.tags)


_CLOSING = {name: lazy(rf"</{name}[\s/>]", re.IGNORECASE) for name in _RAW_TEXT}
