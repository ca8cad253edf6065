"""MED511."""

from __future__ import annotations

from medlint import words
from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class ThinContent(Rule, code="MED511", severity=Severity.WARNING, default=False):
    """A post of a few words is seldom found and seldom recommended.

    Search engines have little to judge a very short page by, and readers who
    came for an answer leave without one. Medium's curators ask for stories
    that give readers something to take with them.

    Mend: Add what a reader would ask next: an example, the reason, what went
    wrong. Or join several short posts into one.

    Language: In Chinese, Japanese and Thai words are estimated from the
    number of characters; elsewhere the language does not matter.

    Limits: Code counts as text, and so does an alternative text. A post that
    is mostly pictures, videos or template code, or that points to another
    page (`link`, `external_url`), is not judged, as its words do not tell
    how much there is to see.

    Source: Yoast's content analysis, "Text length" (300 words); Google
    Search Central on content made for people.
    """

    minimum: int = option(300, "Fewest words of a post.", minimum=1)
    words_per_picture: int = option(
        60, "A post with fewer words than this for each picture or video is a gallery.", minimum=0
    )

    examples = (
        Bad(
            """
            ---
            title: Tomatoes
            ⟦---⟧

            Tomatoes want sun and water.
            """
        ),
        Good(
            """
            ---
            title: Tomatoes
            ---

            Tomatoes want sun and water. Put the pots where the wall is warm in the evening.
            """,
            options={"minimum": 15},
        ),
        Good(
            """
            ---
            title: The balcony in July
            ---

            ![Tomatoes on the wall](https://example.org/1.jpg)
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report a post with few words."""
        if post.source.problem is not None or _points_elsewhere(post):
            return
        document = post.document
        language = post.language
        number = words.count(words.prose(document), language)
        if number >= self.minimum:
            return
        number += sum(words.count(image.alt or "", language) for image in document.images)
        end = 0
        for block in document.blocks("code"):
            if block.span.start >= end:  # else it is code inside code
                number += words.count(post.source.slice(block.span), language)
                end = block.span.end
        seen = len(document.images) + len(document.templates) + _players(post)
        if number >= self.minimum or number < self.words_per_picture * seen:
            return
        yield self.finding(
            post.metadata_span,
            f"this post has {_counted(number)}, and {self.minimum} are the least that search "
            "advisers ask for; add what a reader would ask next",
        )


def _points_elsewhere(post: Post) -> bool:
    """Whether the front matter says that the post is a link to another page."""
    front_matter = post.front_matter
    if front_matter is None:
        return False
    keys = {"link", "external_url", "externalurl", "redirect_to", "redirect"}
    return any(
        entry.key.lower() in keys and bool(entry.value.text.strip())
        for entry in front_matter.entries
    )


def _players(post: Post) -> int:
    """The videos, frames and cards of a post: addresses alone in their paragraph among them."""
    tags = sum(
        tag.name in {"audio", "embed", "iframe", "object", "script", "svg", "video"}
        for tag in post.document.tags
    )
    cards = sum(
        len(block.lines) == 1
        and len(block.lines[0].parts) == 1
        and len(block.lines[0].links) == 1
        and block.lines[0].links[0].kind in {"autolink", "bare"}
        for block in post.document.paragraphs
    )
    return tags + cards


def _counted(number: int) -> str:
    if not number:
        return "no words"
    return f"{number} word{'' if number == 1 else 's'}"
