"""Where the block of front matter stands, and what is none."""

from __future__ import annotations

import pytest

from medlint.front_matter import FrontMatter, read
from medlint.text import Span


def front_matter(text: str) -> FrontMatter:
    found = read(text)
    assert found is not None
    return found


def cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def body(text: str) -> str:
    return text[front_matter(text).span.end :]


def keys(text: str) -> list[str]:
    return [entry.key for entry in front_matter(text).entries]


def kinds(text: str) -> list[str]:
    return [problem.kind for problem in front_matter(text).problems]


def test_yaml_block() -> None:
    text = "---\ntitle: A\n---\n\nBody\n"
    found = front_matter(text)
    assert found.format == "yaml"
    assert found.span == Span(0, 17)
    assert cut(text, found.open_span) == "---"
    assert cut(text, found.content_span) == "title: A\n"
    assert found.close_span == Span(13, 16)
    assert found.problems == ()
    assert body(text) == "\nBody\n"


def test_toml_block() -> None:
    text = '+++\ntitle = "A"\n+++\nBody\n'
    found = front_matter(text)
    assert found.format == "toml"
    assert cut(text, found.content_span) == 'title = "A"\n'
    assert cut(text, found.close_span) == "+++"
    assert body(text) == "Body\n"


def test_json_block() -> None:
    text = '{\n  "title": "A"\n}\n\nBody\n'
    found = front_matter(text)
    assert found.format == "json"
    assert cut(text, found.open_span) == "{"
    assert cut(text, found.close_span) == "}"
    assert cut(text, found.content_span) == '{\n  "title": "A"\n}'
    assert body(text) == "\nBody\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "lines",
    [
        ("---", "title: A", "tags: [b]", "---", "", "Body"),
        ("+++", 'title = "A"', "tags = ['b']", "+++", "", "Body"),
        ("{", '"title": "A",', '"tags": ["b"]', "}", "", "Body"),
    ],
)
def test_line_endings(lines: tuple[str, ...], ending: str) -> None:
    text = ending.join(lines)
    assert keys(text) == ["title", "tags"]
    assert kinds(text) == []
    assert body(text) == f"{ending}Body"


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("---\ntitle: A\n...\nBody", "Body"),
        ("---\ntitle: A\n...", ""),
        ("---\ntitle: A\n...\n---\nBody", "Body"),
        ("---\r\ntitle: A\r\n...\r\n---\r\nBody", "Body"),
        ("---  \ntitle: A\n---\t \nBody", "Body"),
        ("-----\ntitle: A\n-----\nBody", "Body"),
        ("\n\n  \n---\ntitle: A\n---\nBody", "Body"),
        ("---\ntitle: A\n---", ""),
        ("---\n# a comment\n\ntitle: A\n---\nBody", "Body"),
        ("---\n{title: A}\n---\nBody", "Body"),
        ("---\n  title: A\n  tags: b\n---\nBody", "Body"),
        ("---\ncanonical url: https://example.org/\n---\nBody", "Body"),
        ('---\n"title": A\n---\nBody', "Body"),
        ("---\nタイトル: A\n---\nBody", "Body"),
        ("---\nog:title: A\n---\nBody", "Body"),
        ("+++  \ntitle = 1\n+++ \nBody", "Body"),
        ('{ \n"title": "A"\n}  \nBody', "Body"),
        ('{"title": "A", "seo": {"a": []}}\nBody', "Body"),
        ('{"title": "A",\n "b": {\n"c": 1\n}\n}\nBody', "Body"),
    ],
)
def test_shapes_of_fences(text: str, rest: str) -> None:
    assert body(text) == rest
    assert kinds(text) == []
    assert len(keys(text)) >= 1


def test_leading_blank_lines_are_not_part_of_the_block() -> None:
    text = "\n \n---\ntitle: A\n---\n"
    assert front_matter(text).span.start == 3


