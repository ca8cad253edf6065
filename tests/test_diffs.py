"""Patches lead from one text to the other, and are short where little has changed."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.diffs import patch


def applied(text: str, before: str) -> str:
    """The text that a patch makes of another; every line of context is compared."""
    old = re.findall(r"[^\n]*\n|[^\n]+", before)
    made: list[str] = []
    at = 0
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    assert lines[0].startswith("--- ")
    assert lines[1].startswith("+++ ")
    for number, line in enumerate(lines[2:], 3):
        content = line[1:]
        if number < len(lines) and lines[number].startswith("\\"):
            content = content.removesuffix("\n")
        if line.startswith("@@"):
            header = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", line)
            assert header is not None
            start = int(header[1]) - (header[2] != "0")
            made += old[at:start]
            at = start
            assert len(made) == int(header[3]) - (header[4] != "0")
        elif line.startswith((" ", "-")):
            assert old[at] == content
            at += 1
            made += [content] if line.startswith(" ") else []
        elif line.startswith("+"):
            made.append(content)
        else:
            assert line == "\\ No newline at end of file\n"
    return "".join(made + old[at:])


TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "d", "\u2028x\n"]), max_size=30).map(
    "".join
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(TEXTS, TEXTS)
def test_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    if before != after:
        assert applied(patch("a.md", before, after), before) == after


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 99), min_size=1, max_size=4, unique=True))
def test_shows_what_has_changed_and_three_lines_around(places: list[int]) -> None:
    old = [f"{number}\n" for number in range(100)]
    new = [f"new {line}" if number in places else line for number, line in enumerate(old)]
    lines = patch("a.md", "".join(old), "".join(new)).splitlines()
    assert sum(line.startswith("+n") for line in lines) == len(places)
    assert len(lines) <= 2 + len(places) * 9


def test_unchanged_lines_at_the_end_without_a_newline() -> None:
    assert patch("a.md", "a\nb", "c\nb") == (
        "--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n"
    )


@pytest.mark.parametrize("line", ["line {}\n", "line\n"])
def test_long_posts_take_no_longer_than_their_length(line: str) -> None:
    old = [line.format(number) for number in range(40_000)]
    new = [f"new {one}" if number % 10 == 0 else one for number, one in enumerate(old)]
    start = perf_counter()
    text = patch("a.md", "".join(old), "".join(new))
    assert perf_counter() - start < 5, "it takes a tenth of a second"
    assert applied(text, "".join(old)) == "".join(new)
