"""What ``medlint check`` tells of the posts, and what it all comes to."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from medlint.commands.progress import Progress
    from medlint.diagnostic import Diagnostic, Severity
    from medlint.reporters import Reporter
    from medlint.settings import Settings
    from medlint.text import Source


class Report:
    """Writes the report while the run goes on.

    Args:
        reporter: What puts findings into words.
        stream: Where they are written.
        silent: Whether they are only counted.

    Attributes:
        failed: Whether anything makes the run fail.
        has_fixed: Whether findings have been mended, so that which are left has been said.
        progress: What tells how far the run has come, if anything does.
    """

    def __init__(self, reporter: Reporter, stream: TextIO, *, silent: bool = False) -> None:
        self._reporter = reporter
        self._stream = stream
        self._silent = silent
        self._posts = 0
        self._faulty = 0
        self._counts: dict[Severity, int] = {}
        self._code = ""
        self._fixes = {True: 0, False: 0}  # how many are safe, how many are not
        self._accepted = 0
        self.progress: Progress | None = None
        self.has_fixed = False
        self.failed = False

    def file(self, source: Source, found: Sequence[Diagnostic], settings: Settings) -> None:
        """Report one post.

        Args:
            source: Its text.
            found: What was found in it, in the order of reports.
            settings: The settings for it.
        """
        from medlint.diagnostic import INTERNAL_CODE

        self._posts += 1
        self._faulty += bool(found)
        for diagnostic in found:
            self._counts[diagnostic.severity] = self._counts.get(diagnostic.severity, 0) + 1
            if diagnostic.code != INTERNAL_CODE:
                self._code = self._code or diagnostic.code
            if diagnostic.fix is not None:
                self._fixes[diagnostic.fix.safe] += 1
            self.failed = self.failed or diagnostic.severity >= settings.fail_on
        report = "" if self._silent else self._reporter.file(source, found)
        if report:
            self.make_room()
            self._stream.write(report)

    def leave_out(self, number: int) -> None:
        """Count findings that are not told, since a baseline records them."""
        self._accepted += number

    def reads(self, found: Sequence[Diagnostic]) -> bool:
        """Whether a post's text is asked for to report its findings."""
        if self._silent or not found or self._reporter.reads == "nothing":
            return False
        return self._reporter.reads == "lines" or any(one.fix is not None for one in found)

    def make_room(self) -> None:
        """Take away the line that tells how far the run has come, before something is written."""
        if self.progress is not None:
            self.progress.clear()

    def end(self) -> None:
        """Write what is told at the end."""
        from medlint.reporters import Totals

        totals = Totals(
            *(self._posts, self._faulty, self._counts, self._code),
            *((0, 0) if self.has_fixed else (self._fixes[True], self._fixes[False])),
            self._accepted,
        )
        if not self._silent:
            self._stream.write(self._reporter.end(totals))
