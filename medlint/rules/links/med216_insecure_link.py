"""MED216."""

from __future__ import annotations

from medlint import urls
from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.rule import Bad, Good, Rule, option
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post


class InsecureLink(Rule, code="MED216", severity=Severity.WARNING, default=False, needs="link"):
    """A link should use `https:`.

    What goes over `http:` can be read and changed on its way, browsers warn
    of it, and most sites only send the visitor on to `https:`. An address
    that still says `http:` is often an old one that was never looked at
    again.

    Mend: Write `https:` and see whether the page opens. The fix writes it,
    and is unsafe as nobody has looked.

    Limits: IP addresses, hosts of your own network, examples and `.onion`
    names are not reported. Hosts without `https:` go into `allow-hosts`.

    Source: Google Search Central on HTTPS; Lighthouse, "Uses HTTPS"; W3C,
    "Securing the Web".
    """

    allow_hosts: tuple[str, ...] = option((), "Hosts that have no `https:`.")

    examples = (
        Good("See [the trial](https://www.iana.org/trial)."),
        Bad(
            "See ⟦[the trial](http://www.iana.org/trial)⟧.",
            fixed="See [the trial](https://www.iana.org/trial).",
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link that says http."""
        allowed = {name.lower() for name in self.allow_hosts}
        for link in post.links:
            if link.templated or not link.url.strip().lower().startswith("http://"):
                continue
            name = urls.host(link.url)
            if not name or name in allowed or not _is_public(name):
                continue
            yield self.finding(
                link.span,
                f"the address {urls.shown(link.url, 80)} says http:; write https: if the site "
                "has it",
                _fix(post, link),
            )


def _is_public(host: str) -> bool:
    if urls.is_private_host(host) or urls.is_placeholder_host(host) or host.endswith(".onion"):
        return False
    return not host.startswith("[") and not host.rpartition(".")[2].isdigit()


def _fix(post: Post, link: Link) -> Fix | None:
    span = link.url_span
    if span is None or post.text[span.start : span.start + 5].lower() != "http:":
        return None
    edit = Edit(Span(span.start, span.start + 5), "https:")
    return Fix("Write https:", (edit,), safe=False)
