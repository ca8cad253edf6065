"""MED405."""

from __future__ import annotations

import re

from medlint.diagnostic import Severity
from medlint.images import EXTENSIONS, extension, is_templated, own_path, svg_hosts
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
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


class UnsupportedImage(Rule, code="MED405", severity=Severity.WARNING, needs="image"):
    """An image must be one that Medium can show.

    Medium takes JPEG, PNG and GIF, up to 25 MB. An SVG, a WebP or an image
    written into the page as `data:` is dropped on the way, and the story is
    published without it. Badges of shields.io and the like are SVG too,
    although their address does not say so. And a file that is not there, for
    example because its name is written in another case, shows nowhere.

    Mend: Save the image as PNG (drawings, screenshots) or JPEG (photos) and
    link that. For a badge, write what it says, with a link. Add the file that
    is missing, or write its name as it is.

    Limits: An address without an ending is fine, and so is one that asks an
    image server for another format (`?format=png`, Cloudinary's `f_auto`).
    A file is looked for inside the project, beside the post and in the
    folders that generators publish from (`static`, `public`, `source`,
    `assets` …), also for addresses on your own site when `site-url` is set.
    It is called missing only where the folder that its address names is
    there; a bare file name only where other images lie beside the post.
    Nothing is fetched.

    Source: Medium help on images (JPEG, PNG, GIF, up to 25 MB); Medium's API
    documentation on image types.
    """

    allow: tuple[str, ...] = option(
        (), "Endings that are fine, for example because your tool converts them: webp."
    )

    max_size: int = option(25, "The largest image, in MB of 1,048,576 bytes.", minimum=1)

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
            if is_templated(image):
                continue
            problem = _problem(image, allowed) or _file_problem(image, post, self.max_size)
            if problem is not None:
                yield self.finding(image.url_span or image.span, problem)


def _file_problem(image: Image, post: Post, max_size: int) -> str | None:
    """What is wrong with the project's own file that an image's address means."""
    if extension(image.url) not in EXTENSIONS:
        return None
    address = own_path(image.url, post.settings.site_url)
    if address is None or post.local_files is None:
        return None
    file = post.local_files.find(address)
    name = shown(image.url, 80)
    if file.state == "missing":
        if not file.near.isascii() and _looks_like(file.near, address):
            return (
                f"the image {name} is not there, only one whose accents are made of other "
                "characters, as some systems write them; give the file the name that stands here"
            )
        near = f" (there is {shown(file.near, 80)})" if file.near else ""
        return (
            f"the image {name} is not there, though the folder it should lie in is{near}; add "
            "the file, or mend the address"
        )
    megabyte = 1024 * 1024
    if file.size > max_size * megabyte:
        return (
            f"the image {name} has {file.size / megabyte:.1f} MB, and Medium takes at most "
            f"{max_size} MB; make it smaller"
        )
    return None


def _looks_like(name: str, address: str) -> bool:
    """Whether a file's name is that of an address, but for how its accents are composed."""
    from urllib.parse import unquote

    from medlint.characters import composed

    return composed(name) == composed(unquote(split(address).path).rpartition("/")[2])


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
