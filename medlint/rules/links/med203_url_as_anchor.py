"""MED203."""

from __future__ import annotations

import re

from medlint.diagnostic import Severity
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import host, is_placeholder_host, is_private_host
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

_URL = lazy(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SCHEME = lazy(r"(?:https?:)?//(?:www\.)?|www\.", re.IGNORECASE)


class UrlAsAnchor(Rule, code="MED203", severity=Severity.WARNING, needs="link"):
    """Anchor text should be words, not the address itself.

    An address is slow to read, a screen reader spells it out, and it tells a
    search engine nothing that it did not know: readers already see the
    address when they point at the link.

    Mend: Write the name of the page, or what it is about, as the link text.

    Limits: Raw URLs without link text are MED220's business. Names that are
    written like a host (crates.io, socket.io) are fine; `allow` takes more.
    Addresses of one's own machine and of example domains are not judged.

    Source: Lighthouse, "Links have descriptive text"; Google Search Central
    on anchor text; W3C, "Understanding link purpose".
    """

    allow: tuple[str, ...] = option((), "Names that look like a host and are fine as link text.")

    examples = (
        Good("See [the trial of 2025](https://example.org/trial)."),
        Bad("See ⟦[https://www.iana.org/trial](https://www.iana.org/trial)⟧."),
        Bad("By ⟦[iana.org](https://www.iana.org/)⟧."),
        Good("Published on [crates.io](https://crates.io/)."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link whose text is its address or host."""
        for link in post.links:
            if link.kind in {"bare", "autolink"} or link.templated:
                continue
            text = link.text
            if " " in text or not ("." in text or "/" in text or ":" in text):
                continue
            name = host(link.url)
            if is_private_host(name) or is_placeholder_host(name):
                continue
            what = self._what(text, link.url)
            if what is not None:
                yield self.finding(
                    link.span,
                    f"the link text is {what}, {text}; write what the page is called or about",
                )

    def _what(self, text: str, url: str) -> str | None:
        if _URL.fullmatch(text):
            return "an address"
        bare = _bare(text)
        target = _bare(url)
        is_front_page = "/" not in target
        if (bare in load("names-like-hosts") and is_front_page) or bare in {
            name.lower() for name in self.allow
        }:
            return None
        if _SCHEME.match(url) is None:
            return None
        if bare == target and "/" in bare:
            return "the link's address"
        if bare == host(url).removeprefix("www."):
            return "only the host of the address"
        stem = bare.removesuffix("..." if bare.endswith("...") else "…")
        if stem != bare and "/" in stem and target.startswith(stem):
            return "the beginning of the link's address"
        return None


def _bare(url: str) -> str:
    """An address without scheme, ``www.`` and trailing slash, in lower case."""
    return _SCHEME.sub("", url, count=1).rstrip("/").lower()
