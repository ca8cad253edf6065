"""Where blocks stand in the document: what is inside what."""

from __future__ import annotations

from medlint.text import Span
from medlint.typed import TYPE_CHECKING
from medlint.views import view

if TYPE_CHECKING:
    from medlint.document import Block
    from medlint.post import Post

#: Elements that make a list block and are no bullet list: their items are terms and texts.
_NO_LIST = frozenset({"dl"})


def is_list(block: Block) -> bool:
    """Whether a block is a bulleted or numbered list."""
    return block.kind == "list" and block.info not in _NO_LIST


@view
def outermost_lists(post: Post) -> tuple[Block, ...]:
    """Every list that is in no other list, in source order."""
    found: list[Block] = []
    stack = [post.document.root]
    while stack:
        block = stack.pop()
        if is_list(block):
            found.append(block)
        else:
            stack.extend(reversed(block.children))
    return tuple(found)


def inner_lists(block: Block) -> tuple[Block | None, int]:
    """The first list inside a list, and how many lists deep it nests.

    Returns:
        The first inner list in source order, or ``None``; and the depth, 1
        where there is none.
    """
    first: Block | None = None
    deepest = 1
    stack = [(child, 1) for child in reversed(block.children)]
    while stack:
        child, depth = stack.pop()
        if is_list(child):
            first = first or child
            depth += 1
            deepest = max(deepest, depth)
        stack.extend((inner, depth) for inner in reversed(child.children))
    return first, deepest


def first_line(text: str, span: Span) -> Span:
    """The part of a span that stands on its first line, without spaces at the end."""
    end = span.end
    for ending in "\r\n":
        at = text.find(ending, span.start, end)
        if at >= 0:
            end = at
    while end > span.start + 1 and text[end - 1] in " \t":
        end -= 1
    return Span(span.start, end)
