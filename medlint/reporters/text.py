"""For people at a terminal: the place, what is wrong, and the line it is on."""

from __future__ import annotations

from medlint.reporters import severity_colour
from medlint.reporters.snippet import snippet
from medlint.reporters.wording import counted, in_baseline, nothing, tally
from medlint.terminal import escape
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Totals
    from medlint.terminal import Style
    from medlint.text import Source


class TextReporter:
    """Writes a few lines for each finding and a summary at the end.

    Args:
        style: Whether and how to colour.
        columns: How wide the terminal is, in columns.
        quiet: Whether to leave out reasons and summary.
    """

    reads: ClassVar[Reads] = "lines"

    def __init__(self, style: Style, *, columns: int, quiet: bool = False) -> None:
        self._style = style
        self._columns = columns
        self._quiet = quiet
        self._explained: set[str] = set()

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Each finding: a headline, the source line underlined, and why it matters."""
        return "".join(self._finding(source, found) for found in diagnostics)

    def end(self, totals: Totals) -> str:
        """The summary."""
        return "" if self._quiet else summary(totals, self._style)

    def _finding(self, source: Source, found: Diagnostic) -> str:
        style = self._style
        colour = severity_colour(found.severity)
        place = f"{escape(found.path)}:{found.line}:{found.column}"
        rule = f"{found.code}[{found.name}]"
        lines = [f"{style(place, 'bold')}  {style(found.severity.label, 'bold', colour)}  {rule}"]
        margin = len(str(found.line))
        indent = " " * (margin + 1)
        wrapped = _wrap(escape(found.message), self._columns - len(indent))
        lines.extend(f"{indent}{line}" for line in wrapped)
        bar = style("|", "dim")
        shown = snippet(source, found, self._columns - margin - 4)
        if shown is not None:
            underline = style("^" * shown.length, "bold", colour)
            lines.append(f" {style(str(found.line), 'dim')} {bar} {shown.text}")
            extent = ""
            if found.end_line > found.line:
                extent = style(f" … to line {found.end_line}", "dim")
            lines.append(f" {' ' * margin} {bar} {' ' * shown.indent}{underline}{extent}")
        reason = "" if self._quiet else self._reason(found)
        if reason:
            label = style("why:", "bold", "green")
            continuation = f" {' ' * margin} {bar} "
            for number, line in enumerate(_wrap(reason, self._columns - margin - 9)):
                lines.append(f"{continuation}{label if not number else '    '} {line}")
        return "\n".join(lines) + "\n\n"

    def _reason(self, found: Diagnostic) -> str:
        """Why it matters, in the rule's own words, told once for each rule."""
        if found.code in self._explained:
            return ""
        self._explained.add(found.code)
        from medlint.registry import find_rule
        from medlint.rule_text import read_rule

        rule = find_rule(found.code)
        return "" if rule is None else read_rule(rule).reason


def summary(totals: Totals, style: Style) -> str:
    """One line on the whole run, and where to learn more."""
    found = tally(totals, style)
    accepted = in_baseline(totals)
    if not found:
        posts = counted(totals.posts, "post")
        return f"{style(nothing(totals), 'bold', 'green')} in {posts}.\n{accepted}"
    mend = _mend(totals, style) + accepted
    if not totals.code:
        return f"{found}.\n{mend}"
    more = style(f"medlint rule {totals.code}", "cyan")
    return f"{found}. To learn more of a rule: {more}\n{mend}"


def _mend(totals: Totals, style: Style) -> str:
    """A line on what medlint can mend itself; "" where that is nothing."""
    if not totals.safe and not totals.unsafe:
        return ""
    safe, unsafe = style("--fix", "cyan"), style("--fix --unsafe-fixes", "cyan")
    if not totals.unsafe:
        return f"{totals.safe:,} of them can be mended with {safe}.\n"
    if not totals.safe:
        return f"{totals.unsafe:,} of them can be mended with {unsafe}.\n"
    return (
        f"{totals.safe:,} of them can be mended with {safe}, "
        f"and {totals.unsafe:,} more with {unsafe}.\n"
    )


def _wrap(text: str, columns: int) -> list[str]:
    if len(text) <= columns and text.isascii():
        return [text]
    from medlint.terminal import wrap

    return wrap(text, columns)
