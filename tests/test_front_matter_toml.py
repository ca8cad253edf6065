"""TOML front matter: kinds, places, and what is wrong; the locator that settings use."""

from __future__ import annotations

import pytest
import tomli

from medlint.front_matter import FrontMatter, Value, read
from medlint.front_matter.toml_scanner import locate
from medlint.text import Source, Span


class Block:
    """A block of TOML that has been read."""

    def __init__(self, content: str, ending: str = "\n") -> None:
        self.text = f"+++\n{content}\n+++\nBody".replace("\n", ending)
        self.source = Source(self.text)
        found = read(self.text)
        assert isinstance(found, FrontMatter)
        assert found.format == "toml"
        self.entries = found.entries
        self.problems = found.problems

    def value(self, *path: str) -> Value:
        entries = self.entries
        for key in path[:-1]:
            entries = next(entry for entry in entries if entry.key == key).value.entries
        return next(entry for entry in entries if entry.key == path[-1]).value

    def cut(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def found(self) -> list[tuple[str, int, int]]:
        return [
            (problem.kind, *self.source.position(problem.span.start)) for problem in self.problems
        ]


@pytest.mark.parametrize(
    ("written", "kind", "style", "data"),
    [
        ('"A \\"b\\" \\u00e9"', "string", "double", 'A "b" é'),
        ("'a\\b'", "string", "single", "a\\b"),
        ('"""one\ntwo"""', "string", "block", "one\ntwo"),
        ('"""\na ""b"" c"""""', "string", "block", 'a ""b"" c""'),
        ("'''\na 'b' c'''", "string", "block", "a 'b' c"),
        ('"# no comment"', "string", "double", "# no comment"),
        ("2020", "integer", "plain", 2020),
        ("1_000", "integer", "plain", 1000),
        ("1.5", "float", "plain", 1.5),
        ("true", "boolean", "plain", True),
        ("2020-01-02", "date", "plain", None),
        ("2020-01-02 03:04:05", "date", "plain", None),
        ("2020-01-02T03:04:05Z", "date", "plain", None),
        ("07:32:00", "string", "plain", "07:32:00"),
        ('"emoji 😀"', "string", "double", "emoji 😀"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_scalars(written: str, kind: str, style: str, data: object, ending: str) -> None:
    block = Block(f"# c\ntitle  =  {written}   # comment\ntags = []", ending)
    value = block.value("title")
    assert (value.kind, value.style, value.data) == (kind, style, data)
    assert block.cut(value.span) == written.replace("\n", ending)
    assert block.cut(block.entries[0].key_span) == "title"
    assert block.problems == ()


def test_lists() -> None:
    block = Block("tags = [\n  'a', # c\n  \"b\",\n]\nx = [[1, 2], [{y = 3}]]")
    tags = block.value("tags")
    assert [block.cut(item.span) for item in tags.items] == ["'a'", '"b"']
    assert block.cut(tags.span).endswith("]")
    assert [item.data for item in block.value("x").items[0].items] == [1, 2]
    assert block.cut(block.value("x").items[1].items[0].entries[0].value.span) == "3"


def test_tables() -> None:
    block = Block("a = 1\n[seo]\ntitle = 'T'\n\n[seo.og]\nx = 2\n[empty]\n[b.c]\nd = 3")
    assert [entry.key for entry in block.entries] == ["a", "seo", "empty", "b"]
    assert block.cut(block.value("seo").span) == "[seo]\ntitle = 'T'"
    assert block.cut(block.value("seo", "title").span) == "'T'"
    assert block.cut(block.value("seo", "og", "x").span) == "2"
    assert block.cut(block.value("empty").span) == "[empty]"
    assert block.value("b", "c", "d").data == 3
    assert block.value("seo").style == "block"


def test_arrays_of_tables() -> None:
    block = Block("[[a]]\nx = 1\n[a.b]\ny = 2\n[[a]]\nx = 3")
    first, second = block.value("a").items
    assert block.cut(first.span) == "[[a]]\nx = 1"
    assert [entry.key for entry in first.entries] == ["x", "b"]
    assert block.cut(second.span) == "[[a]]\nx = 3"


def test_dotted_and_quoted_keys() -> None:
    block = Block("seo.'a b'.\"c\\\"\" = 1\nseo.d = 2\n'og:x' = { y.z = 3 }")
    assert block.cut(block.entries[0].key_span) == "seo"
    assert block.value("seo", "a b", 'c"').data == 1
    assert block.value("seo", "d").data == 2
    assert block.value("og:x", "y", "z").data == 3
    assert block.cut(block.value("og:x").span) == "{ y.z = 3 }"
    assert block.value("og:x").style == "flow"


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("a = 1\na = 2", 3, 1),
        ("a = {x = 1, x = 2}", 2, 13),
        ("[a]\nx = 1\n[a]\ny = 2", 4, 2),
        ("a = 1\n[a]\nx = 1", 3, 2),
        ("a.b = 1\na.b = 2", 3, 3),
        ("a = {}\na.b = 1", 3, 1),
        ("[a]\nb = 1\n[[a]]", 4, 3),
        ("a = {x.y = 1, x.y = 2}", 2, 17),
        ("a = {x = {}, x.y = 2}", 2, 14),
        ("a = {x.y = 1, x = {}}", 2, 15),
    ],
)
def test_duplicate_keys(content: str, line: int, column: int) -> None:
    block = Block(content)
    assert block.found() == [("duplicate-key", line, column)]
    assert "line 2" in block.problems[0].message


def test_dotted_keys_in_braces_may_share_a_table() -> None:
    block = Block("seo = { a.b.c = 1, a.b.d = 2, a.e = 3 }")
    assert block.found() == []
    assert [block.value("seo", "a", "b", key).data for key in "cd"] == [1, 2]
    assert block.value("seo", "a", "e").data == 3
    assert block.value("seo", "a").style == "flow"


def test_both_of_two_equal_keys_are_entries() -> None:
    block = Block("a = 1\na = 2\nb = 3")
    assert [(entry.key, entry.value.data) for entry in block.entries] == [
        ("a", 1), ("a", 2), ("b", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    ["title = foo", 'title = "a', "title = 2017-02-29", "title", "title = 'a' b", "title = [1,"],
)
def test_errors_are_where_tomli_has_them(wrong: str) -> None:
    content = f"a = 1\n{wrong}\nb = 2"
    block = Block(content)
    with pytest.raises(tomli.TOMLDecodeError) as caught:
        tomli.loads(content + "\n")
    said = str(caught.value)
    (problem,) = block.problems
    line, column = block.source.position(problem.span.start)
    assert problem.kind == "invalid"
    assert f"(at line {line - 1}, column {column})" in said
    assert block.value("a").data == 1
    assert block.value("b").data == 2


def test_of_what_is_no_toml_the_text_is_kept() -> None:
    block = Block("title = A title\ntags = [a, 'b']\ndate = 2017-02-29\nx =")
    assert block.value("title").text == "A title"
    assert [item.text for item in block.value("tags").items] == ["a", "b"]
    assert (block.value("date").kind, block.value("date").data) == ("date", None)
    assert block.value("x").kind == "null"
    assert [problem.kind for problem in block.problems] == ["invalid"]


def test_a_duplicate_does_not_hide_an_error() -> None:
    block = Block("a = 1\na = 2\nb = foo")
    assert block.found() == [("duplicate-key", 3, 1), ("invalid", 4, 5)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a = " + "[" * 150 + "]" * 150, "100 levels"),
        ("a = " + "[" * 5000 + "]" * 5000, "100 levels"),
        ("a." * 150 + "b = 1", "100 levels"),
        ("\n".join(f"k{n} = 1" for n in range(20_005)), "20,000 values"),
        ("a = " + "9" * 5000, "more digits than can be read"),
    ],
    ids=["deep", "very deep", "dotted", "many", "long number"],
)
def test_limits(content: str, says: str) -> None:
    (problem,) = Block(content).problems
    assert problem.kind == "invalid"
    assert says in problem.message


def test_locate() -> None:
    text = (
        "[tool.medlint]\ninclude = ['a', \"b\"]\nrules.x.max = 5\n\n"
        "[[tool.medlint.overrides]]\npaths = ['c']\n[[tool.medlint.overrides]]\npaths = ['d']\n"
        "rules = { 'y z' = { max = 7 } }\n"
    )
    places = locate(text)

    def cut(*path: str | int) -> tuple[str, str]:
        key, value = places[path]
        return text[key.start : key.end], text[value.start : value.end]

    here = ("tool", "medlint")
    assert cut(*here)[0] == "medlint"
    assert cut(*here, "include") == ("include", "['a', \"b\"]")
    assert cut(*here, "include", 1) == ('"b"', '"b"')
    assert cut(*here, "rules", "x", "max") == ("max", "5")
    assert cut(*here, "overrides", 1, "paths", 0) == ("'d'", "'d'")
    assert cut(*here, "overrides", 1, "rules", "y z") == ("'y z'", "{ max = 7 }")
    assert cut(*here, "overrides", 1)[1].startswith("[[tool.medlint.overrides]]\npaths = ['d']")


@pytest.mark.parametrize("text", ["", "x", "a = [", "[a", "a = 1 b", "[a]]\n= 1", "a = {b\n", "'"])
def test_locate_takes_any_text(text: str) -> None:
    assert isinstance(locate(text), dict)
