"""Cases of rules: examples on the classes and the Markdown files in ``tests/rules``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import tomli
from conftest import ROOT

from medlint.registry import all_rules, find_rule
from medlint.rule import Bad, Example, Good, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = ROOT / "tests" / "rules"

_HEADING = re.compile(r"## (good|bad): (\S.*)")
_FENCE = re.compile(r"(`{3,})([^`]*)")
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|([t0rn\\]))")
_ESCAPES = {"t": "\t", "0": "\0", "r": "\r", "n": "\n", "\\": "\\"}


class Case(NamedTuple):
    """One post and what a rule must say of it.

    Attributes:
        id: How the test is called.
        rule: The rule.
        example: The post, as an example of the rule.
        fix_matters: Whether the fixed post must be as the example has it,
            which where it has none means that nothing is mended.
    """

    id: str
    rule: type[Rule]
    example: Example
    fix_matters: bool


class AsWritten(Example):
    """A post whose indentation and blank lines count, as those of a file do."""

    @property
    def marked(self) -> str:
        return self.text

    @property
    def other_posts(self) -> dict[str, str]:
        return self.others

    @property
    def fixed_post(self) -> str | None:
        return self.fixed


class GoodFile(AsWritten, Good):
    """A post of a file of cases on which the rule is silent."""


class BadFile(AsWritten, Bad):
    """A post of a file of cases in which the rule finds the marked spans."""


class CaseError(Exception):
    """A file of cases that is not written as ``tests/rules/README.md`` says."""


def example_cases() -> Iterator[Case]:
    """The examples on the rules."""
    for rule in all_rules():
        for number, example in enumerate(rule.examples, 1):
            yield Case(f"{rule.code}-{rule.name}-{number}", rule, example, True)


def file_cases() -> Iterator[Case]:
    """The cases of all files."""
    for path in sorted(FOLDER.glob("*.md")):
        if path.stem != "README":
            yield from read_cases(path.stem, path.read_text(encoding="utf-8"), path)


def read_cases(code: str, text: str, path: Path | None = None) -> Iterator[Case]:
    """The cases of one file.

    Raises:
        CaseError: The file is not written as it should be.
    """
    rule = find_rule(code)
    if rule is None:
        raise CaseError(f"{path}: there is no rule {code}")
    for kind, title, line, blocks in _sections(text, path):
        where = f"{path}:{line}"
        posts = [block for block in blocks if block[0][:1] == ["post"] or not block[0]]
        others: dict[str, str] = {}
        if len(posts) != 1:
            raise CaseError(f"{where}: a case has one fenced block of a post, not {len(posts)}")
        info, post = posts[0]
        path_of_post, edit = _edits(info[1:], where)
        fixed = None
        settings: dict[str, object] = {}
        for words, content in blocks:
            if words[:1] == ["fixed"]:
                fixed = edit(content)
            elif words[:1] == ["toml"]:
                settings = tomli.loads(content)
            elif words[:1] == ["other"]:
                other_path, other_edit = _edits(words[1:], where)
                if other_path in {path_of_post, *others}:
                    raise CaseError(f"{where}: two posts have the path {other_path}")
                others[other_path] = other_edit(content)
            elif words[:1] not in (["post"], []):
                raise CaseError(f"{where}: a fenced block may not be called {words[0]!r}")
        make = GoodFile if kind == "good" else BadFile
        example = make(edit(post), fixed=fixed, path=path_of_post, settings=settings, others=others)
        if bool(example.spans) != example.bad:
            raise CaseError(f"{where}: a bad case has marks and a good one has none")
        yield Case(f"{code}: {title}", rule, example, fixed is not None)


def _sections(
    text: str, path: Path | None
) -> Iterator[tuple[str, str, int, list[tuple[list[str], str]]]]:
    """Each case: good or bad, its title, its line, its blocks (info words, content)."""
    current: tuple[str, str, int, list[tuple[list[str], str]]] | None = None
    fence = ""
    lines: list[str] = []
    info: list[str] = []
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        bare = line.rstrip("\n")
        if fence:
            if bare == fence:
                if current is not None:
                    current[3].append((info, "".join(lines)))
                fence = ""
            else:
                lines.append(line)
        elif match := _FENCE.fullmatch(bare):
            fence, info, lines = match[1], match[2].split(), []
        elif bare.startswith("## "):
            heading = _HEADING.fullmatch(bare)
            if heading is None:
                raise CaseError(f"{path}:{number}: a case is called '## good: …' or '## bad: …'")
            if current is not None:
                yield current
            current = (heading[1], heading[2], number, [])
    if fence:
        raise CaseError(f"{path}: a fenced block is not closed")
    if current is not None:
        yield current


def _edits(words: list[str], where: str) -> tuple[str, _Edit]:
    path = "posts/example.md"
    flags = set()
    for word in words:
        if word.startswith("path="):
            path = word.removeprefix("path=")
        elif word in {"crlf", "no-eol", "escapes"}:
            flags.add(word)
        else:
            raise CaseError(f"{where}: unknown word {word!r} after post")
    return path, _Edit(frozenset(flags))


class _Edit(NamedTuple):
    flags: frozenset[str]

    def __call__(self, text: str) -> str:
        if "no-eol" in self.flags:
            text = text.removesuffix("\n")
        if "crlf" in self.flags:
            text = text.replace("\n", "\r\n")
        if "escapes" in self.flags:
            text = _ESCAPE.sub(
                lambda match: chr(int(match[1], 16)) if match[1] else _ESCAPES[match[2]], text
            )
        return text
