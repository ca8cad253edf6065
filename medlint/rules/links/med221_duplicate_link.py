"""MED221."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import host, page_key, shown, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class DuplicateLink(Rule, code="MED221", severity=Severity.INFO, default=False, needs="link"):
    """One link to a page is enough.

    Search engines count the first link to a page and its text; a second one
    adds nothing, makes the text busier, and readers who follow it find the
    page that they have just closed.

    Mend: Keep the link where the page is first named, and take the others
    away. In a long post the second may help: then leave it.

    Limits: Sections of a page are places of their own; `http:` and `https:`,
    `www.` and tracking parameters make no difference. Relative links and
    those inside one link's image are not compared.

    Source: Google Search Central on links (which of several to one page
    counts is not promised); Nielsen Norman Group on duplicate links.
    """

    maximum: int = option(1, "Links to one page that a post may have.", minimum=1)

    examples = (
        Good("[The trial](https://www.iana.org/a), then [its data](https://www.iana.org/a#data)."),
        Bad("[The trial](https://www.iana.org/a), and ⟦[again](http://iana.org/a/)⟧."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link beyond the number allowed for its page."""
        first: dict[tuple[object, str], int] = {}
        counts: dict[tuple[object, str], int] = {}
        for link in post.links:
            if link.templated or not host(link.url):
                continue
            key = (page_key(link.url), split(link.url).fragment or "")
            first.setdefault(key, link.span.start)
            counts[key] = counts.get(key, 0) + 1
            if counts[key] > self.maximum:
                line = post.source.position(first[key]).line
                yield self.finding(
                    link.span,
                    f"link {counts[key]} to {shown(link.url, 80)}, and the limit is "
                    f"{self.maximum} (the first is on line {line}); keep the words, drop the link",
                )
