"""That the fuzzer finds faults: one is planted for each thing that it says it checks."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from fuzz import checks, whole
from fuzz.failures import Failures
from fuzz.growth import check_growth
from fuzz.run import structured
from fuzz.targets import TARGETS
from medlint import adoption, baseline, fixer, linter
from medlint.diagnostic import Finding
from medlint.fixes import Edit, Fix, apply_edits
from medlint.front_matter import read
from medlint.html import tokenize
from medlint.parsers import parse
from medlint.parsers.pulldown import parse_body
from medlint.post import Post
from medlint.reporters import concise
from medlint.rules.links.med201_generic_anchor import GenericAnchor
from medlint.settings import SettingsError
from medlint.suppressions import find_suppressions
from medlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from medlint.document import Document
    from medlint.front_matter import FrontMatter
    from medlint.html import Token
    from medlint.suppressions import Suppression

#: How many inputs are tried at a time, and with which seeds; most faults show in far fewer, and
#: what Hypothesis makes of a seed depends on the modules that are loaded.
RUNS = 600
SEEDS = range(3, 9)


@cache
def inputs(structure: str, seed: int) -> list[str]:
    """What the targets of one structure are given."""
    made: list[str] = []
    target = next(one for one in TARGETS.values() if one.structure == structure)
    structured({"": target._replace(check=made.append)}, RUNS, seed=seed)
    return made


def found_by(name: str) -> bool:
    """Whether a short run on a target finds something wrong."""
    whole.forget()
    failures = Failures(TARGETS[name].check)
    for text in (text for seed in SEEDS for text in inputs(TARGETS[name].structure, seed)):
        failures.run(text)
        if failures:
            break
    whole.forget()
    return bool(failures)


def moved(span: Span) -> Span:
    """A place one character too far to the right."""
    return Span(span.start + 1, span.end + 1)


# What medlint init adds to


def test_a_hook_that_takes_something_away(monkeypatch: pytest.MonkeyPatch) -> None:
    added = adoption._added
    monkeypatch.setattr(
        adoption, "_added", lambda text, entry: added(text.replace("# a comment", ""), entry)
    )
    assert found_by("init")


def test_a_reason_of_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = adoption.AdoptionError
    monkeypatch.setattr(adoption, "AdoptionError", lambda reason: refused(f"{reason}\n{reason}"))
    assert found_by("init")


# Whole posts


def test_a_rule_that_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(self: GenericAnchor, post: Post) -> Iterator[Finding]:
        raise KeyError(post.path)

    monkeypatch.setattr(GenericAnchor, "check", check)
    assert found_by("post")


def test_a_finding_one_character_off(monkeypatch: pytest.MonkeyPatch) -> None:
    check = GenericAnchor.check

    def shifted(self: GenericAnchor, post: Post) -> Iterator[Finding]:
        for finding in check(self, post):
            yield finding._replace(span=moved(finding.span))

    monkeypatch.setattr(GenericAnchor, "check", shifted)
    assert found_by("post")


def test_findings_that_change_from_run_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    check = GenericAnchor.check
    runs = 0

    def changing(self: GenericAnchor, post: Post) -> Iterator[Finding]:
        nonlocal runs
        runs += 1
        for finding in check(self, post):
            yield finding._replace(message=f"{finding.message} {runs % 2}")

    monkeypatch.setattr(GenericAnchor, "check", changing)
    assert found_by("post")


def test_findings_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    lint = linter.lint_source
    monkeypatch.setattr(whole, "lint_source", lambda *arguments: list(reversed(lint(*arguments))))
    assert found_by("post")


# Fixes


def test_a_fix_that_touches_more_than_its_edits(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(text: str, edits: Sequence[Edit]) -> str:
        after = apply_edits(text, edits)
        return after[:-1] + " " if after.endswith("\n") else after + "\n"

    monkeypatch.setattr(fixer, "apply_edits", careless)
    assert found_by("fixer")


def _inserting(content: str, at: Callable[[Span], Span]) -> Callable[..., Iterator[Finding]]:
    """A check that has a fix for each link, which puts something in."""

    def check(self: GenericAnchor, post: Post) -> Iterator[Finding]:
        for link in post.document.links:
            yield Finding(link.span, "a link", Fix("Insert", (Edit(at(link.span), content),)))

    return check


def test_a_fix_that_comes_to_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _inserting("x", lambda span: Span(span.start, span.start))
    monkeypatch.setattr(GenericAnchor, "check", before)
    assert found_by("fixer")


def test_a_fix_outside_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    after = _inserting("x", lambda span: Span(span.start, span.end + 10**6))
    monkeypatch.setattr(GenericAnchor, "check", after)
    assert found_by("fixer")


def test_a_fix_that_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        whole, "fix", lambda source, found, *_, **__: fixer.Fixed(source, found, {})
    )
    assert found_by("fixer")


def test_a_fix_that_mends_another_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(self: GenericAnchor, post: Post) -> Iterator[Finding]:
        end = len(post.text)
        for _ in post.text.splitlines()[::9]:
            edit = Edit(Span(end - 1, end), "") if end else Edit(Span(0, 0), "x")
            yield Finding(Span(0, 1), "a line", Fix("Remove", (edit,)))

    monkeypatch.setattr(GenericAnchor, "check", check)
    assert found_by("fixer")


def test_a_fix_that_does_not_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(self: GenericAnchor, post: Post) -> Iterator[Finding]:
        for link in post.document.links:
            if not post.text.endswith("  "):
                end = Span(link.span.end, link.span.end)
                yield Finding(link.span, "a link", Fix("Insert", (Edit(end, " "),)))

    monkeypatch.setattr(GenericAnchor, "check", check)
    assert found_by("fixer")


# Reports


def test_a_report_with_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(concise, "escape", lambda text: f"\x1b[1m{text}")
    assert found_by("reports")


@pytest.mark.parametrize("name", ["json", "sarif", "junit", "checkstyle", "gitlab", "rdjson"])
def test_a_report_that_is_cut_off(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    well_formed = whole.well_formed

    def cut(format: str, told: str, findings: int) -> None:
        well_formed(format, told.rstrip()[:-1] if format == name else told, findings)

    monkeypatch.setattr(whole, "well_formed", cut)
    assert found_by("reports")


# Places in posts


def _first(parts: tuple[Any, ...], **changes: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Parts of a document, some attributes of the first changed."""
    if not parts:
        return parts
    first = parts[0]
    new = {name: change(getattr(first, name)) for name, change in changes.items()}
    return (first._replace(**new), *parts[1:])


