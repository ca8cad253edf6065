"""The facts of a post: what it says of itself, and where its links into the own site lead."""

from __future__ import annotations

import re

from medlint import urls
from medlint.index.keys import address_key, fold
from medlint.page_names import page_name
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.document import Link
    from medlint.entries import Kind
    from medlint.front_matter import Value
    from medlint.post import Post
    from medlint.settings import Settings
    from medlint.text import Span

    #: Kind, key, text as written, and place.
    Told = tuple[Kind, str, str, Span]

_SOURCE_FILE = lazy(r"\.(?:md|mdx|markdown|mdown|mkdn?)$", re.IGNORECASE)
#: Where a generator is told the name of a post: Jekyll's tags and Hugo's shortcodes.
_POST_URL = lazy(r"\{%-?\s{1,4}post_url\s{1,4}([^\s%}]{1,300})\s{0,4}-?%\}")
#: What only a generator understands.
_GENERATOR = ("@", "~", "!", "^", "$", "<")
_VERSION = lazy(r"(?:version-|v)(\d{1,4}(?:\.(?:\d{1,4}|x)){0,3})")
_WORD = lazy(r"[^\W_]{3,40}")


def facts_of(post: Post) -> Iterator[Told]:
    """All facts of a post, kind by kind, each kind in the order of the post."""
    yield from _texts(post)
    yield from _addresses(post)
    yield from _keywords(post)
    yield from _day(post)
    yield from _links(post)
    if wants_topics(post.settings):
        yield from _topics(post)


def wants_topics(settings: Settings) -> bool:
    """Whether a rule asks for the words of titles and headings, of which there are many."""
    return bool(settings.rule_options.get("MED704", {}).get("shared_words"))


def version_of(post: Post) -> str:
    """The version that a post is about, from its front matter or a folder, or "".

    Sites of documentation keep a copy of a page for each version.
    """
    front_matter = post.front_matter
    for entry in front_matter.entries if front_matter else ():
        if entry.key.lower() == "version" and entry.value.kind in {"string", "integer", "float"}:
            return entry.value.text.strip().lower()
    for folder in post.path.split("/")[:-1]:
        match = _VERSION.fullmatch(folder.lower())
        if match is not None:
            return match[1]
    return ""


def _texts(post: Post) -> Iterator[Told]:
    from medlint.prose import plain
    from medlint.tag_edits import tag_key
    from medlint.titles import title_of

    title = title_of(post)
    if title is not None and not (title.in_body and _follows_text(post, title.span)):
        yield "title", fold(plain(title.text)), title.text, title.span
    description = post.field("description")
    if description is not None and description.value.kind not in {"list", "mapping", "boolean"}:
        value = description.value
        yield "description", fold(plain(value.text)), value.text, value.span
    for tag in post.tags:
        yield "tag", tag_key(tag.text), tag.text, tag.span


def _follows_text(post: Post, span: Span) -> bool:
    """Whether text stands before a heading, which then is hardly the title of the whole."""
    first = next(iter(post.document.blocks("paragraph", "list")), None)
    return first is not None and first.span.start < span.start


def _addresses(post: Post) -> Iterator[Told]:
    from medlint.canonical import sound
    from medlint.permalink import derived_url

    for found in sound(post):
        yield "canonical", address_key(found.text), found.text, found.span
    own = derived_url(post)
    if own is not None:
        entry = post.metadata.find("permalink") or post.metadata.find("slug")
        yield "url", address_key(own), own, entry.value.span if entry else post.metadata_span
    site = origin(post)
    for value in _values(post, "aliases"):
        path = value.text.strip()
        if urls.is_absolute_http(path):
            yield "alias", address_key(path), path, value.span
        elif path.startswith("/") and site:
            yield "alias", address_key(site + path), path, value.span
            below = urls.join(post.settings.site_url or site, path)
            if below != site + path:
                yield "alias", address_key(below), path, value.span
    names = (post.path, post.metadata.text("slug"), post.metadata.text("title"))
    known = set()
    for number, text in enumerate(names):
        # A title is no path: "TCP/IP" has no folder.
        name = page_name(text.replace("/", "-") if number == 2 else text) if text else ""
        if text and name not in known:
            known.add(name)
            yield "name", name, text, post.metadata_span


