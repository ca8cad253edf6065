"""``medlint check``: lint posts and report."""

from __future__ import annotations

import os
import sys

from medlint.commands import COMMANDS
from medlint.commands.messages import report_error, report_note
from medlint.commands.options import read_plainly, resolver_of, selector_problem
from medlint.commands.reporting import Report
from medlint.text import Source
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence
    from typing import TextIO

    from medlint.commands.accepting import Accepting
    from medlint.commands.mending import Mending
    from medlint.commands.progress import Progress
    from medlint.files import PostFile, Selection
    from medlint.reporters import Reporter
    from medlint.run import Result, Run
    from medlint.settings import Resolver
    from medlint.settings.store import Store
    from medlint.timing import Clock

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

    options = read_plainly(arguments)
    if options is None:
        from medlint.commands.arguments import read_check

        options = read_check(arguments, command)
    problem = _wrong_use(options)
    if problem:
        from medlint.commands.arguments import check_parser

        check_parser(command).error(problem)
    if options.watch:
        from medlint.commands.watch import watch

        return watch(options, _check)
    try:
        return _check(options)
    except SettingsError as error:
        report_error(str(error))
        return 2


def _check(options: Namespace) -> int:
    resolver = resolver_of(options, _store(options))
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
    check = _Check(options, resolver, stream)
    if options.paths == ["-"]:
        check.stdin()
    else:
        check.paths()
    check.end()
    problem = "" if output is None else output.save()
    if problem:
        report_error(problem)
        return 2
    return check.exit_code()


def _store(options: Namespace) -> Store | None:
    """Where checked settings are kept from one run to the next, if anywhere."""
    if options.no_cache or options.timing or options.isolated:
        return None
    from medlint.cache_folder import cache_folder
    from medlint.identity import identity
    from medlint.settings.store import Store

    return Store(lambda root: cache_folder(root, options.cache_dir, os.environ), identity)


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


def _progress(run: Run, options: Namespace) -> Progress | None:
    """What tells how far a run has come, or ``None`` where nobody would read it."""
    from medlint.terminal import is_terminal

    if options.quiet or not (is_terminal(sys.stdout) and is_terminal(sys.stderr)):
        return None
    total = run.total
    if total < _MANY:
        return None
    from medlint.commands.progress import Progress

    return Progress(total, os.environ)


