"""The generated pages, and the examples that the written ones give."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import jsonschema
import pytest
from conftest import ROOT

from medlint.docs import main, pages, readme
from medlint.registry import all_rules
from medlint.rule import Option
from medlint.rule_text import first_sentence, option_default, option_type

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"]


def test_the_pages_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--check", "--folder", str(ROOT / "docs")])
    assert (code, capsys.readouterr().err) == (0, "")


def test_the_pages_are_the_same_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    later = pages()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert pages() == later


class TestRuleTable:
    """In a copy, since a table that is stale is no use to the other tests."""

    RULE = (
        "from medlint.rule import Rule\n\n\n"
        'class ShoutingAnchor(Rule, code="MED299", default=False):\n'
        '    """Link text should not shout."""\n'
    )

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        ignored = shutil.ignore_patterns("__pycache__")
        for folder in ("medlint", "docs"):
            shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
        return tmp_path

    def run(self, checkout: Path, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", *arguments], cwd=checkout, capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    def test_a_new_rule_is_missed_until_it_is_written(self, checkout: Path) -> None:
        file = checkout / "medlint" / "rules" / "links" / "med299_shouting_anchor.py"
        file.write_text(self.RULE)
        code, output = self.run(checkout, "medlint.docs", "--check")
        assert code == 1
        assert "table.py is not up to date; run: make docs\n" in output
        assert self.run(checkout, "medlint.docs") == (0, "")
        assert self.run(checkout, "medlint.docs", "--check") == (0, "")
        assert (checkout / "docs" / "rules" / "MED299.md").is_file()
        code, output = self.run(checkout, "medlint", "rule", "shouting-anchor")
        assert code == 0
        assert "Link text should not shout." in output

    def test_a_rule_that_is_gone_is_taken_out(self, checkout: Path) -> None:
        (checkout / "medlint" / "rules" / "medium" / "med511_thin_content.py").unlink()
        assert self.run(checkout, "medlint.docs") == (0, "")
        assert "MED511" not in (checkout / "medlint" / "rules" / "table.py").read_text()
        assert not (checkout / "docs" / "rules" / "MED511.md").exists()

    def test_a_table_that_cannot_be_imported_is_mended(self, checkout: Path) -> None:
        table = checkout / "medlint" / "rules" / "table.py"
        wanted = table.read_text()
        table.write_text("<<<<<<< HEAD\n" + wanted)
        assert self.run(checkout, "medlint.docs")[0] == 0
        assert table.read_text() == wanted

    def test_a_file_that_is_not_called_after_its_rule_is_named(self, checkout: Path) -> None:
        file = checkout / "medlint" / "rules" / "links" / "med299_shouting.py"
        file.write_text(self.RULE)
        code, output = self.run(checkout, "medlint.docs", "--check")
        assert code == 2
        assert f"{file}: a file holds one rule" in output
        assert "is to be called med299_shouting_anchor\n" in output


class TestGenerator:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        assert main(["--folder", str(tmp_path)]) == 0
        return tmp_path

    def test_it_writes_what_it_then_finds_in_order(self, folder: Path) -> None:
        assert main(["--check", "--folder", str(folder)]) == 0
        written = {
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        }
        assert written == set(pages())
        assert {f"rules/{rule.code}.md" for rule in all_rules()} < written

    def test_what_is_stale_is_named(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "settings.md").write_text("old")
        (folder / "rules" / "MED122.md").unlink()
        (folder / "rules" / "MED999.md").write_text("a rule that is gone")
        assert main(["--check", "--folder", str(folder)]) == 1
        error = capsys.readouterr().err
        assert f"{folder / 'settings.md'} is not up to date" in error
        assert f"{folder / 'rules' / 'MED122.md'} is not up to date" in error
        assert f"{folder / 'rules' / 'MED999.md'} belongs to no rule" in error
        assert (folder / "settings.md").read_text() == "old"

    def test_writing_mends_it(self, folder: Path) -> None:
        (folder / "settings.md").write_bytes(b"\xff")
        (folder / "rules" / "MED999.md").write_text("a rule that is gone")
        assert main(["--folder", str(folder)]) == 0
        assert main(["--check", "--folder", str(folder)]) == 0
        assert not (folder / "rules" / "MED999.md").exists()

    def test_a_bad_example_is_followed_by_what_medlint_says(self) -> None:
        page = pages()["rules/MED122.md"]
        assert "# MED122: too-many-tags\n" in page
        assert "medlint says:\n\n```text\nposts/example.md:2:" in page

    def test_fences_are_closed(self) -> None:
        for name, text in pages().items():
            fence = ""
            for line in text.splitlines() if name.endswith(".md") else ():
                match = re.match(r"(`{3,})(\w*)$", line)
                if match and not fence:
                    fence = match[1]
                elif line == fence:
                    fence = ""
            assert fence == "", name


def test_the_schema_is_one_and_knows_every_setting() -> None:
    from medlint.settings import SETTINGS

    schema = json.loads(pages()["medlint.schema.json"])
    jsonschema.validators.validator_for(schema).check_schema(schema)
    assert set(schema["properties"]) >= {setting.name for setting in SETTINGS}


def markdown_files() -> list[str]:
    docs = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))
    return [*WRITTEN, *docs]


@pytest.mark.parametrize("name", markdown_files())
def test_links_between_pages_lead_somewhere(name: str) -> None:
    page = ROOT / name
    text = re.sub(r"^(`{3,}).*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            file, _, heading = target.partition("#")
            linked = page.parent / file if file else page
            assert linked.exists(), f"{name} links to {target}"
            if heading and linked.suffix == ".md":
                assert heading in anchors(linked), f"{name} links to {target}"


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fenced(name: str, info: str) -> list[str]:
    """The fenced blocks of one kind in a page."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{info}\n(.*?)^```$", text, flags=re.S | re.M)


