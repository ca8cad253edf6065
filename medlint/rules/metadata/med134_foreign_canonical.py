"""MED134: a canonical URL on somebody else's site."""

from __future__ import annotations

from medlint import urls
from medlint.canonical import is_medium, is_on_site, sound
from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class ForeignCanonical(Rule, code="MED134", severity=Severity.WARNING, needs="canonical"):
    """The canonical URL must be on your own site.

    It gives the credit for the text to the host it names. On another host than your site's it
    is most often left over from a post that served as a template; on Medium itself it tells
    search engines that Medium has the original and your site the copy.

    Mend: write the post's address on your own site. If the text really appeared first
    elsewhere, in a company blog say, list that host under the option `hosts`.

    Limits: without the setting `site-url` only Medium's own hosts are reported; Medium
    publications under domains of their own cannot be told from other sites. `www.` makes no
    difference.

    Source: Medium Help, "Set a canonical link"; Google Search Central, "Consolidate duplicate
    URLs".
    """

    hosts: tuple[str, ...] = option(
        (), "Further hosts where posts may appear first, each with its subdomains."
    )

    examples = (
        Good(
            """
            ---
            canonical_url: https://www.ada.dev/bees/
            ---
            """,
            settings={"site-url": "https://ada.dev"},
        ),
        Good(
            """
            ---
            canonical_url: https://engineering.apiary.io/bees/
            ---
            """,
            settings={"site-url": "https://ada.dev"},
            options={"hosts": ["apiary.io"]},
        ),
        Bad(
            """
            ---
            canonical_url: ⟦https://somebody.dev/bees/⟧
            ---
            """,
            settings={"site-url": "https://ada.dev"},
        ),
        Bad(
            """
            ---
            canonical_url: ⟦https://ada.medium.com/bees-1a2b3c⟧
            ---
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield a finding for every address on a host that is not the author's."""
        for found in sound(post):
            host = urls.split(found.text).host
            if is_on_site(post, host) or self._is_allowed(host):
                continue
            if is_medium(host):
                yield self.finding(
                    found.span,
                    f"the canonical URL is on Medium itself ({urls.shown(host)}), so Medium "
                    "would count as the original; write the address on your own site, or "
                    "`original: true` in its place if Medium is the post's only home",
                )
            elif post.settings.site_url:
                yield self.finding(
                    found.span,
                    f"the canonical URL is on {urls.shown(host)} and site-url is "
                    f"{post.settings.site_url}; write the address on your own site, or allow "
                    "that host with the option hosts if the text appeared there first",
                )

    def _is_allowed(self, host: str) -> bool:
        name = urls.bare_host(host)
        return any(
            name == allowed or name.endswith(f".{allowed}")
            for allowed in map(urls.bare_host, self.hosts)
        )
