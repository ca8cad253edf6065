"""MED604."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.keywords import keyword_of
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class KeywordNotInHeadings(
    Rule, code="MED604", severity=Severity.INFO, default=False, needs="keyword"
):
    """Some headings should have the keyword, and not nearly all of them.

    Headings tell readers and search engines what a section adds to the
    topic. The keyword in none of them looks as if the post were about
    something else; in all of them, as if it were written for a machine.
    Only posts that name a `keyword` are looked at.

    Mend: Reword a few headings of level 2 or 3, so that between 30 and 75
    percent have the keyword.

    Language: Inflected forms match through a stemmer for the post's
    language, the English one where it is unknown. In Chinese, Japanese,
    Korean and Thai the characters themselves are looked for.

    Limits: Of a single heading only the lack is reported, and of short posts
    nothing.

    Source: Yoast's content analysis, "Keyphrase in subheading".
    """

    minimum: int = option(30, "The least percentage of the headings.", minimum=0)
    maximum: int = option(75, "The greatest percentage of the headings.", minimum=1)
    minimum_words: int = option(300, "Words from which a post is judged.", minimum=1)

    examples = (
        Bad(
            """
            ---
            keyword: ⟦markdown linter⟧
            ---
            ## Speed

            They are all fast.

            ## Price

            They are all free.
            """,
            options={"minimum_words": 5},
        ),
        Good(
            """
            ---
            keyword: markdown linter
            ---
            ## How fast Markdown linters are

            They are all fast.

            ## Price

            They are all free.
            """,
            options={"minimum_words": 5},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a share of headings outside the limits, at the keyword."""
        keyword = keyword_of(post)
        if keyword is None:
            return
        headings = [
            block.text
            for block in post.document.headings
            if block.level in {2, 3} and any(map(str.isalnum, block.text))
        ]
        if not headings or post.word_count < self.minimum_words:
            return
        having = sum(keyword.is_in(heading) for heading in headings)
        share = 100 * having / len(headings)
        if share < self.minimum:
            advice = f"at least {self.minimum} %; reword some"
        elif share > self.maximum and len(headings) > 1:
            advice = f"at most {self.maximum} %; reword some, so that each says what is new in it"
        else:
            return
        yield self.finding(
            keyword.span,
            f"{having} of {len(headings)} headings of level 2 and 3 have the keyword "
            f"“{shortened(keyword.text)}” ({share:.0f} %, {advice})",
        )
