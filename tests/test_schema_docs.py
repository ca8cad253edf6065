"""Every piece of TOML in the documentation, read as settings and by the schema of settings."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema
import pytest
import tomli
from conftest import ROOT

from medlint.schema import settings_schema
from medlint.settings import Settings, SettingsError
from medlint.settings.table import BY_NAME

if TYPE_CHECKING:
    from pathlib import Path

VALIDATOR = jsonschema.Draft7Validator(settings_schema())
FENCE = re.compile(r"^( *)(`{3,}|~{3,})toml *$\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)

PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md"))
    if path.is_file()
)


class Example(NamedTuple):
    """A block of TOML on a page, with the line it starts on."""

    page: Path
    line: int
    text: str

    @property
    def table(self) -> Any:
        """Its settings: below ``tool.medlint``, or at the top as in a ``medlint.toml``."""
        document = tomli.loads(self.text)
        return document["tool"]["medlint"] if "tool" in document else document


def examples(page: Path) -> list[Example]:
    text = page.read_text(encoding="utf-8")
    return [
        Example(page, text.count("\n", 0, match.start()) + 2, match[3])
        for match in FENCE.finditer(text)
    ]


EXAMPLES = [example for page in PAGES for example in examples(page)]


def name(example: Example) -> str:
    return f"{example.page.relative_to(ROOT).as_posix()}:{example.line}"


def test_there_are_examples_in_the_pages_people_read_first() -> None:
    found = {example.page.relative_to(ROOT).as_posix() for example in EXAMPLES}
    assert {"README.md", "docs/getting-started.md", "docs/settings.md"} <= found
    assert any(page.startswith("docs/rules/") for page in found)


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_an_example_is_accepted_by_the_schema_and_by_medlint(example: Example) -> None:
    errors = [error.message for error in VALIDATOR.iter_errors(example.table)]
    assert errors == []
    Settings.from_mapping(example.table)


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_an_example_with_a_key_misspelt_is_refused_by_both(example: Example) -> None:
    wrong = {f"{key}x": value for key, value in example.table.items()}
    assert not VALIDATOR.is_valid(wrong)
    with pytest.raises(SettingsError):
        Settings.from_mapping(wrong)


@pytest.mark.parametrize("setting", BY_NAME)
def test_the_reference_shows_every_setting_by_an_example(setting: str) -> None:
    shown = {key for one in examples(ROOT / "docs" / "settings.md") for key in one.table}
    assert setting in shown


def test_the_schema_on_disk_accepts_them_too() -> None:
    """The file that editors are pointed to, and not only the one in memory."""
    schema = json.loads((ROOT / "docs" / "medlint.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft7Validator(schema)
    refused = [name(one) for one in EXAMPLES if not validator.is_valid(one.table)]
    assert refused == []


def test_the_schema_fits_a_whole_pyproject() -> None:
    """As editors use it: the schema of ``pyproject.toml`` with ours for ``tool.medlint``."""
    # With an address of its own, so that #/definitions/selector stays within it.
    ours = {**settings_schema(), "$id": "https://ada.dev/medlint.schema.json"}
    whole = {"type": "object", "properties": {"tool": {"properties": {"medlint": ours}}}}
    validator = jsonschema.Draft7Validator(whole)
    assert validator.is_valid({"tool": {"medlint": {"select": ["MED1"]}, "ruff": {"x": 1}}})
    assert not validator.is_valid({"tool": {"medlint": {"select": ["nothing"]}}})
