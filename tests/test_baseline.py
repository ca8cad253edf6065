"""A baseline: old findings are accepted, new ones are told."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.baseline import Baseline, BaselineError, known_findings
from medlint.cli import main
from medlint.linter import lint_source
from medlint.settings import Settings, SettingsError
from medlint.text import Source

if TYPE_CHECKING:
    from medlint.diagnostic import Diagnostic

POST = """\
---
title: A walk along the river
date: 2024-03-02
tags: [walking, rivers, Rivers]
---

Take [click here](https://ada.dev/mill/) to the mill.

Or [read more](https://ada.dev/lock/) of the lock.
"""
RULES = ("--select", "duplicate-tag,generic-anchor,missing-description")
NAME = ".medlint-baseline.json"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An old post with four findings, in the folder where medlint runs."""
    path = tmp_path / "posts" / "walk.md"
    path.parent.mkdir()
    path.write_text(POST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return path


def check(*arguments: str) -> int:
    return main([*arguments, *RULES])


def record(*arguments: str) -> int:
    return main(["baseline", *arguments, *RULES])


class TestRecording:
    def test_after_recording_nothing_is_told(self, post: Path, capsys: Capture) -> None:
        assert check() == 1
        assert record() == 0
        assert capsys.readouterr().err == f"medlint: {NAME}: 4 findings in 1 post\n"
        assert check() == 0
        assert capsys.readouterr() == ("", "")

    @pytest.mark.parametrize("report", [["--output-format", "grouped"], ["--statistics"]])
    def test_summaries_say_how_many_are_recorded(
        self, post: Path, report: list[str], capsys: Capture
    ) -> None:
        record("--quiet")
        assert check(*report) == 0
        assert capsys.readouterr().out == (
            "Nothing new to mend in 1 post.\n4 findings are in the baseline.\n"
        )
        post.write_text(POST.replace("click here", "here", 1), encoding="utf-8")
        assert check(*report) == 1
        assert capsys.readouterr().out.endswith("\n3 findings are in the baseline.\n")
        assert check(*report, "--no-baseline") == 1
        assert "in the baseline" not in capsys.readouterr().out

    def test_a_comment_says_how_many_are_recorded(self, post: Path, capsys: Capture) -> None:
        record("--quiet")
        assert check("--output-format", "markdown") == 0
        assert capsys.readouterr().out.endswith(
            "### medlint: nothing new to mend in 1 post\n\n4 findings are in the baseline.\n"
        )

    def test_the_file_is_sorted_and_one_line_a_finding(self, post: Path) -> None:
        record("--quiet")
        text = Path(NAME).read_text(encoding="utf-8")
        data = json.loads(text)
        assert list(data) == ["version", "posts"]
        assert list(data["posts"]) == ["posts/walk.md"]
        rules = [entry["rule"] for entry in data["posts"]["posts/walk.md"]]
        assert rules == ["MED111", "MED123", "MED201", "MED201"]
        assert sum("rule" in line for line in text.splitlines()) == 4
        assert '"text": "[click here](https://ada.dev/mill/)"' in text

    def test_recording_again_changes_nothing(self, post: Path, capsys: Capture) -> None:
        record()
        before = (Path(NAME).read_bytes(), Path(NAME).stat().st_ino)
        capsys.readouterr()
        record()
        assert capsys.readouterr().err.endswith("4 findings in 1 post (as many as before)\n")
        assert (Path(NAME).read_bytes(), Path(NAME).stat().st_ino) == before

    def test_posts_that_are_not_looked_at_stay(self, post: Path) -> None:
        other = post.with_name("other.md")
        other.write_text(POST, encoding="utf-8")
        record()
        other.write_text(POST.replace("click here", "the mill"), encoding="utf-8")
        record("posts/walk.md")
        assert len(json.loads(Path(NAME).read_bytes())["posts"]["posts/other.md"]) == 4
        record("posts/other.md")
        assert len(json.loads(Path(NAME).read_bytes())["posts"]["posts/other.md"]) == 3

    def test_rules_that_do_not_run_stay(self, post: Path) -> None:
        record()
        assert main(["baseline", "--select", "generic-anchor", "--quiet"]) == 0
        assert check() == 0

    def test_posts_that_are_deleted_leave(self, post: Path) -> None:
        post.with_name("other.md").write_text(POST, encoding="utf-8")
        record()
        post.unlink()
        record()
        assert list(json.loads(Path(NAME).read_bytes())["posts"]) == ["posts/other.md"]

    def test_nothing_found_writes_no_file(self, post: Path, capsys: Capture) -> None:
        post.write_text("No post at all.\n", encoding="utf-8")
        assert record() == 0
        assert capsys.readouterr().err == "medlint: there is nothing to record\n"
        assert not Path(NAME).exists()

    def test_a_path_that_is_missing_records_nothing(self, post: Path, capsys: Capture) -> None:
        assert record("posts/walk.md", "gone.md") == 2
        assert "gone.md: no such file or folder; nothing was recorded" in capsys.readouterr().err
        assert not Path(NAME).exists()

    def test_findings_in_a_file_that_cannot_be_read_are_accepted(self, post: Path) -> None:
        post.write_bytes(POST.encode() + b"\xff")
        assert main([]) == 1
        assert main(["baseline"]) == 0
        assert main([]) == 0

    def test_text_that_a_terminal_would_obey_is_escaped(self, post: Path) -> None:
        text = POST.replace("click here](", "click here](<\x1b\u202e").replace("mill/)", "mill/>)")
        post.write_text(text, encoding="utf-8")
        record()
        written = Path(NAME).read_text(encoding="utf-8")
        assert written.replace("\n", "").isprintable()
        assert json.loads(written)
        assert check() == 0

    def test_the_settings_name_the_file(self, post: Path) -> None:
        Path("tools").mkdir()
        Path("medlint.toml").write_text('baseline = "tools/known.json"\n')
        record()
        assert list(json.loads(Path("tools/known.json").read_bytes())["posts"]) == [
            "../posts/walk.md"
        ]
        assert check() == 0
        os.chdir("posts")
        assert check() == 0
        assert check("--isolated") == 1

    def test_the_command_line_names_the_file(self, post: Path) -> None:
        assert record("--baseline", "known.json") == 0
        assert check() == 1
        assert check("--baseline", "known.json") == 0
        os.chdir("posts")
        assert check("--baseline", "../known.json") == 0

    @pytest.mark.parametrize(
        "path",
        ["../known.json", "/known.json", "a/../../b.json", "~/x", "c:/x", "a\\\\b", "", "x/"],
    )
    def test_the_settings_name_no_file_outside_the_project(self, path: str) -> None:
        with pytest.raises(SettingsError, match="baseline: the path"):
            Settings.from_mapping({"baseline": path.replace("\\\\", "\\")})

    def test_a_link_out_of_the_project_is_not_followed(
        self, post: Path, capsys: Capture, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        outside = tmp_path_factory.mktemp("outside") / "precious"
        outside.write_text("precious")
        Path(NAME).symlink_to(outside)
        assert record() == 2
        assert check() == 2
        assert "leads out of the settings' folder" in capsys.readouterr().err
        assert outside.read_text() == "precious"

    def test_what_is_no_baseline_is_not_written_over(self, post: Path, capsys: Capture) -> None:
        Path("notes.json").write_text('{"precious": true}')
        assert record("--baseline", "notes.json") == 2
        assert "it is no baseline of medlint" in capsys.readouterr().err
        assert Path("notes.json").read_text() == '{"precious": true}'

    def test_a_folder_that_is_not_there(self, post: Path, capsys: Capture) -> None:
        assert record("--baseline", "no/known.json") == 2
        assert capsys.readouterr().err.count("\n") == 1


class TestMatching:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("---\n\nTake", "---\n\n# Heading\n\nMore text.\n\nTake"),
            ("title: A walk", "author: Ada\ntitle: A longer walk"),
            ("Take [", "Then take, if you like, [\n"),
            ("to the mill", "to the old mill"),
            ("click here", "click\nhere"),
            ("\n", "\r\n"),
        ],
    )
    def test_edits_elsewhere_do_not_bring_a_finding_back(
        self, post: Path, old: str, new: str
    ) -> None:
        record()
        assert old in POST
        text = POST.replace(old, new) if old == "\n" else POST.replace(old, new, 1)
        post.write_text(text.replace("[\nclick", "[click"), encoding="utf-8", newline="")
        assert check() == 0

    def test_a_new_finding_is_told_and_no_other(self, post: Path, capsys: Capture) -> None:
        record("--quiet")
        post.write_text(POST + "\nSee [this link](https://ada.dev/x/).\n", encoding="utf-8")
        assert check() == 1
        [line] = capsys.readouterr().out.splitlines()
        assert line.startswith("posts/walk.md:11:5: MED201")

    def test_of_two_alike_the_one_on_the_new_line_is_told(
        self, post: Path, capsys: Capture
    ) -> None:
        record("--quiet")
        again = "Or, again, [click here](https://ada.dev/mill/).\n\nTake"
        post.write_text(POST.replace("Take", again), encoding="utf-8")
        assert check() == 1
        [line] = capsys.readouterr().out.splitlines()
        assert line.startswith("posts/walk.md:7:12: MED201")

    def test_one_more_of_the_very_same_is_told_once(self, post: Path, capsys: Capture) -> None:
        line = "Take [click here](https://ada.dev/mill/) to the mill.\n"
        record("--quiet")
        post.write_text(POST + "\n" + line, encoding="utf-8")
        assert check() == 1
        assert len(capsys.readouterr().out.splitlines()) == 1

    def test_another_post_is_not_covered(self, post: Path, capsys: Capture) -> None:
        record("--quiet")
        post.with_name("new.md").write_text(POST, encoding="utf-8")
        assert check() == 1
        assert len(capsys.readouterr().out.splitlines()) == 4

    def test_standard_input_is_covered_by_its_name(
        self, post: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record("--quiet")
        for name, code in (("posts/walk.md", 0), ("posts/new.md", 1)):
            stdin = io.TextIOWrapper(io.BytesIO(POST.encode()))
            monkeypatch.setattr("sys.stdin", stdin)
            assert check("-", "--stdin-filename", name) == code

    def test_everything_is_seen_without_it(self, post: Path, capsys: Capture) -> None:
        record("--quiet")
        assert check("--no-baseline") == 1
        assert len(capsys.readouterr().out.splitlines()) == 4

    def test_only_what_is_told_is_fixed(self, post: Path) -> None:
        record("--quiet")
        assert check("--fix") == 0
        assert post.read_text(encoding="utf-8") == POST
        check("--fix", "--no-baseline")
        assert post.read_text(encoding="utf-8") == POST.replace(", Rivers", "")


class TestPruning:
    def test_takes_out_what_is_gone_and_adds_nothing(self, post: Path, capsys: Capture) -> None:
        record("--quiet")
        mended = POST.replace(", Rivers", "").replace("click here", "the mill")
        post.write_text(mended + "\nSee [this](https://ada.dev/x/).\n", encoding="utf-8")
        before = Path(NAME).read_text(encoding="utf-8").splitlines()
        assert record("--prune") == 0
        assert capsys.readouterr().err == f"medlint: {NAME}: 2 findings in 1 post (-2)\n"
        after = Path(NAME).read_text(encoding="utf-8").splitlines()
        assert {line.rstrip(",") for line in after} < {line.rstrip(",") for line in before}
        assert check() == 1

    def test_a_deleted_post_is_taken_out(self, post: Path) -> None:
        record("--quiet")
        post.unlink()
        assert record("--prune") == 0
        assert json.loads(Path(NAME).read_bytes())["posts"] == {}

    def test_without_a_baseline_there_is_nothing_to_prune(
        self, post: Path, capsys: Capture
    ) -> None:
        assert record("--prune") == 0
        assert capsys.readouterr().err == "medlint: there is no baseline\n"
        assert not Path(NAME).exists()

    def test_strict_fails_when_something_is_gone(self, post: Path, capsys: Capture) -> None:
        record("--quiet")
        assert check("--strict-baseline") == 0
        post.write_text(POST.replace(", Rivers", ""), encoding="utf-8")
        assert check() == 0
        assert check("--strict-baseline") == 1
        assert capsys.readouterr().err == (
            f"medlint: error: posts/walk.md: 1 finding in {NAME} is gone (MED123); "
            "to take them out: medlint baseline --prune\n"
        )
        assert check("--strict-baseline", "--exit-zero") == 0
        record("--prune")
        assert check("--strict-baseline") == 0

    def test_strict_sees_deleted_posts_and_no_rules_that_did_not_run(self, post: Path) -> None:
        record("--quiet")
        assert main(["--strict-baseline", "--select", "MED401"]) == 0
        post.with_name("other.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
        post.unlink()
        assert main(["--strict-baseline", "--select", "MED401"]) == 1

    def test_strict_counts_what_was_just_fixed_as_gone(self, post: Path) -> None:
        record("--quiet")
        path = Path(NAME)
        path.write_text(path.read_text().replace('"text": "Rivers"', '"text": "Lakes"'))
        assert check("--fix", "--strict-baseline") == 1
        assert post.read_text(encoding="utf-8") == POST.replace(", Rivers", "")


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "complaint"),
        [
            (b"", "not valid JSON (line 1, column 1)"),
            (b"[", "not valid JSON"),
            (b"\xff\xfe\x00", "not valid JSON"),
            (b"[" * 100_000, "not valid JSON"),
            (b'{"version": 1,\n<<<<<<< HEAD\n', "merge conflict"),
            (b"[]", "no baseline of medlint"),
            (b'{"version": "1", "posts": {}}', "no baseline of medlint"),
            (b'{"version": true, "posts": {}}', "no baseline of medlint"),
            (b'{"version": 1}', "its posts are missing"),
            (b'{"version": 1, "posts": {"a\\u001b": 1}}', "a\\x1b are no list"),
            (b'{"version": 1, "posts": {"a": [1]}}', "not as it should be"),
            (b'{"version": 1, "posts": {"a": [{"rule": "MED201"}]}}', "not as it should be"),
            (
                b'{"version":1,"posts":{"a":[{"rule":"M","text":"","line":"","count":0}]}}',
                "not as it should be",
            ),
            (b'{"version": 2, "posts": 1}', "a later medlint wrote this baseline"),
        ],
    )
    def test_is_one_clear_line_and_2(
        self, post: Path, capsys: Capture, content: bytes, complaint: str
    ) -> None:
        Path(NAME).write_bytes(content)
        for run in (check, record):
            assert run() == 2
            captured = capsys.readouterr()
            assert captured.out == ""
            assert captured.err.startswith(f"medlint: error: {NAME}: ")
            assert complaint in captured.err
            assert captured.err.count("\n") == 1
        assert Path(NAME).read_bytes() == content
        assert check("--no-baseline") == 1

    def test_a_folder_in_its_place(self, post: Path, capsys: Capture) -> None:
        Path(NAME).mkdir()
        assert check() == 2
        assert "cannot be read" in capsys.readouterr().err

    def test_a_named_one_must_exist(self, post: Path, capsys: Capture) -> None:
        assert check("--baseline", "no.json") == 2
        assert "no.json: there is no such baseline" in capsys.readouterr().err

    def test_a_read_only_one_is_not_written(self, post: Path, capsys: Capture) -> None:
        record("--quiet")
        Path(NAME).chmod(0o444)
        post.write_text(POST.replace(", Rivers", ""), encoding="utf-8")
        assert record() == 2
        assert f"{NAME}: cannot be written: it is read-only" in capsys.readouterr().err

    @pytest.mark.parametrize("other", [("--baseline", "x"), ("--strict-baseline",)])
    def test_wrong_use(self, post: Path, other: tuple[str, ...]) -> None:
        assert check("--no-baseline", *other) == 2

    def test_a_huge_count_costs_nothing(self, post: Path) -> None:
        record("--quiet")
        path = Path(NAME)
        text = path.read_text()
        path.write_text(text.replace('"line"', '"count": 999999999999, "line"'))
        assert check() == 0


def lint(text: str) -> tuple[Source, list[Diagnostic]]:
    source = Source(text, "a.md")
    return source, lint_source(source, Settings(), "a.md")


PARAGRAPHS = st.sampled_from(
    [
        "Take [click here](https://ada.dev/mill/).",
        "Or [read more](https://ada.dev/lock/), or [click here](https://ada.dev/mill/).",
        "See https://ada.dev/ there.",
        "![](a.png)",
        "Plain words.",
        "- [one](https://ada.dev/1)\n- [two](https://ada.dev/2)\n- [three](https://ada.dev/3)",
    ]
)
BODIES = st.lists(PARAGRAPHS, max_size=8)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(BODIES, BODIES)
def test_what_was_recorded_is_accepted_and_all_else_is_told(old: list[str], new: list[str]) -> None:
    baseline = Baseline("/blog/known.json", "known.json")
    codes = frozenset(one.code for one in lint("\n\n".join(old))[1])
    source, before = lint("\n\n".join(old))
    baseline.record("a.md", source, before, codes)
    assert baseline.match("a.md", source, before).new == []
    source, after = lint("\n\n".join(new))
    match = baseline.match("a.md", source, after)

    recorded = Counter(
        (known.rule, known.text) for known in baseline.posts.get("a.md", Counter()).elements()
    )
    now = Counter((known.rule, known.text) for known, _ in known_findings(source, after))
    told = Counter((known.rule, known.text) for known, _ in known_findings(source, match.new))
    assert told == now - recorded
    gone = Counter((one.rule, one.text) for one in baseline.gone("a.md", match, codes).elements())
    assert gone == recorded - now


@settings(max_examples=60, deadline=None, derandomize=True)
@given(BODIES)
def test_reads_back_what_it_wrote(
    tmp_path_factory: pytest.TempPathFactory, body: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "known.json"
    baseline = Baseline(str(path), "known.json")
    source, before = lint("\n\n".join(body))
    baseline.record("a.md", source, before, frozenset())
    path.write_bytes(baseline.to_bytes())
    again = Baseline.read(str(path), "known.json")
    assert again.posts == baseline.posts
    assert again.to_bytes() == baseline.to_bytes()


def test_real_posts_are_quiet_once_recorded(real_posts: list[Path]) -> None:
    chosen = Settings.from_mapping({"select": ["ALL"]})
    baseline = Baseline("/blog/known.json", "known.json")
    for path in real_posts[::60]:
        source = Source.from_bytes(path.read_bytes(), "a.md", max_size=1_000_000)
        before = lint_source(source, chosen, "a.md")
        baseline.record("a.md", source, before, frozenset())
        assert baseline.match("a.md", source, before).new == []
        # A line more on top shifts every finding and brings none back.
        if source.text.startswith("---\n"):
            moved = Source(source.text.replace("---\n", "---\n# moved\n", 1), "a.md")
            assert baseline.match("a.md", moved, lint_source(moved, chosen, "a.md")).new == []


def test_an_unreadable_path_is_an_error() -> None:
    with pytest.raises(BaselineError, match="cannot be read"):
        Baseline.read("/", "/")
