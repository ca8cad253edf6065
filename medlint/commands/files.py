"""``medlint files``: which files are linted, which are left out, and why."""

from __future__ import annotations

import os
import sys

from medlint.commands.arguments import (
    Parser,
    add_about,
    add_colour,
    add_settings,
    add_text_or_json,
)
from medlint.commands.messages import report_error, report_note
from medlint.commands.options import resolver_of
from medlint.terminal import Style, cells, wants_colour
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medlint.files import Seen, Selection
    from medlint.recognition import Reason, Verdict

_ABOUT = """\
Tell which files medlint lints and which it leaves out, one line each, with the
reason. It reads the same PATHs as medlint check, and decides as that does."""

_EXAMPLES = """\
examples:
  medlint files                     everything below this folder
  medlint files README.md           why is this not linted?
  medlint files --linted            the paths of the posts alone, for other programs
  medlint files --all               other files too, such as pictures

Files that are no Markdown are counted and not listed, unless --all is given.
Of a folder that is left out as a whole only the folder is listed."""

#: Each reason in words; {what} is the pattern, folder or extension it speaks of.
REASONS: dict[Reason, str] = {
    "named": "a file that is named is always linted",
    "include": "the setting include names it: {what}",
    "content": "it lies in a folder of the setting content: {what}",
    "post-folder": "it lies in a folder where posts are kept: {what}",
    "front-matter": "it opens with front matter",
    "exclude": "the setting exclude names it: {what}",
    "extend-exclude": "the setting extend-exclude names it: {what}",
    "default-exclude": "left out unless the setting exclude says otherwise: {what}",
    "version-control": "it belongs to version control",
    "gitignore": "Git ignores it: {what}",
    "extension": "it is no Markdown",
    "rare-extension": "files so called are linted only where include or content names them",
    "not-included": "the setting include does not name it",
    "not-content": "it lies in none of the folders of the setting content",
    "section-page": "it is the page of a list of posts",
    "project-name": "files so called are about a project; include can name them",
    "everyday-name": "files so called are posts only in a folder of posts, with front matter",
    "no-front-matter": "it neither opens with front matter nor lies in a folder of posts",
    "not-a-file": "it is no file that can be read",
    "linked-folder": "it is a link to a folder, and those are not followed",
    "linked-outside": "it is a link that leads out of the project, and those are not followed",
    "unreadable": "its contents cannot be listed",
    "same-file": "it is another name of {what}",
}
_DRAFT = "it is a draft, and the setting drafts says skip"


