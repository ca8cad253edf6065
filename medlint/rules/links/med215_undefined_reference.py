"""MED215."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.prose import shortened
from medlint.references import undefined, unused
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


#: Looking for a label that was meant takes its time: for so many labels, and so many findings.
_MOST_LABELS = 50
_MOST_ADVICE = 20


class UndefinedReference(Rule, code="MED215", severity=Severity.WARNING):
    """Every reference needs its definition, and every definition a reference.

    `[the trial][trial]` without a line `[trial]: https://…` is no link: it is
    published with its brackets. A definition that nothing uses is often the
    other half of such a mistake, a label that was changed in one place.

    Mend: Add the definition, or mend the label so that both are the same.
    Take out a definition that is no longer needed.

    Limits: Only `[text][label]` and `[text][]` in running text count; a
    single pair of brackets may be anything. Code, indices, citations by
    number, check boxes, footnotes and definitions used as comments
    (`[//]: # (…)`) are fine.

    Source: CommonMark, "Link reference definitions"; markdownlint MD052 and
    MD053.
    """

    definitions: bool = option(True, "Whether to report definitions that nothing uses.")

    examples = (
        Good(
            """
            See [the trial][trial].

            [trial]: https://www.iana.org/trial
            """
        ),
        Bad(
            """
            See ⟦[the trial][tral]⟧.

            ⟦[trial]: https://www.iana.org/trial⟧
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each reference without a definition, and each definition without a reference."""
        document = post.document
        idle = list(unused(post.text, document))
        # A label without a link is what the other was meant to be.
        labels = [
            one.label
            for one, earlier in idle[:_MOST_LABELS]
            if earlier is None and len(one.label) < 60
        ]
        for count, found in enumerate(undefined(post.text, document)):
            near = labels if count < _MOST_ADVICE else []
            yield self.finding(
                found.span,
                f"there is no definition of [{shortened(found.label)}], so the brackets are "
                f"published as they are; {_advice(found.label, near)}",
            )
        if not self.definitions:
            return
        for definition, earlier in idle:
            name = shortened(definition.label)
            if earlier is None:
                message = (
                    f"no link uses the definition [{name}] of {shown(definition.url, 60)}; "
                    "use it or take it out"
                )
            else:
                line = post.source.position(earlier.span.start).line
                message = (
                    f"[{name}] is defined on line {line} already, which counts; take this "
                    "definition out or give it a label of its own"
                )
            yield self.finding(definition.span, message)


def _advice(label: str, labels: list[str]) -> str:
    from medlint.nearest import nearest_word

    near = nearest_word(label, labels) if labels and len(label) < 60 else None
    if near is not None:
        return f"did you mean [{shortened(near)}]?"
    return f"add a line [{shortened(label)}]: https://…"
