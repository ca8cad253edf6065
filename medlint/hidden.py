"""Which parts of a body HTML hides from every reader."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.document import Document, HtmlTag

#: Declarations that leave nothing to see, white space removed.
_HIDING = lazy(
    r"(?:^|;)(?:display:none|visibility:hidden|visibility:collapse"
    r"|font-size:0+(?:\.0+)?(?:px|pt|em|rem|%|ex|ch)?(?=[;!]|$)"
    r"|opacity:0+(?:\.0+)?%?(?=[;!]|$)"
    r"|text-indent:-\d{3,}"
    r"|(?:left|top):-\d{4,}px)"
)
_SPACE = lazy(r"\s+")
#: Elements without an end tag.
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: Characters that take no room: zero-width ones, fillers, and blanks of any width.
_UNSEEN = lazy(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]+"
)


def is_unseen(text: str) -> bool:
    """Whether a text has characters, and none that a reader could see."""
    if text.isascii():
        return False
    return bool(text.strip()) and _UNSEEN.fullmatch(text) is not None


def hides(tag: HtmlTag) -> bool:
    """Whether a start tag hides its element: an inline style, or ``hidden``."""
    for name, value in tag.attributes:
        if name == "hidden":
            return True
        if name == "style" and _is_hiding(value):
            return True
    return False


@lru_cache(maxsize=256)  # the same few styles come up again and again
def _is_hiding(style: str) -> bool:
    return _HIDING.search(_SPACE.sub("", style).lower()) is not None


def hidden_spans(document: Document, text: str) -> tuple[Span, ...]:
    """The elements that HTML hides, from start tag to end tag, in source order.

    An element without an end tag is left out: where it ends is anyone's guess.
    """
    hiding = {tag.span.start for tag in document.tags if hides(tag) and tag.name not in _VOID}
    if not hiding:
        return ()
    names = {tag.name for tag in document.tags if tag.span.start in hiding}
    ends = re.compile(rf"</({'|'.join(map(re.escape, sorted(names)))})\s*>", re.IGNORECASE)
    code = _code_spans(document)
    marks = [(tag.span.start, tag.name, True) for tag in document.tags if tag.name in names]
    marks += [
        (match.end(), match[1].lower(), False)
        for match in ends.finditer(text)
        if not _is_inside(match.start(), code)
    ]
    marks.sort()
    opened: dict[str, list[int]] = {}
    spans: list[Span] = []
    for at, name, opens in marks:
        if opens:
            opened.setdefault(name, []).append(at)
        elif opened.get(name):
            start = opened[name].pop()
            if start in hiding:
                spans.append(Span(start, at))
    return tuple(sorted(spans))


def _code_spans(document: Document) -> list[Span]:
    return [block.span for block in document.blocks("code")]


def _is_inside(offset: int, spans: list[Span]) -> bool:
    """Whether an offset lies in one of some spans that do not overlap, in source order."""
    at = bisect_right(spans, Span(offset, len(spans) and 1 << 62)) - 1
    return at >= 0 and spans[at].start <= offset < spans[at].end
