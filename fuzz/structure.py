"""Inputs that are built as people build them, for Hypothesis to draw."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fuzz.making import FRONT_MATTER, SUPPRESSIONS
from medlint.registry import all_rules
from medlint.settings.table import SETTINGS, Setting

TESTS = str(Path(__file__).resolve().parent.parent / "tests")
if TESTS not in sys.path:
    sys.path.insert(0, TESTS)

from documents import posts as made_posts  # noqa: E402  # in the folder of tests

_EXAMPLES = [
    example.post for rule in all_rules() for example in rule.examples if len(example.post) < 2_000
]

_COMMENTS = st.sampled_from(
    [
        "<!-- medlint: disable=MED201 -->",
        "<!-- medlint: disable-next-line=generic-anchor,MED2 -- a reason -->",
        "<!-- medlint: enable -->",
        "<!-- medlint-disable MED201 -->",
        "{/* medlint: disable-line=MED404 */}",
        "{# medlint: disable-file=ALL #}",
        "[//]: # (medlint: disable=MED201)",
    ]
)
_KEYS = st.sampled_from(
    [
        "title: A walk",
        "title: 'It''s a walk' # c",
        'description: "What my \\"balcony\\" taught me"',
        "tags: [walking, Rivers, rivers]",
        "tags:\n  - walking\n  - a, b",
        "date: 2024-03-02",
        "canonical_url: https://ada.dev/walk/?utm_source=x",
        "summary: >-\n  folded\n  text",
        "seo: {title: x, keyword: big cats}",
        "draft: false",
        "# medlint: disable-file=MED201",
    ]
)


@st.composite
def posts(draw: st.DrawFn) -> str:
    """Posts of every construct, with front matter, comments and parts of rules' examples."""
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return draw(st.sampled_from(_EXAMPLES))
    body = draw(made_posts()).text
    if kind == 1:
        return body
    keys = draw(st.lists(_KEYS, min_size=1, max_size=6))
    comments = draw(st.lists(_COMMENTS, max_size=3))
    pieces = [*comments, body, draw(st.sampled_from(_EXAMPLES))]
    return "---\n" + "\n".join(keys) + "\n---\n\n" + "\n\n".join(pieces)


