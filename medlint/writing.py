"""Putting a file in the place of another, whole or not at all.

What is new goes into a file of its own beside the old one, which is renamed
over it once it is safely on the disk. Whatever happens on the way, the old
file is there, unchanged.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress

from medlint.regular import read
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


#: What files are called that are to be renamed.
_PREFIX, _SUFFIX = ".medlint-", ".tmp"
#: After how many seconds such a file belongs to no run any more.
_LEFT_OVER = 600
_tidied: set[str] = set()


class WriteError(Exception):
    """A file was left as it was; the text says why, without naming the file."""


def replace_file(
    path: str, data: bytes, *, unchanged: Callable[[bytes], bool], target: str | None = None
) -> None:
    """Give an existing file new contents; its permissions and links stay.

    A symbolic link stays one: the file it leads to is written.

    Args:
        path: The file.
        data: All that is to stand in it.
        unchanged: Whether the bytes that stand in the file now are still those
            that ``data`` was made from; asked last of all.
        target: Where the path led before it was read, see :func:`os.path.realpath`;
            nothing is written elsewhere, should a link have taken its place meanwhile.

    Raises:
        WriteError: The file was left as it was.
    """
    target = _target(path, target)
    try:
        status = os.stat(target)
    except OSError as error:
        raise WriteError(_reason(error)) from None
    if not stat.S_ISREG(status.st_mode):
        raise WriteError("it is no regular file")
    # The administrator may write to anything, but a file marked so is not meant to be.
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise WriteError("it is read-only")
    _put(target, data, status, unchanged)


def create_file(path: str, data: bytes, *, target: str | None = None) -> None:
    """Write a file that is not there yet, or put new contents into one that is.

    Args:
        path: The file.
        data: All that is to stand in it.
        target: As for :func:`replace_file`.

    Raises:
        WriteError: Nothing was written.
    """
    target = _target(path, target)
    if os.path.exists(target):
        replace_file(path, data, unchanged=lambda _: True, target=target)
    else:
        _put(target, data, None, lambda _: True)


def _target(path: str, expected: str | None) -> str:
    """Where a path leads, which must be where it led before.

    Raises:
        WriteError: It leads elsewhere.
    """
    target = os.path.realpath(path)
    if target != (expected or target):
        raise WriteError("it leads to another file meanwhile")
    return target


def _put(
    target: str,
    data: bytes,
    status: os.stat_result | None,
    unchanged: Callable[[bytes], bool],
) -> None:
    folder = os.path.dirname(target)
    _tidy(folder)
    # A short name of its own: the target's may be as long as names can be.
    temporary = os.path.join(folder, f"{_PREFIX}{os.urandom(6).hex()}{_SUFFIX}")
    try:
        _write_new(temporary, data, 0o666 if status is None else 0o600)
        if status is not None:
            _take_over(target, temporary, status)
            if not unchanged(read(target)):
                raise WriteError("another program has changed it meanwhile")
        _target(target, target)  # a link may have taken its place, or a folder's
        os.replace(temporary, target)
    except OSError as error:
        raise WriteError(_reason(error)) from None
    finally:
        # Gone if all went well, and else of no use; Ctrl-C comes by here too.
        with suppress(OSError):
            os.unlink(temporary)


def _tidy(folder: str) -> None:
    """Remove what a run has left that was killed between writing and renaming.

    Only files that are old enough for no run to be at work on them any more;
    each folder is looked through once.
    """
    if folder in _tidied:
        return
    _tidied.add(folder)
    before = time.time() - _LEFT_OVER
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if (
                name.startswith(_PREFIX)
                and name.endswith(_SUFFIX)
                and len(name) == len(_PREFIX) + 12 + len(_SUFFIX)
                and entry.is_file(follow_symlinks=False)
                and entry.stat(follow_symlinks=False).st_mtime < before
            ):
                with suppress(OSError):
                    os.unlink(entry.path)


def _write_new(path: str, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, mode), "wb") as stream:
        stream.write(data)
        stream.flush()
        # Only here does a full disk show on some file systems.
        os.fsync(stream.fileno())


def _take_over(old: str, new: str, status: os.stat_result) -> None:
    """Give the new file the owner, the attributes and the permissions of the old one."""
    if hasattr(os, "chown"):
        made = os.stat(new)
        if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            # Only the administrator may give files away; a group of one's own may be set.
            with suppress(OSError):
                os.chown(new, -1, status.st_gid)
            with suppress(OSError):
                os.chown(new, status.st_uid, -1)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for name in os.listxattr(old):
                with suppress(OSError):
                    os.setxattr(new, name, os.getxattr(old, name))
    os.chmod(new, stat.S_IMODE(status.st_mode))


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
