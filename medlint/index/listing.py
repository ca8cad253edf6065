"""Which files make up a site, and in what state each of them is.

In a Git repository Git is asked, once for all files: it knows the state of a
file that is as it was added, and looks at the others itself. Elsewhere the
folders are walked.

A listing is made of lines, each ``stamp TAB path``: the path relative to the
root, and a stamp that is another one when the file's content is. Which lines
are in one listing and not in the other tells which files have to be looked at,
whatever the number of files. A path may have two lines, one by what Git knows
of it and one by what has become of the file since.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from medlint.index.lines import END, cut, joined
from medlint.patterns import lazy
from medlint.recognition import EXTENSIONS, exclusion, passing_over, spelled_extensions
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Collection

    from medlint.files import PostFile
    from medlint.settings import Resolver, Settings

#: Modes of entries in Git's index.
_LINK, _SUBMODULE = b"120000", b"160000"
#: The files that say what Git ignores, which counts outside repositories, too.
_IGNORED = ".gitignore"
#: The stamp of a file that may change once more without its time showing it.
FRESH = b"F"
#: The stamp of what is no file of its own: it is gone, or a link to another one.
NO_FILE = b"-"
#: How old a file has to be, in nanoseconds, for its time to tell that it has not changed since.
_SETTLED = 2_000_000_000
#: How a record of Git's begins of a file that is as it was added, and what all others are.
_PLAIN = END + b"H 100"
_ODD = lazy(rb"\0(?!H 100|\Z)[^\0]*")
#: As many paths as are looked for one by one.
_FEW = 20
_FRESH_STAMP = lazy(rb"\0%s [^\t\0]*\t" % FRESH)
_OF_NO_FILE = lazy(rb"\0%s\t([^\0]*)" % NO_FILE)


class Listing(NamedTuple):
    """The files of a site.

    Attributes:
        lines: A line for each file that may be a post, by :func:`~medlint.index.lines.joined`.
        posts: Finds the posts among them, by path, and takes its time; ``None`` where
            each file can be judged by itself.
    """

    lines: bytes
    posts: Callable[[], dict[bytes, PostFile]] | None = None

    @property
    def is_settled(self) -> bool:
        """Whether no file may change once more without its stamp telling."""
        return END + FRESH not in self.lines

    def settled(self, without: Collection[bytes]) -> bytes:
        """The lines to hold the next listing against.

        Args:
            without: The paths that are to be looked at again whatever they are then.
        """
        lines = self.lines
        if not self.is_settled:
            lines = _FRESH_STAMP.sub(END + FRESH + b"\t", lines)
        if without:
            lines = joined(line for line in cut(lines) if split(line)[1] not in without)
        return lines

    def paths(self) -> set[bytes]:
        """The paths of all files."""
        return {split(line)[1] for line in cut(self.lines)} - self._no_files()

    def changed(self, came: set[bytes], went: set[bytes]) -> tuple[set[bytes], set[bytes]]:
        """The paths of files that are new or others than before, and of those that are gone.

        Args:
            came: The lines that were not there before.
            went: Those that there are no more.
        """
        new = {split(line)[1] for line in came}
        touched = new | {split(line)[1] for line in went}
        # Of two lines one may be left: the file is as Git knows it again.
        changed = (new | self._listed(touched - new)) - self._no_files()
        return changed, touched - changed

    def _listed(self, paths: set[bytes]) -> set[bytes]:
        """Those of some paths that have a line."""
        if len(paths) <= _FEW:
            return {path for path in paths if b"\t%s\0" % path in self.lines}
        return paths & {split(line)[1] for line in cut(self.lines)}

    def _no_files(self) -> set[bytes]:
        """The paths that have a line, but are no file of their own."""
        return set(_OF_NO_FILE.findall(self.lines)) if END + NO_FILE in self.lines else set()


def list_files(root: str, settings: Settings, resolver: Resolver) -> Callable[[], Listing]:
    """The files that may be posts of a site.

    Args:
        root: The folder of the site, absolute.
        settings: The settings of the site.
        resolver: All settings.

    Returns:
        Waits for Git, which is asked at once, and must be called once.
    """
    from medlint.gitignore import repository

    records = _ask_git(root, settings) if repository(root) is not None else None

    def listing() -> Listing:
        found = None if records is None else records()
        if found is None:
            return _walked(root, settings, resolver)
        return Listing(_tracked(root, found))

    return listing


def split(line: bytes) -> tuple[bytes, bytes]:
    """The stamp and the path of a line."""
    stamp, _, path = line.partition(b"\t")
    return stamp, path


def path_of(real: str, root: str) -> bytes:
    """The path of a file as a listing has it."""
    prefix = os.path.join(root, "")
    path = real[len(prefix) :] if real.startswith(prefix) else between(real, root)
    if sys.platform == "darwin":
        from medlint.characters import composed

        path = composed(path)  # as Git does there, whatever the disk has
    return os.fsencode(path.replace(os.sep, "/"))


def between(path: str, folder: str) -> str:
    """The way from a folder to a path; the path itself where there is none, from drive to drive."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # only on Windows
        return path


