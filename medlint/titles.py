"""Which text is a post's title."""

from __future__ import annotations

from medlint.prose import one_line
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.document import Block
    from medlint.post import Post


class Title(NamedTuple):
    """A title: its text on one line, where it is written, and whether that is the body."""

    text: str
    span: Span
    in_body: bool


def title_of(post: Post) -> Title | None:
    """The front matter's title, or else the heading that :func:`title_heading` finds."""
    entry = post.field("title")
    if entry is not None:
        if entry.value.kind in {"list", "mapping"}:
            return None
        return Title(one_line(entry.value.text), entry.value.span, False)
    heading = title_heading(post)
    if heading is None:
        return None
    return Title(one_line(heading.text), heading_text_span(heading), True)


def shown_title(post: Post) -> Title | None:
    """The title that search engines show: a title made for them where there is one."""
    entry = post.field("seo_title")
    if entry is not None and entry.value.kind not in {"list", "mapping"}:
        return Title(one_line(entry.value.text), entry.value.span, False)
    return title_of(post)


def title_heading(post: Post) -> Block | None:
    """The heading that serves as title: the body's first heading, where it is of level 1."""
    first = next(iter(post.document.blocks("heading")), None)
    if first is None or first.level != 1 or not first.text.strip():
        return None
    return first


def heading_text_span(heading: Block) -> Span:
    """Where the text of a heading stands, without its markers."""
    if not heading.lines:
        return heading.span
    return Span(heading.lines[0].span.start, heading.lines[-1].span.end)
