"""How far a long run has come, on one line of the terminal that is gone at the end."""

from __future__ import annotations

import sys
from time import monotonic

from medlint.terminal import cells, width
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Runs shorter than this show nothing, in seconds.
_PATIENCE = 1.0
#: The line is written anew no oftener than this, in seconds.
_PAUSE = 0.1


class Progress:
    """Tells which of how many posts is being linted.

    It is for runs whose output and errors both go to a terminal: what is piped
    into a pager or a log must not be written over.

    Args:
        total: How many posts there are.
        environ: The environment. pre-commit gives its hooks a terminal, and then
            keeps what they write: nothing is told there.
    """

    def __init__(self, total: int, environ: Mapping[str, str]) -> None:
        self._total = total
        self._done = 0
        self._shown = 0
        self._due = monotonic() + _PATIENCE
        self._columns = width(environ) - 1
        self._tells = environ.get("PRE_COMMIT") != "1" and environ.get("TERM") != "dumb"

    def expect(self, total: int) -> None:
        """Say how many posts there are, where that was not known before."""
        self._total = total

    def next(self, shown: str) -> None:
        """Go on to the next post.

        Args:
            shown: Its path, fit to be printed.
        """
        self._done += 1
        if self._tells and monotonic() >= self._due:
            self._due = monotonic() + _PAUSE
            self._write(f"medlint: post {self._done} of {self._total}: {shown}")

    def clear(self) -> None:
        """Take the line away, before something else is written or at the end."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * self._shown}\r")
            sys.stderr.flush()
            self._shown = 0

    def _write(self, line: str) -> None:
        self.clear()
        used = 0
        kept = []
        for cell in cells(line):
            used += cell.width
            if used > self._columns:
                used -= cell.width
                break
            kept.append(cell.shown)
        # What was written before has to stand above, not behind.
        sys.stdout.flush()
        sys.stderr.write("".join(kept))
        sys.stderr.flush()
        self._shown = used
