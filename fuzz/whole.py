"""What must hold of whole posts: every rule, every fix, every report.

The three checks share what is found: given the same text one after the other, the second
and third take the findings of the first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from zlib import crc32

from fuzz.claims import findings_claimed, harmless, no_failure
from medlint.diagnostic import Severity
from medlint.fixer import fix, fixes_of, harmless_fixes, is_sound
from medlint.fixes import fitting
from medlint.linter import lint_source
from medlint.reporters import FORMATS, Totals, make
from medlint.reporters.text import TextReporter
from medlint.settings import Settings
from medlint.terminal import Style
from medlint.text import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.fixes import Edit
    from medlint.reporters import Reporter

_TABLE = {
    "select": ["ALL"],
    "site-url": "https://ada.dev",
    "permalink": "/{year}/{slug}/",
    "max-file-size": 1_000_000,
}
EVERYTHING = Settings.from_mapping(_TABLE, root="/")
BY_REFERENCE = Settings.from_mapping({**_TABLE, "parser": "markdown-it"}, root="/")
PATHS = ("posts/2024-03-02-a-walk.md", "posts/a.mdx", "_drafts/b.md")

#: A post is written in two formats; its text decides which. ``terminal`` is what people read.
_ORDER = (*FORMATS, "terminal")


def path_of(text: str) -> str:
    """The path that a text is read under: always the same for the same text."""
    return PATHS[len(text) % 16 if len(text) % 16 < len(PATHS) else 0]


def lint(source: Source) -> list[Diagnostic]:
    """What every rule finds."""
    return lint_source(source, EVERYTHING, source.path)


_last: tuple[str, Source, list[Diagnostic]] | None = None


def _linted(text: str) -> tuple[Source, list[Diagnostic]]:
    """A text as a source with what is found in it; the last one is kept."""
    global _last
    if _last is None or _last[0] != text:
        source = Source(text, path_of(text))
        _last = (text, source, lint(source))
    return _last[1:]


def forget() -> None:
    """Forget the last findings; for tests that change medlint in between."""
    global _last
    _last = None


def check_post(text: str) -> None:
    """Every rule gets through, each finding stands where it claims, twice the same."""
    source, found = _linted(text)
    no_failure(found)
    assert found == lint(Source(text, path_of(text))), "linted twice, it differs"
    findings_claimed(source, found)


def check_fixer(text: str) -> None:
    """Fixes come to an end, mend what they say they mend, and touch nothing else."""
    source, found = _linted(text)
    fixable = sum(one.fix is not None for one in found)
    assert fixable == len(fixes_of(source, found, unsafe=True)), "a fix is made wrongly"
    if not fixable:
        return
    one_fix_mends(source, found)
    rounds = _Rounds(source, found)
    for unsafe in (False, True):
        rounds.begin(unsafe=unsafe)
        once = fix(source, found, rounds.lint, unsafe=unsafe)
        # A character that nobody sees may be all that keeps front matter readable.
        assert not once.trouble or "mending MED514 would" in once.trouble, once.trouble
        assert once.source is rounds.now, "what was left is none of the versions"
        assert once.found == rounds.found
        assert is_sound(once.source.text, source.text)
        left = fixes_of(once.source, once.found, unsafe=unsafe)
        assert once.trouble or not left, "a fix is left"
        twice = fix(once.source, once.found, lint, unsafe=unsafe)
        assert twice.source is once.source
        assert (once.source is source) == (not once.applied)


#: Rules whose fix may mend other lines than the one that is reported: all places of a kind at
#: once, a reference's definition, a key that is missing, a value or comment of several lines.
_ELSEWHERE = frozenset({"MED008", "MED114", "MED131", "MED213", "MED218", "MED510", "MED514"})


def one_fix_mends(source: Source, found: Sequence[Diagnostic]) -> None:
    """Check that a fix, alone, mends its finding, and does so where it is; one of many."""
    fixable = [one for one in found if one.fix is not None]
    one = fixable[crc32(source.text.encode("utf-8", "surrogatepass")) % len(fixable)]
    assert one.fix is not None
    if one.code not in _ELSEWHERE:
        for edit in one.fix.edits:
            lines = source.position(edit.span.start).line, source.position(edit.span.end).line
            near = one.line - 1 <= lines[0] and lines[1] <= one.end_line + 1
            assert near, f"{one.code} mends lines {lines} instead"
    after = mended(source.text, one.fix.edits)
    # Without a character that nobody sees, others may become what is looked at.
    if one.code != "MED514" and is_sound(after, source.text):
        left = lint(Source(after, source.path, bom=source.bom))
        readable = _number("MED002", left) < _number("MED002", found)
        # Where front matter can be read at last, more of it is looked at.
        fewer = _number(one.code, left) < _number(one.code, found)
        assert fewer or readable, f"{one.code} is left"


def _number(code: str, found: Sequence[Diagnostic]) -> int:
    """How many findings are of one rule."""
    return sum(one.code == code for one in found)


class _Rounds:
    """Lints each version of a post that is being fixed, and checks how it came about.

    Attributes:
        now: The last version.
        found: What is found in it.
    """

    def __init__(self, source: Source, found: list[Diagnostic]) -> None:
        self._source = source
        self._known = {source.text: found}
        self.begin(unsafe=False)

    def begin(self, *, unsafe: bool) -> None:
        """Begin with the post as it was."""
        self._unsafe = unsafe
        self.now = self._source
        self.found = self._known[self.now.text]

    def lint(self, version: Source) -> list[Diagnostic]:
        """What is found in the next version, which must be the last one after its edits."""
        assert (version.path, version.bom) == (self.now.path, self.now.bom)
        chosen = fixes_of(self.now, self.found, unsafe=self._unsafe)
        _, edits = fitting(one for one, _ in chosen)
        if not is_sound(mended(self.now.text, edits), self.now.text):
            _, edits = fitting(one for one, _ in harmless_fixes(self.now, chosen)[0])
        assert version.text == mended(self.now.text, edits), "more was changed than the edits"
        if version.text not in self._known:
            found = lint_source(version, EVERYTHING, version.path)
            no_failure(found)
            self._known[version.text] = found
        self.now = version
        self.found = self._known[version.text]
        return self.found


def mended(text: str, edits: Sequence[Edit]) -> str:
    """The text after edits that do not overlap, made from the last to the first."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text


