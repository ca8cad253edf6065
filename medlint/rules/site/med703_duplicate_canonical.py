"""MED703: two posts that claim one address."""

from __future__ import annotations

from medlint import urls
from medlint.entries import places
from medlint.rule import Bad, Good, SiteRule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Claim, Entry, Fact
    from medlint.index import Others


class DuplicateCanonical(SiteRule, code="MED703"):
    """Each post must have an address of its own.

    A canonical URL says: this page is a copy of that one. Two posts that name
    the same address tell search engines to leave one of them out, and two
    that the site puts at the same address overwrite each other.

    Mend: Give each post its own address; mostly the front matter was copied
    from the other post. An address in `aliases` or `redirect_from` must be no
    other post's.

    Language: A translation may name the original's address here; Google asks
    for a canonical page in the same language, yet that is a fault of one post
    and not of two.

    Limits: Addresses that differ in the scheme, `www.`, a slash or `.html` at
    the end, tracking parameters or a fragment are one. Where a post names no
    canonical URL its own address counts, as far as the settings `site-url`
    and `permalink` tell it. Posts about two versions may name one address, as
    old versions of a page do.

    Source: RFC 6596 (the target is the preferred version of duplicate
    content); Google Search Central, "Consolidate duplicate URLs".
    """

    examples = (
        Good(
            """
            ---
            canonical_url: https://ada.dev/bees/
            ---
            """,
            others={"posts/wasps.md": "---\ncanonical_url: https://ada.dev/wasps/\n---\n"},
        ),
        Bad(
            """
            ---
            canonical_url: ⟦https://ada.dev/bees/⟧
            ---
            """,
            others={"posts/wasps.md": "---\ncanonical_url: http://www.ada.dev/bees\n---\n"},
        ),
        Bad(
            """
            ---
            title: Bees
            redirect_from: [⟦/wasps/⟧]
            ---
            """,
            path="posts/bees.md",
            others={"posts/wasps.md": "---\ntitle: Wasps\n---\n"},
            settings={"site-url": "https://ada.dev", "permalink": "/{slug}/"},
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report each address that another post claims."""
        canonical = post.of("canonical")
        for fact in canonical or post.of("url"):
            others = _claiming(fact, post, site)
            if others:
                what = "canonical URL" if canonical else "address"
                yield self.finding(
                    fact.span,
                    f"the {what} {urls.shown(fact.text)} is also that of {places(others)}; "
                    "give each post its own",
                )
        told = set()
        for alias in post.of("alias"):
            others = _claiming(alias, post, site)
            others += [c for c in site.sharing("alias", alias.key) if c.rivals(post)]
            if others and alias.span not in told:
                told.add(alias.span)
                yield self.finding(
                    alias.span,
                    f"the former address {urls.shown(alias.text)} is also one of "
                    f"{places(others)}; only one post can answer there",
                )


def _claiming(fact: Fact, post: Entry, site: Others) -> list[Claim]:
    """The posts that stand at an address, or say they do."""
    found = [claim for claim in site.sharing("canonical", fact.key) if claim.rivals(post)]
    known = {claim.post for claim in found}
    for claim in site.sharing("url", fact.key):
        if claim.post not in known and claim.rivals(post):
            other = site.entry(claim.post)
            if other is not None and not other.of("canonical"):
                found.append(claim)
    return found
