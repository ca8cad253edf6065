"""Markdown parsers; each builds the same :class:`~medlint.document.Document`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.document import Document
    from medlint.text import Span


def parse(text: str, body: Span, *, mdx: bool = False) -> Document:
    """Parse the body of a post.

    Args:
        text: The whole source, without a byte order mark.
        body: Where the body stands in it.
        mdx: Whether the body is MDX, with JSX and expressions.
    """
    from medlint.parsers.markdown_it import parse_body

    return parse_body(text, body, mdx=mdx)
