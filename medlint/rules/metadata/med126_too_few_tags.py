"""MED126."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class TooFewTags(Rule, code="MED126", severity=Severity.INFO, default=False, needs="tags"):
    """A post should use the reach its tags can give.

    Each tag files a story under one more topic. Of the five that Medium takes,
    a story with one or two leaves most unused.

    Mend: add topics that the post is really about: one broad, one narrow.

    Limits: a post without any tag is left to MED121.

    Source: Medium's member content guidelines (up to five tags for every
    story). That three are few is advice, not a rule of Medium's.
    """

    minimum: int = option(3, "The fewest tags a post should have.", minimum=1)

    examples = (
        Good("""
            ---
            tags: [gardening, tomatoes, balcony]
            ---
            """),
        Bad("""
            ---
            ⟦tags⟧: [gardening]
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the post has some tags, but few."""
        from medlint.tag_edits import named_tags, tag_key

        entry = post.field("tags")
        count = len({tag_key(tag.text) for tag in named_tags(post)})
        if entry is not None and 0 < count < self.minimum:
            yield self.finding(
                entry.key_span,
                f"the post has {count} tag{'' if count == 1 else 's'}; at least {self.minimum} "
                "are advised: add topics that it is about",
            )
