"""Fixes are applied whole, in order, and never over each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.fixes import Edit, Fix, apply_fixes
from medlint.text import Span


def fix(*edits: tuple[int, int, str]) -> Fix:
    return Fix("mend", tuple(Edit(Span(start, end), content) for start, end, content in edits))


def test_edits_of_one_fix_are_all_made() -> None:
    assert apply_fixes("abcdef", [fix((0, 1, "A"), (4, 6, ""))]) == ("Abcd", 1)


def test_a_fix_that_overlaps_waits() -> None:
    first, second, third = fix((0, 3, "X")), fix((2, 4, "Y"), (5, 6, "Y")), fix((4, 5, "Z"))
    assert apply_fixes("abcdef", [second, third, first]) == ("XdZf", 2)


def test_the_same_insertion_twice_is_made_once() -> None:
    assert apply_fixes("ab", [fix((1, 1, "-")), fix((1, 1, "-"))]) == ("a-b", 1)


def test_an_insertion_at_the_end_of_a_replacement_fits() -> None:
    assert apply_fixes("abc", [fix((0, 2, "X")), fix((2, 2, "-"))]) == ("X-c", 2)


def test_a_fix_without_edits_changes_nothing() -> None:
    assert apply_fixes("abc", [fix()]) == ("abc", 0)


@st.composite
def fixes(draw: st.DrawFn) -> tuple[str, list[Fix]]:
    text = draw(st.text("abc\n😀", max_size=40))
    places = st.integers(0, len(text))
    made = []
    for _ in range(draw(st.integers(0, 8))):
        cuts = sorted(draw(st.lists(places, min_size=2, max_size=6, unique=True))) if text else []
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        made.append(fix(*((start, end, draw(st.text("xy", max_size=3))) for start, end in pairs)))
    return text, made


@settings(max_examples=300, deadline=None)
@given(fixes())
def test_text_outside_the_edits_is_untouched(made: tuple[str, list[Fix]]) -> None:
    text, all_fixes = made
    edited = {offset for one in all_fixes for edit in one.edits for offset in range(*edit.span)}
    result, count = apply_fixes(text, all_fixes)
    kept = [character for offset, character in enumerate(text) if offset not in edited]
    assert count <= len(all_fixes)
    rest = iter(result)
    assert all(character in rest for character in kept)
