"""MED605."""

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


class KeywordStuffing(Rule, code="MED605", severity=Severity.WARNING, needs="keyword"):
    """The keyword must not come up in every other sentence.

    Said again and again it tires readers, and Google's spam policies name
    keyword stuffing as a reason to rank a page lower. A post that is about
    something says it in many words. Only posts that name a `keyword` (or
    `keyphrase`, `focus_keyword`) are looked at.

    Mend: Use synonyms and pronouns, or delete sentences that are there for
    the keyword alone.

    Language: Inflected forms count through a stemmer for the post's
    language, the English one where it is unknown. In Chinese, Japanese and
    Thai the number of words is an approximation from the characters.

    Limits: The keyword counts once for each sentence that has all its words,
    and more often only where all its words are repeated. Posts of fewer
    than 100 words are left alone. Code blocks do not count.

    Source: Yoast's content analysis, "Keyphrase density" (more than 3 % is
    too much, more than 4 % far too much); Google's spam policies, "Keyword
    stuffing".
    """

    maximum: float = option(3.0, "Times the keyword may come up for 100 words.")
    error: float = option(4.0, "Times for 100 words beyond which it is an error.")
    minimum_words: int = option(100, "Words from which a post is judged.", minimum=1)

    examples = (
        Bad(
            """
            ---
            keyword: ⟦cheap shoes⟧
            ---
            Cheap shoes are shoes that are cheap. Buy cheap shoes here. Our cheap shoes are the
            cheapest shoes. Who has cheap shoes? We have cheap shoes.
            """,
            options={"minimum_words": 20},
        ),
        Good(
            """
            ---
            keyword: cheap shoes
            ---
            Cheap shoes wear out. What lasts is a pair that was sewn and not glued, as you find out
            by bending the sole once: it must not gape.
            """,
            options={"minimum_words": 20, "maximum": 4.0},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a density beyond the limit, at the keyword."""
        keyword = keyword_of(post)
        if keyword is None or post.word_count < self.minimum_words:
            return
        times = keyword.count(post.prose)
        density = 100 * times / post.word_count
        if density <= self.maximum:
            return
        far = density > self.error
        limit = self.error if far and self.error >= self.maximum else self.maximum
        # Two digits where one would make it look like the limit itself.
        digits = 1 if round(density, 1) > limit else 2
        yield self.finding(
            keyword.span,
            f"the keyword “{shortened(keyword.text)}” comes up {times} times in {post.word_count} "
            f"words: {density:.{digits}f} % (at most {self.maximum:g} %); say it in other words, "
            "or drop sentences",
            severity=Severity.ERROR if far else None,
        )
