"""MED701: two posts with one title."""

from __future__ import annotations

from medlint.entries import places
from medlint.rule import Bad, Good, SiteRule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Entry
    from medlint.index import Others


class DuplicateTitle(SiteRule, code="MED701"):
    """No two posts should have one title.

    Search engines take two pages of one title for copies, show one of them
    and leave the other out; and who sees both in a list cannot tell which is
    which.

    Mend: Say in each title what only that post is about.

    Language: The same title in two languages is no duplicate; a post whose
    language is unknown may be in any.

    Limits: Case, white space and the shape of quotes and dashes make no
    difference. Posts about two versions (`version` in the front matter, or a
    folder such as `version-1.2`) may share a title. A post that is out is not
    reported for a draft of the same title; the draft is.

    Source: Medium Help, "SEO tips for writers" (a unique title for each
    story).
    """

    examples = (
        Good(
            """
            ---
            title: Bees in winter
            ---
            """,
            others={
                "posts/wasps.md": "---\ntitle: Wasps in winter\n---\n",
                "posts/de/bees.md": "---\ntitle: Bees in winter\nlang: de\n---\n",
            },
            settings={"language": "en"},
        ),
        Bad(
            """
            ---
            title: ⟦Bees in Winter⟧
            ---
            """,
            others={"posts/2019/bees.md": "---\ntitle: Bees in winter\n---\n"},
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report the title where another post has it."""
        for title in post.of("title"):
            others = [claim for claim in site.sharing("title", title.key) if claim.rivals(post)]
            if others:
                yield self.finding(
                    title.span,
                    f"the title is also that of {places(others)}; say in each what only that "
                    "post is about",
                )
