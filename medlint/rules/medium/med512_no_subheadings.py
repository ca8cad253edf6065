"""MED512."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.nesting import first_line
from medlint.rule import Bad, Good, Rule, option
from medlint.sections import sections
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post
    from medlint.sections import Section


class NoSubheadings(Rule, code="MED512", severity=Severity.WARNING, default=False):
    """A long stretch of text needs a subheading.

    Most readers skim before they read. Where pages go by without a heading
    they find nothing to stop at, and leave; Medium shows how many do. Search
    engines read headings, too, to know which question a passage answers.

    Mend: Put a heading where the thought turns, one that says what comes and
    not only "More".

    Language: In Chinese, Japanese and Thai words are estimated from the
    number of characters; elsewhere the language does not matter.

    Limits: A bold line that does the work of a heading counts as one here
    (MED509 speaks of it). Code is not counted. Reported once per post, at the
    longest stretch.

    Source: Yoast's readability analysis, "Subheading distribution" (300
    words); Medium help, "SEO tips for writers".
    """

    maximum: int = option(300, "Most words between two headings.", minimum=1)

    examples = (
        Bad(
            """
            ⟦Tomatoes want sun. They also want water,⟧
            and somebody who has the patience to wait for August.
            """,
            options={"maximum": 10},
        ),
        Bad(
            """
            Tomatoes want sun.

            ⟦## Water⟧

            They also want water, and somebody who has the patience to wait for August.
            """,
            options={"maximum": 10},
        ),
        Good(
            """
            Tomatoes want sun and water.

            ## Patience

            And somebody who can wait for August.
            """,
            options={"maximum": 10},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a post with sections that are too long, at the longest of them."""
        found = sections(post)
        long = [each for each in found if each.words > self.maximum and each.blocks]
        if not long:
            return
        longest = max(long, key=lambda section: section.words)
        place = longest.heading or longest.blocks[0]
        others = f" (the longest of {len(long)} such stretches)" if len(long) > 1 else ""
        yield self.finding(
            first_line(post.text, place.span),
            f"{_what(longest, alone=len(found) == 1)}{others}, and {self.maximum} are as many as "
            "most readers go on without one; put a heading where the thought turns",
        )


def _what(section: Section, *, alone: bool) -> str:
    if alone:
        return f"this post has {section.words} words and no subheading"
    if section.heading is None:
        return f"{section.words} words stand here before the first heading"
    return f"{section.words} words follow this heading before the next one"
