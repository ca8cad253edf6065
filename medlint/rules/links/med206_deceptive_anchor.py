"""MED206."""

from __future__ import annotations

import re
from functools import cache

from medlint.document import Code
from medlint.domains import registrable_domain
from medlint.embeds import embeds
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.shorteners import is_shortener
from medlint.typed import TYPE_CHECKING
from medlint.urls import (
    bare_host,
    host,
    is_placeholder_host,
    is_private_host,
    shown,
    split,
)
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post

_URL = lazy(r"(?<![\w/.@-])(?:https?://|www\.)[^\s<>\"'`()\[\]{}]+", re.IGNORECASE)
_HOST = lazy(r"([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:/\S*)?")
_LONGEST = 300


class DeceptiveAnchor(Rule, code="MED206", needs="link"):
    """A link must go to the site that its text names.

    A text that shows one address and a link that goes to another is how
    phishing works. Browsers, mail filters and readers who look before they
    click take it for that, even where it is an honest mistake: an address
    that changed, a link that was copied.

    Mend: Name the site to which the link really goes, or link the one that
    the text names.

    Limits: Only full addresses count, and host names that are the whole
    text; names of products and files such as Node.js, ASP.NET or README.md
    are none. Names that belong together (youtu.be and youtube.com), link
    shorteners, archives, and addresses with the shown host in them are fine;
    `same` takes more.

    Source: Google Safe Browsing on deceptive sites; Medium Rules,
    "Deceptive conduct" (links used in a misleading way).
    """

    same: tuple[str, ...] = option(
        (), "Domains that belong together, in one string with spaces: `a.com b.org`."
    )

    examples = (
        Good("See [www.iana.org](https://www.iana.org/) and [Node.js](https://nodejs.dev)."),
        Bad("Sign in at ⟦[https://www.iana.org/login](https://iana.login.dev/)⟧."),
        Bad("Sign in at ⟦[iana.org](https://login.dev/)⟧."),
        Good("The talk: [youtube.com/watch?v=1](https://youtu.be/1)"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link whose text names another site than its target."""
        groups = [*_groups(), *(frozenset(line.lower().split()) for line in self.same)]
        for link in post.links:
            if link.kind in {"bare", "autolink"} or link.templated or len(link.text) > _LONGEST:
                continue
            if "." not in link.text or any(isinstance(part, Code) for part in link.parts):
                continue
            target = bare_host(host(link.url))
            if not target or link.span in embeds(post):
                continue
            for named in _named(link):
                if not _belong_together(named, target, link.url, groups):
                    yield self.finding(
                        link.span,
                        f"the link text names {shown(named)}, and the link goes to "
                        f"{shown(target)}; make them agree",
                    )
                    break


def _named(link: Link) -> Iterator[str]:
    """The hosts that a text names, each without ``www.``."""
    text = link.text.strip()
    found = False
    for match in _URL.finditer(text):
        if "://" not in match.group() and match.group() != text:
            continue  # in a sentence `www.` only names a site
        url = match.group()
        name = host(url if "://" in url else f"https://{url}")
        if "." in name and not is_private_host(name) and not is_placeholder_host(name):
            found = True
            yield bare_host(name)
    if found:
        return
    whole = _HOST.fullmatch(text.removesuffix("."))
    if whole is None:
        return
    name = whole[1]
    if name.rpartition(".")[2] in load("common-top-level-domains"):
        bare = bare_host(name)
        if bare not in load("names-like-hosts") and not is_placeholder_host(name):
            yield bare


def _belong_together(named: str, target: str, url: str, groups: list[frozenset[str]]) -> bool:
    if named == target or is_shortener(named) or is_shortener(target):
        return True
    one, other = registrable_domain(named), registrable_domain(target)
    if one == other or _name(one) == _name(other):
        return True
    if any(one in group and other in group for group in groups):
        return True
    # The Wayback Machine, a redirect, a proxy, a repository or a page about that site.
    parts = split(url)
    return _name(one) in f"{parts.path}?{parts.query or ''}".lower()


def _name(domain: str) -> str:
    """What a domain is called: google for google.de."""
    return domain.partition(".")[0]


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in load("domains-of-one-owner"))
