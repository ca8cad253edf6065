"""MED135: a canonical URL that names another page of the site."""

from __future__ import annotations

from medlint import urls
from medlint.canonical import is_medium, is_on_site, sound
from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class CanonicalMismatch(Rule, code="MED135", severity=Severity.WARNING, needs="canonical"):
    """The canonical URL must be the address that the site gives to this post.

    A canonical URL that leads to another post of yours, or to an address from before the slug
    was changed, hands this post's credit to a page that says something else or is not there.

    Mend: correct the one that is wrong: the canonical URL, or the `permalink`, `url`, `slug`
    or date that the site's address is made of.

    Limits: silent unless the post's address is known, from an absolute `permalink` or `url` in
    the front matter, from a path there and `site-url`, or from the settings `site-url` and
    `permalink`. Scheme, `www.`, the slash at the end and tracking parameters make no
    difference here; other hosts than the site's are left to foreign-canonical.

    Source: Google Search Central, "Consolidate duplicate URLs" (one canonical URL a page, the
    same by every method).
    """

    examples = (
        Good(
            """
            ---
            permalink: https://ada.dev/bees/
            canonical_url: https://www.ada.dev/bees
            ---
            """
        ),
        Bad(
            """
            ---
            permalink: https://ada.dev/bees/
            canonical_url: ⟦https://ada.dev/wasps/⟧
            ---
            """
        ),
        Bad(
            """
            ---
            date: 2024-01-31
            canonical_url: ⟦https://ada.dev/2023/01/bees/⟧
            ---
            """,
            path="_posts/2024-01-31-bees.md",
            settings={"site-url": "https://ada.dev", "permalink": "/{year}/{month}/{slug}/"},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield a finding for every sound address that is not the derived one."""
        candidates = sound(post)
        if not candidates:
            return
        from medlint.permalink import derived_url

        derived = derived_url(post)
        if derived is None:
            return
        for found in candidates:
            host = urls.split(found.text).host
            foreign = is_medium(host) if not post.settings.site_url else not is_on_site(post, host)
            if not foreign and not urls.same_page(derived, found.text):
                yield self.finding(
                    found.span,
                    f"the canonical URL is {urls.shown(found.text)} and the site puts this post at "
                    f"{urls.shown(derived)}; correct the one that is wrong",
                )
