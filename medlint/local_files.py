"""Which files lie near a post, as far as a rule may ask.

Rules know no file system. What they may ask is whether the file that a local
address means is there, and how large it is; the engine answers, only for
files inside the project, and remembers what it was asked, since a result that
is kept counts only as long as the answers are the same.

Generators map addresses to files each in a way of their own, and which one
builds a post is not known. So an address is tried in every folder where some
generator would look, and a file is called missing only where the folder that
should hold it is there and the file is not.
"""

from __future__ import annotations

import os
import stat
import sys
from functools import lru_cache
from itertools import islice

from medlint.characters import composed
from medlint.confinement import inside
from medlint.images import EXTENSIONS
from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from medlint.urls import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.settings import Settings

#: ``unknown``: the address is none of a local file, leads out of the project,
#: or nothing tells where it should lie.
State: TypeAlias = Literal["found", "missing", "unknown"]

#: Below any folder from the post's up to the project's, where generators keep files
#: that they copy as they are: Hugo and Docusaurus, Astro and Next, Hexo, Eleventy and Jekyll.
_STATIC = ("", "static", "public", "source", "src", "assets", "src/assets", "docs", "content")
#: How many folders above a post are tried; deeper trees are rare, and a bound is a bound.
_MAX_DEPTH = 12
#: How many entries of a folder are looked through for a name like the missing one.
_MAX_ENTRIES = 5000


class LocalFile(NamedTuple):
    """What is known of the file that an address means; plain values, to be kept.

    Attributes:
        state: Whether it is there.
        size: Its size in bytes where it is there, else 0.
        near: For a missing file: the name of one in the same folder that
            differs only in case or ending, or "".
    """

    state: State
    size: int = 0
    near: str = ""


_UNKNOWN = LocalFile("unknown")
#: Whether names mean the same in upper and lower case here. Sites are built and served where
#: they do not, so a name counts as it is written.
_FOLDS_CASE = sys.platform in {"win32", "darwin"}
#: What Windows takes for a device, in whatever folder and with whatever ending.
_DEVICES = frozenset(
    [
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
    ]
)


