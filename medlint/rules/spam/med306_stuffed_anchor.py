"""MED306."""

from __future__ import annotations

from medlint.anchors import fold, is_generic
from medlint.diagnostic import Severity
from medlint.document import Code
from medlint.outbound import external_domain, is_reference_site, own_domains, placed_links
from medlint.phrases import entries
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.words import is_unspaced, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post

#: Marks of a work's title; in scripts without capitals they tell a name.
_TITLE_MARKS = frozenset('《》「」『』“”"')


class StuffedAnchor(Rule, code="MED306", severity=Severity.WARNING, needs="link"):
    """A phrase must not be linked to one site again and again.

    The same words of a search query, linked to the same site three times,
    are there for a search engine. Google's spam policies name keyword-rich
    anchors in distributed articles, and Medium buries such stories.

    Mend: Link the phrase where it comes up first and leave the other places
    plain, or say there what else the reader finds behind the link.

    Language: Words without a topic ("for", "the") do not count; they are
    looked up in the list of the post's language and in the English one.

    Limits: Only phrases of at least two words that carry a topic. Names are
    no such phrases: where every such word has a capital ("Visual Studio
    Code"), a digit or a code span in it, nothing is said. Nor is it of
    generic anchors (MED201), lists and tables, your own site, and sites that
    many posts cite (documentation, code, encyclopedias, social networks).

    Source: Google's spam policies, "Link spam"; Google on anchor text; Medium
    Rules, "Spam".
    """

    maximum: int = option(2, "How often one phrase may be linked to one site.", minimum=1)
    words: int = option(2, "Words with a topic that a phrase must have to be judged.", minimum=1)

    examples = (
        Bad(
            """
            Sleep on a ⟦[cheap memory mattress](https://shop-iana.org/)⟧. Only a
            [cheap memory mattress](https://shop-iana.org/m) lets you rest. Ask any owner of a
            [cheap memory mattress](https://shop-iana.org/n).
            """
        ),
        Good(
            """
            We tried [Grand Budget Mail](https://shop-iana.org/). Setting up
            [Grand Budget Mail](https://shop-iana.org/m) took a day, and
            [Grand Budget Mail](https://shop-iana.org/n) has been with us since.
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each phrase once, at its first link."""
        if len(post.links) <= self.maximum:
            return
        own = own_domains(post)
        by_domain: dict[str, list[Link]] = {}
        for placed in placed_links(post):
            link = placed.link
            if placed.listed or link.kind in {"bare", "autolink"} or link.images:
                continue
            domain = external_domain(link, own)
            if domain:
                by_domain.setdefault(domain, []).append(link)
        for domain, links in by_domain.items():
            if len(links) > self.maximum:
                yield from self._judged(links, domain, post)

    def _judged(self, all_links: list[Link], domain: str, post: Post) -> Iterator[Finding]:
        """What is wrong with the links to one site."""
        by_text: dict[str, list[Link]] = {}
        for link in all_links:
            by_text.setdefault(fold(link.text), []).append(link)
        for links in by_text.values():
            first = links[0]
            if len(links) <= self.maximum or is_reference_site(first.url):
                continue
            if self._is_query(first, post.language):
                yield self.finding(
                    first.span,
                    f"“{shortened(first.text)}” is linked to {domain} {len(links)} times (at most "
                    f"{self.maximum}); keep the first link, or say what is behind the others",
                )

    def _is_query(self, link: Link, language: str | None) -> bool:
        """Whether an anchor is a phrase that people search for, and no name."""
        text = link.text
        if is_generic(text, language) or any(isinstance(part, Code) for part in link.parts):
            return False
        if is_unspaced(text):
            return len(fold(text)) >= 4 and _TITLE_MARKS.isdisjoint(text)
        passed_over = entries("function-words", "", language)
        topical = [word for word in split(text) if word.casefold() not in passed_over]
        if len(topical) < self.words or any(character.isdigit() for character in text):
            return False
        return not all(word[0].isupper() for word in topical) and "." not in text.strip(".")
