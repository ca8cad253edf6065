"""MED507."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block
    from medlint.post import Post


class DeepHeading(Rule, code="MED507", severity=Severity.WARNING):
    """Medium has two sizes of heading below the title.

    Whatever is deeper arrives in the smaller of the two sizes, or as plain
    bold text: readers can no longer see which section belongs to which.

    Mend: Lift the heading to level 3, or make it the bold lead-in of a
    paragraph or a list. A post that needs four levels may be two posts.

    Limits: Headings that follow one another are reported once, at the first of
    them.

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
        """Report each run of headings that are too deep, at its first."""
        run: list[Block] = []
        for heading in post.document.headings:
            if not heading.text.strip():
                continue
            if heading.level > self.deepest:
                run.append(heading)
            elif run:
                yield self._about(run)
                run = []
        if run:
            yield self._about(run)

    def _about(self, run: list[Block]) -> Finding:
        if len(run) == 1:
            what = f"this heading has level {run[0].level}"
        else:
            what = f"{len(run)} headings in a row, of which this is the first, are deeper"
        return self.finding(
            run[0].span,
            f"Medium shows no levels below {self.deepest}, and {what}; "
            "lift them, or make them the bold starts of paragraphs",
        )