def check_reports(text: str) -> None:
    """Output formats take the findings, say all of them well-formed, and steer nothing."""
    source, found = _linted(text)
    totals = Totals(1, bool(found), {Severity.ERROR: len(found)}, "MED201")
    number = crc32(text.encode("utf-8", "surrogatepass"))
    for name in (_ORDER[number % len(_ORDER)], _ORDER[number // len(_ORDER) % len(_ORDER)]):
        reporter = _reporter(name, len(text))
        told = reporter.file(source, found) + reporter.end(totals)
        assert all(one == "\n" or harmless(one) for one in set(told)), name
        told.encode()
        well_formed(name, told, len(found))


def _reporter(name: str, length: int) -> Reporter:
    style = Style(colour=False)
    if name == "terminal":
        return TextReporter(style, columns=length % 80 + 40)
    return make(name, style, terminal=False, quiet=False, environ={})


def well_formed(name: str, told: str, findings: int) -> None:
    """Check that a report is what its format says, with as many findings as there are."""
    if name in {"json", "gitlab", "sarif", "rdjson"}:
        table = json.loads(told)
        if name == "gitlab":
            assert len(table) == findings, name
        elif name == "sarif":
            assert len(table["runs"][0]["results"]) == findings, name
        elif name == "rdjson":
            assert len(table["diagnostics"]) == findings, name
        else:
            assert len(table["diagnostics"]) == findings, name
    elif name == "jsonl":
        lines = [json.loads(line) for line in told.split("\n") if line]
        assert len(lines) >= findings, name
    elif name in {"junit", "checkstyle"}:
        tree = ElementTree.fromstring(told)
        tag = "testcase" if name == "junit" else "error"
        number = sum(1 for _ in tree.iter(tag))
        assert number == findings or (number == 1 and name == "junit" and not findings), name
    elif name in {"concise", "github", "azure"}:
        assert len(told.split("\n")) > findings, name


# What is measured, see fuzz.growth


def lint_text(text: str) -> None:
    """Lint a text."""
    lint(Source(text, path_of(text)))


def fix_text(text: str) -> None:
    """Apply all fixes to a text."""
    source = Source(text, PATHS[0])
    fix(source, lint(source), lint, unsafe=True)


def report_text(text: str) -> None:
    """Write the findings in a text in every format."""
    source = Source(text, PATHS[0])
    found = lint(source)
    for name in FORMATS:
        _reporter(name, 0).file(source, found)
