"""Reading files that a stranger may have put there: what is no plain file is never waited for.

A named pipe in the place of a file keeps whoever opens it waiting until
somebody writes; a device may give bytes without end.
"""

from __future__ import annotations

import os
import stat

_FLAGS = (
    os.O_RDONLY
    # So that opening a pipe does not wait; of no effect on a file.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class NotRegularError(OSError):
    """There is something that is no file: a folder, a pipe, a device."""

    def __init__(self) -> None:
        super().__init__(0, "it is no regular file")


def open_regular(path: str) -> tuple[int, os.stat_result]:
    """Open a file for reading; gives its descriptor, and its state.

    Raises:
        OSError: It cannot be opened.
        NotRegularError: It is no regular file.
    """
    # Asked of the name first: some devices begin to do something when they are opened.
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise NotRegularError
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotRegularError
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, status


def read(path: str, most: int | None = None) -> bytes:
    """The bytes of a file.

    Args:
        path: The file.
        most: How many bytes are read, if not all.

    Raises:
        OSError: It cannot be read.
        NotRegularError: It is no regular file.
    """
    descriptor, status = open_regular(path)
    try:
        return read_from(descriptor, status.st_size, most)
    finally:
        os.close(descriptor)


def read_from(descriptor: int, size: int, most: int | None = None) -> bytes:
    """The bytes of an open file from where it stands.

    Args:
        descriptor: The file.
        size: Its size in bytes as far as it is known; it may have grown since.
        most: How many bytes are read, if not all.

    Raises:
        OSError: It cannot be read.
    """
    pieces = []
    left = size + 1 if most is None else min(size + 1, most)
    while left > 0:
        piece = os.read(descriptor, left)
        if not piece:
            break
        pieces.append(piece)
        if most is not None:
            most -= len(piece)
        left = 65_536 if most is None else min(65_536, most)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
