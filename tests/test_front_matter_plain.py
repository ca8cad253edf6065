"""The reader of plain YAML says what the readers that know all of it say, or nothing at all."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medlint.front_matter import FrontMatter, yaml_plain, yaml_reader
from medlint.front_matter.reading import read_in_full
from medlint.text import Source

if TYPE_CHECKING:
    from pathlib import Path

LOADERS: list[Any] = [yaml.SafeLoader]
if hasattr(yaml, "CSafeLoader"):
    LOADERS.append(yaml.CSafeLoader)


def answer(text: str) -> FrontMatter | None:
    """What the plain reader says, held against the readers that know all of YAML."""
    found = yaml_plain.read(text)
    if found is not None:
        full = read_in_full(text)
        # Numbers of different types are equal, and so are moments of different zones.
        assert found == full
        assert repr(found) == repr(full)
        for loader in LOADERS:
            entries, problems, parsed = yaml_reader.read(text, found.content_span, loader=loader)
            assert (entries, problems, parsed) == (found.entries, (), True)
    return found


READ = {
    "plain": "title: A post\nlayout: it's (mine) | yours & *all*",
    "colons and hashes inside": "url: http://a.bb/c?d=e#f\ntime: a:b#c",
    "comments": "# first\n\ntitle: A # a title\n  # second\ntags: # the tags\n- a # b",
    "quotes": """a: "x: y # z"\nb: 'it''s'\nc: ""\nd: ''\ne: "say \\"hi\\" \\\\"\nf: "g" # h""",
    "a text marked as a text": "title: ! 'A: b'\nother: ! \"c\"",
    "switches": "a: yes\nb: No\nc: TRUE\nd: off\ne: y\nf: yEs",
    "nulls": "a:\nb: ~\nc: null\nd: \ne: Null\nf: nUll\n",
    "numbers": "a: 0\nb: 12\nc: 3.10\nd: 1.2.3\ne: 0.5\nf: 10 tips\ng: 89fe70\nh: .NETwork",
    "days": "a: 2020-01-02\nb: 2017-02-29\nc: 2020-1-2\nd: 0000-01-01\ne: 2020-13-01\nf: 2020-a-1",
    "times": "a: 2020-01-02 10:00:00\nb: 2020-1-2   1:00:00.1234567\nc: 2020-01-02 10:00"
    "\nd: 2020-01-02 25:00:00\ne: 2020-01-02t10:00:00.",
    "time zones": "a: 2020-01-02T1:00:00.12Z\nb: 2020-01-02 10:00:00 -5:30"
    "\nc: 2020-01-02 10:00:00 +05\nd: 2020-01-02 10:00:00 +0900\ne: 2020-01-02 10:00:00. Z"
    "\nf: 2020-01-02 10:00:00 +99:00",
    "lists in brackets": "a: [x, \"y, z\", 'it''s', C#, 1, yes, ~]\nb: []\nc: [ d ]  # e",
    "lists by indentation": "a:\n- b c\n- 'd'\n- \"e\"\n- 1\nf:\n  - g\n\n  # h\n  -   [i]",
    "mappings": "seo:\n  title: A\n  image:\n      src: b.png\n  robots:\ndate: 2020-01-01",
    "mappings in lists": "a:\n  - b: c\n    d: e\n  -   f:\n        - g\n  - h",
    "text on lines below": "a: one\n  two\n   three\nb:\n  four\n  five\nc:\n  'six'",
    "text on lines below in a list": "a:\n  - b\n   c\nd:\n- e\n f",
    "quotes over several lines": "a: \"one  \n  two\\\n  three\"\nb: 'four\n  five' # six\n",
    "blocks": "a: |\n  one\n\n   two  \n\nb: >-\n  three\n  four\n\n  five\n# six",
    "blocks in lists": "c:\n- >\n  seven\n- |-\n eight",
    "odd keys": "my-key: a\nx.y: b\ncSpell:ignore: c\non: d\nnull: e\n_: f",
    "characters of all kinds": "a: 漢字 😀 👩\u200d👩\nb: c\u00a0d\ne: \u00a0f\u00a0",
}


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_most_posts_have_is_read(name: str, ending: str) -> None:
    text = f"---\n{READ[name]}\n---\nBody".replace("\n", ending)
    found = answer(text)
    assert found is not None
    assert text[found.span.end :] == "Body"
    assert found.entries


@pytest.mark.parametrize("tail", ["", "\n", "\r\n", "\n\nBody", "\n---\n"])
def test_the_block_ends_at_its_fence(tail: str) -> None:
    found = answer(f"---\ntitle: A\n---{tail}")
    assert found is not None
    assert found.content_span == (4, 13)


