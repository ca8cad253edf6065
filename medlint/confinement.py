"""What may be looked up in the project, and what lies outside of it.

Posts, baselines and settings of strangers name files. Whether such a file is
there is told only of those inside the project: a link in it, to a file or to
a folder, may lead to anything that the user can read, and of that nothing is
told, not even whether it is there.
"""

from __future__ import annotations

import os
import stat
from functools import lru_cache

from medlint.typed import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    #: ``outside``: it is, or leads, out of the project, whether there is anything or not.
    Sight: TypeAlias = os.stat_result | Literal["outside", "absent"]


#: The folders that are remembered of one project.
_MOST_FOLDERS = 10_000


class Inside:
    """The files of a project.

    Args:
        root: The project's folder; nothing outside is looked at.

    Attributes:
        root: The same, absolute and without links.
    """

    def __init__(self, root: str) -> None:
        self.root = os.path.realpath(root)
        self._given = os.path.join(os.path.abspath(root), "")
        self._prefix = os.path.join(self.root, "")
        self._folders: dict[str, str] = {}

    def holds(self, path: str) -> bool:
        """Whether an absolute path without links and ``..`` lies below the project's folder."""
        return path.startswith(self._prefix)

    def look(self, path: str) -> Sight:
        """What there is at an absolute path; links inside the project are followed.

        Args:
            path: The path, below the project's folder as it was given or as it is.
        """
        path = os.path.normpath(path)
        if path.startswith(self._given):
            path = self._prefix + path[len(self._given) :]
        if not self.holds(path):
            return "outside"
        folder, name = os.path.split(path)
        # First where the folder is: to ask for a file behind a link would already tell of it.
        try:
            if self.leads_out(folder):
                return "outside"
            folder = self._real(folder)
            status = os.stat(os.path.join(folder, name), follow_symlinks=False)
            if not stat.S_ISLNK(status.st_mode):
                return status
            target = os.path.realpath(os.path.join(folder, name))
            return os.stat(target, follow_symlinks=False) if self.holds(target) else "outside"
        except (OSError, ValueError):  # there is none, or no file system takes the name
            return "absent"

    def leads_out(self, folder: str) -> bool:
        """Whether a folder, with its links followed, is neither the project's nor one below it."""
        real = self._real(folder)
        return real != self.root and not self.holds(real)

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at a path; what lies outside is taken to be there."""
        return self.look(path) != "absent"

    def _real(self, folder: str) -> str:
        """A folder without links, which is asked for once for the many files in it."""
        real = self._folders.get(folder)
        if real is None:
            if len(self._folders) == _MOST_FOLDERS:
                self._folders.clear()
            real = self._folders[folder] = os.path.realpath(folder)
        return real


@lru_cache(maxsize=64)
def inside(root: str) -> Inside:
    """The files of a project, by its folder; the same for all posts of a run."""
    return Inside(root)
