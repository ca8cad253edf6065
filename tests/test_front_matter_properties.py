"""Properties: spans re-parse to the value, and no text is too much for the reader."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import tomli
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medlint.front_matter import Entry, FrontMatter, Value, read, yaml_reader
from medlint.front_matter.toml_scanner import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from medlint.text import Span

ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])
LETTERS = st.sampled_from(list("aZ0 _-:#,.'\"[]{}&*!|>%@`\\/=?~é漢😀🏳\u200d\u00a0"))
WORDS = st.text(LETTERS, max_size=12)
LONG = st.lists(WORDS, max_size=12).map(" ".join)
LINES = st.lists(WORDS, max_size=3).map("\n".join)
SCALARS = st.one_of(
    WORDS,
    LONG,
    LINES,
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.sampled_from([0.5, -1e3, 1e20]),
    st.dates(),
    st.datetimes().map(lambda moment: moment.replace(microsecond=0)),
)
WITH_NULL = st.one_of(SCALARS, st.none())


def trees(scalars: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    inner = st.recursive(
        scalars,
        lambda one: st.lists(one, max_size=3) | st.dictionaries(WORDS, one, max_size=3),
        max_leaves=6,
    )
    return st.dictionaries(WORDS, inner, max_size=4)


def python(value: Value) -> object:
    """The value as the plain objects that a reader without places would give."""
    if value.kind == "list":
        return [python(item) for item in value.items]
    if value.kind == "mapping":
        return {entry.key: python(entry.value) for entry in value.entries}
    return moment(value.text) if value.kind == "date" else value.data


def moment(written: str) -> object:
    """A date as the readers of YAML and TOML, which agree on the forms that TOML has, see it."""
    try:
        return tomli.loads(f"x = {written}")["x"]
    except tomli.TOMLDecodeError:
        return yaml.safe_load(written)


def plain(entries: tuple[Entry, ...]) -> dict[str, object]:
    return {entry.key: python(entry.value) for entry in entries}


def walk(entries: tuple[Entry, ...]) -> Iterator[tuple[Span | None, str, Value]]:
    """Every value, with its key and the key's span where it has one."""
    todo: list[tuple[Span | None, str, Value]] = [
        (entry.key_span, entry.key, entry.value) for entry in entries
    ]
    while todo:
        key_span, key, value = todo.pop()
        yield key_span, key, value
        todo.extend((None, "", item) for item in value.items)
        todo.extend((entry.key_span, entry.key, entry.value) for entry in value.entries)


def closed(text: str, found: FrontMatter | None) -> FrontMatter:
    assert found is not None
    assert found.problems == ()
    assert text[found.span.end :] == "Body"
    return found


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    tree=trees(WITH_NULL),
    ending=ENDINGS,
    style=st.sampled_from([None, '"', "'", "|", ">"]),
    flow=st.sampled_from([None, True, False]),
    width=st.sampled_from([20, 80]),
    indent=st.sampled_from([2, 4]),
)
def test_yaml_spans_re_parse(
    tree: dict[str, Any],
    ending: str,
    style: str | None,
    flow: bool | None,
    width: int,
    indent: int,
) -> None:
    content = yaml.dump(
        {"title": "A", **tree},
        default_style=style,
        default_flow_style=flow,
        width=width,
        indent=indent,
        allow_unicode=True,
        sort_keys=False,
    ).replace("\n", ending)
    text = f"---{ending}{content}---{ending}Body"
    found = closed(text, read(text))
    assert plain(found.entries) == yaml.safe_load(content)
    for key_span, key, value in walk(found.entries):
        if key_span is not None:
            assert yaml.safe_load(text[key_span.start : key_span.end]) == key
        written = text[value.span.start : value.span.end]
        tag = re.search(r"!!\w+ $", text[: value.span.start])
        prefix = "" if tag is None else tag.group()
        if value.kind in {"list", "mapping"}:
            if value.style == "flow":
                assert yaml.safe_load(written) == python(value)
        elif value.style == "block":
            assert written[0] in "|>"
            assert written == written.rstrip("\r\n")
            if not re.match(r"[|>][-+]?[0-9]|[|>][0-9]?\+", written):
                assert yaml.safe_load(prefix + written + ending) == python(value)
        elif written:
            assert yaml.safe_load(prefix + written) == python(value)
        else:
            assert value.kind == "null"
            assert text[value.span.start - 1] in ":-?"


