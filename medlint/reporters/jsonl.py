"""JSON Lines: one object for each finding, as soon as it is found."""

from __future__ import annotations

from medlint.reporters.ascii_json import dumps
from medlint.reporters.json import as_data
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Totals
    from medlint.text import Source


class JsonlReporter:
    """Writes the objects that ``json`` has in its list, each on a line of its own."""

    reads: ClassVar[Reads] = "fixes"

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """One line for each finding."""
        return "".join(dumps(as_data(source, found)) for found in diagnostics)

    def end(self, totals: Totals) -> str:
        """Nothing."""
        return ""
