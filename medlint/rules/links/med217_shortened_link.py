"""MED217."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.embeds import embeds
from medlint.rule import Bad, Good, Rule, option
from medlint.shorteners import is_shortener
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class ShortenedLink(Rule, code="MED217", severity=Severity.WARNING, needs="link"):
    """A link should show where it goes.

    Behind a short address may be anything: readers cannot look before they
    click, search engines follow one more hop, and spam hides its targets and
    affiliate tags that way. When the service shuts down, as goo.gl did, the
    link is dead although the page is not.

    Mend: Open the link and write the address at which it ends.

    Limits: A site's own short name (`youtu.be`, `nyti.ms`, `redd.it`) hides
    nothing, and links in an embedded post are the service's; both are fine.
    `allow` takes further hosts.

    Source: the list of hosts of the package link-shorteners; W3C, "Cool URIs
    don't change"; Medium's former policy on hidden and shortened links.
    """

    allow: tuple[str, ...] = option((), "Hosts that are fine, such as your own short name.")

    examples = (
        Good("See [the trial](https://www.iana.org/trial) and [the talk](https://youtu.be/1)."),
        Bad("See ⟦[the trial](https://bit.ly/3xYz)⟧."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link through a shortener."""
        allowed = {name.lower().removeprefix("www.") for name in self.allow}
        for link in post.links:
            if link.templated:
                continue
            parts = split(link.url)
            name = parts.host.removeprefix("www.")
            # The front page of a shortener is that service itself.
            if name in allowed or parts.path in {"", "/"} or not is_shortener(name, parts.path):
                continue
            if link.span not in embeds(post):
                yield self.finding(
                    link.span,
                    f"the link shortener {shown(name, 60)} hides where the link goes; open it and "
                    "write the address at which it ends",
                )