def parser() -> Parser:
    """The arguments of ``medlint files``."""
    made = Parser("medlint files", _ABOUT, _EXAMPLES, "medlint files [OPTION ...] [PATH ...]")
    which = made.add_argument_group("which files")
    which.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to judge")
    which.add_argument(
        "--force-exclude",
        action="store_true",
        help="let the settings leave out even files named here (as in pre-commit)",
    )
    add_settings(made)
    output = made.add_argument_group("output")
    either = output.add_mutually_exclusive_group()
    either.add_argument(
        "--linted", action="store_true", help="print the paths of what is linted, nothing else"
    )
    either.add_argument(
        "--all", action="store_true", help="list files too that are no Markdown, and .git"
    )
    add_text_or_json(output)
    output.add_argument("-q", "--quiet", action="store_true", help="leave out the count at the end")
    add_colour(output)
    add_about(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    from medlint.files import select
    from medlint.settings import SettingsError

    options = parser().parse_args(arguments)
    try:
        resolver = resolver_of(options)
        selection = select(
            options.paths, resolver, force_exclude=options.force_exclude, explain=True
        )
    except SettingsError as error:
        report_error(str(error))
        return 2
    lines = [_Line(seen) for seen in selection.seen]
    listed = [line for line in lines if options.all or line.is_worth_listing]
    if options.linted:
        listed = [line for line in listed if line.linted]
    if options.output_format == "json":
        from medlint.reporters.ascii_json import dumps

        data = {"version": 1, "files": [line.as_data() for line in listed]}
        sys.stdout.write(dumps(data, indent=2))
    elif options.linted:
        sys.stdout.writelines(f"{line.shown}\n" for line in listed)
    else:
        style = Style(wants_colour(options.color, sys.stdout, os.environ))
        sys.stdout.writelines(f"{line}\n" for line in _table(listed, style))
        if not options.quiet:
            report_note(_count(lines, listed))
    return _report_missing(selection)


def _report_missing(selection: Selection) -> int:
    for path in selection.missing:
        report_error(f"{path}: no such file or folder")
    for folder in selection.unreadable:
        report_error(f"{folder}: this folder cannot be read")
    return 2 if selection.missing or selection.unreadable else 0


class _Line:
    """One file or folder of the list.

    Attributes:
        shown: Its path; a folder's ends in a slash.
        linted: Whether it is linted.
        reason: Why, or why not, in one word.
        detail: The same in words.
    """

    def __init__(self, seen: Seen) -> None:
        self.shown = seen.shown
        self.linted = seen.verdict.post
        self.reason: str = seen.verdict.reason
        self.detail = _in_words(seen.verdict)
        if seen.unnamed is not None and not seen.unnamed.post:
            self.detail += f"; unnamed, it is left out: {_in_words(seen.unnamed)}"
        if self.linted and _is_skipped(seen):
            self.linted, self.reason, self.detail = False, "draft", _DRAFT

    @property
    def is_folder(self) -> bool:
        return self.shown.endswith("/")

    @property
    def is_worth_listing(self) -> bool:
        """Whether anyone would wonder what becomes of it."""
        from medlint.recognition import EXTENSIONS

        if self.linted or self.reason in {"draft", "linked-folder", "linked-outside"}:
            return True
        if self.is_folder:
            return self.reason != "version-control"
        return os.path.splitext(self.shown.lower())[1] in EXTENSIONS

    def as_data(self) -> dict[str, Any]:
        return {
            "path": self.shown,
            "linted": self.linted,
            "reason": self.reason,
            "detail": self.detail,
        }


def _in_words(verdict: Verdict) -> str:
    from medlint.terminal import escape

    # Not str.format: what patterns hold is no format.
    return REASONS[verdict.reason].replace("{what}", escape(verdict.what))


def _is_skipped(seen: Seen) -> bool:
    """Whether a post is left alone for being a draft."""
    post = seen.post
    if post is None or post.settings.drafts != "skip":
        return False
    from medlint.linter import read_file
    from medlint.post import Post

    source = read_file(post)
    return source.problem is None and Post(source, post.settings, post.relative).is_draft


def _table(lines: Sequence[_Line], style: Style) -> Sequence[str]:
    widths = [sum(cell.width for cell in cells(line.shown)) for line in lines]
    # One path of great length is no reason to put every reason far away.
    column = max((width for width in widths if width <= 60), default=0)
    rows = []
    for line, used in zip(lines, widths, strict=True):
        state = style("linted  ", "green") if line.linted else style("left out", "yellow")
        gap = " " * max(column - used, 0)
        rows.append(f"{state}  {style(line.shown, 'bold')}{gap}  {line.detail}")
    return rows


def _count(lines: Sequence[_Line], listed: Sequence[_Line]) -> str:
    posts = sum(line.linted for line in lines)
    files = sum(not line.linted and not line.is_folder for line in listed)
    folders = sum(not line.linted and line.is_folder for line in listed)
    told = (
        f"{_number(posts, 'post')} linted; {_number(files, 'file')} and "
        f"{_number(folders, 'folder')} left out"
    )
    hidden = len(lines) - len(listed)
    if hidden:
        told += f"; {_number(hidden, 'other')} not listed (--all lists them)"
    return told


def _number(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"
