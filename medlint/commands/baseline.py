"""``medlint baseline``: record today's findings, so that only new ones are told."""

from __future__ import annotations

import os

from medlint.commands import options
from medlint.commands.arguments import (
    Parser,
    add_about,
    add_group,
    add_rules,
    add_settings,
)
from medlint.commands.messages import report_error, report_note
from medlint.commands.options import resolver_of, selector_problem
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from medlint.baseline import Baseline, Baselines
    from medlint.run import Run
    from medlint.settings import Resolver, Settings

_ABOUT = """\
Record today's findings in a file, the baseline. From then on medlint tells
only what is new, so that an old blog can start with medlint at once. A finding
is known again by its text: edits elsewhere in a post do not bring it back.

Commit the baseline. Without PATH, every post of the project is looked at; of
other posts than those looked at, what was recorded stays."""

_EXAMPLES = """\
examples:
  medlint baseline                 record all that is found now
  medlint baseline posts/2019      accept what is found in these posts, too
  medlint baseline --prune         take out what has been mended since, add nothing
  medlint --no-baseline            see everything again
  medlint --strict-baseline        for CI: fail if something recorded is gone

exit codes:
  0  the baseline is up to date
  2  wrong use, wrong settings, or a path or baseline that cannot be read or written"""


def parser() -> Parser:
    """The arguments of ``medlint baseline``."""
    made = Parser("medlint baseline", _ABOUT, _EXAMPLES, "medlint baseline [OPTION ...] [PATH ...]")
    posts = made.add_argument_group("which posts")
    posts.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to look at")
    what = made.add_argument_group("the baseline")
    what.add_argument(
        "--baseline",
        metavar="FILE",
        help="the file (default: the setting baseline, or .medlint-baseline.json)",
    )
    what.add_argument(
        "--prune", action="store_true", help="only take out findings that are gone, add none"
    )
    what.add_argument("-q", "--quiet", action="store_true", help="print errors, nothing else")
    add_rules(made)
    add_settings(made)
    add_group(made, options.SPEED)
    add_about(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    from medlint.commands.running import jobs_problem
    from medlint.settings import SettingsError

    made = parser()
    chosen = made.parse_args(arguments)
    chosen.fail_on = None
    problem = selector_problem(chosen) or jobs_problem(chosen.jobs)
    if problem:
        made.error(problem)
    try:
        return _update(chosen, resolver_of(chosen))
    except SettingsError as error:
        report_error(str(error))
        return 2


def _update(chosen: Namespace, resolver: Resolver) -> int:
    from medlint.baseline import Baselines
    from medlint.commands.running import Running
    from medlint.files import select

    selection = select(chosen.paths, resolver)
    for path in selection.missing:
        report_error(f"{path}: no such file or folder; nothing was recorded")
    for folder in selection.unreadable:
        report_error(f"{folder}: this folder cannot be read; nothing was recorded")
    if selection.missing or selection.unreadable:
        return 2
    baselines = Baselines(resolver.cwd, chosen.baseline)
    work = _Update(baselines, prune=chosen.prune)
    # Also the baseline of this very place, where every post that it speaks of is gone.
    work.open(resolver.for_folder("."), only_if_there=True)
    with Running(chosen, selection.files, resolver) as run:
        _look(run, work)
    return work.finish(quiet=chosen.quiet)


def _look(run: Run, work: _Update) -> None:
    from medlint.diagnostic import INTERNAL_CODE

    for result in map(run.with_text, run.results()):
        file, source, found = result.file, result.source, result.findings
        assert source is not None  # that is what `with_text` is for
        baseline = work.open(file.settings)
        codes = file.settings.enabled_codes(file.relative)
        key = baseline.key(file.real)
        if any(one.code == INTERNAL_CODE for one in found):
            report_error(f"{file.shown}: medlint itself failed on it; that is not recorded")
        if not work.prune:
            baseline.record(key, source, found, codes)
        elif source.problem is None:
            gone = baseline.gone(key, baseline.match(key, source, found), codes)
            baseline.remove(key, gone)


class _Update:
    """The baselines that are being brought up to date."""

    def __init__(self, baselines: Baselines, *, prune: bool) -> None:
        self.baselines = baselines
        self.prune = prune
        self._open: dict[str, Baseline] = {}
        self._before: dict[str, bytes | None] = {}
        self._targets: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def open(self, settings: Settings, *, only_if_there: bool = False) -> Baseline:
        """The baseline for some settings, empty where there is none yet.

        Raises:
            BaselineError: What is there cannot be used, and is not written over.
        """
        from medlint.baseline import Baseline

        path = self.baselines.place(settings)
        baseline = self._open.get(path)
        if baseline is not None:
            return baseline
        shown = self.baselines.shown(path)
        target = os.path.realpath(path)
        there = os.path.lexists(path)
        baseline = self.baselines.read(settings) if there else Baseline(path, shown)
        if there or not only_if_there:
            self._open[path] = baseline
            self._targets[path] = target
            self._before[path] = baseline.to_bytes() if there else None
            self._counts[path] = _count(baseline)
        return baseline

    def finish(self, *, quiet: bool) -> int:
        """Write what has changed, and say what there is now; returns the exit code."""
        from medlint.writing import WriteError, create_file

        code = 0
        told = False
        for path, baseline in sorted(self._open.items()):
            for key in [key for key in baseline.posts if not baseline.exists(key)]:
                baseline.remove(key)
            before, after = self._before[path], baseline.to_bytes()
            if before is None and not baseline.posts:
                continue
            told = True
            try:
                if before != after:
                    create_file(path, after, target=self._targets[path])
            except WriteError as error:
                report_error(f"{baseline.shown}: cannot be written: {error}")
                code = 2
                continue
            if not quiet:
                report_note(f"{baseline.shown}: {self._summary(path, baseline)}")
        if not told and not quiet:
            report_note("there is no baseline" if self.prune else "there is nothing to record")
        return code

    def _summary(self, path: str, baseline: Baseline) -> str:
        now, before = _count(baseline), self._counts[path]
        findings = "1 finding" if now == 1 else f"{now:,} findings"
        posts = "1 post" if len(baseline.posts) == 1 else f"{len(baseline.posts):,} posts"
        change = ""
        if self._before[path] is not None:
            change = f" ({now - before:+,})" if now != before else " (as many as before)"
        return f"{findings} in {posts}{change}"


def _count(baseline: Baseline) -> int:
    return sum(recorded.total() for recorded in baseline.posts.values())
