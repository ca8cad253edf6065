"""The XML of Checkstyle, which many other programs read."""

from __future__ import annotations

from medlint.reporters.xml_text import element
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Totals
    from medlint.text import Source

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n'


class CheckstyleReporter:
    """Writes an element for each post, in it one for each finding."""

    reads: ClassVar[Reads] = "nothing"

    def __init__(self) -> None:
        self._head = _HEAD

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """The element of one post; nothing for one without findings."""
        if not diagnostics:
            return ""
        lines = [f"  <{element('file', name=source.path)}>"]
        lines += [f"    <{_error(found)}/>" for found in diagnostics]
        return self._begin() + "\n".join([*lines, "  </file>\n"])

    def end(self, totals: Totals) -> str:
        """The end of the document."""
        return self._begin() + "</checkstyle>\n"

    def _begin(self) -> str:
        head, self._head = self._head, ""
        return head


def _error(found: Diagnostic) -> str:
    return element(
        "error",
        line=found.line,
        column=found.column,
        severity=found.severity.label,
        message=found.message,
        source=f"medlint.{found.code}.{found.name}",
    )
