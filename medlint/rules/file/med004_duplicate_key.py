"""MED004: no key twice."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class DuplicateKey(Rule, code="MED004", severity=Severity.WARNING, needs="front-matter-problem"):
    """A key must stand only once in the front matter.

    Most YAML readers keep the last value and say nothing, so the tags or the
    description written first are lost; stricter ones refuse the whole file.

    Mend: Keep the one you want and remove the other, or merge the two.

    Source: YAML 1.2, chapter 3.2.1.1: the keys of a mapping are unique. PyYAML
    keeps the last one; go-yaml, which Hugo uses, refuses the file.
    """

    examples = (
        Good("""
            ---
            title: Night trains
            tags: [travel, trains]
            ---
        """),
        Bad("""
            ---
            title: Night trains
            tags: [travel]
            ⟦tags⟧: [trains]
            ---
        """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report every repetition."""
        front_matter = post.front_matter
        if front_matter is None:
            return
        for problem in front_matter.problems:
            if problem.kind == "duplicate-key":
                yield self.finding(problem.span, problem.message)
