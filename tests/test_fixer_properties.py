"""What must hold of fixes whatever the post: every rule's examples and made-up posts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import Case, example_cases, file_cases

from medlint.fixer import fix, fixes_of
from medlint.fixes import apply_fixes
from medlint.linter import lint_source
from medlint.settings import Settings
from medlint.text import Source

if TYPE_CHECKING:
    from pathlib import Path

    from medlint.diagnostic import Diagnostic

CASES = [*example_cases(), *file_cases()]

#: A fix of the first may bring a finding of the second to light, which was there before: a
#: description is measured once its markup is gone, links are compared once they are whole, and
#: a link whose text has no width is empty once that text is gone.
REVEALS = {
    ("MED114", "MED112"),
    ("MED213", "MED205"),
    ("MED213", "MED221"),
    ("MED514", "MED202"),
}


def settings_of(case: Case) -> Settings:
    """The settings of a case, with every rule turned on."""
    mapping: dict[str, object] = {**case.example.settings, "select": ["ALL"]}
    options = {name.replace("_", "-"): value for name, value in case.example.options.items()}
    if options:
        mapping["rules"] = {case.rule.name: options}
    return Settings.from_mapping(mapping)


def codes(found: list[Diagnostic]) -> Counter[str]:
    return Counter(one.code for one in found)


def holds(source: Source, chosen: Settings, path: str) -> None:
    """Check all that must hold of the fixes of one post."""

    def lint(text: Source) -> list[Diagnostic]:
        return lint_source(text, chosen, path)

    found = lint(source)
    for one, code in fixes_of(source, found):
        text, count = apply_fixes(source.text, [one])
        after = codes(lint(Source(text, source.path)))
        assert count == 1
        assert after[code] < codes(found)[code], f"{code}: the fix leaves its finding: {one}"
        new = {other for other in after - codes(found) if (code, other) not in REVEALS}
        assert not new, f"{code}: the fix brings {new}: {one}"
    for unsafe in (False, True):
        once = fix(source, found, lint, unsafe=unsafe)
        assert once.trouble == ""
        assert not fixes_of(once.source, once.found, unsafe=unsafe)
        twice = fix(once.source, once.found, lint, unsafe=unsafe)
        assert twice.source is once.source
        assert (once.source is source) == (not once.applied)
        if "\n" not in source.text.replace("\r\n", ""):
            assert "\n" not in once.source.text.replace("\r\n", ""), "a line ending is another"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_on_examples(case: Case) -> None:
    chosen = settings_of(case)
    data = case.example.post.encode()
    source = Source.from_bytes(data, case.example.path, max_size=chosen.max_file_size)
    if source.problem is None:
        holds(source, chosen, case.example.path)


KEYS = st.sampled_from(
    [
        "title: 'A walk'   # quoted",
        "title: A walk <!-- x -->",
        "tags: [walking,  rivers, Rivers, walking]",
        "tags:\n  - walking\n  - 'Walking'\n  - \"a, b\"",
        "tags: walking, rivers, walking",
        "description: What my **balcony** taught me",
        "description: >\n  folded\n  text",
        "canonical_url: https://ada.dev/walk/?utm_source=x#top",
        "canonical_url:",
        "date: 2024-03-02",
        "\tkey: x",
        "draft: false",
        "# medlint: disable-file=MED201",
    ]
)
BLOCKS = st.sampled_from(
    [
        "# A walk",
        "Text with [click here](https://ada.dev/?utm_source=x) and https://ada.dev/mill/.",
        "- [one](https://ada.dev/1)\n- [two](https://ada.dev/2)\n- [three](/3)",
        "![](a.png) <img src=b.png>",
        "> [ the mill ](<https://ada.dev/mill/>)",
        "| a | b |\n|---|---|\n| [c](http://ada.dev) | d |",
        "```\nhttps://ada.dev\n```",
        "<!-- medlint: disable-next-line=MED201 -->\nText",
        "<!-- medlint: disable-line=MED123,MED999 -- why -->",
        "### Deep\n\n**Bold alone**",
        "a\u200bb\u2028c\u00a0 d",
        '😀 **bold**[x](https://ada.dev "t")\\\nnext  \nline',
    ]
)


@st.composite
def posts(draw: st.DrawFn) -> Source:
    keys = draw(st.lists(KEYS, max_size=6))
    blocks = draw(st.lists(BLOCKS, max_size=6))
    head = "\n".join(["---", *keys, "---", "", ""]) if keys else ""
    text = head + "\n\n".join(blocks) + draw(st.sampled_from(["", "\n"]))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return Source(text.replace("\n", ending), "posts/2024-03-02-a-walk.md")


EVERYTHING = Settings.from_mapping(
    {"select": ["ALL"], "site-url": "https://ada.dev", "permalink": "/{year}/{slug}/"}
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(posts())
def test_on_made_up_posts(source: Source) -> None:
    holds(source, EVERYTHING, source.path)


def test_on_real_posts(real_posts: list[Path]) -> None:
    for path in real_posts[::60]:
        source = Source.from_bytes(path.read_bytes(), "posts/a.md", max_size=1_000_000)
        if source.problem is None:
            holds(source, EVERYTHING, "posts/a.md")
