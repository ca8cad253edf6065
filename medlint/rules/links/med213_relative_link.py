"""MED213."""

from __future__ import annotations

import re

from medlint import urls
from medlint.addresses import fault
from medlint.fixes import Edit, Fix
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post

#: A file that the generator makes a page of, at an address that its path does not tell.
_SOURCE_FILE = lazy(r"\.(?:md|mdx|markdown|mdown|rst|adoc|org|ipynb)$", re.IGNORECASE)
#: Addresses that only a generator understands: Zola's `@/`, Jekyll's `~/`, webpack's `!`.
_GENERATOR = ("@", "~", "!", "^", "$", "<")
_PLAIN = lazy(r"[^\s<>\"'()\\&`*\[\]{}|]+")


class RelativeLink(Rule, code="MED213", needs="link"):
    """A link must have a full address.

    On your own site `/about` is right, and your generator or the browser
    completes it. Medium takes the text without the site: there the link
    leads to medium.com/about, or nowhere.

    Mend: Write the full address, `https://your.site/about`. With the setting
    `site-url` the fix writes it.

    Limits: Sections of the same page (`#results`) are MED214's business,
    template tags MED506's. Links between source files (`other-post.md`) are
    reported without a fix, as only your generator knows the address of the
    page that it makes of them.

    Source: RFC 3986, section 5 (a relative reference needs a base); Medium's
    API README, where content stands without a base address. The canonical
    address of a post (`permalink` or `url` in the front matter, or the
    settings) is the base where it is known.
    """

    examples = (
        Good("See [the trial](https://www.iana.org/trial), or write to [us](mailto:us@iana.org)."),
        Bad("See ⟦[the trial](/trial)⟧ and ⟦[its data](data.csv)⟧."),
        Bad(
            "See ⟦[the trial](/trial)⟧.",
            fixed="See [the trial](https://blog.iana.org/trial).",
            settings={"site-url": "https://blog.iana.org"},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link that needs a base."""
        base: str | None = None
        for link in post.links:
            if not _is_relative(link):
                continue
            if base is None:
                base = _base(post)
            full = _resolved(base, post.settings.site_url, link.url)
            shown = urls.shown(link.url, 80)
            if link.url.startswith("//"):
                message = f"the address {shown} lacks its scheme"
            else:
                message = f"the address {shown} works on your own site and leads nowhere on Medium"
            if full is None:
                yield self.finding(link.span, f"{message}; write it in full, with https://")
            else:
                yield self.finding(
                    link.span, f"{message}; write {urls.shown(full)}", _fix(post, link, full)
                )


def _is_relative(link: Link) -> bool:
    url = link.url.strip()
    if link.templated or not url or url.startswith("#") or ":" in url.partition("/")[0]:
        return False
    return not urls.split(url).scheme and fault(url) is None


def _base(post: Post) -> str:
    """The post's own address, or "" where it is not known."""
    from medlint.permalink import derived_url

    return derived_url(post) or ""


def _resolved(base: str, site: str | None, url: str) -> str | None:
    """The full address of a relative one, as a browser on the author's site has it."""
    from urllib.parse import urljoin

    url = url.strip()
    if url.startswith("//"):
        return f"https:{url}"
    if not base:
        if not url.startswith("/") or not site:
            return None
        base = site
    if not urls.is_absolute_http(base) or url.startswith(_GENERATOR):
        return None
    if _SOURCE_FILE.search(urls.split(url).path):
        return None
    try:
        full = urljoin(base, url)
    except ValueError:
        return None
    return full if urls.is_valid_http(full) else None


def _fix(post: Post, link: Link, full: str) -> Fix | None:
    """Replace the address, where it stands letter for letter."""
    span = link.url_span
    if span is None or post.source.slice(span) != link.url or not _PLAIN.fullmatch(full):
        return None
    return Fix(f"Write {urls.shown(full)}", (Edit(span, full),))
