"""Texts made of words without spaces between them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.segments import Segments


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sets(st.text("ab这", min_size=1, max_size=3), min_size=1, max_size=4), st.text("ab这"))
def test_covers_what_the_expression_matches(words: set[str], text: str) -> None:
    expression = f"(?:{'|'.join(map(re.escape, words))})+"
    assert Segments(words).cover(text) == (re.fullmatch(expression, text) is not None)


def test_a_text_that_can_be_cut_in_many_ways() -> None:
    assert not Segments(["a", "aa", "aaa"]).cover("a" * 20_000 + "b")
