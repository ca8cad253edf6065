"""The sections of a post: a heading and what stands below it, up to the next."""

from __future__ import annotations

from medlint import words
from medlint.bold_headings import bold_headings
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.document import Block
    from medlint.post import Post


class Section(NamedTuple):
    """A section.

    Attributes:
        heading: Its heading, or the bold paragraph that stands for one;
            ``None`` for what stands above the first.
        blocks: The paragraphs and table cells in it, in source order, those
            of lists and quotes included.
        words: How many words these have.
    """

    heading: Block | None
    blocks: tuple[Block, ...]
    words: int


def sections(post: Post) -> tuple[Section, ...]:
    """The sections of a post, in source order; a bold line that heads one is a heading."""
    heads = {block.span for block in bold_headings(post)}
    language = post.language
    found: list[Section] = []
    heading: Block | None = None
    blocks: list[Block] = []
    number = 0
    for block in post.document.prose_blocks:
        if block.kind == "heading" or block.span in heads:
            found.append(Section(heading, tuple(blocks), number))
            heading, blocks, number = block, [], 0
        elif block.lines and not block.footnote:
            blocks.append(block)
            number += words.count(block.text, language)
    found.append(Section(heading, tuple(blocks), number))
    return tuple(found)