def _values(post: Post, field: str) -> Iterator[Value]:
    """The texts of a field that is a list or a single one."""
    entry = post.metadata.find(field)
    if entry is not None:
        for value in entry.value.items if entry.value.kind == "list" else (entry.value,):
            if value.kind == "string":
                yield value


def origin(post: Post) -> str:
    """Scheme and host of the own site, or "" where nothing tells which it is."""
    from medlint.canonical import is_medium, sound
    from medlint.permalink import derived_url

    known = post.settings.site_url or derived_url(post)
    if known is None:
        found = (one.text for one in sound(post) if not is_medium(urls.host(one.text)))
        known = next(found, "")
    parts = urls.split(known)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.host}{port}" if parts.host else ""


def _keywords(post: Post) -> Iterator[Told]:
    if post.field("keyword") is None:
        return
    from medlint.keywords import keyword_of

    keyword = keyword_of(post)
    if keyword is not None:
        yield "keyword", keyword.key, keyword.text, keyword.span


def _day(post: Post) -> Iterator[Told]:
    from medlint import dates

    for entry in post.metadata.entries("date"):
        if entry.is_null or entry.value.kind in {"boolean", "list", "mapping"}:
            continue
        reading = dates.read(entry.value.text)
        if isinstance(reading, dates.Moment):
            day = f"{reading.year:04}-{reading.month:02}-{reading.day:02}"
            yield "day", day, entry.value.text, entry.value.span
        return


def _links(post: Post) -> Iterator[Told]:
    site = ""
    asked = False
    for link in post.links:
        url = link.url.strip()
        if not url or url.startswith("#"):
            continue
        if not asked:
            site, asked = origin(post), True
        key = _target(post, link, url, site)
        if key:
            yield "link", key, url, link.span


def _target(post: Post, link: Link, url: str, site: str) -> str:
    """Where a link leads, as it is looked up: an address, ``file:`` or ``name:``; or ""."""
    if link.templated:
        named = _POST_URL.search(url)
        return "" if named is None else f"name:{page_name(named[1])}"
    parts = urls.split(url)
    if parts.scheme or parts.host:
        own = urls.bare_host(urls.host(site))
        return address_key(url) if own and urls.bare_host(parts.host) == own else ""
    if not parts.path or url.startswith(_GENERATOR) or ":" in url.partition("/")[0]:
        return ""
    if _SOURCE_FILE.search(parts.path):
        return _file_key(post.path, parts.path)
    if parts.path.startswith("/"):
        return address_key(f"{site}{url}") if site else ""
    from medlint.permalink import derived_url

    base = derived_url(post)
    if base is None:
        return ""
    from urllib.parse import urljoin

    try:
        return address_key(urljoin(base, url))
    except ValueError:
        return ""


def _file_key(post: str, path: str) -> str:
    """The path of a file, relative to the settings' folder, that a post links to by its own."""
    from posixpath import dirname, isabs, normpath
    from urllib.parse import unquote

    if path.startswith("/") or isabs(post):
        return ""  # below which folder only the generator knows
    place = normpath(f"{dirname(post)}/{unquote(path)}".lstrip("/"))
    return "" if place.startswith("../") else f"file:{place}"


def _topics(post: Post) -> Iterator[Told]:
    """The words of title and headings, each once, as far as they may carry a topic."""
    from medlint.phrases import entries
    from medlint.titles import heading_text_span, title_of

    told = [(one.text, one.span) for one in (title_of(post),) if one is not None]
    told += [
        (heading.text, heading_text_span(heading))
        for heading in post.document.headings
        if heading.level <= 2
    ]
    passed_over = entries("function-words", "", post.language or "en")
    known: set[str] = set()
    for text, span in told:
        for match in _WORD.finditer(fold(text)):
            word = match[0]
            if word not in passed_over and not word.isdigit():
                key = word.removesuffix("s") if len(word) > 3 else word
                if key not in known:
                    known.add(key)
                    yield "topic", key, word, span
