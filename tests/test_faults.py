"""What the machine may refuse: folders and posts that may not be touched, clocks that jump."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POST = """\
---
title: A walk along the river
tags: [walking, rivers, Rivers]
---

Take [the path along the old mill](https://ada.dev/mill/).
"""
#: The administrator may do all that permissions forbid, unless that is taken away.
_CAPABILITIES = "-dac_override,-dac_read_search"
_SETPRIV = ("setpriv", f"--bounding-set={_CAPABILITIES}", f"--inh-caps={_CAPABILITIES}")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
HUMBLE = _SETPRIV if IS_ROOT else ()


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    folder = tmp_path / "blog"
    (folder / "posts").mkdir(parents=True)
    (folder / "medlint.toml").write_text('select = ["MED123"]\n')
    (folder / "posts" / "a.md").write_text(POST)
    (folder / "posts" / "b.md").write_text(POST)
    return folder


def start(blog: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*HUMBLE, sys.executable, "-m", "medlint", *arguments],
        cwd=blog,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )


def run(blog: Path, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    done = start(blog, "--output-format", "json", *arguments)
    found = json.loads(done.stdout)["diagnostics"] if done.stdout else []
    return done.returncode, found, done.stderr


humbly = pytest.mark.skipif(
    os.name == "nt" or (IS_ROOT and shutil.which("setpriv") is None),
    reason="left out: nothing forbids the administrator anything here",
)


@humbly
def test_a_folder_that_may_not_be_written(blog: Path) -> None:
    (blog / "posts").chmod(0o555)  # the files may be, what would take their place may not
    code, found, said = run(blog, "--fix")
    (blog / "posts").chmod(0o755)
    assert code == 2
    assert said.count("cannot be fixed") == 2
    assert "the file is as it was" in said
    assert len(found) == 2
    assert (blog / "posts" / "a.md").read_text() == POST
    assert sorted(os.listdir(blog / "posts")) == ["a.md", "b.md"]


@humbly
def test_a_post_that_may_not_be_read(blog: Path) -> None:
    (blog / "posts" / "a.md").chmod(0o000)
    (blog / "medlint.toml").write_text('select = ["ALL"]\n')
    _, found, said = run(blog)
    (one,) = [each for each in found if each["path"] == "posts/a.md"]
    assert "Permission denied" in one["message"]
    assert any(each["path"] == "posts/b.md" for each in found)
    assert "itself failed" not in said


@humbly
def test_a_folder_that_may_not_be_listed(blog: Path) -> None:
    (blog / "posts" / "closed").mkdir(mode=0o000)
    code, found, said = run(blog)
    assert code == 2
    assert "posts/closed: this folder cannot be read" in said
    assert len(found) == 2


@humbly
@pytest.mark.parametrize("which", ["results", "site", "folder", "all folders"])
@pytest.mark.parametrize("mode", [0o000, 0o444, 0o555])
@pytest.mark.parametrize("foreign", [False, True])
def test_a_cache_that_may_not_be_used(
    blog: Path, tmp_path: Path, which: str, mode: int, foreign: bool
) -> None:
    if foreign and not IS_ROOT:
        pytest.skip("left out: only the administrator may give files away")
    (blog / "medlint.toml").write_text('select = ["ALL"]\n')
    cache = tmp_path / "cache"
    expected = run(blog, "--no-cache")
    assert run(blog, "--cache-dir", str(cache))[:2] == expected[:2]
    (blog / "posts" / "b.md").write_text(POST + "More.\n")  # something to be kept anew
    expected = run(blog, "--no-cache")
    (folder,) = cache.iterdir()
    closed = {
        "folder": [folder],
        "all folders": [folder, cache],
    }.get(which) or [path for path in folder.iterdir() if path.name.startswith(which)]
    assert closed
    for path in closed:
        if foreign:
            os.chown(path, 12345, 12345)
        path.chmod(mode)
    try:
        for _ in range(2):
            code, found, said = run(blog, "--cache-dir", str(cache))
            assert (code, found) == expected[:2]
            assert said.count("\n") <= 1
            assert said == "" or "cannot be used" in said or "could not be kept" in said
    finally:
        for path in closed:
            path.chmod(0o755)


@humbly
def test_a_baseline_that_may_not_be_written(blog: Path) -> None:
    blog.chmod(0o555)
    done = start(blog, "baseline")
    blog.chmod(0o755)
    assert done.returncode == 2
    assert ".medlint-baseline.json: cannot be written: Permission denied" in done.stderr
    assert sorted(os.listdir(blog)) == ["medlint.toml", "posts"]


def test_clocks_that_jump(blog: Path, tmp_path: Path) -> None:
    cache = ("--cache-dir", str(tmp_path / "cache"))
    _, expected, _ = run(blog, "--no-cache")
    assert len(expected) == 2
    for seconds in (0, 1, 2**31 - 1, 2**31 + 5, 10**10, 1):
        for path in (*blog.rglob("*"), *(tmp_path / "cache").rglob("*")):
            os.utime(path, (seconds, seconds))
        code, found, said = run(blog, *cache)
        assert (code, found, said) == (1, expected, "")
    # A post that has changed is read anew, even if its time says otherwise.
    (blog / "posts" / "a.md").write_text(POST.replace("Rivers", "meadows"))
    os.utime(blog / "posts" / "a.md", (1, 1))
    assert len(run(blog, *cache)[1]) == 1


@pytest.fixture(params=["tmpfs", "ext4"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A blog on a file system of its own that has next to no room, in memory or in a file."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if request.param == "ext4":
        image = tmp_path / "image"
        image.write_bytes(b"\0" * 500_000)
        mounted = ["mount", "-o", "loop", str(image), str(place)]
        make = ["mkfs.ext4", "-q", "-b", "4096", "-m", "0", "-O", "^has_journal", str(image)]
        if shutil.which(make[0]) is None:
            pytest.skip("left out: no file system can be made here")
        subprocess.run(make, check=True)
    if not IS_ROOT or shutil.which("mount") is None or subprocess.run(mounted).returncode:
        pytest.skip("left out: no file system can be mounted here")
    try:
        shutil.rmtree(place / "lost+found", ignore_errors=True)
        (place / "posts").mkdir()
        (place / "medlint.toml").write_text('select = ["MED123"]\n')
        for name in ("a.md", "b.md", "c.md"):
            (place / "posts" / name).write_text(POST + "A sentence of some words.\n" * 400)
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, left: int) -> None:
    """Leave so many pages of 4,096 bytes free."""
    with open(place / "filler", "wb", buffering=0) as stream, suppress(OSError):
        while stream.write(b"x" * 4096) == 4096:
            pass
    os.truncate(place / "filler", os.path.getsize(place / "filler") // 4096 * 4096 - left * 4096)


@pytest.mark.skipif(os.name == "nt", reason="left out: no file system can be mounted here")
@pytest.mark.parametrize("left", [0, 1, 2, 3, 8])
def test_a_disk_that_is_full(small: Path, left: int) -> None:
    before = {path: path.read_text() for path in (small / "posts").iterdir()}
    mended = {path: text.replace(", Rivers", "") for path, text in before.items()}
    expected = run(small, "--no-cache", "--no-baseline")
    fill(small, left)
    known = {"posts", "medlint.toml", "filler"}

    # The cache: without a word, and the same is found.
    for _ in range(2):
        assert run(small, "--cache-dir", str(small / "cache"))[:2] == expected[:2]
    shutil.rmtree(small / "cache", ignore_errors=True)

    # The report and the baseline: whole or not there, and said.
    for arguments, name in (
        (("--output-format", "json", "--output-file", "report"), "report"),
        (("baseline",), ".medlint-baseline.json"),
    ):
        done = start(small, *arguments)
        assert "Traceback" not in done.stderr
        if done.returncode == 2:
            assert "No space left on device" in done.stderr
            assert done.stderr.count("\n") == 1
            assert not (small / name).exists()
        else:
            json.loads((small / name).read_text())
            (small / name).unlink()

    # Posts: old or mended, each told that is as it was.
    code, _, said = run(small, "--fix", "--no-cache")
    texts = {path: path.read_text() for path in before}
    assert all(texts[path] in {before[path], mended[path]} for path in before)
    kept = sum(texts[path] == before[path] for path in before)
    assert said.count("No space left on device; the file is as it was") == kept
    assert code == (2 if kept else 0)
    assert kept == (len(before) if left < 3 else 0)
    assert set(os.listdir(small)) - {"cache"} == known
    assert sorted(os.listdir(small / "posts")) == ["a.md", "b.md", "c.md"]


@pytest.mark.skipif(os.name == "nt", reason="left out: no file system can be mounted here")
@pytest.mark.parametrize("left", [0, 1, 2, 8])
def test_a_disk_that_is_full_when_medlint_is_set_up(small: Path, left: int) -> None:
    (small / "medlint.toml").unlink()
    settings, hook = small / "pyproject.toml", small / ".pre-commit-config.yaml"
    settings.write_text("[project]\nname = 'blog'\n")
    before = settings.read_text()
    (small / ".git").mkdir()
    fill(small, left)
    done = start(small, "init")
    assert "Traceback" not in done.stderr
    assert settings.read_text().startswith(before)
    told = done.stderr.count("No space left on device")
    assert done.returncode == (2 if told else 0)
    written = ["[tool.medlint]" in settings.read_text(), hook.exists()]
    assert told == written.count(False)
    assert told == {0: 2, 8: 0}.get(left, told)
    if hook.exists():
        assert hook.read_text().endswith("- id: medlint\n")
    known = {".git", "posts", "filler", "pyproject.toml", ".pre-commit-config.yaml"}
    assert set(os.listdir(small)) <= known
