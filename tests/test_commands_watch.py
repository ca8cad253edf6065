"""``medlint --watch`` and the progress of long runs, in a terminal of their own."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from medlint.cli import main
from medlint.commands import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

GOOD = """\
---
title: A walk along the river
description: Where the path leaves the road, what grows there in March, and how to get home by bus.
date: 2024-03-02
tags: [walking, rivers, spring]
canonical_url: https://ada.dev/2024/walk/
---

Take [the path along the old mill](https://ada.dev/mill/).
"""
BAD = GOOD.replace("the path along the old mill", "click here")
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
WATCHING = "watching for changes; Ctrl-C ends this"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    folder = tmp_path / "blog"
    (folder / "posts").mkdir(parents=True)
    (folder / "medlint.toml").write_text('select = ["MED201"]\n')
    for name in ("a", "b"):
        (folder / "posts" / f"{name}.md").write_text(GOOD)
    return folder


@pytest.fixture
def big_blog(blog: Path) -> Path:
    for number in range(10):
        (blog / "posts" / f"{number}.md").write_text(GOOD)
    return blog


class Terminal:
    """medlint in a terminal."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        start: Sequence[str] = ("-m", "medlint"),
        **environ: str,
    ) -> None:
        self._ours, theirs = pty.openpty()
        unwanted = {"GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "PRE_COMMIT", "COLUMNS"}
        kept = {key: value for key, value in os.environ.items() if key not in unwanted}
        self.process = subprocess.Popen(
            [sys.executable, *start, *arguments],
            cwd=folder,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, "TERM": "xterm", "NO_COLOR": "1", **environ},
            start_new_session=True,
        )
        os.close(theirs)

    def until(self, end: str) -> str:
        """What is written up to some text, or for "" up to the end."""
        text = ""
        while not (end and end in text):
            ready, _, _ = select.select([self._ours], [], [], 20)
            assert ready, f"medlint says no more than {text!r}"
            try:
                piece = os.read(self._ours, 65536)
            except OSError:  # so Linux tells that the other end is closed
                piece = b""
            if not piece:
                assert not end, f"medlint ended: {text!r}"
                break
            text += piece.decode(errors="replace")
        return text

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def run(blog: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts medlint in the blog; it is ended with the test."""
    started: list[Terminal] = []

    def begin(*arguments: str, **more: Any) -> Terminal:
        started.append(Terminal(blog, *arguments, **more))
        return started[-1]

    yield begin
    for one in started:
        one.close()


class TestWatch:
    pytest.importorskip("watchfiles", reason="left out: watchfiles is not installed")

    def test_only_what_changed_is_linted_again(
        self, blog: Path, run: Callable[..., Terminal]
    ) -> None:
        terminal = run("--watch")
        first = terminal.until(WATCHING)
        assert first.startswith(CLEAR)
        assert "2 posts" in first

        (blog / "posts" / "a.md").write_text(BAD)
        second = terminal.until(WATCHING)
        assert CLEAR in second
        assert "a.md changed" in second
        assert "MED201" in second
        assert "1 post" in second
        assert "b.md" not in second

        (blog / "posts" / "c.md").write_text(BAD)
        third = terminal.until(WATCHING)
        assert "posts/c.md" in third
        assert "a.md" not in third

        # What is no post, and what is gone, is passed over.
        (blog / "posts" / "notes.txt").write_text("x")
        (blog / "posts" / "c.md").unlink()
        (blog / "medlint.toml").write_text('ignore = ["ALL"]\n')
        fourth = terminal.until(WATCHING)
        assert "medlint.toml changed" in fourth
        assert "MED201" not in fourth

        terminal.process.send_signal(signal.SIGINT)
        assert terminal.process.wait(timeout=20) == 130
        assert "Traceback" not in terminal.until("")

    def test_what_changes_during_the_first_run_is_not_missed(
        self, blog: Path, run: Callable[..., Terminal]
    ) -> None:
        terminal = run("--watch", "posts")
        terminal.until(WATCHING[:10])
        (blog / "posts" / "b.md").write_text(BAD)
        assert "b.md changed" in terminal.until("MED201")

    def test_broken_settings_are_told_and_watched(
        self, blog: Path, run: Callable[..., Terminal]
    ) -> None:
        terminal = run("--watch")
        terminal.until(WATCHING)
        (blog / "medlint.toml").write_text("selct = []\n")
        assert "medlint.toml:1:1: selct" in terminal.until(WATCHING)
        (blog / "medlint.toml").write_text('select = ["MED201"]\n')
        assert "2 posts" in terminal.until(WATCHING)


def test_without_watchfiles_it_says_what_to_install(
    blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(blog)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["--watch"]) == 2
    assert capsys.readouterr() == (
        "",
        "medlint: error: --watch needs the package watchfiles, which is not installed here: "
        'pip install "medlint[watch]"\n',
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--fix"], "--fix"),
        (["--diff"], "--diff"),
        (["-"], "standard input"),
        (["--output-file", "x"], "--output-file"),
    ],
)
def test_what_it_cannot_be_combined_with(
    blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: list[str], word: str
) -> None:
    monkeypatch.chdir(blog)
    assert main(["--watch", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("medlint: error: --watch cannot be combined with ")
    assert word in error


def test_a_path_that_is_not_there_is_not_watched(
    blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("watchfiles", reason="left out: watchfiles is not installed")
    monkeypatch.chdir(blog)
    assert main(["--watch", "gone"]) == 2
    assert capsys.readouterr().err == "medlint: error: gone: no such file or folder\n"


#: Starts medlint with no patience, so that a short run counts as a long one.
IMPATIENT = (
    "-c",
    "import sys; from medlint.commands import progress; "
    "progress._PATIENCE = progress._PAUSE = 0; from medlint.cli import main; sys.exit(main())",
)


class TestProgress:
    def test_a_long_run_tells_how_far_it_is_and_takes_it_away(
        self, big_blog: Path, run: Callable[..., Terminal]
    ) -> None:
        terminal = run("--output-format", "json", start=IMPATIENT)
        text = terminal.until("")
        assert terminal.process.wait() == 0
        shown, _, report = text.partition("{")
        assert report
        names = [*map(str, range(10)), "a", "b"]
        lines = [f"medlint: post {n + 1} of 12: posts/{name}.md" for n, name in enumerate(names)]
        assert shown == "".join(f"{line}\r{' ' * len(line)}\r" for line in lines)

    def test_it_counts_the_posts_that_are_read_to_compare(
        self, big_blog: Path, run: Callable[..., Terminal]
    ) -> None:
        (big_blog / "medlint.toml").write_text('content = ["posts"]\n')
        assert "medlint: post 12 of 12: " in run("posts/a.md", start=IMPATIENT).until("")
        # Now they are known, and there is one to read.
        assert "medlint: post " not in run("posts/a.md", start=IMPATIENT).until("")

    def test_it_makes_room_for_what_is_found(
        self, big_blog: Path, run: Callable[..., Terminal]
    ) -> None:
        (big_blog / "posts" / "a.md").write_text(BAD)
        text = run("--output-format", "concise", start=IMPATIENT).until("")
        assert " \rposts/a.md:9:6: MED201" in text

    @pytest.mark.parametrize(
        ("arguments", "environ"),
        [(["--quiet"], {}), ([], {"PRE_COMMIT": "1"}), ([], {"TERM": "dumb"})],
    )
    def test_none_where_it_is_not_wanted(
        self,
        big_blog: Path,
        run: Callable[..., Terminal],
        arguments: list[str],
        environ: dict[str, str],
    ) -> None:
        text = run(*arguments, start=IMPATIENT, **environ).until("")
        assert "medlint: post " not in text

    def test_none_for_a_few_posts(self, blog: Path, run: Callable[..., Terminal]) -> None:
        assert "medlint: post " not in run(start=IMPATIENT).until("")

    def test_none_in_a_pipe(
        self, big_blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(progress, "_PATIENCE", 0)
        monkeypatch.setattr(progress, "_PAUSE", 0)
        monkeypatch.chdir(big_blog)
        assert main([]) == 0
        assert capsys.readouterr() == ("", "")

    def test_the_line_is_no_wider_than_the_terminal(
        self, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(progress, "_PATIENCE", 0)
        line = progress.Progress(9, {"COLUMNS": "50"})
        line.next("posts/\u6f22\u5b57" + "\u6f22" * 60 + ".md")
        line.clear()
        line.clear()
        written = capsys.readouterr().err
        assert written.endswith(f"\r{' ' * 48}\r")
        text = written.partition("\r")[0]
        assert len(text) + sum(character > "\u2000" for character in text) == 48
