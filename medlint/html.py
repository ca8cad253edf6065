"""A tokenizer for raw HTML that knows where everything stands.

It reads what browsers forgive: unquoted attributes, unclosed tags, stray
angle brackets. It never fails, and takes time linear in the input.
"""

from __future__ import annotations

import re

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Elements whose content is not HTML and never shown as text.
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "iframe", "noscript", "template"})

#: What is longer is no name of an element.
_TAG_NAME = lazy(r"</?([A-Za-z][^\s/>]{0,200})(?=[\s/>]|\Z)")
_ATTRIBUTE = lazy(
    r"""[\s/]*(?P<name>[^\s=>/][^\s=>/]*)(?P<equals>\s*=\s*)?""",
)
_UNQUOTED = lazy(r"[^\s>]*")
_ENTITY = lazy(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_TAIL = lazy(r"[\s/]*>")


#: Makes a named tuple at less than half the cost of calling its class.
_new = tuple.__new__


class Attribute(NamedTuple):
    """An attribute of a tag.

    Attributes:
        name: In lower case.
        value: Entities resolved; "" where it has none.
        start: Where the value starts, quotes not included.
        end: Where the value ends.
    """

    name: str
    value: str
    start: int
    end: int


class TagToken(NamedTuple):
    """A start or end tag; ``name`` is in lower case."""

    start: int
    end: int
    name: str
    closing: bool
    self_closing: bool
    attributes: tuple[Attribute, ...]

    def get(self, name: str) -> Attribute | None:
        """The first attribute of that name, or ``None``."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        return None


class TextToken(NamedTuple):
    """Text as a reader sees it; an entity is a token of its own."""

    start: int
    end: int
    text: str


class CommentToken(NamedTuple):
    """A comment; ``text`` is what stands between its markers."""

    start: int
    end: int
    text: str


Token: TypeAlias = TagToken | TextToken | CommentToken


def tokenize(html: str) -> Iterator[Token]:
    """Split HTML into tags, comments and text, in order.

    The content of scripts, styles and the like is passed over. Offsets are
    those of ``html``.
    """
    position = 0
    length = len(html)
    last_close = html.rfind(">")
    known = _Known()
    while position < length:
        open_at = html.find("<", position)
        if open_at < 0 or open_at > last_close:
            if html.find("<!--", position) >= 0:
                # A comment that never ends hides the rest, as in a browser.
                open_at = html.find("<!--", position)
                yield from text_tokens(html, position, open_at)
                yield CommentToken(open_at, length, html[open_at + 4 :])
                return
            yield from text_tokens(html, position, length)
            return
        if open_at > position:
            yield from text_tokens(html, position, open_at)
        position = open_at
        if html.startswith("<!--", position):
            end = html.find("-->", position + 4)
            stop = length if end < 0 else end + 3
            yield CommentToken(position, stop, html[position + 4 : length if end < 0 else end])
            position = stop
        elif html.startswith(("<!", "<?"), position):
            position = html.find(">", position) + 1
        else:
            tag = _tag(html, position, known)
            if tag is None:
                yield TextToken(position, position + 1, "<")
                position += 1
                continue
            yield tag
            position = tag.end
            if tag.name in RAW_TEXT and not tag.closing and not tag.self_closing:
                position = _end_of_raw_text(html, position, tag.name)


def text_tokens(html: str, start: int, end: int) -> Iterator[TextToken]:
    """The text between two offsets, cut at entities; line ends become spaces."""
    position = start
    if html.find("&", start, end) >= 0:
        from html import unescape

        for match in _ENTITY.finditer(html, start, end):
            text = unescape(match.group())
            if text == match.group():
                continue
            if match.start() > position:
                yield _plain(html, position, match.start())
            yield TextToken(match.start(), match.end(), text)
            position = match.end()
    if position < end:
        yield _plain(html, position, end)


def _plain(html: str, start: int, end: int) -> TextToken:
    return _new(TextToken, (start, end, html[start:end].replace("\n", " ").replace("\r", " ")))


class _Known:
    """What earlier attempts to read a tag have shown, so that none reads it again.

    A text may hold as many ``<`` as it likes that begin no tag, each followed by all the
    rest of the text as attributes; to read these once for each would take time without end.

    Attributes:
        dead: Where a further attribute may start, and none that leads to the end of a tag does.
        run: Start and end of the last unquoted value.
    """

    __slots__ = ("dead", "run")

    def __init__(self) -> None:
        self.dead: set[int] = set()
        self.run = (0, 0)


def _tag(html: str, start: int, known: _Known) -> TagToken | None:
    """The tag at ``start``, or ``None`` where the ``<`` begins none."""
    opening = _TAG_NAME.match(html, start)
    if opening is None:
        return None
    name = opening.group(1).lower()
    closing = html[start + 1] == "/"
    attributes: list[Attribute] = []
    position = opening.end()
    seen: list[int] = []
    while True:
        tail = _TAG_TAIL.match(html, position)
        if tail is not None:
            self_closing = "/" in tail.group()
            return _new(
                TagToken, (start, tail.end(), name, closing, self_closing, tuple(attributes))
            )
        match = None if position in known.dead else _ATTRIBUTE.match(html, position)
        seen.append(position)
        if match is None:
            known.dead.update(seen)
            return None
        position = match.end()
        if match["equals"] is None:
            attributes.append(Attribute(match["name"].lower(), "", position, position))
            continue
        value_start, value_end, position = _value(html, position, known)
        value = _unescape(html[value_start:value_end])
        attributes.append(_new(Attribute, (match["name"].lower(), value, value_start, value_end)))


def _value(html: str, position: int, known: _Known) -> tuple[int, int, int]:
    """Start and end of an attribute's value, and where to read on."""
    quote = html[position : position + 1]
    if quote in {'"', "'"}:
        end = html.find(quote, position + 1)
        if end >= 0:
            return position + 1, end, end + 1
    start, end = known.run
    if not start <= position < end:
        match = _UNQUOTED.match(html, position)
        end = position if match is None else match.end()
        known.run = (position, end)
    return position, end, end


def _unescape(value: str) -> str:
    if "&" not in value:
        return value
    from html import unescape

    return unescape(value)


def _end_of_raw_text(html: str, position: int, name: str) -> int:
    match = re.compile(rf"</{re.escape(name)}[\s/>]", re.IGNORECASE).search(html, position)
    return len(html) if match is None else match.start()
