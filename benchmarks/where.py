"""Where the time of a run goes: measured within the process, in time of the processors."""

from __future__ import annotations

import subprocess
from statistics import median
from typing import TYPE_CHECKING

from measure import environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from measure import Command

#: What medlint's command does, with a clock. `_find_and_load` is what every import statement
#: comes to, `bring` imports rules, and a pattern is compiled by `re._compiler.compile`.
_SCRIPT = """
import os, sys
from time import process_time
begun = process_time()
import _frozen_importlib as machinery
spent = {"imports": 0.0, "patterns": 0.0}
inside = 0
def timed(name, work):
    def measured(*arguments):
        global inside
        inside += 1
        since = process_time()
        try:
            return work(*arguments)
        finally:
            inside -= 1
            if not inside:
                spent[name] += process_time() - since
    return measured
def load(name, import_):
    module = real(name, import_)
    if name == "re":
        compiler = sys.modules["re._compiler"]
        compiler.compile = timed("patterns", compiler.compile)
    return module
real = machinery._find_and_load
machinery._find_and_load = timed("imports", load)
from medlint import bytecode, cli
bytecode.bring = timed("imports", bytecode.bring)
def leave(code):
    import resource

    sys.stdout.flush()
    now = process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    modules = sum(name.split(".")[0] == "medlint" for name in sys.modules)
    others = children.ru_utime + children.ru_stime
    print(begun, *spent.values(), now, others, modules, file=sys.stderr)
    os._exit(code)
cli._leave = leave
cli.command()
"""
_ROWS = (
    "Python's own start",
    "loading modules",
    "compiling regular expressions",
    "everything else",
    "Git, beside it",
)


def table(commands: Sequence[Command], python: Path, runs: int = 9) -> str:
    """Where the time of some commands of medlint goes, as a table.

    Args:
        commands: The commands.
        python: The Python that medlint is installed for.
        runs: How often each is run; medians are told.
    """
    columns = [_column(command, python, runs) for command in commands]
    names = [command.name.removeprefix("medlint, ") for command in commands]
    lines = [f"| | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}"]
    for number, row in enumerate(_ROWS):
        lines.append(f"| {row} | {' | '.join(column[number] for column in columns)} |")
    return "\n".join(lines)


def _column(command: Command, python: Path, runs: int) -> list[str]:
    taken = [_times(command, python) for _ in range(runs + 1)][1:]
    start, imports, patterns, whole, children, modules = map(median, zip(*taken, strict=True))
    rest = whole - start - imports - patterns
    told = [f"{seconds * 1000:.1f} ms" for seconds in (start, imports, patterns, rest, children)]
    told[1] += f" ({modules:.0f} of medlint)"
    return told


def _times(command: Command, python: Path) -> list[float]:
    command.before()
    done = subprocess.run(
        (str(python), "-c", _SCRIPT, *command.arguments[1:]),
        cwd=command.folder,
        env={**environment(), **command.environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return [float(number) for number in done.stderr.splitlines()[-1].split()]
