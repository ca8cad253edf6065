"""Quotes that are read in steps are the quotes that are read at once."""

from __future__ import annotations

from random import Random

import pytest
from differences import are_equal, differences

from medlint.parsers import markdown_it, quotes
from medlint.text import Span

#: So many lines that each quote is read at once.
AT_ONCE = 1_000_000

MARKERS = [
    *("", "", "> ", ">", "> > ", ">> ", ">> > ", "> - ", ">   ", ">\t", "- > ", "  > > "),
    *("- ", "  ", "    ", "1. ", "   ", "\t"),
]
CONTENT = [
    *("a", "b c", "# a", "---", "===", "- a", "-", "2. c", "  d", "    e", "```", "~~~", "", ""),
    *("<div>", "<!--", "-->", "</div>", "[a]: b", '[a]: b "t', ' "t"', '"', "(t", "[a", "a]: b"),
    *("| a | b |", "|-|-|", "[^1]: a", "[a]", "a  ", "![x", "x](y)", "***"),
]


def compare(monkeypatch: pytest.MonkeyPatch, text: str, lines: int, *, mdx: bool = False) -> None:
    body = Span(0, len(text))
    monkeypatch.setattr(quotes, "_LINES", AT_ONCE)
    at_once = markdown_it.parse_body(text, body, mdx=mdx)
    monkeypatch.setattr(quotes, "_LINES", lines)
    in_steps = markdown_it.parse_body(text, body, mdx=mdx)
    assert are_equal(at_once, in_steps), [repr(text), *differences(text, at_once, in_steps)]


@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [
        '> [a]: b\n> "t\n> ===\nlazy\nlazy\n"\n[a]',
        "> [a\n> ===\nlazy\nlazy\nb]: c\n[a === lazy lazy b]",
        "> -\nx\ny\nz",
        "> - a\nb\n> c\nd\ne\nf\n>\ng",
        "> [a]: b\nc\nd\n> [a]: e\nf\ng\n> [a]: h\n",
        "> a\nb\nc\nd\n===\n",
        "> |a|\n> |-|\n> |b|\nc\nd\ne",
        "> ```\n> a\nb\nc\nd\n> ```\n",
        "> > > a\nb\n> c\nd\n>> e\nf\ng\nh",
        "- > a\n  b\nc\n  > # d\n  e\n  f\n  - g\n",
    ],
)
def test_what_goes_on_behind_a_step(monkeypatch: pytest.MonkeyPatch, text: str, lines: int) -> None:
    compare(monkeypatch, text, lines)


@pytest.mark.parametrize("mdx", [False, True])
def test_quotes_of_everything(monkeypatch: pytest.MonkeyPatch, mdx: bool) -> None:
    chance = Random(17)
    for _ in range(800):
        markers = chance.sample(MARKERS, chance.choice((2, 3, 5, 8)))
        content = chance.sample(CONTENT, chance.choice((3, 5, 10, 30)))
        lines = [chance.choice(markers) + chance.choice(content) for _ in range(16)]
        compare(monkeypatch, "\n".join(lines), chance.choice((1, 1, 2, 8)), mdx=mdx)


def test_places_too_deep_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ">" * 120 + " a\n" + "b\n" * 40
    compare(monkeypatch, text, 1)
    document = markdown_it.parse_body(text, Span(0, len(text)), mdx=False)
    assert [problem.kind for problem in document.problems] == ["too-deep"]
