"""MED008: a suppression must suppress something."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.directives import Selector, Suppression
    from medlint.post import Post

#: How front matter begins.
_FRONT_MATTER = ("---", "+++", "{")


class UnusedSuppression(Rule, code="MED008", severity=Severity.WARNING, stage="suppressions"):
    """A comment that silences a rule must be of use.

    Once the fault is mended its comment only waits to hide the next one, and
    everyone who reads the post wonders what is wrong there.

    Mend: Remove the comment, or the one name in it that is of no use; the fix
    does.

    Limits: A name whose rule was not run (it is off, or `--select` left it
    out) is not reported, nor is a prefix or a comment for all rules while
    some rule it covers was not run.

    Source: A custom of the field: ESLint's `--report-unused-disable-directives`
    and Ruff's RUF100 do the same.
    """

    examples = (
        Good(
            """
            <!-- medlint: disable-next-line=generic-anchor -- the link is the point here -->
            Nobody clicks on [click here](https://example.org/why-not/).
            """,
            settings={"extend-select": ["generic-anchor"]},
        ),
        Bad(
            """
            Mended long ago.

            ⟦<!-- medlint: disable-next-line=generic-anchor -- in a hurry -->⟧
            See [the timetable of 1950](https://example.org/1950/).
            """,
            fixed="""
            Mended long ago.

            See [the timetable of 1950](https://example.org/1950/).
            """,
            settings={"extend-select": ["generic-anchor"]},
        ),
        Bad(
            """
            ---
            tags: [a, b, c, d, e, f]  # medlint: disable-line=MED122, ⟦MED123⟧ -- all six
            ---
            """,
            fixed="""
            ---
            tags: [a, b, c, d, e, f]  # medlint: disable-line=MED122 -- all six
            ---
            """,
            settings={"extend-select": ["MED122", "MED123"]},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each comment that is of no use at all, and each idle name in the others."""
        enabled = post.settings.enabled_codes(post.path)
        start = len(post.text) - len(post.text.lstrip())
        for suppression in post.suppressions:
            if suppression.verb is None:
                continue
            selectors = suppression.selectors
            idle = [
                (index, selector)
                for index, selector in enumerate(selectors)
                if not selector.used
                and selector.codes
                and (suppression.verb == "enable" or selector.was_run(enabled))
            ]
            if idle and len(idle) == len(selectors):
                first = suppression.removal.start <= start
                yield self._comment(suppression, post.text, first=first)
            else:
                for index, selector in idle:
                    yield self._name(suppression, index, selector)

    def _comment(self, suppression: Suppression, text: str, *, first: bool) -> Finding:
        from medlint.fixes import Edit, Fix

        if suppression.verb == "enable":
            message = "this comment ends no earlier disable; remove it"
        else:
            message = "this comment suppresses nothing, since nothing is wrong here; remove it"
        if first and text[suppression.removal.end :].lstrip().startswith(_FRONT_MATTER):
            return self.finding(suppression.span, message)  # it would become front matter
        fix = Fix("Remove the comment", (Edit(suppression.removal, ""),))
        return self.finding(suppression.span, message, fix)

    def _name(self, suppression: Suppression, at: int, selector: Selector) -> Finding:
        from medlint.fixes import Edit, Fix

        others = suppression.selectors
        if at + 1 < len(others):
            span = Span(selector.span.start, others[at + 1].span.start)
        else:
            span = Span(others[at - 1].span.end, selector.span.end)
        if suppression.verb == "enable":
            message = f"{selector.text} ends no earlier disable; remove it from this comment"
        else:
            message = f"{selector.text} suppresses nothing; remove it from this comment"
        return self.finding(selector.span, message, Fix("Remove the name", (Edit(span, ""),)))
