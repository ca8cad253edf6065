"""``medlint site``: the blog as a whole."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError

from medlint.commands import options
from medlint.commands.arguments import (
    Parser,
    add_about,
    add_colour,
    add_group,
    add_settings,
    add_text_or_json,
)
from medlint.commands.messages import report_error, report_note
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from medlint.commands.progress import Progress
    from medlint.files import PostFile
    from medlint.overview import Overview
    from medlint.settings import Resolver

_ABOUT = """\
Show the blog as a whole: how many posts, when they appeared, their tags and
keywords and which of them compete, which posts link to which, and what posts
lack. Without PATH it is about every post from this folder down."""

_EXAMPLES = """\
examples:
  medlint site                          the whole blog
  medlint site --limit 0                with nothing left out of long lists
  medlint site posts/2024               one folder of it
  medlint site --output-format json     for other programs; always complete"""

#: How many lines a list has unless --limit says otherwise.
_LIMIT = 10


def parser() -> Parser:
    """The arguments of ``medlint site``."""
    made = Parser("medlint site", _ABOUT, _EXAMPLES, "medlint site [OPTION ...] [PATH ...]")
    which = made.add_argument_group("which posts")
    which.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to look at")
    which.add_argument(
        "--force-exclude",
        action="store_true",
        help="let the settings leave out even files named here",
    )
    add_settings(made)
    add_group(made, options.SPEED)
    output = made.add_argument_group("output")
    add_text_or_json(output)
    output.add_argument(
        "--limit",
        type=_count,
        default=_LIMIT,
        metavar="NUMBER",
        help=f"lines of each list in text; 0 for all of them (default: {_LIMIT})",
    )
    output.add_argument(
        "-q", "--quiet", action="store_true", help="show no progress, and only errors besides"
    )
    add_colour(output)
    add_about(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    from medlint.commands.running import jobs_problem
    from medlint.settings import SettingsError

    made = parser()
    chosen = made.parse_args(arguments)
    problem = jobs_problem(chosen.jobs)
    if problem:
        made.error(problem)
    try:
        found, troubled = _look(chosen, options.resolver_of(chosen))
    except SettingsError as error:
        report_error(str(error))
        return 2
    if chosen.output_format == "json":
        from medlint.reporters.ascii_json import dumps

        sys.stdout.write(dumps(found.as_data(), indent=2))
    else:
        _write(found, chosen)
    return 2 if troubled else 0


def _look(chosen: Namespace, resolver: Resolver) -> tuple[Overview, bool]:
    """The overview, and whether a path is missing or cannot be read."""
    from medlint.commands.running import Running
    from medlint.files import select
    from medlint.link_graph import Place
    from medlint.overview import overview

    selection = select(chosen.paths, resolver, force_exclude=chosen.force_exclude)
    for path in selection.missing:
        report_error(f"{path}: no such file or folder")
    for folder in selection.unreadable:
        report_error(f"{folder}: this folder cannot be read")
    troubled = bool(selection.missing or selection.unreadable)
    if not selection.files and not troubled and not chosen.quiet:
        report_note("no posts found; medlint files tells which files are left out, and why")
    progress = _progress(chosen)

    def clear() -> None:
        if progress is not None:
            progress.clear()

    def told(file: PostFile) -> None:
        if progress is not None:
            progress.next(file.shown)

    places = []
    running = Running(chosen, selection.files, resolver, clear, every_post=True)
    with running as run:
        site = running.site
        if site is not None:
            if progress is not None:
                progress.expect(len(site.wanted))
            try:
                run.inform_site(told)
            finally:
                clear()
            for file in selection.files:
                entry = site.entry(file)
                if entry is not None:
                    # Its text is not needed, and that of all posts would take much room.
                    entry = entry._replace(passages=b"")
                    places.append(Place(file.shown, file.relative, entry))
    unread = len(selection.files) - len(places)
    # Without SQLite nothing is known of any post, and that has been said.
    is_known = site is not None and (bool(places) or not site.problem)
    if unread and is_known and not chosen.quiet:
        report_note(f"{unread} of the posts cannot be read; medlint check tells why")
    return overview(places), troubled


def _progress(chosen: Namespace) -> Progress | None:
    """What tells how many posts have been read, or ``None`` where nobody would read it."""
    from medlint.terminal import is_terminal

    if chosen.quiet or not (is_terminal(sys.stdout) and is_terminal(sys.stderr)):
        return None
    from medlint.commands.progress import Progress

    return Progress(0, os.environ)


def _count(text: str) -> int:
    """A number from 0 on.

    Raises:
        ArgumentTypeError: It is none.
    """
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text[:9])


def _bar(encoding: str | None) -> str:
    """The character that bars are made of: one that the output can have."""
    try:
        "█·…".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "#"
    return "█"


def _write(found: Overview, chosen: Namespace) -> None:
    from medlint.commands.site_report import SiteReport
    from medlint.terminal import Style, is_terminal, wants_colour, width

    report = SiteReport(
        found,
        Style(wants_colour(chosen.color, sys.stdout, os.environ)),
        columns=width(os.environ) if is_terminal(sys.stdout) else 0,
        limit=chosen.limit,
        bar=_bar(sys.stdout.encoding),
    )
    sys.stdout.writelines(f"{line}\n" for line in report.lines())