LEFT = {
    "anchor": "a: &b c",
    "alias": "a: *b",
    "tag": "a: !!str b",
    "mapping in braces": "a: {b: c}",
    "template": "a: {{ b }}",
    "list in a list in brackets": "a: [b, [c]]",
    "pair in brackets": "a: [b: c]",
    "brackets on several lines": "a: [b,\n  c]",
    "text that breaks off a list": "a: [b] c",
    "quote that is not closed": 'a: "b',
    "quote that is not closed in a list": "a: ['b, c]",
    "quote with a blank line": "a: 'b\n\n  c'",
    "quote that ends in a backslash": 'a: "b\\\\\n  c"',
    "item without a value": "a:\n-",
    "item with only a space": "a:\n- ",
    "comma without an item": "a: [b,, c]",
    "indented less": "a: >\n   b\n  c",
    "blank line with spaces": "a: |\n  b\n    \n  c",
    "braces below": "a:\n  {b}",
    "text after a quote": "a: 'b' c",
    "escape": 'a: "\\u00e9"',
    "colon in plain text": "a: b: c",
    "colon at its end": "a: b:",
    "duplicate key": "a: b\na: c",
    "quoted key": '"a": b',
    "key of another kind": "? a\n: b",
    "merge key": "<<: a",
    "no key": "a: b\nc",
    "date on two lines": "a: 2020-01-02\n  10:00:00",
    "a number marked as a text": "a: ! '3'",
    "nothing marked as a text": "a: ! ''",
    "indentation that goes on": "a: b\n\n  c",
    "indentation that fits nothing": "a:\n    b: c\n  d: e",
    "list deeper than its keys": "a:\n  - b\n  c: d",
    "tab": "a:\tb",
    "control character": "a: \x07",
    "line separator": "a: b\u2028c",
    "byte order mark": "a: \ufeffb",
    "lone surrogate": "a: \ud800",
    "carriage return alone": "a: b\rc: d",
    "number in base 8": "a: 010",
    "number in base 16": "a: 0x1F",
    "number in base 60": "a: 12:30",
    "number with a sign": "a: +1",
    "infinity": "a: .inf",
    "number of many digits": "a: " + "1" * 500,
    "value tag": "a: =",
    "text that keeps its line endings": "a: |+\n  b\n",
    "text with its indentation given": "a: |2\n   b",
    "folded text with deeper lines": "a: >\n  b\n    c",
    "text without text": "a: |\nb: c",
    "directive": "%YAML 1.1\na: b",
    "other document": "a: b\n--- c",
    "end of the document": "a: b\n...\nc: d",
    "empty": "",
    "only a comment": "# a",
    "deep": "".join(" " * n + "a:\n" for n in range(50)),
    "long": "a: " + "b " * 20_000,
    "long key": "a" * 200 + ": b",
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_not_certain_is_left_to_others(name: str) -> None:
    text = f"---\n{LEFT[name]}\n---\nBody"
    assert yaml_plain.read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\ntitle: A\n",
        "---\ntitle: A\n----\n",
        "---\ntitle: A\n--- \n",
        "--- \ntitle: A\n---\n",
        "---\n---\n",
        "\n---\ntitle: A\n---\n",
        "---\rtitle: A\r---\r",
        "---\ntitle: A\n---\rBody",
        "+++\ntitle = 'A'\n+++\n",
        '{"title": "A"}\n',
        "# Heading\n\ntitle: A\n---\n",
    ],
)
def test_other_fences_are_left_to_others(text: str) -> None:
    assert yaml_plain.read(text) is None


