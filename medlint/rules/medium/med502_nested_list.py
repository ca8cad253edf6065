"""MED502."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.nesting import first_line, inner_lists, outermost_lists
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class NestedList(Rule, code="MED502", severity=Severity.WARNING, needs="list"):
    """Medium's lists have one level.

    A list inside a list is flattened: its items follow as if they belonged to
    the outer one, and a numbered outer list may count them or start again
    after them.

    Mend: Turn the outer items into subheadings or bold lead-ins with a plain
    list below each, or fold the inner items into a sentence.

    Source: Medium's staff on the issue "bad nested paragraphs" of its
    WordPress plugin; md-publisher and libmedium flatten lists for the same
    reason.
    """

    depth: int = option(1, "Levels a list may have.", minimum=1)

    examples = (
        Bad(
            """
            - Soil
              ⟦- loam⟧
              - sand
            - Water
            """
        ),
        Good(
            """
            **Soil**

            - loam
            - sand
            """
        ),
        Bad("<ul><li>Soil<ul>⟦<li>loam</li>⟧<li>sand</li></ul></li></ul>"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each outermost list that nests too deep, at the first item inside."""
        outermost = outermost_lists(post)
        if len(outermost) == len(post.document.blocks("list")):
            return  # none has another inside
        for block in outermost:
            inner, depth = inner_lists(block)
            if inner is None or depth <= self.depth:
                continue
            items = [child for child in inner.children if child.kind == "item"]
            place = items[0].span if items else inner.span
            yield self.finding(
                first_line(post.text, place),
                f"this list is {depth} levels deep and Medium's have {self.depth}: its items "
                "would be flattened; use subheadings with a plain list below each, or a sentence",
            )
