"""``--output-format``, ``--output-file`` and ``--statistics``, as users meet them."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import junitparser
import pytest
from conftest import ROOT
from formats import own_schema, sarif_schema

from medlint.cli import main
from medlint.reporters import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
---
title: A walk along the river
description: Where the path leaves the road, what grows there in March, and how to get home by bus.
date: 2024-03-02
tags: [walking, rivers]
canonical_url: https://ada.dev/2024/walk/
---

Take [the path along the old mill](https://ada.dev/mill/).
"""
BAD = GOOD.replace("the path along the old mill", "click here")
#: A disk so slow that Ctrl-C comes when all of the report is written, but not yet in its place.
INTERRUPTED = """
import os, sys, time
from medlint.cli import main
def fsync(descriptor):
    os.write(1, b"saving\\n")
    time.sleep(30)
os.fsync = fsync
sys.exit(main(["--output-file", "report.json", "posts"]))
"""
SELECT = ("--select", "MED201", "--output-format")


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good and a bad post, in which medlint runs."""
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "good.md").write_text(GOOD, encoding="utf-8")
    (posts / "bad.md").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str) -> int:
    return main([*arguments, "posts"])


class TestOutputFile:
    @pytest.mark.parametrize("format", FORMATS)
    def test_the_file_holds_what_standard_output_would(
        self, blog: Path, format: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(*SELECT, format) == 1
        told = capsys.readouterr().out
        assert run(*SELECT, format, "--output-file", "report") == 1
        assert capsys.readouterr() == ("", "")
        assert (blog / "report").read_bytes() == told.encode()

    def test_folders_are_made(self, blog: Path) -> None:
        assert run(*SELECT, "sarif", "--output-file", "a/b/medlint.sarif") == 1
        sarif_schema().validate(json.loads((blog / "a/b/medlint.sarif").read_bytes()))

    @pytest.mark.parametrize(("options", "code"), [((), 1), (("--exit-zero",), 0)])
    def test_exit_codes_are_as_without(
        self, blog: Path, options: tuple[str, ...], code: int
    ) -> None:
        assert run(*SELECT, "json", "--output-file", "report.json", *options) == code

    def test_a_path_that_does_not_exist_is_an_error_and_the_report_is_written(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = main([*SELECT, "json", "--output-file", "report.json", "gone.md", "posts"])
        assert code == 2
        assert "gone.md: no such file" in capsys.readouterr().err
        assert len(json.loads((blog / "report.json").read_text())["diagnostics"]) == 1

    def test_without_a_format_it_is_one_line_a_finding_even_in_actions(
        self, blog: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("FORCE_COLOR", "1")
        run("--select", "MED201", "--output-file", "report.txt")
        text = (blog / "report.txt").read_text(encoding="utf-8")
        assert text.startswith("posts/bad.md:9:6: MED201[generic-anchor] error: ")

    def test_an_old_report_keeps_its_permissions_and_its_links(self, blog: Path) -> None:
        (blog / "real.json").write_text("old")
        (blog / "real.json").chmod(0o640)
        (blog / "link.json").symlink_to("real.json")
        run(*SELECT, "json", "--output-file", "link.json")
        assert (blog / "link.json").is_symlink()
        assert stat.S_IMODE((blog / "real.json").stat().st_mode) == 0o640
        assert json.loads((blog / "real.json").read_text())["version"] == 1
        assert sorted(os.listdir(blog)) == ["link.json", "posts", "real.json"]

    def test_pipes_and_devices_are_written_to(self, blog: Path) -> None:
        assert run(*SELECT, "json", "--output-file", os.devnull) == 1
        assert stat.S_ISCHR(os.stat(os.devnull).st_mode)

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("", "name a file, or leave it out for standard output"),
            ("-", "name a file, or leave it out for standard output"),
            ("posts", "posts is a folder"),
            ("posts/good.md", "posts/good.md is a post, and the report would take its place"),
        ],
    )
    def test_what_is_no_place_for_a_report_is_refused_before_the_work(
        self, blog: Path, path: str, message: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("--output-file", path) == 2
        assert capsys.readouterr() == ("", f"medlint: error: argument --output-file: {message}\n")
        assert (blog / "posts/good.md").read_text(encoding="utf-8") == GOOD

    def test_a_file_in_place_of_a_folder_is_named(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (blog / "file").write_text("x")
        assert run("--output-file", "file/report.txt") == 2
        assert "the report cannot be written" in capsys.readouterr().err

    def test_a_full_disk_is_one_message(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if not os.path.exists("/dev/full"):
            pytest.skip("left out: there is no /dev/full here")
        assert run("--output-file", "/dev/full") == 2
        error = capsys.readouterr().err
        assert error == (
            "medlint: error: /dev/full: the report cannot be written: No space left on device\n"
        )

    def test_wrong_settings_leave_an_old_report_as_it_is(self, blog: Path) -> None:
        (blog / "report.json").write_text("old")
        (blog / "medlint.toml").write_text("selekt = []\n")
        assert run("--output-file", "report.json") == 2
        assert (blog / "report.json").read_text() == "old"

    def test_an_interrupted_run_leaves_an_old_report_as_it_is(self, blog: Path) -> None:
        (blog / "report.json").write_text("old")
        process = subprocess.Popen(
            [sys.executable, "-c", INTERRUPTED],
            cwd=blog,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"saving\n"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)
        assert (process.returncode, error) == (130, b"")
        assert (blog / "report.json").read_text() == "old"
        assert sorted(os.listdir(blog)) == ["posts", "report.json"]

    @pytest.mark.parametrize("mode", ["--diff", "--fix-only"])
    @pytest.mark.parametrize("option", [("--output-file", "report"), ("--statistics",)])
    def test_it_needs_a_report(
        self, blog: Path, mode: str, option: tuple[str, ...], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(mode, *option) == 2
        message = f"{option[0]} cannot be combined with {mode}, which reports no findings"
        assert message in capsys.readouterr().err
        assert not (blog / "report").exists()


class TestStatistics:
    def test_counts_take_the_place_of_findings(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("--select", "MED201", "--statistics") == 1
        assert capsys.readouterr().out.splitlines()[:3] == [
            "FOUND  POSTS  RULE                    FIXES",
            "    1      1  MED201  generic-anchor",
            "",
        ]

    def test_as_json(self, blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("--statistics", "--output-format", "json") == 1
        data = json.loads(capsys.readouterr().out)
        own_schema("statistics").validate(data)
        assert data["posts"] == 2

    def test_into_a_file(self, blog: Path) -> None:
        run("--statistics", "--output-format", "json", "--output-file", "counts.json")
        own_schema("statistics").validate(json.loads((blog / "counts.json").read_text()))

    def test_a_format_that_has_none_is_refused(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("--statistics", "--output-format", "sarif") == 2
        assert "--statistics has no format sarif (it has text, " in capsys.readouterr().err

    def test_a_format_of_the_settings_that_has_none_is_text(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (blog / "medlint.toml").write_text('output-format = "sarif"\n')
        assert run("--statistics") == 1
        assert capsys.readouterr().out.startswith("FOUND  POSTS  RULE")

    def test_quiet_leaves_the_summary_out(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run("--select", "MED201", "--statistics", "--quiet")
        assert len(capsys.readouterr().out.splitlines()) == 2


class TestFormats:
    def test_junit_knows_what_makes_the_run_fail(
        self, blog: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (blog / "posts/bad.md").write_text(GOOD.replace("rivers]", "rivers, Rivers]"))
        for fail_on, failures in (("error", 0), ("warning", 1)):
            code = run("--select", "MED123", "--fail-on", fail_on, "--output-format", "junit")
            parsed = junitparser.JUnitXml.fromstring(capsys.readouterr().out.encode())
            assert (code, parsed.failures) == (min(failures, 1), failures)

    @pytest.mark.parametrize("format", FORMATS)
    def test_only_the_reporter_that_was_chosen_is_loaded(self, blog: Path, format: str) -> None:
        script = (
            "import sys; from medlint.cli import main; "
            f"main(['--select', 'MED201', '--output-format', {format!r}, 'posts']); "
            "print(*(name.removeprefix('medlint.reporters.') for name in sys.modules "
            "if name.startswith('medlint.reporters.')), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=blog, capture_output=True, text=True
        )
        needed = {"text": {"concise"}, "jsonl": {"jsonl", "json"}, "grouped": {"grouped", "text"}}
        loaded = set(done.stderr.split()) & {*FORMATS, "statistics"}
        assert loaded == needed.get(format, {format})

    def test_the_help_and_the_documentation_name_every_format(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["--help"]) == 0
        told = " ".join(capsys.readouterr().out.split())
        text = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
        for name in FORMATS:
            assert re.search(rf"\b{name}\b", told), name
            assert f"\n## {name}\n" in text, name
            assert re.search(rf"^\| \[`{name}`\]\(#{name}\) \|", text, re.MULTILINE), name
