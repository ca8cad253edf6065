"""MED105."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block
    from medlint.post import Post

_MARKDOWN = lazy(r"([\\`*_\[\]<>])")
#: What begins a template, in a heading and not in a title.
_TEMPLATE = lazy(r"\{[{%:#/]|<%")


class DuplicateTitleHeading(Rule, code="MED105", severity=Severity.WARNING):
    """A post should not open with a second title.

    Where the body opens with a heading of level 1 that is not the title,
    readers on Medium meet two titles, one below the other, and search engines
    must guess which one is meant.

    Mend: make the heading say what the title says, make it a heading of level
    2, or take it out.

    Limits: case, punctuation, Markdown and HTML make no difference between
    the two. A heading that repeats the `seo_title` or the subtitle is fine,
    and so are posts that use level 1 for several sections.

    Source: Medium's API documentation, "Creating a post" (the title is not
    part of what is shown: it must also stand in the content as a heading).
    """

    require: bool = option(
        False,
        "Whether the body must open with the title as a heading of level 1, "
        "as posts sent through Medium's API must.",
    )

    examples = (
        Good("""
            ---
            title: Ten years of tomatoes
            ---

            # Ten Years of *Tomatoes*!

            Tomatoes need sun.
            """),
        Bad(
            """
            ---
            title: Ten years of tomatoes
            ---

            # ⟦Welcome to my garden⟧

            Tomatoes need sun.
            """,
            fixed="""
            ---
            title: Ten years of tomatoes
            ---

            # Ten years of tomatoes

            Tomatoes need sun.
            """,
        ),
        Bad(
            """
            ---
            title: ⟦Ten years of tomatoes⟧
            ---

            Tomatoes need sun.
            """,
            fixed="""
            ---
            title: Ten years of tomatoes
            ---

            # Ten years of tomatoes

            Tomatoes need sun.
            """,
            options={"require": True},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the first heading and the title disagree."""
        from medlint.prose import fold, one_line, shortened
        from medlint.titles import heading_text_span

        entry = post.field("title")
        if entry is None or entry.value.kind in {"list", "mapping"}:
            return
        title = one_line(entry.value.text)
        blocks = post.document.root.children
        first = blocks[0] if blocks else None
        opens = first is not None and first.kind == "heading" and first.level == 1
        if first is not None and opens and self._agrees(post, fold(first.text), fold(title)):
            return
        sections = sum(1 for heading in post.document.headings if heading.level == 1)
        if first is not None and opens and sections == 1 and first.text.strip():
            yield self.finding(
                heading_text_span(first),
                f"the body opens with the heading “{shortened(first.text, 60)}” and the title is "
                f"“{shortened(title, 60)}”, so readers see two titles: make them the same, or the "
                "heading one of level 2",
                self._rename(post, first, title),
            )
        elif self.require:
            yield self.finding(
                entry.value.span,
                "the body does not open with the title, and what is sent through Medium's API "
                "shows no other: add it as a heading of level 1",
                self._insert(post, first, title),
            )

    def _agrees(self, post: Post, heading: str, title: str) -> bool:
        from medlint.prose import fold

        others = () if self.require else ("seo_title", "subtitle")
        texts = [title]
        texts.extend(fold(post.metadata.text(name) or "") for name in others)
        return heading in texts

    def _rename(self, post: Post, heading: Block, title: str) -> Fix | None:
        from medlint.titles import heading_text_span

        span = heading_text_span(heading)
        if heading.html or len(heading.lines) != 1 or "\n" in post.source.slice(span):
            return None
        if _TEMPLATE.search(title) is not None:
            return None
        return Fix("Make the heading the title", (Edit(span, _escaped(title)),), safe=False)

    def _insert(self, post: Post, first: Block | None, title: str) -> Fix | None:
        if first is None or _TEMPLATE.search(title) is not None:
            return None
        source = post.source
        start = source.line_starts[source.position(first.span.start).line - 1]
        if post.text[start : first.span.start].strip():
            return None
        ending = "\r\n" if "\r\n" in post.text[: first.span.start] else "\n"
        content = f"# {_escaped(title)}{ending}{ending}"
        return Fix("Put the title first", (Edit(Span(start, start), content),), safe=False)


def _escaped(title: str) -> str:
    """The title as Markdown text: its own signs escaped."""
    return _MARKDOWN.sub(r"\\\1", title)
