"""MED304."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.outbound import external_domain, is_reference_site, own_domains
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post


class SingleDomainLinks(
    Rule, code="MED304", severity=Severity.WARNING, default=False, needs="link"
):
    """A post's links must not all promote one site.

    When most links lead to one place, a story looks written for that place
    and not for its readers. Medium's rules name posts whose main purpose is
    to drive traffic to, or raise the rank of, another site as spam.

    Mend: Link that site once, where it matters most, and give readers other
    sources too. Is it your own site? Then set `site-url`, so that medlint
    knows; name a project's site in the option `allow`.

    Limits: Off by default: of posts about one event, library or game most
    links lead to its site, and no count tells them from advertising. Sites
    that many posts cite are no promotion: code hosts, documentation,
    encyclopedias, the press, social networks, schools and governments. Nor
    are your own site (`site-url`, the host of the canonical address, and
    where the post's images lie) and links that templates make.

    Source: Medium Rules, "Spam"; Google's spam policies on links. The
    numbers are medlint's own.
    """

    minimum: int = option(5, "Links to one site from which a post is judged.", minimum=2)
    share: int = option(50, "Percentage of the external links that one site may have.", minimum=1)
    allow: tuple[str, ...] = option((), "Domains that may have any number of the links.")

    examples = (
        Bad(
            """
            Our ⟦[red shoes](https://shop-iana.org/red)⟧ go with [a hat](https://shop-iana.org/hat),
            the [blue ones](https://shop-iana.org/blue) with [a scarf](https://shop-iana.org/scarf).
            They are made of [leather](https://en.wikipedia.org/wiki/Leather) and
            [cheap today](https://shop-iana.org/sale).
            """
        ),
        Good(
            """
            The [issue](https://github.com/a/b/1), its [cause](https://github.com/a/b/2),
            the [fix](https://github.com/a/b/3), the [release](https://github.com/a/b/4)
            and the [announcement](https://github.com/a/b/5).
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report the one site, at the first link to it."""
        if len(post.links) < self.minimum:
            return
        own = own_domains(post)
        by_domain: dict[str, list[Link]] = {}
        for link in post.links:
            domain = external_domain(link, own)
            if domain:
                by_domain.setdefault(domain, []).append(link)
        if not by_domain:
            return
        total = sum(map(len, by_domain.values()))
        domain, links = max(by_domain.items(), key=lambda item: len(item[1]))
        allowed = {name.lower() for name in self.allow}
        if len(links) < self.minimum or domain in allowed:
            return
        if 100 * len(links) <= self.share * total:
            return
        if sum(not is_reference_site(link.url) for link in links) * 2 < len(links):
            return
        yield self.finding(
            links[0].span,
            f"{len(links)} of {total} external links lead to {domain} "
            f"({100 * len(links) // total} %, at most {self.share} %); link it where it matters "
            "most, or set site-url if it is your own site",
        )
