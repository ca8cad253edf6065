"""GitLab's Code Quality report, shown in the merge request."""

from __future__ import annotations

from medlint.reporters.fingerprints import fingerprints
from medlint.reporters.places import from_checkout
from medlint.terminal import printable
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Totals
    from medlint.text import Source

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


class GitlabReporter:
    """Collects every finding and writes one list at the end.

    Args:
        environ: The environment; ``CI_PROJECT_DIR`` is the folder that GitLab
            takes paths to be relative to.
    """

    reads: ClassVar[Reads] = "lines"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._issues: list[dict[str, Any]] = []

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Nothing yet."""
        path = printable(from_checkout(source.path, self._environ))
        # GitLab shows only the first of several issues with the same fingerprint.
        prints = fingerprints(source, diagnostics, path=path)
        for found, fingerprint in zip(diagnostics, prints, strict=True):
            self._issues.append(_issue(found, path, fingerprint))
        return ""

    def end(self, totals: Totals) -> str:
        """The whole list."""
        from medlint.reporters.ascii_json import dumps

        return dumps(self._issues, indent=2)


def _issue(found: Diagnostic, path: str, fingerprint: str) -> dict[str, Any]:
    return {
        # The Code Climate specification, which GitLab follows in part, wants these two.
        "type": "issue",
        "categories": ["Style"],
        "check_name": found.code,
        "description": printable(f"{found.code}[{found.name}] {found.message}"),
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[found.severity.label],
        "location": {
            "path": path,
            "lines": {"begin": found.line, "end": found.end_line},
        },
    }
