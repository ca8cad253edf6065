"""MED121."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING
from medlint.unread import has_unread_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class MissingTags(Rule, code="MED121"):
    """Every post needs tags.

    Tags are how Medium files a story under topics, and so brings it before
    readers who do not follow its author. A story without tags is filed under
    none.

    Mend: add a `tags` key with three to five tags, the most important first.

    Limits: `categories` and `keywords` order a site of your own and are not
    published as tags, so they do not count; `topics` does.

    Source: Medium's member content guidelines (up to five tags for every
    story); Medium's API documentation, "Creating a post" (`tags`).
    """

    examples = (
        Good("""
            ---
            tags: [gardening, tomatoes]
            ---
            """),
        Bad("""
            ---
            title: Ten years of tomatoes
            ⟦---⟧
            """),
        Bad("""
            ---
            title: Ten years of tomatoes
            ⟦tags⟧: []
            ---
            """),
        Bad("""
            ---
            title: Ten years of tomatoes
            categories: [garden]
            ⟦---⟧
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the post has no tags."""
        from medlint.tag_edits import named_tags

        if post.front_matter is None or named_tags(post):
            return
        entry = post.field("tags")
        if entry is not None and entry.value.kind not in {"list", "string"}:
            return
        others = post.metadata.entries("tags")
        found = entry or (others[0] if others else None)
        if has_unread_key(post, "tags"):
            return
        note = ""
        category = post.field("categories")
        if category is not None:
            note = f" (what stands under {category.key} is not published as tags)"
        if found is not None:
            yield self.finding(
                found.key_span, f"the list of tags is empty: name three to five{note}"
            )
        else:
            yield self.finding(
                post.metadata_span, f"the post has no tags: add a tags key with three to five{note}"
            )
