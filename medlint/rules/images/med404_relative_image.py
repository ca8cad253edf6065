"""MED404."""

from __future__ import annotations

from medlint.fixes import Edit, Fix
from medlint.images import is_templated
from medlint.rule import Bad, Good, Rule
from medlint.text import Span
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Image
    from medlint.post import Post


class RelativeImage(Rule, code="MED404", needs="image"):
    """An image's address must be absolute.

    Medium fetches the images of a story from their addresses. `/images/a.png`
    and `a.png` mean something on your own site only; on Medium the image is
    missing, and nothing tells you so.

    Mend: Write the whole address, `https://…/images/a.png`. With `site-url`
    set, medlint does it for addresses that begin with a slash. What the
    others become depends on how your site is built: open the published page
    and copy the image's address from there.

    Limits: Addresses made by templates (`{{ site.baseurl }}/a.png`) are not
    reported. The fix is safe where `site-url` has no path of its own; below a
    path (`https://ada.dev/blog`) it counts as unsafe, as generators differ
    in what a leading slash means.

    Source: Medium's API documentation: images in a post are fetched from the
    address given, which must be absolute.
    """

    examples = (
        Bad(
            "![Visits by month](⟦/images/visits.png⟧)",
            fixed="![Visits by month](https://ada.dev/images/visits.png)",
            settings={"site-url": "https://ada.dev"},
        ),
        Bad('<p>By month: <img src="⟦visits.png⟧" alt="Visits by month"></p>'),
        Good("![Visits by month](https://ada.dev/images/visits.png)"),
        Good("![Visits by month]({{ site.baseurl }}/images/visits.png)"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each image whose address is not absolute."""
        for image in post.images:
            if not _is_relative(image):
                continue
            yield self.finding(
                image.url_span or image.span,
                f"the image's address {shown(image.url, 80)} has no host, and on Medium nothing "
                "to complete it; write the whole address, https://…",
                _fix(image, post),
            )


def _is_relative(image: Image) -> bool:
    parts = split(image.url)
    if not image.url.strip() or parts.host or is_templated(image):
        return False
    # A drive (C:\a.png) looks like a scheme.
    return parts.scheme in {"", "file"} or len(parts.scheme) == 1


def _fix(image: Image, post: Post) -> Fix | None:
    site = post.settings.site_url
    place = image.url_span
    if site is None or place is None or not image.url.startswith("/"):
        return None
    if not post.source.slice(place).startswith("/"):
        return None  # white space or an entity stands first
    parts = split(site)
    port = f":{parts.port}" if parts.port else ""
    origin = f"{parts.scheme}://{parts.host}{port}"
    return Fix(
        f"Write the whole address, below {origin}",
        (Edit(Span(place.start, place.start), origin),),
        safe=not parts.path.strip("/"),
    )
