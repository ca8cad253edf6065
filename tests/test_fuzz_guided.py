"""That fuzzing guided by coverage works: it learns, finds what is planted, and loses nothing.

atheris has wheels for some versions of Python only; with others these tests are left out.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    find_spec("atheris") is None, reason="left out: atheris has no wheel for this Python"
)

#: Fuzzes in processes that are forked off one that has imported all, which takes long. For
#: each line of standard input it writes one with the number of the process, and one with its
#: exit code.
SERVER = """\
import json, os, sys
from pathlib import Path

from fuzz.guided import fuzz, prepare
from fuzz.parts import MODULES

prepare(MODULES)
from fuzz.targets import TARGETS
from medlint.html import TagToken, tokenize

def start(folder, name, runs, planted):
    def check(text):
        tags = [one.name for one in tokenize(text) if isinstance(one, TagToken)]
        if tags.count("img") > 1:
            exec(planted)

    os.chdir(folder)
    os.dup2(os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    target = TARGETS[name]
    if planted:
        target = target._replace(check=check)
    fuzz(name, target, runs, 1, Path("corpus"), Path("found"))

for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            start(*json.loads(line))
        finally:
            os._exit(99)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Fuzzer:
    """Starts the fuzzer, in a folder that it has for itself."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder

    def start(self, name: str, runs: int, planted: str = "") -> int:
        """Start it; returns the number of its process."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(self._folder), name, runs, planted]) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def end(self) -> tuple[int, str]:
        """Wait for its end; returns the exit code and what it said."""
        return int(self._line()), self.said()

    def run(self, name: str, runs: int, planted: str = "") -> tuple[int, str]:
        """Start it and wait for its end."""
        self.start(name, runs, planted)
        return self.end()

    def said(self) -> str:
        """What it has said so far."""
        file = self._folder / "said"
        return file.read_text() if file.exists() else ""

    def found(self) -> list[Path]:
        """The files with inputs that failed."""
        return list((self._folder / "found").iterdir())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@pytest.fixture(scope="module")
def server() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process
        process.communicate()


@pytest.fixture
def fuzzer(server: subprocess.Popen[str], tmp_path: Path) -> Fuzzer:
    return Fuzzer(server, tmp_path)


def growth(said: str) -> tuple[int, int]:
    """From how many inputs to how many the corpus grew."""
    found = re.search(r"the corpus grew from ([\d,]+) to ([\d,]+) inputs", said)
    assert found is not None, said
    before, after = (int(one.replace(",", "")) for one in found.groups())
    return before, after


@pytest.mark.parametrize(
    "name",
    ["front-matter", "html", "suppressions", "settings", "markdown", "parsers", "fixer"],
)
def test_a_short_run_learns_and_finds_nothing(name: str, fuzzer: Fuzzer) -> None:
    code, said = fuzzer.run(name, 1_000)  # a long run is for ``python -m fuzz``
    assert code == 0, said
    assert f"{name} (atheris, seed 1): 1,000 inputs tried, 0 of them made long too" in said
    assert f"  {name}: 0 failed, 0 too slow" in said
    before, after = growth(said)
    assert after > before
    assert fuzzer.found() == []


def test_the_next_run_goes_on_from_what_was_learnt(fuzzer: Fuzzer) -> None:
    _, first = fuzzer.run("html", 1_000)
    _, second = fuzzer.run("html", 5_000)
    assert "5,000 inputs tried, 1 of them made long too" in second
    assert growth(first)[1] == growth(second)[0] < growth(second)[1]


def test_what_fails_is_told_once_and_kept_small(fuzzer: Fuzzer) -> None:
    code, said = fuzzer.run("html", 4_000, "raise ValueError('planted')")
    assert code == 1
    assert said.count("ValueError at ") == 2  # when it was found, and at the end
    assert "ValueError at <string>:1: planted" in said
    kept = [path.read_text() for path in fuzzer.found()]
    assert len(kept) == 2
    assert re.fullmatch(r"(<img\b[^<>]{0,3}>){2}", min(kept, key=len)), kept


def test_one_that_takes_the_process_down_is_kept(fuzzer: Fuzzer) -> None:
    code, _ = fuzzer.run("html", 4_000, "os.abort()")
    assert code not in {0, 1, 99}
    (kept,) = fuzzer.found()
    assert kept.name.startswith("html-guided-crash-")
    assert kept.read_bytes().count(b"<img") > 1


def test_one_that_is_ended_early_tells_what_it_found(fuzzer: Fuzzer) -> None:
    process = fuzzer.start("html", 10**9, "raise ValueError('planted')")
    while "ValueError" not in fuzzer.said():
        time.sleep(0.05)
    os.kill(process, signal.SIGTERM)
    code, said = fuzzer.end()
    assert code == 1
    assert "ValueError at <string>:1: planted" in said
    assert growth(said)[1] > 0
