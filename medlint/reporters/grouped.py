"""For people with many findings: under the path of each post, one line a finding."""

from __future__ import annotations

from medlint.reporters import severity_colour
from medlint.terminal import escape
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Totals
    from medlint.terminal import Style
    from medlint.text import Source


class GroupedReporter:
    """Writes a block for each post that has findings, and a summary at the end.

    Args:
        style: Whether and how to colour.
        quiet: Whether to leave out the summary.
    """

    reads: ClassVar[Reads] = "nothing"

    def __init__(self, style: Style, *, quiet: bool = False) -> None:
        self._style = style
        self._quiet = quiet

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """The path, and below it the findings, in columns."""
        if not diagnostics:
            return ""
        style = self._style
        lines = [style(escape(source.path), "bold")]
        places = [f"{found.line}:{found.column}" for found in diagnostics]
        rules = [f"{found.code}[{found.name}]" for found in diagnostics]
        place_width, rule_width = max(map(len, places)), max(map(len, rules))
        for found, place, rule in zip(diagnostics, places, rules, strict=True):
            severity = style(f"{found.severity.label:7}", severity_colour(found.severity))
            lines.append(
                f"  {place:>{place_width}}  {severity}  {rule:{rule_width}}  "
                f"{escape(found.message)}"
            )
        return "\n".join(lines) + "\n\n"

    def end(self, totals: Totals) -> str:
        """The summary."""
        if self._quiet:
            return ""
        from medlint.reporters.text import summary

        return summary(totals, self._style)