def real_of(path: bytes, root: str) -> str:
    """The absolute path of a file of a listing."""
    return os.path.normpath(os.path.join(root, os.fsdecode(path)))


def stamp_of(file: str) -> bytes | None:
    """A stamp from a file's size and times, or ``None`` where it is no file."""
    try:
        return _stamped(os.stat(file))
    except (OSError, ValueError):
        return None


def _stamped(status: os.stat_result) -> bytes | None:
    if not stat.S_ISREG(status.st_mode):
        return None
    if time.time_ns() - status.st_mtime_ns < _SETTLED:
        return b"%s %d" % (FRESH, time.time_ns())
    # Whoever sets the time back cannot set back when that was done.
    return b"S %d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _ask_git(root: str, settings: Settings) -> Callable[[], bytes | None]:
    """Ask Git for a record of each file that it knows."""
    from medlint.git import listed

    what = ["-s", "-t", "-c", "-m"]
    if settings.index_untracked:
        what += ["-o", "--exclude-standard"]
    extensions = sorted(EXTENSIONS | spelled_extensions(settings.include or ()))
    return listed(root, *what, "--", *(f":(icase)*{extension}" for extension in extensions))


def _tracked(root: str, records: bytes) -> bytes:
    """The lines of all files that Git has told of."""
    lines = END + records
    # `H` is a file as Git knows it, `C` one that was changed since, `?` one that is not
    # tracked, `M` one in a merge; a changed file has a record of each of its two states.
    if lines.count(_PLAIN) == lines.count(END) - 1:
        return lines  # as most are: without regular expressions, which have to be loaded
    odd = [record[1:] for record in _ODD.findall(lines)]
    others = set(map(_path_in, odd))
    links = {_path_in(record) for record in odd if record[2:8] in {_LINK, _SUBMODULE}}
    told: set[bytes] = set()

    def stamped(record: re.Match[bytes]) -> bytes:
        path = _path_in(record[0][1:])
        if path in told:
            return b""
        told.add(path)
        real = real_of(path, root)
        stamp = stamp_of(real)
        if path in links or os.path.islink(real):
            target = path_of(os.path.realpath(real), os.path.realpath(root))
            if target in others or target.startswith(b"../") or b"\t%s\0" % target in lines:
                stamp = None
        return b"\0%s\t%s" % (NO_FILE if stamp is None else stamp, path)

    return _ODD.sub(stamped, lines)


def _path_in(record: bytes) -> bytes:
    """The path in a record of Git's."""
    return record[2:] if record.startswith(b"? ") else split(record)[1]


def _walked(root: str, settings: Settings, resolver: Resolver) -> Listing:
    """The files below a folder that may be posts, and the files that say what is ignored.

    To look at the state of each takes a third of the time that it takes to find
    out whether it is a post; so that is left for when something has changed.
    """
    endings = tuple(EXTENSIONS | spelled_extensions(settings.include or ()))
    lines: list[bytes] = []
    folders = [(root, "")]
    while folders:
        folder, above = folders.pop()
        try:
            with os.scandir(folder) as listed:
                entries = list(listed)
        except OSError:
            continue
        for entry in entries:
            name = entry.name
            if name.lower().endswith(endings) or name == _IGNORED:
                stamp = _stamp(entry)
                if stamp is not None:
                    lines.append(b"%s\t%s" % (stamp, os.fsencode(f"{above}{name}")))
            elif entry.is_dir(follow_symlinks=False) and _is_entered(settings, name, above):
                folders.append((entry.path, f"{above}{name}/"))

    def posts() -> dict[bytes, PostFile]:
        from medlint.files import select

        chosen = select([root], resolver, force_exclude=True).files
        return {path_of(file.real, root): file for file in chosen}

    return Listing(joined(lines), posts)


def _stamp(entry: os.DirEntry[str]) -> bytes | None:
    try:
        return _stamped(entry.stat())
    except OSError:  # gone since it was listed, or a link to nothing
        return None


def _is_entered(settings: Settings, name: str, above: str) -> bool:
    """Whether there may be posts in a folder."""
    return (
        passing_over(settings, name, folder=True, above=above.rstrip("/")) is None
        and exclusion(settings, f"{above}{name}/") is None
    )
