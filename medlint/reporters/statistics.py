"""``--statistics``: how often each rule found something, in place of the findings."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.reporters import severity_colour
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Reporter, Totals
    from medlint.terminal import Style
    from medlint.text import Source

VERSION = 1

#: The formats that statistics can be written in; the first three are the same table.
STATISTICS_FORMATS = ("text", "concise", "grouped", "json", "markdown")


class _Count:
    """What one rule found.

    Attributes:
        first: Its first finding.
        severities: How many findings of each severity.
        posts: In how many posts.
        safe: How many findings have a safe fix.
        unsafe: How many have an unsafe fix.
    """

    __slots__ = ("first", "posts", "safe", "severities", "unsafe")

    def __init__(self, first: Diagnostic) -> None:
        self.first = first
        self.severities = dict.fromkeys(sorted(Severity, reverse=True), 0)
        self.posts = self.safe = self.unsafe = 0

    @property
    def total(self) -> int:
        return sum(self.severities.values())

    @property
    def worst(self) -> Severity:
        return max(severity for severity, number in self.severities.items() if number)


class _Statistics:
    """Counts; the rule that found most comes first, then by code."""

    reads: ClassVar[Reads] = "nothing"

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Nothing yet."""
        for found in diagnostics:
            count = self._counts.get(found.code)
            if count is None:
                count = self._counts[found.code] = _Count(found)
            count.severities[found.severity] += 1
            if found.fix is not None:
                count.safe += found.fix.safe
                count.unsafe += not found.fix.safe
        for code in {found.code for found in diagnostics}:
            self._counts[code].posts += 1
        return ""

    @property
    def counts(self) -> list[_Count]:
        return sorted(self._counts.values(), key=lambda count: (-count.total, count.first.code))


def make_statistics(format: str, style: Style, *, quiet: bool) -> Reporter:
    """The reporter of statistics in a format, as text where they do not have that format.

    Args:
        format: One of :data:`~medlint.reporters.FORMATS`.
        style: Whether and how to colour.
        quiet: Whether to leave out the summary.
    """
    if format == "json":
        return StatisticsJson()
    if format == "markdown":
        return StatisticsMarkdown()
    return StatisticsReporter(style, quiet=quiet)


class StatisticsReporter(_Statistics):
    """Writes a table, and the summary.

    Args:
        style: Whether and how to colour.
        quiet: Whether to leave out the summary.
    """

    def __init__(self, style: Style, *, quiet: bool = False) -> None:
        super().__init__()
        self._style = style
        self._quiet = quiet

    def end(self, totals: Totals) -> str:
        """The whole table."""
        from medlint.reporters.text import summary

        counts = self.counts
        rows = [("FOUND", "POSTS", "RULE", "FIXES")]
        rows += [
            (f"{count.total:,}", f"{count.posts:,}", count.first.code, _fixes(count))
            for count in counts
        ]
        found, posts = (max(len(row[at]) for row in rows) for at in (0, 1))
        name = max((len(count.first.name) for count in counts), default=0)
        style = self._style
        lines = []
        for row, count in zip(rows, (None, *counts), strict=True):
            total, code = f"{row[0]:>{found}}", row[2]
            if count is None:
                head = f"{total}  {row[1]:>{posts}}  {code:{name + 8}}  {row[3]}"
                lines.append(style(head, "bold"))
                continue
            colour = severity_colour(count.worst)
            lines.append(
                f"{style(total, 'bold', colour)}  {row[1]:>{posts}}  {code}  "
                f"{count.first.name:{name}}  {row[3]}".rstrip()
            )
        table = "\n".join(lines) + "\n" if counts else ""
        if self._quiet:
            return table
        return table + ("\n" if table else "") + summary(totals, style)


class StatisticsJson(_Statistics):
    """Writes one object, in a shape that is a promise; ``docs/output.md`` describes it."""

    def end(self, totals: Totals) -> str:
        """The whole object."""
        from medlint.reporters.ascii_json import dumps

        data = {
            "version": VERSION,
            "posts": totals.posts,
            "posts_with_findings": totals.faulty,
            "findings": sum(totals.counts.values()),
            "findings_in_baseline": totals.accepted,
            "statistics": [_as_data(count) for count in self.counts],
        }
        return dumps(data, indent=2)


class StatisticsMarkdown(_Statistics):
    """Writes a table for a comment or the summary of a job."""

    def end(self, totals: Totals) -> str:
        """The whole table."""
        from medlint.reporters.markdown import definition, heading, rule

        lines = [heading(totals)]
        counts = self.counts
        if counts:
            lines += ["", "| Found | Posts | Rule | Fixes |", "| ---: | ---: | --- | --- |"]
        lines += [
            f"| {count.total:,} | {count.posts:,} | {rule(count.first)} | {_fixes(count)} |"
            for count in counts
        ]
        text = "\n".join(lines) + "\n"
        links = "".join(sorted(definition(count.first) for count in counts))
        return f"{text}\n{links}" if links else text


def _as_data(count: _Count) -> dict[str, Any]:
    return {
        "code": count.first.code,
        "name": count.first.name,
        "findings": count.total,
        "posts": count.posts,
        "severities": {severity.label: number for severity, number in count.severities.items()},
        "safe_fixes": count.safe,
        "unsafe_fixes": count.unsafe,
        "url": count.first.url,
    }


def _fixes(count: _Count) -> str:
    parts = [
        f"{number:,} {word}"
        for number, word in ((count.safe, "safe"), (count.unsafe, "unsafe"))
        if number
    ]
    return ", ".join(parts)
