"""Numbers in words, for the formats that people read."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.reporters import severity_colour
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.reporters import Totals
    from medlint.terminal import Style

_WORDS = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))


def tally(totals: Totals, style: Style) -> str:
    """What a run found, as in "3 errors and 1 note in 2 of 7 posts"; "" where nothing."""
    parts = [
        style(counted(number, word), "bold", severity_colour(severity))
        for severity, word in _WORDS
        if (number := totals.counts.get(severity, 0))
    ]
    if not parts:
        return ""
    found = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    posts = counted(totals.posts, "post")
    return f"{found} in {f'{totals.faulty:,} of {posts}' if totals.posts > 1 else posts}"


def counted(number: int, word: str) -> str:
    """A number and a noun in its singular or plural."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def nothing(totals: Totals) -> str:
    """What to say where nothing is told: something may still be in the baseline."""
    return "Nothing new to mend" if totals.accepted else "Nothing to mend"


def in_baseline(totals: Totals) -> str:
    """A line on what is not told since a baseline records it; "" where that is nothing."""
    if not totals.accepted:
        return ""
    are = "is" if totals.accepted == 1 else "are"
    return f"{counted(totals.accepted, 'finding')} {are} in the baseline.\n"
