"""Issues of Azure Pipelines, shown in the summary of a run."""

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

#: Azure knows no other types.
_TYPES = {"error": "error", "warning": "warning", "info": "warning"}


class AzureReporter:
    """Writes one logging command for each finding.

    Args:
        environ: The environment; ``BUILD_SOURCESDIRECTORY`` is the folder that
            Azure takes paths to be relative to.
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
        issue = {
            "type": _TYPES[found.severity.label],
            "sourcepath": from_checkout(found.path, self._environ),
            "linenumber": str(found.line),
            "columnnumber": str(found.column),
            "code": found.code,
        }
        properties = ";".join(f"{key}={_property(value)}" for key, value in issue.items())
        # The log shows the message alone: say the place too.
        message = f"{found.message} ({found.name}, {found.path}:{found.line}:{found.column})"
        return f"##vso[task.logissue {properties}]{_data(message)}\n"


def _data(text: str) -> str:
    # escape() has made line breaks visible; left to encode is what the agent decodes.
    return escape(text).replace("%", "%AZP25")


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
