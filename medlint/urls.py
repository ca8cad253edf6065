"""Web addresses: their parts, whose they are, what in them is tracking.

The only module that calls ``validators``. Nothing here raises on any string,
and every function takes time linear in its length. Addresses are compared and
cut as they are written; nothing is fetched.
"""

from __future__ import annotations

import re
from functools import lru_cache

from medlint.patterns import lazy
from medlint.typed import NamedTuple

#: RFC 3986, appendix B, save that a backslash ends the host, as in browsers.
_PARTS = lazy(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):)?"
    r"(?://(?P<authority>[^/\\?#]*))?"
    r"(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?"
    r"(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_CONTROL = lazy(r"[\x00-\x20\x7f]")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
#: Plain addresses whose form is beyond doubt, so that `validators` need not be asked.
_PLAIN = lazy(
    r"https?://[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*){0,9}\.[a-z]{2,24}"
    r"(?:/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\#(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
)
_MAX_HOST = 253  # characters in a DNS name


class UrlParts(NamedTuple):
    """An address cut at its separators, nothing decoded.

    Attributes:
        scheme: In lower case, without the colon, or "".
        userinfo: What stands before ``@``, or ``None`` without one.
        host: In lower case, without a dot at its end; an IPv6 address keeps
            its brackets; "" where there is none.
        port: What stands after the host's colon, or "".
        path: The path, or "".
        query: What stands after ``?``, or ``None`` without one.
        fragment: What stands after ``#``, or ``None`` without one.
    """

    scheme: str
    userinfo: str | None
    host: str
    port: str
    path: str
    query: str | None
    fragment: str | None


@lru_cache(maxsize=1024)  # many rules ask about the same links
def split(url: str) -> UrlParts:
    """Cut an address into its parts; white space around it is ignored."""
    match = _PARTS.match(url.strip())
    if match is None:  # every part is optional, so this is for the type checker alone
        return UrlParts("", None, "", "", url, None, None)
    userinfo, host, port = _split_authority(match["authority"] or "")
    return UrlParts(
        (match["scheme"] or "").lower(),
        userinfo,
        host,
        port,
        match["path"],
        match["query"],
        match["fragment"],
    )


def _split_authority(authority: str) -> tuple[str | None, str, str]:
    before, at, rest = authority.rpartition("@")
    bracket = rest.find("]")
    colon = rest.find(":", bracket + 1) if rest.startswith("[") else rest.rfind(":")
    host, port = (rest, "") if colon < 0 else (rest[:colon], rest[colon + 1 :])
    return before if at else None, host.lower().removesuffix("."), port


@lru_cache(maxsize=1024)
def host(url: str) -> str:
    """The host of an address in lower case, or "" where it has none.

    Without port and user name; an internationalised name as it is written.
    """
    return split(url).host


def bare_host(name: str) -> str:
    """A host without ``www.`` in front, in its ASCII form where it has one.

    So that two spellings of one host are equal.
    """
    name = name.lower().removesuffix(".").removeprefix("www.")
    if not name.isascii() and len(name) <= _MAX_HOST:
        try:
            return name.encode("idna").decode("ascii")
        except UnicodeError:
            return name
    return name


@lru_cache(maxsize=1024)
def is_absolute_http(url: str) -> bool:
    """Whether an address starts with ``http://`` or ``https://`` and names a host."""
    parts = split(url)
    return parts.scheme in _DEFAULT_PORTS and bool(parts.host)


