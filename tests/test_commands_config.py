"""``medlint config``: the settings in force, and where each comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import tomli

from medlint.cli import main
from medlint.registry import all_rules
from medlint.settings import SETTINGS, Resolver
from medlint.settings.origins import Origins, plain

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

SETTINGS_FILE = """\
[project]
name = "blog"

[tool.medlint]
site-url = "https://ada.dev"
ignore = ["MED4", "generic-anchor"]
per-file-ignores = { "./posts/old/" = ["MED301"], "posts/de/" = ["MED302"] }

[tool.medlint.rules.med122]
maximum = 3

[[tool.medlint.overrides]]
files = ["posts/de/"]
language = "de"
ignore = ["MED303"]
rules.too-many-tags.severity = "info"
"""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts" / "de").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(SETTINGS_FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(capsys: Capture, *arguments: str) -> dict[str, str]:
    """The lines of the text by what stands before the remark, and the remarks."""
    assert main(["config", *arguments]) == 0
    pairs = (line.rpartition("  # ") for line in capsys.readouterr().out.splitlines())
    return {before.strip(): remark for before, _, remark in pairs}


def data(capsys: Capture, *arguments: str) -> Any:
    assert main(["config", "--output-format", "json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_each_setting_says_where_it_comes_from(blog: Path, capsys: Capture) -> None:
    lines = shown(capsys, "posts/de/a.md", "--extend-select", "MED112", "--fail-on", "error")
    assert lines['site-url = "https://ada.dev"'] == "pyproject.toml:5"
    assert lines['target = "medium"'] == "default"
    assert lines['language = "de"'] == "pyproject.toml:14, override 1"
    assert lines['"MED4",'] == "pyproject.toml:6"
    assert lines['"MED303",'] == "pyproject.toml:15, override 1"
    assert lines['extend-select = ["MED112"]'] == "command line"
    assert lines['fail-on = "error"'] == "command line"
    assert lines['per-file-ignores."/posts/old/" = ["MED301"]'] == "pyproject.toml:7"
    assert lines["maximum = 3"] == "pyproject.toml:10"
    assert lines['severity = "info"'] == "pyproject.toml:16, override 1"


def test_the_text_is_toml_with_the_values_in_force(blog: Path, capsys: Capture) -> None:
    assert main(["config", "posts/de/a.md", "--all"]) == 0
    table = tomli.loads(capsys.readouterr().out)
    assert table["language"] == "de"
    assert table["ignore"] == ["MED4", "generic-anchor", "MED303"]
    assert table["per-file-ignores"] == {"/posts/old/": ["MED301"], "posts/de/": ["MED302"]}
    assert table["rules"]["too-many-tags"] == {"maximum": 3, "severity": "info"}
    assert set(table["rules"]) == {rule.name for rule in all_rules()}


def test_each_rule_that_is_off_says_why(blog: Path, capsys: Capture) -> None:
    assert main(["config", "posts/de/a.md"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "MED401 missing-alt ignore MED4, pyproject.toml:6" in out
    assert "MED201 generic-anchor ignore generic-anchor, pyproject.toml:6" in out
    assert "MED303 link-density ignore MED303, pyproject.toml:15, override 1" in out
    assert "MED302 link-card-run per-file-ignores MED302, pyproject.toml:7" in out
    assert "off by default" in out
    assert "MED001" not in out


def test_select_leaves_out_what_it_does_not_name(blog: Path, capsys: Capture) -> None:
    (blog / "medlint.toml").write_text('select = ["MED2"]\n')
    rules = {one["code"]: one for one in data(capsys, "posts/a.md")["rules"]}
    assert rules["MED201"]["enabled"]
    assert rules["MED201"]["because"]["selector"] == "MED2"
    assert not rules["MED122"]["enabled"]
    assert rules["MED122"]["because"] == {
        "setting": "select",
        "selector": None,
        "kind": "file",
        "file": "medlint.toml",
        "line": 1,
        "override": None,
    }


def test_without_a_file_overrides_are_listed_and_not_applied(blog: Path, capsys: Capture) -> None:
    for arguments in ([], ["posts"]):
        assert main(["config", *arguments]) == 0
        out = capsys.readouterr().out
        assert "\n# language is not set\n" in out
        assert '#   files = ["posts/de/"], pyproject.toml:12, override 1\n' in out


def test_json_has_everything(blog: Path, capsys: Capture) -> None:
    found = data(capsys, "posts/de/a.md")
    assert found["version"] == 1
    assert (found["file"], found["folder"]) == ("posts/de/a.md", None)
    assert found["settings_file"] == "pyproject.toml"
    assert list(found["settings"]) == [
        one.name for one in SETTINGS if one.name not in {"rules", "overrides"}
    ]
    assert found["settings"]["language"] == {
        "value": "de",
        "origins": [{"kind": "override", "file": "pyproject.toml", "line": 14, "override": 1}],
    }
    assert found["settings"]["exclude"]["origins"][0]["kind"] == "default"
    assert found["overrides"] == [{"files": ["posts/de/"], "applied": True, "line": 12}]
    rules = {one["code"]: one for one in found["rules"]}
    assert rules["MED122"]["options"]["maximum"]["value"] == 3
    assert data(capsys)["overrides"][0]["applied"] is False


@pytest.mark.parametrize("path", ["posts/de/a.md", "posts/old/a.md", "a.md"])
@pytest.mark.parametrize(
    "extra", [{}, {"select": ["MED1", "MED4"]}, {"extend-select": ["ALL"], "ignore": ["MED2"]}]
)
def test_what_is_shown_is_what_is_in_force(blog: Path, path: str, extra: dict[str, Any]) -> None:
    settings = Resolver(blog, extra=extra).for_file(blog / path)
    origins = Origins(settings, path)
    in_force = settings.for_path(path)
    for setting in origins.values:
        value = getattr(in_force, setting.name.replace("-", "_"))
        if setting.name == "exclude":
            assert value is None
        else:
            assert plain(setting.value) == plain(value), setting.name
    assert {one.rule.code for one in origins.rules if one.on} == in_force.enabled_codes(path)
    for rule, options in origins.options:
        given = in_force.rule_options.get(rule.code, {})
        for option in rule.options:
            (shown_option,) = (one for one in options if one.name == option.name)
            assert shown_option.value == given.get(option.attribute, option.default)


def test_without_a_settings_file(tmp_path: Path, capsys: Capture) -> None:
    assert main(["config", "--isolated"]) == 0
    out = capsys.readouterr().out
    assert "# Settings file: none; these are the defaults\n" in out
    assert data(capsys, "--isolated")["settings_file"] is None


def test_a_file_that_does_not_exist_is_said_so(blog: Path, capsys: Capture) -> None:
    assert main(["config", "posts/de/new.md"]) == 0
    captured = capsys.readouterr()
    assert 'language = "de"' in captured.out
    assert captured.err.startswith("medlint: posts/de/new.md does not exist")


def test_wrong_settings_and_wrong_use_are_2(blog: Path, capsys: Capture) -> None:
    assert main(["config", "--select", "MED9"]) == 2
    assert "no rule is called 'MED9'" in capsys.readouterr().err
    (blog / "pyproject.toml").write_text("[tool.medlint]\nselct = []\n")
    assert main(["config"]) == 2
    assert capsys.readouterr().err.startswith("medlint: error: pyproject.toml:2:1: selct")


def test_values_cannot_command_the_terminal(blog: Path, capsys: Capture) -> None:
    (blog / "medlint.toml").write_text('exclude = ["a\\u001b]2J\\u009b"]\n')
    assert main(["config", "x\x1b[2J.md"]) == 0
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\x9b" not in captured.out
    assert tomli.loads(captured.out)["exclude"]
