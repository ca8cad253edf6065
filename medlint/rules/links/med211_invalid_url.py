"""MED211."""

from __future__ import annotations

from medlint import urls
from medlint.addresses import fault, unreachable
from medlint.document import Code
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post


class InvalidUrl(Rule, code="MED211", needs="link"):
    """A link must have an address that works for every reader.

    An address that was left empty, is still a placeholder, is misspelled or
    points to your own computer looks fine while you write and is dead the
    moment the post is out.

    Mend: Copy the address from the browser's address bar. Where an address
    is only shown, as that of a local server in a tutorial, put it into code:
    `` `http://localhost:3000` ``.

    Limits: Only links count, not addresses in code. An address of your own
    computer whose link text is that address or is code is taken for an
    example, and so is a raw one. Characters that browsers mend, such as
    square brackets in a path, are fine.

    Source: RFC 3986 and the checks of the package validators; RFC 2606 and
    RFC 6761 on names reserved for examples and for the own machine;
    markdownlint MD042.
    """

    allow_hosts: tuple[str, ...] = option((), "Hosts that are fine though they look private.")

    examples = (
        Good("Open `http://localhost:3000`, or read [the guide](https://www.iana.org/guide)."),
        Bad("See ⟦[the guide]()⟧ and ⟦[the trial](TODO)⟧."),
        Bad("See ⟦[the guide](https:/www.iana.org/guide)⟧."),
        Bad("See ⟦[the draft](http://localhost:4000/draft)⟧."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link whose address cannot work."""
        allowed = {name.lower() for name in self.allow_hosts}
        for link in post.links:
            if link.templated:
                continue
            message = _fault(link, allowed)
            if message is not None:
                yield self.finding(link.span, message)


def _fault(link: Link, allowed: set[str]) -> str | None:
    """What is wrong with a link's address, or ``None``."""
    url = link.url.strip()
    if not url:
        return "the link has no address; write one, or drop the link and keep its words"
    if url == "#":
        # An anchor without words is a mark in the page that scripts use.
        return "the address # is a placeholder; write the real one" if link.text else None
    host = urls.host(url)
    if host in allowed:
        return None
    message = fault(url)
    if message is None and host and urls.is_absolute_http(url):
        why = unreachable(host)
        if why is not None and not _is_example(link, host):
            message = f"the address {urls.shown(url, 80)} is on {urls.shown(host, 60)}, {why}"
    return message


def _is_example(link: Link, host: str) -> bool:
    """Whether an address is shown for its own sake: raw, as its own text, or in code."""
    if link.kind in {"bare", "autolink"} or host in link.text.lower():
        return True
    return any(isinstance(part, Code) for part in link.parts)
