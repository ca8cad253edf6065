"""Tags taken out of front matter leave the rest of it as it was, in every notation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.fixes import apply_fixes
from medlint.linter import lint_source
from medlint.post import Post
from medlint.settings import Settings
from medlint.tag_edits import tag_key
from medlint.text import Source

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 3
SETTINGS = Settings.from_mapping(
    {
        "select": ["MED122", "MED123", "MED125"],
        "rules": {"too-many-tags": {"maximum": LIMIT}},
    }
)

NAMES = st.sampled_from(
    ["soil", "Soil", "sun-light", "Sun Light", "rain", "C", "C++", "c#", "番茄", "node.js", "wind"]
)
#: A name and the remark beside it, or "".
ITEMS = st.lists(st.tuples(NAMES, st.sampled_from(["", "", "one", "a, b"])), min_size=1, max_size=7)


def block(indentation: str) -> Callable[[list[tuple[str, str]]], str]:
    def write(items: list[tuple[str, str]]) -> str:
        lines = [
            f'{indentation}- "{name}"{f" # {remark}" if remark else ""}\n' for name, remark in items
        ]
        return "---\ntitle: t\ntags: # these\n" + "".join(lines) + "date: 2024-05-01\n---\n"

    return write


def brackets(before: str, after: str, *, gap: str, last: str) -> Callable[..., str]:
    def write(items: list[tuple[str, str]]) -> str:
        return before + gap.join(f'"{name}"' for name, _ in items) + last + after

    return write


def rows(before: str, after: str, *, trailing: bool) -> Callable[[list[tuple[str, str]]], str]:
    def write(items: list[tuple[str, str]]) -> str:
        lines = []
        for number, (name, remark) in enumerate(items, 1):
            comma = "," if trailing or number < len(items) else ""
            lines.append(f'  "{name}"{comma}{f" # {remark}" if remark else ""}\n')
        return before + "".join(lines) + after

    return write


def text(quote: str) -> Callable[[list[tuple[str, str]]], str]:
    def write(items: list[tuple[str, str]]) -> str:
        names = ", ".join(name for name, _ in items) + ","
        return f"---\ntags: {quote}{names}{quote} # these\ntitle: t\n---\n"

    return write


WRITERS = [
    block(""),
    block("  "),
    brackets("---\ntags: [", "] # these\ntitle: t\n---\n", gap=",", last=""),
    brackets("---\ntags: [ ", " ]\ntitle: t\n---\n", gap=" , ", last=","),
    brackets("+++\ntags = [", ' ]\ntitle = "t"\n+++\n', gap=",  ", last=","),
    brackets('{\n"tags": [', '],\n"title": "t"}\n', gap=", ", last=""),
    brackets('{\n"tags": [\n  ', '\n  ],\n"title": "t"\n}\n', gap=",\n  ", last=""),
    rows("---\ntags: [\n", "]\ntitle: t\n---\n", trailing=False),
    rows("---\ntags: [\n", "  ]\ntitle: t\n---\n", trailing=True),
    rows("+++\ntags = [\n", ']\ntitle = "t"\n+++\n', trailing=True),
    rows("+++\ntags = [\n", ']\ntitle = "t"\n+++\n', trailing=False),
    text('"'),
    text("'"),
    text(""),
]


def tags_of(post: Post) -> list[str]:
    return [tag.text for tag in post.tags]


@settings(max_examples=300, deadline=None)
@given(ITEMS, st.sampled_from(WRITERS), st.booleans())
def test_fixes_leave_the_first_distinct_tags_and_everything_else(
    items: list[tuple[str, str]], write: Callable[[list[tuple[str, str]]], str], crlf: bool
) -> None:
    source = write(items).replace("\n", "\r\n" if crlf else "\n")
    before = Post(Source(source), SETTINGS)
    assert before.front_matter is not None
    assert not before.front_matter.problems
    assert tags_of(before) == [name for name, _ in items]

    for _ in range(20):
        found = lint_source(Source(source), SETTINGS)
        assert all(one.code != "MED000" for one in found)
        source, count = apply_fixes(source, [one.fix for one in found if one.fix])
        if not count:
            break
    assert not found, "every one of these tags can be taken out"

    expected: dict[str, str] = {}
    for name, _ in items:
        expected.setdefault(tag_key(name), name)
    kept = list(expected.values())[:LIMIT]
    after = Post(Source(source), SETTINGS)
    assert after.front_matter is not None
    assert not after.front_matter.problems
    assert tags_of(after) == kept
    assert len(after.front_matter.entries) == len(before.front_matter.entries)
    assert ("\r\n" in source) == crlf
    assert not crlf or "\n" not in source.replace("\r\n", "")
    assert source.count("# these") == before.text.count("# these")


@settings(max_examples=100, deadline=None)
@given(ITEMS, st.sampled_from([block(""), block("  "), WRITERS[8], WRITERS[9]]))
def test_remarks_beside_tags_that_stay_are_kept(
    items: list[tuple[str, str]], write: Callable[[list[tuple[str, str]]], str]
) -> None:
    numbered = [(name, f"remark {number}") for number, (name, _) in enumerate(items)]
    source = write(numbered)
    for _ in range(20):
        found = lint_source(Source(source), SETTINGS)
        source, count = apply_fixes(source, [one.fix for one in found if one.fix])
        if not count:
            break
    first: dict[str, str] = {}
    for name, remark in numbered:
        first.setdefault(tag_key(name), remark)
    for remark in list(first.values())[:LIMIT]:
        assert f"# {remark}\n" in source
