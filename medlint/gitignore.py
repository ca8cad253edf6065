"""What Git ignores, read from ``.gitignore`` files without running Git."""

from __future__ import annotations

import os

from medlint.regular import read
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.globs import Globs


#: The longest path that is read from a file of Git, in bytes.
_MAX_LINE = 8192


class GitIgnore:
    """The ``.gitignore`` files that count in one folder: its own and those above it.

    Made by :func:`gitignore_for` and then folder by folder on the way down.
    A folder that is ignored is not walked, so nothing below it needs asking about.
    """

    __slots__ = ("_rules",)

    def __init__(self, rules: tuple[tuple[str, Globs], ...] = ()) -> None:
        self._rules = rules

    def inside(self, folder: str) -> GitIgnore:
        """What counts in a folder below, which may have a ``.gitignore`` of its own."""
        globs = _read(os.path.join(folder, ".gitignore"))
        if not globs:
            return self
        return GitIgnore((*self._rules, (folder, globs)))

    def naming(self, path: str, *, folder: bool) -> str | None:
        """The pattern because of which Git ignores a file or folder, or ``None``.

        Args:
            path: The absolute path.
            folder: Whether it is a folder.
        """
        for base, globs in reversed(self._rules):
            relative = path[len(base) :].replace(os.sep, "/").lstrip("/")
            if folder:
                relative = f"{relative}/"
            if globs.verdict(relative) is not None:
                return globs.naming(relative)
        return None


def gitignore_for(folder: str) -> GitIgnore:
    """What counts in a folder in which a walk starts.

    The folder was named, so it is walked even if Git ignores it or a folder
    above it; what lies above then says nothing of its contents.

    Args:
        folder: The absolute path.
    """
    top = repository(folder)
    if top is None:
        return GitIgnore().inside(folder)
    excluded = _read(os.path.join(git_folder(top), "info", "exclude"))
    found = GitIgnore(((top, excluded),) if excluded else ()).inside(top)
    below = os.path.relpath(folder, top)
    here = top
    for part in () if below == os.curdir else below.split(os.sep):
        here = os.path.join(here, part)
        if found.naming(here, folder=True) is not None:
            return GitIgnore().inside(folder)
        found = found.inside(here)
    return found


def repository(folder: str) -> str | None:
    """The top folder of the Git repository that a folder lies in, or ``None``."""
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def git_folder(top: str) -> str:
    """Where a repository keeps its data; worktrees and submodules have it elsewhere."""
    folder = os.path.join(top, ".git")
    if os.path.isdir(folder):
        return folder
    target = _first_line(folder).removeprefix("gitdir:").strip()
    folder = os.path.normpath(os.path.join(top, target))
    shared = _first_line(os.path.join(folder, "commondir"))
    return os.path.normpath(os.path.join(folder, shared)) if shared else folder


def _first_line(file: str) -> str:
    try:
        start = read(file, _MAX_LINE)
    except OSError:
        return ""
    return start.partition(b"\n")[0].decode("utf-8", "surrogateescape").strip()


def _read(file: str) -> Globs | None:
    if os.path.islink(file):  # Git follows none either: it may lead out of the repository
        return None
    try:
        text = os.fsdecode(read(file).removeprefix(b"\xef\xbb\xbf"))
    except OSError:
        return None
    lines = tuple(line.removesuffix("\r") for line in text.split("\n"))
    if all(not line or line.startswith("#") for line in lines):  # as Git makes it
        return None
    from medlint.globs import Globs

    return Globs(lines, below=False, lenient=True)
