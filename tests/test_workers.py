"""Several processes at work: order, loss, interruption, and that none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from medlint import jobs, workers
from medlint.files import PostFile
from medlint.processors import CAN_FORK
from medlint.run import SHARE, Run
from medlint.settings import Settings
from medlint.workers import Lost, Workers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from medlint.jobs import Job, Outcome

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system has no fork")

Told = list[tuple[str, list[int]]]


def spread(
    work: Callable[[int], bytes], items: int, count: int = 3
) -> tuple[list[bytes | Lost], Told]:
    told: Told = []
    with closing(
        Workers(work, items, count, lambda how, numbers: told.append((how, numbers)))
    ) as made:
        return list(made.results()), told


class TestResults:
    def test_come_in_order_however_long_each_takes(self) -> None:
        def work(number: int) -> bytes:
            time.sleep(0.05 if number % 7 == 0 else 0)
            return b"%d" % number

        assert spread(work, 50) == ([b"%d" % number for number in range(50)], [])

    def test_are_made_by_other_processes_and_by_each_of_them(self) -> None:
        def work(number: int) -> bytes:
            time.sleep(0.01)
            return b"%d" % os.getpid()

        results, _ = spread(work, 40)
        assert len(set(results)) == 3
        assert b"%d" % os.getpid() not in results

    def test_may_be_larger_than_a_pipe_holds(self) -> None:
        results, _ = spread(lambda number: bytes([number]) * 300_000, 9)
        assert results == [bytes([number]) * 300_000 for number in range(9)]

    def test_are_there_before_the_last_is(self) -> None:
        def work(number: int) -> bytes:
            if number == 9:
                time.sleep(60)
            return b""

        with closing(Workers(work, 10, 2, lambda *_: None)) as made:
            results = made.results()
            assert [next(results) for _ in range(9)] == [b""] * 9

    @pytest.mark.parametrize("items", [0, 1])
    def test_of_few_items(self, items: int) -> None:
        assert spread(lambda _: b"x", items) == ([b"x"] * items, [])

    def test_one_large_item_holds_up_none_but_those_behind_it(self) -> None:
        def work(number: int) -> bytes:
            if number == 0:
                time.sleep(0.5)
            return b"%d" % os.getpid()

        results, _ = spread(work, 100, 2)
        assert results.count(results[0]) < 20


class TestLoss:
    def test_an_item_that_failed_once_is_worked_on_again(self, tmp_path: Path) -> None:
        mark = tmp_path / "failed"

        def work(number: int) -> bytes:
            if number == 5 and not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return b"%d" % number

        results, told = spread(work, 30)
        assert results == [b"%d" % number for number in range(30)]
        ((how, numbers),) = told
        assert how == "killed by SIGKILL"
        assert numbers[0] == 5

    @pytest.mark.parametrize(
        ("end", "how"),
        [
            (lambda: os.kill(os.getpid(), signal.SIGSEGV), "killed by SIGSEGV"),
            (lambda: os._exit(7), "stopped with code 7"),
            (lambda: 1 // 0, "stopped with code 1"),
        ],
    )
    def test_an_item_that_fails_twice_is_given_up(
        self, end: Callable[[], object], how: str
    ) -> None:
        def work(number: int) -> bytes:
            if number in {4, 11}:
                end()
            return b"%d" % number

        results, told = spread(work, 20)
        assert [at for at, result in enumerate(results) if isinstance(result, Lost)] == [4, 11]
        assert results[4] == Lost(how)
        assert sorted(numbers[0] for _, numbers in told) == [4, 11]

    def test_every_item_may_fail(self) -> None:
        results, told = spread(lambda _: os._exit(1), 6)
        assert results == [Lost("stopped with code 1")] * 6
        assert sorted(numbers[0] for _, numbers in told) == list(range(6))

    def test_without_any_worker_the_work_is_done_here(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_more() -> int:
            raise BlockingIOError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(os, "fork", no_more)
        results, _ = spread(lambda _: b"%d" % os.getpid(), 5)
        assert results == [b"%d" % os.getpid()] * 5

    def test_no_process_and_no_descriptor_is_left(self) -> None:
        before = sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else []
        pids: set[int] = set()
        with closing(Workers(lambda _: b"%d" % os.getpid(), 40, 3, lambda *_: None)) as made:
            for result in made.results():
                assert isinstance(result, bytes)
                pids.add(int(result))
                if len(pids) > 1:
                    break  # with work left
        for pid in pids:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
        if before:
            assert sorted(os.listdir("/proc/self/fd")) == before


POST = """\
---
title: A walk
---

