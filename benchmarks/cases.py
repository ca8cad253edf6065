"""What is measured against what, and the goal of each."""

from __future__ import annotations

import shutil
import subprocess
from time import time_ns
from typing import TYPE_CHECKING, NamedTuple

from measure import Command
from posts import make_post, make_posts
from programs import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from programs import Programs

SETTINGS = '[tool.medlint]\nsite-url = "https://river-notes.dev"\n'


class Case(NamedTuple):
    """Two commands, one of medlint's and one to hold it against.

    Attributes:
        key: What names it on the command line.
        what: What medlint does.
        command: How.
        against: The other one.
        goal: How many times the time of the other one medlint may take.
        runs: How often each is run.
        memory: How many times the memory of the other one it may hold, if that matters.
    """

    key: str
    what: str
    command: Command
    against: Command
    goal: float
    runs: int
    memory: float | None = None


class Blogs:
    """Blogs of made-up posts, made when they are asked for.

    Args:
        home: The folder in which they are kept.
    """

    def __init__(self, home: Path) -> None:
        self._home = home

    def blog(self, posts: int) -> Path:
        """The folder of a blog of so many posts, about 8 KB each.

        It is a Git repository with a settings file; a post alone has neither.
        """
        folder = self._home / f"blog-{posts}"
        if (folder / "made").exists():
            return folder
        make_posts(folder, posts)
        if posts > 1:
            (folder / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
            for arguments in (
                ("init", "--quiet"),
                ("add", "--all"),
                ("-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "posts"),
            ):
                subprocess.run(("git", *arguments), cwd=folder, check=True)
        (folder / "made").touch()
        return folder


def cases(programs: Programs, blogs: Blogs, caches: Path) -> list[Case]:
    """Every case whose programs are there.

    Args:
        programs: The programs.
        blogs: What they work on.
        caches: The folder for their caches.
    """
    medlint = str(programs.medlint())
    one, thousand = blogs.blog(1), blogs.blog(1000)
    post = "posts/00000-walk.md"
    fresh = Command("medlint, one post", (medlint, "--no-cache", post), one)
    reference = one / "markdown-it.toml"
    reference.write_text('parser = "markdown-it"\n', encoding="utf-8")
    slow = Command(
        "medlint with markdown-it-py, one post",
        (medlint, "--no-cache", "--config", reference.name, post),
        one,
    )
    all_fresh = Command("medlint, 1000 posts", (medlint, "--no-cache", "."), thousand)
    kept = Command(
        "medlint, one post unchanged", (medlint, "--cache-dir", str(caches / "one"), post), one
    )
    nothing = Command("`python -c pass`", (str(programs.python()), "-c", "pass"), one)
    what = "one post of 8 KB, nothing changed since the last run"
    found = [
        Case("start", "one post of 8 KB, no cache", fresh, nothing, 3.0, 21),
        Case("start-unchanged", what, kept, nothing, 3.0, 21),
    ]
    markdownlint, pymarkdown, rumdl = (
        programs.markdownlint(),
        programs.pymarkdown(),
        programs.rumdl(),
    )
    if markdownlint is not None:
        other = Command("markdownlint-cli2", (str(markdownlint), post), one)
        found.append(Case("one-markdownlint", "one post of 8 KB", fresh, other, 0.10, 9))
    if pymarkdown is not None:
        other = Command("pymarkdown", (str(pymarkdown), "scan", post), one)
        found.append(Case("one-pymarkdown", "one post of 8 KB", fresh, other, 0.10, 9))
        what = "one post of 8 KB, reference parser"
        found.append(Case("reference", what, slow, other, 0.30, 9))
    found += _hook(programs, blogs, caches)
    if rumdl is not None:
        arguments = (str(rumdl), "check", "--no-cache", ".")
        other = Command("rumdl without its cache", arguments, thousand)
        found.append(Case("many", "1000 posts, no cache", all_fresh, other, 1.0, 5))
    if markdownlint is not None:
        other = Command("markdownlint-cli2", (str(markdownlint), "**/*.md"), thousand)
        found.append(Case("many-markdownlint", "1000 posts, no cache", all_fresh, other, 0.05, 3))
    if rumdl is not None:
        again = Command(
            "medlint, 1000 posts unchanged",
            (medlint, "--cache-dir", str(caches / "unchanged"), "."),
            thousand,
        )
        cache = ("--cache-dir", str(caches / "rumdl"))
        other = Command("rumdl with its cache", (str(rumdl), "check", *cache, "."), thousand)
        what = "1000 posts, nothing changed since the last run"
        found.append(Case("unchanged", what, again, other, 1.0, 15))
    return [*found, *_growth(medlint, blogs, caches)]


def _growth(medlint: str, blogs: Blogs, caches: Path) -> list[Case]:
    """Medlint against itself with fewer posts."""
    large = Command("medlint, 10,000 posts", (medlint, "--no-cache", "."), blogs.blog(10_000))
    small = Command("medlint, 1000 posts", (medlint, "--no-cache", "."), blogs.blog(1000))

    def changed(posts: int) -> Command:
        folder = blogs.blog(posts)
        return Command(
            f"medlint, one of {posts:,} posts changed",
            (medlint, "--cache-dir", str(caches / f"changed-{posts}"), "posts/00003-walk.md"),
            folder,
            before=_edit(folder / "posts" / "00003-walk.md"),
        )

    return [
        Case("growth", "10,000 posts, no cache", large, small, 10.5, 3, 1.5),
        Case("index", "one changed post among 10,000", changed(10_000), changed(100), 1.5, 15),
    ]


def _hook(programs: Programs, blogs: Blogs, caches: Path) -> list[Case]:
    """The hook under the real pre-commit, against one that does nothing.

    Both are written in Python and have an environment that pre-commit has made
    for them, as users have it; pre-commit looks after it at each run.
    """
    pre_commit = programs.pre_commit()
    if pre_commit is None:
        return []
    folder = blogs.blog(100)
    post = folder / "posts" / "00003-walk.md"
    home = caches / "pre-commit"
    # Its environments are of the state of medlint for which they were made.
    shutil.rmtree(home, ignore_errors=True)
    edit = _edit(post)

    def stage() -> None:
        edit()
        subprocess.run(("git", "add", str(post)), cwd=folder, check=True)

    def hook(name: str, entry: str, *needs: str) -> Command:
        config = folder / f".{name}.yaml"
        config.write_text(
            "repos:\n  - repo: local\n    hooks:\n"
            f"      - {{id: {name}, name: {name}, language: python, types: [markdown], "
            f"require_serial: true, entry: {entry}, additional_dependencies: {list(needs)}}}\n",
            encoding="utf-8",
        )
        return Command(
            f"pre-commit with {name}",
            (str(pre_commit), "run", "--config", config.name),
            folder,
            {"PRE_COMMIT_HOME": str(home), "MEDLINT_CACHE_DIR": str(caches / "hook")},
            stage,
        )

    checks = hook("medlint", "medlint check --force-exclude", f"{ROOT}[fast]")
    nothing = hook("nothing", "python -c pass")._replace(
        name="the same with a Python hook that does nothing"
    )
    return [Case("hook", "the hook, one staged post", checks, nothing, 1.15, 15)]


def _edit(post: Path) -> Callable[[], None]:
    """What gives a post another text each time, as its author does."""

    def edit() -> None:
        post.write_text(f"{make_post(3)}\nVersion {time_ns()}.\n", encoding="utf-8")

    return edit
