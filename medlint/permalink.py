"""The address a site will give to a post, worked out without building the site.

From ``site-url`` and a permalink pattern, with tokens written ``{year}``,
``:year`` or ``[year]``, or from what the post says of itself (``permalink``,
``url``). A wrong address would be worse than none: wherever a part is not
known for sure the answer is ``None``.
"""

from __future__ import annotations

import re

from medlint import urls
from medlint.patterns import lazy
from medlint.permalink_tokens import TOKEN, Facts, is_known, is_language_token
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.front_matter import Entry
    from medlint.post import Post

#: Templates that only the generator can fill in (Liquid, Nunjucks, Go).
_TEMPLATE = lazy(r"\{\{|\{%|<%|\$\{")
#: Jekyll's names for whole patterns.
_BUILT_IN = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def derived_url(post: Post) -> str | None:
    """The absolute address at which the author's own site will show a post.

    In order of precedence:

    1. An absolute ``permalink`` or ``url`` in the front matter is the address,
       whatever the settings say.
    2. A path there (``/2024/my-post/``) is put below ``site-url``; its tokens
       are filled in as in the setting.
    3. The setting ``permalink`` is filled in for the post and put below
       ``site-url``.

    Returns:
        The address, percent-encoded where it has to be, with the slash at its
        end and the case that the pattern gives it; ``None`` where some part
        is not known.
    """
    own = post.metadata.find("permalink")
    if own is not None:
        return _own_address(post, own)
    pattern = post.settings.permalink
    return None if not pattern else _placed(post, pattern)


def unknown_tokens(pattern: str) -> tuple[str, ...]:
    """The tokens of a pattern that no post can fill in, as written and in order."""
    return tuple(match.group() for match in TOKEN.finditer(pattern) if not is_known(match))


def full_pattern(pattern: str) -> str:
    """A pattern, or the one that Jekyll has a name for."""
    return _BUILT_IN.get(pattern.strip(), pattern.strip())


def unknown_because(post: Post) -> str | None:
    """Why the settings do not give a post's address, or ``None`` where they were not meant to."""
    pattern = post.settings.permalink
    if not pattern:
        return None
    pattern = full_pattern(pattern)
    facts = Facts(post)
    for match in TOKEN.finditer(pattern):
        if facts.value(match) is None:
            return (
                f"the setting permalink asks for {match.group()}, which is not known of this post"
            )
    if not _tells_language(facts, pattern):
        return (
            f"the post is in the language {facts.translation}; the setting permalink has no "
            "{lang}, and the setting language is not that"
        )
    if not post.settings.site_url:
        return "the setting permalink needs site-url beside it"
    return None


def _own_address(post: Post, own: Entry) -> str | None:
    """The address that a post's ``permalink`` or ``url`` gives it."""
    if own.value.kind != "string":
        return None  # Eleventy's `permalink: false` makes no page
    written = own.value.text.strip()
    if _TEMPLATE.search(written):
        return None
    if urls.is_absolute_http(written):
        parts = urls.split(written)
        # A front page or a template's example is not where this post stands.
        if parts.path in {"", "/"} or urls.is_placeholder_host(parts.host):
            return None
        return written
    parts = urls.split(written)
    if parts.scheme or parts.host or not written:
        return None
    return _placed(post, written)


def _placed(post: Post, pattern: str) -> str | None:
    """A pattern filled in for a post and put below the site's address."""
    filled = _filled(post, full_pattern(pattern))
    if filled is None:
        return None
    if urls.is_absolute_http(filled):
        return _encoded(filled)
    site = post.settings.site_url
    if not site or not urls.is_absolute_http(site) or _TEMPLATE.search(filled):
        return None
    # An empty token, such as no categories, leaves no empty folder behind.
    return _encoded(urls.join(site, re.sub(r"/{2,}", "/", filled)))


def _filled(post: Post, pattern: str) -> str | None:
    facts = Facts(post)
    if not _tells_language(facts, pattern):
        return None
    pieces: list[str] = []
    at = 0
    for match in TOKEN.finditer(pattern):
        value = facts.value(match)
        if value is None:
            return None
        pieces += (pattern[at : match.start()], value)
        at = match.end()
    return "".join((*pieces, pattern[at:]))


def _tells_language(facts: Facts, pattern: str) -> bool:
    """Whether the address of a translation is told from that of the original.

    Sites keep translations under an address of their own, and only the main
    language, which is the setting ``language``, without one.
    """
    main = facts.post.settings.language or ""
    if facts.translation is None or facts.translation.lower() == main.lower():
        return True
    return any(is_language_token(match) for match in TOKEN.finditer(pattern))


def _encoded(url: str) -> str:
    """The address with what no URL may hold percent-encoded."""
    if re.fullmatch(r"[A-Za-z0-9:/._~%+,@!()-]*", url):
        return url
    from urllib.parse import quote

    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}{slash}{quote(path, safe='/:._~%+,@!()?=&#-', errors='replace')}"
