"""What ``medlint check`` does besides reporting: it mends posts, or shows how it would."""

from __future__ import annotations

import os
import stat
import sys

from medlint.commands.messages import report_error, report_note
from medlint.fixer import Fixed, fix, fixes_of, rewritten
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.files import PostFile, Selection
    from medlint.run import Lint
    from medlint.text import Source


class Mending:
    """Mends one post after the other, as the arguments say.

    Attributes:
        changed: How many posts were changed, or with ``--diff`` would be.
        troubled: Whether a post could not be written.
    """

    def __init__(self, options: Namespace) -> None:
        self._options = options
        self.changed = 0
        self.troubled = False
        self._fixed = 0
        self._silenced = 0
        self._left = 0
        self._more = 0
        self._targets: dict[str, str] = {}

    def expect(self, selection: Selection) -> None:
        """Note where the files lead: what is mended is written there or nowhere."""
        reals = (file.real for file in selection.files)
        self._targets = dict(zip(reals, selection.targets, strict=True))

    def file(
        self, file: PostFile, source: Source, found: Sequence[Diagnostic], lint: Lint
    ) -> tuple[Source, Sequence[Diagnostic]]:
        """Mend a file; returns its text now and what is left to report.

        Args:
            file: The file.
            source: Its text.
            found: What there is to report of it.
            lint: What there is to report of another version of it.
        """
        result, silenced = self._mended(file, source, found, lint)
        if result.source.text != source.text:
            if self._options.diff:
                write_diff(self._options, source, result.source)
            elif not self._write(file, source, result.source):
                self._count(source, found, {}, 0)
                return source, found
            self.changed += 1
            self._tell(file, result.applied, silenced)
        self._count(result.source, result.found, result.applied, silenced)
        return result.source, result.found

    def stdin(
        self, file: PostFile, data: bytes, source: Source, found: Sequence[Diagnostic], lint: Lint
    ) -> tuple[Source, Sequence[Diagnostic]]:
        """Mend what came from standard input, and write it to standard output.

        Args:
            file: What it is to be treated as.
            data: What came.
            source: Its text.
            found: What there is to report of it.
            lint: What there is to report of another version of it.
        """
        result, silenced = self._mended(file, source, found, lint)
        if self._options.diff:
            if result.source.text != source.text:
                write_diff(self._options, source, result.source)
        else:
            write_bytes(rewritten(data, source, result.source) or data)
        self.changed += result.source.text != source.text
        self._count(result.source, result.found, result.applied, silenced)
        return result.source, result.found

    def pass_on(self, data: bytes) -> None:
        """Write what came from standard input as it came, since it is not linted."""
        if not self._options.diff:
            write_bytes(data)

    def end(self) -> None:
        """Say in one line what was done and what is left."""
        if self._options.quiet:
            return
        done = []
        if self._fixed:
            done.append(
                f"{'would fix' if self._options.diff else 'fixed'} {_findings(self._fixed)}"
            )
        if self._silenced:
            verb = "would silence" if self._options.diff else "silenced"
            done.append(f"{verb} {_findings(self._silenced)}")
        more = f"--unsafe-fixes would fix {self._more} more" if self._more else ""
        if done:
            posts = "1 post" if self.changed == 1 else f"{self.changed:,} posts"
            left = "none is left" if not self._left else f"{self._left:,} left"
            parts = [f"{' and '.join(done)} in {posts}", left, *([more] if more else [])]
            report_note("; ".join(parts))
        elif more:
            report_note(f"nothing was fixed; {more.removesuffix(' more')}")

    def _mended(
        self, file: PostFile, source: Source, found: Sequence[Diagnostic], lint: Lint
    ) -> tuple[Fixed, int]:
        """The post as it is to be, and how many findings were silenced."""
        options = self._options
        result = Fixed(source, found, {})
        if options.fix or options.fix_only or (options.diff and not options.add_suppressions):
            result = fix(source, found, lint, unsafe=options.unsafe_fixes)
            if result.trouble:
                report_error(f"{file.shown}: {result.trouble}")
        if not options.add_suppressions:
            return result, 0
        from medlint.silencing import silence

        silenced = silence(
            result.source, result.found, lint, file.settings, file.relative, options.reason or ""
        )
        for message in silenced.messages:
            report_note(f"{file.shown}: {message}")
        count = max(len(result.found) - len(silenced.found), 0)
        return Fixed(silenced.source, silenced.found, result.applied), count

    def _write(self, file: PostFile, before: Source, after: Source) -> bool:
        """Write a file; where that cannot be done, say why."""
        from medlint.regular import read
        from medlint.writing import WriteError, replace_file

        try:
            data = read(file.real)
            new = rewritten(data, before, after)
            if new is None:
                raise WriteError("another program has changed it meanwhile")
            target = self._targets[file.real]
            replace_file(file.real, new, unchanged=lambda now: now == data, target=target)
        except (WriteError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            report_error(f"{file.shown}: cannot be fixed: {reason}; the file is as it was")
            self.troubled = True
            return False
        return True

    def _tell(self, file: PostFile, applied: Mapping[str, int], silenced: int) -> None:
        """Say what was done to a file, as soon as it is done."""
        if self._options.quiet or self._options.diff:
            return
        from medlint.registry import find_info

        rules = []
        for code, times in sorted(applied.items()):
            rule = find_info(code)
            often = "" if times == 1 else f" ({times:,} times)"
            rules.append(f"{code}[{rule.name if rule else ''}]{often}")
        done = [f"fixed {', '.join(rules)}"] if rules else []
        if silenced:
            done.append(f"silenced {_findings(silenced)}")
        report_note(f"{file.shown}: {' and '.join(done) or 'changed'}")

    def _count(
        self, source: Source, left: Sequence[Diagnostic], applied: Mapping[str, int], silenced: int
    ) -> None:
        self._fixed += sum(applied.values())
        self._silenced += silenced
        self._left += len(left)
        if not self._options.unsafe_fixes:
            self._more += len(fixes_of(source, left, unsafe=True)) - len(fixes_of(source, left))


def write_diff(options: Namespace, before: Source, after: Source) -> None:
    """Write a patch to standard output: byte for byte, or made safe for a terminal.

    A post may hold what a CI system takes for commands where it reads them in
    the log. GitHub can be told to stop; for others the commands are broken,
    and a patch that is to be applied goes into a file.
    """
    from medlint.diffs import patch, shown
    from medlint.terminal import Style, is_terminal, wants_colour, without_commands

    mark = "\ufeff" if before.bom else ""
    text = patch(before.path, mark + before.text, mark + after.text)
    if is_terminal(sys.stdout):
        style = Style(wants_colour(options.color, sys.stdout, os.environ))
        sys.stdout.write(shown(text, style))
    elif _goes_into_a_file():
        write_bytes(text.encode())
    elif os.environ.get("GITHUB_ACTIONS") == "true":
        token = os.urandom(12).hex()
        write_bytes(f"::stop-commands::{token}\n{text}::{token}::\n".encode())
    elif os.environ.get("TF_BUILD") or os.environ.get("TEAMCITY_VERSION"):
        write_bytes(without_commands(text).encode())
    else:
        write_bytes(text.encode())


def _goes_into_a_file() -> bool:
    """Whether standard output is a file, which is no log that anything obeys."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number:,} findings"
