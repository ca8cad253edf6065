"""How fast medlint is, and how fast others are, measured on this machine.

    python benchmarks/run.py            every case; writes docs/performance.md and .svg
    python benchmarks/run.py --only start --only hook --print

Programs are installed once, below build/benchmarks, and posts are made once,
in the system's folder for temporary files; both are used again. It is no test,
and nothing in the tests needs it.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cases import Blogs, Case, cases
from measure import Run, alternate
from plot import Bar, svg
from programs import ROOT, Programs
from where import table

HOME = ROOT / "build" / "benchmarks"
#: Posts lie outside of every repository: in this one they would be posts of its own.
POSTS = Path(tempfile.gettempdir()) / "medlint-benchmarks"
PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "performance.svg"
BEGIN = "<!-- Written by benchmarks/run.py from here … -->"
END = "<!-- … to here. -->"
#: The cases of which it is told where their time goes.
_LOOKED_INTO = ("start", "start-unchanged", "unchanged", "index")
_WHERE = "Where the time of all processors goes:"


class Measured(NamedTuple):
    """A case, and what came of it."""

    case: Case
    ours: Run
    theirs: Run

    @property
    def ratio(self) -> float:
        """How many times the time of the other command medlint took."""
        return self.ours.wall / self.theirs.wall

    @property
    def cpu_ratio(self) -> float:
        """The same in time of the processors."""
        return self.ours.cpu / self.theirs.cpu


def main() -> int:
    """Measure, and write down what was measured."""
    parser = argparse.ArgumentParser(description="Measure medlint against others.")
    parser.add_argument("--only", action="append", metavar="CASE", help="only this case")
    parser.add_argument("--runs", type=int, help="how often each command is run")
    parser.add_argument("--print", action="store_true", help="write no file")
    options = parser.parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    programs = Programs(HOME / "programs")
    chosen = [
        case
        for case in cases(programs, Blogs(POSTS), HOME / "caches")
        if not options.only or case.key in options.only
    ]
    measured = []
    for case in chosen:
        print(f"measuring {case.key}: {case.command.name} …", file=sys.stderr)
        ours, theirs = alternate((case.command, case.against), options.runs or case.runs)
        measured.append(Measured(case, ours, theirs))
    report = _report(measured, programs)
    looked_into = [
        # What the hook does, without pre-commit around it: one of 100 posts has changed.
        case.against if case.key == "index" else case.command
        for case in chosen
        if case.key in _LOOKED_INTO
    ]
    if looked_into:
        print("looking where the time goes …", file=sys.stderr)
        report += f"\n{_WHERE}\n\n{table(looked_into, programs.python())}\n"
    print(report)
    if not options.print:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        tail = rest.partition(END)[2]
        PAGE.write_text(f"{head}{BEGIN}\n\n{report}\n{END}{tail}", encoding="utf-8")
        PLOT.write_text(_plot(measured), encoding="utf-8")
    return 0


def _report(measured: list[Measured], programs: Programs) -> str:
    lines = [
        "![Time of medlint as a share of its goal](performance.svg)",
        "",
        "| Case | Against | Time | Its time | Ratio | Ratio of CPU | Goal | |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for one in measured:
        case = one.case
        lines.append(
            f"| {case.what} | {case.against.name} | {_seconds(one.ours.wall)} | "
            f"{_seconds(one.theirs.wall)} | {one.ratio:.3g} | {one.cpu_ratio:.3g} | "
            f"at most {case.goal:g} | {_verdict(one.ratio <= case.goal)} |"
        )
        if case.memory is not None:
            share = one.ours.memory / one.theirs.memory
            lines.append(
                f"| {case.what}: memory | {case.against.name} | {_megabytes(one.ours.memory)} | "
                f"{_megabytes(one.theirs.memory)} | {share:.3g} | | at most {case.memory:g} | "
                f"{_verdict(share <= case.memory)} |"
            )
    lines += ["", f"Measured on {datetime.now(UTC):%d %B %Y}: {_machine()}.", ""]
    lines += [f"- {line}" for line in _versions(programs)]
    return "\n".join(lines) + "\n"


def _plot(measured: list[Measured]) -> str:
    bars = [
        Bar(
            f"{one.case.what} / {one.case.against.name.strip('`')}",
            one.ratio / one.case.goal,
            f"{one.ratio:.3g} (goal {one.case.goal:g})",
        )
        for one in measured
    ]
    return svg(bars, "Time of medlint as a share of its goal; shorter is faster")


def _verdict(reached: bool) -> str:
    return "reached" if reached else "missed"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


def _machine() -> str:
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip()
            for line in info.read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ]
        processor = names[0] if names else processor
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return f"{processor}, {cores} cores, {platform.system()} {platform.release()}{load}"


def _versions(programs: Programs) -> list[str]:
    python = programs.python()
    lines = [
        f"Python: {programs.version(python)}",
        f"medlint: {programs.version(programs.medlint())}",
    ]
    for name, program in (
        ("rumdl", programs.rumdl()),
        ("markdownlint-cli2", programs.markdownlint()),
        ("pymarkdown", programs.pymarkdown()),
        ("pre-commit", programs.pre_commit()),
    ):
        if program is None:
            lines.append(f"{name} could not be had: {programs.missing[name]}")
        else:
            arguments = ("version",) if name == "pymarkdown" else ()
            lines.append(f"{name}: {programs.version(program, *arguments)}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
