"""Both parsers make the same of every post."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from differences import differences
from documents import Made, posts
from hypothesis import given, settings

from medlint.front_matter import read
from medlint.linter import lint_source
from medlint.parsers import markdown_it, pulldown
from medlint.settings import Settings
from medlint.text import Source, Span

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

#: CommonMark's examples, which `make spec` fetches; they are no part of this repository.
SPEC = ROOT / ".cache" / "commonmark-spec.json"


def body_of(text: str) -> Span:
    front_matter = read(text)
    return Span(0 if front_matter is None else front_matter.span.end, len(text))


def compare(text: str, *, mdx: bool = False) -> bool:
    """Fail where the parsers differ.

    Returns:
        Whether the accelerator read the text, and did not leave it to the reference.
    """
    body = body_of(text)
    fast = pulldown.parse_body(text, body, mdx=mdx)
    if fast is None:
        return False
    found = differences(text, markdown_it.parse_body(text, body, mdx=mdx), fast)
    assert not found, "\n".join([repr(text[:2000]), *found])
    return True


@settings(max_examples=400, deadline=None, derandomize=True)
@given(posts())
def test_generated_posts(made: Made) -> None:
    compare(made.text)


ALL = Settings.from_mapping({"select": ["ALL"], "drafts": "strict", "parser": "pyromark"})
ALL_SLOWLY = Settings.from_mapping({"select": ["ALL"], "drafts": "strict", "parser": "markdown-it"})


@settings(max_examples=25, deadline=None, derandomize=True)
@given(posts())
def test_generated_posts_get_the_same_findings(made: Made) -> None:
    source = Source(made.text)
    assert lint_source(source, ALL) == lint_source(source, ALL_SLOWLY)


def test_real_posts(real_posts: list[Path]) -> None:
    left = 0
    for path in real_posts:
        source = Source.from_bytes(path.read_bytes(), path.as_posix(), max_size=10_000_000)
        assert source.problem is None
        left += not compare(source.text, mdx=path.suffix == ".mdx")
        assert lint_source(source, ALL) == lint_source(source, ALL_SLOWLY)
    assert left < 0.03 * len(real_posts)


#: What Markdown is made of, and what tends to be read in more than one way.
PIECES = [
    *("\n", "\n\n", "  \n", "\r\n", "    ", "\t", "  ", "\\", "text", "é日", "😀", " "),
    *("> ", ">", "- ", "* ", "+ ", "1. ", "2) ", "# ", "#", "---", "===", "***", "```", "~~~"),
    *("[a]: b", "[a]", "[b](c)", "[x](<y z> 't')", "![x](y)", "![x][a]", "[", "]", "(", ")", "!"),
    *("*e*", "**s**", "`c`", "~~s~~", "*", "_", "`", "~~", "~", "'t'", '"u"', "<", ">", "&amp;"),
    *("|", "|-|-|\n", "| a | b |\n", "<div>", "</div>", "<p>", "<b>", "<a href=x>", "</a>", "<li>"),
    *("<!-- ", "-->", "<http://a.b>", "https://x.y", "[^1]: x", "[^1]", "{% x %}", "{{", "}}"),
]


@pytest.mark.parametrize("mdx", [False, True])
def test_any_mixture_of_markup(mdx: bool) -> None:
    chance = random.Random(17)
    read_fast = 0
    for _ in range(4000):
        text = "".join(chance.choices(PIECES, k=chance.randint(2, 14)))
        read_fast += compare(text, mdx=mdx)
    assert read_fast > 3000


def test_the_examples_of_commonmark() -> None:
    if not SPEC.is_file():
        pytest.skip("left out: CommonMark's examples are not there; `make spec` fetches them")
    examples = [example["markdown"] for example in json.loads(SPEC.read_text(encoding="utf-8"))]
    assert len(examples) > 600
    read_fast = 0
    for example in examples:
        lines = example.splitlines(keepends=True)
        for text in (
            example,
            example.rstrip("\n"),
            example.replace("\n", "\r\n"),
            f"é😀 {{{{ x }}}}\n\n{example}",
            "".join(f"> {line}" for line in lines),
            "- " + "  ".join(lines),
        ):
            read_fast += compare(text)
    assert read_fast > 0.97 * 6 * len(examples)
