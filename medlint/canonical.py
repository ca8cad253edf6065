"""The canonical URLs of a post, and whether each can be one at all.

Five rules look at them; one that is not sound is reported once, by
invalid-canonical, and the others leave it alone.
"""

from __future__ import annotations

from medlint import urls
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.post import Post

_SPACE = lazy(r"\s")
_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_BARE_HOST = lazy(r"[\w\-]+(?:\.[\w\-]+)+(?:[/:?#]|$)")


class Written(NamedTuple):
    """A canonical URL as it stands in the front matter.

    Attributes:
        key: Its key, as written.
        text: The address, white space around it removed.
        span: Where the address stands, quotes not included; the whole value
            where it does not stand there letter for letter.
    """

    key: str
    text: str
    span: Span


def written(post: Post) -> tuple[Written, ...]:
    """Every canonical URL of a post that has a value, in source order.

    One that is a list, a mapping or a switch is left to wrong-type.
    """
    entries = sorted(post.metadata.entries("canonical"), key=lambda entry: entry.key_span)
    found: list[Written] = []
    for entry in entries:
        value = entry.value
        if entry.is_null or value.kind in {"list", "mapping", "boolean"}:
            continue
        text = value.text.strip()
        at = post.text.find(text, value.span.start, value.span.end)
        span = value.span if at < 0 else Span(at, at + len(text))
        found.append(Written(entry.key, text, span))
    return tuple(found)


def sound(post: Post) -> tuple[Written, ...]:
    """The canonical URLs that are full, public addresses of a page."""
    return tuple(found for found in written(post) if fault(post, found.text) is None)


def fault(post: Post, url: str) -> str | None:
    """Why an address can be no canonical URL, as a message, or ``None`` where it can."""
    parts = urls.split(url)
    if not urls.is_absolute_http(url):
        return _not_absolute(post, url)
    if _SPACE.search(url):
        return "the canonical URL has white space in it; percent-encode it (%20) or take it out"
    if parts.userinfo is not None:
        return "the canonical URL has a user name before its host; take it out"
    host = urls.shown(parts.host)
    if urls.is_private_host(parts.host):
        return (
            f"the canonical URL is on {host}, which only your own network can reach; "
            "write the public address"
        )
    if urls.is_placeholder_host(parts.host):
        return f"the canonical URL is on {host}, a placeholder; write the address on your own site"
    if not urls.is_valid_http(url):
        return "the canonical URL is malformed; copy it from the browser's address bar"
    if _is_front_page(post, parts, url):
        return (
            "the canonical URL is the front page of a site, so this post would count as a copy "
            "of it; write the post's own address"
        )
    return None


def is_on_site(post: Post, host: str) -> bool:
    """Whether a host is that of ``site-url``; ``www.`` makes no difference."""
    site = post.settings.site_url or ""
    return bool(site) and urls.bare_host(urls.host(site)) == urls.bare_host(host)


def is_medium(host: str) -> bool:
    """Whether a host is Medium's own or an author's name below it."""
    return host == "medium.com" or host.endswith(".medium.com")


def _not_absolute(post: Post, url: str) -> str:
    site = post.settings.site_url
    parts = urls.split(url)
    if parts.host and not parts.scheme:
        return f"the canonical URL starts with // and needs its scheme: https:{urls.shown(url)}"
    if _SCHEME.match(url) and not _BARE_HOST.match(url):
        scheme = parts.scheme or "its scheme"
        if scheme in {"http", "https"}:
            return (
                f"the canonical URL {urls.shown(url)} names no host; write the post's full address"
            )
        return (
            f"the canonical URL has the scheme {urls.shown(scheme, 20)}: and needs https:; "
            "write the address of a web page"
        )
    if url.startswith("/") and site and urls.is_absolute_http(site):
        return (
            "the canonical URL is a path, which Medium has nothing to resolve against; write "
            f"{urls.shown(urls.join(site, url))}"
        )
    if _BARE_HOST.match(url) and "/" in url:
        return f"the canonical URL lacks its scheme; write https://{urls.shown(url)}"
    return (
        "the canonical URL is not a full address; write it with https:// and the host of your "
        "own site"
    )


def _is_front_page(post: Post, parts: urls.UrlParts, url: str) -> bool:
    if parts.query or (parts.fragment or "").startswith(("!", "/")):
        return False
    site = post.settings.site_url or ""
    return parts.path in {"", "/"} or (bool(site) and urls.same_page(site, url))
