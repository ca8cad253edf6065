"""``medlint rule`` and ``medlint rules`` for other programs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from medlint.cli import main
from medlint.registry import all_rules
from medlint.schema import settings_schema

Capture = pytest.CaptureFixture[str]


def explained(capsys: Capture, rule: str) -> dict[str, Any]:
    assert main(["rule", rule, "--output-format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    assert isinstance(data["rule"], dict)
    return data["rule"]


def test_a_rule_is_explained_whole(capsys: Capture) -> None:
    rule = explained(capsys, "generic-anchor")
    assert (rule["code"], rule["name"]) == ("MED201", "generic-anchor")
    for key in ("summary", "mend", "source", "url"):
        assert rule[key]
    assert rule["why"]
    bad = [example for example in rule["examples"] if example["bad"]]
    assert bad
    for example in bad:
        assert example["diagnostics"]
        first = example["diagnostics"][0]
        assert first["message"]
        assert first["line"] <= example["text"].count("\n") + 1


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_it_has_what_the_list_has(capsys: Capture, rule: Any) -> None:
    one = explained(capsys, rule.code)
    schema = settings_schema()["definitions"][rule.name]["properties"]
    assert one["fixable"] == (one["fix"] is not None)
    for option in one["options"]:
        described = schema[option["name"]]
        assert option["type"] == described["type"]
        assert option["default"] == described["default"]
        assert option["help"] == described["description"]
        choices = described.get("enum") or described.get("items", {}).get("enum")
        assert option["choices"] == choices


def test_the_list_has_every_rule(capsys: Capture) -> None:
    assert main(["rules", "--output-format", "json"]) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    listed = {one["code"]: one for one in json.loads(out)["rules"]}
    assert list(listed) == [rule.code for rule in all_rules()]
    whole = explained(capsys, "MED122")
    assert {key: whole[key] for key in listed["MED122"]} == listed["MED122"]


def test_a_rule_that_does_not_exist_is_2_and_no_json(capsys: Capture) -> None:
    assert main(["rule", "generic-ancor", "--output-format", "json"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "did you mean generic-anchor?" in captured.err
