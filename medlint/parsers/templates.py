"""Template tags: found once, hidden from the parser, and put back afterwards.

A site generator replaces Liquid tags, Hugo shortcodes and the like before or
after Markdown is read; as Markdown they make no sense. Every tag is replaced
by as many private-use characters, so that ``[text]({% link a.md %})`` is the
link that the site will have and every offset stays what it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Stands for one character of a template tag; from Unicode's private use area.
MASK = "\ue0fe"

#: The longest tag on one line that is looked for, in characters.
_WINDOW = 2000

_OPENER = lazy(r"\{\{|\{%|<%|\{:|\{#|\{/\*")
_CLOSER = {"{{": "}}", "{%": "%}", "<%": "%>", "{:": "}", "{#": "}", "{/*": "*/}"}
_JSX_LINE = lazy(r"(?:<[A-Z][\w.]*|</[A-Z][\w.]*|<>|</>|import\s|export\s|\{)")
_HEADING_ID = lazy(r"\{#[^\s{}`|]+\}")
_RUN = lazy(f"{MASK}+")

#: Tags whose content is shown as code or not at all, and the tag that ends it.
_VERBATIM = lazy(
    r"""\{%-?\s*(?P<liquid>highlight|codeblock|comment|code|mermaid|plantuml)\b[^%\n]{0,500}%\}
    |\{\{[<%]\s*(?P<hugo>highlight|mermaid|comment|code)\b[^>%\n]{0,500}[>%]\}\}""",
    re.VERBOSE,
)


class Templates:
    """The template tags of one body, and the body with them hidden.

    Attributes:
        masked: The text with every tag replaced; as long as the original.
        spans: The span of every tag, in order.
        comments: The spans among them that are comments of MDX, ``{/* … */}``.
    """

    def __init__(self, text: str, body: Span, *, mdx: bool) -> None:
        spans = []
        comments = []
        if "{" in text or "<%" in text or mdx:
            for span, comment in _find(text, body, mdx=mdx):
                spans.append(span)
                if comment:
                    comments.append(span)
        self.comments = frozenset(comments)
        self.spans = tuple(spans)
        self._starts = [span.start for span in spans]
        self._text = text
        self.masked = _mask(text, spans) if spans else text

    def within(self, span: Span) -> list[Span]:
        """The tags that start inside a span."""
        first = bisect_left(self._starts, span.start)
        return list(self.spans[first : bisect_left(self._starts, span.end)])

    def unmask(self, text: str, span: Span) -> str:
        """Put the tags back into text that came from ``span`` of the source."""
        if MASK not in text:
            return text
        if len(text) == span.end - span.start:
            return self._text[span.start : span.end]
        tags = iter(self.spans[bisect_left(self._starts, span.start) :])

        def original(run: re.Match[str]) -> str:
            left = len(run.group())
            pieces = []
            while left > 0 and (tag := next(tags, None)) is not None:
                pieces.append(self._text[tag.start : tag.end])
                left -= tag.end - tag.start
            return "".join(pieces)

        return _RUN.sub(original, text)


def _find(text: str, body: Span, *, mdx: bool) -> Iterator[tuple[Span, bool]]:
    """Every tag of the body with whether it is a comment, without overlaps, in order."""
    found = [*_verbatim(text, body), *_single(text, body), *(_jsx(text, body) if mdx else ())]
    found.sort(key=lambda tag: (tag[0], -tag[1]))
    end = body.start
    for start, stop, comment in found:
        if start >= end:
            yield Span(start, stop), comment
            end = stop


def _single(text: str, body: Span) -> Iterator[tuple[int, int, bool]]:
    last = {closer: text.rfind(closer) for closer in _CLOSER.values()}
    position = body.start
    while (match := _OPENER.search(text, position, body.end)) is not None:
        start, opener = match.start(), match.group()
        position = match.end()
        closer = _CLOSER[opener]
        if last[closer] < position:
            continue
        if opener == "{#":
            heading = _HEADING_ID.match(text, start, min(start + _WINDOW, body.end))
            if heading is None:
                continue
            stop = heading.end()
        else:
            at = text.find(closer, position, min(position + _WINDOW, body.end))
            if at < 0:
                continue
            stop = at + len(closer)
            inside = text[start:stop]
            if opener != "{/*" and ("\n" in inside or "\r" in inside or "`" in inside):
                continue
            if opener == "{{" and text.startswith("}", stop):
                stop += 1
        yield start, stop, opener == "{/*"
        position = stop


def _verbatim(text: str, body: Span) -> Iterator[tuple[int, int, bool]]:
    """From the opening to the closing tag of each block that is not prose."""
    position = body.start
    unended: set[str] = set()
    while (match := _VERBATIM.search(text, position, body.end)) is not None:
        name = match["liquid"] or match["hugo"]
        position = match.end()
        if match["liquid"]:
            ending = rf"\{{%-?\s{{0,9}}end{name}\s{{0,9}}-?%\}}"
        else:
            ending = rf"\{{\{{[<%]\s{{0,9}}/\s{{0,9}}{name}\s{{0,9}}[>%]\}}\}}"
        if ending in unended:
            continue
        closing = re.compile(ending).search(text, match.end(), body.end)
        if closing is None:
            unended.add(ending)
            continue
        yield match.start(), closing.end(), False
        position = closing.end()


def _jsx(text: str, body: Span) -> Iterator[tuple[int, int, bool]]:
    """MDX: lines from an import, export, component or expression to the next blank line."""
    position = body.start
    fence = ""
    blank_before = True
    inside = False
    while position < body.end:
        end = text.find("\n", position, body.end)
        stop = body.end if end < 0 else end
        line = text[position:stop].rstrip("\r")
        stripped = line.lstrip(" ")
        if fence:
            if stripped.startswith(fence) and not stripped.strip(fence[0]).strip():
                fence = ""
        elif not stripped.strip():
            blank_before, inside = True, False
            position = stop + 1
            continue
        elif stripped.startswith(("```", "~~~")):
            fence = stripped[: len(stripped) - len(stripped.lstrip(stripped[0]))]
            inside = False
        elif inside or (blank_before and _JSX_LINE.match(line) and not line.startswith("{/*")):
            tag = stripped.startswith("<") and stripped.rstrip().endswith(">")
            inside = inside or not tag
            if not tag or "{" in stripped:
                yield position + len(line) - len(stripped), position + len(line), False
        blank_before = False
        position = stop + 1


def _mask(text: str, spans: list[Span]) -> str:
    pieces = []
    position = 0
    for start, end in spans:
        pieces.append(text[position:start])
        inside = text[start:end]
        if "\n" in inside or "\r" in inside:
            pieces.append(re.sub(r"[^\r\n]", MASK, inside))
        else:
            pieces.append(MASK * (end - start))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)
