"""JSON, in a shape that is a promise; ``docs/output.md`` describes it."""

from __future__ import annotations

from medlint.reporters.ascii_json import dumps, indented, sound, unbreakable
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.fixes import Fix
    from medlint.reporters import Reads, Totals
    from medlint.text import Source

VERSION = 1


class JsonReporter:
    """Collects every finding and writes one object at the end."""

    reads: ClassVar[Reads] = "fixes"

    def __init__(self) -> None:
        # As text, which takes a quarter of the memory of the values.
        self._written: list[str] = []

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Nothing yet."""
        self._written += [indented(as_data(source, found), "  ", " " * 4) for found in diagnostics]
        return ""

    def end(self, totals: Totals) -> str:
        """The whole object."""
        if not self._written:
            return dumps({"version": VERSION, "diagnostics": []}, indent=2)
        diagnostics = ",\n    ".join(self._written)
        whole = f'{{\n  "version": {VERSION},\n  "diagnostics": [\n    {diagnostics}\n  ]\n}}\n'
        return unbreakable(whole)


def as_data(source: Source, found: Diagnostic) -> dict[str, Any]:
    """A diagnostic in the JSON shape; ``source`` is the text it was found in."""
    return {
        "path": sound(found.path),
        "code": found.code,
        "name": found.name,
        "severity": found.severity.label,
        "message": sound(found.message),
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "fix": None if found.fix is None else _fix(source, found.fix),
        "url": found.url,
    }


def _fix(source: Source, fix: Fix) -> dict[str, Any]:
    edits = []
    for edit in fix.edits:
        start = source.position(edit.span.start)
        end = source.position(edit.span.end)
        edits.append(
            {
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "content": sound(edit.content),
            }
        )
    return {"title": sound(fix.title), "safe": fix.safe, "edits": edits}
