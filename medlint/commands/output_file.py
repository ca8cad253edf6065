"""``--output-file``: the report goes into a file, whole or not at all."""

from __future__ import annotations

import io
import os
import stat

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.settings import Resolver


class OutputFile:
    """Collects a report and puts it into a file at the end.

    Until then a file that is there already stays as it is, whatever happens.

    Attributes:
        stream: Where the report is to be written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.stream = io.StringIO()

    def problem(self, resolver: Resolver) -> str:
        """Why the report cannot go into this file, as far as is known beforehand, or ""."""
        if self.path in {"", "-"}:
            return "name a file, or leave it out for standard output"
        if os.path.isdir(self.path):
            return f"{self.path} is a folder"
        if _is_post(self.path, resolver):
            # As in `--output-file posts/*.md`, where the shell names the first post.
            return f"{self.path} is a post, and the report would take its place"
        return ""

    def save(self) -> str:
        """Write the file, and the folders it lies in; returns why that failed, or ""."""
        from medlint.writing import WriteError, create_file

        data = self.stream.getvalue().encode("utf-8", "backslashreplace")
        try:
            if _is_special(self.path):
                with open(self.path, "wb") as file:
                    file.write(data)
            else:
                os.makedirs(os.path.dirname(os.path.realpath(self.path)), exist_ok=True)
                create_file(self.path, data)
        except FileExistsError as error:
            return f"{self.path}: the report cannot be written: {error.filename} is no folder"
        except (WriteError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return f"{self.path}: the report cannot be written: {reason}"
        return ""


def _is_special(path: str) -> bool:
    """Whether a path leads to a pipe or a device, which nothing can take the place of."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def _is_post(path: str, resolver: Resolver) -> bool:
    from medlint.files import stdin_file

    if not os.path.isfile(path):
        return False
    return stdin_file(path, resolver, force_exclude=True) is not None
