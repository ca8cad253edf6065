"""Kill medlint while it works, again and again: ``python tools/kill.py --times 1000``.

In each mode medlint is started over a small blog and killed (SIGKILL) after a
random part of the time that it takes; a run that has come to its end before does
not count. Then every file must be whole, the old or the new one, and a run that is
let be must come to the same end as if none had been killed.

* ``fix``: ``medlint --fix`` over posts with faults;
* ``baseline``: ``medlint baseline`` over a baseline that is there;
* ``cache``: ``medlint`` with a cache and an index, cold and warm in turn;
* ``index``: ``medlint`` that brings the index up to date, killed above all while it writes;
  after each kill what is found must be what is found without anything kept.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

POST = """\
---
title: A walk along the river {number}
description: "Where the path **leaves** the road, what grows there in March, and the bus home."
date: 2024-03-{day:02}
tags: [walking, rivers, Rivers]
---

Take [the path along the old mill](https://ada.dev/mill/{number}/?utm_source=x) or [click here](https://b.cc).
{filling}
"""
_POSTS = 12


class Blog:
    """A blog of posts with faults, and what becomes of each.

    Args:
        folder: An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "posts").mkdir(parents=True)
        (folder / "medlint.toml").write_text('select = ["ALL"]\nsite-url = "https://ada.dev"\n')
        self.before: dict[str, bytes] = {}
        for number in range(_POSTS):
            filling = "A sentence of some words that nobody needs. " * (number * 40)
            text = POST.format(number=number, day=number + 1, filling=filling)
            self.before[f"posts/{number}.md"] = text.encode()
        self.reset()

    def reset(self) -> None:
        """Make all posts what they were."""
        for name, data in self.before.items():
            (self.folder / name).write_bytes(data)

    def posts(self) -> dict[str, bytes]:
        """The posts as they are."""
        return {name: (self.folder / name).read_bytes() for name in self.before}

    def leftovers(self) -> list[str]:
        """Files that nobody made."""
        known = {"medlint.toml", "posts", ".medlint-baseline.json", *self.before}
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*"))
        return [name for name in found if name not in known]


def start(folder: Path, *arguments: str) -> int:
    """Start medlint in a process of its own; returns its number.

    It is forked off, so that it is at work at once and not at importing.
    """
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = 3
    try:
        os.chdir(folder)
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            sys.stdout = sys.stderr = nowhere
            from medlint.cli import main as run

            code = run(arguments)
    finally:
        os._exit(code)


def finish(folder: Path, *arguments: str) -> tuple[int, float]:
    """Run medlint to its end; returns its exit code and the seconds it took."""
    started = time.monotonic()
    child = start(folder, *arguments)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - started


class Killer:
    """Kills runs at moments spread over the time that they take on this machine now.

    Args:
        seconds: How long a run takes, for a start.
        times: How often one is to be killed while it is at work.
        chance: Where the moments come from.

    Attributes:
        tries: How many runs were started; some of them came to their end first.
    """

    def __init__(self, seconds: float, times: int, chance: random.Random) -> None:
        self._seconds = seconds
        self._left = times
        self._chance = chance
        self.tries = 0

    def goes_on(self) -> bool:
        """Whether there are runs left to kill."""
        return self._left > 0

    def kill(self, folder: Path, *arguments: str, earliest: float = 0) -> None:
        """Start medlint, and kill it.

        Args:
            folder: Where it runs.
            arguments: Its arguments.
            earliest: The share of the time that a run takes that it has at least.
        """
        self.tries += 1
        seconds = self._chance.uniform(earliest, 1) * self._seconds
        child = start(folder, *arguments)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            self._left -= 1
            self._seconds *= 1.01  # so that the last moments have their turn, too
        else:
            self._seconds += (seconds - self._seconds) * 0.3


