"""Timing commands: whole processes, in turn, so that a drifting machine hits both alike."""

from __future__ import annotations

import os
import subprocess
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class Command(NamedTuple):
    """Something to time.

    Attributes:
        name: What it is called in the table.
        arguments: The program and its arguments.
        folder: Where it runs.
        environ: Variables beside those that are there.
        before: What to do before each run; it is not timed.
        codes: The exit codes that are fine: findings are no failure.
    """

    name: str
    arguments: tuple[str, ...]
    folder: Path
    environ: Mapping[str, str] = {}
    before: Callable[[], object] = lambda: None
    codes: frozenset[int] = frozenset({0, 1})


class Run(NamedTuple):
    """What one run took.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of all processors together, of the command and all it waited for.
        memory: The most memory that one of its processes held, in bytes.
    """

    wall: float
    cpu: float
    memory: int


def alternate(commands: tuple[Command, ...], runs: int) -> list[Run]:
    """The median run of each command; each runs once before, uncounted.

    Raises:
        RuntimeError: A command failed.
    """
    taken: list[list[Run]] = [[] for _ in commands]
    for number in range(runs + 1):
        for command, its in zip(commands, taken, strict=True):
            run = _timed(command)
            if number:
                its.append(run)
    return [Run(*(median(values) for values in zip(*its, strict=True))) for its in taken]


def _timed(command: Command) -> Run:
    command.before()
    start = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env={**environment(), **command.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in command.codes:
        raise RuntimeError(f"{command.name} ended with {code}: {' '.join(command.arguments)}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def environment() -> dict[str, str]:
    """The environment, without what would disturb a measurement."""
    return {key: value for key, value in os.environ.items() if not _disturbs(key)}


def _disturbs(variable: str) -> bool:
    """Whether a variable makes Python slower, or leads a program to another's files."""
    return variable.startswith(("PYTHON", "GIT_", "PRE_COMMIT", "MEDLINT_", "GITHUB_")) or (
        variable == "VIRTUAL_ENV"
    )
