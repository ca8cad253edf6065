"""References and definitions that have lost each other.

A parser makes no link of ``[text][label]`` when there is no such definition:
the brackets are text. Here they are looked for in the text, and each
definition's use is looked up.
"""

from __future__ import annotations

from bisect import bisect_left

from medlint.document import Text
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.document import Definition, Document, Line

#: ``[text][label]`` and ``[text][]``; nothing that may be an index or part of one before it.
_REFERENCE = lazy(r"(?<![\w\]\\)`$#])!?\[([^\[\]\\\n]{1,300})\]\[([^\[\]\\\n]{0,200})\](?![\[(:])")
_BRACKETED = lazy(r"\[([^\[\]\n]{1,300})\]")
_HIDE = lazy(r"[\[\]]")
_NOT_LABEL = lazy(r"[\s\W_]*")
_NUMBERS = lazy(r"[\d\s,;.–-]*")


class Undefined(NamedTuple):
    """A reference without a definition."""

    span: Span
    text: str
    label: str


def normalised(label: str) -> str:
    """A label as labels are compared: case folded, white space as single spaces."""
    return " ".join(label.split()).casefold()


def undefined(source: str, document: Document) -> Iterator[Undefined]:
    """Every full or collapsed reference in running text that has no definition."""
    if "][" not in source:
        return
    known = {normalised(definition.label) for definition in document.definitions}
    hidden = sorted(
        [
            *(tag.span for tag in document.tags),
            *(comment.span for comment in document.comments),
        ]
    )
    starts = [span.start for span in hidden]
    for block in document.prose_blocks:
        for line in block.lines:
            written = source[line.span.start : line.span.end]
            if "][" not in written:
                continue
            for match in _REFERENCE.finditer(_prose(line, written)):
                text, label = match[1].strip(), match[2].strip()
                if not _is_reference(text, label) or normalised(label or text) in known:
                    continue
                if match.start() == 0 and written[match.end() :].lstrip().startswith("["):
                    continue  # labels of a list's item: [series][video] [The title](…)
                start = line.span.start + match.start()
                span = Span(start, line.span.start + match.end())
                at = bisect_left(starts, span.end) - 1
                if at < 0 or hidden[at].end <= span.start:
                    yield Undefined(span, text, label or text)


def _prose(line: Line, written: str) -> str:
    """The line with the brackets of code, links, images and templates hidden."""
    pieces = []
    at = line.span.start
    for part in line.parts:
        if isinstance(part, Text):
            continue
        start, end = part.span.start - line.span.start, part.span.end - line.span.start
        pieces.append(written[at - line.span.start : start])
        pieces.append(_HIDE.sub("`", written[start:end]))
        at = part.span.end
    pieces.append(written[at - line.span.start :])
    return "".join(pieces)


def _is_reference(text: str, label: str) -> bool:
    """Whether brackets are meant for a link, and not for a check box, a citation or an index."""
    if not text or text in {"x", "X", "…", "..."} or text[0] in "^@!|" or label[:1] in set("^@!|"):
        return False
    if not label:
        # ``[a-z][]`` or ``int[][]``: words are meant for readers, or at least a name.
        return len(text) > 2 and _NOT_LABEL.fullmatch(text) is None
    if _NOT_LABEL.fullmatch(label) or _NOT_LABEL.fullmatch(text):
        return False
    if _NUMBERS.fullmatch(text):
        return False  # [1][2]: two citations
    # One letter or sign after another is an index or a character class: [i][j], [a-z][0-9]
    return len(text) > 3 or (len(text) > 1 and len(label) > 3)


def unused(source: str, document: Document) -> Iterator[tuple[Definition, Definition | None]]:
    """Every definition that no link or image uses, with the earlier one of the same label, if any.

    A definition whose label stands in brackets elsewhere is left alone: it is
    used where the parser does not look, as in a shortcode.
    """
    if not document.definitions:
        return
    used = {
        thing.url_span.start
        for things in (document.links, document.images)
        for thing in things
        if thing.url_span is not None
    }
    labels = {normalised(definition.label) for definition in document.definitions}
    if len(labels) == len(document.definitions) and all(
        definition.url_span.start in used for definition in document.definitions
    ):
        return
    mentions: dict[str, int] = {}
    start = document.root.span.start
    for match in _BRACKETED.finditer(source, start, document.root.span.end):
        label = normalised(match[1])
        if label in labels:
            mentions[label] = mentions.get(label, 0) + 1
    first: dict[str, Definition] = {}
    counts: dict[str, int] = {}
    for definition in document.definitions:
        label = normalised(definition.label)
        counts[label] = counts.get(label, 0) + 1
    for definition in document.definitions:
        label = normalised(definition.label)
        earlier = first.setdefault(label, definition)
        if _is_comment(definition):
            continue
        if earlier is not definition:
            yield definition, earlier
        elif definition.url_span.start not in used and mentions.get(label, 0) <= counts[label]:
            yield definition, None


def _is_comment(definition: Definition) -> bool:
    """Whether a definition is one of those by which people write comments, or no link's at all."""
    label = definition.label.strip()
    if definition.url in {"", "#", "/"} or label.startswith(("//", "^", "#", "_", "-")):
        return True
    return label.lower() in {"comment", "comments", "note", "todo"}
