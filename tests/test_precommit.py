"""The hook, run by the real pre-commit on real commits in a real repository.

The hook is installed once, from a commit of this working tree, as pre-commit
would install it from the project's repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

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


class Workshop:
    """A folder with a repository of the hook, and pre-commit's own cache."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("GIT_", "PRE_COMMIT", "GITHUB_")) and key != "VIRTUAL_ENV"
        }
        self.environ = {
            **kept,
            "PRE_COMMIT_HOME": str(folder / "cache"),
            "PRE_COMMIT_COLOR": "never",
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "NO_COLOR": "1",
        }
        (folder / "gitconfig").write_text(
            "[user]\n\tname = Ada\n\temail = ada@ada.dev\n"
            '[init]\n\tdefaultBranch = main\n[protocol "file"]\n\tallow = always\n'
        )
        self.hook = folder / "hook"
        names = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for name in names:
            if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
                target = self.hook / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target)
        self.git("init", "--quiet", cwd=self.hook)
        self.commit("Everything", cwd=self.hook)

    def run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments,
            cwd=cwd,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=600,
        )

    def git(self, *arguments: str, cwd: Path) -> str:
        done = self.run("git", *arguments, cwd=cwd)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def commit(self, message: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        self.git("add", "--all", cwd=cwd)
        return self.run("git", "commit", "--quiet", "--message", message, cwd=cwd)

    def pre_commit(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pre_commit", *arguments, cwd=cwd)


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    if not (ROOT / ".git").exists():
        pytest.skip("left out: this is no Git checkout, so there is nothing to take the hook from")
    return Workshop(tmp_path_factory.mktemp("workshop"))


@pytest.fixture
def blog(workshop: Workshop, tmp_path: Path) -> Path:
    """A repository of posts, with the hook installed as the README says."""
    workshop.git("init", "--quiet", cwd=tmp_path)
    revision = workshop.git("rev-parse", "HEAD", cwd=workshop.hook).strip()
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {workshop.hook}\n    rev: {revision}\n    hooks:\n      - id: medlint\n"
    )
    done = workshop.pre_commit("install", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    (tmp_path / "posts").mkdir()
    return tmp_path


def test_a_bad_commit_is_refused_and_a_good_one_passes(workshop: Workshop, blog: Path) -> None:
    (blog / "medlint.toml").write_text('ignore = ["thin-content"]\n')
    post = blog / "posts" / "walk.md"
    post.write_text(BAD, encoding="utf-8")
    done = workshop.commit("A walk", cwd=blog)
    assert done.returncode == 1
    assert "posts/walk.md:9:6: MED201[generic-anchor] error: the link text" in done.stdout
    assert workshop.run("git", "log", cwd=blog).returncode != 0

    post.write_text(GOOD, encoding="utf-8")
    done = workshop.commit("A walk", cwd=blog)
    assert done.returncode == 0, done.stdout
    assert workshop.git("log", "--format=%s", cwd=blog) == "A walk\n"


def test_the_hook_brings_the_faster_parser_along(workshop: Workshop, blog: Path) -> None:
    (blog / "medlint.toml").write_text('parser = "pyromark"\nignore = ["thin-content"]\n')
    (blog / "posts" / "walk.md").write_text(BAD, encoding="utf-8")
    done = workshop.commit("A walk", cwd=blog)
    assert done.returncode == 1
    assert "posts/walk.md:9:6: MED201[generic-anchor] error: the link text" in done.stdout


def test_files_that_are_no_posts_are_passed_over(workshop: Workshop, blog: Path) -> None:
    (blog / "README.md").write_text("# Blog\n\n[click here](https://ada.dev)\n")
    done = workshop.commit("A readme", cwd=blog)
    assert done.returncode == 0, done.stdout
    done = workshop.pre_commit("run", "--all-files", "--verbose", cwd=blog)
    assert done.returncode == 0
    assert "MED" not in done.stdout
    assert "Passed" in done.stdout


def test_the_settings_decide_which_files_are_posts(workshop: Workshop, blog: Path) -> None:
    (blog / "pyproject.toml").write_text('[tool.medlint]\ninclude = ["letters/*.md"]\n')
    (blog / "posts" / "walk.md").write_text(BAD, encoding="utf-8")
    done = workshop.commit("Not a letter", cwd=blog)
    assert done.returncode == 0, done.stdout
    (blog / "letters").mkdir()
    (blog / "letters" / "walk.md").write_text(BAD, encoding="utf-8")
    done = workshop.commit("A letter", cwd=blog)
    assert done.returncode == 1
    assert "letters/walk.md:9:6: MED201" in done.stdout
    assert "posts/walk.md" not in done.stdout


def test_arguments_of_the_user_keep_force_exclude(workshop: Workshop, blog: Path) -> None:
    config = blog / ".pre-commit-config.yaml"
    config.write_text(config.read_text() + '        args: ["--select", "MED1"]\n')
    (blog / "posts" / "walk.md").write_text(BAD, encoding="utf-8")
    (blog / "README.md").write_text("# Blog\n")
    done = workshop.commit("A walk", cwd=blog)
    assert done.returncode == 0, done.stdout


def test_mdx_and_many_files_are_one_run(workshop: Workshop, blog: Path) -> None:
    for number in range(40):
        (blog / "posts" / f"walk {number}.mdx").write_text(BAD, encoding="utf-8")
    done = workshop.commit("Many walks", cwd=blog)
    assert done.returncode == 1
    assert done.stdout.count("MED201[generic-anchor]") == 40


def test_try_repo_works_on_the_repository_itself(workshop: Workshop, blog: Path) -> None:
    (blog / "posts" / "walk.md").write_text(BAD, encoding="utf-8")
    workshop.git("add", "--all", cwd=blog)
    done = workshop.pre_commit(
        "try-repo", str(workshop.hook), "medlint", "--all-files", "--verbose", cwd=blog
    )
    assert done.returncode == 1
    assert "posts/walk.md:9:6: MED201[generic-anchor] error: " in done.stdout


TWICE = GOOD.replace("walking, rivers", "walking, rivers, Rivers")
#: Far enough below the tags that a change there stands in a hunk of its own.
LONG = TWICE + "".join(f"\nParagraph {number}.\n" for number in range(30))
FIXED = "posts/walk.md: fixed MED123[duplicate-tag]"


@pytest.fixture
def fixed_blog(workshop: Workshop, blog: Path) -> Path:
    """The same repository with the hook that mends, and a first commit."""
    config = blog / ".pre-commit-config.yaml"
    config.write_text(config.read_text().replace("id: medlint\n", "id: medlint-fix\n"))
    (blog / "medlint.toml").write_text('select = ["duplicate-tag", "generic-anchor"]\n')
    done = workshop.commit("Settings", cwd=blog)
    assert done.returncode == 0, done.stdout
    return blog


def staged(workshop: Workshop, blog: Path) -> str:
    return workshop.git("show", ":posts/walk.md", cwd=blog)


def test_fix_refuses_the_commit_and_says_what_was_fixed(
    workshop: Workshop, fixed_blog: Path
) -> None:
    post = fixed_blog / "posts" / "walk.md"
    post.write_text(TWICE, encoding="utf-8")
    done = workshop.commit("A walk", cwd=fixed_blog)
    assert done.returncode == 1
    assert FIXED in done.stdout
    assert "files were modified by this hook" in done.stdout
    assert post.read_text(encoding="utf-8") == GOOD
    assert staged(workshop, fixed_blog) == TWICE, "what is staged is the writer's to change"
    done = workshop.commit("A walk", cwd=fixed_blog)
    assert done.returncode == 0, done.stdout
    assert workshop.git("show", "HEAD:posts/walk.md", cwd=fixed_blog) == GOOD


def test_fix_reports_what_it_cannot_mend(workshop: Workshop, fixed_blog: Path) -> None:
    post = fixed_blog / "posts" / "walk.md"
    post.write_text(BAD.replace("walking, rivers", "walking, rivers, Rivers"), encoding="utf-8")
    done = workshop.commit("A walk", cwd=fixed_blog)
    assert done.returncode == 1
    assert FIXED in done.stdout
    assert "posts/walk.md:9:6: MED201[generic-anchor]" in done.stdout
    assert post.read_text(encoding="utf-8") == BAD


def test_fix_keeps_what_is_not_staged(workshop: Workshop, fixed_blog: Path) -> None:
    post = fixed_blog / "posts" / "walk.md"
    post.write_text(LONG, encoding="utf-8")
    workshop.git("add", "--all", cwd=fixed_blog)
    other = fixed_blog / "posts" / "other.md"
    other.write_text("an untracked draft\n", encoding="utf-8")
    post.write_text(LONG.replace("Paragraph 25", "A later thought"), encoding="utf-8")
    done = workshop.run("git", "commit", "--quiet", "--message", "A walk", cwd=fixed_blog)
    assert done.returncode == 1
    assert FIXED in done.stdout
    expected = LONG.replace(", Rivers", "").replace("Paragraph 25", "A later thought")
    assert post.read_text(encoding="utf-8") == expected
    assert staged(workshop, fixed_blog) == LONG
    assert other.read_text(encoding="utf-8") == "an untracked draft\n"


def test_fix_gives_way_to_what_is_not_staged(workshop: Workshop, fixed_blog: Path) -> None:
    """Where both change one line pre-commit takes the fix back, and nothing is lost."""
    post = fixed_blog / "posts" / "walk.md"
    post.write_text(TWICE, encoding="utf-8")
    workshop.git("add", "--all", cwd=fixed_blog)
    mine = TWICE.replace("rivers, Rivers", "rivers, Rivers, spring")
    post.write_text(mine, encoding="utf-8")
    done = workshop.run("git", "commit", "--quiet", "--message", "A walk", cwd=fixed_blog)
    assert done.returncode == 1
    assert FIXED in done.stdout
    assert post.read_text(encoding="utf-8") == mine
    assert staged(workshop, fixed_blog) == TWICE


def test_fix_leaves_files_alone_that_are_no_posts(workshop: Workshop, fixed_blog: Path) -> None:
    (fixed_blog / "README.md").write_text(TWICE, encoding="utf-8")
    done = workshop.commit("A readme", cwd=fixed_blog)
    assert done.returncode == 0, done.stdout
    assert (fixed_blog / "README.md").read_text(encoding="utf-8") == TWICE
