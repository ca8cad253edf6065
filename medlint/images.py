"""What an image's address and alternative text are made of."""

from __future__ import annotations

from functools import cache

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING
from medlint.urls import bare_host, split

if TYPE_CHECKING:
    from medlint.document import Image

#: Endings of image files, whether Medium takes them or not.
EXTENSIONS = frozenset(
    "png jpg jpeg jpe jfif gif webp svg avif bmp tif tiff heic heif ico apng jxl jp2 psd".split()
)
_TEMPLATE = lazy(r"\{\{|\{%|\{<|<%|\$\{|\{[A-Za-z_]|^\{|^@|^~|^import\b")


def is_templated(image: Image) -> bool:
    """Whether a template or a bundler makes an image's address, so that it is not final."""
    url = image.url
    if "{" not in url and "%" not in url and not url.startswith(("@", "^", "~", "import")):
        return False
    return _TEMPLATE.search(url) is not None


def file_name(url: str) -> str:
    """The file's name in an address, percent-encoding resolved; "" where it has none."""
    name = split(url).path.rstrip("/").rsplit("/", 1)[-1]
    if "%" in name:
        from urllib.parse import unquote

        name = unquote(name)
    return name


def extension(url: str) -> str:
    """The ending of the file's name in lower case, without the dot; "" without one."""
    name = file_name(url)
    return name.rsplit(".", 1)[1].lower() if "." in name else ""


def stem(name: str) -> str:
    """A file's name without an image's ending."""
    before, dot, ending = name.rpartition(".")
    return before if dot and ending.lower() in EXTENSIONS else name


def own_path(url: str, site_url: str | None) -> str | None:
    """The path on the author's own site that an address means, or ``None`` for another site's.

    A relative address is returned as it is, without query and fragment.

    Args:
        url: The address.
        site_url: The author's site, absolute, or ``None`` where it is not known.
    """
    parts = split(url)
    if not parts.scheme and not parts.host:
        return parts.path or None
    if site_url is None or parts.scheme not in {"http", "https"}:
        return None
    site = split(site_url)
    if bare_host(site.host) != bare_host(parts.host) or site.port != parts.port:
        return None
    base = site.path.rstrip("/")
    if not parts.path.startswith(f"{base}/"):
        return None
    return parts.path[len(base) :]


@cache
def svg_hosts() -> frozenset[str]:
    """Hosts that serve SVG whatever the address ends in."""
    from medlint.wordlists import load

    return frozenset(load("svg-image-hosts"))
