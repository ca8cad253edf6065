"""MED103."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class TitleOverLimit(Rule, code="MED103"):
    """A title must not be over the length that Medium's API takes.

    A title of more than 100 characters is not refused but dropped: the story
    gets a title made up from its first words, and with it its address.

    Mend: shorten the title. What does not fit is often a good subtitle.

    Source: Medium's API documentation, "Creating a post" (titles longer than
    100 characters are ignored).
    """

    maximum: int = option(100, "The most characters a title may have.", minimum=1)

    examples = (
        Good("""
            ---
            title: Ten years of tomatoes, and what they taught me
            ---
            """),
        Bad("""
            ---
            title: ⟦Ten years of growing tomatoes on a small balcony in the north, and all the
              lessons that they have taught me⟧
            ---
            """),
        Bad(
            """
            ---
            title: ⟦"Ten years of tomatoes"⟧
            ---
            """,
            options={"maximum": 20},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the title is over the limit."""
        from medlint.titles import title_of
        from medlint.widths import length

        title = title_of(post)
        if title is None:
            return
        count = length(title.text)
        if count > self.maximum:
            yield self.finding(
                title.span,
                f"the title has {count} characters and Medium's API ignores titles over "
                f"{self.maximum}: shorten it by {count - self.maximum} or more "
                "(search results show about 60)",
            )
