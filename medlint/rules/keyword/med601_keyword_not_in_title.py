"""MED601."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.keywords import keyword_of
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule
from medlint.titles import shown_title, title_of
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class KeywordNotInTitle(Rule, code="MED601", severity=Severity.WARNING, needs="keyword"):
    """The title must have the keyword the post is written for.

    Who searches for it looks down a list of titles for these words, and so
    does the search engine that makes the list. Only posts that name a
    `keyword` (or `keyphrase`, `focus_keyword`) are looked at.

    Mend: Work the words into the title, in any order and form. If they do
    not fit there, the post may have another keyword.

    Language: Inflected forms match through a stemmer for the post's
    language, the English one where it is unknown. In Chinese, Japanese,
    Korean and Thai the characters themselves are looked for.

    Limits: Words without a topic ("for", "the") may be missing. A title for
    search engines (`seo_title`) counts as well as the title.

    Source: Yoast's content analysis, "Keyphrase in SEO title"; Medium's SEO
    tips for writers.
    """

    examples = (
        Good("""
            ---
            title: Linters for your Markdown, compared
            keyword: markdown linter
            ---
            """),
        Bad("""
            ---
            title: ⟦Five tools, compared⟧
            keyword: markdown linter
            ---
            """),
        Good("""
            ---
            title: 如何写好 Markdown 文档
            keyword: markdown文档
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a title that lacks the keyword."""
        keyword = keyword_of(post)
        if keyword is None:
            return
        titles = [title for title in (shown_title(post), title_of(post)) if title is not None]
        if not titles or any(keyword.is_in(title.text) or "{{" in title.text for title in titles):
            return
        yield self.finding(
            titles[0].span,
            f"the title does not have the keyword “{shortened(keyword.text)}”"
            f"{keyword.lack(titles[0].text)}; work it in, or choose another keyword",
        )
