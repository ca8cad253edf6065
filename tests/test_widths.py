"""How long a text is to a reader, and how wide Google sets it."""

from __future__ import annotations

from unicodedata import category, east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.widths import (
    cells,
    clusters,
    fit_cells,
    fit_characters,
    fit_pixels,
    is_wider,
    length,
    pixels,
)

#: Text in which clusters of several code points are frequent.
texts = st.text(
    st.one_of(
        st.sampled_from("aé\u0301\u0308\u200d\ufe0f👩🏽💻🇩🇪文한कि \n"),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "characters", "width"),
    [
        ("", 0, 0),
        ("tomato", 6, 6),
        ("cafe\u0301", 4, 4),
        ("café", 4, 4),
        ("番茄 tomato", 9, 11),
        ("トマト", 3, 6),
        ("토마토", 3, 6),
        ("हिन्दी", 3, 3),
        ("👍🏽", 1, 2),
        ("👩\u200d👩\u200d👧", 1, 2),
        ("❤\ufe0f", 1, 2),
        ("🇩🇪🇫🇷", 2, 4),
        ("🇩🇪🇫", 2, 4),
        ("zero\u200bwidth", 9, 9),
    ],
)
def test_counts_what_a_reader_sees(text: str, characters: int, width: int) -> None:
    assert length(text) == characters
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        # Summed from the advance widths in LiberationSans-Regular.ttf, at 20 pixels.
        ("How to prune tomatoes without tears", 325.7),
        ("Crème brûlée für Anfänger, Teil 2", 296.8),
        ("Как вырастить помидоры на балконе", 344.5),
        ("Πώς να μεγαλώσετε ντομάτες", 262.2),
        ("WWW @ 100%: “why not?”", 243.7),
        ("illicit fjords; {really}", 164.5),
    ],
)
def test_pixels_are_those_of_the_font(text: str, measured: float) -> None:
    assert pixels(text, 20) == pytest.approx(measured, rel=0.01)


def test_wide_characters_are_as_wide_as_the_font_is_high() -> None:
    assert pixels("番茄", 20) == 40
    assert pixels("👩\u200d👩\u200d👧", 20) == 20


def test_a_combining_accent_takes_no_room() -> None:
    assert pixels("cafe\u0301", 20) == pixels("cafe", 20)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_clusters_are_the_text(text: str) -> None:
    found = list(clusters(text))
    assert "".join(found) == text
    assert all(found)
    assert len(found) == length(text)


@settings(max_examples=200, deadline=None)
@given(texts, st.integers(0, 30))
def test_what_fits_is_the_longest_beginning_within_the_limit(text: str, limit: int) -> None:
    for fitted, measure in (
        (fit_characters(text, limit), length),
        (fit_cells(text, limit), cells),
    ):
        assert text.startswith(fitted)
        assert measure(fitted) <= limit
        if fitted != text:
            following = next(clusters(text[len(fitted) :]))
            assert measure(fitted + following) > limit


def test_a_title_is_cut_where_its_line_ends() -> None:
    title = "What ten years of tomatoes on a balcony taught me about soil and patience"
    shown = fit_pixels(title, 600, 20)
    assert pixels(shown, 20) <= 600 < pixels(title[: len(shown) + 1], 20)
    assert fit_pixels("Short", 600, 20) == "Short"


def test_every_character_alone_is_one_of_one_or_two_cells() -> None:
    """However quickly the usual ones are counted, it is what their clusters say."""
    for point in range(0x30000):
        text = chr(point)
        expected = 2 if east_asian_width(text) in {"W", "F"} or "🇦" <= text <= "🇿" else 1
        # U+FE0F makes what stands before it wide, and so itself; unassigned are told apart nowhere.
        if text != "\ufe0f" and category(text) != "Cn":
            assert (length(text), cells(text)) == (1, expected), hex(point)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(texts, st.integers(0, 20))
def test_quick_counts_agree_with_clusters(text: str, limit: int) -> None:
    assert length(text) == len(list(clusters(text)))
    assert cells(text) == sum(map(cells, clusters(text)))
    assert is_wider(text, limit) == (cells(text) > limit)
