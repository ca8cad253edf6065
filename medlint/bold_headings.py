"""Paragraphs that are only bold, and do the work of a heading."""

from __future__ import annotations

from itertools import pairwise

from medlint.document import Image, Link, Text
from medlint.patterns import lazy
from medlint.prose import fold
from medlint.typed import TYPE_CHECKING
from medlint.views import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.document import Block, Document, Line
    from medlint.post import Post

#: Marks at the end of a sentence; a heading has none, save a question mark.
_SENTENCE_END = tuple(".,:;!…。．，、：；！،؛।")
#: The longest bold paragraph that can be a heading, in characters and in words.
_LONGEST = 80
_MOST_WORDS = 12
#: The longest run of marks before bold text, ``**_`` with a blank, in characters.
_MARKS = 4
#: A command, a path, a file name or a message quoted in bold.
_CODE = lazy(r"\s--?\w|\w/\w+/|`|::|=>|\(\)|[a-z]_[a-z]|\w:[a-z]|^\S*\.[a-z]{1,10}$")
#: Elements that make paragraphs with a purpose of their own.
_CAPTIONS = frozenset({"figcaption", "summary"})
#: Code is not among them: a bold line above it is its label, "Input" or "Output".
_FOLLOWERS = frozenset({"paragraph", "list", "table", "quote"})


@view
def bold_headings(post: Post) -> tuple[Block, ...]:
    """The paragraphs that a reader takes for headings and a machine does not.

    They stand at the top of the document or in an HTML group, on one line,
    are short, wholly bold, end like no sentence, say something that no other
    of them says, and text follows.
    """
    document = post.document
    found = [block for block, after in _followed(document) if _may_head(block, after)]
    if not found:
        return ()
    seen: dict[str, int] = {}
    for block in document.paragraphs:
        if len(block.lines) == 1 and _is_all_bold(block.lines[0]):
            key = fold(block.text)
            seen[key] = seen.get(key, 0) + 1
    return tuple(block for block in found if seen[fold(block.text)] == 1)


def _followed(document: Document) -> Iterator[tuple[Block, Block]]:
    """Every bold line with the block that follows it, where it follows no picture."""
    stack = [document.root]
    while stack:
        group = stack.pop()
        before: Block | None = None
        for block, after in pairwise(group.children):
            if (
                block.kind == "paragraph"
                and len(block.lines) == 1
                and _is_all_bold(block.lines[0])
                and (before is None or not _is_picture(before))
            ):
                yield block, after
            before = block
        stack.extend(child for child in reversed(group.children) if child.kind == "html")


def _may_head(block: Block, after: Block) -> bool:
    if block.footnote or block.info in _CAPTIONS or not _is_content(after):
        return False
    if not block.html and block.lines[0].span.start - block.span.start > _MARKS:
        return False  # tags stand before it, as in MDX
    text = block.text.strip()
    if not text or len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if text.endswith(_SENTENCE_END):
        return False
    return any(map(str.isalpha, text)) and _CODE.search(text) is None


def _is_all_bold(line: Line) -> bool:
    return all(map(_is_bold, line.parts))


def _is_bold(part: object) -> bool:
    return isinstance(part, Text) and (part.bold or not part.text.strip())


def _is_content(block: Block) -> bool:
    """Whether a block is the text of a section, and no further heading or picture."""
    if block.kind != "paragraph":
        return block.kind in _FOLLOWERS
    if _is_picture(block):
        return False
    return not all(_is_bold(part) for line in block.lines for part in line.parts)


def _is_picture(block: Block) -> bool:
    """Whether a paragraph is only pictures: what is bold below them is their caption."""
    parts = [part for line in block.lines for part in line.parts]
    return bool(parts) and all(
        isinstance(part, Image)
        or (isinstance(part, Link) and bool(part.images))
        or (isinstance(part, Text) and not part.text.strip())
        for part in parts
    )
