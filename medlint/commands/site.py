"""``medlint site``: the blog as a whole."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

from medlint.commands.arguments import (
    Parser,
    add_about,
    add_colour,
    add_settings,
    add_text_or_json,
)
from medlint.commands.messages import report_error, report_note

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from medlint.index import Site
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
    from medlint.settings import Resolver, SettingsError

    options = parser().parse_args(arguments)
    try:
        resolver = Resolver(os.getcwd(), config=options.config, isolated=options.isolated)
        found, troubled = _look(options, resolver)
    except SettingsError as error:
        report_error(str(error))
        return 2
    if options.output_format == "json":
        from medlint.reporters.ascii_json import dumps

        sys.stdout.write(dumps(found.as_data(), indent=2))
    else:
        _write(found, options)
    return 2 if troubled else 0


def _look(options: Namespace, resolver: Resolver) -> tuple[Overview, bool]:
    """The overview, and whether a path is missing or cannot be read."""
    from medlint.files import select
    from medlint.index import Site
    from medlint.link_graph import Place
    from medlint.overview import overview

    selection = select(options.paths, resolver, force_exclude=options.force_exclude)
    for path in selection.missing:
        report_error(f"{path}: no such file or folder")
    for folder in selection.unreadable:
        report_error(f"{folder}: this folder cannot be read")
    troubled = bool(selection.missing or selection.unreadable)
    if not selection.files and not troubled and not options.quiet:
        report_note("no posts found; medlint files tells which files are left out, and why")
    places = []
    site = Site.for_run(selection.files, resolver, _folder, always=True)
    if site is not None:
        if site.problem and not options.quiet:
            report_note(site.problem)
        try:
            _inform(site, options)
            unread = 0
            for file in selection.files:
                entry = site.entry(file)
                if entry is None:
                    unread += 1
                else:
                    places.append(Place(file.shown, file.relative, entry))
        finally:
            site.close()
        if unread and not options.quiet:
            report_note(f"{unread} of the posts cannot be read; medlint check tells why")
    return overview(places), troubled


def _inform(site: Site, options: Namespace) -> None:
    """Let the site learn of the posts that are new to it or have changed."""
    from medlint.linter import read_file
    from medlint.post import Post
    from medlint.terminal import is_terminal

    progress = None
    if not options.quiet and is_terminal(sys.stdout) and is_terminal(sys.stderr):
        from medlint.commands.progress import Progress

        progress = Progress(len(site.wanted), os.environ)
    try:
        for file in site.wanted:
            if progress is not None:
                progress.next(file.shown)
            source = read_file(file)
            if source.problem is None:
                settings = file.settings.for_path(file.relative)
                post = Post(source, settings, file.relative)
                site.learn(file, site.entry_of(post))
    finally:
        if progress is not None:
            progress.clear()


def _folder(root: str) -> str | None:
    """The cache folder of a project."""
    from medlint.cache_folder import cache_folder

    return cache_folder(root, None, os.environ)


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


def _write(found: Overview, options: Namespace) -> None:
    from medlint.commands.site_report import SiteReport
    from medlint.terminal import Style, is_terminal, wants_colour, width

    report = SiteReport(
        found,
        Style(wants_colour(options.color, sys.stdout, os.environ)),
        columns=width(os.environ) if is_terminal(sys.stdout) else 0,
        limit=options.limit,
        bar=_bar(sys.stdout.encoding),
    )
    sys.stdout.writelines(f"{line}\n" for line in report.lines())
