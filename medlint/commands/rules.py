"""``medlint rules``: list every rule."""

from __future__ import annotations

import os
import sys

from medlint.commands.arguments import rules_parser
from medlint.terminal import Style, wants_colour, width, wrap
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.rule import Rule


#: What JSON Schema calls the types of options.
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", tuple: "array"}


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    from medlint.registry import all_rules

    options = rules_parser().parse_args(arguments)
    if options.output_format == "json":
        import json

        data = {"version": 1, "rules": [as_data(rule) for rule in all_rules()]}
        sys.stdout.write(json.dumps(data, indent=2) + "\n")
        return 0
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    columns = width(os.environ) if sys.stdout.isatty() else 0
    for line in table(all_rules(), style, columns):
        sys.stdout.write(f"{line}\n")
    return 0


def as_data(rule: type[Rule]) -> dict[str, Any]:
    """A rule in the JSON shape of ``medlint rules --output-format json``."""
    from medlint.example_runs import fix_kind
    from medlint.registry import rule_url
    from medlint.rule_text import read_rule

    kind = fix_kind(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.label,
        "default": rule.default,
        "fixable": bool(kind),
        "fix": kind or None,
        "summary": read_rule(rule).summary,
        "options": [
            {
                "name": option.name,
                "default": _plain(option.default),
                "choices": list(option.choices) or None,
                "minimum": option.minimum,
                "type": _TYPES[type(option.default)],
                "help": option.help,
            }
            for option in rule.options
        ],
        "url": rule_url(rule),
    }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def table(rules: Sequence[type[Rule]], style: Style, columns: int) -> Iterator[str]:
    """The rules as a table, line by line.

    Args:
        rules: The rules, by code.
        style: Whether to colour.
        columns: How wide the lines may be; 0 for as wide as need be.
    """
    from medlint.reporters import severity_colour
    from medlint.rule_text import is_fixable, read_rule

    longest = max((len(rule.name) for rule in rules), default=0)
    head = f"{'CODE':6}  {'NAME':{longest}}  {'SEVERITY':8}  {'DEFAULT':7}  {'FIX':3}  SUMMARY"
    yield style(head, "bold")
    indent = head.index("SUMMARY")
    for rule in rules:
        severity = style(f"{rule.severity.label:8}", severity_colour(rule.severity))
        start = (
            f"{style(rule.code, 'bold')}  {rule.name:{longest}}  {severity}  "
            f"{'on' if rule.default else 'off':7}  {'yes' if is_fixable(rule) else '-':3}  "
        )
        summary = read_rule(rule).summary
        lines = wrap(summary, columns - indent) if columns > indent + 30 else [summary]
        yield start + lines[0]
        for line in lines[1:]:
            yield " " * indent + line
