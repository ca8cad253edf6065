"""MED401."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import HtmlTag, Image
    from medlint.post import Post


class MissingAlt(Rule, code="MED401", severity=Severity.WARNING, needs="image"):
    """An image must have an alternative text.

    It is what a reader hears who cannot see the image, what stands there
    when it does not load, and what an image search knows of it. Medium keeps
    the alternative text of imported images, and asks for none afterwards.

    Mend: Say in a few words what the image shows: `![Bar chart of visits,
    up by a third in March](visits.png)`. medlint never invents one. For
    decoration, use `<img alt="">`.

    Limits: An `<img>` with an explicit `alt=""`, `role="presentation"` or
    `aria-hidden="true"` says it is decoration; an image of one by one pixel
    is a counter. Neither is reported.

    Source: W3C, "Images tutorial"; markdownlint MD045; Yoast's image
    assessment; Medium help on images and alternative text.
    """

    examples = (
        Good("![Bar chart of visits, up by a third in March](visits.png)"),
        Bad("Our visits: ⟦![](visits.png)⟧"),
        Bad('<p>Our visits: ⟦<img src="visits.png">⟧</p>'),
        Good('<img src="line.png" alt="">'),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each image without alternative text."""
        tags = {tag.span: tag for tag in post.document.tags if tag.name == "img"}
        for image in post.images:
            if _is_missing(image) and not _is_pixel(tags.get(image.span)):
                name = image.url.rsplit("/", 1)[-1][:60] or "without an address"
                yield self.finding(
                    image.span,
                    f"the image {name} has no alternative text; say in a few words what it shows",
                )


def _is_missing(image: Image) -> bool:
    if image.hidden:
        return False
    if image.alt is None:
        return True
    # An empty alt says "decoration" in HTML; one of blanks, or none in Markdown, says nothing.
    return not image.alt.strip() and (image.kind != "html" or image.alt != "")


def _is_pixel(tag: HtmlTag | None) -> bool:
    """Whether an ``<img>`` is one pixel wide and high: a counter, no picture."""
    if tag is None:
        return False
    attributes = dict(tag.attributes)
    return attributes.get("width") in {"0", "1"} and attributes.get("height") in {"0", "1"}
