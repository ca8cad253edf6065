"""MED002: front matter must parse."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class InvalidFrontMatter(Rule, code="MED002", needs="front-matter-problem"):
    """Front matter must be valid YAML, TOML or JSON.

    A site generator that cannot read it stops, or publishes the post without
    title, tags and canonical URL. The finding stands where the parser gave up;
    the slip may be a little before that.

    Mend: Put a title or description that holds a colon in quotes. Indent with
    spaces, alike on all lines of one level. Close what is opened: quotes,
    brackets, braces.

    Limits: The other rules still judge what can be read.

    Source: The specifications of YAML 1.1 (as PyYAML reads it), TOML 1.0 and
    JSON (RFC 8259).
    """

    examples = (
        Good("""
            ---
            title: "Rome: a walk"
            ---
        """),
        Bad("""
            ---
            title: Rome⟦:⟧ a walk
            tags: [travel]
            ---
        """),
        Bad("""
            +++
            title = ⟦R⟧ome
            +++
        """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each place that the parser stumbled over."""
        front_matter = post.front_matter
        if front_matter is None:
            return
        for problem in front_matter.problems:
            if problem.kind == "invalid":
                yield self.finding(problem.span, problem.message)
