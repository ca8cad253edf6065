"""MED007: a post must have front matter."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class MissingFrontMatter(Rule, code="MED007", needs="no-front-matter"):
    """A post must open with front matter.

    Title, search description, tags and canonical URL stand there. Without
    them a post reaches Medium untitled and unsorted, and search engines take
    the copy on Medium for the original.

    Mend: Open the file with a block between two lines of `---`, with the keys
    `title`, `description`, `tags` and `canonical_url`. If the file is no post,
    leave it out with the setting `exclude`.

    Limits: Nothing else about metadata is reported for such a post: one
    finding says it all.

    Source: Jekyll's documentation, "Front Matter": the block must be the first
    thing in the file.
    """

    examples = (
        Good("""
            ---
            title: Soap from ashes
            ---
            It takes a week.
        """),
        Bad("""
            ⟦#⟧ Soap from ashes

            It takes a week.
        """),
        Bad("⟦⟧"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report the first character of the file."""
        if post.front_matter is not None:
            return
        what = "this post has no front matter" if post.text.strip() else "this file is empty"
        yield self.finding(
            post.metadata_span,
            f"{what}; open it with a block between two lines of --- that gives title, "
            "description, tags and canonical_url",
        )
