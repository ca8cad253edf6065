"""MED205."""

from __future__ import annotations

from medlint.anchors import fold, is_generic
from medlint.diagnostic import Severity
from medlint.document import Code, Link, Text
from medlint.domains import registrable_domain
from medlint.embeds import embeds
from medlint.outbound import placed_blocks
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import host, page_key, shown, split
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class AmbiguousAnchor(Rule, code="MED205", severity=Severity.WARNING, needs="link"):
    """One anchor text should lead to one place.

    In the list of links that a screen reader gives, and to a reader who
    skims, two links with the same words are the same link. When they lead to
    different pages, one of them is a surprise, or a mistake made by copying.

    Mend: Say in each link what sets its target apart: "the announcement of
    version 2" and "the announcement of version 3". If both should lead to
    one page, mend the address.

    Limits: Only links in running text are compared; in a list or table the
    rest of the item tells them apart. Generic words are MED201's business.
    Names of sites, accounts and projects (`ada` for github.com/ada), profiles
    of one person, issue numbers and links in brackets are fine. So are pages
    of one site below each other, sections of one page, `http:` beside
    `https:`, `www.` and tracking parameters.

    Source: WCAG 2.4.9, "Link purpose (link only)"; Lighthouse and axe,
    "Identical links have the same purpose".
    """

    allow: tuple[str, ...] = option((), "Link texts that may lead to several places.")

    examples = (
        Good("[The trial](https://www.iana.org/a) and, again, [the trial](http://iana.org/a/#top)"),
        Bad(
            "[The trial](https://www.iana.org/a) came first, then"
            " ⟦[the trial](https://www.iana.org/b)⟧."
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report the first link to each further destination of a text."""
        by_text: dict[str, list[Link]] = {}
        for link in _in_prose(post):
            by_text.setdefault(fold(link.label or link.text), []).append(link)
        repeated = [(text, links) for text, links in by_text.items() if text and len(links) > 1]
        if not repeated:
            return
        allowed = {fold(text) for text in self.allow}
        for text, links in repeated:
            if text not in allowed:
                yield from self._judged(text, links, post)

    def _judged(self, text: str, links: list[Link], post: Post) -> Iterator[Finding]:
        """What is wrong with links of one text, in source order."""
        first: Link | None = None
        seen: set[tuple[str, str, str, str]] = set()
        for link in links:
            if link.span in embeds(post) or not _is_judged(link):
                continue
            if fold(split(link.url).fragment or "") == text:
                continue  # an entry in a table of contents
            if is_generic(link.text, post.language, strict=True):
                continue
            target = page_key(link.url)
            if target in seen:
                continue
            seen.add(target)
            first = first or link
            if first is link or _is_below(first.url, link.url):
                continue
            if _is_account(text, first.url, link.url):
                continue
            if not (_is_profile(first.url) and _is_profile(link.url)):
                line = post.source.position(first.span.start).line
                yield self.finding(
                    link.span,
                    f"“{shortened(link.text)}” also links to {shown(first.url, 80)} (line {line}); "
                    "say in each link what sets its target apart",
                )


def _in_prose(post: Post) -> Iterator[Link]:
    """The links of running text, those in brackets left out.

    In lists and tables the rest of the item says more, and in brackets the
    word before them: "postgres (docs), mysql (docs)".
    """
    for block, listed, _ in placed_blocks(post):
        if listed or block.kind == "heading":
            continue
        depth = 0
        for part in (part for line in block.lines for part in line.parts):
            if isinstance(part, Text):
                text = part.text
                if depth or "(" in text or "[" in text or "（" in text:
                    opened = sum(map(text.count, "([（"))
                    closed = sum(map(text.count, ")]）"))
                    depth = max(depth + opened - closed, 0)
            elif isinstance(part, Link) and not depth:
                yield part


def _is_judged(link: Link) -> bool:
    if link.kind in {"bare", "autolink"} or link.templated or link.images:
        return False
    if any(isinstance(part, Code) for part in link.parts):
        return False
    name = host(link.url)
    # A name of a site, a person or an issue means another thing each time.
    if not name or link.text[:1] in {"#", "@"}:
        return False
    return fold(link.text).replace(" ", "") not in {
        registrable_domain(name).partition(".")[0],
        name.removeprefix("www.").replace(".", ""),
    }


def _is_account(text: str, *addresses: str) -> bool:
    """Whether a text is what ends an address: the name of an account, project or package."""
    return any(fold(split(url).path.rstrip("/").rpartition("/")[2]) == text for url in addresses)


def _is_profile(url: str) -> bool:
    """Whether an address is that of somebody on a site where people have profiles."""
    site, _, path, _ = page_key(url)
    return registrable_domain(site) in load("profile-hosts") and path.count("/") <= 2


def _is_below(one: str, other: str) -> bool:
    """Whether one address is that of a site or folder in which the other stands."""
    host_one, port_one, path_one, _ = page_key(one)
    host_other, port_other, path_other, _ = page_key(other)
    if (host_one, port_one) != (host_other, port_other):
        return False
    short, long = sorted((path_one, path_other), key=len)
    return long == short or long.startswith(f"{short}/")
