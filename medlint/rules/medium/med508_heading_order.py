"""MED508."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block
    from medlint.post import Post


class HeadingOrder(Rule, code="MED508", severity=Severity.WARNING, default=False):
    """Headings go down one level at a time, and one alone is at the top.

    Screen readers list the headings as an outline, and a skipped level looks
    like a missing section. The top level is the title of the page: a second
    one says that another article begins.

    Mend: Give a section's heading the level below that of the section it
    belongs to, and use level 1 for the title alone.

    Limits: Only one heading compared with the one before it; the first may
    have any level, as the title often stands in the front matter alone. Off
    by default, as Medium shows two sizes whatever the levels are.

    Source: W3C, "Headings" tutorial on page structure; markdownlint MD001 and
    MD025; Lighthouse, "Heading elements are in sequentially-descending
    order".
    """

    examples = (
        Bad(
            """
            ## Soil

            ⟦#### Loam⟧
            """
        ),
        Bad(
            """
            # Ten years on a balcony

            ## Soil

            ⟦# Water⟧
            """
        ),
        Good(
            """
            ## Soil

            ### Loam

            ## Water
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each heading that skips a level, and the second of level 1."""
        before = 0
        tops: list[Block] = []
        for heading in post.document.headings:
            if not heading.text.strip():
                continue
            if heading.level == 1:
                tops.append(heading)
            elif before and heading.level > before + 1:
                yield self.finding(
                    heading.span,
                    f"this heading has level {heading.level} after one of level {before}; "
                    f"use level {before + 1}",
                )
            before = heading.level
        if len(tops) > 1:
            line = post.source.position(tops[0].span.start).line
            yield self.finding(
                tops[1].span,
                f"this post has {len(tops)} headings of level 1, the first in line {line}, and a "
                "page has one; use level 2 for sections",
            )
