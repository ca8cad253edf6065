"""Many runs at once over one repository with one cache."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RUNS = 20
POSTS = 30


def write_posts(folder: Path, *, last: str) -> None:
    for number in range(POSTS):
        folder.joinpath(f"post-{number:02}.md").write_text(
            f"---\ntitle: Walk {number % 20}\ndate: 2024-05-{number + 1:02}\n---\n\n"
            f"Walk number {number} is described [here](https://ada.dev/walks/{number}).\n\n"
            + ("word " * 200 + "\n\n") * 12
            + f"{last}\n",
            encoding="utf-8",
        )


def all_at_once(blog: Path, cache: Path, count: int) -> list[tuple[int, str, str]]:
    """The exit code, output and errors of each of the runs."""
    environ = os.environ | {"MEDLINT_CACHE_DIR": str(cache)}
    command = [sys.executable, "-m", "medlint", "--output-format", "concise", "posts"]
    runs = [
        subprocess.Popen(
            command,
            cwd=blog,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    ended = []
    for run in runs:
        output, errors = run.communicate()
        ended.append((run.returncode, output, errors))
    return ended


def test_twenty_runs_at_once_find_the_same(tmp_path: Path) -> None:
    blog, cache = tmp_path / "blog", tmp_path / "cache"
    (blog / "posts").mkdir(parents=True)
    (blog / "medlint.toml").write_text('content = ["posts"]\n')
    subprocess.run(["git", "init", "-q", str(blog)], check=True)
    for last in ("One", "Another"):  # with no cache yet, and with one of which nothing holds
        write_posts(blog / "posts", last=last)
        subprocess.run(["git", "-C", str(blog), "add", "--all"], check=True)
        alone = subprocess.run(
            [sys.executable, "-m", "medlint", "--no-cache", "--output-format", "concise", "posts"],
            cwd=blog,
            capture_output=True,
            text=True,
        )
        assert "MED201" in alone.stdout
        assert "MED701" in alone.stdout
        expected = (1, alone.stdout, "")
        assert all_at_once(blog, cache, RUNS) == [expected] * RUNS
        # And what they have kept says the same.
        assert all_at_once(blog, cache, 1) == [expected]
