"""MED606."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.keywords import keyword_of
from medlint.permalink import derived_url
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING
from medlint.urls import is_absolute_http, same_page, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class CompetingAnchor(Rule, code="MED606", severity=Severity.WARNING, needs="keyword"):
    """The keyword must not be the text of a link to another page.

    Anchor text tells search engines what the page behind a link is about.
    With your own keyword on it you recommend the other page for the very
    search you want to be found in. Only posts that name a `keyword` (or
    `keyphrase`, `focus_keyword`) are looked at.

    Mend: Give the link another text, one that says what that page has and
    yours has not.

    Language: Inflected forms match through a stemmer for the post's
    language, the English one where it is unknown. In Chinese, Japanese,
    Korean and Thai the characters themselves are looked for.

    Limits: Only anchors that are the keyword and nothing else besides words
    without a topic ("the"). Links to the post itself (its canonical address,
    `#…`) do not compete.

    Source: Yoast's content analysis, "Competing links"; Google on anchor
    text.
    """

    examples = (
        Bad("""
            ---
            keyword: markdown linter
            ---
            We compared it to ⟦[the Markdown linters](https://www.iana.org/lint)⟧ of last year.
            """),
        Good("""
            ---
            keyword: markdown linter
            ---
            We compared it to [last year's test of Markdown linters](https://www.iana.org/lint).
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link whose text is the keyword."""
        keyword = keyword_of(post)
        if keyword is None:
            return
        own = [url for url in (post.metadata.text("canonical"), derived_url(post)) if url]
        for link in post.links:
            if link.templated or link.url.startswith("#") or not keyword.is_whole(link.text):
                continue
            if not is_absolute_http(link.url) and ":" in link.url:
                continue  # mailto: and the like
            if any(same_page(link.url, url) for url in own):
                continue
            yield self.finding(
                link.span,
                f"the keyword “{shortened(keyword.text)}” is the text of a link to "
                f"{shown(link.url, 60)}, which then competes with this post; give the link "
                "another text",
            )
