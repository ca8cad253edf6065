"""MED127."""

from __future__ import annotations

from functools import lru_cache

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class GenericTag(Rule, code="MED127", severity=Severity.INFO, default=False, needs="tags"):
    """A tag should name a subject.

    Every story is an article, a post, a blog. A tag that says only so takes
    one of five places and brings no reader who looks for anything.

    Mend: name what the post is about.

    Language: the list holds words of several languages and is used whole,
    whatever the language of the post, since English tags stand on posts of
    every language.

    Source: tags met on real posts. Medium publishes no such list, so this is
    advice, and off unless selected.
    """

    words: tuple[str, ...] = option((), "More tags to report.")
    allow: tuple[str, ...] = option((), "Tags of the built-in list to allow.")

    examples = (
        Good("""
            ---
            tags: [gardening, tomatoes]
            ---
            """),
        Bad("""
            ---
            tags: [gardening, ⟦Articles⟧, ⟦"blog-post"⟧]
            ---
            """),
        Bad("""
            ---
            tags:
              - ⟦随笔⟧
              - 园艺
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding for every tag that names no subject."""
        from medlint.prose import shortened
        from medlint.tag_edits import named_tags, tag_key

        allowed = {tag_key(word) for word in self.allow}
        added = {tag_key(word) for word in self.words}
        for tag in named_tags(post):
            key = tag_key(tag.text)
            if key in added or (key in _generic() and key not in allowed):
                yield self.finding(
                    tag.span,
                    f"the tag “{shortened(tag.text)}” names no subject: name what the post is "
                    "about",
                )


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    from medlint.tag_edits import tag_key
    from medlint.wordlists import load

    return frozenset(tag_key(word) for word in load("generic-tags"))
