"""A comment for a pull request, in the Markdown of GitHub and GitLab."""

from __future__ import annotations

from medlint.reporters.markdown_text import code, inline
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from medlint.diagnostic import Diagnostic
    from medlint.reporters import Reads, Totals
    from medlint.text import Source

#: GitHub takes 65,536 characters in a comment; some room is left for a few words around it.
LIMIT = 60_000

#: By this a job finds the comment that it wrote before.
_MARK = "<!-- medlint -->"
_TABLE = "| Place | Rule | Finding |\n| ---: | --- | --- |\n"
#: Room for the sentence on what was left out.
_ROOM = 300


class MarkdownReporter:
    """Collects a table for each post and writes one comment at the end.

    Args:
        limit: How long the comment may be, in characters.
    """

    reads: ClassVar[Reads] = "nothing"

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit - _ROOM
        self._parts: list[str] = []
        self._links: dict[str, str] = {}
        self._length = 0
        self._left_out = 0

    def file(self, source: Source, diagnostics: Sequence[Diagnostic]) -> str:
        """Nothing yet."""
        if not diagnostics:
            return ""
        head = f"\n#### {code(source.path)}\n\n{_TABLE}"
        for found in diagnostics:
            row = head + _row(found)
            link = "" if found.code in self._links else definition(found)
            # After the first that was left out come no more, so that those shown are the first.
            if self._left_out or self._length + len(row) + len(link) > self._limit:
                self._left_out += 1
                continue
            self._parts.append(row)
            self._links.setdefault(found.code, link)
            self._length += len(row) + len(link)
            head = ""
        return ""

    def end(self, totals: Totals) -> str:
        """The whole comment."""
        from medlint.reporters.wording import counted

        text = f"{heading(totals)}\n{''.join(self._parts)}"
        if self._left_out:
            text += f"\n{counted(self._left_out, 'more finding')} did not fit in here.\n"
        links = "".join(link for _, link in sorted(self._links.items()))
        return f"{text}\n{links}" if links else text


def heading(totals: Totals) -> str:
    """The first lines of a comment: its mark, and what the run came to."""
    from medlint.reporters.wording import counted, in_baseline, nothing, tally
    from medlint.terminal import Style

    found = tally(totals, Style(colour=False))
    if not found:
        found = f"{nothing(totals).lower()} in {counted(totals.posts, 'post')}"
    accepted = in_baseline(totals)
    return f"{_MARK}\n### medlint: {found}" + (f"\n\n{accepted.rstrip()}" if accepted else "")


def rule(found: Diagnostic) -> str:
    """The rule of a finding; its code is a link where :func:`definition` defines it."""
    return f"[{found.code}] {code(found.name)}"


def definition(found: Diagnostic) -> str:
    """The line that makes a rule's code a link to its page."""
    from urllib.parse import quote

    url = quote(found.url, safe=":/?#=&%~+,;@-._", errors="backslashreplace")
    return f"[{found.code}]: <{url}>\n"


def _row(found: Diagnostic) -> str:
    place = f"{found.line}:{found.column}"
    return f"| {place} | {found.severity.label} {rule(found)} | {inline(found.message)} |\n"
