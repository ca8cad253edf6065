"""MED301."""

from __future__ import annotations

import re
from functools import lru_cache

from medlint.anchors import fold, is_generic, is_shop, says_something
from medlint.document import Code, Text
from medlint.domains import registrable_domain
from medlint.link_lists import link_lists
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from medlint.urls import host, split
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.link_lists import Item, LinkList
    from medlint.post import Post

_URL = lazy(r"(?:https?://|www\.)\S+", re.IGNORECASE)
#: An anchor of more words is a text of its own.
_DESCRIPTION = 12

_Kind: TypeAlias = Literal["raw", "generic", "shop", "placeholder", "site", "titled"]
_REASONS: dict[_Kind, str] = {
    "raw": "they are raw addresses",
    "generic": "their texts do not say where they lead",
    "shop": "their texts only name a shop or site",
    "site": "their texts only name a shop or site",
    "placeholder": "they lead nowhere (#)",
}


class _Run(NamedTuple):
    """Items to be judged together, and what is written above them."""

    items: tuple[Item, ...]
    titles: tuple[str, ...]


class BareLinkList(Rule, code="MED301", needs="link"):
    """A list of links must say what each of them offers.

    A run of addresses, of "view on …" or of links to many unrelated sites
    with no word beside them looks like a page made for search engines.
    Medium's rules name content posted to drive traffic to other sites as
    spam; a story taken for it is shown to nobody. And a reader cannot choose
    among links that say nothing.

    Mend: Write beside each link what the reader finds there, turn addresses
    into titled links, or drop the links that nobody needs. Put references
    under a heading that says so.

    Language: Generic words are looked up in the post's language, headings in
    every language medlint knows.

    Limits: Titled links are fine under a heading such as References,
    Further reading, Related posts or Credits, and so are tables of contents,
    footnotes, profiles ("find me on …"), pictures, and titled links to a few
    sites. An item with a phrase of its own beside the link is described. A
    single address in a paragraph of its own is a card (MED302).

    Source: Medium Rules, "Spam", and Medium's member content guidelines;
    Google's spam policies on link schemes. The numbers are medlint's own,
    settled on real posts.
    """

    minimum: int = option(3, "Items from which a list is judged.", minimum=2)
    share: int = option(80, "Percentage of the items that must be only links.", minimum=1)
    many_hosts: int = option(
        8, "Different sites from which titled links are too many unrelated ones.", minimum=2
    )
    own_site: int = option(
        8, "Titled links to one's own site, with no word beside them, that are too many.", minimum=2
    )
    title_words: int = option(
        6,
        "Words a title has on average, from which it says itself what the link offers.",
        minimum=1,
    )
    headings: tuple[str, ...] = option(
        (), "Further headings under which titled links are references."
    )

    examples = (
        Good(
            """
            ## Further reading

            - [How the trial was set up](https://www.iana.org/setup)
            - [What the numbers mean](https://www.ietf.org/numbers)
            - [All results](https://www.w3.org/results)
            """
        ),
        Bad(
            """
            Get the app:

            - ⟦https://www.iana.org/app⟧
            - https://www.ietf.org/app
            - https://www.w3.org/app
            """
        ),
        Bad(
            """
            <div>⟦• <a href="https://shop.iana.org/1">View on Amazon</a>⟧</div>
            <div>• <a href="https://shop.ietf.org/2">View on eBay</a></div>
            <div>• <a href="https://shop.w3.org/3">View on Etsy</a></div>
            """
        ),
        Good(
            """
            - [The first trial](https://www.iana.org/1), which failed for want of water
            - [The second](https://www.ietf.org/2), with twice the budget
            - [The third](https://www.w3.org/3), still running
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each list of bare links once, at its first item."""
        if len(post.links) < self.minimum:
            return
        for links in link_lists(post):
            for run in self._runs(links, post):
                why = self._judge(run, post)
                if why is not None:
                    yield self.finding(
                        run.items[0].span,
                        f"a list of {len(run.items)} items that are only links: {why}; "
                        "say beside each link what the reader finds there",
                    )

    def _runs(self, links: LinkList, post: Post) -> Iterator[_Run]:
        """The items to judge: a whole list or table, or the unbroken runs of lines."""
        if links.shape == "lines":
            for above, stretch in self._stretches(links.items):
                yield from self._unbroken(stretch, above, links.heading, post.language)
            return
        linked = [item for item in links.items if item.links]
        if len(linked) < self.minimum or 100 * len(linked) < self.share * len(links.items):
            return
        table = links.shape == "table"
        bare = tuple(item for item in linked if _is_bare(item, post.language, table=table))
        if len(links.items) >= self.minimum and 100 * len(bare) >= self.share * len(links.items):
            yield _Run(bare, (links.heading,))

    def _stretches(self, items: tuple[Item, ...]) -> Iterator[tuple[Item | None, list[Item]]]:
        """The lines in a row that may be bare, if they are enough, with the item above them."""
        above: Item | None = None
        stretch: list[Item] = []
        for item in (*items, None):
            if item is not None and item.links and not item.prose and not item.card:
                stretch.append(item)
                continue
            if len(stretch) >= self.minimum:
                yield above, stretch
            above, stretch = item, []

    def _unbroken(
        self, stretch: list[Item], above: Item | None, heading: str, language: str | None
    ) -> Iterator[_Run]:
        """The lines in a row that are bare, if they are enough."""
        run: list[Item] = []
        for item in (*stretch, None):
            if item is not None and _is_bare(item, language, table=False):
                run.append(item)
                continue
            if len(run) >= self.minimum:
                yield _Run(tuple(run), (heading, heading if above is None else above.beside))
            above, run = item, []

    def _judge(self, run: _Run, post: Post) -> str | None:
        """Why a run of bare items is a list of bare links, or ``None`` where it is fine."""
        links = [link for item in run.items for link in item.links]
        if _is_contents(links):
            return None
        kinds = [_item_kind(item, post.language) for item in run.items]
        # The name of a site is a title, unless half of the others say nothing.
        silent = sum(kind not in {"titled", "site"} for kind in kinds)
        fine = {"titled"} if 2 * silent >= len(kinds) else {"titled", "site"}
        poor: list[_Kind] = [kind for kind in kinds if kind not in fine]
        if 100 * len(poor) >= self.share * len(kinds):
            commonest: _Kind = max(set(poor), key=lambda kind: (poor.count(kind), kind))
            return _REASONS[commonest]
        known = _reference_headings(self.headings)
        if any(_is_reference(title, known) for title in run.titles):
            return None
        sites = {registrable_domain(host(link.url)) for link in links if host(link.url)}
        profiles = sum(_is_profile(link) for link in links)
        words = sum(len(link.text.split()) for link in links)
        if (
            len(sites) >= self.many_hosts
            and 5 * len(sites) >= 4 * len(links)
            and 2 * profiles < len(links)
            and words < self.title_words * len(links)
        ):
            return f"they lead to {len(sites)} different sites"
        own = sum(_is_own(link, post) for link in links)
        if own >= self.own_site and own == len(links):
            return f"all {own} links lead to your own site"
        return None


@lru_cache(maxsize=8)
def _reference_headings(more: tuple[str, ...]) -> frozenset[str]:
    """The headings under which titled links are references, folded once for all posts."""
    return frozenset(map(fold, (*load("reference-headings"), *more)))


def _is_bare(item: Item, language: str | None, *, table: bool) -> bool:
    """Whether an item is links and nothing that says what they are."""
    if not item.links or item.prose:
        return False
    if any(link.images or link.templated for link in item.links):
        return False
    if any(link.url.startswith(("mailto:", "tel:")) for link in item.links):
        return False
    if all(_says_it_itself(link) for link in item.links):
        return False
    if table and any(character.isdigit() for character in item.beside):
        return False
    return not says_something(item.beside, language)


def _says_it_itself(link: Link) -> bool:
    """Whether the anchor is a description, as in a card, or a name in code."""
    text = [part for part in link.parts if not isinstance(part, Text) or part.text.strip()]
    is_code = bool(text) and all(isinstance(part, Code) for part in text)
    return is_code or len(link.text.split()) > _DESCRIPTION


def _is_profile(link: Link) -> bool:
    """Whether a link leads to somebody's page on a site of profiles, not to the site."""
    if registrable_domain(host(link.url)) not in load("profile-hosts"):
        return False
    return bool(split(link.url).path.strip("/")) or host(link.url).count(".") > 1


def _item_kind(item: Item, language: str | None) -> _Kind:
    """The best kind among an item's links: one that is titled makes the item titled."""
    kinds = [_link_kind(link, language) for link in item.links]
    return "titled" if "titled" in kinds else kinds[0]


def _link_kind(link: Link, language: str | None) -> _Kind:
    if link.url.strip() in {"#", ""}:
        return "placeholder"
    name = host(link.url).removeprefix("www.")
    text = link.text.lower().removeprefix("www.").rstrip("/")
    if link.kind in {"bare", "autolink"} or _URL.fullmatch(link.text):
        return "raw"
    if name and text == name:
        return "site" if text in load("names-like-hosts") else "raw"
    if not text or is_generic(link.text, language):
        return "generic"
    site = registrable_domain(name)
    if is_shop(link.text):
        return "shop"
    return "site" if _is_host_name(text, name, site) else "titled"


def _is_host_name(text: str, name: str, site: str) -> bool:
    """Whether the text is the name of the site alone, "APKPure" for apkpure.com."""
    if not site or site in load("profile-hosts"):
        return False
    label = site.split(".", maxsplit=1)[0]
    asked = fold(text).split()
    return bool(asked) and "".join(asked) in {label, site.replace(".", ""), name.replace(".", "")}


def _is_contents(links: list[Link]) -> bool:
    """Whether the links are a table of contents: places on one page."""
    pages = {link.url.partition("#")[0] for link in links if link.url.partition("#")[2]}
    marked = sum(bool(link.url.partition("#")[2]) for link in links)
    return len(pages) == 1 and 5 * marked >= 4 * len(links)


def _is_reference(title: str, known: frozenset[str]) -> bool:
    """Whether a heading or lead-in names what follows as references or the like."""
    folded = fold(title)
    if not folded or len(folded) > 60:
        return False
    if folded in known:
        return True
    padded = f" {folded} "
    return any(
        f" {heading} " in padded or (not heading.isascii() and heading in folded)
        for heading in known
    )


def _is_own(link: Link, post: Post) -> bool:
    site = post.settings.site_url
    if not host(link.url):
        return link.url.startswith(("/", ".")) or "://" not in link.url
    return site is not None and registrable_domain(host(link.url)) == registrable_domain(host(site))
