"""MED709: a post that no other post links to."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, SiteRule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Entry
    from medlint.index import Others


class OrphanPost(SiteRule, code="MED709", severity=Severity.INFO, default=False):
    """Another post should link to each post.

    A post that nothing links to sinks as soon as it has left the front page:
    readers come upon it by chance, and search engines take it for unimportant.

    Mend: Link to it from a post on a related topic.

    Limits: It needs to know the address of a post: from its canonical URL, or
    from the settings `site-url` and `permalink`. Counted are links by that
    address, by an alias or a redirect, by the path of the file, by `post_url`,
    and to any address on the site that ends in the name of the post. Links in
    drafts do not count. Drafts are left alone, and so is the newest post, which
    nothing can link to yet. Lists and menus that the site generator makes are
    not seen.

    Source: Google Search Central, "Link best practices for Google" (every page
    you care about should have a link from at least one other page).
    """

    examples = (
        Good(
            """
            ---
            title: Wasps
            date: 2024-01-31
            ---
            """,
            path="posts/wasps.md",
            settings={"site-url": "https://ada.dev", "permalink": "/:year/:slug/"},
            others={"posts/bees.md": "---\ndate: 2024-02-01\n---\nSee [the wasps](wasps.md).\n"},
        ),
        Bad(
            """
            ---
            title: Wasps
            date: 2024-01-31
            ⟦---⟧
            """,
            path="posts/wasps.md",
            settings={"site-url": "https://ada.dev", "permalink": "/:year/:slug/"},
            others={"posts/bees.md": "---\ndate: 2024-02-01\n---\nBees are no wasps.\n"},
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report the post if no other links to it."""
        from medlint.link_graph import keys_of

        if post.draft or not (post.of("url") or post.of("canonical")) or _is_newest(post, site):
            return
        for key in keys_of(post, site.relative):
            if any(not claim.draft for claim in site.sharing("link", key)):
                return
        if any(site.links_end_in(name.key) for name in post.of("name")):
            return
        yield self.finding(
            post.span,
            "no other post links to this one; link to it from a post on a related topic",
        )


def _is_newest(post: Entry, site: Others) -> bool:
    days = post.of("day")
    return bool(days) and days[0].key >= max(site.counts("day"), default="")
