"""The tags of raw HTML in a post, sorted by what becomes of them on Medium."""

from __future__ import annotations

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING
from medlint.wordlists import load

if TYPE_CHECKING:
    from medlint.document import HtmlTag

#: Elements that do something, and that no editor lets in.
ACTIVE = frozenset(
    {"applet", "embed", "form", "frame", "frameset", "iframe", "object", "portal", "script"}
)
#: Parts of a table; the table as a whole is a matter of its own.
TABLE = frozenset(
    {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
)
#: What stands inside an active element and goes with it.
_OF_ACTIVE = frozenset(
    {"button", "fieldset", "input", "label", "legend", "optgroup", "option", "param", "select"}
    | {"textarea", "noscript"}
)
#: What stands inside another element and goes with it: pictures, videos, notes, drawings.
_PARTS = frozenset(
    {"circle", "dd", "defs", "desc", "dt", "ellipse", "g", "line", "lineargradient", "mfrac"}
    | {"mi", "mn", "mo", "mrow", "msub", "msup", "path", "polygon", "polyline", "rect", "rp", "rt"}
    | {"source", "stop", "summary", "symbol", "text", "title", "track", "tspan", "use"}
)
#: Elements for which Medium has a format of its own.
KNOWN_TO_MEDIUM = frozenset(
    {"a", "b", "blockquote", "br", "code", "em", "figcaption", "figure", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "strong", "tt", "ul", "wbr"}
)


def written_name(text: str, tag: HtmlTag) -> str:
    """The name of a tag with capitals as written: ``T`` of ``List<T>``."""
    start = tag.span.start + 1
    return text[start : start + len(tag.name)]


_END_TAG = lazy(r"</([A-Za-z][^\s/<>]{0,100})")


class EndTags:
    """Tells which tags have an end tag after them; one reading of the text serves all."""

    __slots__ = ("_last", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: dict[str, int] | None = None

    def follows(self, name: str, start: int) -> bool:
        """Whether ``</name>``, capitals as given, stands at or after an offset."""
        if self._last is None:
            self._last = {match[1]: match.start() for match in _END_TAG.finditer(self._text)}
        return self._last.get(name, -1) >= start


def is_component(text: str, tag: HtmlTag, ends: EndTags, *, mdx: bool) -> bool:
    """Whether a tag is a JSX component: ``<Tabs>``, ``<C.Counter />``.

    In plain Markdown a type such as ``List<String>`` looks the same, so there
    a component has attributes, ends in ``/>``, or has an end tag.
    """
    name = written_name(text, tag)
    if not name[:1].isupper() or (name.isupper() and is_element(tag)):
        return False
    if mdx or tag.attributes or text.endswith("/>", tag.span.start, tag.span.end):
        return True
    return len(name) > 2 and ends.follows(name, tag.span.end)


def is_element(tag: HtmlTag) -> bool:
    """Whether a tag is one of HTML, and no word in angle brackets or component."""
    return tag.name in _elements()


def is_lost(tag: HtmlTag) -> bool:
    """Whether Medium drops a tag, and no rule of its own speaks of it."""
    return tag.name not in _NOT_LOST


_NOT_LOST = KNOWN_TO_MEDIUM | ACTIVE | TABLE | _OF_ACTIVE | _PARTS


_ELEMENTS: list[frozenset[str]] = []


def _elements() -> frozenset[str]:
    if not _ELEMENTS:
        _ELEMENTS.append(frozenset(load("html-elements")))
    return _ELEMENTS[0]
