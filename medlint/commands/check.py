"""``medlint check``: lint posts and report."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from medlint.commands import COMMANDS
from medlint.commands.arguments import check_parser, extra_settings, selector_problem
from medlint.commands.messages import report_error, report_note

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from medlint.commands.accepting import Accepting
    from medlint.commands.mending import Lint, Mending
    from medlint.commands.progress import Progress
    from medlint.diagnostic import Diagnostic, Severity
    from medlint.files import PostFile
    from medlint.reporters import Reporter
    from medlint.settings import Resolver, Settings
    from medlint.text import Source

#: Runs over fewer posts than this are short, whatever the machine is busy with.
_MANY = 10


def run(arguments: Sequence[str], command: str = "") -> int:
    """Run the command.

    Args:
        arguments: What follows the command.
        command: ``check``, or "" where the word was left out.

    Returns:
        The exit code.
    """
    from medlint.settings import SettingsError

    parser = check_parser(command)
    # Before Python 3.12 argparse cannot mix options and paths and respect `--` both.
    words = list(arguments)
    end = words.index("--") if "--" in words else len(words)
    options = parser.parse_intermixed_args(words[:end])
    options.paths += words[end + 1 :]
    problem = _wrong_use(options)
    if problem:
        parser.error(problem)
    if options.watch:
        from medlint.commands.watch import watch

        return watch(options, _check)
    try:
        return _check(options)
    except SettingsError as error:
        report_error(str(error))
        return 2


def _check(options: Namespace) -> int:
    from medlint.settings import Resolver

    resolver = Resolver(
        os.getcwd(),
        config=options.config,
        isolated=options.isolated,
        extra=extra_settings(options),
    )
    # A fixed post or a patch has standard output for itself.
    fixing_stdin = options.paths == ["-"] and mends(options) and not options.diff
    stream: TextIO = sys.stderr if fixing_stdin else sys.stdout
    output = None
    if options.output_file is not None:
        from medlint.commands.output_file import OutputFile

        output = OutputFile(options.output_file)
        stream = output.stream
        problem = output.problem(resolver)
        if problem:
            report_error(f"argument --output-file: {problem}")
            return 2
    run = _Run(_reporter(options, resolver, stream), stream, silent=_is_silent(options))
    run.has_fixed = mends(options)
    mending = None
    if run.has_fixed:
        from medlint.commands.mending import Mending

        mending = Mending(options)
    troubled = False
    if options.paths == ["-"]:
        _check_stdin(options, resolver, run, mending)
    else:
        troubled = _check_paths(options, resolver, run, mending)
    run.end()
    if mending is not None:
        mending.end()
    stale = run.accepting is not None and run.accepting.end()
    problem = "" if output is None else output.save()
    if problem:
        report_error(problem)
        return 2
    if troubled or (mending is not None and mending.troubled):
        return 2
    failed = _has_failed(options, run, mending) or (stale and options.strict_baseline)
    return 1 if failed and not options.exit_zero else 0


def mends(options: Namespace) -> bool:
    """Whether posts are to be changed, or shown as they would be."""
    return bool(options.fix or options.fix_only or options.diff or options.add_suppressions)


def _accepting(
    options: Namespace, resolver: Resolver, files: Iterable[PostFile]
) -> Accepting | None:
    """What holds findings against a baseline, or ``None`` where there is no baseline."""
    if options.no_baseline:
        return None
    if options.baseline is None:
        places = {file.settings.baseline_path for file in files}
        if options.isolated or not any(map(os.path.lexists, places)):
            return None
    from medlint.commands.accepting import Accepting

    return Accepting(options, resolver)


def _is_silent(options: Namespace) -> bool:
    """Whether findings are not reported at all."""
    return bool(options.diff or options.fix_only)


def _has_failed(options: Namespace, run: _Run, mending: Mending | None) -> bool:
    changed = mending is not None and mending.changed > 0
    if options.diff:
        return changed
    if options.exit_non_zero_on_fix and changed:
        return True
    return run.failed and not options.fix_only


def _reporter(options: Namespace, resolver: Resolver, stream: TextIO) -> Reporter:
    from medlint.reporters import make
    from medlint.terminal import Style, is_terminal, wants_colour

    settings = resolver.for_folder(".")
    to_file = options.output_file is not None
    chosen = options.output_format or settings.output_format
    if chosen is None:
        # Annotations are read from the log, so in a file they are of no use.
        annotate = os.environ.get("GITHUB_ACTIONS") == "true" and not to_file
        chosen = "github" if annotate else "text"
    environ = {} if to_file else os.environ  # FORCE_COLOR is meant for the log
    style = Style(wants_colour(options.color, stream, environ))
    if options.statistics:
        from medlint.reporters.statistics import make_statistics

        return make_statistics(chosen, style, quiet=options.quiet)
    return make(
        chosen,
        style,
        terminal=is_terminal(stream),
        quiet=options.quiet,
        environ=os.environ,
        fail_on=settings.fail_on,
    )


def _check_paths(
    options: Namespace, resolver: Resolver, run: _Run, mending: Mending | None
) -> bool:
    """Lint files and folders; returns whether some do not exist or cannot be read."""
    from medlint.files import select
    from medlint.linter import lint_source, read_file

    selection = select(options.paths, resolver, force_exclude=options.force_exclude)
    for path in selection.missing:
        hint = ""
        if path in COMMANDS:
            hint = f" (to run the command, put it first: medlint {path} …)"
        report_error(f"{path}: no such file or folder{hint}")
    for folder in selection.unreadable:
        report_error(f"{folder}: this folder cannot be read")
    run.accepting = _accepting(options, resolver, selection.files)
    progress = run.progress = _progress(len(selection.files), options)
    try:
        for file in selection.files:
            if progress is not None:
                progress.next(file.shown)
            lint: Lint = partial(lint_source, settings=file.settings, relative=file.relative)
            if run.accepting is not None:
                lint = run.accepting.wrapped(file, lint)
            source = read_file(file)
            found = lint(source)
            if mending is not None:
                if found:
                    run.make_room()
                source, found = mending.file(file, source, found, lint)
            if run.accepting is not None:
                if options.strict_baseline:
                    run.make_room()
                run.accepting.settle(source)
            run.file(source, found, file.settings)
    finally:
        run.make_room()
    troubled = bool(selection.missing or selection.unreadable)
    if not selection.files and not troubled and not options.quiet:
        report_note(_nothing_found(options))
    return troubled


def _progress(total: int, options: Namespace) -> Progress | None:
    """What tells how far a run has come, or ``None`` where nobody would read it."""
    from medlint.terminal import is_terminal

    if total < _MANY or options.quiet or not (is_terminal(sys.stdout) and is_terminal(sys.stderr)):
        return None
    from medlint.commands.progress import Progress

    return Progress(total, os.environ)


def _check_stdin(
    options: Namespace, resolver: Resolver, run: _Run, mending: Mending | None
) -> None:
    from medlint.files import STDIN, stdin_file
    from medlint.linter import lint_source
    from medlint.text import Source

    data = sys.stdin.buffer.read() if sys.stdin is not None else b""
    file = stdin_file(
        options.stdin_filename or STDIN,
        resolver,
        force_exclude=options.force_exclude,
        head=data,
    )
    if file is None:
        if mending is not None:
            mending.pass_on(data)
        return
    lint: Lint = partial(lint_source, settings=file.settings, relative=file.relative)
    run.accepting = _accepting(options, resolver, () if file.real == STDIN else (file,))
    if run.accepting is not None:
        lint = run.accepting.wrapped(file, lint)
    source = Source.from_bytes(data, file.shown, max_size=file.settings.max_file_size)
    found = lint(source)
    if mending is not None:
        source, found = mending.stdin(file, data, source, found, lint)
    if run.accepting is not None:
        run.accepting.settle(source)
    run.file(source, found, file.settings)


class _Run:
    """What has been reported so far."""

    def __init__(self, reporter: Reporter, stream: TextIO, *, silent: bool = False) -> None:
        self._reporter = reporter
        self._stream = stream
        self._silent = silent
        self._posts = 0
        self._faulty = 0
        self._counts: dict[Severity, int] = {}
        self._code = ""
        self._fixes = {True: 0, False: 0}  # how many are safe, how many are not
        self.accepting: Accepting | None = None
        self.progress: Progress | None = None
        self.has_fixed = False
        self.failed = False

    def file(self, source: Source, found: Sequence[Diagnostic], settings: Settings) -> None:
        from medlint.linter import INTERNAL_CODE

        self._posts += 1
        self._faulty += bool(found)
        for diagnostic in found:
            self._counts[diagnostic.severity] = self._counts.get(diagnostic.severity, 0) + 1
            if diagnostic.code != INTERNAL_CODE:
                self._code = self._code or diagnostic.code
            if diagnostic.fix is not None:
                self._fixes[diagnostic.fix.safe] += 1
            self.failed = self.failed or diagnostic.severity >= settings.fail_on
        report = "" if self._silent else self._reporter.file(source, found)
        if report:
            self.make_room()
            self._stream.write(report)

    def make_room(self) -> None:
        """Take away the line that tells how far the run has come, before something is written."""
        if self.progress is not None:
            self.progress.clear()

    def end(self) -> None:
        from medlint.reporters import Totals

        totals = Totals(
            *(self._posts, self._faulty, self._counts, self._code),
            # Where fixes have been made, it has been said which are left.
            *(() if self.has_fixed else (self._fixes[True], self._fixes[False])),
        )
        if not self._silent:
            self._stream.write(self._reporter.end(totals))


def _wrong_report(options: Namespace) -> str:
    """What is wrong with the arguments on the report, or ""."""
    for given, name in (
        (options.output_file is not None, "--output-file"),
        (options.statistics, "--statistics"),
    ):
        if given and _is_silent(options):
            mode = "--diff" if options.diff else "--fix-only"
            return f"{name} cannot be combined with {mode}, which reports no findings"
    if options.statistics and options.output_format is not None:
        from medlint.reporters.statistics import STATISTICS_FORMATS

        if options.output_format not in STATISTICS_FORMATS:
            formats = ", ".join(STATISTICS_FORMATS)
            return f"--statistics has no format {options.output_format} (it has {formats})"
    return ""


def _nothing_found(options: Namespace) -> str:
    if options.paths:
        return "no posts found in what was named; the settings may leave it out"
    return (
        "no posts found below this folder; name them in the settings (include, content), "
        "or on the command line: medlint PATH"
    )


def _wrong_use(options: Namespace) -> str:
    """What is wrong with arguments that argparse let through, or ""."""
    if "-" in options.paths and len(options.paths) > 1:
        return "- (standard input) cannot be combined with other paths"
    if options.stdin_filename is not None and options.paths != ["-"]:
        return "--stdin-filename needs - as the only path"
    if options.no_baseline and (options.baseline is not None or options.strict_baseline):
        other = "--strict-baseline" if options.baseline is None else "--baseline"
        return f"--no-baseline cannot be combined with {other}"
    if options.unsafe_fixes and not (options.fix or options.fix_only or options.diff):
        return "--unsafe-fixes needs --fix, --fix-only or --diff"
    problem = _wrong_report(options)
    if not problem and options.watch:
        from medlint.commands.watch import wrong_use

        problem = wrong_use(options)
    if problem:
        return problem
    if options.reason is not None:
        if not options.add_suppressions:
            return "--reason needs --add-suppressions"
        from medlint.silencing import reason_problem

        problem = reason_problem(options.reason)
        if problem:
            return f"argument --reason: {problem}"
    return selector_problem(options)
