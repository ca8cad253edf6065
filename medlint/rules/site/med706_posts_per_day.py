"""MED706: more posts on one day than Medium takes well."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.entries import places
from medlint.rule import Bad, Good, SiteRule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Entry
    from medlint.index import Others


class PostsPerDay(SiteRule, code="MED706", severity=Severity.WARNING):
    """Do not publish many posts on one day.

    Medium limits how many stories an account may publish in a day, and does
    not say how many; accounts that post much at once look like spam to it.
    And readers who follow you see only the last of them.

    Mend: Give some of the posts another day.

    Limits: The day is the one that is written, in the time zone it is written
    in. Drafts do not count, nor do posts in another language than this one's
    or about another version.

    Source: Medium staff in the issues of Medium/medium-api-docs ("Medium does
    use a dynamic limit for post creation"; ten a day by the API); observation
    of Medium's ranking, which puts the line at three.
    """

    maximum: int = option(3, "Most posts that may have the date of one day.", minimum=1)

    examples = (
        Good(
            """
            ---
            date: 2024-01-31
            ---
            """,
            others={"posts/a.md": "---\ndate: 2024-01-31\n---\n"},
        ),
        Bad(
            """
            ---
            date: ⟦2024-01-31T08:00:00+02:00⟧
            ---
            """,
            others={
                "posts/a.md": "---\ndate: 2024-01-31\n---\n",
                "posts/b.md": "---\ndate: 31 January 2024\n---\n",
            },
            options={"maximum": 2},
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report the date where too many posts have the same day."""
        if post.draft:
            return
        for day in post.of("day"):
            others = [claim for claim in site.sharing("day", day.key) if claim.rivals(post)]
            count = len(others) + 1
            if count > self.maximum:
                yield self.finding(
                    day.span,
                    f"{count} posts are dated {day.key} and at most {self.maximum} a day are "
                    f"fine; give some another day (the others: {places(others)})",
                )