class TomlWriter:
    """Writes a mapping as TOML, in a style that ``pick`` draws."""

    def __init__(self, pick: Callable[[int], int]) -> None:
        self.pick = pick
        self.lines: list[str] = []

    def key(self, name: str) -> str:
        if re.fullmatch(r"[A-Za-z0-9_-]+", name) and self.pick(2):
            return name
        if "'" not in name and self.pick(2):
            return f"'{name}'"
        return json.dumps(name, ensure_ascii=False)

    def string(self, text: str) -> str:
        if "'" not in text and self.pick(2):
            return f"'''\n{text}'''" if "\n" in text or self.pick(2) else f"'{text}'"
        written = json.dumps(text, ensure_ascii=False)
        return f'""{written}""' if self.pick(2) else written

    def value(self, value: Any) -> str:
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list):
            gap = "\n  # ] , comment\n  " if self.pick(3) == 0 else " "
            inner = f",{gap}".join(self.value(item) for item in value)
            return f"[{gap}{inner}{gap}]"
        if isinstance(value, dict):
            pairs = (f"{self.key(key)} = {self.value(inner)}" for key, inner in value.items())
            return "{ " + ", ".join(pairs) + " }"
        return value.isoformat() if hasattr(value, "isoformat") else str(value)

    def table(self, table: dict[str, Any], path: list[str]) -> None:
        later: list[tuple[str, Any]] = []
        for name, value in table.items():
            tables = isinstance(value, list) and value and all(isinstance(x, dict) for x in value)
            if (isinstance(value, dict) or tables) and self.pick(2):
                later.append((name, value))
            elif isinstance(value, dict) and len(value) == 1 and self.pick(2):
                (inner,) = value
                self.lines.append(
                    f"{self.key(name)} . {self.key(inner)}={self.value(value[inner])}"
                )
            else:
                self.lines.append(f"{self.key(name)} = {self.value(value)} # c")
        for name, value in later:
            inner_path = [*path, self.key(name)]
            for one in value if isinstance(value, list) else [value]:
                header = ".".join(inner_path)
                self.lines.append(f"[[{header}]]" if isinstance(value, list) else f"[{header}]")
                self.table(one, inner_path)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tree=trees(SCALARS), ending=st.sampled_from(["\n", "\r\n"]), data=st.data())
def test_toml_spans_re_parse(tree: dict[str, Any], ending: str, data: st.DataObject) -> None:
    writer = TomlWriter(lambda top: data.draw(st.integers(0, top - 1)))
    writer.table({"title": "A", **tree}, [])
    content = ending.join("\n".join(writer.lines).split("\n")) + ending
    expected = tomli.loads(content)
    text = f"+++{ending}{content}+++{ending}Body"
    found = closed(text, read(text))
    assert plain(found.entries) == expected
    for key_span, key, value in walk(found.entries):
        if key_span is not None:
            written = text[key_span.start : key_span.end]
            assert tomli.loads(f"{written} = 1") == {key: 1}
        written = text[value.span.start : value.span.end]
        if value.style == "block" and value.kind in {"list", "mapping"}:
            continue
        assert tomli.loads(f"x = {written}")["x"] == python(value)
    places = locate(content)
    for path, expected_value in paths(expected):
        key_span, span = places[path]
        if not isinstance(expected_value, dict | list):
            assert tomli.loads(f"x = {content[span.start : span.end]}")["x"] == expected_value
            if isinstance(path[-1], str):
                written = content[key_span.start : key_span.end]
                assert tomli.loads(f"{written} = 1") == {path[-1]: 1}


