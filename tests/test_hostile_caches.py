"""What is found in the place of a cache file: it is ignored, and what is found stays the same.

The folder is the user's own. What is in it may still be damaged, cut short, of another
program or no file at all; nothing there may stop a run or keep it waiting.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

POSTS = 21  # so many that the state of their files is kept, too


def statements(*script: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        base = sqlite3.connect(path)
        for statement in script:
            base.execute(statement)
        base.commit()
        base.close()

    return change


def written(data: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_bytes(data)

    return change


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    (path / "full").mkdir(parents=True)


def link_to(target: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    return change


def huge(path: Path) -> None:
    os.truncate(path, 5_000_000_000)  # nothing of which takes room on the disk


ANY: dict[str, Callable[[Path], None]] = {
    "empty": written(b""),
    "of another program": written(bytes(range(256)) * 40),
    "cut short": cut,
    "one byte changed": flip,
    "huge": huge,
    "a folder": folder,
    "a pipe": pipe,
    "a circle of links": link_to("runs"),
    "a device without end": link_to("/dev/zero"),
    "a link to another file": link_to("/etc/passwd"),
}
FOR_EVER = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
INDEX: dict[str, Callable[[Path], None]] = {
    "a view that never ends": statements(
        "ALTER TABLE meta RENAME TO old",
        f"CREATE VIEW meta AS {FOR_EVER} SELECT generation, settings, listing "
        "FROM old, (SELECT max(x) FROM c)",
    ),
    "a view for a table": statements(
        "DROP TABLE prints", f"CREATE VIEW prints AS {FOR_EVER} SELECT x hash, x post FROM c"
    ),
    "a trigger": statements("CREATE TRIGGER t AFTER INSERT ON posts BEGIN DELETE FROM facts; END"),
    "another table": statements("CREATE TABLE other (x)"),
    "nothing about itself": statements("DELETE FROM meta"),
    "numbers for bytes": statements("UPDATE meta SET settings = 1, listing = 2"),
    "text for bytes": statements("UPDATE meta SET listing = 'text'"),
    "text for lines": statements("INSERT INTO changes VALUES ('text', 1)"),
}
#: What may lie beside the index, where SQLite looks for what a killed run has left.
BESIDE = [name for name in ANY if name not in {"cut short", "one byte changed", "huge"}]
CASES = [
    *((name, how) for name in ("results", "runs", "settings", "site") for how in ANY),
    *(("site", how) for how in INDEX),
]


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile")
    posts = home / "blog" / "posts"
    posts.mkdir(parents=True)
    (home / "blog" / "medlint.toml").write_text('select = ["ALL"]\n')
    for number in range(POSTS):
        (posts / f"{number}.md").write_text(
            f"---\ntitle: A walk {number // 2}\ntags: [a{number}]\n---\n\n[x](https://b.cc)\n"
        )
    for path in posts.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return home


def run(home: Path, cache: Path | None) -> tuple[int, str, str]:
    place = ("--no-cache",) if cache is None else ("--cache-dir", str(cache))
    done = subprocess.run(
        (sys.executable, "-m", "medlint", "--output-format", "json", *place),
        cwd=home / "blog",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def good(blog: Path) -> Path:
    """A cache folder after a run."""
    run(blog, blog / "good")
    return blog / "good"


@pytest.fixture(scope="module")
def expected(blog: Path) -> tuple[int, str, str]:
    return run(blog, None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="left out: no named pipes here")
@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("how", BESIDE)
def test_what_lies_beside_the_index_is_ignored(
    ending: str, how: str, blog: Path, good: Path, expected: tuple[int, str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(good, cache)
    (index,) = cache.rglob("site-*")
    for path in [path for path in cache.rglob("*") if path.is_file() and path != index]:
        path.unlink()
    ANY[how](index.with_name(index.name + ending))
    passwords = Path("/etc/passwd").read_bytes()
    for _ in range(2):
        code, found, said = run(blog, cache)
        assert (code, found) == expected[:2]
        assert said == "" or (how == "a folder" and said.count("\n") == 1)
    assert Path("/etc/passwd").read_bytes() == passwords


def test_what_a_killed_run_has_left_beside_the_index_is_used(
    blog: Path, good: Path, expected: tuple[int, str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(good, cache)
    (index,) = cache.rglob("site-*")
    base = sqlite3.connect(index)
    base.execute("PRAGMA wal_autocheckpoint = 0")
    base.execute("UPDATE meta SET generation = generation + 1")
    base.commit()
    left = tmp_path / "left"
    shutil.copytree(cache, left)  # while it is open, as a killed process leaves it
    base.close()
    assert any(path.name.endswith("-wal") for path in left.rglob("site-*"))
    assert run(blog, left) == expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="left out: no named pipes here")
@pytest.mark.parametrize(("name", "how"), CASES)
def test_is_ignored(
    name: str, how: str, blog: Path, good: Path, expected: tuple[int, str, str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(good, cache)
    files = {path.name.partition("-")[0]: path for path in cache.rglob("*") if path.is_file()}
    if name not in files:
        assert name == "runs"  # which is kept only where files tell of their changes
        return
    if name in {"site", "results"}:
        # Else they are not even asked.
        for other in {"runs", "results"} - {name}:
            if other in files:
                files[other].unlink()
    (ANY if how in ANY else INDEX)[how](files[name])
    code, found, said = run(blog, cache)
    assert (code, found) == expected[:2]
    # One clear line where the index cannot be put there; of all others not a word.
    assert said == "" or (name == "site" and said.count("\n") == 1 and "cannot be used" in said)
    assert run(blog, cache)[:2] == expected[:2]