@pytest.mark.parametrize(
    ("option", "default", "kind"),
    [
        (Option("a", "a", True, ""), "true", "true or false"),
        (Option("a", "a", 3, ""), "3", "a whole number"),
        (Option("a", "a", 3, "", minimum=1), "3", "a whole number, 1 at least"),
        (Option("a", "a", 0.5, ""), "0.5", "a number"),
        (Option("a", "a", 'say "é"', ""), '"say \\"é\\""', "a string"),
        (Option("a", "a", ("b", "c"), ""), '["b", "c"]', "a list of strings"),
        (Option("a", "a", "b", "", choices=("b", "c")), '"b"', '"b" or "c"'),
        (Option("a", "a", (), "", choices=("b", "c")), "[]", 'any of "b" or "c"'),
    ],
)
def test_options_are_shown_as_they_are_written(option: Option, default: str, kind: str) -> None:
    assert option_default(option) == default
    assert option_type(option) == kind


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("One, e.g. Two. Three.", "One, e.g. Two."),
        ("Is it? Yes.", "Is it?"),
        ("Version 3.11 is one. `code` is another.", "Version 3.11 is one."),
        ("No end", "No end"),
    ],
)
def test_the_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_the_comments_in_the_guide_silence_their_rules() -> None:
    from medlint.api import lint_text

    blocks = fenced("docs/suppressions.md", "markdown")
    assert len(blocks) == 2
    for block in blocks:
        settings = {"select": ["MED201", "MED122", "MED008", "MED009"]}
        assert lint_text(block, settings=settings) == []
        without = re.sub(r"<!-- medlint.*?-->|# medlint.*", "", block)
        assert lint_text(without, settings=settings) != []


def test_the_json_in_the_guide_keeps_the_promise() -> None:
    from test_reporters import PROMISE

    (block,) = fenced("docs/output.md", "json")
    jsonschema.validate(json.loads(block), PROMISE)


class TestReadme:
    def test_stale_output_is_named(self) -> None:
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        assert readme(text) == text
        assert readme(text.replace("MED122[too-many-tags]", "MED122[old-name]")) == text
        assert readme("no example here") == "no example here"

    def test_the_output_it_shows_is_real(self, tmp_path: Path) -> None:
        post = fenced("README.md", "markdown")[0]
        (tmp_path / "tomatoes.md").write_text(post, encoding="utf-8")
        lines = run_python(
            tmp_path, "-m", "medlint", "--isolated", "--exit-zero", "tomatoes.md"
        ).splitlines()
        assert len(lines) >= 4
        shown = next(text for text in fenced("README.md", "text") if "MED" in text)
        for line in lines:
            _, number, column, rule = line.split(":", 3)
            code, name = rule.split()[0].rstrip("]").split("[")
            assert f"posts/tomatoes.md:{number}:{column}  " in shown
            assert f"{code}[{name}]\n" in shown

    @pytest.mark.parametrize("name", ["README.md", "docs/getting-started.md"])
    def test_the_settings_it_shows_are_valid(self, name: str) -> None:
        import tomli

        from medlint.settings import Settings

        blocks = [tomli.loads(block) for block in fenced(name, "toml")]
        assert blocks
        for block in blocks:
            Settings.from_mapping(block["tool"]["medlint"])

    @pytest.mark.parametrize("name", ["README.md", "docs/getting-started.md"])
    def test_the_yaml_it_shows_is_valid(self, name: str) -> None:
        import yaml

        for block in fenced(name, "yaml"):
            assert yaml.safe_load(block)


class TestContributing:
    """The guide's example is a rule that works, found like any other."""

    def test_the_example_works_as_the_guide_says(self, tmp_path: Path) -> None:
        guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
        (code,) = (text for text in fenced("CONTRIBUTING.md", "python") if "(Rule, code=" in text)
        match = re.search(r"`(medlint/rules/\w+/med\d+_\w+\.py)`", guide)
        assert match
        for name in ("medlint", "tests"):
            shutil.copytree(
                ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        shutil.copy2(ROOT / "pyproject.toml", tmp_path)
        (tmp_path / match[1]).write_text(code, encoding="utf-8")
        rule = re.search(r'code="(MED\d+)"', code)
        assert rule
        run_python(tmp_path, "-m", "medlint.docs")
        listed = run_python(tmp_path, "-m", "medlint", "rules")
        assert rule[1] in listed
        shown = run_python(tmp_path, "-m", "medlint", "rule", rule[1])
        assert "\nBad\n" in shown
        tested = run_python(tmp_path, "-m", "pytest", "tests/test_rules.py", "-k", rule[1], "-vv")
        assert " passed" in tested
        assert rule[1] in tested
        run_python(tmp_path, "-m", "mypy", "--strict", match[1])
        run_python(tmp_path, "-m", "ruff", "check", match[1])
        run_python(tmp_path, "-m", "ruff", "format", "--check", match[1])


def run_python(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "GITHUB_ACTIONS": ""},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
