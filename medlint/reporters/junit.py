"""JUnit's XML, which every CI system shows as the results of tests."""

from __future__ import annotations

from medlint.reporters.xml_text import attribute, element
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic, Severity
    from medlint.reporters import Reads, Totals
    from medlint.text import Source

#: The code of a failure of medlint itself, which is an error and no failed test.
_INTERNAL = "MED000"


class JunitReporter:
    """Collects a suite for each post and writes one document at the end.

    Args:
        fail_on: The least severity that is a failed test; lesser findings are
            the output of a test that passed.
    """

    reads: ClassVar[Reads] = "nothing"

    def __init__(self, fail_on: Severity) -> None:
        self._fail_on = fail_on
        self._suites: list[str] = []
        self._tests = self._failures = self._errors = 0

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Nothing yet."""
        cases = [self._case(found) for found in diagnostics]
        if not cases:
            cases = [f"    <{element('testcase', **_named(source.path, 'no findings'))}/>"]
        errors = sum(found.code == _INTERNAL for found in diagnostics)
        failures = sum(map(self._fails, diagnostics)) - errors
        numbers = {"tests": len(cases), "failures": failures, "errors": errors, "skipped": 0}
        head = element("testsuite", name=source.path, **numbers, time="0")
        self._suites.append("\n".join([f"  <{head}>", *cases, "  </testsuite>\n"]))
        self._tests += len(cases)
        self._failures += failures
        self._errors += errors
        return ""

    def end(self, totals: Totals) -> str:
        """The whole document."""
        numbers = {"tests": self._tests, "failures": self._failures, "errors": self._errors}
        head = element("testsuites", name="medlint", **numbers, time="0")
        body = "".join(self._suites)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{head}>\n{body}</testsuites>\n'

    def _fails(self, found: Diagnostic) -> bool:
        return found.severity >= self._fail_on or found.code == _INTERNAL

    def _case(self, found: Diagnostic) -> str:
        rule = f"{found.code}[{found.name}]"
        place = f"{found.path}:{found.line}:{found.column}"
        head = element("testcase", **_named(found.path, f"{rule} at {found.line}:{found.column}"))
        text = attribute(f"{place}: {rule} {found.severity.label}: {found.message}")
        if not self._fails(found):
            return f"    <{head}><system-out>{text}</system-out></testcase>"
        word = "error" if found.code == _INTERNAL else "failure"
        failure = element(word, message=found.message, type=found.severity.label)
        return f"    <{head}><{failure}>{text}</{word}></testcase>"


def _named(path: str, name: str) -> dict[str, str | int]:
    return {"classname": path, "name": name, "time": "0"}
