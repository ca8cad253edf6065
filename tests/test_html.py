"""Raw HTML of every kind is read once, however it is made; see also test_fuzz.py."""

from __future__ import annotations

import pytest

from medlint.html import TagToken, tokenize

#: How often a piece is repeated. Read again from each ``<`` on, these would take many minutes.
TIMES = 20_000


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        ("<a b='>' ", ""),  # quotes hide each end of a tag
        ('<a b="\'" ', "=>"),  # what follows the last attribute is none
        ("h</h!", "<img alt=''=<table></>"),
        ("<a/b=", " =>"),  # one unquoted value, in which tags seem to start
        ("<a<a", " =>"),  # one long name
    ],
)
def test_what_begins_no_tag_is_not_read_again(piece: str, end: str) -> None:
    tokens = list(tokenize(piece * TIMES + end))
    assert len(tokens) >= TIMES
    position = 0
    for token in tokens:
        assert token.start == position
        position = token.end


def test_after_a_tag_that_does_not_end_others_are_read() -> None:
    text = "<a b='>' <i> <u c='"
    assert [one.name for one in tokenize(text) if isinstance(one, TagToken)] == ["a"]
    text = "<a b=''=> <i c=x>"
    assert [one.name for one in tokenize(text) if isinstance(one, TagToken)] == ["i"]
    value = next(one for one in tokenize(text) if isinstance(one, TagToken)).attributes[0]
    assert (value.name, value.value) == ("c", "x")
