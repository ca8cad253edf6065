"""Front matter made to break a reader: one clear word about it, and on goes the run.

Nothing here is timed; what takes quadratic time on one of these would keep
the whole run waiting for minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from blocks import json, toml, yaml

from medlint.api import lint_paths
from medlint.front_matter import FrontMatter, read
from medlint.front_matter.limits import MAX_PROBLEMS
from medlint.front_matter.model import DEFAULT_LIMITS
from medlint.linter import lint_source
from medlint.settings import Settings
from medlint.text import Source

if TYPE_CHECKING:
    from pathlib import Path

    from medlint.diagnostic import Diagnostic


def front_matter(text: str) -> FrontMatter:
    found = read(text)
    assert found is not None
    assert found.entries[0].key == "title"
    return found


def lint(text: str) -> tuple[Diagnostic, ...]:
    found = tuple(lint_source(Source(text, "posts/a.md"), Settings.from_mapping({})))
    assert [one.message for one in found if one.code == "MED000"] == []
    return found


DEEP = {
    "YAML lists in brackets": yaml("a: " + "[" * 10_000 + "]" * 10_000),
    "YAML lists never closed": yaml("a: " + "[" * 10_000),
    "YAML mappings in braces": yaml("a: " + "{a: " * 10_000 + "}" * 10_000),
    "YAML mappings by indentation": yaml("".join(" " * n + "a:\n" for n in range(1_000))),
    "YAML lists by indentation": yaml("a:\n  " + "- " * 10_000 + "x"),
    "TOML lists": toml("a = " + "[" * 10_000 + "]" * 10_000),
    "TOML lists never closed": toml("a = " + "[" * 10_000),
    "TOML tables in braces": toml("a = " + "{a=" * 10_000 + "1" + "}" * 10_000),
    "TOML dotted key": toml("a." * 10_000 + "b = 1"),
    "TOML dotted header": toml("[" + "a." * 10_000 + "b]"),
    "TOML dotted key in braces": toml("x = {" + "a." * 10_000 + "b = 1}"),
    "JSON lists": json('"a": ' + "[" * 10_000 + "]" * 10_000),
    "JSON lists never closed": json('"a": ' + "[" * 10_000),
    "JSON objects": json('"a": ' + '{"a":' * 10_000 + "1" + "}" * 10_000),
}


@pytest.mark.parametrize("name", DEEP)
def test_nesting_ends_at_the_limit(name: str) -> None:
    (problem,) = front_matter(DEEP[name]).problems
    assert problem.kind == "invalid"
    assert f"deeper than {DEFAULT_LIMITS.depth} levels" in problem.message
    assert [one.code for one in lint(DEEP[name])].count("MED002") == 1


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
)
MERGES = "a0: &a0 {x: y}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n  k{n}: v\n" for n in range(1, 60)
)

MANY = {
    "YAML keys": yaml("".join(f"k{n}: v\n" for n in range(100_000))),
    "YAML items": yaml("a: [" + "x, " * 100_000 + "]"),
    "YAML lines": yaml("a:\n" + "- x\n" * 100_000),
    "YAML laughs": yaml(LAUGHS),
    "YAML merges": yaml(MERGES),
    "YAML aliases": yaml("a: &a {b: c}\nd: [" + "*a, " * 50_000 + "]"),
    "YAML merged keys": yaml(
        "a: &a {b: c}\n" + "".join(f"k{n}: {{<<: *a}}\n" for n in range(9_000))
    ),
    "TOML keys": toml("".join(f"k{n} = 1\n" for n in range(100_000))),
    "TOML items": toml("a = [" + "1, " * 100_000 + "]"),
    "TOML keys in braces": toml("a = {" + ", ".join(f"k{n} = 1" for n in range(50_000)) + "}"),
    "JSON keys": json(",\n".join(f'"k{n}": 1' for n in range(100_000))),
    "JSON items": json('"a": [' + "1, " * 100_000 + "1]"),
}


@pytest.mark.parametrize("name", MANY)
def test_values_end_at_the_limit(name: str) -> None:
    (problem,) = front_matter(MANY[name]).problems
    assert problem.kind == "invalid"
    assert f"more than {DEFAULT_LIMITS.values:,} values" in problem.message


REPEATED = {
    "YAML key given again": yaml("a: b\n" * 10_000),
    "YAML tabs": yaml("".join(f"a{n}:\tb\n" for n in range(10_000))),
    "YAML aliases to nothing": yaml("".join(f"a{n}: *b\n" for n in range(10_000))),
    "YAML tags": yaml("".join(f"a{n}: !b c\n" for n in range(10_000))),
    "YAML keys inside keys": yaml("? [a]\n: b\n" * 1_000),
    "YAML byte order marks": yaml("".join(f"\ufeffa{n}: b\n" for n in range(10_000))),
    "TOML key given again": toml("a = 1\n" * 10_000),
    "TOML key given again in braces": toml("a = {" + "b = 1, " * 5_000 + "c = 1}"),
    "JSON key given again": json(",\n".join(['"a": 1'] * 10_000)),
}


@pytest.mark.parametrize("name", REPEATED)
def test_one_slip_over_and_over_is_told_a_hundred_times(name: str) -> None:
    problems = front_matter(REPEATED[name]).problems
    kinds = [problem.kind for problem in problems]
    assert max(kinds.count(kind) for kind in set(kinds)) == MAX_PROBLEMS
    last = [problem.message for problem in problems if problem.kind == kinds[-1]]
    assert "more below are not shown" in last[-1]
    assert not any("not shown" in message for message in last[:-1])


KEPT = {
    "YAML integer": yaml("a: " + "1" * 100_000),
    "YAML float": yaml("a: 1." + "1" * 100_000),
    "YAML number in base 16": yaml("a: 0x" + "f" * 100_000),
    "YAML number in base 60": yaml("a: 1" + ":30" * 60_000),
    "YAML number of underscores": yaml("a: 1" + "_" * 100_000),
    "YAML days": yaml("a: 9999-99-99\nb: 0000-00-00\nc: 99999-01-01"),
    "YAML times": yaml("a: 2020-01-01 99:99:99\nb: 2020-01-01 00:00:00 +99:99"),
    "YAML times at both ends": yaml("a: 0001-01-01 00:00:00 +23:59\nb: 9999-12-31 23:59:59 -23:59"),
    "YAML text": yaml("a: " + "word " * 100_000),
    "YAML text in quotes": yaml('a: "' + "x" * 100_000 + '"'),
    "YAML text in a block": yaml("a: |\n" + "  x\n" * 100_000),
    "YAML escapes": yaml('a: "' + "\\x41" * 100_000 + '"'),
    "YAML white space": yaml("a:" + " " * 100_000 + "b" + " " * 100_000),
    "YAML comments": yaml("# c\n" * 100_000 + "a: b"),
    "YAML blank lines": yaml("a: b" + "\n" * 100_000),
    "YAML list of lines": yaml("a: [x" + "\n  # c" * 100_000 + "\n  ]"),
    "YAML anchor": yaml("a: &" + "x" * 100_000 + " b"),
    "TOML float": toml("a = 1." + "1" * 100_000),
    "TOML number in base 16": toml("a = 0x" + "f" * 100_000),
    "TOML exponent": toml("a = 1e" + "9" * 100_000),
    "TOML text": toml('a = "' + "x" * 100_000 + '"'),
    "TOML lines": toml('a = """' + "x\n" * 100_000 + '"""'),
    "TOML comments": toml("# c\n" * 100_000),
    "TOML key": toml('"' + "x" * 100_000 + '" = 1'),
    "TOML white space": toml("a" + " " * 100_000 + "=" + " " * 100_000 + "1" + " " * 100_000),
    "JSON integer": json('"a": ' + "1" * 100_000),
    "JSON float": json('"a": 1.' + "1" * 100_000),
    "JSON exponent": json('"a": 1e' + "9" * 100_000),
    "JSON text": json('"a": "' + "x" * 100_000 + '"'),
    "JSON white space": json('"a":' + " " * 100_000 + "1" + "\n" * 100_000),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_long_or_out_of_range_is_kept(name: str) -> None:
    found = front_matter(KEPT[name])
    assert found.problems == ()
    assert len(found.entries) >= 1 + ("a" in name)


BROKEN = {
    "YAML quote never closed": (yaml('a: "' + "x\n " * 100_000), "a quote is opened"),
    "YAML quotes": (yaml("a: " + '"' * 100_001), "not valid YAML"),
    "YAML lines without keys": (yaml("x\n" * 100_000), "has no `key:`"),
    "YAML colons": (yaml("a: " + ":" * 100_000), "a second colon"),
    "YAML dashes": (yaml("-" * 100_000 + "x"), "has no `key:`"),
    "YAML key": (yaml("x" * 100_000 + ": y"), "has no `key:`"),
    "YAML errors": (yaml("".join(f"k{n}: v: w\n" for n in range(10_000))), "a second colon"),
    "YAML directives": (yaml("%YAML 1.1\n" * 20_000), "read as a directive"),
    "YAML documents": (yaml("--- x\n" * 20_000), "a second YAML document"),
    "YAML exclamation marks": (yaml("a: " + "!" * 100_000), "read as a tag"),
    "YAML tag": (yaml("a: !" + "x" * 100_000 + " b"), "read as a tag"),
    "YAML control characters": (yaml("a: " + "\x07" * 100_000), "the character U+0007"),
    "YAML NUL": (yaml("a: b\0c"), "the character U+0000"),
    "YAML half a character": (yaml("a: b\ud800c"), "the character U+D800"),
    "YAML escape of half a character": (yaml('a: "\\ud83d"'), "half of a character"),
    "YAML escape of no character": (yaml('a: "\\U00110000"'), "a character that does not exist"),
    "YAML escapes of nothing": (yaml('a: "' + "\\q" * 100_000 + '"'), "begins an escape"),
    "YAML aliases in themselves": (yaml("a: &a [*a]"), "refers to the value it stands in"),
    "TOML integer": (toml("a = " + "1" * 100_000), "more digits than can be read"),
    "TOML underscores": (toml("a = 1" + "_1" * 100_000), "more digits than can be read"),
    "TOML text never closed": (toml('a = """' + "x\n" * 100_000), "not valid TOML"),
    "TOML quotes": (toml("a = " + '"' * 100_000), "not valid TOML"),
    "TOML days": (toml("a = 9999-99-99"), "not valid TOML"),
    "TOML times": (toml("a = 2020-02-30T25:61:61+99:99"), "not valid TOML"),
    "TOML errors": (toml("".join(f"a{n} = x\n" for n in range(10_000))), "text needs quotes"),
    "TOML garbage": (toml("x\n" * 100_000), "are joined by `=`"),
    "TOML control characters": (toml('a = "' + "\x07" * 100_000 + '"'), "not valid TOML"),
    "TOML NUL": (toml('a = "\0"'), "not valid TOML"),
    "TOML brackets": (toml("[\n" * 50_000), "not valid TOML"),
    "JSON signs": (json('"a": ' + "-" * 100_000), "not valid JSON"),
    "JSON quotes": (json('"a": ' + '"' * 100_001), "not valid JSON"),
    "JSON backslashes": (json('"a": "' + "\\" * 100_001), "not valid JSON"),
    "JSON errors": (json("\n".join(f'"a{n}": x,' for n in range(10_000))), "needs double quotes"),
    "JSON garbage": (json('"a": 1\n' + "x\n" * 100_000), "not valid JSON"),
    "JSON commas": (json('"a": 1' + "," * 100_000), "not valid JSON"),
    "JSON NUL": (json('"a": "\0"'), "a quote is not closed"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_said_once(name: str) -> None:
    text, said = BROKEN[name]
    problems = [one for one in front_matter(text).problems if one.kind == "invalid"]
    assert len(problems) == 1
    assert said in problems[0].message
    assert len(problems[0].message) < 300


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system [touch {}]",
        "!!python/object/new:os.system [touch {}]",
        "!!python/name:os.system",
        "!!python/module:antigravity",
        "!!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [{}]]",
        "!<tag:yaml.org,2002:python/object/apply:os.system> [touch {}]",
    ],
)
def test_no_tag_runs_anything(tag: str, tmp_path: Path) -> None:
    made = tmp_path / "made"
    text = yaml("a: " + tag.format(made))
    assert any("read as a tag" in problem.message for problem in front_matter(text).problems)
    assert "MED002" in {one.code for one in lint(text)}
    assert not made.exists()


