"""MED510."""

from __future__ import annotations

import re

from medlint.diagnostic import Severity
from medlint.fake_lists import fake_lists
from medlint.fixes import Edit, Fix
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.fake_lists import Entry
    from medlint.post import Post

#: What would mean something else at the start of a list item.
_NOTATION = lazy(r"[#>+*|`~=-]|[0-9]{1,9}[.)]|\t| {4}")
_BREAK = lazy(r"[ \t]{0,80}<br[ \t]*/?>[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE)


class FakeList(Rule, code="MED510", severity=Severity.WARNING):
    """Lines that start with a bullet are no list.

    "•", "–" or "✓" at the start of a line is a picture of a list. Screen
    readers do not say how many items follow, lines run into one another where
    the break is lost on the way to Medium, and nothing is indented.

    Mend: Write a real list, each line with `- ` in the place of the bullet.
    The fix does so for Markdown lines; inside HTML it takes `<ul>` and `<li>`,
    or better, Markdown.

    Limits: Only several lines in a row count. A mark at the start of an item
    of a real list is fine, and so are dashes where the lines are sentences:
    that is a dialogue.

    Source: W3C, technique H48 on lists; the post of a spam farm that gave
    this linter its first rules, which has its shop links in such lines.
    """

    minimum: int = option(2, "Lines in a row from which they are taken for a list.", minimum=2)
    dashes: int = option(
        3, "The same, where the lines start with a dash, hyphen or star.", minimum=2
    )

    examples = (
        Bad(
            """
            You need:

            ⟦• a balcony⟧
            • six hours of sun
            • patience
            """,
            fixed="""
            You need:

            - a balcony
            - six hours of sun
            - patience
            """,
        ),
        Bad("<div>⟦• a balcony⟧</div><div>• six hours of sun</div><div>• patience</div>"),
        Good(
            """
            You need:

            - ✅ a balcony
            - ✅ six hours of sun
            - ✅ patience

            – You again?
            – Me again.
            – Come in.
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each run of lines once, at its first line."""
        for run in fake_lists(post, self.minimum, self.dashes):
            marks = "”, “".join(dict.fromkeys(entry.mark for entry in run))
            yield self.finding(
                run[0].line.span,
                f"{len(run)} lines start with “{marks}” and are no list; "
                f"{'use <ul> and <li>, or Markdown' if run[0].block.html else 'write a real one'}",
                _fix(post, run),
            )


def _fix(post: Post, run: tuple[Entry, ...]) -> Fix | None:
    """Put Markdown's bullets or numbers in the place of the marks, where that makes a list."""
    edits: list[Edit] = []
    for number, entry in enumerate(run, 1):
        if entry.span is None or entry.block.html or entry.nested:
            return None
        start = entry.span.start
        line = post.source.line_span(post.source.position(start).line)
        if post.text[line.start : start].strip(" ") or start - line.start > 3:
            return None
        if _NOTATION.match(post.text, entry.span.end) and entry.kind != "number":
            return None
        bullet = "- "
        if entry.kind == "number":
            if entry.mark[0] != str(number):
                return None
            bullet = f"{number}. "
        edits.append(Edit(Span(line.start, entry.span.end), bullet))
        ending = _BREAK.search(post.text, entry.line.span.end, line.end)
        if ending is not None:
            edits.append(Edit(Span(*ending.span()), ""))
    return Fix("Make it a Markdown list", tuple(edits), safe=False)
