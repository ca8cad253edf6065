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

from medlint.recognition import EXTENSIONS, spelled_extensions
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from medlint.files import PostFile
    from medlint.settings import Resolver, Settings

#: Modes of entries in Git's index.
_LINK, _SUBMODULE = b"120000", b"160000"
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
        known: The posts among them, by path, where they are known already.
    """

    lines: set[bytes]
    known: dict[bytes, PostFile] | None = None


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
    return _walked(root, resolver)


def split(line: bytes) -> tuple[bytes, bytes]:
    """The stamp and the path of a line."""
    stamp, _, path = line.partition(b"\t")
    return stamp, path


def path_of(real: str, root: str) -> bytes:
    """The path of a file as a listing has it."""
    prefix = os.path.join(root, "")
    path = real[len(prefix) :] if real.startswith(prefix) else os.path.relpath(real, root)
    return os.fsencode(path.replace(os.sep, "/"))


def real_of(path: bytes, root: str) -> str:
    """The absolute path of a file of a listing."""
    return os.path.normpath(os.path.join(root, os.fsdecode(path)))


def stamp_of(file: str) -> bytes | None:
    """A stamp from a file's size and time, or ``None`` where it is no file."""
    import stat
    import time

    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    if time.time_ns() - status.st_mtime_ns < _SETTLED:
        return b"%s %d" % (FRESH, time.time_ns())
    return b"S %d %d" % (status.st_size, status.st_mtime_ns)


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


def _walked(root: str, resolver: Resolver) -> Listing:
    """All posts below a folder."""
    from medlint.files import select

    known = {
        path_of(file.real, root): file
        for file in select([root], resolver, force_exclude=True).files
    }
    stamps = ((stamp_of(file.real), path) for path, file in known.items())
    lines = {b"%s\t%s" % (stamp, path) for stamp, path in stamps if stamp is not None}
    return Listing(lines, known)
