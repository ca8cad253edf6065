"""MED113."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class RedundantDescription(Rule, code="MED113", severity=Severity.WARNING, needs="description"):
    """A search description should say something the title does not.

    Title and description stand next to each other in a search result; said
    twice, the second line is lost. The first paragraph as description is what
    search engines would have taken without one.

    Mend: tell in one or two sentences what the reader will get from the post.

    Limits: case, punctuation, Markdown and HTML make no difference. A
    description that is only the beginning of the first paragraph is reported
    from `minimum-overlap` letters on.

    Source: Google Search documentation on snippets (a description that tells
    what the page holds, different for every page); Medium help, "SEO tips for
    writers".
    """

    minimum_overlap: int = option(
        40,
        "The fewest letters and digits for a description to be called the beginning "
        "of the first paragraph.",
        minimum=1,
    )

    examples = (
        Good("""
            ---
            title: Ten years of tomatoes
            description: What a small balcony taught me about soil, sun and patience.
            ---

            Tomatoes need sun.
            """),
        Bad("""
            ---
            title: Ten years of tomatoes
            description: ⟦"Ten Years of Tomatoes."⟧
            ---
            """),
        Bad("""
            ---
            title: Ten years of tomatoes
            description: ⟦My first tomato plant stood on a balcony that never saw the sun…⟧
            ---

            My first *tomato plant* stood on a balcony that never saw the sun before noon.
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the description repeats title or first paragraph."""
        from medlint.prose import fold
        from medlint.titles import title_of

        entry = post.field("description")
        if entry is None or entry.value.kind != "string":
            return
        description = fold(entry.value.text)
        title = title_of(post)
        if title is not None and description == fold(title.text):
            yield self.finding(
                entry.value.span,
                "the description says the same as the title, which stands right above it in "
                "search results: say what the reader will get",
            )
            return
        opening = _first_paragraph(post)
        if not opening:
            return
        long = len(description) >= self.minimum_overlap
        if description == opening or (long and opening.startswith(description)):
            whole = "" if description == opening else "the beginning of "
            yield self.finding(
                entry.value.span,
                f"the description is {whole}the first paragraph, which search engines would "
                "take without one: say what the reader will get from the whole post",
            )


def _first_paragraph(post: Post) -> str:
    """The first paragraph of words, folded, or ""; pictures stand above it in many posts."""
    from medlint.document import Link, Text
    from medlint.prose import fold

    for block in post.document.blocks("paragraph"):
        parts = (part for line in block.lines for part in line.parts)
        words = any(
            isinstance(part, Text) or (isinstance(part, Link) and not part.images)
            for part in parts
            if not isinstance(part, Text) or part.text.strip()
        )
        if words and not block.footnote:
            return fold(block.text)
    return ""
