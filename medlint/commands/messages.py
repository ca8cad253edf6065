"""What is said on standard error."""

from __future__ import annotations

import sys

from medlint.terminal import escape


def report_error(message: str) -> None:
    """Say what went wrong, on one line."""
    _say(f"medlint: error: {escape(message)}")


def report_note(message: str) -> None:
    """Say something worth knowing, on one line."""
    _say(f"medlint: {escape(message)}")


def _say(line: str) -> None:
    from contextlib import suppress

    # Nobody can be told that nobody can be told.
    with suppress(OSError, ValueError):
        # Keep the order in which things were said where both streams meet.
        sys.stdout.flush()
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)
