"""``medlint rule``: explain one rule."""

from __future__ import annotations

import os
import sys

from medlint.commands.arguments import rule_parser
from medlint.terminal import Style, wants_colour, width, wrap
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.rule import Example, Rule

_FIXES = {
    "": "no fix",
    "safe": "offers a safe fix",
    "unsafe": "offers an unsafe fix",
    "some safe": "offers fixes, some of them safe",
}


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    from medlint.commands.messages import report_error
    from medlint.registry import find_rule, nearest

    options = rule_parser().parse_args(arguments)
    rule = find_rule(options.rule)
    if rule is None:
        near = nearest(options.rule)
        hint = f"did you mean {near}?" if near else "medlint rules lists them all"
        report_error(f"no rule is called {options.rule!r}; {hint}")
        return 2
    if options.output_format == "json":
        import json

        # Escaped to ASCII: the terminal obeys nothing, and any reader can decode it.
        sys.stdout.write(json.dumps({"version": 1, "rule": as_data(rule)}, indent=2) + "\n")
        return 0
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    for line in explain(rule, style, min(width(os.environ), 88)):
        sys.stdout.write(f"{line}\n")
    return 0


def as_data(rule: type[Rule]) -> dict[str, Any]:
    """A rule in the JSON shape of ``medlint rule --output-format json``.

    It has what the list of rules has of it, and all that explains it besides.
    """
    from medlint.commands.rules import as_data as as_listed
    from medlint.rule_text import read_rule

    text = read_rule(rule)
    return {
        **as_listed(rule),
        "why": list(text.why),
        "mend": text.mend,
        "language": text.language or None,
        "limits": text.limits or None,
        "source": text.source,
        "examples": [_example_data(rule, example) for example in rule.examples],
    }


def _example_data(rule: type[Rule], example: Example) -> dict[str, Any]:
    from medlint.example_runs import run_example, settings_as_toml

    source, found = run_example(rule, example)
    return {
        "bad": example.bad,
        "text": source.text,
        "fixed": example.fixed_post,
        "settings": settings_as_toml(rule, example) or None,
        "diagnostics": [
            {
                "line": one.line,
                "column": one.column,
                "end_line": one.end_line,
                "end_column": one.end_column,
                "message": one.message,
            }
            for one in found
        ],
    }


def explain(rule: type[Rule], style: Style, columns: int) -> Iterator[str]:
    """The explanation of a rule, line by line.

    Args:
        rule: The rule.
        style: Whether to colour.
        columns: How wide the lines may be.
    """
    from medlint.example_runs import fix_kind
    from medlint.registry import rule_url
    from medlint.reporters import severity_colour
    from medlint.rule_text import capital, option_default, option_type, read_rule

    text = read_rule(rule)
    yield f"{style(rule.code, 'bold')}  {style(rule.name, 'bold')}"
    severity = style(rule.severity.label, severity_colour(rule.severity))
    default = "on by default" if rule.default else "off by default"
    fixable = _FIXES[fix_kind(rule)]
    yield f"{severity}, {default}, {fixable}"
    yield ""
    yield from wrap(text.summary, columns)
    for paragraph in text.why:
        yield ""
        yield from wrap(paragraph, columns)
    for title, part in (
        ("How to mend it", text.mend),
        ("Languages", text.language),
        ("What it leaves alone", text.limits),
    ):
        if part:
            yield ""
            yield style(title, "bold")
            yield from _indented(capital(part), columns)
    yield ""
    yield style(f"Options, in [tool.medlint.rules.{rule.name}]", "bold")
    for option in rule.options:
        yield f"  {style(option.name, 'cyan')} = {option_default(option)}  ({option_type(option)})"
        yield from _indented(option.help, columns, "      ")
    yield f'  {style("severity", "cyan")} = "{rule.severity.label}"  (error, warning or info)'
    yield from _indented("How much a finding of this rule matters.", columns, "      ")
    for example in rule.examples:
        yield ""
        yield from _example(rule, example, style, columns)
    yield ""
    yield style("Source", "bold")
    yield from _indented(text.source, columns)
    yield ""
    yield f"{style('Page', 'bold')}  {rule_url(rule)}"


def _example(rule: type[Rule], example: Example, style: Style, columns: int) -> Iterator[str]:
    from medlint.example_runs import run_example, settings_as_toml
    from medlint.reporters.text import TextReporter
    from medlint.terminal import printable

    title = style("Bad", "bold", "red") if example.bad else style("Good", "bold", "green")
    yield title
    source, found = run_example(rule, example)
    for line in settings_as_toml(rule, example).splitlines():
        yield f"  {style(line, 'dim')}"
    for line in source.text.splitlines():
        yield f"  {style('|', 'dim')} {printable(line)}".rstrip()
    if found:
        yield ""
        reporter = TextReporter(style, columns=columns - 2, quiet=True)
        for line in reporter.file(source, found).rstrip("\n").split("\n"):
            yield f"  {line}".rstrip()


def _indented(text: str, columns: int, indent: str = "  ") -> Iterator[str]:
    return (f"{indent}{line}" for line in wrap(text, columns - len(indent)))
