"""MED607."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.keywords import keyword_of
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.words import count, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class KeywordLength(Rule, code="MED607", severity=Severity.INFO, default=False, needs="keyword"):
    """A keyword should be a few words that carry a topic.

    Hardly anybody searches for five words of content in one go, and a post
    cannot use them together without sounding odd. A keyword of nothing but
    words such as "how to" says no topic at all.

    Mend: Take what readers would type: the two or three words that matter.

    Language: Words without a topic are looked up in the list of the post's
    language and in the English one. In Chinese, Japanese and Thai the number
    of words is an approximation from the characters.

    Limits: A keyword in quotation marks is meant to be found as it is
    written; its length is judged all the same.

    Source: Yoast's content analysis, "Keyphrase length" and "Function words
    in keyphrase".
    """

    maximum: int = option(4, "The most words with a topic that a keyword may have.", minimum=1)

    examples = (
        Good("""
            ---
            keyword: the best markdown linter for teams
            ---
            """),
        Bad("""
            ---
            keyword: ⟦how to check markdown posts with linter before publishing⟧
            ---
            """),
        Bad("""
            ---
            keyword: ⟦how to⟧
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a keyword that is too long, or has no topic."""
        keyword = keyword_of(post)
        if keyword is None:
            return
        if not keyword.topical:
            yield self.finding(
                keyword.span,
                f"the keyword “{shortened(keyword.text)}” has only words without a topic; name "
                "what the post is about",
            )
            return
        unspaced = is_unspaced(keyword.text)
        words = count(keyword.text, post.language) if unspaced else len(keyword.topical)
        if words > self.maximum:
            about = "about " * unspaced
            yield self.finding(
                keyword.span,
                f"the keyword “{shortened(keyword.text)}” has {about}{words} words that carry a "
                f"topic (at most {self.maximum}); take those that readers would search for",
            )
