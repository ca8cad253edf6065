"""MED009: a suppression must name rules that exist."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.directives import Selector, Suppression
    from medlint.post import Post


class UnknownSuppression(Rule, code="MED009", severity=Severity.WARNING, stage="suppressions"):
    """A comment that silences a rule must name one that exists.

    A slip of the pen in such a comment silences nothing, or not what was
    meant, and nobody notices.

    Mend: Write a rule's code (`MED201`), the start of codes (`MED2`) or a
    rule's name (`generic-anchor`); `medlint rules` lists them. The words before
    the names are `disable`, `enable`, `disable-line`, `disable-next-line` and
    `disable-file`. A reason goes after `--`.

    Source: A custom of the field: ESLint and Ruff report unknown names in
    suppressions too, since a comment without effect looks as if it had one.
    """

    examples = (
        Good("<!-- medlint: disable-file=MED009,unused-suppression -- kept as a sample -->"),
        Bad("<!-- medlint: disable-line=⟦unused-supression⟧ -->"),
        Bad("<!-- medlint: ⟦disabled⟧=MED009 -->"),
        Bad("<!-- ⟦medlint-disable⟧ MED009 -->"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report words and names that mean nothing."""
        for suppression in post.suppressions:
            if suppression.verb is None:
                yield self.finding(suppression.verb_span, _about_verb(suppression))
                continue
            if not suppression.selectors:
                yield self.finding(
                    suppression.verb_span,
                    f"no rule is named after {suppression.written}=, so nothing is suppressed; "
                    "name one, or leave out the = to mean all rules",
                )
            for selector in suppression.selectors:
                if not selector.codes:
                    yield self.finding(selector.span, _about_name(selector))


def _about_verb(suppression: Suppression) -> str:
    from medlint.directives import VERBS, nearest_verb

    written = suppression.written
    if written.lower().startswith("medlint"):
        return f"{written} suppresses nothing; write medlint: (with a colon), then what to do"
    choices = ", ".join(VERBS)
    if not written:
        return f"nothing follows medlint:, so nothing is suppressed; write one of {choices}"
    close = nearest_verb(written)
    hint = f"did you mean {close}?" if close else f"write one of {choices}"
    return f"{written} is no word medlint knows, so nothing is suppressed; {hint}"


def _about_name(selector: Selector) -> str:
    close = selector.suggestion
    hint = f"did you mean {close}?" if close else "medlint rules lists all names"
    return f"{selector.text} is the name of no rule, so it suppresses nothing; {hint}"
