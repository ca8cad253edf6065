"""MED702: two posts with one description."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.entries import places
from medlint.rule import Bad, Good, SiteRule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Entry
    from medlint.index import Others


class DuplicateDescription(SiteRule, code="MED702", severity=Severity.WARNING):
    """No two posts should have one description.

    It stands under the title in search results and has to say why to choose
    this page. One that fits several posts says it of none.

    Mend: Write for each post what a reader finds in that one alone.

    Language: The same text in two languages is no duplicate; a post whose
    language is unknown may be in any.

    Limits: Case, white space, links, HTML and the shape of quotes and dashes make
    no difference. Posts about two versions may share a description. A post
    that is out is not reported for a draft; the draft is.

    Source: Google Search Central, "Control your snippets in search results"
    (descriptions that differ from page to page).
    """

    examples = (
        Good(
            """
            ---
            description: How bees keep warm from November to March.
            ---
            """,
            others={"posts/wasps.md": "---\ndescription: Where wasps spend the winter.\n---\n"},
        ),
        Bad(
            """
            ---
            description: ⟦How insects spend the winter.⟧
            ---
            """,
            others={"posts/wasps.md": "---\ndescription: How insects spend the winter.\n---\n"},
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report the description where another post has it."""
        for description in post.of("description"):
            others = [
                claim
                for claim in site.sharing("description", description.key)
                if claim.rivals(post)
            ]
            if others:
                yield self.finding(
                    description.span,
                    f"the description is also that of {places(others)}; write for each what a "
                    "reader finds in that post alone",
                )
