"""The Reviewdog Diagnostic Format, with the fixes as suggestions."""

from __future__ import annotations

from medlint.reporters.ascii_json import sound
from medlint.reporters.markdown_text import inline
from medlint.reporters.utf8_columns import Utf8Columns
from medlint.terminal import printable
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.fixes import Fix
    from medlint.reporters import Reads, Totals
    from medlint.text import Source

_SOURCE = {"name": "medlint", "url": "https://github.com/medlint/medlint"}

#: How long a fix of several edits may be as the one suggestion it becomes, in characters.
_LONGEST = 2000


class RdjsonReporter:
    """Collects every finding and writes one object at the end."""

    reads: ClassVar[Reads] = "lines"

    def __init__(self) -> None:
        self._diagnostics: list[dict[str, Any]] = []

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Nothing yet."""
        columns = Utf8Columns(source)
        self._diagnostics += [_diagnostic(source, columns, found) for found in diagnostics]
        return ""

    def end(self, totals: Totals) -> str:
        """The whole object."""
        from medlint.reporters.ascii_json import dumps

        return dumps({"source": _SOURCE, "diagnostics": self._diagnostics}, indent=2)


def _diagnostic(source: Source, columns: Utf8Columns, found: Diagnostic) -> dict[str, Any]:
    data: dict[str, Any] = {
        # Reviewdog makes comments of messages, and comments are Markdown.
        "message": inline(found.message),
        "location": {
            "path": printable(found.path),
            "range": _range(columns, found.span.start, found.span.end),
        },
        "severity": found.severity.label.upper(),
        "code": {"value": f"{found.code}[{found.name}]", "url": found.url},
    }
    suggestion = None if found.fix is None else _suggestion(source, columns, found.fix)
    if suggestion is not None:
        data["suggestions"] = [suggestion]
    return data


def _suggestion(source: Source, columns: Utf8Columns, fix: Fix) -> dict[str, Any] | None:
    """The fix as one replacement, since each suggestion is accepted by itself."""
    edits = sorted(fix.edits)
    if not edits:
        return None
    start, end = edits[0].span.start, max(edit.span.end for edit in edits)
    if len(edits) > 1 and end - start > _LONGEST:
        return None
    pieces: list[str] = []
    at = start
    for edit in edits:
        pieces += [source.text[at : edit.span.start], edit.content]
        at = edit.span.end
    return {"range": _range(columns, start, end), "text": sound("".join(pieces))}


def _range(columns: Utf8Columns, start: int, end: int) -> dict[str, dict[str, int]]:
    return {"start": _position(columns, start), "end": _position(columns, end)}


def _position(columns: Utf8Columns, offset: int) -> dict[str, int]:
    line, column = columns.place(offset)
    return {"line": line, "column": column}