@st.composite
def front_matter(draw: st.DrawFn) -> str:
    """Blocks of YAML, TOML and JSON, some of them of pieces at random."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return (
            f"{json.dumps(draw(_json_tables()), indent=draw(st.sampled_from([None, 1])))}\n\nBody"
        )
    if kind == 1:
        lines = [
            f"{_toml_key(key)} = {_toml(value)}" for key, value in draw(_json_tables()).items()
        ]
        return "+++\n" + "\n".join(lines) + "\n+++\nBody"
    if kind == 2:
        pieces = "".join(draw(st.lists(st.sampled_from(FRONT_MATTER), max_size=25)))
        return f"---\ntitle: x\n{pieces}\n---\nBody"
    keys = draw(st.lists(_KEYS, min_size=1, max_size=8))
    return "---\n" + "\n".join(keys) + "\n---\nBody"


_WORDS = st.text("aZ0 _-:#,.'\"[]{}&*!|>%@`\\/=?~é漢😀\u200d", max_size=8)
_SCALARS: st.SearchStrategy[Any] = st.one_of(
    _WORDS, st.booleans(), st.integers(-99, 99), st.just(0.5)
)


def _json_tables() -> st.SearchStrategy[dict[str, Any]]:
    inner = st.recursive(
        _SCALARS,
        lambda one: st.lists(one, max_size=3) | st.dictionaries(_WORDS, one, max_size=3),
        max_leaves=5,
    )
    return st.dictionaries(_WORDS, inner, min_size=1, max_size=4)


def _toml_key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        pairs = (f"{_toml_key(key)} = {_toml(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@st.composite
def suppressions(draw: st.DrawFn) -> str:
    """Posts with comments that are, or nearly are, suppressions."""
    pieces = st.lists(st.sampled_from(SUPPRESSIONS), max_size=8).map("".join)
    comments = draw(st.lists(st.one_of(_COMMENTS, pieces), min_size=1, max_size=6))
    head = draw(st.sampled_from(["", "---\ntitle: x # medlint: disable-file=MED1\n---\n"]))
    return head + "\n\nText [click here](https://b.cc).\n\n".join(comments)


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.integers(-1, 10_000_000),
    "language": st.sampled_from(["en", "de", "de-DE", ""]),
    "url": st.sampled_from(["https://ada.dev", "http://x", "ada.dev", "https://[::1]:80/a"]),
    "permalink": st.sampled_from(["/{year}/{slug}/", "/:year/:title", "/[slug]", "{{x}}", ""]),
    "file": st.sampled_from(["b.json", "../b.json", "/etc/passwd", "a/./b", "~/x"]),
    "folders": st.lists(st.sampled_from(["posts", "src/posts", ".", "../x", "a*"]), max_size=3),
    "patterns": st.lists(
        st.sampled_from(["*.md", "posts/", "!a.md", "**/x/**", "[a-", "a*b*c*", "[[:alpha:]]?"]),
        max_size=4,
    ),
    "selectors": st.lists(st.sampled_from(["MED2", "ALL", "generic-anchor", "MED999"]), max_size=3),
}


def _value(setting: Setting) -> st.SearchStrategy[Any]:
    if setting.choices:
        return st.sampled_from([*setting.choices, "nonsense"])
    if setting.kind == "per-file-ignores":
        return st.dictionaries(st.sampled_from(["posts/", "a*", ""]), _VALUES["selectors"])
    if setting.kind == "rules":
        return st.dictionaries(
            st.sampled_from(["generic-anchor", "MED112", "nonsense"]),
            st.dictionaries(
                st.sampled_from(["severity", "phrases", "maximum", "minimum"]),
                st.one_of(_SCALARS, st.lists(_WORDS, max_size=2), st.just("error")),
            ),
        )
    if setting.kind == "overrides":
        table = st.fixed_dictionaries({"files": _VALUES["patterns"], "language": st.just("de")})
        return st.lists(table, max_size=2)
    return _VALUES[setting.kind]


@st.composite
def settings(draw: st.DrawFn) -> str:
    """Settings files, with each setting given what it takes and what it does not."""
    chosen = draw(st.lists(st.sampled_from(SETTINGS), min_size=1, max_size=6))
    lines = [
        f"{one.name} = {_toml(draw(_value(one)))}" for one in {x.name: x for x in chosen}.values()
    ]
    return "\n".join(lines) + "\n"


_FINDINGS = st.fixed_dictionaries(
    {"rule": st.just("MED201"), "text": _WORDS, "line": _WORDS},
    optional={"count": st.integers(0, 3)},
)


def baselines() -> st.SearchStrategy[str]:
    """Baselines as medlint writes them."""
    posts = st.dictionaries(_WORDS, st.lists(_FINDINGS, max_size=3), max_size=3)
    return posts.map(lambda one: json.dumps({"version": 1, "posts": one}, indent=1))


_YAML_LINES = st.sampled_from(
    [
        "repos:",
        "repos: []",
        "repos: [{repo: local, hooks: []}]",
        "- repo: https://github.com/a/b",
        "  - repo: https://github.com/a/b\n    rev: v1\n    hooks:\n      - id: c",
        "  rev: v1 # a comment",
        "  hooks: [{id: d}]",
        "url: https://ada.dev",
        "url: &a [x, *a]",
        "a: &a {x: 1}\nb: {<<: [*a, *a]}",
        'baseurl: "/blog"',
        "permalink: /:year/:title/",
        "permalinks: {page: {posts: /:slug/}}",
        "collections:\n  posts:\n    permalink: pretty",
        "defaults:\n  - scope: {path: '', type: posts}\n    values: {permalink: /:title/}",
        "source_dir: .",
        "text: |\n  a\n\n",
        "# a comment",
        "---",
        "...",
    ]
)
_TOML_LINES = st.sampled_from(
    [
        "[tool.medlint]",
        "[tool]",
        "[[tool.other]]",
        'tool.x = "y"',
        'tool = {x = "y"}',
        "[project]",
        'name = "blog"',
        'baseURL = "https://ada.dev/"',
        "contentDir = 'words'",
        "[permalinks]",
        'posts = "/:year/:slug/"',
        "[permalinks.page]",
        "a.b.c = [1, 2]",
        'text = """\na',
        '"""',
        "# a comment",
    ]
)
_SCRIPTS = st.sampled_from(
    [
        "export default defineConfig({",
        "site: 'https://ada.dev',",
        "base: `/blog`,",
        'module.exports = {siteMetadata: {siteUrl: "https://ada.dev"}}',
        "url: process.env.URL,",
        "// site: 'x'",
        "/* {",
        "})",
    ]
)


_REPOS = st.sampled_from(
    [
        "  - repo: https://github.com/a/b\n    rev: v1\n    hooks:\n      - id: c",
        "  - repo: local\n    hooks: [{id: d}]  # a comment",
        "  - {repo: meta, hooks: []}",
        "  # a comment",
        "    # - id: not this one",
        "",
    ]
)


@st.composite
def configurations(draw: st.DrawFn) -> str:
    """Files of site generators and of pre-commit."""
    if draw(st.booleans()):
        around = [draw(st.sampled_from(["", "# a comment", "fail_fast: true"])) for _ in range(2)]
        return "\n".join([around[0], "repos:", *draw(st.lists(_REPOS, max_size=5)), around[1]])
    lines = st.one_of(
        *(st.lists(one, min_size=1, max_size=8) for one in (_YAML_LINES, _TOML_LINES, _SCRIPTS))
    )
    return "\n".join(draw(lines)) + draw(st.sampled_from(["", "\n", "\n\n"]))