WORDS = st.sampled_from(
    [
        "a", "word", "two words", "C#", "it's", "say \"x\"", "http://a.bb/c?d=e#f", "a:b", "a-b",
        "(a)", "a | b", "/x", "./a", ".NETwork", "é", "漢字 😀", "0", "10", "1.5", "3.10", "1.2.3",
        "10 tips", "89fe7", "2020-01-02", "2020-02-30", "2020-01-02 10:00:00", "2020-1-2",
        "2020-01-02T10:00:00.5Z", "2020-01-02 1:00:00 +0900", "2020-01-02 10:00:00 -05:30", "null",
        "~", "yes", "Off", "TRUE", "n",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
SINGLE = TEXTS.map(lambda text: "'" + text.replace("'", "''") + "'")
DOUBLE = TEXTS.map(lambda text: '"' + text.replace('"', '\\"') + '"')
NO_FLOW = WORDS.filter(lambda word: not any(mark in word for mark in ":?[]{},"))
BRACKETS = st.lists(NO_FLOW | SINGLE | DOUBLE, max_size=4).map(
    lambda items: "[" + ", ".join(items) + "]"
)
INLINE = st.one_of(WORDS, TEXTS, SINGLE, DOUBLE, BRACKETS)
KEYS = ["title", "tags", "date", "my-key", "x.y", "cSpell:ignore", "on", "_"]


@st.composite
def plain_lines(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """The lines of a mapping that the plain reader must be able to read."""
    lines: list[str] = []
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True)):
        shape = draw(st.integers(0, 9 if depth < 3 else 6))
        gap = " " * draw(st.integers(1, 4))
        below = [gap + text for text in draw(st.lists(TEXTS, min_size=1, max_size=3))]
        if shape <= 2:
            lines.append(f"{key}: {draw(INLINE)}{draw(st.sampled_from(['', ' ', ' # c']))}")
        elif shape == 3:
            lines.append(f"{key}:")
        elif shape == 4:
            lines += [f"{key}: {draw(st.sampled_from(['|', '|-', '>', '>-']))}", *below]
        elif shape == 5:
            lines += [f"{key}: {draw(TEXTS)}", *below]
        elif shape == 6:
            gap = draw(st.sampled_from(["", "  "]))
            lines.append(f"{key}:")
            lines += [f"{gap}- {draw(INLINE)}" for _ in range(draw(st.integers(1, 3)))]
        elif shape == 7:
            lines.append(f"{key}:")
            first, *others = draw(plain_lines(depth + 1))
            lines += [f"- {first}", *(f"  {line}" for line in others)]
        else:
            lines.append(f"{key}:")
            lines += [gap + line for line in draw(plain_lines(depth + 1))]
        if shape in {0, 3, 6} and draw(st.booleans()):
            lines.append(draw(st.sampled_from(["", "  ", "# c", "    # c"])))
    return lines


@settings(max_examples=300, deadline=None, derandomize=True)
@given(lines=plain_lines(), ending=st.sampled_from(["\n", "\r\n"]))
def test_plain_blocks_are_read(lines: list[str], ending: str) -> None:
    text = ending.join(["---", *lines, "---", "Body"])
    found = answer(text)
    assert found is not None


ODD = st.sampled_from(
    [
        "-", "- ", "-a", "?", "? ", ":", ": ", ":a", "a:", "a: b", "#", " # c", '"', "'", "''",
        '"a', "b'", "\\", '\\"', "[", "]", ", ", "[a,]", "{", "}", "{a: b}", "{{ x }}", "&a", "*a",
        "!", "! 'a'", "!!str ", "|", ">-", "|2", "|+", "%", "@", "`", "=", "<<", "<<: *a", "007",
        "0x1F", "1_000", "12:30", "+1", ".5", "1e5", ".inf", "...", "---", "--", "\t", "\x07",
        "\u2028", "\x85", "\u00a0", "\ufeff", "\ud800", "\n", "\n", "\n  ", "\n- ", "\n\n", "\r",
        "\r\n", " ", "  ", "\n---\n", "title: ", "\na: ", "\n# c\n", ".", "T", "Z", "+09:00",
    ]
)  # fmt: skip


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(
    lines=plain_lines(),
    slips=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), ODD | WORDS, st.integers(0, 3)),
        min_size=1,
        max_size=3,
    ),
)
@example(["a: 'b", "", "  c'"], [])
@example(["a:", "- b", "  - c"], [])
def test_a_slip_is_read_alike_or_left_to_others(
    lines: list[str], slips: list[tuple[float, str, int]]
) -> None:
    text = "\n".join(["---", *lines, "---", "Body"])
    for place, piece, gone in slips:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + gone :]
    answer(text)


def test_real_posts_are_read_alike(real_posts: list[Path]) -> None:
    read = blocks = 0
    for path in real_posts:
        text = Source.from_bytes(path.read_bytes(), path.name, max_size=10_000_000).text
        full = read_in_full(text)
        blocks += full is not None and full.format == "yaml"
        read += answer(text) is not None
    assert read > blocks * 0.8


def test_nothing_is_imported_that_takes_long() -> None:
    code = (
        "import sys\n"
        "from medlint.front_matter import read\n"
        "found = read('---\\ntitle: A\\ndate: 2020-01-02 10:00:00 +01:00\\n---\\nBody')\n"
        "assert found is not None and len(found.entries) == 2\n"
        "assert read('# No front matter') is None\n"
        "print(*sorted({'yaml', 'frontmatter', 'json', 'datetime'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == ""
