"""Escaping, widths, colour and wrapping."""

from __future__ import annotations

import io
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.terminal import Style, cells, escape, wants_colour, width, wrap


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("naïve 日本 👩‍👧 🏴", "naïve 日本 👩‍👧 🏴"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b31m\x85", "\\x9b31m\\x85"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("\U000e0041", "\\U000e0041"),
        ("\udcff", "\\udcff"),
        ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_escape(text: str, shown: str) -> None:
    assert escape(text) == shown


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_nothing_escaped_can_steer_a_terminal(text: str) -> None:
    shown = escape(text)
    assert not any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in shown)
    assert not any("BIDI" in unicodedata.name(character, "") for character in shown)
    assert not any(
        unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "RLI", "LRI"}
        for character in shown
    )
    shown.encode("utf-8")


def test_no_character_breaks_escape_or_cells() -> None:
    for number in (*range(0x20000), *range(0xE0000, 0xE0200), sys.maxunicode):
        character = chr(number)
        cell = cells(character)[0]
        assert 0 <= cell.width <= 10
        assert cell.shown == (escape(character) if character != "\t" else "    ")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("日本", 4),
        ("e\u0301", 1),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍👩‍👧", 2),
        ("❤️", 2),
        ("🇫🇷", 2),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("\t", 4),
        ("\x1b", 4),
    ],
)
def test_widths(text: str, columns: int) -> None:
    assert sum(cell.width for cell in cells(text)) == columns


@pytest.mark.parametrize(
    ("mode", "terminal", "environ", "wanted"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_who_gets_colour(mode: str, terminal: bool, environ: dict[str, str], wanted: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert wants_colour(mode, stream, environ) is wanted


def test_a_closed_stream_is_no_terminal() -> None:
    stream = Terminal()
    stream.close()
    closed = io.StringIO()
    closed.close()
    assert wants_colour("auto", closed, {}) is False


def test_style() -> None:
    assert Style(colour=True)("x", "bold", "red") == "\x1b[1;31mx\x1b[0m"
    assert Style(colour=True)("", "bold") == ""
    assert Style(colour=False)("x", "bold") == "x"


@pytest.mark.parametrize(
    ("columns", "found"), [("10", 40), ("77", 77), ("500", 120), ("wide", None), ("0", 40)]
)
def test_the_width_is_kept_within_reason(columns: str, found: int | None) -> None:
    assert width({"COLUMNS": columns}) == found or (found is None and 40 <= width({}) <= 120)


def test_wrapping_breaks_at_spaces_and_counts_columns() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("日本 日本", 8) == ["日本", "日本"]
    assert wrap("unbreakable", 4) == ["unbreakable"]
    assert wrap("", 4) == [""]
