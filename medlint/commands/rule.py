"""``medlint rule``: explain one rule."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from medlint.commands.arguments import rule_parser
from medlint.terminal import Style, wants_colour, width, wrap

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
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    for line in explain(rule, style, min(width(os.environ), 88)):
        sys.stdout.write(f"{line}\n")
    return 0


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
    from medlint.terminal import escape

    title = style("Bad", "bold", "red") if example.bad else style("Good", "bold", "green")
    yield title
    source, found = run_example(rule, example)
    for line in settings_as_toml(rule, example).splitlines():
        yield f"  {style(line, 'dim')}"
    for line in source.text.splitlines():
        yield f"  {style('|', 'dim')} {escape(line)}".rstrip()
    if found:
        yield ""
        reporter = TextReporter(style, columns=columns - 2, quiet=True)
        for line in reporter.file(source, found).rstrip("\n").split("\n"):
            yield f"  {line}".rstrip()


def _indented(text: str, columns: int, indent: str = "  ") -> Iterator[str]:
    return (f"{indent}{line}" for line in wrap(text, columns - len(indent)))
