"""The public functions, as a program that lints posts would use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import medlint
from medlint import Diagnostic, Settings, SettingsError, Severity, lint_paths, lint_text

POST = """\
---
title: A walk along the river
description: Where the path leaves the road, what grows there in March, and how to get home by bus.
date: 2024-03-02
tags: [walking, rivers, Rivers]
canonical_url: https://ada.dev/2024/walk/
---

Take [the path along the old mill](https://ada.dev/mill/).
"""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST, encoding="utf-8")
    other = POST.replace("walk", "ride").replace("Where the path", "How it")
    (tmp_path / "posts" / "b.md").write_text(other, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(found: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in found]


class TestText:
    def test_a_finding_is_typed(self) -> None:
        (found,) = lint_text(POST, "posts/a.md")
        assert isinstance(found, Diagnostic)
        assert (found.path, found.line, found.column) == ("posts/a.md", 5, 25)
        assert (found.end_line, found.end_column) == (5, 31)
        assert (found.code, found.name) == ("MED123", "duplicate-tag")
        assert found.severity is Severity.WARNING
        assert POST[found.span.start : found.span.end] == "Rivers"
        assert isinstance(found.fix, medlint.Fix)
        (edit,) = found.fix.edits
        assert isinstance(edit, medlint.Edit)
        mended = POST[: edit.span.start] + edit.content + POST[edit.span.end :]
        assert lint_text(mended) == []

    def test_the_path_has_a_default(self) -> None:
        assert lint_text(POST)[0].path == "post.md"

    def test_settings_may_be_a_mapping(self) -> None:
        assert lint_text(POST, settings={"ignore": ["duplicate-tag"]}) == []
        found = lint_text(POST, settings={"rules": {"too-many-tags": {"maximum": 1}}})
        assert codes(found) == ["MED122", "MED123"]

    def test_settings_may_be_made_before(self) -> None:
        settings = Settings.from_mapping({"ignore": ["duplicate-tag"]})
        assert lint_text(POST, settings=settings) == []

    def test_settings_count_by_path(self) -> None:
        settings = {"per-file-ignores": {"old/": ["duplicate-tag"]}}
        assert lint_text(POST, "old/a.md", settings) == []
        assert codes(lint_text(POST, "new/a.md", settings)) == ["MED123"]

    def test_settings_files_are_not_read(self, blog: Path) -> None:
        (blog / "medlint.toml").write_text('ignore = ["duplicate-tag"]\n')
        assert codes(lint_text(POST, "posts/a.md")) == ["MED123"]

    def test_wrong_settings_are_refused(self) -> None:
        with pytest.raises(SettingsError, match="did you mean ignore"):
            lint_text(POST, settings={"ignor": []})


class TestPaths:
    @pytest.mark.parametrize("paths", [[], ["posts"], ["posts/b.md", "posts/a.md"], ["."]])
    def test_findings_come_in_order(self, blog: Path, paths: list[str]) -> None:
        assert [(found.path, found.code) for found in lint_paths(paths)] == [
            ("posts/a.md", "MED123"),
            ("posts/b.md", "MED123"),
        ]

    def test_paths_may_be_path_objects(self, blog: Path) -> None:
        assert codes(lint_paths([Path("posts"), blog / "posts" / "a.md"])) == ["MED123"] * 2

    def test_the_nearest_settings_file_counts(self, blog: Path) -> None:
        (blog / "medlint.toml").write_text('ignore = ["duplicate-tag"]\n')
        assert lint_paths(["posts"]) == []

    def test_settings_given_count_alone(self, blog: Path) -> None:
        (blog / "medlint.toml").write_text('ignore = ["duplicate-tag"]\n')
        settings = {"per-file-ignores": {"posts/b.md": ["MED123"]}}
        assert [found.path for found in lint_paths(["posts"], settings)] == ["posts/a.md"]

    def test_posts_are_compared_with_each_other(self, blog: Path) -> None:
        (blog / "posts" / "b.md").write_text(POST, encoding="utf-8")
        assert "MED701" in codes(lint_paths(["posts"]))

    def test_force_exclude(self, blog: Path) -> None:
        (blog / "README.md").write_text("[click here](https://ada.dev)\n")
        assert lint_paths(["README.md"]) != []
        assert lint_paths(["README.md"], force_exclude=True) == []

    def test_a_missing_path_is_an_error(self, blog: Path) -> None:
        with pytest.raises(FileNotFoundError, match="gone"):
            lint_paths(["posts", "gone.md"])

    def test_wrong_settings_are_refused(self, blog: Path) -> None:
        with pytest.raises(SettingsError, match=r"^ignor: unknown setting"):
            lint_paths(["posts"], {"ignor": []})


class TestPackage:
    def test_every_public_name_is_there(self) -> None:
        for name in medlint.__all__:
            assert getattr(medlint, name) is not None
            assert name in dir(medlint)

    def test_other_names_are_not(self) -> None:
        name = "lint_everything"
        with pytest.raises(AttributeError, match="lint_everything"):
            getattr(medlint, name)

    def test_the_import_alone_loads_nothing_else(self) -> None:
        script = "import sys, medlint; print(*sorted(n for n in sys.modules if 'medlint.' in n))"
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
        )
        assert done.stdout.strip() == ""

    def test_type_checkers_see_the_types(self, tmp_path: Path) -> None:
        script = tmp_path / "use.py"
        script.write_text(
            "import medlint\n"
            "reveal_type(medlint.lint_text('', settings={'ignore': ['MED1']}))\n"
            "reveal_type(medlint.lint_paths(['a.md'])[0].severity)\n"
        )
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(script)],
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert 'Revealed type is "list[tuple[str,' in done.stdout
        assert 'fallback=medlint.diagnostic.Diagnostic]]"' in done.stdout
        assert 'Revealed type is "medlint.diagnostic.Severity"' in done.stdout
        assert done.returncode == 0