@lru_cache(maxsize=1024)
def is_valid_http(url: str) -> bool:
    """Whether an address is a well-formed absolute ``http`` or ``https`` URL.

    Host names and paths may be in any script.
    """
    parts = split(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.host or len(parts.host) > _MAX_HOST:
        return False
    if _CONTROL.search(url):
        return False
    if len(parts.host) < 64 and "-." not in parts.host and _PLAIN.fullmatch(url):
        return True
    from urllib.parse import quote

    import validators

    # `validators` knows some scripts and emoji and not others; what a browser
    # would encode is encoded first, so that its verdict is on the form alone.
    at = url.find("//") + 2
    end = next((index for index in range(at, len(url)) if url[index] in "/\\?#"), len(url))
    try:
        tail = quote(url[end:], safe="%/:?#[]@!$&'()*+,;=~|^{}`\\\"<>")
        verdict = validators.url(
            url[:end] + tail, strict_query=False, rfc_1034=True, rfc_2782="_" in parts.host
        )
    except Exception:
        # Lone surrogates, and whatever a later version of `validators` may
        # raise instead of returning: such an address is not well-formed.
        return False
    return verdict is True


@lru_cache(maxsize=1024)
def is_placeholder_host(host: str) -> bool:
    """Whether a host is reserved for examples and tests, or was left by a template."""
    host = host.lower().removesuffix(".")
    names = _lines("host-names")
    if host.removeprefix("www.") in names or f".{host}" in names:
        return True
    labels = host.rsplit(".", 2)
    return any("." + ".".join(labels[-count:]) in names for count in (1, 2))


@lru_cache(maxsize=1024)
def is_private_host(host: str) -> bool:
    """Whether a host can be reached only from its own machine or network.

    ``localhost``, a name without a dot, and loopback, private and link-local
    IP addresses.
    """
    host = host.lower().removesuffix(".")
    bare = host.removeprefix("[").removesuffix("]")
    if ":" in bare or bare.rpartition(".")[2].isdigit():
        import ipaddress

        try:
            address = ipaddress.ip_address(bare.partition("%")[0])
        except ValueError:
            return False
        return not address.is_global
    return bool(host) and ("." not in host or host.endswith(".localhost"))


def parameters(url: str) -> tuple[tuple[str, str], ...]:
    """The names and values of an address's query, as written and in order."""
    query = split(url).query
    if not query:
        return ()
    return tuple((_parameter_name(piece), piece.partition("=")[2]) for piece in query.split("&"))


def tracking_parameters(url: str, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names of the tracking parameters in an address, as written and in order.

    Which names count stands in ``data/tracking-parameters.txt``.

    Args:
        url: The address.
        keep: Names that do not count, in lower case; a trailing ``*`` makes a prefix.
    """
    return tuple(name for name, _ in parameters(url) if _is_tracking(name, keep))


def without_tracking(url: str, keep: tuple[str, ...] = ()) -> str:
    """The address without its tracking parameters, all else as it is written.

    Args:
        url: The address.
        keep: Names that stay, in lower case; a trailing ``*`` makes a prefix.
    """
    start = url.find("?")
    hash_ = url.find("#")
    if start < 0 or 0 <= hash_ < start:
        return url
    end = len(url) if hash_ < 0 else hash_
    pieces = url[start + 1 : end].split("&")
    kept = [piece for piece in pieces if not _is_tracking(_parameter_name(piece), keep)]
    if len(kept) == len(pieces):
        return url
    query = "&".join(kept).removeprefix("amp;")
    return url[:start] + (f"?{query}" if query.strip("&") else "") + url[end:]


def same_page(a: str, b: str) -> bool:
    """Whether two addresses mean one page.

    What tells no pages apart is ignored: the scheme, ``www.``, a standard
    port, a slash or ``index.html`` at the end of the path, the fragment,
    tracking parameters, and whether a character is percent-encoded.
    """
    return page_key(a) == page_key(b)


def page_key(url: str) -> tuple[str, str, str, str]:
    """What :func:`same_page` compares, to look pages up by."""
    parts = split(without_tracking(url))
    port = "" if parts.port == _DEFAULT_PORTS.get(parts.scheme) else parts.port
    path = _decoded(parts.path)
    if path.endswith(("/index.html", "/index.htm")):
        path = path[: path.rindex("/")]
    return bare_host(parts.host), port, path.rstrip("/"), _decoded(parts.query or "")


def join(base: str, path: str) -> str:
    """A path below a base address, with one slash between them.

    The base keeps its own path (``https://ada.dev/blog`` and ``/post/`` make
    ``https://ada.dev/blog/post/``), as generators do it.
    """
    cut = re.search(r"[?#]", base)
    if cut is not None:
        base = base[: cut.start()]
    return f"{base.strip().rstrip('/')}/{path.lstrip('/')}"


def shown(url: str, limit: int = 120) -> str:
    """An address for a message: on one line and at most ``limit`` characters long."""
    url = " ".join(url.split())
    return url if len(url) <= limit else f"{url[: limit - 1]}…"


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)


def _parameter_name(piece: str) -> str:
    """The name in ``name=value``; a stray ``&amp;`` is read as ``&``."""
    return piece.removeprefix("amp;").partition("=")[0].strip()


def _is_tracking(name: str, keep: tuple[str, ...] = ()) -> bool:
    name = name.lower()
    if keep and any(
        name == each or (each[-1:] == "*" and name.startswith(each[:-1])) for each in keep
    ):
        return False
    names = _lines("tracking-parameters")
    return name in names or name.startswith(_prefixes())


@lru_cache(maxsize=1)
def _prefixes() -> tuple[str, ...]:
    return tuple(
        line.removesuffix("*") for line in _lines("tracking-parameters") if line.endswith("*")
    )


@lru_cache(maxsize=4)
def _lines(name: str) -> frozenset[str]:
    """The entries of a list; ``importlib.resources`` would take ten times as long."""
    from medlint.wordlists import load

    return frozenset(load(name))
