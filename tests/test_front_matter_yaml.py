"""YAML front matter: kinds, places, and what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from medlint.front_matter import Entry, FrontMatter, Value, read, yaml_reader
from medlint.front_matter.model import DEFAULT_LIMITS
from medlint.text import Problem, Source, Span

LOADERS: list[Any] = [yaml.SafeLoader]
if hasattr(yaml, "CSafeLoader"):
    LOADERS.append(yaml.CSafeLoader)


class Block:
    """A block of YAML read with one loader."""

    def __init__(self, content: str, loader: Any) -> None:
        self.text = f"---\n{content}\n---\nBody"
        self.source = Source(self.text)
        span = Span(4, 4 + len(content) + 1)
        entries, problems, self.parsed = yaml_reader.read(self.text, span, loader=loader)
        self.entries: tuple[Entry, ...] = entries
        self.problems: tuple[Problem, ...] = problems

    def value(self, *path: str) -> Value:
        entries = self.entries
        for key in path[:-1]:
            entries = next(entry for entry in entries if entry.key == key).value.entries
        return next(entry for entry in entries if entry.key == path[-1]).value

    def cut(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def found(self) -> list[tuple[str, str]]:
        return [(problem.kind, self.cut(problem.span)) for problem in self.problems]

    def lines(self) -> list[int]:
        return [self.source.position(problem.span.start).line for problem in self.problems]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize(
    ("written", "kind", "style", "data"),
    [
        ("A title", "string", "plain", "A title"),
        ('"a \\"b\\" \\u00e9"', "string", "double", 'a "b" é'),
        ("'it''s'", "string", "single", "it's"),
        ("2020", "integer", "plain", 2020),
        ("1_000", "integer", "plain", 1000),
        ("0x1F", "integer", "plain", 31),
        ("1:30", "integer", "plain", 90),
        ("1.5", "float", "plain", 1.5),
        ("yes", "boolean", "plain", True),
        ("off", "boolean", "plain", False),
        ("~", "null", "plain", None),
        ("null", "null", "plain", None),
        ("2020-01-02", "date", "plain", None),
        ("2020-01-02 03:04:05", "date", "plain", None),
        ("2020-01-02T03:04:05Z", "date", "plain", None),
        ("2017-02-29", "date", "plain", None),
        ("2020-01-02 25:00:00", "date", "plain", None),
        ("9" * 5000, "integer", "plain", None),
        ("'2020'", "string", "single", "2020"),
        ("!!str 2020", "string", "plain", "2020"),
        ("=", "string", "plain", None),
        ("emoji 😀 and 漢字", "string", "plain", "emoji 😀 and 漢字"),
        ("https://example.org/a#b", "string", "plain", "https://example.org/a#b"),
    ],
)
def test_scalars(written: str, kind: str, style: str, data: object, loader: Any) -> None:
    block = Block(f"title: {written}   # comment\ntags: x", loader)
    value = block.value("title")
    assert (value.kind, value.style, value.data) == (kind, style, data)
    assert block.cut(value.span) == written.removeprefix("!!str ")
    assert block.problems == ()


@pytest.mark.parametrize(
    ("written", "text", "end"),
    [
        (">-\n  one\n  two", "one two", "two"),
        (">\n  one\n  two\n", "one two\n", "two"),
        ("|\n  one\n  two\n", "one\ntwo\n", "two"),
        ("|+\n  one\n\n", "one\n\n\n", "one"),
        ("|2\n    one\n  two", "  one\ntwo\n", "two"),
        ("| # comment\n  one", "one\n", "one"),
    ],
)
def test_block_scalars(written: str, text: str, end: str, loader: Any) -> None:
    block = Block(f"title: {written}\ntags: x", loader)
    value = block.value("title")
    assert (value.kind, value.style, value.text) == ("string", "block", text)
    cut = block.cut(value.span)
    assert cut.startswith(written[0])
    assert cut.endswith(end)


def test_plain_text_over_several_lines(loader: Any) -> None:
    block = Block("title: one\n  two\n\n  three # c\ntags: x", loader)
    value = block.value("title")
    assert value.text == "one two\nthree"
    assert block.cut(value.span) == "one\n  two\n\n  three"


def test_quoted_text_over_several_lines(loader: Any) -> None:
    block = Block('title: "one\n  two"\ntags: x', loader)
    assert block.value("title").text == "one two"
    assert block.cut(block.value("title").span) == '"one\n  two"'


@pytest.mark.parametrize("content", ["title:", "title:   ", "title: # comment", "title:\ntags: x"])
def test_nothing_written_is_null_just_after_the_colon(content: str, loader: Any) -> None:
    value = Block(content, loader).value("title")
    assert value.kind == "null"
    assert value.span == Span(10, 10)
    assert value.text == ""


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ("tags:\n  - a\n  - b   # c\n\n# d\nx: y", "- a\n  - b"),
        ("tags:\n- a\n- b\nx: y", "- a\n- b"),
        ("tags: [a, b]   # c\nx: y", "[a, b]"),
        ("tags: [\n  a,\n  'b',\n]\nx: y", "[\n  a,\n  'b',\n]"),
        ("tags: &all [a, b]\nx: y", "[a, b]"),
        ("tags: &all\n  - a\n  - b\nx: y", "- a\n  - b"),
        ("tags: !!seq\n  # c\n  - a\n  - b\nx: y", "- a\n  - b"),
        ("tags: # c\n  # d\n  - a\n  - b\nx: y", "- a\n  - b"),
    ],
)
def test_lists(content: str, written: str, loader: Any) -> None:
    block = Block(content, loader)
    value = block.value("tags")
    assert value.kind == "list"
    assert value.style == ("flow" if written.startswith("[") else "block")
    assert [item.text for item in value.items] == ["a", "b"]
    assert [block.cut(item.span).strip("'") for item in value.items] == ["a", "b"]
    assert block.cut(value.span) == written
    assert block.problems == ()


def test_a_string_of_several_tags_is_one_string(loader: Any) -> None:
    value = Block("tags: a, b, c", loader).value("tags")
    assert (value.kind, value.text) == ("string", "a, b, c")


def test_list_with_null_and_number(loader: Any) -> None:
    block = Block("tags:\n- a\n-\n- 3", loader)
    items = block.value("tags").items
    assert [item.kind for item in items] == ["string", "null", "integer"]
    assert items[1].span == Span(block.text.index("-\n- 3") + 1, block.text.index("\n- 3"))


def test_nested_tables(loader: Any) -> None:
    block = Block("seo:\n  title: A\n  og: {image: b.png, 'alt': c}\nx: y", loader)
    assert block.value("seo").style == "block"
    assert block.cut(block.value("seo").span) == "title: A\n  og: {image: b.png, 'alt': c}"
    assert block.cut(block.value("seo", "title").span) == "A"
    assert block.value("seo", "og").style == "flow"
    entry = block.value("seo", "og").entries[1]
    assert (entry.key, block.cut(entry.key_span)) == ("alt", "'alt'")


def test_pairs_inside_a_list_in_brackets(loader: Any) -> None:
    block = Block("a: [ b: c , d ]", loader)
    pair, text = block.value("a").items
    assert block.cut(pair.span) == "b: c"
    assert block.cut(text.span) == "d"


def test_keys_that_are_no_strings_are_keys_as_written(loader: Any) -> None:
    block = Block("on: 1\n2020: 2\nnull: 3\n1.50: 4\n2020-01-01: 5\n'yes': 6", loader)
    assert [entry.key for entry in block.entries] == [
        "on", "2020", "null", "1.50", "2020-01-01", "yes",
    ]  # fmt: skip
    assert block.problems == ()


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_offsets_with_other_line_endings(ending: str, loader: Any) -> None:
    content = ending.join(["a: 😀 x", "b:", "  - c # d", "  - 'e'", "f: >-", "  g", "  h", "i: j"])
    block = Block(content, loader)
    assert [block.cut(entry.key_span) for entry in block.entries] == ["a", "b", "f", "i"]
    assert block.cut(block.value("a").span) == "😀 x"
    assert [block.cut(item.span) for item in block.value("b").items] == ["c", "'e'"]
    assert block.cut(block.value("f").span) == f">-{ending}  g{ending}  h"
    assert block.value("f").text == "g h"


def test_anchor_and_alias(loader: Any) -> None:
    block = Block("a: &x [1, two]\nb: *x\nc: &y 'z'\nd: *y", loader)
    assert block.value("b").items == block.value("a").items
    assert block.cut(block.value("b").span) == "*x"
    assert block.cut(block.value("c").span) == "'z'"
    assert block.value("d").text == "z"


def test_merge_keys_are_applied(loader: Any) -> None:
    block = Block("base: &b {title: A, x: 1}\npost:\n  <<: *b\n  title: B", loader)
    entries = block.value("post").entries
    assert [(entry.key, entry.value.text) for entry in entries] == [("x", "1"), ("title", "B")]
    assert block.problems == ()


def test_of_several_merged_mappings_the_first_counts(loader: Any) -> None:
    block = Block("a: &a {t: 1}\nb: &b {t: 2, u: 3}\nc:\n  <<: [*a, *b]", loader)
    entries = block.value("c").entries
    assert [(entry.key, entry.value.data) for entry in entries] == [("t", 1), ("u", 3)]


def test_duplicate_keys_at_every_level(loader: Any) -> None:
    block = Block("title: A\nseo:\n  t: 1\n  t: 2\n'title': B", loader)
    assert block.found() == [("duplicate-key", "t"), ("duplicate-key", "'title'")]
    assert block.lines() == [5, 6]
    assert "`title`" in block.problems[1].message
    assert "line 2" in block.problems[1].message
    assert [entry.key for entry in block.entries] == ["title", "seo", "title"]


def test_a_number_and_a_string_are_different_keys(loader: Any) -> None:
    assert Block("1: a\n'1': b", loader).problems == ()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("title:\t\t'A'\ntags: x", ["\t\t"]),
        ("title: A\t\ntags: x", ["\t"]),
        ("title: A \t # c\ntags: x", ["\t"]),
        ("title: A\n\ttags: x", ["\t"]),
        ("title: a\tb\ntags: x", ["\t"]),
        ("title: A\n \t \ntags: x", ["\t"]),
        ("tags:\n\t- a\n\t- b", ["\t", "\t"]),
        ("tags: [a,\tb]", ["\t"]),
        ("title: |\t\n  a\ntags: x", ["\t"]),
    ],
)
def test_tabs_that_are_no_text(content: str, where: list[str], loader: Any) -> None:
    block = Block(content, loader)
    tabs = [problem for problem in block.problems if problem.kind == "tab"]
    assert [block.cut(problem.span) for problem in tabs] == where


@pytest.mark.parametrize(
    "content",
    [
        'title: "a\tb"',
        "title: 'a\tb'\ntags: x",
        "title: 'it''s\t'\ntags: x",
        'title: "\\"\t"\ntags: x',
        "title: A #\ta\tcomment\n#\tb\ntags: x",
        "title: |\n  a\tb\n  \tc\ntags: x",
        "title: >-\n  a\tb\n\n  c\t\ntags: x",
        "list:\n- text: |\n    a\tb\n  other: 'c\td'",
        'title: &x "a\tb"\ntags: [ \'c\td\', "e\tf" ]',
        'title: "one\n\ttwo"\ntags: x',
    ],
)
def test_tabs_that_are_text(content: str, loader: Any) -> None:
    block = Block(content, loader)
    assert block.problems == ()
    assert block.parsed


def test_a_quote_inside_a_plain_text_hides_no_tab(loader: Any) -> None:
    block = Block("title: it's\ttags\n  'and\tmore'\nx: y", loader)
    assert block.found() == [("tab", "\t"), ("tab", "\t")]


def test_what_tabs_separate_is_read(loader: Any) -> None:
    block = Block('title:\t\t"A title"\ntags:\n  - a\t\n  - b', loader)
    assert block.value("title").text == "A title"
    assert block.cut(block.value("title").span) == '"A title"'
    assert [item.text for item in block.value("tags").items] == ["a", "b"]
    assert [problem.kind for problem in block.problems] == ["tab", "tab"]


@pytest.mark.parametrize(
    ("content", "line", "column", "says"),
    [
        ("title: Learn: this\ntags: [a]", 2, 13, "colon"),
        ("title: @home\ntags: [a]", 2, 8, "quotes"),
        ("title: `code`\ntags: [a]", 2, 8, "quotes"),
        ("title: 100%\nx: %a\ntags: [a]", 3, 4, "quotes"),
        ('title: "a" b\ntags: [a]', 2, 12, "quotes"),
        ("title: 'it's'\ntags: [a]", 2, 12, "quotes"),
        ('title: "a\\qb"\ntags: [a]', 2, 10, "backslash"),
        ("title: x\nstray line\ntags: [a]", 4, 1, "line 3 has no `key:`"),
        ("title: >x\n  y\ntags: [a]", 2, 9, "several lines"),
        ("x: [a, b\ntags: [a]", 3, 5, "brackets"),
        ("x: {a: b\ntags: [a]", 3, 5, "braces"),
    ],
)
def test_parse_errors(content: str, line: int, column: int, says: str, loader: Any) -> None:
    block = Block(content, loader)
    problem = block.problems[0]
    assert len(block.problems) == 1
    assert problem.kind == "invalid"
    assert says in problem.message
    assert tuple(block.source.position(problem.span.start)) == (line, column)
    assert [item.text for item in block.value("tags").items] == ["a"]


def test_an_open_quote_is_reported_where_the_parser_stops(loader: Any) -> None:
    block = Block('title: "A\ntags: [a]\ndate: 2020-01-01', loader)
    (problem,) = block.problems
    assert problem.kind == "invalid"
    assert "line 2" in problem.message
    assert problem.span.start == block.text.index("---\nBody")
    assert block.value("title").text == "A"
    assert (block.value("date").kind, block.value("date").text) == ("date", "2020-01-01")


def test_of_what_does_not_parse_the_text_is_kept(loader: Any) -> None:
    block = Block(
        "title: Learn: this\nx: [a, 'b'\ny:\n- @c\n- d\nseo:\n  title: E: F\n  alt: g\nz: |\n  h\n",
        loader,
    )
    assert block.value("title").text == "Learn: this"
    assert block.cut(block.value("title").span) == "Learn: this"
    assert [item.text for item in block.value("x").items] == ["a", "b"]
    assert [item.text for item in block.value("y").items] == ["@c", "d"]
    assert block.value("seo", "title").text == "E: F"
    assert block.value("seo", "alt").text == "g"
    assert block.value("z").text == "h\n"


def test_duplicates_are_found_in_what_does_not_parse(loader: Any) -> None:
    block = Block("title: A: b\ntitle: C", loader)
    assert [problem.kind for problem in block.problems] == ["invalid", "duplicate-key"]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("title: !Important news", "!Important"),
        ("title: &a !foo 'x'", "!foo"),
        ("title: !!python/object/apply:os.getcwd []", "!!python/object/apply:os.getcwd"),
        ("title: !foo {a: b}", "!foo"),
        ("title: !!int x", "x"),
        ("title: *nowhere", "*nowhere"),
        ("title: &a [*a]", "*a"),
        ("? [a]\n: b\ntitle: c", "[a]"),
        ("title: {{ page.title }}", "{ page.title }"),
        ("title: a\n--- b", "---"),
        ("title: a\x07b", "\x07"),
    ],
)
def test_what_readers_refuse(content: str, where: str, loader: Any) -> None:
    block = Block(content, loader)
    assert block.found() == [("invalid", where)]
    assert block.value("title").kind != "null"


def test_nothing_is_made_of_a_tag(loader: Any) -> None:
    block = Block("a: !!python/object/apply:os.getcwd []\nb: !!python/name:os.system ''", loader)
    assert block.value("a").kind == "list"
    assert block.value("b").text == ""
    assert [problem.kind for problem in block.problems] == ["invalid", "invalid"]


def test_an_expression_without_quotes_is_text(loader: Any) -> None:
    value = Block("title: {{ page.title }}", loader).value("title")
    assert (value.kind, value.text) == ("string", "{{ page.title }}")


def test_a_byte_order_mark_inside_is_a_character(loader: Any) -> None:
    block = Block("title: \ufeffA\n\ufefftags: b", loader)
    assert block.value("title").text == "\ufeffA"
    assert [entry.key for entry in block.entries] == ["title", "\ufefftags"]


@pytest.mark.parametrize("content", ["just text", "- a\n- b"])
def test_no_mapping(content: str, loader: Any) -> None:
    block = Block(content, loader)
    assert [problem.kind for problem in block.problems] == ["invalid"]
    assert block.entries == ()


def laughs() -> str:
    lines = ["a0: &a0 [" + ", ".join("x" * 9) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    return "\n".join(lines)


def size(value: Value) -> int:
    inner = [*value.items, *(entry.value for entry in value.entries)]
    return 1 + sum(size(one) for one in inner)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (laughs(), "20,000 values"),
        ("a: " + "[" * 200 + "]" * 200, "100 levels"),
        ("a: " + "[" * 5000, "100 levels"),
        ("".join(" " * n + "a:\n" for n in range(150)), "100 levels"),
        (
            "\n".join(["a: &a0 [x]", *(f"b{n}: &a{n + 1} [*a{n}]" for n in range(150))]),
            "100 levels",
        ),
        ("\n".join(f"k{n}: v" for n in range(DEFAULT_LIMITS.values + 5)), "20,000 values"),
    ],
    ids=["laughs", "deep", "deep and open", "deep block", "deep aliases", "many"],
)
def test_limits(content: str, says: str, loader: Any) -> None:
    block = Block(content, loader)
    (problem,) = block.problems
    assert problem.kind == "invalid"
    assert says in problem.message
    assert sum(size(entry.value) for entry in block.entries) <= DEFAULT_LIMITS.values + 200


def test_read_puts_it_together() -> None:
    text = "---\ntitle: A\n---\nBody"
    found = read(text)
    assert isinstance(found, FrontMatter)
    assert found.entries[0].value.span == Span(11, 12)
