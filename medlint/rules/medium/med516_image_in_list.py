"""MED516."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.document import Image, Link
from medlint.nesting import outermost_lists
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block
    from medlint.post import Post


class ImageInList(Rule, code="MED516", severity=Severity.WARNING, needs="image"):
    """An image inside a list does not reach Medium.

    Medium's list items hold text only. A picture in one is dropped, or tears
    the list in two, and a numbered list then starts again at 1.

    Mend: Put the picture between two paragraphs. Steps that need a picture
    each read well as small headings ("1. Open the settings") with text and
    picture below.

    Source: Medium's staff and users on the issues of its WordPress plugin and
    of md-publisher; Medium's editor offers no way to put an image in a list.
    """

    examples = (
        Bad(
            """
            1. Open the settings

               ⟦![The settings page](https://example.org/settings.png)⟧
            2. Choose a name
            """
        ),
        Good(
            """
            ### 1. Open the settings

            ![The settings page](https://example.org/settings.png)
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each list with images once, at the first image."""
        if not post.images:
            return
        for block in outermost_lists(post):
            images = list(_images(block))
            if not images:
                continue
            what = "an image" if len(images) == 1 else f"{len(images)} images"
            yield self.finding(
                images[0].span,
                f"this list has {what}, which Medium drops from lists; "
                "put pictures between paragraphs, and long steps under headings",
            )


def _images(block: Block) -> Iterator[Image]:
    for inner in block.walk():
        for line in inner.lines:
            for part in line.parts:
                if isinstance(part, Image):
                    yield part
                elif isinstance(part, Link):
                    yield from part.images
