"""Four times the text is four times the work for the reference parser, and not sixteen times."""

from __future__ import annotations

import pytest
from counted import lines_run

from medlint.parsers import parse
from medlint.text import Span

#: In characters.
SMALL, LARGE = 1_500, 6_000

REPEATED = {
    "quotes broken off behind a heading": "> # a\nx\n",
    "quotes in quotes broken off behind a heading": "> > # a\nx\n",
    "quotes in quotes broken off behind a rule": "> > ---\nx\n",
    "inner quotes broken off": "> > # a\n> x\n",
    "quotes broken off behind code": "> ```\nx\n",
    "quotes broken off behind a list": "> - # a\nx\n",
    "quotes in lists broken off": "- > # a\n  x\n",
    "quotes that go on without a marker": "> a\nx\n",
    "deep quotes broken off": "> > > > > > > > ---\nx\n",
}


def work(text: str) -> int:
    return lines_run(lambda: parse(text, Span(0, len(text)), parser="markdown-it"))


@pytest.mark.parametrize("name", REPEATED)
def test_growth(name: str) -> None:
    unit = REPEATED[name]
    small, large = (work(unit * (length // len(unit))) for length in (SMALL, LARGE))
    assert large < small * 6
