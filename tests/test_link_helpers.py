"""Titles are read as markdown-it-py reads them, in time in proportion to their length."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import helpers

from medlint.parsers import parse
from medlint.parsers.link_helpers import LinkHelpers
from medlint.text import Span

LINES = st.lists(st.text("\"\"''()\\\\a &;", max_size=8), min_size=1, max_size=5)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(LINES, st.integers(0, 3), st.sampled_from(["", "\n"]))
def test_titles_on_any_number_of_lines(written: list[str], start: int, end: str) -> None:
    lines = ("\n".join(written) + end).splitlines(keepends=True) or [""]
    own = LinkHelpers()
    string = lines[0]
    found = own.parseLinkTitle(string, start, len(string))
    expected = helpers.parseLinkTitle(string, start, len(string))
    for line in lines[1:]:
        if not expected.can_continue:
            break
        start = len(string)
        string += line
        found = own.parseLinkTitle(string, start, len(string), found)
        expected = helpers.parseLinkTitle(string, start, len(string), expected)
    assert (found.ok, found.can_continue) == (expected.ok, expected.can_continue)
    if found.ok:
        assert (found.str, found.pos) == (expected.str, expected.pos)


def test_a_title_of_many_lines() -> None:
    text = '[a]: b "' + "&amp; \\!\n" * 100_000 + '"\n'
    (definition,) = parse(text, Span(0, len(text)), parser="markdown-it").definitions
    assert definition.title == "& !\n" * 100_000
