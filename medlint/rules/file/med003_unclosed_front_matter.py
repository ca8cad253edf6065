"""MED003: front matter must be closed."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class UnclosedFrontMatter(Rule, code="MED003", needs="front-matter-problem"):
    """Front matter that is opened must be closed.

    Without the closing fence a site generator publishes title, tags and all
    other settings as the first paragraph of the post, and knows none of them.

    Mend: Put a line with the same fence after the last key: `---` for YAML,
    `+++` for TOML, `}` for JSON.

    Source: Jekyll's documentation, "Front Matter": it stands between
    triple-dashed lines; Hugo's documentation, "Front matter", on the fences of
    TOML and JSON.
    """

    examples = (
        Good("""
            ---
            title: A week of bread
            ---
            Flour, water, salt.
        """),
        Bad("""
            ⟦---⟧
            title: A week of bread
            tags: [bread]

            Flour, water, salt.
        """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report the opening fence."""
        front_matter = post.front_matter
        if front_matter is None:
            return
        for problem in front_matter.problems:
            if problem.kind == "unclosed":
                yield self.finding(problem.span, problem.message)
