"""Which links lead away from the author's own site, and where in a post they stand."""

from __future__ import annotations

from functools import cache, lru_cache

from medlint.domains import registrable_domain
from medlint.typed import TYPE_CHECKING, NamedTuple
from medlint.urls import host, is_absolute_http
from medlint.views import view

if TYPE_CHECKING:
    from medlint.document import Block, Link
    from medlint.post import Post

#: The first labels of hosts that hold documentation or what people say to each other.
_DOCUMENTATION = frozenset(
    (
        "api archive bugs community dev devdocs developer developers discourse discuss doc docs "
        "forum git help issues javadoc kb learn lists mail manual pkg reference spec specs support "
        "wiki"
    ).split()
)
#: Endings of names that nobody can buy, and those that have a country's behind them.
_RESERVED = frozenset({"edu", "gov", "mil"})
_RESERVED_IN_COUNTRIES = _RESERVED | {"ac", "gob"}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


class Placed(NamedTuple):
    """A link and where it stands.

    Attributes:
        link: The link.
        listed: Whether in a list, a table or a footnote.
        heading: The text of the heading above it, or "".
        alone: Whether it is all there is in its paragraph.
    """

    link: Link
    listed: bool
    heading: str
    alone: bool


@view
def own_domains(post: Post) -> frozenset[str]:
    """The registrable domains that are the author's, as far as post and settings tell.

    From the setting ``site-url``, from a canonical address or a permalink
    that is absolute, and from where the post's images lie: few authors show
    pictures from the server of somebody else.
    """
    candidates = (
        post.settings.site_url,
        post.metadata.text("canonical"),
        post.metadata.text("permalink"),
    )
    named = {registrable_domain(host(url)) for url in candidates if url and is_absolute_http(url)}
    return frozenset(named.union(registrable_domain(host(image.url)) for image in post.images))


def external_domain(link: Link, own: frozenset[str]) -> str:
    """The registrable domain of a link to a page of another site; "" of any other link.

    A picture that links to itself in full size leads to no page.

    Args:
        link: The link.
        own: The author's domains, from :func:`own_domains`.
    """
    domain = _domain(link.url)
    return "" if link.templated or domain in own else domain


@lru_cache(maxsize=1024)  # several rules ask about the same links
def _domain(url: str) -> str:
    """The registrable domain of a page on the web, or ""."""
    if not is_absolute_http(url) or url.partition("?")[0].lower().endswith(_PICTURES):
        return ""
    return registrable_domain(host(url))


@lru_cache(maxsize=1024)
def is_reference_site(url: str) -> bool:
    """Whether an address is on a site that many posts cite for good reasons.

    The list is ``data/reference-sites.txt``; documentation hosts (``docs.…``)
    and those of schools and governments count too.
    """
    name = host(url).removeprefix("www.")
    sites = _reference_sites()
    return (
        name in sites
        or registrable_domain(name) in sites
        or name.endswith(".github.io")
        or _is_documentation(name)
    )


def _is_documentation(name: str) -> bool:
    """Whether a host tells by its name that it holds documentation, or that nobody can buy it."""
    labels = name.split(".")
    if len(labels) < 2:
        return False
    if labels[0] in _DOCUMENTATION or labels[-1] in _RESERVED:
        return True
    if len(labels) < 3 or len(labels[-1]) != 2 or not labels[-1].isascii():
        return False
    if not labels[-1].isalpha():
        return False
    return labels[-2] in _RESERVED_IN_COUNTRIES or labels[-2:] == ["gouv", "fr"]


@cache
def _reference_sites() -> frozenset[str]:
    from medlint.wordlists import load

    return frozenset(load("reference-sites"))


class PlacedBlock(NamedTuple):
    """A block with links and where it stands.

    Attributes:
        block: The block.
        listed: Whether in a list or a table.
        heading: The text of the heading above it, or its own; "" without one.
    """

    block: Block
    listed: bool
    heading: str


@view
def placed_blocks(post: Post) -> tuple[PlacedBlock, ...]:
    """Every block with links, with its place, in source order."""
    document = post.document
    found: list[PlacedBlock] = []
    lists = document.blocks("list", "table")
    headings = document.headings
    passed_lists = passed_headings = end_of_list = 0
    heading: str | None = ""
    for block in document.linked_blocks:
        start = block.span.start
        while passed_lists < len(lists) and lists[passed_lists].span.start <= start:
            end_of_list = max(end_of_list, lists[passed_lists].span.end)
            passed_lists += 1
        while passed_headings < len(headings) and headings[passed_headings].span.start <= start:
            passed_headings += 1
            heading = None
        if heading is None:
            heading = headings[passed_headings - 1].text
        found.append(PlacedBlock(block, start < end_of_list, heading))
    return tuple(found)


@view
def placed_links(post: Post) -> tuple[Placed, ...]:
    """Every link that stands in prose, with its place, in source order."""
    found: list[Placed] = []
    for block, listed, heading in placed_blocks(post):
        links = block.links
        apart = listed or block.footnote
        alone = len(links) == 1 and block.text.strip() == links[0].text.strip()
        found.extend([Placed(link, apart, heading, alone) for link in links])
    return tuple(found)
