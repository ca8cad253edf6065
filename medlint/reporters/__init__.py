"""The output formats, one file each.

A reporter is handed one file after the other, in order of path, and returns
the text to write for it; at the end it is handed the totals.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic, Severity
    from medlint.terminal import Style
    from medlint.text import Source

#: The values of ``--output-format``.
FORMATS = (
    *("text", "concise", "grouped", "json", "jsonl", "github", "gitlab", "sarif", "junit"),
    *("checkstyle", "rdjson", "azure", "markdown"),
)


#: What of a post's text a format shows beside the findings: nothing, what is about fixes,
#: or lines. Where it is nothing, a post need not be read for the report.
Reads: TypeAlias = Literal["nothing", "fixes", "lines"]


class Totals(NamedTuple):
    """What a whole run came to.

    Attributes:
        posts: How many posts were checked.
        faulty: How many of them have findings.
        counts: How many findings of each severity.
        code: The code of the first rule that found something, or "".
        safe: How many findings ``--fix`` would mend.
        unsafe: How many more ``--unsafe-fixes`` would.
        accepted: How many findings are not told, since a baseline records them.
    """

    posts: int
    faulty: int
    counts: Mapping[Severity, int]
    code: str
    safe: int = 0
    unsafe: int = 0
    accepted: int = 0


class Reporter(Protocol):
    """One output format.

    Attributes:
        reads: Whether it asks for the text of the source it is handed, not for its path alone.
    """

    reads: ClassVar[Reads]

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """The text to write for one file; its diagnostics are sorted."""
        ...

    def end(self, totals: Totals) -> str:
        """The text to write after the last file."""
        ...


def make(
    format: str,
    style: Style,
    *,
    terminal: bool,
    quiet: bool,
    environ: Mapping[str, str],
    fail_on: Severity | None = None,
) -> Reporter:
    """The reporter of a format.

    Args:
        format: One of :data:`FORMATS`.
        style: Whether and how to colour.
        terminal: Whether the output goes to a terminal; ``text`` is for people
            there and one line a finding elsewhere.
        quiet: Whether to leave out all but the findings.
        environ: The environment.
        fail_on: The least severity that makes a run fail, which ``junit`` needs
            to know; by default a warning.

    Raises:
        ValueError: There is no such format.
    """
    if format not in FORMATS:
        raise ValueError(f"{format!r} is no output format ({', '.join(FORMATS)})")
    if format == "text" and terminal:
        from medlint.reporters.text import TextReporter
        from medlint.terminal import width

        return TextReporter(style, columns=width(environ), quiet=quiet)
    if format in {"text", "concise"}:
        from medlint.reporters.concise import ConciseReporter

        return ConciseReporter(style)
    if format == "grouped":
        from medlint.reporters.grouped import GroupedReporter

        return GroupedReporter(style, quiet=quiet)
    if format == "junit":
        from medlint.diagnostic import Severity
        from medlint.reporters.junit import JunitReporter

        return JunitReporter(Severity.WARNING if fail_on is None else fail_on)
    if format in {"github", "gitlab", "sarif", "azure"}:
        return _made(format, environ)
    return _made(format)


def _made(format: str, *arguments: object) -> Reporter:
    """The reporter in the module that is called after its format."""
    from importlib import import_module

    module = import_module(f"medlint.reporters.{format}")
    reporter: Reporter = getattr(module, f"{format.capitalize()}Reporter")(*arguments)
    return reporter


def severity_colour(severity: Severity) -> str:
    """The colour in which a severity is shown."""
    return {3: "red", 2: "yellow"}.get(severity, "blue")
