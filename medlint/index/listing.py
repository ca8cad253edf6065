"""Which files make up a site, and in what state each of them is.

In a Git repository Git is asked, once for all files: it knows the state of a
file that is as it was added, and looks at the others itself. Elsewhere the
folders are walked.

A listing is a set of lines, each ``stamp TAB path``: the path relative to the
root, and a stamp that is another one when the file's content is. Comparing two
sets tells which files have to be looked at, whatever the number of files.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from medlint.recognition import EXTENSIONS, exclusion, passing_over, spelled_extensions
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from medlint.files import PostFile
    from medlint.settings import Resolver, Settings

#: Modes of entries in Git's index.
_LINK, _SUBMODULE = b"120000", b"160000"
#: The files that say what Git ignores, which counts outside repositories, too.
_IGNORED = ".gitignore"
#: The stamp of a file that may change once more without its time showing it.
FRESH = b"F"
#: How old a file has to be, in nanoseconds, for its time to tell that it has not changed since.
_SETTLED = 2_000_000_000
#: As many paths as are looked for at the ends of lines.
_FEW = 50


class Listing(NamedTuple):
    """The files of a site.

    Attributes:
        lines: A line for each file that may be a post.
        posts: Finds the posts among them, by path, and takes its time; ``None`` where
            each file can be judged by itself.
    """

    lines: set[bytes]
    posts: Callable[[], dict[bytes, PostFile]] | None = None


def list_files(root: str, settings: Settings, resolver: Resolver) -> Listing:
    """The files that may be posts of a site.

    Args:
        root: The folder of the site, absolute.
        settings: The settings of the site.
        resolver: All settings.
    """
    from medlint.gitignore import repository

    if repository(root) is not None:
        lines = _tracked(root, settings)
        if lines is not None:
            return Listing(lines)
    return _walked(root, settings, resolver)


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


def _tracked(root: str, settings: Settings) -> set[bytes] | None:
    """The lines of all files that Git knows, or ``None`` where it cannot be asked."""
    from medlint.git import listed

    what = ["-s", "-t", "-c", "-m"]
    if settings.index_untracked:
        what += ["-o", "--exclude-standard"]
    extensions = sorted(EXTENSIONS | spelled_extensions(settings.include or ()))
    records = listed(root, *what, "--", *(f":(icase)*{extension}" for extension in extensions))
    if records is None:
        return None
    # `H` is a file as Git knows it, `C` one that was changed since, `?` one that is not
    # tracked, `M` one in a merge; a changed file has a record of each of its two states.
    lines = {record for record in records if record.startswith(b"H 100")}
    if len(lines) == len(records):
        return lines
    others = {
        record[2:] if record.startswith(b"? ") else record.partition(b"\t")[2]
        for record in set(records) - lines
    }
    lines -= _of_paths(lines, others)
    links = {record.partition(b"\t")[2] for record in records if record[2:8] in {_LINK, _SUBMODULE}}
    for path in sorted(others):
        real = real_of(path, root)
        if path in links or os.path.islink(real):
            target = path_of(os.path.realpath(real), os.path.realpath(root))
            if target in others or target.startswith(b"../") or _of_paths(lines, {target}):
                continue
        stamp = stamp_of(real)
        if stamp is not None:
            lines.add(b"%s\t%s" % (stamp, path))
    return lines


def _of_paths(lines: Iterable[bytes], paths: Collection[bytes]) -> set[bytes]:
    """The lines of some paths."""
    if len(paths) <= _FEW:
        # To cut every line in two takes several times as long as to look at its end.
        endings = tuple(b"\t" + path for path in paths)
        lines = [line for line in lines if line.endswith(endings)]
    return {line for line in lines if split(line)[1] in paths}


def _walked(root: str, settings: Settings, resolver: Resolver) -> Listing:
    """The files below a folder that may be posts, and the files that say what is ignored.

    To look at the state of each takes a third of the time that it takes to find
    out whether it is a post; so that is left for when something has changed.
    """
    endings = tuple(EXTENSIONS | spelled_extensions(settings.include or ()))
    lines: set[bytes] = set()
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
                    lines.add(b"%s\t%s" % (stamp, os.fsencode(f"{above}{name}")))
            elif entry.is_dir(follow_symlinks=False) and _is_entered(settings, name, above):
                folders.append((entry.path, f"{above}{name}/"))

    def posts() -> dict[bytes, PostFile]:
        from medlint.files import select

        chosen = select([root], resolver, force_exclude=True).files
        return {path_of(file.real, root): file for file in chosen}

    return Listing(lines, posts)


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
