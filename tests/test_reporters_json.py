"""JSON written by hand is what the standard library writes."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.reporters.ascii_json import dumps, indented, sound

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=25,
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(DATA, st.integers(1, 4))
def test_is_written_as_by_the_standard_library(data: object, indent: int) -> None:
    assert indented(data, " " * indent) == json.dumps(data, indent=indent)
    assert indented([data], "  ", "    ").replace("\n    ", "\n") == json.dumps([data], indent=2)


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet='#ab\\"\ud800é', max_size=12))
def test_no_two_hashes_stand_together(text: str) -> None:
    written = dumps({"a": [sound(text)]}, indent=2)
    assert "##" not in written
    assert json.loads(written) == {"a": [sound(text)]}
