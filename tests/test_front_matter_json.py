"""JSON front matter: kinds, places, and what is wrong."""

from __future__ import annotations

import json

import pytest

from medlint.front_matter import FrontMatter, Value, read
from medlint.text import Source, Span


class Block:
    """A text that opens with a JSON object, read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.source = Source(text)
        found = read(text)
        assert isinstance(found, FrontMatter)
        assert found.format == "json"
        self.entries = found.entries
        self.problems = found.problems
        self.body = text[found.span.end :]

    def value(self, *path: str) -> Value:
        entries = self.entries
        for key in path[:-1]:
            entries = next(entry for entry in entries if entry.key == key).value.entries
        return next(entry for entry in entries if entry.key == path[-1]).value

    def cut(self, span: Span) -> str:
        return self.text[span.start : span.end]


@pytest.mark.parametrize(
    ("written", "kind", "data"),
    [
        ('"A \\"b\\" \\u00e9 \\ud83d\\ude00"', "string", 'A "b" é 😀'),
        ('"}"', "string", "}"),
        ("2020", "integer", 2020),
        ("-1.5e3", "float", -1500.0),
        ("true", "boolean", True),
        ("false", "boolean", False),
        ("null", "null", None),
        ("9" * 5000, "integer", None),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_scalars(written: str, kind: str, data: object, ending: str) -> None:
    block = Block(f'{{\n  "title" :  {written} ,\n  "tags": []\n}}\nBody'.replace("\n", ending))
    value = block.value("title")
    assert (value.kind, value.data) == (kind, data)
    assert block.cut(value.span) == written
    assert block.cut(block.entries[0].key_span) == '"title"'
    assert block.problems == ()
    assert block.body == "Body"


def test_lists_and_objects() -> None:
    block = Block('{\n"tags": ["a", ["b"], {"c": 1}],\n"seo": {\n"title": "x"\n}\n}\nBody')
    tags = block.value("tags")
    assert tags.style == "flow"
    assert [block.cut(item.span) for item in tags.items] == ['"a"', '["b"]', '{"c": 1}']
    assert block.cut(block.value("seo").span) == '{\n"title": "x"\n}'
    assert block.cut(block.value("seo", "title").span) == '"x"'
    assert block.body == "Body"


def test_duplicate_keys() -> None:
    block = Block('{\n"a": 1,\n"b": {"c": 1, "c": 2},\n"a": 2\n}')
    assert [(problem.kind, block.cut(problem.span)) for problem in block.problems] == [
        ("duplicate-key", '"c"'),
        ("duplicate-key", '"a"'),
    ]
    assert "line 2" in block.problems[1].message
    assert [entry.key for entry in block.entries] == ["a", "b", "a"]


@pytest.mark.parametrize(
    "wrong",
    [
        '"title": "A"\n  "x": 1,',
        "\"title\": 'A',",
        '"title": tru,',
        '"title" "A",',
        '"title": "A\n  B",',
        '"title": [1, 2,',
        "title: 1,",
        ", ",
    ],
)
def test_errors_are_where_json_has_them(wrong: str) -> None:
    text = f'{{\n  "a": 1,\n  {wrong}\n  "b": 2\n}}\n\nBody'
    block = Block(text)
    with pytest.raises(json.JSONDecodeError) as caught:
        json.JSONDecoder().raw_decode(text)
    (problem,) = block.problems
    assert problem.kind == "invalid"
    assert problem.span.start == caught.value.pos
    assert block.value("a").data == 1
    assert block.value("b").data == 2
    assert block.body == "\nBody"


@pytest.mark.parametrize("wrong", ['"title": {"a": 1,},', '"title": [1, 2\n  , ],'])
def test_a_comma_too_many_is_named_itself_on_every_python(wrong: str) -> None:
    text = f'{{\n  {wrong}\n  "b": 2\n}}\n\nBody'
    block = Block(text)
    (problem,) = block.problems
    before = text[: problem.span.start]
    assert block.cut(problem.span) == ","
    assert before.rstrip().endswith(("1", "2"))
    assert "illegal trailing comma" in problem.message
    assert block.value("b").data == 2
    assert block.body == "\nBody"


def test_of_what_is_no_json_the_text_is_kept() -> None:
    block = Block('{\n  "a": 1,\n  "title": \'A title\',\n  "b": 2\n}\n')
    assert block.value("title").text == "A title"
    assert block.cut(block.value("title").span) == "'A title'"


def test_a_comma_too_many_on_one_line() -> None:
    block = Block('{"title": "A", }\nBody')
    assert [problem.kind for problem in block.problems] == ["invalid"]
    assert block.value("title").text == "A"
    assert block.body == "Body"


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ('"a": ' + "[" * 150 + "]" * 150, "100 levels"),
        ('"a": ' + "[" * 50_000 + "]" * 50_000, "100 levels"),
        (", ".join(f'"k{n}": 1' for n in range(20_005)), "20,000 values"),
    ],
    ids=["deep", "very deep", "many"],
)
def test_limits(inner: str, says: str) -> None:
    block = Block("{\n" + inner + "\n}\nBody")
    (problem,) = block.problems
    assert problem.kind == "invalid"
    assert says in problem.message
    assert block.body == "Body"
