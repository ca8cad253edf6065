"""MED211."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medlint import urls
from medlint.document import Code
from medlint.rule import Bad, Good, Rule, option
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post

_WORDS = re.compile(r"[\W_]+")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
#: A host with a well-known ending where the path should begin: the scheme is missing.
_BARE_HOST = re.compile(
    r"(?:www\.[\w-]+\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov))(?:[/?#:]|$)",
    re.IGNORECASE,
)
#: `https:/x`, `https//x`, `http:x`, `htps://x`, `hhttps://x`, `http://https://x`
_NEARLY = re.compile(
    r"(?:h{1,2}t{1,3}p{1,3}s{0,2}|ttps?|tps)(?::/{0,3}|/{2,3})(?=[\w-]+\.)", re.IGNORECASE
)
_TWICE = re.compile(r"https?:/{1,2}https?[:/]", re.IGNORECASE)
#: What the grammar of URLs forbids and every browser takes: encoded before the form is judged.
_TOLERATED = re.compile(r"[\[\]{}|^`\\\"<>]")


class InvalidUrl(Rule, code="MED211"):
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


def is_broken(url: str) -> bool:
    """Whether an address without a scheme or host is broken rather than relative."""
    return _is_placeholder(url) or _fault_of_scheme(url) is not None


def _fault(link: Link, allowed: set[str]) -> str | None:
    """What is wrong with a link's address, or ``None``."""
    url = link.url.strip()
    if not url:
        return "the link has no address; write one between the parentheses, or drop the link"
    if url == "#":
        # An anchor without words is a mark in the page that scripts use.
        return "the address # is a placeholder; write the real one" if link.text else None
    if _is_placeholder(url):
        return f"the address {urls.shown(url)} is a placeholder; write the real one"
    parts = urls.split(url)
    if parts.scheme in {"http", "https"} and parts.host:
        return None if parts.host in allowed else _fault_of_http(link, url, parts.host)
    return _fault_of_scheme(url)


def _is_placeholder(url: str) -> bool:
    return "/" not in url and _WORDS.sub("", url).lower() in load("placeholder-urls")


def _fault_of_scheme(url: str) -> str | None:
    """What is wrong with an address that is not http or https, or has no host."""
    shown = urls.shown(url, 80)
    if url[0] in "”“\"'‘’":
        return f"the address {shown} has quotes around it that are part of it; take them out"
    if _NEARLY.match(url) or _TWICE.match(url):
        return f"the address {shown} is misspelled at its beginning; it should start with https://"
    if url.lower().startswith(("http:", "https:")):
        return f"the address {shown} names no host; write it in full"
    if _MAIL.fullmatch(url):
        return f"the address {shown} is an e-mail address; write mailto:{shown}"
    if _BARE_HOST.match(url):
        return f"the address {shown} lacks its scheme; write https://{shown}"
    return None


def _fault_of_http(link: Link, url: str, host: str) -> str | None:
    shown = urls.shown(url, 80)
    if _TWICE.match(url):
        return f"the address {shown} begins with two schemes; keep one https://"
    if urls.is_private_host(host) or host.endswith((".local", ".internal", ".lan", ".localhost")):
        if _is_example(link, host):
            return None
        return (
            f"the address {shown} is on {urls.shown(host, 60)}, which readers cannot reach; "
            "write the public address, or show it as code"
        )
    if urls.is_placeholder_host(host):
        if _is_example(link, host):
            return None
        return (
            f"the address {shown} is on {urls.shown(host, 60)}, which stands for an example; "
            "write the real one"
        )
    if not urls.is_valid_http(_TOLERATED.sub("_", url) if "[" not in host else url):
        return (
            f"the address {shown} is malformed; copy it from the browser's address bar "
            "(a space is %20)"
        )
    return None


def _is_example(link: Link, host: str) -> bool:
    """Whether an address is shown for its own sake: raw, as its own text, or in code."""
    if link.kind in {"bare", "autolink"} or host in link.text.lower():
        return True
    return any(isinstance(part, Code) for part in link.parts)