def paths(tree: object) -> Iterator[tuple[tuple[str | int, ...], object]]:
    todo: list[tuple[tuple[str | int, ...], object]] = [((), tree)]
    while todo:
        path, value = todo.pop()
        if path:
            yield path, value
        if isinstance(value, dict):
            todo.extend(((*path, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            todo.extend(((*path, index), inner) for index, inner in enumerate(value))


JSON_SCALARS = st.one_of(
    WORDS, LINES, st.booleans(), st.none(), st.integers(), st.floats(allow_nan=False)
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    tree=trees(JSON_SCALARS),
    ending=ENDINGS,
    indent=st.sampled_from([None, 0, 2, "\t"]),
    ascii_only=st.booleans(),
)
def test_json_spans_re_parse(
    tree: dict[str, Any], ending: str, indent: int | str | None, ascii_only: bool
) -> None:
    content = json.dumps(tree, indent=indent, ensure_ascii=ascii_only).replace("\n", ending)
    text = f"{content}{ending}Body"
    found = closed(text, read(text))
    assert plain(found.entries) == tree
    for key_span, key, value in walk(found.entries):
        if key_span is not None:
            assert json.loads(text[key_span.start : key_span.end]) == key
        assert json.loads(text[value.span.start : value.span.end]) == python(value)


PIECES = st.sampled_from(
    [
        "---", "...", "+++", "{", "}", "[", "]", "title", ": ", ":", "title: ", "tags:\n- a\n",
        "seo:\n  title: x\n", "\n", "\n", "\r\n", "\r", " ", "  ", "\t", "\"", "'", "- ", ",", "#",
        " # c", "|", ">-", "|2\n", "&a ", "*a", "!t ", "!!str ", "!!int ", "<<: *a", "x", "foo bar",
        "é😀", "\u2028", "\x85", "\ufeff", "\x07", "2017-02-29", "1:30", "yes", "~", "? ", "%", "@",
        "\\", "''", "= ", "a = 1\n", "[[a]]", '"""', "'''", '"a": ', "true", "1.5", "\ud800",
    ]
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=20).map("".join)
HEADS = st.sampled_from(["", "---\n", "---\ntitle: x\n", "+++\na = 1\n", "{\n", '{"a": '])
TAILS = st.sampled_from(["", "\n---\nBody", "\n...\n", "\n+++\nBody", "\n}\n\nBody"])


@settings(max_examples=500, deadline=None, derandomize=True)
@given(head=HEADS, soup=SOUP, tail=TAILS)
@example("---\na: ", "[" * 2000, "\n---\n")
@example("---\na: &a ", "[*a]", "\n---\n")
@example("+++\n", "a = {", "\n+++\n")
def test_any_text_can_be_read(head: str, soup: str, tail: str) -> None:
    text = head + soup + tail
    found = read(text)
    if found is None:
        return
    spans = [found.span, found.open_span, found.close_span, found.content_span]
    spans += [problem.span for problem in found.problems]
    for key_span, _, value in walk(found.entries):
        spans += [value.span] if key_span is None else [value.span, key_span]
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text)
    assert found.span.start <= found.open_span.start <= found.content_span.end <= found.span.end
    for problem in found.problems:
        assert problem.kind in {"invalid", "unclosed", "duplicate-key", "tab"}
        assert problem.message.isprintable()


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="left out: PyYAML without libyaml")
@settings(max_examples=500, deadline=None, derandomize=True)
@given(soup=SOUP)
@example("tags: [a:, b]\n")
@example("tags: {a:}\n")
@example("a: |\n \tb\n")
@example("\ufeffa: b\n")
@example("a: ![b] c\n")
def test_what_libyaml_refuses_is_a_problem(soup: str) -> None:
    text = f"---\ntitle: x\n{soup}\n---\nBody"
    found = read(text)
    if found is None or found.format != "yaml" or found.problems:
        return
    content = text[found.content_span.start : found.content_span.end]
    assert list(yaml.parse(content, yaml.CSafeLoader))
    entries, problems, _ = yaml_reader.read(text, found.content_span, loader=yaml.CSafeLoader)
    assert (plain(entries), problems) == (plain(found.entries), ())


WITHOUT_LIBYAML = """
import json, sys
if sys.argv[1] == "without":
    sys.modules["yaml._yaml"] = None
import yaml
from medlint.front_matter import read
assert yaml.__with_libyaml__ == (sys.argv[1] == "with")
print([read(text) for text in json.load(sys.stdin)])
"""


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="left out: PyYAML without libyaml")
@settings(max_examples=5, deadline=None, derandomize=True)
@given(soups=st.lists(SOUP, min_size=50, max_size=50))
def test_the_verdict_does_not_depend_on_libyaml(soups: list[str]) -> None:
    texts = json.dumps([f"---\ntitle: x\n{soup}\n---\nBody" for soup in soups])
    answers = [
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", WITHOUT_LIBYAML, how],
            input=texts,
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for how in ("with", "without")
    ]
    assert answers[0] == answers[1]
    assert answers[0].count("FrontMatter(") > 0
