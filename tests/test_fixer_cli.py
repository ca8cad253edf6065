"""``--fix`` and its kin, as users run them."""

from __future__ import annotations

import errno
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from medlint.cli import main
from medlint.linter import lint_post

if TYPE_CHECKING:
    from pathlib import Path

    from medlint.diagnostic import Diagnostic

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
MENDED = POST.replace(", Rivers", "")
#: What is found in posts this short is not what these tests are about.
RULES = ("--select", "duplicate-tag,generic-anchor")
CLICK = POST.replace("the path along the old mill", "click here")

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A post with a finding that can be fixed, in the folder where medlint runs."""
    path = tmp_path / "posts" / "walk.md"
    path.parent.mkdir()
    path.write_text(POST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return path


def medlint(*arguments: str) -> int:
    return main([*arguments, *RULES])


def process(
    *arguments: str, cwd: Path, stdin: bytes = b"", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "medlint", *arguments, *RULES],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, **environ},
        timeout=60,
    )


def in_terminal(*arguments: str, cwd: Path) -> str:
    """What a terminal is shown on standard output."""
    reading, writing = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "medlint", *arguments],
        cwd=cwd,
        stdout=writing,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    pieces = []
    while True:
        try:
            piece = os.read(reading, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(reading)
    done.wait(timeout=60)
    return b"".join(pieces).decode().replace("\r\n", "\n")


class TestFix:
    def test_mends_the_file_and_says_what_was_done(self, post: Path, capsys: Capture) -> None:
        assert medlint("--fix") == 0
        assert post.read_text(encoding="utf-8") == MENDED
        assert capsys.readouterr() == (
            "",
            "medlint: posts/walk.md: fixed MED123[duplicate-tag]\n"
            "medlint: fixed 1 finding in 1 post; none is left\n",
        )
        assert medlint("--fix") == 0
        assert capsys.readouterr() == ("", "")

    def test_reports_what_is_left_where_it_now_stands(self, post: Path, capsys: Capture) -> None:
        post.write_text(CLICK.replace("date:", "\n\ndate:"), encoding="utf-8")
        assert medlint("--fix", "--output-format", "json") == 1
        captured = capsys.readouterr()
        [left] = json.loads(captured.out)["diagnostics"]
        assert left["code"] == "MED201"
        assert (left["line"], left["column"]) == (11, 6)
        assert captured.err.endswith("fixed 1 finding in 1 post; 1 left\n")

    def test_quiet_says_nothing_of_it(self, post: Path, capsys: Capture) -> None:
        assert medlint("--fix", "--quiet") == 0
        assert capsys.readouterr() == ("", "")

    def test_without_fix_nothing_is_changed(self, post: Path) -> None:
        before = post.stat()
        assert medlint() == 1
        assert (post.stat().st_ino, post.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_a_post_without_anything_to_fix_is_not_written(self, post: Path) -> None:
        post.write_text(CLICK.replace(", Rivers", ""), encoding="utf-8")
        before = post.stat()
        assert medlint("--fix") == 1
        after = post.stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
    def test_bytes_outside_the_edit_stay(self, post: Path, mark: bytes, ending: bytes) -> None:
        data = mark + POST.replace("bus.", "bus, été 😀.").encode()
        data = data.replace(b"\n", ending).replace(b"Take", "\x0cTake\x85\u2028\u00a0".encode())
        post.write_bytes(data)
        assert medlint("--fix") == 0
        assert post.read_bytes() == data.replace(b", Rivers", b"")

    def test_exit_non_zero_on_fix(self, post: Path) -> None:
        assert medlint("--fix", "--exit-non-zero-on-fix") == 1
        assert medlint("--fix", "--exit-non-zero-on-fix") == 0

    def test_exit_zero_wins(self, post: Path) -> None:
        assert medlint("--fix", "--exit-non-zero-on-fix", "--exit-zero") == 0

    def test_fix_only_reports_nothing(self, post: Path, capsys: Capture) -> None:
        post.write_text(CLICK, encoding="utf-8")
        assert medlint("--fix-only") == 0
        assert post.read_text(encoding="utf-8") == CLICK.replace(", Rivers", "")
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "fixed 1 finding" in captured.err

    def test_unsafe_fixes_are_counted_and_made_when_asked_for(
        self, post: Path, capsys: Capture
    ) -> None:
        many = ", ".join(f"tag number {number}" for number in range(7))
        post.write_text(POST.replace("walking, rivers, Rivers", many), encoding="utf-8")
        rules = ["--select", "too-many-tags"]
        assert main(["--fix", *rules]) == 1
        assert "; --unsafe-fixes would fix 2\n" in capsys.readouterr().err
        assert main(["--fix", "--unsafe-fixes", *rules]) == 0
        assert main(rules) == 0

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--unsafe-fixes"],
            ["--reason", "x"],
            ["--add-suppressions", "--reason", "a -- b"],
            ["--add-suppressions", "--reason", " "],
        ],
    )
    def test_wrong_use(self, post: Path, arguments: list[str]) -> None:
        assert medlint(*arguments) == 2
        assert post.read_text(encoding="utf-8") == POST


class TestTrouble:
    def test_a_read_only_file_is_named_and_the_others_are_mended(
        self, post: Path, capsys: Capture
    ) -> None:
        other = post.with_name("other.md")
        other.write_text(POST, encoding="utf-8")
        post.chmod(0o444)
        assert medlint("--fix") == 2
        captured = capsys.readouterr()
        assert (
            "medlint: error: posts/walk.md: cannot be fixed: it is read-only; "
            "the file is as it was\n" in captured.err
        )
        assert captured.out.startswith("posts/walk.md:5:25: MED123")
        assert post.read_text(encoding="utf-8") == POST
        assert other.read_text(encoding="utf-8") == MENDED

    def test_a_file_changed_meanwhile_is_left_alone(
        self, post: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = lint_post

        def while_someone_writes(*args: Any, **more: Any) -> list[Diagnostic]:
            post.write_text("what someone writes", encoding="utf-8")
            return real(*args, **more)

        monkeypatch.setattr("medlint.linter.lint_post", while_someone_writes)
        assert medlint("--fix") == 2
        assert "another program has changed it meanwhile" in capsys.readouterr().err
        assert post.read_text(encoding="utf-8") == "what someone writes"

    def test_a_full_disk_loses_nothing(self, post: Path) -> None:
        post.write_text(POST + "word " * 2000, encoding="utf-8")
        before = post.read_bytes()
        script = (
            "import resource, signal, sys; from medlint.cli import main; "
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
            "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); "
            "sys.exit(main(sys.argv[1:]))"
        )
        done = subprocess.run(
            [sys.executable, "-B", "-c", script, "--fix", *RULES],
            cwd=post.parent.parent,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 2
        reason = os.strerror(errno.EFBIG)
        assert f"posts/walk.md: cannot be fixed: {reason}; the file is as it was" in done.stderr
        assert "Traceback" not in done.stderr
        assert post.read_bytes() == before
        assert [path.name for path in post.parent.iterdir()] == ["walk.md"]

    def test_ctrl_c_is_130_and_every_file_is_whole(self, post: Path) -> None:
        posts = [post, *(post.with_name(f"walk {number}.md") for number in range(1500))]
        for path in posts:
            path.write_text(POST, encoding="utf-8")
        running = subprocess.Popen(
            [sys.executable, "-m", "medlint", "--fix", *RULES],
            cwd=post.parent.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert running.stderr is not None
        with running.stderr as said:
            said.readline()
            running.send_signal(signal.SIGINT)
            rest = said.read()
        assert running.wait(timeout=60) == 130
        assert "Traceback" not in rest
        texts = [path.read_text(encoding="utf-8") for path in posts]
        assert set(texts) == {POST, MENDED}, "some were mended, the others are as they were"
        assert sorted(post.parent.iterdir()) == sorted(posts)


class TestDiff:
    def test_shows_what_would_change_and_changes_nothing(self, post: Path, capsys: Capture) -> None:
        assert medlint("--diff") == 1
        captured = capsys.readouterr()
        assert captured.out.startswith("--- posts/walk.md\n+++ posts/walk.md\n@@ -2,7 +2,7 @@\n")
        assert "\n-tags: [walking, rivers, Rivers]\n+tags: [walking, rivers]\n" in captured.out
        assert captured.err == "medlint: would fix 1 finding in 1 post; none is left\n"
        assert post.read_text(encoding="utf-8") == POST

    def test_nothing_to_change_is_silence_and_0(self, post: Path, capsys: Capture) -> None:
        post.write_text(CLICK.replace(", Rivers", ""), encoding="utf-8")
        assert medlint("--diff") == 0
        assert capsys.readouterr() == ("", "")

    @pytest.mark.parametrize("tool", [["patch", "-p0"], ["git", "apply", "-p0"]])
    @pytest.mark.parametrize(
        "text",
        [
            POST,
            POST.removesuffix("\n"),
            POST.replace("\n", "\r\n"),
            "\ufeff" + POST.replace("---\n\n", "---\nété\u2028😀\x0c\x85\n"),
            "---\ntags: [a, A]\n---",
            POST + "\n".join(f"[click here](/{n})\n\nline" for n in range(400)),
        ],
    )
    def test_is_a_patch_that_tools_take(self, post: Path, tool: list[str], text: str) -> None:
        if shutil.which(tool[0]) is None:
            pytest.skip(f"left out: there is no {tool[0]}")
        post.write_bytes(text.encode())
        folder = post.parent.parent
        done = process("--diff", cwd=folder)
        assert done.returncode == 1
        environ = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
        applied = subprocess.run(
            tool, input=done.stdout, cwd=folder, env=environ, capture_output=True
        )
        assert applied.returncode == 0, applied.stdout + applied.stderr
        patched = post.read_bytes()
        post.write_bytes(text.encode())
        process("--fix", cwd=folder)
        assert patched == post.read_bytes() != text.encode()

    def test_a_terminal_is_shown_no_escape_sequences_of_a_post(self, post: Path) -> None:
        post.write_text(POST.replace("---\n\n", "---\n\x1b]0;owned\x07\u202e\n"), encoding="utf-8")
        shown = in_terminal("--diff", "--color", "never", *RULES, cwd=post.parent.parent)
        assert "\x1b" not in shown
        assert " \\x1b]0;owned\\x07\\u202e" in shown

    def test_github_takes_no_commands_from_a_post(
        self, post: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        post.write_text(POST.replace("date:", "# x\n# ::error::owned\ndate:"), encoding="utf-8")
        assert medlint("--diff") == 1
        first, *_, last = capsys.readouterr().out.splitlines()
        token = first.removeprefix("::stop-commands::")
        assert token != first
        assert last == f"::{token}::"


class TestStandardInput:
    def test_the_fixed_post_is_all_of_standard_output(self, post: Path) -> None:
        data = b"\xef\xbb\xbf" + CLICK.replace("\n", "\r\n").encode()
        done = process(
            "-", "--fix", "--stdin-filename", "posts/new.md", cwd=post.parent, stdin=data
        )
        assert done.returncode == 1
        assert done.stdout == data.replace(b", Rivers", b"")
        assert done.stderr.startswith(b"posts/new.md:9:6: MED201[generic-anchor]")
        assert b"fixed 1 finding" in done.stderr

    @pytest.mark.parametrize("data", [b"", b"\xff\xfe\0", b"no front matter\r\n", MENDED.encode()])
    def test_what_needs_no_fix_comes_out_as_it_went_in(self, post: Path, data: bytes) -> None:
        done = process("-", "--fix", cwd=post.parent, stdin=data)
        assert done.stdout == data

    def test_what_is_left_out_comes_out_as_it_went_in(self, post: Path) -> None:
        (post.parent / "medlint.toml").write_text('exclude = ["*.md"]\n')
        done = process(
            *("-", "--fix", "--force-exclude", "--stdin-filename", "a.md"),
            cwd=post.parent,
            stdin=POST.encode(),
        )
        assert (done.returncode, done.stdout) == (0, POST.encode())

    def test_a_diff_of_standard_input(self, post: Path) -> None:
        done = process("-", "--diff", cwd=post.parent, stdin=POST.encode())
        assert done.returncode == 1
        assert done.stdout.startswith(b"--- <stdin>\n+++ <stdin>\n")


class TestHint:
    def shown(self, post: Path, *arguments: str) -> str:
        return in_terminal("--color", "never", *arguments, cwd=post.parent.parent)

    def test_says_what_can_be_mended(self, post: Path) -> None:
        many = ", ".join(f"tag {number}" for number in range(6))
        post.write_text(POST.replace("walking, rivers", many + ", Tag 1"), encoding="utf-8")
        assert self.shown(post, *RULES).endswith("\n1 of them can be mended with --fix.\n")
        last = self.shown(post, "--select", "MED122,MED123").splitlines()[-1]
        assert last.startswith("1 of them can be mended with --fix, and ")
        assert last.endswith(" more with --fix --unsafe-fixes.")

    def test_does_not_where_nothing_can_or_it_has_been_done(self, post: Path) -> None:
        assert "--fix" not in self.shown(post, "--select", "MED201")
        assert "--fix" not in self.shown(post, "--fix", *RULES)