class LocalFiles:
    """Answers for one post.

    Args:
        path: The absolute path of the post's file.
        root: The project's folder; nothing outside is looked at.
    """

    def __init__(self, path: str, root: str) -> None:
        # Links resolved once, so that below the comparison of paths can go by name.
        self._folder, self._name = os.path.split(os.path.realpath(path))
        self._inside = inside(root)
        self._asked: dict[str, LocalFile] = {}

    @classmethod
    def of_project(cls, path: str, settings: Settings) -> LocalFiles:
        """What answers for the post at an absolute path.

        The project is its Git repository, or else the folder of the settings
        file, or else the post's own folder.
        """
        from medlint.gitignore import repository

        folder = os.path.dirname(path)
        root = repository(folder)
        if root is None:
            below = path.startswith(os.path.join(settings.root_path, ""))
            root = settings.root_path if settings.has_file and below else folder
        return cls(path, root)

    @property
    def asked(self) -> dict[str, LocalFile]:
        """Each address asked for, with the answer."""
        return self._asked

    def find(self, address: str) -> LocalFile:
        """The file that a relative address, or one from the site's root, means.

        Never raises; an address with a scheme or a host is ``unknown``.
        """
        if address not in self._asked:
            self._asked[address] = self._find(address)
        return self._asked[address]

    def still(self, asked: dict[str, LocalFile]) -> bool:
        """Whether the answers given before would be given again."""
        return all(self.find(address) == answer for address, answer in asked.items())

    def _find(self, address: str) -> LocalFile:
        parts = split(address)
        path = parts.path
        if parts.scheme or parts.host or not path or "\\" in path or "\0" in path:
            return _UNKNOWN
        if "%" in path:
            from urllib.parse import unquote

            path = unquote(path)
        from_root = path.startswith("/")
        path = path.lstrip("/")
        if not path or path.endswith("/") or "\0" in path:
            return _UNKNOWN
        if os.name == "nt" and not names_files(path):
            return _UNKNOWN
        missing = None
        try:
            for candidate in self._candidates(path, from_root=from_root):
                size = self._size(candidate)
                if size is not None:
                    return LocalFile("found", size)
                if missing is None and self._is_home(candidate, path):
                    missing = candidate
        except (OSError, ValueError):  # a name that no file system takes
            return _UNKNOWN
        if missing is None:
            return _UNKNOWN
        return LocalFile("missing", near=_near(missing))

    def _candidates(self, path: str, *, from_root: bool) -> Iterator[str]:
        if not from_root:
            yield from self._beside(path)
        folder = self._folder
        for _ in range(_MAX_DEPTH):
            for below in _STATIC:
                yield os.path.normpath(os.path.join(folder, below, path))
            if not self._inside.holds(folder):
                return
            folder = os.path.dirname(folder)

    def _beside(self, path: str) -> Iterator[str]:
        """Where an address relative to the post may lie."""
        yield os.path.normpath(os.path.join(self._folder, path))
        # Hexo keeps a post's files in a folder of the post's name; and a post's page
        # is often one level below the folder of its file.
        yield os.path.normpath(os.path.join(self._folder, self._name.rpartition(".")[0], path))
        if path.startswith("../"):
            yield os.path.normpath(os.path.join(self._folder, path[3:]))

    def _size(self, candidate: str) -> int | None:
        """The size of a file of the project in bytes, or ``None`` where it is no such file.

        Of what lies outside nothing is told, not even whether it is there: what
        a link that leads out stands for counts as found, with no size.
        """
        if not self._inside.holds(candidate):
            return None
        status = self._inside.look(candidate)
        if status == "outside":
            return 0
        if status == "absent" or not stat.S_ISREG(status.st_mode):
            return None
        if _FOLDS_CASE and not self._is_written_so(candidate):
            return None
        return status.st_size

    def _is_home(self, candidate: str, path: str) -> bool:
        """Whether the folder that would hold a file is there, and tells that the file should be.

        A name alone (``cat.png``), or one whose folder is only ``.`` or
        ``..``, proves little, as every post lies in some folder: there the
        folder must hold images already.
        """
        folder = os.path.dirname(candidate)
        # Asked of the name first: to resolve the name of another computer is to call it.
        for _ in range(2):
            if folder != self._inside.root and not self._inside.holds(folder):
                return False
            folder = os.path.realpath(folder)
        if all(step in {"", ".", ".."} for step in path.split("/")[:-1]):
            beside = folder == self._folder and ".." not in path.split("/")
            return beside and _holds_images(folder, os.stat(folder).st_mtime_ns)
        return os.path.isdir(folder)

    def _is_written_so(self, candidate: str) -> bool:
        """Whether the names in a path below the project's folder are written as on the disk."""
        folder = self._inside.root
        for name in os.path.relpath(candidate, folder).split(os.sep):
            if not _has_name(folder, os.stat(folder).st_mtime_ns, name):
                return False
            folder = os.path.join(folder, name)
        return True


def names_files(path: str) -> bool:
    r"""Whether Windows takes each step of a path with slashes for the name of a file or folder.

    It takes ``C:`` for a drive, ``cat.png:x`` for a part of a file, ``aux.png``
    for a device and a backslash for a slash, so ``\\\\host`` for another computer.
    """
    if "\\" in path or ":" in path:
        return False
    stems = (step.partition(".")[0].rstrip(" ").lower() for step in path.split("/"))
    return _DEVICES.isdisjoint(stems)


def _names(folder: str) -> Iterator[str]:
    """The names in a folder, as many as are looked through; none where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            for entry in islice(entries, _MAX_ENTRIES):
                yield entry.name
    except OSError:
        return


@lru_cache(maxsize=256)  # hundreds of posts may lie in one folder
def _holds_images(folder: str, changed: int) -> bool:  # noqa: ARG001  # a part of the key
    """Whether there are images in a folder.

    Args:
        folder: The folder.
        changed: When it was changed last: another time is another question.
    """
    return any(name.rpartition(".")[2].lower() in EXTENSIONS for name in _names(folder))


@lru_cache(maxsize=4096)
def _has_name(folder: str, changed: int, name: str) -> bool:  # noqa: ARG001  # a part of the key
    """Whether a folder has a name just so, or too many names to tell.

    Args:
        folder: The folder.
        changed: When it was changed last: another time is another question.
        name: The name; how its accents are composed does not count.
    """
    names = list(_names(folder))
    return len(names) == _MAX_ENTRIES or name in names or composed(name) in map(composed, names)


def _near(path: str) -> str:
    """The name of a file in the same folder that differs in case or ending alone, or ""."""
    folder, wanted = os.path.split(path)
    near = [name for name in _names(folder) if _stem(name) == _stem(wanted)]
    return min(near, key=lambda name: (name.lower() != wanted.lower(), name), default="")


def _stem(name: str) -> str:
    return composed((name.rpartition(".")[0] or name).lower())