class Faults:
    """What was not as it should be."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def unless(self, holds: bool, what: str) -> None:
        """Note what does not hold."""
        if not holds:
            self.told.append(what)


def kill_fixes(blog: Blog, times: int, chance: random.Random, faults: Faults) -> int:
    """Kill ``medlint --fix``; returns how many runs that took."""
    arguments = ("--fix", "--no-cache", "posts")
    _, seconds = finish(blog.folder, *arguments)
    after = blog.posts()
    faults.unless(all(after[name] != data for name, data in blog.before.items()), "nothing to fix")
    killer = Killer(seconds, times, chance)
    while killer.goes_on():
        blog.reset()
        killer.kill(blog.folder, *arguments)
        for name, data in blog.posts().items():
            whole = data in {blog.before[name], after[name]}
            faults.unless(whole, f"fix: {name} is neither old nor new: {data[:60]!r}")
    blog.reset()
    finish(blog.folder, *arguments)
    faults.unless(blog.posts() == after, "fix: the last run mended something else")
    return killer.tries


def kill_baselines(blog: Blog, times: int, chance: random.Random, faults: Faults) -> int:
    """Kill ``medlint baseline``; returns how many runs that took."""
    file = blog.folder / ".medlint-baseline.json"
    arguments = ("baseline", "-q")
    finish(blog.folder, *arguments, "posts/1.md")
    old = file.read_bytes()
    _, seconds = finish(blog.folder, *arguments)
    new = file.read_bytes()
    faults.unless(old != new, "baseline: nothing to record")
    killer = Killer(seconds, times, chance)
    while killer.goes_on():
        file.write_bytes(old)
        killer.kill(blog.folder, *arguments)
        faults.unless(file.read_bytes() in {old, new}, "baseline: neither old nor new")
    file.unlink()
    return killer.tries


def kill_caches(blog: Blog, times: int, chance: random.Random, faults: Faults) -> int:
    """Kill ``medlint`` that keeps what it finds; returns how many runs that took."""
    cache = blog.folder.parent / "cache"
    report = blog.folder.parent / "report"

    def arguments(*more: str) -> tuple[str, ...]:
        return ("--output-format", "json", "--output-file", str(report), *more)

    finish(blog.folder, *arguments("--no-cache"))
    expected = report.read_bytes()
    with_cache = arguments("--cache-dir", str(cache))
    _, seconds = finish(blog.folder, *with_cache)
    killer = Killer(seconds, times, chance)
    while killer.goes_on():
        number = killer.tries
        if number % 3 == 0:
            shutil.rmtree(cache, ignore_errors=True)
        else:  # some posts are new to the cache
            for name in chance.sample(sorted(blog.before), 4):
                (blog.folder / name).write_bytes(blog.before[name] + b"\n" * (number % 7))
        killer.kill(blog.folder, *with_cache)
        if number % 5 == 0 or not killer.goes_on():
            blog.reset()
            report.unlink(missing_ok=True)
            code, _ = finish(blog.folder, *with_cache)
            faults.unless(code == 1, f"cache: after a kill medlint ends with {code}")
            faults.unless(
                report.exists() and report.read_bytes() == expected,
                "cache: after a kill medlint finds something else",
            )
    return killer.tries


def kill_indexes(blog: Blog, times: int, chance: random.Random, faults: Faults) -> int:
    """Kill ``medlint`` that brings its index up to date; returns how many runs that took."""
    cache = blog.folder.parent / "cache"
    report = blog.folder.parent / "report"
    arguments = ("--output-format", "json", "--output-file", str(report))
    with_cache = (*arguments, "--cache-dir", str(cache))

    def change(number: int) -> None:
        """Change half of the posts in what the index knows of them."""
        for name in chance.sample(sorted(blog.before), _POSTS // 2):
            changed = blog.before[name].replace(b"river", b"hill %d" % (number % 5))
            (blog.folder / name).write_bytes(changed)

    def forget_results() -> None:
        """Leave the index alone of all that is kept."""
        for file in cache.rglob("*"):
            if file.is_file() and not file.name.startswith("site-"):
                file.unlink()

    finish(blog.folder, *arguments, "--no-cache")
    expected = report.read_bytes()
    _, seconds = finish(blog.folder, *with_cache)
    faults.unless(any(cache.rglob("site-*.sqlite")), "index: there is none")
    killer = Killer(seconds, times, chance)
    while killer.goes_on():
        change(killer.tries)
        forget_results()
        # Three in four in the last third, where it is written.
        killer.kill(blog.folder, *with_cache, earliest=0.6 if killer.tries % 4 else 0)
        blog.reset()
        forget_results()
        report.unlink(missing_ok=True)
        code, _ = finish(blog.folder, *with_cache)
        faults.unless(code == 1, f"index: after a kill medlint ends with {code}")
        same = report.exists() and report.read_bytes() == expected
        faults.unless(same, "index: after a kill medlint finds something else")
    return killer.tries


MODES: dict[str, Callable[[Blog, int, random.Random, Faults], int]] = {
    "fix": kill_fixes,
    "baseline": kill_baselines,
    "cache": kill_caches,
    "index": kill_indexes,
}


def main() -> int:
    """Run the command; returns 1 where something was broken."""
    parser = argparse.ArgumentParser(prog="python tools/kill.py", description=__doc__)
    parser.add_argument("--times", type=int, default=1000, help="how often, in each mode")
    parser.add_argument("--mode", choices=MODES, help="one mode alone")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with contextlib.redirect_stdout(io.StringIO()):  # what all runs need is imported once
        from medlint.cli import main as run

        run(["--version"])
    failed = False
    for name in [options.mode] if options.mode else MODES:
        faults = Faults()
        with tempfile.TemporaryDirectory(prefix="medlint-kill-") as place:
            blog = Blog(Path(place, "blog"))
            tries = MODES[name](blog, options.times, random.Random(options.seed), faults)
            left = blog.leftovers()
        print(
            f"{name}: killed {options.times:,} times at work, in {tries:,} runs; "
            f"{len(faults.told)} faults; {len(left)} temporary files left",
            flush=True,
        )
        for one in faults.told[:20]:
            print(f"  {one}")
        failed |= bool(faults.told)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
