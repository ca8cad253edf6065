"""MED507."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class DeepHeading(Rule, code="MED507", severity=Severity.WARNING):
    """Medium has two sizes of heading below the title.

    Whatever is deeper arrives in the smaller of the two sizes, or as plain
    bold text: readers can no longer see which section belongs to which.

    Mend: Lift the heading to level 3, or make it the bold lead-in of a
    paragraph or a list. A post that needs four levels may be two posts.

    Source: Medium's editor offers a large and a small heading; the
    medium-editor project and the converters to Medium map the levels of
    Markdown to these two.
    """

    deepest: int = option(3, "The deepest heading level that is fine, from 1 to 6.", minimum=1)

    examples = (
        Bad(
            """
            ## Soil

            ### Loam

            ⟦#### Loam from the river⟧
            """
        ),
        Good(
            """
            ## Soil

            ### Loam

            **From the river**, loam is heavier.
            """
        ),
        Bad("⟦<h5>Loam from the river</h5>⟧"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each heading that is too deep."""
        for heading in post.document.headings:
            if heading.level > self.deepest and heading.text.strip():
                yield self.finding(
                    heading.span,
                    f"this heading has level {heading.level}, and below level {self.deepest} "
                    "Medium shows no difference; lift it, or make it the bold start of a "
                    "paragraph",
                )