""" + ("She went along the river, [past the mill](https://a.org), and *came* home.\n\n" * 250)


def posts(folder: Path, number: int) -> list[PostFile]:
    settings = Settings.from_mapping({"select": ["MED201"]})
    made = []
    for at in range(number):
        path = folder / f"{at:03}.md"
        path.write_text(POST + f"[here](https://a.org/{at})\n", encoding="utf-8")
        made.append(PostFile(str(path), path.name, path.name, settings))
    return made


class TestRuns:
    def test_one_process_and_several_give_the_same(self, tmp_path: Path) -> None:
        files = posts(tmp_path, 12)
        assert len(POST) * 11 > 3 * SHARE, "several are worth while"
        alone = [(one.file, one.findings) for one in Run(files).results()]
        several = [(one.file, one.findings) for one in Run(files, processes=3).results()]
        assert several == alone

    def test_a_post_that_kills_every_process_is_one_finding(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = posts(tmp_path, 12)
        real = jobs.perform

        def deadly(job: Job, *more: object) -> Outcome:
            if job.file == files[6]:
                os.kill(os.getpid(), signal.SIGABRT)
            return real(job, *more)  # type: ignore[arg-type]  # whatever they are

        monkeypatch.setattr("medlint.run.perform", deadly)
        told: list[str] = []
        results = list(Run(files, processes=2, told=told.append).results())
        (message,) = told
        assert message.startswith(
            "a worker process was killed by SIGABRT while it checked 006.md, which is checked again"
        )
        (finding,) = results[6].findings
        assert finding.code == "MED000"
        assert "killed by SIGABRT, and so was a second one" in finding.message
        assert all(len(result.findings) == 1 for result in results if result.file != files[6])


def children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [line.split() for line in listed.splitlines()]
    return [int(child) for child, parent in pairs if int(parent) == pid]


@pytest.fixture
def process(tmp_path: Path) -> subprocess.Popen[str]:
    """A run of several processes that takes some seconds, at work."""
    posts(tmp_path, 80)
    made = subprocess.Popen(
        [sys.executable, "-m", "medlint", "--jobs", "3", "--no-cache", "--select", "MED201", "."],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(workers.__file__))},
    )
    while len(children(made.pid)) < 3:
        assert made.poll() is None, "it has ended before it could be disturbed"
        time.sleep(0.01)
    return made


class TestProcesses:
    @pytest.mark.parametrize("to_all", [True, False])
    def test_ctrl_c_ends_all_at_once(self, process: subprocess.Popen[str], *, to_all: bool) -> None:
        # In a terminal every process gets the signal, elsewhere the first alone.
        if to_all:
            os.killpg(process.pid, signal.SIGINT)
        else:
            os.kill(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (130, "")
        # Those that were killed are there until the system has taken note of it.
        deadline = time.monotonic() + 60
        while _group_runs(process.pid):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def test_a_killed_worker_is_told_of_and_nothing_is_missing(
        self, process: subprocess.Popen[str]
    ) -> None:
        os.kill(children(process.pid)[1], signal.SIGKILL)
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 1
        assert errors.startswith("medlint: error: a worker process was killed by SIGKILL while ")
        assert errors.count("\n") == 1
        numbers = [line.split(".md:")[0] for line in output.splitlines()]
        assert numbers == [f"{number:03}" for number in range(80)]

    def test_workers_end_when_their_parent_is_killed(self, process: subprocess.Popen[str]) -> None:
        left = children(process.pid)
        process.kill()
        process.communicate(timeout=60)
        deadline = time.monotonic() + 60
        while any(map(_runs, left)):
            assert time.monotonic() < deadline
            time.sleep(0.02)


def _group_runs(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Nobody may be there to wait for it.
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout
    return not state.startswith("Z") and bool(state)
