"""Affiliate links, and the words by which a post discloses them.

All of it is data, in ``data/affiliates``.
"""

from __future__ import annotations

from functools import cache

from medlint.anchors import fold
from medlint.domains import registrable_domain
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, NamedTuple
from medlint.urls import parameters, split
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from medlint.post import Post

#: Scripts without spaces between words: their phrases are found anywhere.
_UNSPACED = lazy(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")

#: The longest name of a host that there can be, in characters. Each dot of a longer one would
#: be another name to look up, with all the rest of it.
_LONGEST_HOST = 253


class Parameter(NamedTuple):
    """A parameter that names who earns.

    Attributes:
        ends: How its value ends when it does; any of them.
        sites: The sites where it means that; none means everywhere.
    """

    ends: tuple[str, ...]
    sites: frozenset[str]

    def holds_on(self, site: str) -> bool:
        """Whether it means that on a site."""
        return not self.sites or site in self.sites


def affiliate_mark(url: str) -> str | None:
    """What in an address says that somebody earns by it: a host or a parameter, or ``None``."""
    parts = split(url)
    host = parts.host.removeprefix("www.")
    if not host or len(host) > _LONGEST_HOST:
        return None
    hosts = _hosts()
    name = host
    while name:
        if name in hosts:
            return name
        name = name.partition(".")[2]
    if parts.query:
        site = registrable_domain(host).partition(".")[0]
        known = _parameters()
        for parameter, value in parameters(url):
            entry = known.get(parameter.lower())
            if value and entry is not None and value.endswith(entry.ends) and entry.holds_on(site):
                return f"{parameter}="
    return None


def is_disclosed(post: Post, phrases: Iterable[str] = ()) -> bool:
    """Whether a post says that it earns by its links, in any language.

    Looked for in the text, the front matter and template tags (a theme may
    show the words), and not in addresses, code blocks or comments.

    Args:
        post: The post.
        phrases: Further words that disclose.
    """
    folded = f" {fold(' '.join(_said(post)))} "
    return any(
        phrase in folded if _UNSPACED.search(phrase) else f" {phrase} " in folded
        for phrase in (*_phrases(), *filter(None, map(fold, phrases)))
    )


def _said(post: Post) -> Iterator[str]:
    front_matter = post.front_matter
    if front_matter is not None:
        yield post.source.slice(front_matter.span)
    for block in post.document.all_blocks:
        for line in block.lines:
            yield line.text
    for template in post.document.templates:
        yield template.text


@cache
def _hosts() -> frozenset[str]:
    return frozenset(load("affiliates/hosts"))


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in load("affiliates/disclosures"))


@cache
def _parameters() -> dict[str, Parameter]:
    known: dict[str, Parameter] = {}
    for line in load("affiliates/parameters"):
        pattern, *sites = line.split()
        name, equals, ends = pattern.partition("=")
        known[name] = Parameter(tuple(ends.split("|")) if equals else ("",), frozenset(sites))
    return known
