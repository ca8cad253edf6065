"""One line a finding: ``path:line:column: CODE[name] severity: message``."""

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


class ConciseReporter:
    """Writes nothing but the findings, for pipes, editors and logs."""

    reads: ClassVar[Reads] = "nothing"

    def __init__(self, style: Style) -> None:
        self._style = style

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """One line for each finding."""
        return "".join(map(self._line, diagnostics))

    def end(self, totals: Totals) -> str:
        """Nothing."""
        return ""

    def _line(self, found: Diagnostic) -> str:
        style = self._style
        place = style(f"{escape(found.path)}:{found.line}:{found.column}:", "bold")
        severity = style(f"{found.severity.label}:", severity_colour(found.severity))
        return f"{place} {found.code}[{found.name}] {severity} {escape(found.message)}\n"
