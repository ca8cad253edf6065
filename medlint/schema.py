"""The JSON Schema of ``[tool.medlint]``, for editors that complete and check TOML.

Made from the table of settings and the rules' options. It follows what
:mod:`medlint.settings.check` accepts, save that a schema cannot say all of it:
letter case of rules does not matter to medlint, and whether a pattern or a
permalink makes sense only medlint knows.
"""

from __future__ import annotations

from medlint.rule_text import docstring
from medlint.settings.check import LANGUAGES, SITE_URL
from medlint.settings.table import OVERRIDABLE, SETTINGS, SEVERITIES, Setting
from medlint.typed import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from medlint.rule import Option, Rule

Schema: TypeAlias = dict[str, Any]

SCHEMA_DIALECT = "http://json-schema.org/draft-07/schema#"

_SELECTORS = {"type": "array", "items": {"$ref": "#/definitions/selector"}}
#: A pattern with something in it, that is no comment and does not lead upward.
_PATTERN: Schema = {
    "type": "string",
    "pattern": r"^(?!#)(?!!?\s*$)(?!!?(.*/)?\.\.(/|$))(?!!?[A-Za-z]:[\\/]).*$",
}


def settings_schema() -> Schema:
    """The schema of the table ``[tool.medlint]``, or of a ``medlint.toml``."""
    from medlint.registry import all_rules

    rules = all_rules()
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "medlint",
        "description": "Settings of medlint, a linter for blog posts published on Medium.",
        "type": "object",
        "properties": {setting.name: _setting(setting) for setting in SETTINGS},
        "additionalProperties": False,
        "definitions": {
            "selector": _selector(rules),
            **{rule.name: _rule(rule) for rule in rules},
        },
    }


def _setting(setting: Setting) -> Schema:
    schema = {"description": setting.help, **KINDS[setting.kind](setting)}
    if setting.default is not None and setting.kind not in {
        "overrides",
        "per-file-ignores",
        "rules",
    }:
        schema["default"] = _json(setting.default)
    return schema


def _json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _overrides(_: Setting) -> Schema:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "files": {
                    "description": "The files it is for, as gitignore patterns.",
                    "minItems": 1,
                    **_patterns(),
                },
                **{setting.name: _without_default(_setting(setting)) for setting in OVERRIDABLE},
            },
            "required": ["files"],
            "additionalProperties": False,
        },
    }


def _without_default(schema: Schema) -> Schema:
    # In an override, what is not given is as outside of it.
    return {key: value for key, value in schema.items() if key != "default"}


def _rules(_: Setting) -> Schema:
    from medlint.registry import all_rules

    return {
        "type": "object",
        "properties": {
            word: {"$ref": f"#/definitions/{rule.name}"}
            for rule in all_rules()
            for word in (rule.name, rule.code)
        },
        "additionalProperties": False,
    }


def _rule(rule: type[Rule]) -> Schema:
    severity = {
        "description": "How much a finding of this rule matters.",
        "type": "string",
        "enum": list(SEVERITIES),
        "default": rule.severity.label,
    }
    summary = docstring(rule).strip().partition("\n\n")[0]
    return {
        "description": f"{rule.code}: {' '.join(summary.split())}",
        "type": "object",
        "properties": {
            **{option.name: _option(option) for option in rule.options},
            "severity": severity,
        },
        "additionalProperties": False,
    }


def _option(option: Option) -> Schema:
    """The schema of a rule's option, by the type of its default."""
    default = option.default
    word: Schema = {"type": "string"}
    if option.choices:
        word["enum"] = list(option.choices)
    schema: Schema
    if isinstance(default, bool):
        schema = {"type": "boolean"}
    elif isinstance(default, (int, float)):
        schema = {"type": "integer" if isinstance(default, int) else "number"}
        if option.minimum is not None:
            schema["minimum"] = option.minimum
    elif isinstance(default, str):
        schema = word
    else:
        schema = {"type": "array", "items": word}
    return {"description": option.help, **schema, "default": _json(default)}


def _selector(rules: tuple[type[Rule], ...]) -> Schema:
    prefixes = {rule.code[:length] for rule in rules for length in range(3, 6)}
    codes = {rule.code for rule in rules}
    names = sorted(rule.name for rule in rules)
    return {
        "description": "A rule's code or name, the beginning of a code, or ALL.",
        "type": "string",
        "enum": ["ALL", *sorted(prefixes | codes), *names],
    }


def _patterns(_: Setting | None = None) -> Schema:
    return {"type": "array", "items": dict(_PATTERN)}


KINDS: dict[str, Callable[[Setting], Schema]] = {
    "boolean": lambda _: {"type": "boolean"},
    "parser": lambda setting: {"type": "string", "enum": list(setting.choices)},
    "choice": lambda setting: {"type": "string", "enum": list(setting.choices)},
    "file": lambda _: {
        "type": "string",
        "pattern": r"^(?![/~])(?![A-Za-z]:)(?!(.*/)?\.\.(/|$))[^\\]*[^\\/]$",
    },
    "folders": lambda _: {
        "type": "array",
        "items": {
            "type": "string",
            "pattern": r"^(?!\s*$)(?!/)(?![A-Za-z]:)(?!(.*/)?\.\.(/|$))[^*?\\]*$",
        },
    },
    "integer": lambda setting: {
        "type": "integer",
        "minimum": setting.minimum,
        "maximum": setting.maximum,
    },
    "language": lambda _: {"type": "string", "enum": list(LANGUAGES)},
    "overrides": _overrides,
    "patterns": _patterns,
    "per-file-ignores": lambda _: {
        "type": "object",
        "propertyNames": {**_PATTERN, "not": {"pattern": "^!"}},
        "additionalProperties": _SELECTORS,
    },
    "permalink": lambda _: {"type": "string", "pattern": r"^(?!.*\{[{%]).*\S.*$"},
    "rules": _rules,
    "selectors": lambda _: _SELECTORS,
    "url": lambda _: {"type": "string", "pattern": SITE_URL},
}
