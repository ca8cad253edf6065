"""Reading a file's bytes, or why they cannot be read."""

from __future__ import annotations

import os

from medlint.regular import NotRegularError, open_regular, read_from
from medlint.text import Source
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.files import PostFile


def load(file: PostFile) -> bytes | Source:
    """The bytes of a post; where they cannot be read, a text that says why.

    Never raises for what is wrong with the file.
    """
    shown = file.shown
    max_size = file.settings.for_path(file.relative).max_file_size
    try:
        descriptor, status = open_regular(file.real)
        try:
            if status.st_size > max_size:
                return Source.too_large(shown, status.st_size, max_size)
            # One byte more than allowed, for a file that grows meanwhile.
            return read_from(descriptor, status.st_size, max_size + 1)
        finally:
            os.close(descriptor)
    except NotRegularError:
        return Source.unreadable(shown, "this is no regular file; it was not checked")
    except OSError as error:
        reason = error.strerror or str(error)
        return Source.unreadable(shown, f"the file cannot be read: {reason}; it was not checked")


def as_source(file: PostFile, loaded: bytes | Source) -> Source:
    """What :func:`load` has read, as text."""
    if isinstance(loaded, Source):
        return loaded
    max_size = file.settings.for_path(file.relative).max_file_size
    return Source.from_bytes(loaded, file.shown, max_size=max_size)
