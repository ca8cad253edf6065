"""Patterns mean what they mean to Git."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.globs import GlobError, Globs, parse

NAMES = ("a", "b", "ab", "a.md", "b.md", "[x]", "a b", ".h", "x-y")
PIECES = (
    "a", "b", "ab", "x", "*", "**", "/", "**/", "/**", "[ab]", "[!a]", "[^b]", "[a-c]", "[]x]",
    "[[:alpha:]]", "[[:punct:]]", ".md", "\\", "!", "#", " ", "\\[x\\]", "-", "[x",
)  # fmt: skip

#: Where what Git answers is an accident of how it is built: nothing but slashes, slashes
#: in a row, escaped or in brackets, and two stars beside anything but a slash.
ACCIDENTS = re.compile(r"^[!/ ]*$|//|\\/|\*\*\*|[^/!]\*\*|^!?\*\*[^/]|\*\*[^/]|\[[^]]*/")


@pytest.mark.parametrize(
    ("pattern", "path", "named"),
    [
        ("posts/", "posts/a.md", True),
        ("posts/", "src/posts/2024/a.md", True),
        ("posts/", "posts", False),
        ("/posts/", "src/posts/a.md", False),
        ("posts/*.md", "posts/a.md", True),
        ("posts/*.md", "posts/2024/a.md", False),
        ("posts/*.md", "src/posts/a.md", False),
        ("posts/**/*.md", "posts/a.md", True),
        ("posts/**/*.md", "posts/2024/01/a.md", True),
        ("**/drafts/*.md", "drafts/a.md", True),
        ("**/drafts/*.md", "x/drafts/a.md", True),
        ("posts/**", "posts/a.md", True),
        ("*.md", "posts/a.md", True),
        ("?.md", "é.md", True),
        ("[!a].md", "é.md", True),
        ("a?b", "a/b", False),
        ("a[!x]b", "a/b", False),
        ("{a,b}.md", "a.md", False),
        ("\\#1.md", "#1.md", True),
        ("a\\*.md", "a*.md", True),
        ("a\\*.md", "ab.md", False),
        ("a\\/b", "a/b", True),
        ("a**b", "axb", True),
        ("a**b", "a/b", False),
        ("name\\ ", "name ", True),
        ("name  ", "name", True),
    ],
)
def test_what_a_pattern_of_the_settings_names(pattern: str, path: str, named: bool) -> None:
    assert Globs((pattern,)).match(path) is named


def test_the_last_pattern_that_speaks_of_a_path_decides() -> None:
    globs = Globs(("posts/", "!posts/old/", "posts/old/kept.md"))
    assert globs.verdict("posts/a.md") is True
    assert globs.verdict("posts/old/a.md") is False
    assert globs.verdict("posts/old/kept.md") is True
    assert globs.verdict("a.md") is None


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("[ab.md", "never closed"),
        ("[z-a]", "backwards"),
        ("a\\", "backslash"),
        ("/", "nothing"),
        ("!", "nothing"),
    ],
)
def test_a_pattern_that_means_nothing_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(GlobError, match=why):
        parse(pattern, below=True)
    assert Globs((pattern,), lenient=True).verdict("a") is None


def test_many_stars_take_no_longer_than_a_few() -> None:
    globs = Globs(("*a" * 40 + "*b", "**/" * 5 + "*a" * 40 + "b"))
    path = "/".join(["a" * 200] * 15)
    start = time.perf_counter()
    assert not globs.match(path)
    assert time.perf_counter() - start < 10


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Git repository with a small tree of oddly named files."""
    top = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    for index, outer in enumerate(NAMES):
        if index % 2:
            (top / outer).write_text("")
            continue
        for inner in NAMES[:-2]:
            (top / outer / inner).mkdir(parents=True)
            (top / outer / inner / "a.md").write_text("")
        (top / outer / "x-y").write_text("")
    return top


def ignored_by_git(repository: Path, paths: list[str]) -> list[str]:
    done = subprocess.run(
        ["git", "-C", str(repository), "check-ignore", "--no-index", "-z", "--stdin"],
        input="\0".join(paths).encode(),
        capture_output=True,
    )
    assert done.returncode in {0, 1}, done.stderr
    return sorted(path for path in done.stdout.decode().split("\0") if path)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join),
        min_size=1,
        max_size=3,
    )
)
def test_git_ignores_the_same_files(repository: Path, patterns: list[str]) -> None:
    patterns = [pattern for pattern in patterns if not ACCIDENTS.search(pattern)]
    (repository / ".gitignore").write_text("\n".join(patterns) + "\n")
    globs = Globs(tuple(patterns), below=False, lenient=True)
    paths: list[str] = []
    ours: list[str] = []
    for folder, folders, files in os.walk(repository):
        if ".git" in folders:
            folders.remove(".git")
        base = Path(folder).relative_to(repository)
        for name, slash in [*((one, "/") for one in folders), *((one, "") for one in files)]:
            path = (base / name).as_posix()
            paths.append(path)
            above = base.as_posix() in ours
            if above or globs.match(path + slash):
                ours.append(path)
    assert sorted(ours) == ignored_by_git(repository, paths)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join),
    st.booleans(),
)
def test_what_a_path_must_have_in_it_is_in_every_path_it_names(
    pattern: str, path: str, below: bool
) -> None:
    try:
        glob = parse(pattern, below=below)
    except GlobError:
        return
    for one in (path, f"{path}/"):
        if glob is not None and glob.regex.fullmatch(one) is not None:
            assert glob.needle in one
            assert glob.names(one)


@pytest.mark.parametrize(
    ("pattern", "needle"),
    [
        ("node_modules/", "node_modules"),
        ("/public/", "public"),
        ("*.log", ".log"),
        ("a/very-long*?x", "very-long"),
        ("[ab]c", ""),
        ("ab[cd]ef", "ab"),
        ("a\\*bc", "a"),
        ("**/x", "x"),
        ("*", ""),
    ],
)
def test_what_a_path_must_have_in_it(pattern: str, needle: str) -> None:
    glob = parse(pattern, below=False)
    assert glob is not None
    assert glob.needle == needle


def test_many_stars_take_no_time() -> None:
    # Backtracking would try 10 out of 60 places, which no machine comes to the end of.
    deep = "a/" * 60 + "c"
    assert not Globs(("**/a/" * 10 + "b",)).match(deep)
    assert Globs(("**/a/" * 10 + "c",)).match(deep)
    assert not Globs(("a*" * 40 + "b",)).match("a" * 200)
    assert Globs(("x/**/y/**/z",)).match("x/y/y/w/z")
    assert not Globs(("x/**/y/**/z",)).match("x/w/z")
    assert Globs(("/**/y/z/**/z/",)).match("a/y/y/z/b/z/c")
