"""MED011: quotes and lists must not be nested beyond what is read."""

from __future__ import annotations

from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class NestedTooDeep(Rule, code="MED011", needs="body-problem"):
    """Quotes and lists must not be nested deeper than medlint reads.

    No reader can follow a hundred quotes inside each other, and what parsers
    make of them differs. Such nesting is an accident of a tool that wrote the
    post, or made to keep something from being seen; medlint checks what
    stands above and says where it stopped.

    Mend: Write what is nested on fewer levels. How many are read is the
    setting `max-nesting`.

    Limits: HTML elements may be nested as deep as they like. Images in the
    text of images are read on four levels, which is no setting.

    Source: The CommonMark specification 0.31, which sets no limit; markdown-it
    and cmark have such limits of their own.
    """

    examples = (
        Good("> > Quotes in quotes are fine.", settings={"max-nesting": 2}),
        Bad("> > ⟦>⟧ These are deeper than the setting allows.", settings={"max-nesting": 2}),
        Bad("- one\n  ⟦-⟧ two", settings={"max-nesting": 3}),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report where reading stopped."""
        for problem in post.document.problems:
            yield self.finding(problem.span, problem.message)
