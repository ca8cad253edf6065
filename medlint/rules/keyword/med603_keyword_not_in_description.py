"""MED603."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.keywords import keyword_of
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class KeywordNotInDescription(Rule, code="MED603", severity=Severity.WARNING, needs="keyword"):
    """The description must have the keyword the post is written for.

    Search engines show the description below the title and set the words
    that were searched for in bold. Without them they often show some other
    part of the page. Only posts that name a `keyword` (or `keyphrase`,
    `focus_keyword`) are looked at.

    Mend: Use the words in the description, in any order and form.

    Language: Inflected forms match through a stemmer for the post's
    language, the English one where it is unknown. In Chinese, Japanese,
    Korean and Thai the characters themselves are looked for.

    Limits: A post without description is MED111's business.

    Source: Yoast's content analysis, "Keyphrase in meta description"; Google
    on snippets.
    """

    examples = (
        Good("""
            ---
            description: Which linters find the most in Markdown, and which are the fastest?
            keyword: markdown linter
            ---
            """),
        Bad("""
            ---
            description: ⟦Which tools find the most, and which are the fastest?⟧
            keyword: markdown linter
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a description that lacks the keyword."""
        keyword = keyword_of(post)
        entry = post.field("description")
        if keyword is None or entry is None or entry.value.kind in {"list", "mapping"}:
            return
        text = entry.value.text
        if "{{" in text or "{%" in text or keyword.is_in(text):
            return
        yield self.finding(
            entry.value.span,
            f"the description does not have the keyword “{shortened(keyword.text)}”"
            f"{keyword.lack(text)}; work it in",
        )
