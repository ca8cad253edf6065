"""Lists of links, in whatever shape they are written.

A list of links may be a Markdown or HTML list, the rows of a table, or lines:
of one paragraph, or of paragraphs that follow each other. Here they are found
and their items read; MED301 judges them.
"""

from __future__ import annotations

from medlint.document import Image, Link, Template
from medlint.kept import kept
from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from medlint.views import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.document import Block, Document, Line, Part
    from medlint.post import Post
    from medlint.text import Span

Shape: TypeAlias = Literal["list", "table", "lines"]


class _Item(NamedTuple):
    span: Span
    links: tuple[Link, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    prose: bool = False
    card: bool = False


class Item(_Item):
    """One item of a list.

    Attributes:
        span: From its first part to its last.
        links: Its links.
        lines: What stands in it.
        notes: What counts as standing in it too.
        prose: Whether it is a paragraph of prose, so that no link in it is bare.
        card: Whether it is a raw URL in a paragraph of its own: Medium makes it a card.
    """

    @kept
    def beside(self) -> str:
        """The text beside the links, code and alternative text included."""
        return " ".join([*map(_beside, self.lines), *self.notes])


class LinkList(NamedTuple):
    """A run of items under one heading.

    Attributes:
        shape: How it is written.
        items: Its items, in order.
        heading: The text of the heading or lead-in line above it, or "".
    """

    shape: Shape
    items: tuple[Item, ...]
    heading: str


@view
def link_lists(post: Post) -> tuple[LinkList, ...]:
    """Every list, table and run of lines of a post that has links, in source order."""
    return tuple(_find(post.document)) if post.links else ()


def _find(document: Document) -> Iterator[LinkList]:
    linked = {block.span for block in document.linked_blocks}
    heading = ""
    above: list[Block] = []  # the paragraphs since the last heading, list or table
    plain: list[Block] = []  # those since the last link
    flow: list[Item] = []
    for block in _flat(document.root):
        kind = block.kind
        if kind == "paragraph":
            if block.span in linked:
                # Of those without links only the last may be the title of what follows.
                title_item = next(filter(None, map(_without_links, reversed(plain))), None)
                if title_item is not None:
                    if flow and not flow[-1].links:
                        flow.pop()
                    flow.append(title_item)
                flow.extend(_line_items(block))
                plain = []
            else:
                plain.append(block)
            above.append(block)
            continue
        if flow:
            yield LinkList("lines", tuple(flow), heading)
            flow = []
        plain = []
        if kind == "heading":
            heading, above = block.text, []
        elif kind == "list" or kind == "table":
            if document.links_in(block.span):
                title = _lead_in(above) or heading
                if kind == "list":
                    yield from _lists(block, title)
                else:
                    yield LinkList("table", tuple(_rows(block)), title)
            above = []
    if flow:
        yield LinkList("lines", tuple(flow), heading)


def _flat(root: Block) -> Iterator[Block]:
    """The blocks of a document with quotes and HTML groups opened up."""
    stack = list(reversed(root.children))
    while stack:
        block = stack.pop()
        if block.kind in {"html", "quote", "row", "cell"} or (
            block.kind == "paragraph" and not block.lines
        ):
            stack.extend(reversed(block.children))
        else:
            yield block


def _lists(block: Block, above: str) -> Iterator[LinkList]:
    """A list and the lists inside its items."""
    stack = [(block, above)]
    while stack:
        current, title = stack.pop()
        items: list[list[Item]] = []  # an item, or a term with its descriptions
        inner: list[tuple[Block, str]] = []
        for child in current.children:
            if child.kind == "item":
                item, lists = _item(child)
                if item is not None and child.info == "dd" and items:
                    items[-1].append(item)
                elif item is not None:
                    items.append([item])
                inner.extend((each, _title(item) or title) for each in lists)
            elif child.kind == "list":
                inner.append((child, title))
        yield LinkList("list", tuple(map(_joined, items)), title)
        stack.extend(reversed(inner))


def _title(item: Item | None) -> str:
    """What an item says, as the title of a list inside it."""
    if item is None:
        return ""
    return " ".join((item.beside, *(link.text for link in item.links))).strip()


def _joined(items: list[Item]) -> Item:
    """A term and its descriptions as one item."""
    term, *descriptions = items
    if not descriptions:
        return term
    links = tuple(link for item in items for link in item.links)
    return term._replace(links=links, notes=(*term.notes, *(item.beside for item in descriptions)))


def _item(block: Block) -> tuple[Item | None, list[Block]]:
    """What a list item says itself, and the lists inside it."""
    lines: list[Line] = []
    lists: list[Block] = []
    code = False
    stack = list(reversed(block.children))
    while stack:
        child = stack.pop()
        if child.kind == "list":
            lists.append(child)
            continue
        code = code or child.kind in {"code", "table"}
        lines.extend(child.lines)
        stack.extend(reversed(child.children))
    item = _of_lines(tuple(lines))
    if item is not None:
        # What stands under an item describes it: sizes and checksums of a download, say.
        below = [
            _beside(line)
            for each in lists
            for inner in each.children
            for block in inner.children
            for line in block.lines
        ]
        note = ["(with code or a table)"] if code else []
        item = item._replace(notes=(*below, *note))
    return item, lists


def _rows(table: Block) -> Iterator[Item]:
    for row in table.children:
        if row.kind != "row" or all(cell.header for cell in row.children):
            continue
        item = _of_lines(tuple([line for cell in row.walk() for line in cell.lines]))
        if item is not None:
            yield item


def _line_items(block: Block) -> Iterator[Item]:
    """The lines of a paragraph as items; prose wrapped at some width is one item."""
    lines = block.lines
    if block.footnote or not _is_set_in_lines(lines):
        item = _of_lines(lines, prose=True)
        if item is not None:
            yield item
        return
    for line in lines:
        item = _of_lines((line,))
        if item is None:
            continue
        if len(lines) == 1 and len(item.links) == 1 and item.links[0].kind in {"bare", "autolink"}:
            item = item._replace(card=not item.beside.strip())
        yield item


def _is_set_in_lines(lines: tuple[Line, ...]) -> bool:
    """Whether the author broke the lines, and not the editor at some width.

    So it is where the breaks are hard, or where every line after a lead-in is
    one link.
    """
    if len(lines) == 1 or all(line.hard for line in lines[:-1]):
        return True
    rest = lines if lines[0].links else lines[1:]
    return all(len(line.links) == 1 for line in rest)


def _without_links(block: Block) -> Item | None:
    """What a paragraph without links is as an item: its last line, or all of it if it is prose."""
    lines = block.lines
    if block.footnote or not all(line.hard for line in lines[:-1]):
        return _of_lines(lines, prose=True)
    return next((_of_lines((line,)) for line in reversed(lines) if line.parts), None)


def _lead_in(blocks: list[Block]) -> str:
    """The text of the last paragraph that introduces what follows: short or ending in a colon."""
    for block in reversed(blocks):
        text = block.text.strip()
        if text and (len(text) <= 60 or text.endswith((":", "："))):
            return text
    return ""


def _of_lines(lines: tuple[Line, ...], *, prose: bool = False) -> Item | None:
    if not lines or (len(lines) == 1 and not lines[0].parts):
        return None
    first, last = lines[0].span, lines[-1].span
    links = lines[0].links
    if len(lines) > 1:
        links = tuple([link for line in lines for link in line.links])
        first = first._replace(end=max(last.end, first.end))
    return Item(first, links, lines, ("(prose)",) if prose else (), prose)


def _beside(line: Line) -> str:
    """What stands beside the links of a line, each of which leaves a space."""
    return "".join([_text(part) for part in line.parts])


def _text(part: Part) -> str:
    if isinstance(part, Image):
        return f" {part.alt or '(image)'} "
    return " " if isinstance(part, (Link, Template)) else part.text
