"""MED124."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class TagTooLong(Rule, code="MED124", severity=Severity.WARNING, needs="tags"):
    """A tag should not be longer than Medium takes.

    A tag of more than 25 characters is left out without a word, and a story
    with four good tags and a long one has four.

    Mend: choose a shorter tag, or break a phrase into two.

    Source: Medium's API documentation, "Creating a post" (tags longer than 25
    characters are ignored).
    """

    maximum: int = option(25, "The most characters a tag may have.", minimum=1)

    examples = (
        Good("""
            ---
            tags: [artificial-intelligence]
            ---
            """),
        Bad("""
            ---
            tags:
              - garden
              - ⟦growing tomatoes on a balcony⟧
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding for every tag over the limit."""
        from medlint.tag_edits import named_tags
        from medlint.widths import length

        for tag in named_tags(post):
            name = tag.text.strip()
            count = length(name)
            if count > self.maximum and not any(mark in name for mark in ",，、"):
                yield self.finding(
                    tag.span,
                    f"this tag has {count} characters and Medium ignores tags over "
                    f"{self.maximum}: choose a shorter one",
                )
