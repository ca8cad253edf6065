"""What an image's address and alternative text are made of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from medlint.patterns import lazy
from medlint.urls import split

if TYPE_CHECKING:
    from medlint.document import Image

#: Endings of image files, whether Medium takes them or not.
EXTENSIONS = frozenset(
    "png jpg jpeg jpe jfif gif webp svg avif bmp tif tiff heic heif ico apng jxl jp2 psd".split()
)
_TEMPLATE = lazy(r"\{\{|\{%|\{<|<%|\$\{|\{[A-Za-z_]|^\{|^@|^~|^import\b")


def is_templated(image: Image) -> bool:
    """Whether a template or a bundler makes an image's address, so that it is not final."""
    return _TEMPLATE.search(image.url) is not None


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


@cache
def svg_hosts() -> frozenset[str]:
    """Hosts that serve SVG whatever the address ends in."""
    from medlint.wordlists import load

    return frozenset(load("svg-image-hosts"))
