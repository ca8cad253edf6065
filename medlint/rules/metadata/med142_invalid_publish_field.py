"""MED142: a licence or publish status that Medium does not know."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.fields import fold
from medlint.nearest import nearest_word
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

_STATUSES = ("public", "draft", "unlisted")
_LICENSES = (
    "all-rights-reserved",
    "cc-40-by",
    "cc-40-by-sa",
    "cc-40-by-nd",
    "cc-40-by-nc",
    "cc-40-by-nc-nd",
    "cc-40-by-nc-sa",
    "cc-40-zero",
    "public-domain",
)
#: What other tools say for one of Medium's values.
_MEANT = {"publish": "public", "published": "public", "hidden": "unlisted", "cc0": "cc-40-zero"}
_TARGETS = frozenset({"medium", "medium-api"})


class InvalidPublishField(Rule, code="MED142", severity=Severity.ERROR):
    """A field made for Medium's API must hold one of Medium's values.

    Tools that upload posts hand `publishStatus` and `license` on as they stand. Medium turns
    down the whole post when it does not know the value, and when the field is lost on the way
    it publishes at once, for everybody, with all rights reserved.

    Mend: use one of the values that the message lists, in lower case and with hyphens.

    Limits: `publishStatus` is always looked at. `license` is used by many generators for
    licences that Medium has no word for, so it is looked at only when it holds one of the
    `cc-40-` names or when `target` is `medium-api`. A plain `status` is never Medium's.

    Source: Medium API documentation, "Creating a post" (`publishStatus`, `license`).
    """

    examples = (
        Good(
            """
            ---
            publishStatus: unlisted
            license: MIT
            ---
            """
        ),
        Bad(
            """
            ---
            publishStatus: ⟦published⟧
            ---
            """
        ),
        Bad(
            """
            ---
            license: ⟦cc-40-by-sa-nc⟧
            ---
            """
        ),
        Bad(
            """
            ---
            license: ⟦CC BY 4.0⟧
            ---
            """,
            settings={"target": "medium-api"},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield a finding for every value outside Medium's."""
        if post.settings.target not in _TARGETS:
            return
        strict = post.settings.target == "medium-api"
        for field, values in (("status", _STATUSES), ("license", _LICENSES)):
            for entry in post.metadata.entries(field):
                value = entry.value
                text = value.text.strip()
                if entry.is_null or value.kind in {"list", "mapping"} or text in values:
                    continue
                if field == "status" and fold(entry.key) != "publishstatus":
                    continue
                if field == "license" and not strict and not fold(text).startswith("cc40"):
                    continue
                likely = _MEANT.get(text.lower()) or nearest_word(text, values)
                meant = f"; did you mean {likely}?" if likely else ""
                yield self.finding(
                    value.span,
                    f"`{entry.key}` is {text[:60]}, and Medium knows only "
                    f"{', '.join(values[:-1])} and {values[-1]}{meant}",
                )
