"""MED143: a post without a picture to stand for it."""

from __future__ import annotations

import re

from medlint.diagnostic import Severity
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

#: In Hugo's `{{< figure >}}` and `{{< imgproc >}}`, Hexo's `{% asset_img %}`, and their like.
_IMAGE_NAME = lazy(r"figure|img|image|picture|photo|gallery", re.IGNORECASE)
#: Besides Markdown and `<img>`: components of MDX, and drawings in the text.
_IMAGE_ELEMENTS = frozenset({"figure", "image", "img", "picture", "svg"})


class MissingCover(Rule, code="MED143", severity=Severity.INFO, default=False):
    """A post should have a picture that stands for it.

    Medium shows it beside the title in every list and feed, and takes the first image of the
    story unless another is chosen; links shared elsewhere show it too. A post without one is
    text among pictures.

    Mend: add `cover_image` with the address of a picture you may use, or begin the text with
    an image. Medium takes JPEG, PNG and GIF.

    Limits: the picture itself is not looked at. An image in the body counts, as on Medium;
    the option `body-image` changes that.

    Source: Medium API documentation, "Uploading an image" (formats); the front matter keys of
    Jekyll SEO tag, Hugo themes, dev.to and others for a cover.
    """

    body_image: bool = option(True, "Accept an image in the body in place of a cover.")

    examples = (
        Good(
            """
            ---
            cover_image: https://ada.dev/bees.jpg
            ---
            """
        ),
        Good(
            """
            ---
            title: Bees in winter
            ---
            ![A cluster of bees](https://ada.dev/bees.jpg)
            """
        ),
        Bad(
            """
            ---
            title: Bees in winter
            ⟦---⟧
            They keep warm by shivering.
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where there is no cover."""
        if post.front_matter is None or post.field("cover") is not None:
            return
        if self.body_image and _shows_image(post):
            return
        where = " and the text has no image" if self.body_image else ""
        yield self.finding(
            post.metadata_span,
            f"no cover image{where}; add `cover_image` with the address of a picture",
        )


def _shows_image(post: Post) -> bool:
    """Whether the body has an image, or a template tag or component that makes one."""
    document = post.document
    return (
        bool(document.images)
        or any(_IMAGE_NAME.search(template.text) for template in document.templates)
        or any(tag.name in _IMAGE_ELEMENTS for tag in document.tags)
    )
