"""Tests of quick questions about the characters of a text."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.characters import has_control, not_ascii, signs
from medlint.invisible import INVISIBLE, may_be_in
from medlint.markup import may_have_markup
from medlint.post import Post
from medlint.settings import Settings
from medlint.text import Source

#: Texts of few characters that matter, so that all of them come up together.
texts = st.text(
    st.sampled_from("aZ9 \t\r\n[]()^$~:!?{}\\\x00\x0b\x7f\x85\u00a0é’…日\u200b\u3164\U000e0041🎉")
)
any_texts = st.text(st.characters(exclude_categories=())) | texts
quick = settings(max_examples=200, deadline=None, derandomize=True)


@quick
@given(any_texts)
def test_not_ascii(text: str) -> None:
    assert not_ascii(text) == "".join(character for character in text if ord(character) > 127)


@quick
@given(any_texts)
def test_has_control(text: str) -> None:
    assert has_control(text) == bool(re.search(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]", text))


@quick
@given(any_texts)
def test_signs(text: str) -> None:
    assert signs(text.encode("utf-8", "surrogatepass")).decode() == "".join(
        re.findall(r"[\x00-\x7f]", re.sub("[A-Za-z0-9 \t]", "", text))
    )


@quick
@given(any_texts)
def test_invisible_characters_are_missed_nowhere(text: str) -> None:
    assert may_be_in(Post(Source(text), Settings())) == bool(INVISIBLE.search(Source(text).text))


def test_every_invisible_character_is_told() -> None:
    for point in range(0x110000):
        text = f"a{chr(point)}"
        if INVISIBLE.search(text):
            assert may_be_in(Post(Source(text), Settings())), hex(point)


def test_markup_is_told_by_its_signs() -> None:
    assert may_have_markup(b"see[^1]")
    assert may_have_markup(b"a\n: b")
    assert may_have_markup(b"\\begin{align}")
    assert not may_have_markup(b"[a](b) and [ b ] \\ { begin")
