"""MED303."""

from __future__ import annotations

from functools import cache

from medlint.anchors import fold
from medlint.diagnostic import Severity
from medlint.outbound import external_domain, is_reference_site, own_domains, placed_links
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post


class LinkDensity(Rule, code="MED303", severity=Severity.WARNING, needs="link"):
    """A post must be more than a vehicle for links.

    Readers came for your words. A text in which every few words lead to some
    other site reads like a page made for search engines, which is what
    Medium's rules name as spam and hide from readers.

    Mend: Keep the links that a reader needs at that very place. Collect
    further reading under one heading at the end, or write more about what
    you link to.

    Limits: Counted are links in running text to other sites, each target
    once. Not counted are links in lists, tables and footnotes (MED301 judges
    those), below headings such as References or Further reading, to your own
    site (`site-url`, or the host of the canonical address), and to sites
    that are cited rather than promoted: encyclopedias, documentation, code,
    papers, the press, social networks. Posts of fewer than 100 words or
    ten such links are left alone.

    Source: Medium Rules, "Spam"; Google's spam policies on links. The number
    is medlint's own, settled on real posts.
    """

    maximum: float = option(5.0, "External links for 100 words that a post may have.")
    minimum_words: int = option(100, "Words from which a post is judged.", minimum=1)
    minimum_links: int = option(10, "External links from which a post is judged.", minimum=1)
    allow: tuple[str, ...] = option((), "Further domains that are not counted.")

    examples = (
        Good(
            """
            The [numbers of the shop](https://shop-iana.org/numbers) are better than ours.
            We looked for the reason and found it in the water.
            """,
            options={"minimum_words": 10, "minimum_links": 1, "maximum": 10.0},
        ),
        Bad(
            """
            Buy ⟦[red shoes](https://shop-iana.org/red)⟧, [blue shoes](https://shop-ietf.org/blue)
            and [green shoes](https://shop-icann.org/green) for summer and winter.
            """,
            options={"minimum_words": 10, "minimum_links": 3},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a post with too many links once, at its first link."""
        if len(post.links) < self.minimum_links:
            return
        links = list(self._counted(post))
        if len(links) < self.minimum_links or post.word_count < self.minimum_words:
            return
        density = 100 * len(links) / post.word_count
        if density > self.maximum:
            # Two digits where one would make it look like the limit itself.
            digits = 1 if round(density, 1) > self.maximum else 2
            yield self.finding(
                links[0].span,
                f"{len(links)} links to other sites in {post.word_count} words are "
                f"{density:.{digits}f} for 100 words (at most {self.maximum:g}); keep those that a "
                "reader needs, or write more about what they lead to",
            )

    def _counted(self, post: Post) -> Iterator[Link]:
        own = own_domains(post) | {domain.lower() for domain in self.allow}
        references = _reference_headings()
        seen: set[str] = set()
        heading, is_reference = "", False
        for placed in placed_links(post):
            link = placed.link
            if placed.heading is not heading:  # a heading may be long, and hold many links
                heading = placed.heading
                is_reference = fold(heading) in references
            if placed.listed or placed.alone or is_reference:
                continue
            if link.url in seen or not external_domain(link, own) or is_reference_site(link.url):
                continue
            seen.add(link.url)
            yield link


@cache
def _reference_headings() -> frozenset[str]:
    return frozenset(map(fold, load("reference-headings")))
