"""MED509."""

from __future__ import annotations

from functools import cache

from medlint.bold_headings import bold_headings
from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.prose import fold
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block
    from medlint.post import Post


class BoldAsHeading(Rule, code="MED509", severity=Severity.WARNING):
    """A bold line is no heading.

    It looks like one and is none: screen readers, search engines and Medium's
    own outline of a story find the sections by their headings, and on Medium
    a bold line has the size of the text around it.

    Mend: Make it a heading: `## Watering` instead of `**Watering**`. The fix
    puts it one level below the heading above, and no deeper than level 3.

    Limits: Only a short line of its own counts that ends like no sentence,
    with text below it. Captions below pictures, remarks such as **Note**, and
    a line that comes back (the names in an interview) are fine.

    Source: Medium help, "SEO tips for writers" (headings, not bold text);
    markdownlint MD036; W3C on headings.
    """

    allow: tuple[str, ...] = option((), "Further bold lines that are fine.")

    examples = (
        Bad(
            """
            ## Soil

            ⟦**Loam from the river**⟧

            It is heavy and keeps water.
            """,
            fixed="""
            ## Soil

            ### Loam from the river

            It is heavy and keeps water.
            """,
        ),
        Good(
            """
            **Note**

            Loam is heavy.

            **Loam from the river** is heavier.

            **Never let it dry out.**

            It will not take water again.
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each bold paragraph that does the work of a heading."""
        blocks = bold_headings(post)
        if not blocks:
            return
        fine = _lead_ins().union(map(fold, self.allow))
        headings = [(heading.span.start, heading.level) for heading in post.document.headings]
        at = 0
        level = 1
        for block in sorted(blocks, key=lambda block: block.span):
            while at < len(headings) and headings[at][0] < block.span.start:
                level = headings[at][1]
                at += 1
            if fold(block.text) in fine or fold(block.text.partition(":")[0]) in fine:
                continue
            yield self.finding(
                block.span,
                "this line is bold and no heading, so nobody can jump to it; make it a heading",
                _fix(post, block, min(level + 1, 3)),
            )


@cache
def _lead_ins() -> frozenset[str]:
    return frozenset(map(fold, load("bold-lead-ins")))


def _fix(post: Post, block: Block, level: int) -> Fix | None:
    """Turn the paragraph into a heading, where it is plain Markdown."""
    line = block.lines[0]
    written = post.source.slice(block.span)
    if block.html or len(line.parts) != 1 or "\n" in written or "\r" in written:
        return None
    inside = written.strip()
    marks = inside[: len(inside) - len(inside.lstrip("*_"))]
    content = inside[len(marks) :].removesuffix(marks[::-1]).strip()
    if len(marks) not in {2, 3} or inside != f"{marks}{content}{marks[::-1]}":
        return None
    if not content or content.endswith(("#", "\\")) or "*" in content or "__" in content:
        return None
    return Fix(
        f"Make it a heading of level {level}",
        (Edit(block.span, f"{'#' * level} {content}"),),
        safe=False,
    )
