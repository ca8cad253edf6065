"""A rule's examples, run: what a user would be told of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.diagnostic import Diagnostic
    from medlint.rule import Example, Rule
    from medlint.text import Source


def run_example(rule: type[Rule], example: Example) -> tuple[Source, list[Diagnostic]]:
    """Lint an example with its own settings and that rule alone."""
    from medlint.linter import lint_source
    from medlint.settings import Settings
    from medlint.text import Source

    settings = Settings.from_mapping(_settings(rule, example))
    data = example.post.encode()
    source = Source.from_bytes(data, example.path, max_size=settings.max_file_size)
    found = lint_source(source, settings, example.path)
    return source, [diagnostic for diagnostic in found if diagnostic.code == rule.code]


def settings_as_toml(rule: type[Rule], example: Example) -> str:
    """The settings that an example needs, as in ``pyproject.toml``; "" where it needs none."""
    from medlint.rule_text import as_toml

    lines: list[str] = []
    if example.settings:
        lines.append("[tool.medlint]")
        lines.extend(f"{name} = {as_toml(value)}" for name, value in example.settings.items())
    if example.options:
        lines.append(f"[tool.medlint.rules.{rule.name}]")
        lines.extend(
            f"{name.replace('_', '-')} = {as_toml(value)}"
            for name, value in example.options.items()
        )
    return "\n".join(lines)


def _settings(rule: type[Rule], example: Example) -> dict[str, object]:
    options = {name.replace("_", "-"): value for name, value in example.options.items()}
    mapping: dict[str, object] = {**example.settings, "select": [rule.code]}
    if options:
        mapping["rules"] = {rule.name: options}
    return mapping


def fix_kind(rule: type[Rule]) -> str:
    """``safe``, ``unsafe`` or ``some safe``, as the fixes of its examples are; "" without any."""
    safe = [
        found.fix.safe
        for example in rule.examples
        if example.fixed is not None
        for found in run_example(rule, example)[1]
        if found.fix is not None
    ]
    if not safe:
        return ""
    if all(safe):
        return "safe"
    return "some safe" if any(safe) else "unsafe"
