"""MED122."""

from __future__ import annotations

from medlint.fixes import Fix
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.fields import Tag
    from medlint.post import Post

#: Target → how many tags it takes, and who it is.
_LIMITS = {
    "medium": (5, "Medium takes"),
    "medium-api": (3, "Medium's API uses"),
    "devto": (4, "DEV takes"),
    "hashnode": (5, "Hashnode takes"),
}


class TooManyTags(Rule, code="MED122", needs="tags"):
    """A post must not have more tags than its target takes.

    Medium takes five. What is over the limit is dropped or the whole post
    refused, and which tags remain is then not yours to choose: Medium's API
    keeps the first three.

    Mend: keep the tags that matter most, the most important first. The fix
    takes away the last ones.

    Limits: a tag given twice counts once; MED123 speaks of it.

    Source: Medium's member content guidelines (up to five tags); Medium's API
    documentation, "Creating a post" (the first three are used); the editors
    of DEV (four) and Hashnode (five).
    """

    maximum: int = option(
        0, "The most tags a post may have; 0 means what the target takes.", minimum=0
    )

    examples = (
        Good("""
            ---
            tags: [garden, tomatoes, balcony, soil, patience]
            ---
            """),
        Bad(
            """
            ---
            tags: [garden, tomatoes, balcony, soil, patience, ⟦sun⟧, ⟦rain⟧]
            ---
            """,
            fixed="""
            ---
            tags: [garden, tomatoes, balcony, soil, patience]
            ---
            """,
        ),
        Bad(
            """
            ---
            tags:
              - garden
              - tomatoes
              - balcony
              - ⟦soil⟧ # the compost series
            ---
            """,
            fixed="""
            ---
            tags:
              - garden
              - tomatoes
              - balcony
            ---
            """,
            settings={"target": "medium-api"},
        ),
        Bad(
            """
            ---
            tags: "garden, tomatoes, ⟦balcony⟧"
            ---
            """,
            fixed="""
            ---
            tags: "garden, tomatoes"
            ---
            """,
            options={"maximum": 2},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding for every tag past the limit."""
        from medlint.prose import shortened
        from medlint.tag_edits import named_tags, remove_tag, tag_key

        limit, taker = _LIMITS.get(post.settings.target, _LIMITS["medium"])
        if self.maximum:
            limit, taker = self.maximum, "the settings allow"
        named: dict[str, list[Tag]] = {}
        for tag in named_tags(post):
            named.setdefault(tag_key(tag.text), []).append(tag)
        distinct = list(named.values())
        for number, (tag, *again) in enumerate(distinct[limit:], limit + 1):
            name = shortened(tag.text)
            # Without it the next one of the same name would stand in its place: MED123 goes first.
            edit = None if again else remove_tag(post, tag)
            fix = None if edit is None else Fix(f"Remove the tag “{name}”", (edit,), safe=False)
            yield self.finding(
                tag.span,
                f"“{name}” is tag {number} of {len(distinct)} and {taker} {limit}: "
                f"remove {len(distinct) - limit}, and keep the most important ones",
                fix,
            )