class _Check:
    """One run.

    Args:
        options: The arguments.
        resolver: The settings.
        stream: Where the report is written.
    """

    def __init__(self, options: Namespace, resolver: Resolver, stream: TextIO) -> None:
        self._options = options
        self._resolver = resolver
        reporter = _reporter(options, resolver, stream)
        self._report = Report(reporter, stream, silent=_is_silent(options))
        self._mending: Mending | None = None
        self._accepting: Accepting | None = None
        self._troubled = False
        self._stale = False
        self._posts = 0
        self._clock: Clock | None = None
        if options.timing:
            from medlint.timing import Clock

            self._clock = Clock()
        if mends(options):
            from medlint.commands.mending import Mending

            self._mending = Mending(options)
            self._report.has_fixed = True

    def paths(self) -> None:
        """Lint files and folders."""
        from medlint.commands.running import Running
        from medlint.files import select

        options, clock = self._options, self._clock
        find, go_on = (
            (select, self._post)
            if clock is None
            else (clock.timed("choose posts", select), clock.timed("report", self._post))
        )
        selection = find(options.paths, self._resolver, force_exclude=options.force_exclude)
        self._name_troubles(selection)
        if self._mending is not None:
            self._mending.expect(selection)
        self._accepting = _accepting(options, self._resolver, selection.files)
        try:
            with Running(
                options, selection.files, self._resolver, self._report.make_room, clock=clock
            ) as run:
                told = self._told(run)
                for result in run.results(told):
                    go_on(run, result)
                    self._posts += 1
        finally:
            self._report.make_room()
        if not selection.files and not self._troubled and not options.quiet:
            report_note(_nothing_found(options))

    def _told(self, run: Run) -> Callable[[PostFile], None]:
        """What is to be told of each post that a run has read: it tells the user."""
        report = self._report
        is_first = True

        def told(file: PostFile) -> None:
            nonlocal is_first
            if is_first:
                # Only now: where nothing is new nobody has to know how many posts there are.
                is_first = False
                report.progress = _progress(run, self._options)
            if report.progress is not None:
                report.progress.next(file.shown)

        return told

    def stdin(self) -> None:
        """Lint what comes from standard input."""
        from medlint.commands.running import Running
        from medlint.digest import NOTHING
        from medlint.files import STDIN, stdin_file
        from medlint.run import Result

        options = self._options
        data = sys.stdin.buffer.read() if sys.stdin is not None else b""
        file = stdin_file(
            options.stdin_filename or STDIN,
            self._resolver,
            force_exclude=options.force_exclude,
            head=data,
        )
        if file is None:
            if self._mending is not None:
                self._mending.pass_on(data)
            return
        named = () if file.real == STDIN else (file,)
        self._accepting = _accepting(options, self._resolver, named)
        with Running(options, named, self._resolver) as run:
            run.inform_site()
            source = Source.from_bytes(data, file.shown, max_size=file.settings.max_file_size)
            self._post(run, Result(file, run.lint(file)(source), NOTHING, source), data)

    def end(self) -> None:
        """Tell what it all comes to."""
        self._report.end()
        if self._mending is not None:
            self._mending.end()
        if self._accepting is not None:
            self._stale = self._accepting.end()
        if self._clock is not None:
            from medlint.timing import table

            sys.stdout.flush()
            sys.stderr.write(table(self._clock, self._posts))

    def exit_code(self) -> int:
        """The exit code, once all has been told."""
        options, mending = self._options, self._mending
        if self._troubled or (mending is not None and mending.troubled):
            return 2
        changed = mending is not None and mending.changed > 0
        if options.diff:
            failed = changed
        elif options.fix_only:
            failed = options.exit_non_zero_on_fix and changed
        else:
            failed = self._report.failed or (options.exit_non_zero_on_fix and changed)
        failed = failed or (self._stale and options.strict_baseline)
        return 1 if failed and not options.exit_zero else 0

    def _name_troubles(self, selection: Selection) -> None:
        """Say which of the paths named are of no use."""
        self._troubled = bool(selection.missing or selection.unreadable)
        for path in selection.missing:
            hint = ""
            if path in COMMANDS:
                hint = f" (to run the command, put it first: medlint {path} …)"
            report_error(f"{path}: no such file or folder{hint}")
        for folder in selection.unreadable:
            report_error(f"{folder}: this folder cannot be read")

    def _post(self, run: Run, result: Result, stdin: bytes | None = None) -> None:
        """Go on with one post: mend it, hold it against the baseline, report it.

        Args:
            run: What has linted it.
            result: What was found in it.
            stdin: What came from standard input, if it comes from there.
        """
        file = result.file
        report, mending, accepting = self._report, self._mending, self._accepting
        lint = run.lint(file)
        accepts = accepting is not None and accepting.begin(file, lint)
        accepts = accepts and (bool(result.findings) or self._options.strict_baseline)
        mended = mending is not None and (stdin is not None or bool(result.findings))
        if accepts or mended or report.reads(result.findings):
            result = run.with_text(result)
        found = result.findings
        source = result.source or Source("", file.shown)
        if accepting is not None and accepts:
            found = accepting.new(source, found)
            report.leave_out(len(result.findings) - len(found))
            lint = accepting.lint
        if mending is not None and mended:
            if found:
                report.make_room()
            if stdin is None:
                source, found = mending.file(file, source, found, lint)
            else:
                source, found = mending.stdin(file, stdin, source, found, lint)
        if accepting is not None and accepts:
            if self._options.strict_baseline:
                report.make_room()
            accepting.settle(source)
        report.file(source, found, file.settings)


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
    if not problem and options.timing and (options.paths == ["-"] or options.watch):
        other = "--watch" if options.watch else "- (standard input)"
        problem = f"--timing cannot be combined with {other}"
    if not problem and options.jobs != "auto":
        from medlint.commands.running import jobs_problem

        problem = jobs_problem(options.jobs)
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
