"""``medlint check``: lint posts and report."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from medlint.commands import COMMANDS
from medlint.commands.arguments import check_parser, extra_settings, selector_problem
from medlint.commands.messages import report_error, report_note

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from medlint.diagnostic import Diagnostic, Severity
    from medlint.reporters import Reporter
    from medlint.settings import Resolver, Settings
    from medlint.text import Source


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
    run = _Run(_reporter(options, resolver))
    troubled = False
    if options.paths == ["-"]:
        _check_stdin(options, resolver, run)
    else:
        troubled = _check_paths(options, resolver, run)
    run.end()
    if troubled:
        return 2
    return 1 if run.failed and not options.exit_zero else 0


def _reporter(options: Namespace, resolver: Resolver) -> Reporter:
    from medlint.reporters import make
    from medlint.terminal import Style, is_terminal, wants_colour

    chosen = options.output_format or resolver.for_folder(".").output_format
    if chosen is None:
        chosen = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    return make(
        chosen,
        Style(wants_colour(options.color, sys.stdout, os.environ)),
        terminal=is_terminal(sys.stdout),
        quiet=options.quiet,
        environ=os.environ,
    )


def _check_paths(options: Namespace, resolver: Resolver, run: _Run) -> bool:
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
    for file in selection.files:
        source = read_file(file)
        run.file(source, lint_source(source, file.settings, file.relative), file.settings)
    troubled = bool(selection.missing or selection.unreadable)
    if not selection.files and not troubled and not options.quiet:
        report_note(_nothing_found(options))
    return troubled


def _check_stdin(options: Namespace, resolver: Resolver, run: _Run) -> None:
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
        return
    source = Source.from_bytes(data, file.shown, max_size=file.settings.max_file_size)
    run.file(source, lint_source(source, file.settings, file.relative), file.settings)


class _Run:
    """What has been reported so far."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._posts = 0
        self._faulty = 0
        self._counts: dict[Severity, int] = {}
        self._code = ""
        self.failed = False

    def file(self, source: Source, found: Sequence[Diagnostic], settings: Settings) -> None:
        from medlint.linter import INTERNAL_CODE

        self._posts += 1
        self._faulty += bool(found)
        for diagnostic in found:
            self._counts[diagnostic.severity] = self._counts.get(diagnostic.severity, 0) + 1
            if diagnostic.code != INTERNAL_CODE:
                self._code = self._code or diagnostic.code
            self.failed = self.failed or diagnostic.severity >= settings.fail_on
        sys.stdout.write(self._reporter.file(source, found))

    def end(self) -> None:
        from medlint.reporters import Totals

        totals = Totals(self._posts, self._faulty, self._counts, self._code)
        sys.stdout.write(self._reporter.end(totals))


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
    return selector_problem(options)
