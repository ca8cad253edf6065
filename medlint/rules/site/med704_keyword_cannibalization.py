"""MED704: two posts that aim at one keyword."""

from __future__ import annotations

from collections import Counter

from medlint.diagnostic import Severity
from medlint.entries import places
from medlint.rule import Bad, Good, SiteRule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Claim, Entry
    from medlint.index import Others

#: A word that so many posts have in title or headings is the topic of none of them.
_COMMON = 50


class KeywordCannibalization(SiteRule, code="MED704", severity=Severity.WARNING):
    """No two posts should be written for one keyword.

    They compete with each other: search engines show one of them, not always
    the better, and links that could all help one page are spread over two.

    Mend: Make one post of both, or narrow the keyword of one of them down to
    what only that post answers.

    Language: Inflected forms are one keyword, by a stemmer for the post's
    language. Keywords in two languages never compete; a post whose language
    is unknown may be in any.

    Limits: Compared are the keywords that the front matter names (`keyword`,
    `keyphrase`, `focus_keyword`), whatever the order of their words. With
    `shared-words` two posts compete, too, that share most of the words of
    their titles and headings of level one and two; words that fifty posts or
    more have there do not count. Posts about two versions may share a keyword.

    Source: Yoast, "What is keyword cannibalization?"; Google Search Central,
    "Creating helpful, reliable, people-first content" (no many pages on
    similar topics).
    """

    shared_words: int = option(
        0,
        "Least number of words that titles and headings of two posts share for them to compete; "
        "0 compares the named keywords alone.",
        minimum=0,
    )
    least_share: int = option(
        75,
        "Least share of those words, in percent of the post that has fewer; only with "
        "`shared-words`.",
        minimum=1,
    )

    examples = (
        Good(
            """
            ---
            keyword: winter bees
            ---
            """,
            others={"posts/wasps.md": "---\nkeyword: winter wasps\n---\n"},
        ),
        Bad(
            """
            ---
            keyword: ⟦keeping bees⟧
            ---
            """,
            others={"posts/hive.md": "---\nkeyword: Bee keeping\n---\n"},
            settings={"language": "en"},
        ),
        Bad(
            """
            ---
            title: ⟦Feeding honey bees through a hard winter⟧
            ---
            """,
            others={"posts/old.md": "---\ntitle: How to feed honey bees in a hard winter\n---\n"},
            options={"shared_words": 4},
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report the keyword where another post has it, or else the title."""
        reported: set[bytes] = set()
        for keyword in post.of("keyword"):
            others = [claim for claim in site.sharing("keyword", keyword.key) if claim.rivals(post)]
            if others:
                reported.update(claim.post for claim in others)
                yield self.finding(
                    keyword.span,
                    f"the keyword “{keyword.text}” is also that of {places(others)}; make one "
                    "post of them, or narrow it down in one",
                )
        if self.shared_words:
            yield from self._by_words(post, site, reported)

    def _by_words(self, post: Entry, site: Others, reported: set[bytes]) -> Iterator[Finding]:
        words = post.of("topic")
        title = post.of("title")
        if not title or len(words) < self.shared_words:
            return
        shared: Counter[bytes] = Counter()
        first: dict[bytes, Claim] = {}
        for word in words:
            others = site.sharing("topic", word.key)
            if len(others) < _COMMON:
                for claim in others:
                    if claim.rivals(post) and claim.post not in reported:
                        shared[claim.post] += 1
                        first.setdefault(claim.post, claim)
        for other, count in sorted(shared.items()):
            if count < self.shared_words:
                continue
            entry = site.entry(other)
            fewer = min(len(words), len(entry.of("topic")) if entry else count)
            if 100 * count >= self.least_share * fewer:
                yield self.finding(
                    title[0].span,
                    f"title and headings share {count} of {fewer} words with "
                    f"{first[other].place}; make one post of both, or say in each what only that "
                    "post answers",
                )
