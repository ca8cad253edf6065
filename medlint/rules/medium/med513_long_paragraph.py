"""MED513."""

from __future__ import annotations

from medlint import words
from medlint.diagnostic import Severity
from medlint.nesting import first_line
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class LongParagraph(Rule, code="MED513", severity=Severity.INFO, default=False):
    """A paragraph should end before the reader gives up.

    Most readers of Medium hold a telephone, where a hundred and fifty words
    fill the whole screen: nothing to rest the eye on, no place to come back
    to.

    Mend: Split the paragraph where the thought turns. A series of examples
    may be a list.

    Language: In Chinese, Japanese and Thai words are estimated from the
    number of characters.

    Source: Yoast's readability analysis, "Paragraph length" (150 words).
    """

    maximum: int = option(150, "Most words in a paragraph.", minimum=1)

    examples = (
        Bad(
            """
            ⟦Tomatoes want sun, water and patience, and of the three patience is the rarest.⟧
            """,
            options={"maximum": 10},
        ),
        Good(
            """
            Tomatoes want sun, water and patience.

            Of the three, patience is the rarest.
            """,
            options={"maximum": 10},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each paragraph that is too long, at its first line."""
        for block in post.document.paragraphs:
            number = words.count(block.text, post.language)
            if number > self.maximum:
                yield self.finding(
                    first_line(post.text, block.span),
                    f"this paragraph has {number} words, and {self.maximum} are as many as most "
                    "readers take in at once; split it where the thought turns",
                )
