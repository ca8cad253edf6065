"""MED405."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medlint.diagnostic import Severity
from medlint.images import EXTENSIONS, extension, is_templated, svg_hosts
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.urls import shown, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Image
    from medlint.post import Post

#: Parts of an address that ask an image server for another format.
_CONVERTED = lazy(
    r"(?:^|[?&;/,_])(?:f|fm|format|output|ext)[=_](?:auto|jpe?g|png|gif)\b|auto=format"
    r"|/f_(?:auto|jpe?g|png|gif)\b|@(?:jpe?g|png|gif)$",
    re.IGNORECASE,
)


class UnsupportedImage(Rule, code="MED405", severity=Severity.WARNING):
    """An image must be in a format that Medium shows.

    Medium takes JPEG, PNG and GIF. An SVG, a WebP or an image written into
    the page as `data:` is dropped on the way, and the story is published
    without it. Badges of shields.io and the like are SVG too, although their
    address does not say so.

    Mend: Save the image as PNG (drawings, screenshots) or JPEG (photos) and
    link that. For a badge, write what it says, with a link.

    Limits: Judged by the address alone; whether a file of your own is there,
    and below 25 MB, is not looked up. An address without an ending is fine,
    and so is one that asks an image server for another format
    (`?format=png`, Cloudinary's `f_auto`).

    Source: Medium help on images (JPEG, PNG, GIF, up to 25 MB); Medium's API
    documentation on image types.
    """

    allow: tuple[str, ...] = option(
        (), "Endings that are fine, for example because your tool converts them: webp."
    )

    examples = (
        Bad("![How the parts connect](⟦https://ada.dev/parts.svg⟧)"),
        Bad("[![Build passing](⟦https://img.shields.io/badge/build-passing⟧)](https://ada.dev/ci)"),
        Bad('<p>A dot: <img src="⟦data:image/png;base64,iVBORw0KGgo=⟧" alt="A red dot"></p>'),
        Good("![How the parts connect](https://ada.dev/parts.png?v=2)"),
        Good("![How the parts connect](https://ada.dev/image/1423)"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each image that Medium cannot show."""
        allowed = {ending.lower().lstrip(".") for ending in self.allow}
        for image in post.images:
            problem = None if is_templated(image) else _problem(image, allowed)
            if problem is not None:
                yield self.finding(image.url_span or image.span, problem)


def _problem(image: Image, allowed: set[str]) -> str | None:
    parts = split(image.url)
    if parts.scheme == "data":
        return (
            "an image inside its address (data:) is dropped by Medium; save it as a PNG or JPEG "
            "file and link that"
        )
    if parts.scheme not in {"", "http", "https"}:
        return None
    ending = extension(image.url)
    if ending in {"jpg", "jpeg", "png", "gif"}:
        return None
    if parts.host in svg_hosts() and "svg" not in allowed:
        return (
            f"images of {parts.host} are SVG, and Medium shows only JPEG, PNG and GIF; write what "
            "it says, or link a PNG"
        )
    if ending not in EXTENSIONS or ending in allowed or _CONVERTED.search(image.url):
        return None
    return (
        f"the image {shown(image.url, 80)} is {ending.upper()}, and Medium shows only JPEG, PNG "
        "and GIF; save it as PNG or JPEG and link that"
    )