BYTES = {
    "NUL": b"---\ntitle: A\0\n---\n",
    "overlong slash": b"---\ntitle: A\xc0\xaf\n---\n",
    "overlong NUL": b"---\ntitle: \xe0\x80\x80\n---\n",
    "half a character": b"---\ntitle: \xed\xa0\x80\n---\n",
    "past the last character": b"---\ntitle: \xf4\x90\x80\x80\n---\n",
    "Windows-1252": b"---\ntitle: caf\xe9\n---\n",
    "UTF-16": "---\ntitle: A\n---\n".encode("utf-16"),
    "UTF-32": "---\ntitle: A\n---\n".encode("utf-32"),
    "a line of 50 MB": b"---\ntitle: " + b"x" * 50_000_000 + b"\n---\n",
}


def test_the_run_goes_on(tmp_path: Path) -> None:
    posts = tmp_path / "_posts"
    posts.mkdir()
    for at, data in enumerate(BYTES.values()):
        (posts / f"a{at}.md").write_bytes(data)
    texts = [*DEEP.values(), *(text for text, _ in BROKEN.values()), yaml(LAUGHS), yaml(MERGES)]
    for at, text in enumerate(texts):
        if len(text) < 100_000:
            (posts / f"b{at}.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    (posts / "good.md").write_text(yaml("description:"), encoding="utf-8")
    told: dict[str, list[str]] = {}
    for one in lint_paths(sorted(posts.iterdir())):
        told.setdefault(one.path.rsplit("/", 1)[-1], []).append(one.code)
    assert "MED111" in told.pop("good.md")
    for at in range(len(BYTES)):
        assert told[f"a{at}.md"] == ["MED001"]
    assert all("MED000" not in codes for codes in told.values())
    assert all({"MED001", "MED002"} & set(codes) for codes in told.values())
