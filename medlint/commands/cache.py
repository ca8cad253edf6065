"""``medlint cache``: where results are kept, how much that is, and how to be rid of them."""

from __future__ import annotations

import os
import sys

from medlint.cache_folder import cache_home, project_name
from medlint.commands.arguments import Parser, add_about
from medlint.commands.messages import report_error
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ABOUT = """\
Tell where medlint keeps what it has found, or delete it. Deleting it loses
nothing: the next run looks at every post again."""

_EXAMPLES = """\
examples:
  medlint cache           the folder, and how much is kept for which projects
  medlint cache dir       the folder alone, for other programs
  medlint cache clean     delete what is kept, for all projects"""

#: The length of the name of a project's folder.
_NAME = len(project_name("/"))
_UNITS = ("bytes", "kB", "MB", "GB")


def parser() -> Parser:
    """The arguments of ``medlint cache``."""
    made = Parser("medlint cache", _ABOUT, _EXAMPLES, "medlint cache [OPTION ...] [dir|clean]")
    what = made.add_argument_group("what to do")
    what.add_argument(
        "what",
        nargs="?",
        choices=("info", "dir", "clean"),
        default="info",
        metavar="WHAT",
        help="info: tell how much is kept (default); dir: print the folder; clean: delete it all",
    )
    where = made.add_argument_group("where")
    where.add_argument(
        "--cache-dir",
        metavar="FOLDER",
        help="the folder (default: MEDLINT_CACHE_DIR, or the user's folder for caches)",
    )
    add_about(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    options = parser().parse_args(arguments)
    home = cache_home(options.cache_dir, os.environ)
    if home is None:
        report_error("there is no folder for caches here; name one with --cache-dir")
        return 2
    if options.what == "clean":
        return _clean(home)
    if options.what == "info":
        kept = [_size(folder) for folder in _projects(home)]
        projects = "1 project" if len(kept) == 1 else f"{len(kept):,} projects"
        print(f"{_shown(home)}: {_written(sum(kept))} for {projects}")
    else:
        print(_shown(home))
    return 0


def _clean(home: str) -> int:
    """Delete what medlint keeps, and nothing else that may lie there."""
    freed = 0
    failed = False
    for folder in _projects(home):
        freed += _size(folder)
        try:
            for entry in _entries(folder):
                os.unlink(entry.path)
            os.rmdir(folder)
        except OSError as error:
            report_error(f"{folder}: cannot be deleted: {error.strerror or error}")
            failed = True
    print(f"{_shown(home)}: {_written(freed)} deleted")
    return 2 if failed else 0


def _projects(home: str) -> Iterator[str]:
    """The folders of projects: no links, and called as medlint calls them."""
    for entry in _entries(home):
        hexadecimal = not set(entry.name) - set("0123456789abcdef")
        if hexadecimal and len(entry.name) == _NAME and entry.is_dir(follow_symlinks=False):
            yield entry.path


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            return sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return []


def _size(folder: str) -> int:
    """How much is kept in a folder, in bytes."""
    size = 0
    for entry in _entries(folder):
        try:
            size += entry.stat(follow_symlinks=False).st_size
        except OSError:  # just replaced by a run
            continue
    return size


def _written(size: int) -> str:
    number, unit = float(size), 0
    while number >= 1000 and unit < len(_UNITS) - 1:
        number /= 1000
        unit += 1
    return f"{number:,.0f} {_UNITS[unit]}" if unit == 0 else f"{number:,.1f} {_UNITS[unit]}"


def _shown(path: str) -> str:
    from medlint.terminal import escape, is_terminal

    return escape(path) if is_terminal(sys.stdout) else path