@pytest.mark.parametrize("text", ["---\n---\nBody", "---\n\n---\nBody", "---\n# note\n---\nBody"])
def test_empty_block(text: str) -> None:
    assert front_matter(text).entries == ()
    assert kinds(text) == []
    assert body(text) == "Body"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Just prose.\n",
        "# A heading\n\ntext\n",
        "---",
        "---\n",
        "---\n\nSome prose after a rule.\n",
        "---\nSome prose after a rule.\n\n---\n\nMore prose.\n",
        "---\n\n# A heading\n\n---\n",
        "---\n\nNote: this is prose.\n\nIt goes on here\n\n---\nand on.\n",
        "---\nWhat I learned while I was away: nothing at all\n---\n",
        "---\nhttps://example.org/a\n---\n",
        "---\n- item\n- item\n---\n",
        "---\n\nUpdate: prose after a rule, and no fence follows.\n",
        "--- title: A\n---\n",
        "--\ntitle: A\n--\n",
        "    ---\n    title: A\n    ---\n",
        "***\ntitle: A\n***\n",
        "++\na = 1\n++\n",
        "+++\n",
        "{% raw %}\n{% endraw %}\n",
        "{{ page.title }}\n",
        "{: .class}\nText\n",
        "{/* a comment of MDX */}\n",
        "{\nbraces in prose\n}\n",
        '{"a": 1} begins this sentence.\n',
        "{",
        "Text\n---\ntitle: A\n---\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "value",
    [
        "|\n  ---\n  more",
        '"a --- b"',
        '"a\n  --- b"',
        "a --- b",
        "--- x",
    ],
)
def test_dashes_inside_a_value_close_nothing(value: str) -> None:
    text = f"---\ntitle: {value}\ntags: c\n---\nBody"
    assert "tags" in keys(text)
    assert body(text) == "Body"


def test_json_with_a_brace_in_the_first_column() -> None:
    text = '{\n"seo": {\n"title": "}"\n},\n"title": "A"\n}\nBody'
    assert keys(text) == ["seo", "title"]
    assert body(text) == "Body"


@pytest.mark.parametrize(
    ("text", "rest", "found"),
    [
        ("---\ntitle: A\ntags: b\n", "", ["title", "tags"]),
        ("---\ntitle: A\n\nBody text.\n", "\nBody text.\n", ["title"]),
        ("---\ntitle: A\n\n# Heading\n\nBody\n", "\n# Heading\n\nBody\n", ["title"]),
        ("---\ntitle: A\nBody text.\n", "Body text.\n", ["title"]),
        ("---\ntags:\n- a\n- b\n\n- item of a list\n", "\n- item of a list\n", ["tags"]),
        ("---\ntext: |\n  one\n\n  two\ntitle: A\n\nBody", "\nBody", ["text", "title"]),
        ('+++\ntitle = "A"\n\nBody text.\n', "\nBody text.\n", ["title"]),
        ('{\n  "title": "A",\n\nBody text.\n', "\nBody text.\n", ["title"]),
    ],
)
def test_unclosed(text: str, rest: str, found: list[str]) -> None:
    front = front_matter(text)
    assert kinds(text) == ["unclosed"]
    assert front.problems[0].span == front.open_span
    assert front.close_span == Span(len(text), len(text))
    assert keys(text) == found
    assert body(text) == rest


def test_a_rule_of_the_body_is_not_taken_for_the_missing_fence() -> None:
    text = "---\ntitle: A\ntags: [b]\n\n# Heading\n\nProse of the body.\n\n---\n\nMore.\n"
    assert kinds(text) == ["unclosed"]
    assert keys(text) == ["title", "tags"]
    assert body(text).startswith("\n# Heading")


def test_a_slip_in_the_first_line_leaves_front_matter() -> None:
    text = "---\ntitle:A\ndate: 2020-01-01\n---\nBody"
    assert kinds(text) == ["invalid"]
    assert "date" in keys(text)
    assert body(text) == "Body"


def test_a_merge_conflict_is_front_matter_that_does_not_parse() -> None:
    text = "---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\n---\nBody"
    assert "invalid" in kinds(text)
    assert body(text) == "Body"


def test_reading_does_not_import_what_it_does_not_need() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from medlint.front_matter import read; read('Just prose.');"
        "print(sorted({'yaml', 'json', 'tomli', 'frontmatter', 'dataclasses'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
