"""What differs between two pieces of lines, wherever in them and however little is compared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.index import lines
from medlint.index.lines import cut, difference, joined

LINES = st.lists(
    st.sampled_from([b"a", b"b", b"ab", b"ba", b"abc", b"bc"])
    | st.binary(min_size=1, max_size=9).filter(lambda line: b"\0" not in line),
    unique=True,
    max_size=12,
)


@given(LINES)
@settings(derandomize=True, deadline=None)
def test_what_was_joined_is_cut_again(these: list[bytes]) -> None:
    assert cut(joined(these)) == these


@given(LINES, LINES, LINES, LINES, st.integers(1, 9))
@settings(max_examples=500, derandomize=True, deadline=None)
def test_what_differs_is_what_stands_in_one_alone(
    start: list[bytes], before: list[bytes], now: list[bytes], end: list[bytes], step: int
) -> None:
    old = list(dict.fromkeys([*start, *before, *end]))
    new = list(dict.fromkeys([*start, *now, *end]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_STEP", step)
        found = difference(joined(old), joined(new))
    assert found == (set(new) - set(old), set(old) - set(new))


def test_where_nothing_was_known_all_is_new() -> None:
    assert difference(b"", joined([b"a", b"b"])) == ({b"a", b"b"}, set())
    assert difference(b"", joined(())) == (set(), set())
