"""MED219."""

from __future__ import annotations

from medlint.affiliates import affiliate_mark, is_disclosed
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class UndisclosedAffiliate(Rule, code="MED219", needs="link"):
    """A post with affiliate links must say so.

    Medium allows affiliate links and asks that they be disclosed; a story
    that hides them breaks its rules and can be taken down. So do Amazon's
    agreement with its associates and, in many countries, the law on
    advertising.

    Mend: Add one sentence, best near the first such link: "Some links in
    this post are affiliate links: I earn a small commission if you buy."
    If you earn nothing by it, cut the parameter off the address.

    Language: The sentence is looked for in some twenty languages, whatever
    the post's own is; `phrases` takes further ones.

    Limits: Only hosts of affiliate networks and parameters that mean nothing
    else count: `tag=` on Amazon does, `ref=` anywhere does not. Reported
    once a post, at the first such link. A disclosure in the front matter or
    in a template tag (`affiliate: true`) counts, as the theme may show it.

    Source: Medium Rules, "Ads, promotion and marketing" (affiliate links
    must be disclosed); the FTC's endorsement guides; the operating agreement
    of Amazon Associates.
    """

    phrases: tuple[str, ...] = option((), "Further words by which your posts disclose.")
    allow_hosts: tuple[str, ...] = option((), "Hosts whose links earn you nothing.")

    examples = (
        Good(
            """
            This post has affiliate links: I earn a small commission if you buy.

            I use [this lamp](https://www.amazon.com/dp/B000000000?tag=ada-20).
            """
        ),
        Bad("I use ⟦[this lamp](https://www.amazon.com/dp/B000000000?tag=ada-20)⟧."),
        Good("Posts [by tag](https://www.iana.org/posts?tag=lamps)."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report the first affiliate link of a post that discloses none."""
        allowed = {name.lower() for name in self.allow_hosts}
        found = [
            (link, mark)
            for link in post.links
            if not link.templated
            and (mark := affiliate_mark(link.url)) is not None
            and host(link.url) not in allowed
        ]
        if not found or is_disclosed(post, self.phrases):
            return
        link, mark = found[0]
        count = f"{len(found)} affiliate links" if len(found) > 1 else "an affiliate link"
        yield self.finding(
            link.span,
            f"the post has {count} ({mark}) and says nowhere that you earn by "
            f"{'them' if len(found) > 1 else 'it'}; add a sentence that does",
        )
