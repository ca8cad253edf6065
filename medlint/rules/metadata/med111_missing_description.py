"""MED111."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING
from medlint.unread import has_unread_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class MissingDescription(Rule, code="MED111"):
    """Every post needs a search description.

    The description is the text under the title in a search result: one or two
    sentences that tell a stranger why to open the post. Where it is missing,
    Medium shows the subtitle, and without a subtitle the first words of the
    body, whatever they are.

    Mend: add a `description` key of 50 to 156 characters. Its other usual
    names count too: `excerpt`, `summary`, `meta_description`,
    `seo_description`.

    Limits: where a subtitle stands in, the finding is a warning.

    Source: Medium's story settings, as writers quote them (the description is
    used in place of the subtitle in search results); Google Search
    documentation on snippets.
    """

    examples = (
        Good("""
            ---
            title: Ten years of tomatoes
            description: What a small balcony taught me about soil, sun and patience.
            ---
            """),
        Bad("""
            ---
            title: Ten years of tomatoes
            ⟦---⟧
            """),
        Bad("""
            ---
            title: Ten years of tomatoes
            ⟦description⟧: ""
            ---
            """),
        Bad("""
            +++
            title = "Ten years of tomatoes"
            subtitle = "What a small balcony taught me"
            ⟦+++⟧
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the post has no description."""
        if post.front_matter is None or post.field("description") is not None:
            return
        empty = post.metadata.entries("description")
        if has_unread_key(post, "description"):
            return
        span = empty[0].key_span if empty else post.metadata_span
        what = (
            f"the search description ({empty[0].key}) is empty"
            if empty
            else "the post has no search description"
        )
        advice = "write one of 50 to 156 characters" + ("" if empty else " in a description key")
        if post.field("subtitle") is not None:
            yield self.finding(
                span,
                f"{what}, so Medium shows the subtitle in its place: {advice}",
                severity=Severity.WARNING,
            )
        else:
            yield self.finding(
                span, f"{what}, so search engines show whatever words come first: {advice}"
            )
