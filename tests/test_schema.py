"""The JSON Schema says what medlint accepts, as far as a schema can."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import tomli

from medlint.registry import all_rules
from medlint.schema import KINDS, settings_schema
from medlint.settings import SETTINGS, Settings, SettingsError
from medlint.settings.check import CHECKS

VALIDATOR = jsonschema.Draft7Validator(settings_schema())


def agrees(text: str) -> tuple[bool, bool]:
    """Whether the schema accepts some TOML, and whether medlint does."""
    table = tomli.loads(text)
    try:
        Settings.from_mapping(table)
    except SettingsError:
        return VALIDATOR.is_valid(table), False
    return VALIDATOR.is_valid(table), True


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(settings_schema())


def test_every_kind_of_value_can_be_checked_and_described() -> None:
    assert set(KINDS) == set(CHECKS) == {setting.kind for setting in SETTINGS}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_schema_with_its_default(setting: Any) -> None:
    schema = settings_schema()["properties"][setting.name]
    assert schema["description"] == setting.help
    if "default" in schema:
        assert VALIDATOR.is_valid({setting.name: schema["default"]})


def test_every_option_of_every_rule_is_in_the_schema() -> None:
    schema = settings_schema()
    for rule in all_rules():
        described = schema["definitions"][rule.name]["properties"]
        assert set(described) == {option.name for option in rule.options} | {"severity"}
        assert described["severity"]["default"] == rule.severity.label
        defaults = {name: one["default"] for name, one in described.items()}
        assert VALIDATOR.is_valid({"rules": {rule.name: defaults}}), rule.name
        assert VALIDATOR.is_valid({"rules": {rule.code: defaults}}), rule.code
        for option in rule.options:
            assert described[option.name]["description"] == option.help
            assert not VALIDATOR.is_valid({"rules": {rule.name: {option.name: {}}}})


@pytest.mark.parametrize(
    "text",
    [
        "",
        *(setting.example for setting in SETTINGS),
        'include = []\nexclude = []\ncontent = ["."]',
        'include = ["posts/", "!posts/x.md", "**/*.md"]',
        'select = ["ALL", "MED", "MED1", "MED12", "MED122", "too-many-tags"]',
        'site-url = "HTTP://localhost:4000/blog"',
        'permalink = "/:year/:title/"',
        '[rules.MED122]\nmaximum = 3\nseverity = "info"',
        '[per-file-ignores]\n"*.md" = []',
        '[[overrides]]\nfiles = ["a"]',
        '[[overrides]]\nfiles = ["a"]\ntarget = "devto"\nrules.too-many-tags.maximum = 4',
    ],
)
def test_both_accept(text: str) -> None:
    assert agrees(text) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "selct = []",
        "include = 'posts'",
        "include = [1]",
        "include = ['']",
        "include = ['#a']",
        "include = ['posts/../x']",
        "include = ['C:/posts']",
        "content = ['/posts']",
        "content = ['../posts']",
        "content = ['posts/*']",
        "content = ['posts\\x']",
        "content = ['']",
        "site-url = 'example.org'",
        "site-url = 'https://example.org/?a'",
        "site-url = 'https://me@example.org'",
        "permalink = ''",
        "permalink = '/{{ slug }}'",
        "target = 'Medium'",
        "language = 'english'",
        "language = 'xx'",
        "drafts = true",
        "fail-on = 'never'",
        "output-format = 'yaml'",
        "max-file-size = 0",
        "max-file-size = '1 MB'",
        "respect-gitignore = 1",
        "select = 'ALL'",
        "select = ['MED9']",
        "select = ['click-here']",
        "per-file-ignores = []",
        "per-file-ignores = { '!a' = [] }",
        "per-file-ignores = { a = 'MED1' }",
        "rules = []",
        "rules.nothing = {}",
        "rules.too-many-tags = 3",
        "rules.too-many-tags.maximum = -1",
        "rules.too-many-tags.maximum = true",
        "rules.too-many-tags.maximum = 2.5",
        "rules.too-many-tags.minimum = 2",
        "rules.too-many-tags.severity = 'off'",
        "overrides = {}",
        "[[overrides]]\nlanguage = 'de'",
        "[[overrides]]\nfiles = []",
        "[[overrides]]\nfiles = ['a']\nfail-on = 'error'",
        "[[overrides]]\nfiles = ['a']\noverrides = []",
    ],
)
def test_both_refuse(text: str) -> None:
    assert agrees(text) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "include = ['[a']",
        "include = ['!a']",
        "permalink = '/{yaer}/'",
        "rules = { MED122 = {}, too-many-tags = {} }",
    ],
)
def test_only_medlint_can_tell(text: str) -> None:
    assert agrees(text) == (True, False)
