"""What keeps the address of a link from working, judged by how it is written.

Two rules ask: invalid-url, which reports it, and relative-link, which leaves
alone what is broken rather than relative.
"""

from __future__ import annotations

import re
from functools import lru_cache

from medlint import urls
from medlint.patterns import lazy
from medlint.wordlists import load

_WORDS = lazy(r"[\W_]+")
_MAIL = lazy(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
#: A host with a well-known ending where the path should begin: the scheme is missing.
_BARE_HOST = lazy(
    r"(?:www\.[\w-]+\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov))(?:[/?#:]|$)",
    re.IGNORECASE,
)
#: `https:/x`, `https//x`, `http:x`, `htps://x`, `hhttps://x`, `http://https://x`
_NEARLY = lazy(
    r"(?:h{1,2}t{1,3}p{1,3}s{0,2}|ttps?|tps)(?::/{0,3}|/{2,3})(?=[\w-]+\.)", re.IGNORECASE
)
_TWICE = lazy(r"https?:/{1,2}https?[:/]", re.IGNORECASE)
#: What the grammar of URLs forbids and every browser takes: encoded before the form is judged.
_TOLERATED = lazy(r"[\[\]{}|^`\\\"<>]")
#: Endings of names that exist in one house or office only.
_LOCAL = (".local", ".internal", ".lan", ".localhost", ".home.arpa")


@lru_cache(maxsize=1024)  # two rules ask about the same links
def fault(url: str) -> str | None:
    """What is wrong with an address, as a message, or ``None``.

    Hosts that are well-formed and cannot be reached are not faults here; see
    :func:`unreachable`.

    Args:
        url: The address, without white space around it, not empty.
    """
    shown = url if len(url) <= 80 and " " not in url and url.isprintable() else urls.shown(url, 80)
    if is_placeholder(url):
        return f"the address {shown} is a placeholder; write the real one"
    if _TWICE.match(url):
        return f"the address {shown} begins with two schemes; keep one https://"
    parts = urls.split(url)
    if parts.scheme not in {"http", "https"} or not parts.host:
        return _fault_of_beginning(url, shown)
    if unreachable(parts.host) is not None:
        return None
    if not urls.is_valid_http(_TOLERATED.sub("_", url) if "[" not in parts.host else url):
        return (
            f"the address {shown} is malformed; copy it from the browser's address bar "
            "(a space is %20)"
        )
    return None


def is_placeholder(url: str) -> bool:
    """Whether an address is a word that says it is still to come."""
    return "/" not in url and _WORDS.sub("", url).lower() in load("placeholder-urls")


@lru_cache(maxsize=1024)
def unreachable(host: str) -> str | None:
    """Why no reader can reach a host, to be put after its name, or ``None`` where they can."""
    if urls.is_private_host(host) or host.endswith(_LOCAL):
        return "which readers cannot reach; write the public address, or show it as code"
    if urls.is_placeholder_host(host):
        return "which stands for an example; write the real one"
    return None


def _fault_of_beginning(url: str, shown: str) -> str | None:
    """What is wrong with an address that is not http or https, or has no host."""
    if url[:1] in {"”", "“", '"', "'", "‘", "’"}:
        return f"the address {shown} has quotes around it that are part of it; take them out"
    if url[:1] in {"h", "t", "H", "T"} and _NEARLY.match(url):
        return f"the address {shown} is misspelled at its beginning; it should start with https://"
    if url.lower().startswith(("http:", "https:")):
        return f"the address {shown} names no host; write it in full"
    if "@" in url and _MAIL.fullmatch(url):
        return f"the address {shown} is an e-mail address; write mailto:{shown}"
    if "." in url.partition("/")[0] and _BARE_HOST.match(url):
        return f"the address {shown} lacks its scheme; write https://{shown}"
    return None
