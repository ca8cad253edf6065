"""SARIF 2.1.0, for GitHub code scanning, editors and whoever collects findings."""

from __future__ import annotations

import re

from medlint.reporters.ascii_json import sound
from medlint.reporters.fingerprints import fingerprints
from medlint.reporters.places import as_uri, from_checkout
from medlint.terminal import printable
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.fixes import Fix
    from medlint.reporters import Reads, Totals
    from medlint.rule import Rule
    from medlint.text import Source

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HOME = "https://github.com/medlint/medlint"

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
#: How GitHub sorts what is no question of security.
_PROBLEMS = {"error": "error", "warning": "warning", "info": "recommendation"}
_ROOT = "%SRCROOT%"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


class SarifReporter:
    """Collects every finding and writes one log at the end.

    Args:
        environ: The environment, which says where the checkout is.
    """

    reads: ClassVar[Reads] = "lines"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._results: list[dict[str, Any]] = []
        self._rules: dict[str, Diagnostic] = {}

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Nothing yet."""
        artifact = self._artifact(source.path)
        prints = fingerprints(source, diagnostics)
        for found, fingerprint in zip(diagnostics, prints, strict=True):
            self._rules.setdefault(found.code, found)
            self._results.append(_result(source, artifact, found, fingerprint))
        return ""

    def end(self, totals: Totals) -> str:
        """The whole log."""
        from medlint import __version__
        from medlint.reporters.ascii_json import dumps

        codes = sorted(self._rules)
        for result in self._results:
            result["ruleIndex"] = codes.index(result["ruleId"])
        driver = {
            "name": "medlint",
            "version": __version__,
            "informationUri": HOME,
            "rules": [_descriptor(self._rules[code]) for code in codes],
        }
        run: dict[str, Any] = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the checkout."}}},
            "results": self._results,
        }
        return dumps({"version": "2.1.0", "$schema": SCHEMA, "runs": [run]}, indent=2)

    def _artifact(self, path: str) -> dict[str, str]:
        uri = as_uri(from_checkout(path, self._environ))
        return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": _ROOT}


def _result(
    source: Source, artifact: dict[str, str], found: Diagnostic, fingerprint: str
) -> dict[str, Any]:
    region = {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": 0,
        "level": _LEVELS[found.severity.label],
        "message": {"text": _plain(found.message)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"medlintFinding/v1": fingerprint},
    }
    if found.fix is not None and found.fix.edits:
        result["fixes"] = [_fix(source, artifact, found.fix)]
    return result


def _fix(source: Source, artifact: dict[str, str], fix: Fix) -> dict[str, Any]:
    replacements = []
    for edit in sorted(fix.edits):
        start, end = source.position(edit.span.start), source.position(edit.span.end)
        replacements.append(
            {
                "deletedRegion": {
                    "startLine": start.line,
                    "startColumn": start.column,
                    "endLine": end.line,
                    "endColumn": end.column,
                },
                "insertedContent": {"text": sound(edit.content)},
            }
        )
    return {
        "description": {"text": _plain(fix.title)},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def _descriptor(found: Diagnostic) -> dict[str, Any]:
    """What the log says of a rule that found something."""
    from medlint.registry import find_rule

    descriptor: dict[str, Any] = {"id": found.code, "name": found.name, "helpUri": found.url}
    rule = find_rule(found.code)
    if rule is None:
        return descriptor
    return descriptor | _documentation(rule)


def _documentation(rule: type[Rule]) -> dict[str, Any]:
    from medlint.rule_text import capital, read_rule

    text = read_rule(rule)
    parts = (
        ("How to mend it", capital(text.mend)),
        ("Languages", text.language),
        ("What it leaves alone", text.limits),
        ("Source", text.source),
    )
    titled = [(title, part) for title, part in parts if part]
    plain = [text.summary, *text.why, *(f"{title}: {part}" for title, part in titled)]
    marked = [text.summary, *text.why, *(f"**{title}**: {part}" for title, part in titled)]
    return {
        "shortDescription": {"text": _plain(text.summary)},
        "fullDescription": {"text": _plain(" ".join(text.why) or text.summary)},
        "help": {"text": _plain_lines(plain), "markdown": _braced("\n\n".join(marked))},
        "defaultConfiguration": {"enabled": rule.default, "level": _LEVELS[rule.severity.label]},
        "properties": {
            "tags": [rule.__module__.split(".")[-2]],
            "precision": "high",
            "problem.severity": _PROBLEMS[rule.severity.label],
        },
    }


def _plain_lines(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(map(_plain, paragraphs))


def _plain(text: str) -> str:
    """A plain text message of SARIF: one line, no links and no placeholders of its own."""
    text = printable(text)
    if "](" in text:
        # The only markup that plain text messages know; its brackets can be escaped.
        text = text.replace("[", "\\[").replace("]", "\\]")
    return _braced(text)


def _braced(text: str) -> str:
    return _PLACEHOLDER.sub(r"{{\1}}", text)
