"""Markdown parsers; each builds the same :class:`~medlint.document.Document`."""

from __future__ import annotations

import medlint
from medlint import accelerator
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.document import Document
    from medlint.text import Span


#: How deep quotes and lists are read, unless the setting `max-nesting` says otherwise.
NESTING = 100


def parse(
    text: str, body: Span, *, mdx: bool = False, parser: str = "auto", nesting: int = NESTING
) -> Document:
    """Parse the body of a post.

    Args:
        text: The whole source, without a byte order mark.
        body: Where the body stands in it.
        mdx: Whether the body is MDX, with JSX and expressions.
        parser: ``auto``, ``markdown-it`` or ``pyromark``. The accelerator leaves the posts to the
            reference that it cannot read as that one does.
        nesting: How deep quotes and lists are read; a list and its item are two levels.
    """
    if parser != "markdown-it":
        document = _accelerated(text, body, mdx=mdx, nesting=nesting)
        if document is not None:
            return document
    if medlint.owns_process:
        from medlint.parsers import lean

        lean.load()
    from medlint.parsers.markdown_it import parse_body

    return parse_body(text, body, mdx=mdx, nesting=nesting)


def _accelerated(text: str, body: Span, *, mdx: bool, nesting: int) -> Document | None:
    global _is_fast
    if _is_fast is None:
        _is_fast = accelerator.version() is not None
    if not _is_fast:
        return None
    from medlint.parsers.pulldown import parse_body

    return parse_body(text, body, mdx=mdx, nesting=nesting)


_is_fast: bool | None = None


def in_use(parser: str = "auto") -> str:
    """The parser that a value of the setting `parser` stands for here, with its version."""
    version = None if parser == "markdown-it" else accelerator.version()
    if version is not None:
        return f"pyromark {version}"
    return f"markdown-it-py {_reference_version()}".rstrip()


def _reference_version() -> str:
    """Read from the package's file: to import it takes longer than all the rest."""
    import re
    from importlib.util import find_spec

    from medlint.wordlists import packaged

    spec = find_spec("markdown_it")
    if spec is None or spec.origin is None:
        return ""
    match = re.search(r'^__version__ = "([^"]*)"', packaged(spec, spec.origin), re.MULTILINE)
    return "" if match is None else match.group(1)
