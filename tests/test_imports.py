"""What a plain run loads: each module more makes every run longer.

Where one of these tests fails, something is loaded that was not before. Import
it inside the function that needs it; if every plain run needs it, put it on
the list here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from medlint import together
from medlint.linter import planned_rules
from medlint.post import Post
from medlint.settings import Settings
from medlint.text import Source

if TYPE_CHECKING:
    from pathlib import Path

#: A post of which nothing is found.
CLEAN = """\
---
title: A walk along the river
description: What we saw on a walk of three hours, from the old mill to the harbour.
tags: [Walking, Rivers, Spring]
canonical_url: https://walks.blog/2024/05/along-the-river/
date: 2024-05-01
---

We set out at eight, when the mist still lay on the water. The [map of all
paths](https://maps.blog/river/) shows three ways, and we took the middle one.

## At the mill

Its wheel no longer turns, but a [museum of milling](https://mill.blog/museum/) is
open on Sundays, and the **bread** is baked there.
"""
#: And one of which something is.
FAULTY = CLEAN.replace("map of all\npaths", "here")

#: What is loaded of Python for every run, each with what it loads itself.
PYTHON = ("__future__", "bisect", "collections", "enum", "functools", "types", "_blake2")
#: And for a post that is read, whatever the parser.
READING = ("datetime", "re", "unicodedata")
#: And for the cache.
STORING = ("struct", "zlib")
#: And for what is known of all posts of a site.
COMPARING = ("array", "_sqlite3")
#: And for the one parser or the other.
FAST = ("pyromark",)
SLOW = ("html.entities", "contextlib", "collections.abc")

#: What is loaded of medlint for every run; what lies together in the bundle is listed there.
ALWAYS = f"bytecode cli {together.CHECK}"
#: And to read a post.
POST = together.POST
#: And for the one parser or the other.
ACCELERATOR = together.ACCELERATOR
REFERENCE = together.REFERENCE
#: And where no settings file says how far the project goes.
ANYWHERE = "gitignore"
#: And where results and settings are kept.
CACHE = together.CACHE
#: And to see that nothing has changed in many posts of a repository.
UNCHANGED = "git index.extent index.lines index.listing unchanged"
#: And to hold one against the others of its site.
SITE = together.SITE
#: And by the rules that have something to look at.
RULES = together.RULES


@cache
def loaded_by(*statements: str) -> frozenset[str]:
    """The modules that a new Python has loaded after some statements."""
    script = "\n".join((*statements, "import sys; print(*sys.modules, sep='\\n')"))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return frozenset(done.stdout.split())


def imported(*modules: str) -> frozenset[str]:
    """Some modules of Python and of other packages, with all that they load themselves."""
    return loaded_by(*(f"import {module}" for module in modules))


def own(*lists: str) -> frozenset[str]:
    """Modules of medlint by their names."""
    names = " ".join(lists).split()
    return frozenset({"medlint", *(f"medlint.{name}" for name in names)})


class Blog:
    """A folder with a post, which no settings and no other posts surround."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "blog"
        self.cache = folder / "cache"
        (self.folder / "posts").mkdir(parents=True)
        self.write(CLEAN)

    def write(self, post: str) -> None:
        """Change the post."""
        (self.folder / "posts" / "a.md").write_text(post, encoding="utf-8")

    def run(self, *arguments: str, before: str = "pass", exit_code: int = 0) -> frozenset[str]:
        """The modules that a run on the post loads.

        Args:
            arguments: What stands on the command line besides the post.
            before: A statement that comes before all else.
            exit_code: What the run must end with.
        """
        script = (
            f"import sys; {before}\n"
            "from medlint.cli import main\n"
            "code = main([*sys.argv[1:], 'posts/a.md'])\n"
            "loaded = [name for name, module in sys.modules.items() if module]\n"
            "print(*loaded, sep='\\n', file=sys.stderr)\n"
            "sys.exit(code)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "MEDLINT_CACHE_DIR": str(self.cache),
                "GITHUB_ACTIONS": "",
            },
        )
        assert done.returncode == exit_code, done.stdout + done.stderr
        return frozenset(done.stderr.split())


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog(tmp_path)


def rules(post: str, *stages: str) -> frozenset[str]:
    """The modules of the rules that are on and have something to look at in a post."""
    settings = Settings.from_mapping({})
    made = Post(Source(post, "posts/a.md"), settings)
    return frozenset(
        type(planned.rule).__module__
        for planned in planned_rules(settings, "posts/a.md")
        if planned.stage in stages and made.has(planned.needs)
    )


def check(
    loaded: frozenset[str],
    post: str | None,
    *allowed: frozenset[str],
    stages: tuple[str, ...] = ("source", "post"),
) -> None:
    """Compare what was loaded with what may be.

    Args:
        loaded: The modules.
        post: The post whose rules may be among them; ``None`` for no rules at all.
        allowed: What may be loaded besides what every run loads.
        stages: When those rules run.
    """
    ours = {name for name in loaded if re.match(r"medlint\.rules\.\w+\.", name)}
    assert ours == (set() if post is None else rules(post, *stages))
    families = {name.rpartition(".")[0] for name in ours}
    may = frozenset().union(*allowed) | imported(*PYTHON) | own(ALWAYS)
    more = sorted(loaded - ours - families - may)
    assert not more, f"loaded, and not on the list: {more}"
    missing = sorted(name for name in may - loaded if name.startswith("medlint"))
    assert not missing, f"on the list, and not loaded: {missing}"


def test_a_clean_post(blog: Blog) -> None:
    loaded = blog.run("--no-cache")
    check(loaded, CLEAN, imported(*READING, *FAST), own(ANYWHERE, POST, ACCELERATOR, RULES))


def test_a_clean_post_without_the_accelerator(blog: Blog) -> None:
    alone = "import medlint; medlint.owns_process = True; sys.modules['pyromark'] = None"
    loaded = blog.run("--no-cache", before=alone)
    parser = {name for name in loaded if name.partition(".")[0] == "markdown_it"}
    assert parser
    allowed = imported(*READING, *SLOW), own(ANYWHERE, POST, REFERENCE, RULES)
    check(loaded - parser, CLEAN, *allowed)


def test_a_post_with_a_finding(blog: Blog) -> None:
    blog.write(FAULTY)
    loaded = blog.run("--no-cache", exit_code=1)
    check(loaded, FAULTY, imported(*READING, *FAST), own(ANYWHERE, POST, ACCELERATOR, RULES))


@pytest.mark.parametrize(("post", "exit_code"), [(CLEAN, 0), (FAULTY, 1)])
def test_a_post_that_the_cache_knows(blog: Blog, post: str, exit_code: int) -> None:
    blog.write(post)
    blog.run(exit_code=exit_code)
    loaded = blog.run(exit_code=exit_code)
    check(loaded, None, imported(*STORING), own(ANYWHERE, CACHE))


def test_many_posts_that_are_as_they_were(blog: Blog) -> None:
    for number in range(30):
        path = blog.folder / "posts" / f"{number}.md"
        path.write_text(CLEAN.replace("river", f"river {number}"), encoding="utf-8")
    (blog.folder / "medlint.toml").write_text('language = "en"\n')
    subprocess.run(["git", "init", "--quiet", blog.folder], check=True)
    subprocess.run(["git", "-C", blog.folder, "add", "--all"], check=True)
    # Files of this very moment are read in any case.
    later = "import time; now = time.time_ns; time.time_ns = lambda: now() + 3600 * 10**9"
    blog.run("posts", before=later, exit_code=1)
    loaded = blog.run("posts", before=later, exit_code=1)
    check(loaded, None, imported(*STORING), own(ANYWHERE, CACHE, UNCHANGED))


def test_settings_that_the_cache_knows(blog: Blog) -> None:
    (blog.folder / "medlint.toml").write_text('language = "en"\nignore = ["MED7"]\n')
    blog.run()
    check(blog.run(), None, imported(*STORING), own(CACHE))


def test_a_changed_post_in_a_repository(blog: Blog) -> None:
    (blog.folder / "medlint.toml").write_text('language = "en"\n')
    subprocess.run(["git", "init", "--quiet", blog.folder], check=True)
    subprocess.run(["git", "-C", blog.folder, "add", "--all"], check=True)
    blog.run()
    blog.write(f"{CLEAN}\nAnd so home.\n")
    check(
        blog.run(),
        CLEAN,
        imported(*READING, *FAST, *STORING, *COMPARING),
        own(ANYWHERE, CACHE, POST, ACCELERATOR, RULES, SITE),
        stages=("source", "post", "site"),
    )
