"""Strings written back into front matter read back as the same strings."""

from __future__ import annotations

import json

import pytest
import tomli
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.front_matter import Style, Value
from medlint.scalars import rewritten
from medlint.text import Span

STYLES: tuple[Style, ...] = ("plain", "single", "double", "block")

#: Text that YAML is particular about, without what no YAML file may hold.
awkward = st.text(
    st.one_of(
        st.sampled_from("ab:# -'\"\\,[]{}&*!|>%@`~?=<.1é文"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufeff"),
    ),
    max_size=25,
)


def value(style: Style) -> Value:
    return Value("string", Span(0, 0), "before", style=style)


@settings(max_examples=300, deadline=None)
@given(awkward, st.sampled_from(STYLES))
def test_yaml_reads_back_what_was_written(text: str, style: Style) -> None:
    block = f"key: {rewritten(text, value(style), 'yaml')} # remark\nlist:\n"
    assert yaml.safe_load(block) == {"key": text, "list": None}
    flow = f"key: [{rewritten(text, value(style), 'yaml', flow=True)}, b]\n"
    assert yaml.safe_load(flow) == {"key": [text, "b"]}


@settings(max_examples=200, deadline=None)
@given(awkward, st.sampled_from(STYLES))
def test_toml_and_json_read_back_what_was_written(text: str, style: Style) -> None:
    toml = f"key = {rewritten(text, value(style), 'toml')} # remark\n"
    assert tomli.loads(toml) == {"key": text}
    assert json.loads(rewritten(text, value(style), "json")) == text


@pytest.mark.parametrize(
    ("text", "style", "written"),
    [
        ("ten years of tomatoes", "plain", "ten years of tomatoes"),
        ("tomatoes: ten years", "plain", '"tomatoes: ten years"'),
        ("on", "plain", '"on"'),
        ("don't", "single", "'don''t'"),
        ("so it is", "double", '"so it is"'),
        ('say "so"', "double", '"say \\"so\\""'),
    ],
)
def test_quotes_are_kept_where_they_can_hold_the_text(
    text: str, style: Style, written: str
) -> None:
    assert rewritten(text, value(style), "yaml") == written
