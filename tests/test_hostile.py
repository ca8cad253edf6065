"""Input made to be slow or to break something: every rule reads it and says what it has to say.

Nothing here is timed; a rule that takes quadratic time on one of these would
keep the whole run waiting for minutes.
"""

from __future__ import annotations

import pytest

from medlint.linter import lint_source
from medlint.settings import Settings
from medlint.text import Source

HEAD = "---\ntitle: T\ndescription: d\nkeyword: big cats\ntags: [a, b]\n---\n"

BODIES = {
    "opening brackets": "[" * 20_000,
    "closing brackets": "]" * 20_000,
    "stars": "*a " * 10_000,
    "underscores": "_" * 20_000,
    "spaces": "a" + " " * 50_000 + "b",
    "tabs": "\t" * 20_000,
    "less than": "<" * 20_000,
    "open elements": "<div>" * 5_000,
    "open links": "<a href=x>" * 2_000,
    "open tag": "<a " + "x='1' " * 10_000,
    "backticks": "` `` " * 5_000,
    "backslashes": "\\" * 20_000,
    "entities": "&amp;" * 10_000,
    "exclamation marks": "!" * 20_000,
    "dots": "." * 20_000,
    "quotation marks": "\"'" * 10_000,
    "dollars": "$x$ $ " * 3_000,
    "tildes": "~~a~~ ~" * 3_000,
    "template openers": "{{ {% " * 5_000,
    "template tags": "{{ x }} {% y %} " * 2_000,
    "components": "<Foo bar={x}>\n\n" * 1_000,
    "containers": "::: note\n" * 2_000,
    "footnotes": "[^1] " * 3_000,
    "zero-width spaces": "a\u200b" * 5_000,
    "emoji": "👩‍👩‍👧" * 3_000,
    "Chinese": "这是一个测试句子。" * 3_000,
    "invisible comments": "<!-- medlint: disable=MED201 -->\n\n" * 1_000,
    "images": "![](a.png) " * 2_000,
    "paragraphs": "word word word.\n\n" * 3_000,
    "bold lines": "**bold**\n\n" * 2_000,
    "headings": "#### h\n\n" * 2_000,
    "bullets": "• word\n" * 3_000,
    "quotes": "> a\n" * 5_000,
    "nested quotes": "> " * 1_000 + "a",
    "marks of work": "TODO: x\n\n" * 1_000,
    "see also": "See also: [x](https://a.bb)\n\n" * 700,
    "definitions": "".join(f"[r{n}]: https://a{n}.bb\n" for n in range(3_000)),
    "references": "".join(f"[t][r{n}] " for n in range(3_000)),
    "tables": "| a | b |\n|---|---|\n" + "| [x](y) | z |\n" * 1_500,
    "links": "[a](https://b.cc/d) " * 2_000,
    "lists of links": "".join(f"- [here](https://b{n}.cc/d)\n" for n in range(2_000)),
    "bare URLs": "".join(f"see https://b{n}.cc/d?utm_source=x now\n" for n in range(1_500)),
    "HTML links": "".join(f'<div>• <a href="https://b{n}.cc">x</a></div>' for n in range(2_000)),
    "quotes 10,000 deep": "> " * 10_000 + "a",
    "lists 10,000 deep on one line": "- " * 10_000 + "a",
    "elements 10,000 deep": "<div><span>" * 10_000,
    "elements never opened": "<div>" * 5_000 + "</span>" * 5_000,
    "a table of 10,000 columns": "|"
    + "a|" * 10_000
    + "\n|"
    + "-|" * 10_000
    + "\n|"
    + "b|" * 10_000,
    "one definition again and again": "[r]: https://a.bb\n" * 10_000,
    "images in images": "![" * 5_000 + "a" + "](b)" * 5_000,
    "links in links": "[" * 5_000 + "a" + "](b)" * 5_000,
    "emphasis never closed": "**a *b " * 5_000 + "*a_b" * 5_000,
    "ideographic spaces in a tag": "a <a b =" + "\u3000" * 20_000,
    "instructions never closed": "a <?" * 10_000,
    "form feeds": "\x0c\n" * 10_000,
    "overrides of direction": "\u202e\u2066" * 10_000,
    "one word": "a" * 100_000,
    "formulas never closed": "$a $$ " * 5_000,
    "wiki links never closed": "[[a" * 10_000,
    "a formula of dots": "." * 5_000 + "x" + "?!" * 5_000,
    "lists a hundred deep": "".join("  " * (n % 100) + "- a [b](c)\n" for n in range(1_000)),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["posts/a.md", "posts/a.mdx"])
def test_every_rule_gets_through(name: str, path: str) -> None:
    settings = Settings.from_mapping({"select": ["ALL"]})
    found = lint_source(Source(HEAD + BODIES[name], path), settings)
    assert [one.message for one in found if one.code == "MED000"] == []


def test_ten_thousand_links() -> None:
    body = "".join(f"See [the page of {n}](https://a.bb/{n}).\n" for n in range(10_000))
    found = lint_source(Source(HEAD + body), Settings.from_mapping({}))
    assert [one.message for one in found if one.code == "MED000"] == []


def test_five_megabytes() -> None:
    body = ("A sentence of some words, as long as it is dull. " * 100 + "\n\n") * 1_000
    found = lint_source(Source(HEAD + body), Settings.from_mapping({}))
    assert [one.message for one in found if one.code == "MED000"] == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a" * 50_000_000, "50,000,000 bytes"),
        (b"---\ntitle: a\0b\n---\n", "NUL"),
        ("\ufeff“ü”".encode("utf-16"), "UTF-16"),
        ("“ü”".encode("utf-16-le"), "NUL"),
        ("a".encode("utf-32"), "UTF-16 or UTF-32"),
        ("“ü”".encode("cp1252"), "0x93 is not valid UTF-8"),
        (b"a \xc0\xaf", "0xc0 is not valid UTF-8"),
        (b"a \xe0\x80\xaf", "0xe0 is not valid UTF-8"),
        (b"a \xed\xa0\x80", "0xed is not valid UTF-8"),
        (b"a \xf4\x90\x80\x80", "0xf4 is not valid UTF-8"),
        (b"\xef\xbb\xbf\xef\xbb\xbf\xff", "0xff is not valid UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_text_is_one_finding(data: bytes, said: str) -> None:
    settings = Settings.from_mapping({"select": ["ALL"]})
    source = Source.from_bytes(data, "posts/a.md", max_size=settings.max_file_size)
    (found,) = lint_source(source, settings)
    assert said in found.message
