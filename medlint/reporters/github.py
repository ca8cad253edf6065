"""Annotations of GitHub Actions, shown beside the line in a pull request."""

from __future__ import annotations

from medlint.reporters.places import from_checkout
from medlint.terminal import escape
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Totals
    from medlint.text import Source

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


class GithubReporter:
    """Writes one workflow command for each finding.

    Args:
        environ: The environment; ``GITHUB_WORKSPACE`` is the folder that
            GitHub takes paths to be relative to.
    """

    reads: ClassVar[Reads] = "nothing"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """One line for each finding."""
        return "".join(map(self._line, diagnostics))

    def end(self, totals: Totals) -> str:
        """Nothing."""
        return ""

    def _line(self, found: Diagnostic) -> str:
        place = {
            "file": from_checkout(found.path, self._environ),
            "line": str(found.line),
            "endLine": str(found.end_line),
            "col": str(found.column),
        }
        # An end column says nothing unless it is on the line that the columns belong to.
        if found.line == found.end_line:
            place["endColumn"] = str(found.end_column)
        place["title"] = f"{found.code} {found.name}"
        properties = ",".join(f"{key}={_property(value)}" for key, value in place.items())
        # The log shows the message alone, and annotations end at ten a step: say the place too.
        message = f"{found.message} ({found.path}:{found.line}:{found.column})"
        return f"::{_COMMANDS[found.severity.label]} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    # escape() has made line breaks visible; left to encode is what the runner decodes.
    return escape(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
