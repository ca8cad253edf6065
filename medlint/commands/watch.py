"""``medlint --watch``: lint the posts, and again those that change, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import time

from medlint.commands.messages import report_error, report_note
from medlint.commands.options import resolver_of
from medlint.terminal import is_terminal
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable

    #: What tells one version of a file from another: when it was written, and its size.
    Stamp = tuple[int, int, int]

#: Clears the screen and what was scrolled off it, and goes to its top.
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
#: How long to wait before looking whether Ctrl-C was pressed, in milliseconds.
_WAIT = 1000


def wrong_use(options: Namespace) -> str:
    """What ``--watch`` cannot be combined with, or ""."""
    if not options.watch:
        return ""
    if options.paths == ["-"]:
        return "--watch cannot be combined with - (standard input)"
    for name in ("fix", "fix_only", "diff", "add_suppressions", "output_file"):
        if getattr(options, name):
            return f"--watch cannot be combined with --{name.replace('_', '-')}"
    return ""


def watch(options: Namespace, check: Callable[[Namespace], int]) -> int:
    """Lint, and lint again what changes, for ever.

    Args:
        options: The arguments of ``medlint check``.
        check: Lints what the arguments name.

    Returns:
        The exit code, if there is nothing to watch; else it does not return.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    try:
        import watchfiles
    except ImportError:
        report_error(
            "--watch needs the package watchfiles, which is not installed here: "
            'pip install "medlint[watch]"'
        )
        return 2
    missing = [path for path in options.paths if not os.path.exists(path)]
    for path in missing:
        report_error(f"{path}: no such file or folder")
    if missing:
        return 2
    # The watcher has threads, and no copy can be made of a process that has.
    options.jobs = "1"
    watched = _Watched(options, check)
    watched.lint_all("")
    roots = {path if os.path.isdir(path) else os.path.dirname(path) for path in watched.roots}
    first = True
    changed = watchfiles.watch(*sorted(roots), rust_timeout=_WAIT, yield_on_timeout=True)
    while True:
        try:
            changes = next(changed)
        except (RuntimeError, OSError) as error:  # a name that is no UTF-8, too many folders
            report_error(f"--watch: {error}")
            return 2
        except StopIteration:  # Ctrl-C
            break
        # What changed while the first run went on, no watcher has seen.
        if changes or first:
            watched.look(path for _, path in changes)
        first = False
    raise KeyboardInterrupt


class _Watched:
    """The posts, as they were when they were last linted."""

    def __init__(self, options: Namespace, check: Callable[[Namespace], int]) -> None:
        self._options = options
        self._check = check
        self._named = list(options.paths)
        self._posts: dict[str, Stamp | None] = {}
        self._settings: dict[str, Stamp | None] = {}
        self.roots = [os.path.abspath(path) for path in self._named or [os.curdir]]

    def lint_all(self, because: str) -> None:
        """Lint all that the arguments name."""
        self._posts = self._now()
        self._lint(self._named, because)

    def look(self, changed: Iterable[str]) -> None:
        """Lint what is no longer as it was.

        Args:
            changed: The paths that the watcher has told of.
        """
        from medlint.settings.resolver import FILE_NAMES

        stale = [path for path, stamp in self._settings.items() if _stamp(path) != stamp]
        for path in (*stale, *changed):
            name = os.path.basename(path)
            # Settings that are new are not among those that were read.
            if path in stale or name in {*FILE_NAMES, ".gitignore"}:
                self.lint_all(f"{name} changed")
                return
        now = self._now()
        posts = [path for path, stamp in now.items() if self._posts.get(path) != stamp]
        self._posts = now
        if posts:
            what = os.path.basename(posts[0]) if len(posts) == 1 else f"{len(posts)} posts"
            self._lint(posts, f"{what} changed")

    def _now(self) -> dict[str, Stamp | None]:
        """The posts there are, and their stamps; those of the settings are noted."""
        from medlint.files import select
        from medlint.settings import SettingsError

        options = self._options
        self._settings = {path: _stamp(path) for path in self._settings}
        try:
            resolver = resolver_of(options)
            found = select(self._named, resolver, force_exclude=options.force_exclude)
        except SettingsError:  # which is said when they are linted
            return {}
        used = {file.settings.file_path for file in found.files}
        self._settings = {path: _stamp(path) for path in used if path is not None}
        return {file.real: _stamp(file.real) for file in found.files}

    def _lint(self, paths: list[str], because: str) -> None:
        from medlint.settings import SettingsError
        from medlint.terminal import escape

        if is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb":
            sys.stdout.write(_CLEAR)
        if because:
            report_note(f"{time.strftime('%H:%M:%S')} {escape(because)}")
        self._options.paths = paths
        try:
            self._check(self._options)
        except SettingsError as error:
            report_error(str(error))
        sys.stdout.flush()
        report_note("watching for changes; Ctrl-C ends this")


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
