"""MED707: a link into the own site that leads to no post."""

from __future__ import annotations

from posixpath import dirname, join

from medlint import urls
from medlint.rule import Bad, Good, SiteRule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Claim, Entry, Fact
    from medlint.index import Others


class BrokenInternalLink(SiteRule, code="MED707"):
    """A link to another post must lead to one that is published.

    Readers who follow it meet an error page. It happens when a post is
    renamed, dated anew or still a draft, and nothing tells you.

    Mend: Correct the address, or give the post that was moved its former
    address in `aliases` or `redirect_from`.

    Limits: Judged are links to Markdown files and Jekyll's `post_url`, and
    addresses on `site-url` that can be no other than a post's by the setting
    `permalink`: with a year in them, or in a folder for posts alone. Lists,
    pictures and pages of other sorts are left alone, and so is an address that
    ends in the name of a post whose own address is not known.

    Source: W3C, "Cool URIs don't change"; Google Search Central, "Link best
    practices".
    """

    examples = (
        Good(
            "See [the wasps](wasps.md).",
            path="posts/bees.md",
            others={"posts/wasps.md": "---\ntitle: Wasps\n---\n"},
        ),
        Bad(
            "See ⟦[the wasps](wasps.md)⟧ and ⟦[the flies](flies.md)⟧.",
            path="posts/bees.md",
            others={"posts/wasps.md": "---\ntitle: Wasps\ndraft: true\n---\n"},
        ),
        Bad(
            """
            ---
            date: 2024-01-31
            ---

            See [the wasps](/2023/wasps/), ⟦[the flies](https://ada.dev/2023/flies/)⟧ and
            [all](/2023/).
            """,
            path="posts/bees.md",
            others={"posts/wasps.md": "---\ndate: 2023-05-01\n---\n"},
            settings={"site-url": "https://ada.dev", "permalink": "/{year}/{slug}/"},
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report each link that leads to no post, or to a draft."""
        for link in post.of("link"):
            scheme, _, rest = link.key.partition(":")
            if scheme == "file":
                message = _of_file(link, rest, post, site)
            elif scheme == "name":
                message = _of_name(rest, post, site)
            else:
                message = _of_address(link, post, site)
            if message:
                yield self.finding(link.span, message)


def _of_file(link: Fact, path: str, post: Entry, site: Others) -> str:
    """What is wrong with a link to a Markdown file, or ""."""
    entry = site.entry(site.at(path))
    if entry is not None:
        return _draft(site.shown(site.at(path)), post) if entry.draft else ""
    if any(map(site.exists, _candidates(link.text, path))):
        return ""
    return f"the link leads to {path}, and there is no such file; correct it"


def _candidates(url: str, path: str) -> Iterator[str]:
    """The files that a link may mean: the one beside the post, or below a folder above it.

    Docusaurus looks for a path first from the file and then from the folder of all content.
    """
    from urllib.parse import unquote

    yield path
    own = unquote(urls.split(url).path).removeprefix("./")
    if path.endswith(f"/{own}"):
        folder = path.removesuffix(f"/{own}")
        while folder:
            folder = dirname(folder)
            yield join(folder, own)


def _of_name(name: str, post: Entry, site: Others) -> str:
    """What is wrong with a link to a post by its name, or ""."""
    found = site.holding("name", name)
    if not found:
        return f"the link leads to a post called {name}, and there is none; correct it"
    return _unless_published(found, post)


def _of_address(link: Fact, post: Entry, site: Others) -> str:
    """What is wrong with a link to an address on the own site, or ""."""
    found = site.at_address(link.key)
    if found:
        return _unless_published(found, post)
    from medlint.permalink_shape import shape_of

    shape = shape_of(site.settings.site_url, site.settings.permalink)
    path = "/" + link.key.removeprefix("//").partition("/")[2]
    if shape is None or not shape.fits(path) or not post.of("url"):
        return ""
    message = f"the link leads to {urls.shown(link.text)}, and no post answers there"
    named = site.named(path)
    if not named:
        return f"{message}; correct it"
    draft = _unless_published(named, post)
    if draft:
        return draft
    moved = named[0]
    entry = site.entry(moved.post)
    address = entry.of("url")[0].text if entry and entry.of("url") else ""
    return f"{message}; {moved.path} is at {urls.shown(address)}" if address else ""


def _unless_published(found: tuple[Claim, ...], post: Entry) -> str:
    """What is wrong where all posts that a link may lead to are drafts, or ""."""
    if any(not claim.draft for claim in found):
        return ""
    return _draft(found[0].path, post)


def _draft(shown: str, post: Entry) -> str:
    if post.draft:
        return ""
    return f"the link leads to {shown}, which is a draft; publish that first, or leave the link out"
