"""Four times the text is four times the work for both parsers, and not sixteen times."""

from __future__ import annotations

import pytest
from counted import lines_run

from medlint.parsers import parse
from medlint.text import Span

#: In characters.
SMALL, LARGE = 400, 1_600

#: What is repeated, and what stands before.
SHAPES = {
    "quotes broken off behind a heading": ("> # a\nx\n", ""),
    "quotes in quotes broken off behind a heading": ("> > # a\nx\n", ""),
    "quotes in quotes broken off behind a rule": ("> > ---\nx\n", ""),
    "inner quotes broken off": ("> > # a\n> x\n", ""),
    "quotes broken off behind code": ("> ```\nx\n", ""),
    "quotes broken off behind a list": ("> - # a\nx\n", ""),
    "quotes broken off behind HTML": ("> <div>\nx\n", ""),
    "quotes broken off behind a table": ("> |a|\n> |-|\nx\n", ""),
    "quotes broken off behind a definition": ("> [a]: b\nx\n", ""),
    "quotes in lists broken off": ("- > # a\n  x\n", ""),
    "quotes that go on without a marker": ("> a\nx\n", ""),
    "deep quotes broken off": ("> > > > > > > > ---\nx\n", ""),
    "a deep quote that goes on without a marker": ("x\n", "> " * 8 + "a\n"),
    "a deep list that goes on without indentation": ("x\n", "- " * 8 + "a\n"),
    "lists that change their marker": ("- a\n* b\n", ""),
    "empty items": ("-\n\n", ""),
    "a title of many lines": ("x\n", '[a]: b "'),
    "titles that are not closed": ("[a]: b\n'x\n[a]: b\n(x\n", ""),
    "labels that are not closed": ("[a\n", ""),
    "links that are not closed": ('[a](b "', "[a]: b\n\n"),
    "images that are not closed": ("![a][", "[a]: b\n\n"),
    "brackets that are not closed": ("[", "[a]: b\n\n"),
    "emphasis that is not closed": ("*a**b_", ""),
    "strikethrough of odd length": ("a~~~b", ""),
    "code that is not closed": ("`a ``", ""),
    "tags that are not closed": ("<a b='", ""),
    "comments that are not closed": ("a <!-- -", ""),
    "HTML blocks that are not closed": ("<!-- a\n", ""),
    "tables one below the other": ("|a|\n|-|\n", ""),
    "rows of delimiters alone": ("a\n|-|\n", ""),
    "template tags that are not closed": ("{{ {% ", ""),
}


def work(text: str, parser: str) -> int:
    return lines_run(lambda: parse(text, Span(0, len(text)), parser=parser))


@pytest.mark.parametrize("parser", ["markdown-it", "pyromark"])
@pytest.mark.parametrize("name", SHAPES)
def test_growth(name: str, parser: str) -> None:
    unit, head = SHAPES[name]
    work(head + unit, parser)  # what is imported and compiled but once
    small, large = (work(head + unit * (length // len(unit)), parser) for length in (SMALL, LARGE))
    assert large < small * 6