def _wrong_text(document: Document) -> Document:
    def change(block: Any) -> Any:
        lines = block.lines
        if lines and lines[0].parts:
            line = lines[0]
            line = line._replace(parts=_first(line.parts, span=lambda s: Span(s.start, s.end - 1)))
            return block._replace(lines=(line, *lines[1:]))
        return block._replace(children=tuple(map(change, block.children)))

    return document._replace(root=change(document.root))


DOCUMENTS: dict[str, Callable[[Document], Document]] = {
    "link": lambda one: one._replace(links=_first(one.links, span=moved)),
    "link text": lambda one: one._replace(
        links=_first(one.links, text_span=lambda span: Span(span.end, span.start))
    ),
    "address": lambda one: one._replace(
        links=_first(one.links, url_span=lambda span: span and moved(span))
    ),
    "order": lambda one: one._replace(links=one.links[::-1]),
    "image": lambda one: one._replace(images=_first(one.images, span=moved)),
    "tag": lambda one: one._replace(tags=_first(one.tags, span=moved)),
    "comment": lambda one: one._replace(comments=_first(one.comments, span=moved)),
    "definition": lambda one: one._replace(definitions=_first(one.definitions, url_span=moved)),
    "text": _wrong_text,
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_place_in_a_document_that_is_wrong(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def wrongly(*arguments: Any, **more: Any) -> Document:
        return DOCUMENTS[kind](parse(*arguments, **more))

    monkeypatch.setattr(checks, "parse", wrongly)
    assert found_by("markdown")


def test_a_parser_that_misses_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(*arguments: Any, **more: Any) -> Document | None:
        document = parse_body(*arguments, **more)
        return document and document._replace(links=document.links[:-1])

    monkeypatch.setattr(checks, "parse_body", careless)
    assert found_by("parsers")


def test_a_token_of_html_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def shifted(text: str) -> Iterator[Token]:
        for token in tokenize(text):
            yield token._replace(start=token.start + 1)

    monkeypatch.setattr(checks, "tokenize", shifted)
    assert found_by("html")


@pytest.mark.parametrize("part", ["span", "key_span"])
def test_a_place_in_front_matter_that_is_wrong(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    def shifted(text: str) -> FrontMatter | None:
        found = read(text)
        if found is None or not found.entries:
            return found
        first, *others = found.entries
        if part == "span":
            value = first.value._replace(span=moved(first.value.span))
            return found._replace(entries=(first._replace(value=value), *others))
        return found._replace(entries=(first._replace(key_span=moved(first.key_span)), *others))

    monkeypatch.setattr(checks, "read", shifted)
    assert found_by("front-matter")


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one._replace(removal=Span(one.removal.start, one.removal.end + 6)),
        lambda one: one._replace(span=Span(one.span.start, one.span.start + 3)),
        lambda one: one._replace(verb_span=moved(one.verb_span)),
    ],
    ids=["removal", "span", "verb"],
)
def test_a_suppression_that_stands_elsewhere(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Suppression], Suppression]
) -> None:
    class Shifted(Post):
        @property
        def suppressions(self) -> tuple[Suppression, ...]:
            return tuple(map(change, find_suppressions(self)))

    monkeypatch.setattr(checks, "Post", Shifted)
    assert found_by("suppressions")


# Settings and baselines


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a number"),
        SettingsError("a number", file="medlint.toml", line=10_000, column=1),
        SettingsError("a number", file="other.toml"),
    ],
    ids=["raised", "place", "file"],
)
def test_settings_that_are_refused_wrongly(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(checks, "read_settings", refuse)
    assert found_by("settings")


def test_a_baseline_that_loses_something(monkeypatch: pytest.MonkeyPatch) -> None:
    def empty(self: baseline.Baseline) -> bytes:
        return b'{"version": 1, "posts": {}}' + b"\n" * (not self.posts)

    monkeypatch.setattr(baseline.Baseline, "to_bytes", empty)
    assert found_by("baseline")


# Time


@pytest.mark.parametrize(("power", "fails"), [(1, False), (2, True)])
def test_work_that_grows_too_fast(power: int, fails: bool) -> None:
    now = 0.0

    def work(text: str) -> None:
        nonlocal now
        now += (len(text) / 8_000) ** power

    for text in ("a line of text", "[x](y) and more", ""):
        if fails:
            with pytest.raises(AssertionError, match="not linear"):
                check_growth(work, text, lambda: now)
        else:
            check_growth(work, text, lambda: now)


def test_work_of_which_a_small_part_grows_too_fast() -> None:
    now = 0.0

    def work(text: str) -> None:
        nonlocal now
        now += len(text) / 8_000 + 0.06 * (len(text) / 8_000) ** 2

    failures = Failures(lambda text: check_growth(work, text, lambda: now))
    for number in range(100):
        failures.run(f"line {number}")
    assert 3 < failures.count < 30  # it takes a long text to see, and one in ten is made so
