"""MED218."""

from __future__ import annotations

from medlint import urls
from medlint.diagnostic import Severity
from medlint.domains import registrable_domain
from medlint.fixes import Edit, Fix
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post

#: An address that means the same in Markdown, in HTML and as plain text.
_PLAIN = lazy(r"[A-Za-z0-9:/?=%.,;~_#@!+$-]*")
_PLAIN_WITH_AND = lazy(r"[A-Za-z0-9:/?=%.,;~_#@!+$&-]*")


class TrackingParameters(Rule, code="MED218", severity=Severity.WARNING, needs="link"):
    """A link should not carry tracking parameters.

    `utm_source` and `fbclid` came with the address when it was copied from a
    newsletter or a social network: they tell the other site that your
    readers came from there, which is wrong, and who sent them. They make an
    address long, and one page has as many addresses as there are campaigns.

    Mend: Cut them off; the page is the same. The fix does it.

    Limits: Only names that never choose what a page shows are reported
    (`utm_*`, `gclid`, `fbclid`, `mc_eid` and the like), never `ref`, `id` or
    `source`. A campaign whose `utm_source` is Medium or the site of `site-url`
    is taken for your own; others of yours go into `allow`.

    Source: the documentation of each service, collected in medlint's
    tracking-parameters.txt; Google Search Central, "Specify your canonical".
    """

    allow: tuple[str, ...] = option(
        (), "Parameters that are fine; a trailing `*` allows all that begin so (`utm_*`)."
    )
    allow_hosts: tuple[str, ...] = option(
        (), "Hosts whose links may carry any, such as that of your own shop."
    )

    examples = (
        Good("See [the trial](https://www.iana.org/trial?page=2)."),
        Bad(
            "See ⟦[the trial](https://www.iana.org/trial?page=2&utm_source=news&fbclid=1)⟧.",
            fixed="See [the trial](https://www.iana.org/trial?page=2).",
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link with tracking parameters."""
        keep = tuple(name.lower() for name in self.allow)
        hosts = {name.lower() for name in self.allow_hosts}
        for link in post.links:
            if link.templated or "?" not in link.url:
                continue
            names = urls.tracking_parameters(link.url, keep)
            if not names or urls.host(link.url) in hosts or _is_own_campaign(post, link.url):
                continue
            unique = list(dict.fromkeys(names))
            shown = ", ".join(urls.shown(name, 40) for name in unique[:5])
            more = f" and {len(unique) - 5} more" if len(unique) > 5 else ""
            yield self.finding(
                link.span,
                f"the address carries tracking ({shown}{more}); cut it off, the page is the same",
                _fix(post, link, keep),
            )


def _is_own_campaign(post: Post, url: str) -> bool:
    """Whether the parameters name Medium or the author's site, and so were set for this post."""
    own = {"medium", "medium.com"}
    site = urls.host(post.settings.site_url or "").removeprefix("www.")
    if site:
        own |= {site, registrable_domain(site).partition(".")[0]}
    return any(
        name.lower() == "utm_source" and value.lower() in own
        for name, value in urls.parameters(url)
    )


def _fix(post: Post, link: Link, keep: tuple[str, ...]) -> Fix | None:
    """Write the address without them, where it is sure how that is written."""
    if link.url_span is None:
        return None
    written = post.source.slice(link.url_span)
    clean = urls.without_tracking(link.url, keep)
    if written != link.url:
        # Escapes or entities stand in it: what is written anew must need none.
        plain = _PLAIN if link.kind == "html" else _PLAIN_WITH_AND
        if not plain.fullmatch(clean):
            cut = urls.without_tracking(written, keep)
            if "\\" in written or cut == written:
                return None
            clean = cut
    return Fix("Cut off the tracking", (Edit(link.url_span, clean),))
