"""Limits are settings: what they do, and that none can be set so high that medlint breaks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from blocks import json as json_head
from blocks import toml, yaml

from medlint.accelerator import version
from medlint.api import lint_paths
from medlint.front_matter import yaml_plain
from medlint.front_matter.model import DEFAULT_LIMITS, HIGHEST_LIMITS, Limits
from medlint.front_matter.reading import read, read_in_full
from medlint.linter import lint_source
from medlint.parsers import NESTING
from medlint.settings import Settings, SettingsError
from medlint.settings.table import BY_NAME, SETTINGS
from medlint.text import Source

LIMITS = [setting for setting in SETTINGS if setting.maximum is not None]
PARSERS = ["markdown-it", *(["pyromark"] if version() is not None else [])]

HEAD = "---\ntitle: T\n---\n\n"


def lint(text: str, **settings: object) -> list[tuple[str, int, int, str]]:
    """The findings on limits; that medlint fails is none of them."""
    given = {name.replace("_", "-"): value for name, value in settings.items()}
    found = lint_source(Source(text, "posts/a.md"), Settings.from_mapping(given))
    assert [one.message for one in found if one.code == "MED000"] == []
    return [
        (one.code, one.line, one.column, one.message)
        for one in found
        if one.code in {"MED002", "MED011"}
    ]


# What the limits do


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("> " * 7 + "a", 7),
        (">" * 7 + "a", 7),
        ("- " * 3 + "a", 6),
        ("1. " * 3 + "a", 6),
        ("> - > - a", 6),
        ("".join("  " * n + "- a\n" for n in range(4)), 8),
        ("> > a\n>\n> > > b\n", 3),
    ],
)
def test_nesting_as_deep_as_the_limit_is_read_and_deeper_is_told_once(
    body: str, levels: int, parser: str
) -> None:
    text = f"{HEAD}{body}\n\nOn it goes.\n"
    assert lint(text, max_nesting=levels, parser=parser) == []
    (found,) = lint(text, max_nesting=levels - 1, parser=parser)
    assert found[0] == "MED011"
    assert f"deeper than {levels - 1} level" in found[3]
    assert "(setting max-nesting)" in found[3]


@pytest.mark.parametrize("parser", PARSERS)
def test_the_place_is_where_reading_stopped(parser: str) -> None:
    assert lint(HEAD + "a\n\n> b\n> > c\n> > > d\n", max_nesting=2, parser=parser) == [
        (
            "MED011",
            9,
            5,
            "quotes and lists are nested deeper than 2 levels here (setting max-nesting); "
            "what lies deeper was not checked",
        )
    ]


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("shape", ["> ", ">", "- ", "1. ", "> - "])
def test_ten_thousand_levels_are_told_once(shape: str, parser: str) -> None:
    (found,) = lint(HEAD + shape * 10_000 + "a\n\nb\n" + shape * 10_000 + "c\n", parser=parser)
    assert found[:2] == ("MED011", 5)
    assert f"deeper than {NESTING} levels" in found[3]


@pytest.mark.parametrize("parser", PARSERS)
def test_images_in_images_are_read_four_deep_and_told_once(parser: str) -> None:
    def images(depth: int) -> str:
        return HEAD + "One " + "![a " * depth + "b" + "](c.png)" * depth + "\n"

    assert lint(images(4), parser=parser) == []
    (found,) = lint(images(5) + images(6), parser=parser)
    assert found[:3] == ("MED011", 5, 5)
    assert "images are nested deeper than 4 levels" in found[3]


@pytest.mark.parametrize(
    "text",
    [
        yaml("a: [[x]]"),
        yaml("a:\n  b:\n    c: d"),
        toml("a = [[1]]"),
        toml("a.b.c = 1"),
        toml("[a.b]\nc = 1"),
        toml("[a]\nb = {c = 1}"),
        toml("[[a]]\nb = 1"),
        toml("x = 1\n[a]\nb = [1]"),
        json_head('"a": [["x"]]'),
        json_head('"a": {"b": {"c": 1}}'),
    ],
)
def test_front_matter_as_deep_as_the_limit_is_read_and_deeper_is_told_once(text: str) -> None:
    assert lint(text, max_front_matter_depth=3) == []
    (found,) = lint(text, max_front_matter_depth=2)
    assert "deeper than 2 levels (setting max-front-matter-depth)" in found[3]


@pytest.mark.parametrize(
    "text",
    [
        yaml("a: [b, c]\nd: e"),
        yaml("a: &a [b]\nd: *a"),
        toml("a = [1, 2]\nd = 1"),
        json_head('"a": [1, 2],\n"d": 1'),
    ],
)
def test_as_many_values_as_the_limit_are_read_and_more_are_told_once(text: str) -> None:
    most = 6 if text.startswith("---") else 5  # of YAML the outermost mapping counts, too
    assert lint(text, max_front_matter_values=most) == []
    (found,) = lint(text, max_front_matter_values=most - 1)
    assert f"more than {most - 1} values (setting max-front-matter-values)" in found[3]


def test_a_block_that_does_not_parse_passes_a_limit_once() -> None:
    slips = "".join(f"k{n}: [{'[' * 9}{']' * 9}]\nb{n}: a: b\n" for n in range(50))
    found = lint(yaml(slips), max_front_matter_depth=5)
    assert len([one for one in found if "deeper than" in one[3]]) == 1
    found = lint(yaml("".join(f"k{n}: [a, b]\nb{n}: a: b\n" for n in range(50))),
                 max_front_matter_values=20)  # fmt: skip
    assert len([one for one in found if "more than" in one[3]]) == 1


def test_the_plain_reader_never_reads_beyond_a_limit() -> None:
    most = yaml_plain.MOST
    deep = "a:\n" + "".join(" " * n + f"a{n}:\n" for n in range(1, 14)) + " " * 14 + "b: [c]"
    many = "a: [" + "b," * (most.values - 20) + "b]"
    for text in (yaml(deep), yaml(many)):
        assert yaml_plain.read(text) is not None
        for limits in (most, DEFAULT_LIMITS):
            assert repr(read(text, limits)) == repr(read_in_full(text, limits))
        for limits in (Limits(3, 20_000), Limits(100, 3)):
            limited = read(text, limits)
            assert limited is not None
            if limits.depth > 3 or text == yaml(deep):
                assert [one.kind for one in limited.problems] == ["invalid"]


def test_a_larger_baseline_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(f"{HEAD}Body\n")
    (tmp_path / "pyproject.toml").write_text("[tool.medlint]\nmax-baseline-size = 1000\n")
    baseline = {"version": 1, "posts": {}}
    for size, code in ((1000, 1), (1001, 2)):
        written = json.dumps(baseline)
        (tmp_path / ".medlint-baseline.json").write_text(written + " " * (size - len(written)))
        run = subprocess.run(
            (sys.executable, "-m", "medlint", "--no-cache"),
            cwd=tmp_path,
            env={"PATH": "", "PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True,
            text=True,
        )
        assert run.returncode == code, run.stderr
        told = "more than 1,000 bytes (setting max-baseline-size)" in run.stderr
        assert told is (code == 2)


def test_limits_are_part_of_what_results_are_kept_by(tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    post.write_text(HEAD + "> > > a\n")
    codes = [
        {one.code for one in lint_paths([tmp_path], settings={"max-nesting": nesting})}
        for nesting in (3, 2, 3)
    ]
    assert [("MED011" in found) for found in codes] == [False, True, False]


# How high they can be set


def test_every_limit_has_a_range_and_its_default_is_in_it() -> None:
    assert {setting.name for setting in LIMITS} == {
        "max-file-size",
        "max-baseline-size",
        "max-front-matter-depth",
        "max-front-matter-values",
        "max-nesting",
    }
    for setting in LIMITS:
        assert setting.minimum is not None
        assert setting.minimum <= setting.default <= (setting.maximum or 0)


@pytest.mark.parametrize("name", [setting.name for setting in LIMITS])
def test_beyond_its_range_a_limit_is_refused(name: str) -> None:
    setting = BY_NAME[name]
    for value in (setting.minimum, setting.maximum):
        assert getattr(Settings.from_mapping({name: value}), setting.attribute) == value
    for value in ((setting.minimum or 0) - 1, (setting.maximum or 0) + 1, 10**9_999):
        with pytest.raises(SettingsError, match=f"{name}: expected an integer from"):
            Settings.from_mapping({name: value})


def test_the_parts_have_the_limits_of_the_settings() -> None:
    depth, values = BY_NAME["max-front-matter-depth"], BY_NAME["max-front-matter-values"]
    assert Limits(depth.default, values.default) == DEFAULT_LIMITS
    assert Limits(depth.maximum or 0, values.maximum or 0) == HIGHEST_LIMITS
    assert BY_NAME["max-nesting"].default == NESTING


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
)
#: What goes beyond the highest limits, and what just does not.
HOSTILE = {
    "quotes": HEAD + "> " * 10_000 + "a\n",
    "quotes within": HEAD + "> " * 200 + "[a](b)\n",
    "lists": HEAD + "- " * 10_000 + "a\n",
    "lists within": HEAD + "- " * 100 + "[a](b)\n",
    "quotes and lists": HEAD + "> - " * 5_000 + "a\n",
    "stairs": HEAD + "".join("  " * n + "- a\n" for n in range(300)),
    "quotes one below the other": HEAD + "".join(">" * n + " a\n\n" for n in range(300)),
    "YAML lists": yaml("a: " + "[" * 10_000 + "]" * 10_000),
    "YAML lists within": yaml("a: " + "[" * 199 + "]" * 199),
    "YAML mappings within": yaml("".join(" " * n + "a:\n" for n in range(200))),
    "YAML laughs": yaml(LAUGHS),
    "TOML lists": toml("a = " + "[" * 10_000 + "]" * 10_000),
    "TOML lists within": toml("a = " + "[" * 199 + "]" * 199),
    "TOML tables within": toml("a = " + "{a=" * 198 + "1" + "}" * 198),
    "TOML dotted keys in tables": toml("a = " + "{" + "a." * 50 + "a=" * 0 + "b = 1}"),
    "TOML dotted keys in dotted tables": toml(
        "a = " + ("{" + "a." * 20 + "b = ") * 20 + "1" + "}" * 20
    ),
    "TOML lists of tables": toml(
        "".join("[[" + ".".join("a" * n) + "]]\n" for n in range(1, 120)) + "b = 1"
    ),
    "TOML headers and dotted keys": toml(
        "[" + ".".join("a" * 150) + "]\n" + ".".join("b" * 100) + " = 1"
    ),
    "JSON lists": json_head('"a": ' + "[" * 10_000 + "]" * 10_000),
    "JSON lists within": json_head('"a": ' + "[" * 199 + "]" * 199),
}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_at_the_highest_limits_every_rule_gets_through(name: str, parser: str) -> None:
    highest = {setting.attribute: setting.maximum for setting in LIMITS}
    found = lint(HOSTILE[name], select=["ALL"], parser=parser, **highest)
    within = "within" in name or name == "TOML dotted keys in tables"
    assert [one[3] for one in found if "(setting max-" not in one[3]] == []
    assert len(found) == (0 if within else 1)
