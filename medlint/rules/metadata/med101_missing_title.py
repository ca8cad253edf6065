"""MED101."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.unread import has_unread_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class MissingTitle(Rule, code="MED101"):
    """Every post needs a title.

    The title is the line that readers, feeds and search engines show for a
    post. Without one Medium takes the first words it finds, and the story's
    address is made from those words for good.

    Mend: add a `title` key to the front matter. A first heading of level 1
    serves too, unless `allow-heading` is off.

    Limits: a title that a site generator makes from the file name does not
    count, for Medium never sees the file name.

    Source: Medium help, "SEO tips for writers" (a unique title for every
    story); Medium's API documentation (a missing title is made up from the
    content).
    """

    allow_heading: bool = option(
        True, "Whether a first heading of level 1 in the body counts as the title."
    )

    examples = (
        Good("""
            ---
            title: Ten years of tomatoes
            ---
            """),
        Good("""
            ---
            date: 2024-05-01
            ---

            # Ten years of tomatoes
            """),
        Bad("""
            ---
            date: 2024-05-01
            ⟦---⟧

            Tomatoes need sun.
            """),
        Bad("""
            ---
            ⟦title⟧:
            date: 2024-05-01
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the post has no title."""
        if post.front_matter is None or post.field("title") is not None:
            return
        if self.allow_heading:
            from medlint.titles import title_heading

            if title_heading(post) is not None:
                return
        empty = post.metadata.entries("title")
        if has_unread_key(post, "title"):
            return
        if empty:
            yield self.finding(
                empty[0].key_span, "the title is empty: write one, of at most 60 characters"
            )
        else:
            yield self.finding(
                post.metadata_span,
                f"the post has no title: add a title key, of at most 60 characters{_note(post)}",
            )


def _note(post: Post) -> str:
    """A word on a key that a site of its own may read as the title, or ""."""
    from medlint.fields import KEYS, fold

    entries = () if post.front_matter is None else post.front_matter.entries
    for entry in entries:
        key = fold(entry.key)
        if "title" in key and key not in KEYS and entry.value.kind == "string":
            return f" ({entry.key} is not read as one)"
    return ""
