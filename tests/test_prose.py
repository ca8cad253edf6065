"""Strings of the front matter, compared and quoted as a reader would."""

from __future__ import annotations

import pytest

from medlint.prose import ending_of, fold, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Don't *panic*!", "don’t panic"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("The [soil](https://example.org/soil) matters", "the soil matters"),
        ("Ten <b>years</b>", "ten\n  years"),
        ("ＡＢＣ", "abc"),
        ("snake_case", "Snake case"),
    ],
)
def test_notation_makes_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("soil", "soils"), ("番茄", "土豆"), ("🍅", "🥔"), ("1.2", "1.3"), ("", "a")]
)
def test_words_make_one(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_plain_text_keeps_comparisons_and_lone_brackets() -> None:
    assert plain("a < b and [c] > d") == "a < b and [c] > d"


def test_quotes_the_words_before_a_cut() -> None:
    text = "What a small balcony taught me about patience"
    assert ending_of(text[:24], text) == "What a small balcony"
    assert ending_of(text[:20], text) == "What a small balcony"
    assert ending_of(text[:30], text) == "small balcony taught me"
    assert ending_of("番茄番茄", "番茄番茄番茄") == "番茄番茄"


def test_hostile_text_takes_linear_time() -> None:
    for piece in ("[", "](", "<a ", "[a](", "&", "**"):
        fold(piece * 50_000)
