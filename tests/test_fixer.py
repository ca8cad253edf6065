"""Fixes are applied round by round until none is left, and never leave a post worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from medlint.diagnostic import Diagnostic, Severity
from medlint.fixer import ROUNDS, fix, fixes_of, is_sound, rewritten
from medlint.fixes import Edit, Fix
from medlint.linter import lint_source
from medlint.settings import Settings
from medlint.text import Problem, Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def lint(source: Source, settings: Settings | None = None) -> list[Diagnostic]:
    return lint_source(source, settings or Settings(), "posts/a.md")


def finding(one: Fix | None, code: str = "MED900") -> Diagnostic:
    return Diagnostic(
        "a.md", 1, 1, code, "made-up", Severity.ERROR, "x", 1, 1, Span(0, 0), one, "https://x.org"
    )


def edit(start: int, end: int, content: str, *, safe: bool = True) -> Fix:
    return Fix("Mend", (Edit(Span(start, end), content),), safe)


def rule(mend: Callable[[str], Fix | None]) -> Callable[[Source], Sequence[Diagnostic]]:
    """A linter with one rule, which finds something as long as it can mend something."""
    return lambda source: [finding(one)] if (one := mend(source.text)) else []


class TestRounds:
    def test_goes_on_until_nothing_is_left(self) -> None:
        mend = rule(
            lambda text: edit(text.index("a"), text.index("a") + 1, "b") if "a" in text else None
        )
        source = Source("xaaax")
        result = fix(source, mend(source), mend)
        assert result.source.text == "xbbbx"
        assert result.found == []
        assert result.applied == {"MED900": 3}
        assert result.trouble == ""

    def test_nothing_to_fix_gives_the_very_same_source(self) -> None:
        source = Source("x")
        assert fix(source, [finding(None)], lint).source is source

    def test_unsafe_fixes_wait_to_be_asked_for(self) -> None:
        mend = rule(lambda text: edit(0, 1, "y", safe=False) if text == "x" else None)
        source = Source("x")
        assert fix(source, mend(source), mend).source is source
        assert fix(source, mend(source), mend, unsafe=True).source.text == "y"

    def test_fixes_that_undo_each_other_are_not_made(self) -> None:
        mend = rule(lambda text: edit(0, 1, "b" if text == "a" else "a"))
        source = Source("a")
        result = fix(source, mend(source), mend)
        assert result.source is source
        assert "undo each other" in result.trouble
        assert "MED900" in result.trouble

    def test_a_fix_that_grows_the_post_without_end_is_not_made(self) -> None:
        mend = rule(lambda _: edit(0, 0, "a"))
        source = Source("a")
        result = fix(source, mend(source), mend)
        assert result.source is source
        assert f"no end after {ROUNDS} rounds" in result.trouble

    def test_many_rounds_of_progress_are_kept(self) -> None:
        def many(source: Source) -> list[Diagnostic]:
            # All fixes meet, so each round makes one of them.
            whole = edit(0, len(source.text), source.text[:-1])
            return [finding(whole) for _ in source.text]

        source = Source("x" * 100)
        result = fix(source, many(source), many)
        assert result.source.text == "x" * (100 - ROUNDS)
        assert "run again" in result.trouble

    def test_a_file_that_cannot_be_read_is_not_touched(self) -> None:
        source = Source("a", problem=Problem("unreadable", "no", Span(0, 0)))
        assert fix(source, [finding(edit(0, 1, "b"))], lint).source is source


class TestSoundness:
    def test_a_fix_that_breaks_the_front_matter_is_not_made(self) -> None:
        text = "---\ntitle: x\n---\n\nText\n"
        for broken in (edit(0, 4, ""), edit(11, 12, "[")):
            source = Source(text)
            result = fix(source, [finding(broken)], lambda _: [])
            assert result.source is source
            assert "front matter" in result.trouble
            assert "MED900" in result.trouble

    def test_others_are_made_beside_a_fix_that_breaks_the_front_matter(self) -> None:
        text = "---\ntitle: x\nslug: y\n---\n\nText\n"
        broken, mended, below = edit(11, 12, "["), edit(19, 20, "z"), edit(26, 30, "Word")
        result = fix(
            Source(text),
            [finding(broken), finding(mended, code="MED901"), finding(below, code="MED901")],
            lambda now: [finding(broken)] if "title: x" in now.text else [],
        )
        assert result.source.text == "---\ntitle: x\nslug: z\n---\n\nWord\n"
        assert result.applied == {"MED901": 2}
        assert result.trouble.startswith("mending MED900 would leave front matter")

    def test_what_was_broken_before_may_stay_so(self) -> None:
        assert is_sound("---\ntitle: [\n---\n\ny\n", "---\ntitle: [\n---\n\nx\n")
        assert is_sound("---\ntitle: x\n---\n", "---\ntitle: [\n---\n")
        assert not is_sound("---\ntitle: [\n---\n", "---\ntitle: x\n---\n")
        assert is_sound("---\ntitle: x\n---\n\ny\n", "y\n")

    def test_text_that_no_file_can_hold_is_not_made(self) -> None:
        assert not is_sound("\ud800", "x")
        assert not is_sound("\ufeffx", "x")

    @pytest.mark.parametrize(
        "edits",
        [
            (Edit(Span(0, 9), ""),),
            (Edit(Span(-1, 1), ""),),
            (Edit(Span(2, 1), ""),),
            (Edit(Span(0, 2), ""), Edit(Span(1, 3), "")),
            (),
        ],
    )
    def test_fixes_that_are_made_wrongly_are_none(self, edits: tuple[Edit, ...]) -> None:
        assert fixes_of(Source("abc"), [finding(Fix("Mend", edits))]) == []


class TestBytes:
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])
    def test_byte_order_marks_stay(self, mark: bytes) -> None:
        data = mark + "é\r\n".encode()
        source = Source.from_bytes(data, "a.md", max_size=100)
        after = Source(source.text + "ü", "a.md", bom=source.bom)
        assert rewritten(data, source, source) == data
        assert rewritten(data, source, after) == data + "ü".encode()

    @pytest.mark.parametrize(
        "data", [b"", b"new", b"an old", b"\xef\xbb\xbfold", b"old\n", b"\xefold"]
    )
    def test_other_bytes_are_not_written_over(self, data: bytes) -> None:
        assert rewritten(data, Source("old"), Source("new")) is None


POST = """\
---
# what a post needs
title: 'A walk along the river'   # quoted once
tags: [walking,  rivers, "Rivers"]
date: 2024-03-02
---

Take [the path along the old mill](https://ada.dev/mill/).\u2028
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_all_but_the_edit_is_as_it_was(ending: str) -> None:
    text = POST.replace("\n", ending)
    source = Source(text)
    only = Settings.from_mapping({"select": ["duplicate-tag"]})
    result = fix(source, lint(source, only), lambda new: lint(new, only))
    assert result.source.text == text.replace(', "Rivers"', "")
    assert result.applied == {"MED123": 1}
