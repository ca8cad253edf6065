"""Four times the text is four times the work for the rules, and not sixteen times."""

from __future__ import annotations

import pytest
from counted import lines_run

from medlint import anchors
from medlint.fixes import Edit, Fix, fitting
from medlint.linter import lint_source
from medlint.rules.spam import med303_link_density
from medlint.settings import Settings
from medlint.text import Source, Span

#: In characters.
SMALL, LARGE = 2_000, 8_000

HEAD = "---\ntitle: A walk along the river\ntags: [walking, rivers]\n---\n\n"
ALL = Settings.from_mapping({"select": ["ALL"], "site-url": "https://ada.dev"})
#: What is repeated, and what comes after it.
REPEATED = {
    "addresses in one line": ("https://b.cc/x ", ""),
    "addresses on lines of their own, and a word": ("https://b.cc/x\n", "word"),
    "addresses in a footnote": ("https://b.cc/x ", "\n\n[^1]: https://b.cc/x"),
    "links in one line": ("[click here](https://b.cc/x) ", ""),
    "links of one reference": ("[a] [here][a] ", "\n\n[a]: https://b.cc/x"),
    "images without text": ("![](a.png)\n\n", ""),
    "the same heading": ("## Same\n\nText.\n\n", ""),
    "the same paragraph": ("A sentence of some words, as long as it is dull, again.\n\n", ""),
    "items of a list": ("- item [x](y)\n", ""),
    "false items": ("• item\n", ""),
    "rows of a table": ("| a | [b](c) | **d** |\n", ""),
    "tags": ('<a href="https://b.cc/x">here</a> <b>x</b>\n\n', ""),
    "comments that silence": ("<!-- medlint: disable=MED201 -->\n\n[here](x)\n\n", ""),
    "words without spaces": ("这是一个没有空格的句子用来测试，", ""),
    "emphasis": ("*a* **b** ~~c~~ ", ""),
    "footnotes": ("a[^1] b[^2]\n\n[^1]: c\n\n", ""),
    "raw tags never closed": ("{% raw %} {{ ", ""),
}


@pytest.mark.parametrize("name", REPEATED)
def test_growth(name: str) -> None:
    unit, end = REPEATED[name]
    head = HEAD + ("| a | b | c |\n|---|---|---|\n" if "table" in name else "")

    def work(length: int) -> int:
        source = Source(head + unit * (length // len(unit)) + end, "posts/a.md")
        return lines_run(lambda: lint_source(source, ALL))

    lint_source(Source(head + unit + end, "posts/a.md"), ALL)  # what is imported at first
    assert work(LARGE) < work(SMALL) * 6


def test_two_fixes_with_many_edits_that_alternate() -> None:
    # Put in one by one these took seconds, each moving half a megabyte.
    edits = [Edit(Span(at, at + 1), "") for at in range(200_000)]
    fixes = [Fix("Remove", tuple(edits[1::2])), Fix("Remove", tuple(edits[::2]))]
    assert fitting(fixes) == ([fixes[1], fixes[0]], edits)


def test_a_long_heading_is_compared_once_and_not_for_each_of_its_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folded: list[str] = []

    def fold(text: str) -> str:
        folded.append(text)
        return anchors.fold(text)

    monkeypatch.setattr(med303_link_density, "fold", fold)
    links = "".join(f"[word {number}](https://b{number}.cc/x) " for number in range(50))
    lint_source(Source(f"{HEAD}{links}\n---\n\nText.\n", "posts/a.md"), ALL)
    assert len([text for text in folded if "word 49" in text]) == 1
