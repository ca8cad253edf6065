"""Both parsers make the same of every post."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from differences import are_equal, differences
from documents import Made, posts
from hypothesis import given, settings

from medlint.cli import main
from medlint.front_matter import read
from medlint.linter import lint_source
from medlint.parsers import in_use, markdown_it, parse, pulldown
from medlint.settings import Settings
from medlint.text import Source, Span

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

#: CommonMark's examples, which `make spec` fetches; they are no part of this repository.
SPEC = ROOT / ".cache" / "commonmark-spec.json"


def body_of(text: str) -> Span:
    front_matter = read(text)
    return Span(0 if front_matter is None else front_matter.span.end, len(text))


def compare(text: str, *, mdx: bool = False) -> bool:
    """Fail where the parsers differ.

    Returns:
        Whether the accelerator read the text, and did not leave it to the reference.
    """
    body = body_of(text)
    fast = pulldown.parse_body(text, body, mdx=mdx)
    if fast is None:
        return False
    found = differences(text, markdown_it.parse_body(text, body, mdx=mdx), fast)
    assert not found, "\n".join([repr(text[:2000]), *found])
    return True


@settings(max_examples=400, deadline=None, derandomize=True)
@given(posts())
def test_generated_posts(made: Made) -> None:
    compare(made.text)


ALL = Settings.from_mapping({"select": ["ALL"], "drafts": "strict", "parser": "pyromark"})
ALL_SLOWLY = Settings.from_mapping({"select": ["ALL"], "drafts": "strict", "parser": "markdown-it"})


@settings(max_examples=25, deadline=None, derandomize=True)
@given(posts())
def test_generated_posts_get_the_same_findings(made: Made) -> None:
    source = Source(made.text)
    assert lint_source(source, ALL) == lint_source(source, ALL_SLOWLY)


def test_real_posts(real_posts: list[Path]) -> None:
    left = 0
    for path in real_posts:
        source = Source.from_bytes(path.read_bytes(), path.as_posix(), max_size=10_000_000)
        assert source.problem is None
        left += not compare(source.text, mdx=path.suffix == ".mdx")
    assert left < 0.03 * len(real_posts)


def test_real_posts_get_the_same_findings(real_posts: list[Path]) -> None:
    for path in real_posts[::4]:
        source = Source.from_bytes(path.read_bytes(), path.as_posix(), max_size=10_000_000)
        assert lint_source(source, ALL) == lint_source(source, ALL_SLOWLY), path


#: What Markdown is made of, and what tends to be read in more than one way.
PIECES = [
    *("\n", "\n\n", "  \n", "\r\n", "    ", "\t", "  ", "\\", "text", "é日", "😀", " "),
    *("> ", ">", "- ", "* ", "+ ", "1. ", "2) ", "# ", "#", "---", "===", "***", "```", "~~~"),
    *("[a]: b", "[a]", "[b](c)", "[x](<y z> 't')", "![x](y)", "![x][a]", "[", "]", "(", ")", "!"),
    *("*e*", "**s**", "`c`", "~~s~~", "*", "_", "`", "~~", "~", "'t'", '"u"', "<", ">", "&amp;"),
    *("|", "|-|-|\n", "| a | b |\n", "<div>", "</div>", "<p>", "<b>", "<a href=x>", "</a>", "<li>"),
    *("<!-- ", "-->", "<http://a.b>", "https://x.y", "[^1]: x", "[^1]", "{% x %}", "{{", "}}"),
]


@pytest.mark.parametrize("mdx", [False, True])
def test_any_mixture_of_markup(mdx: bool) -> None:
    chance = random.Random(17)
    read_fast = 0
    for _ in range(4000):
        text = "".join(chance.choices(PIECES, k=chance.randint(2, 14)))
        read_fast += compare(text, mdx=mdx)
    assert read_fast > 3000


def test_the_examples_of_commonmark() -> None:
    if not SPEC.is_file():
        pytest.skip("left out: CommonMark's examples are not there; `make spec` fetches them")
    examples = [example["markdown"] for example in json.loads(SPEC.read_text(encoding="utf-8"))]
    assert len(examples) > 600
    read_fast = 0
    for example in examples:
        lines = example.splitlines(keepends=True)
        for text in (
            example,
            example.rstrip("\n"),
            example.replace("\n", "\r\n"),
            f"é😀 {{{{ x }}}}\n\n{example}",
            "".join(f"> {line}" for line in lines),
            "- " + "  ".join(lines),
        ):
            read_fast += compare(text)
    assert read_fast > 0.97 * 6 * len(examples)


class TestWhichParser:
    """The setting, and what there is to say where pyromark is missing."""

    @pytest.fixture
    def without_pyromark(self, tmp_path: Path) -> dict[str, str]:
        """An environment in which pyromark cannot be imported."""
        folder = tmp_path / "shadow"
        folder.mkdir()
        (folder / "pyromark.py").write_text("raise ImportError('no such platform')\n")
        return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "NO_COLOR": "1"}

    @staticmethod
    def run(*arguments: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "medlint", *arguments],
            cwd=cwd,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_version_names_the_parser(self, capsys: Capture) -> None:
        assert main(["--version"]) == 0
        assert "(parser: pyromark 0." in capsys.readouterr().out
        assert in_use("markdown-it").startswith("markdown-it-py 4.")

    def test_without_pyromark_posts_are_read_all_the_same(
        self, without_pyromark: dict[str, str], tmp_path: Path
    ) -> None:
        version = self.run("--version", cwd=tmp_path, env=without_pyromark)
        assert "(parser: markdown-it-py 4." in version.stdout
        (tmp_path / "a.md").write_text("See [](https://ada.dev/x).\n")
        arguments = ("a.md", "--select", "MED202", "--isolated")
        slow = self.run(*arguments, cwd=tmp_path, env=without_pyromark)
        fast = self.run(*arguments, cwd=tmp_path, env={**os.environ, "NO_COLOR": "1"})
        assert (slow.returncode, slow.stderr) == (1, "")
        assert slow.stdout == fast.stdout

    def test_asking_for_what_is_missing_is_one_clear_error(
        self, without_pyromark: dict[str, str], tmp_path: Path
    ) -> None:
        (tmp_path / "medlint.toml").write_text('parser = "pyromark"\n')
        (tmp_path / "a.md").write_text("Text.\n")
        done = self.run("a.md", cwd=tmp_path, env=without_pyromark)
        assert (done.returncode, done.stdout) == (2, "")
        assert "pip install 'medlint[fast]'" in done.stderr
        assert "medlint.toml" in done.stderr
        assert len(done.stderr.splitlines()) <= 2

    def test_the_fast_path_does_not_import_the_reference(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("---\ntitle: T\n---\n# A\n\nSee [b](https://c.example).\n")
        script = (
            "import sys; from medlint.cli import main; main(['a.md', '--isolated', '--no-cache']);"
            "print(*(name for name in sys.modules if 'markdown_it' in name), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0
        assert done.stderr.strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        "form\x0cfeed",
        "lines\rof a Mac",
        "a ~~~b~~~",
        "a~~.~~",
        "> [a]: b\nc",
        "[a]: \\",
        "> a | b\n- | -",
        "<a b=c\t->",
        "# a\t",
        "- a <!--\n  x -->\n",
        ">\n    >",
        "-\n\n\n-",
        "[](&#0;)",
        "[a]: b (\n1)",
        "[a]: b\n    [a]: c",
        "- [a]: b (\n=\nc)",
        "a|\n-:",
        "a|a\n-|:",
        "a|b\n-|-\n[](\\|)|",
        "\xa0|a\n-|-",
        "<pre></script>\na",
        "<pre></PRE>\na",
        "</a\n>",
        "a<![CDATA[]>a",
        "```\n```\t\n",
        ">\ta",
        "[id]\\[]\n\n[id]:a",
        "[^\n]:a",
        "> " * 200 + "a",
        "![" * 20 + "a" + "](b)" * 20,
    ],
)
def test_what_only_the_reference_can_tell_is_left_to_it(text: str) -> None:
    assert pulldown.parse_body(text, Span(0, len(text)), mdx=False) is None
    assert parse(text, Span(0, len(text))) == markdown_it.parse_body(
        text, Span(0, len(text)), mdx=False
    )


@pytest.mark.parametrize(
    "text",
    [
        "[x]: y\n" * 20_000,
        "[x]: y\n\n" * 10_000,
        "[a]\n" * 20_000 + "\n[a]: b\n",
        "[a](" + "(" * 50_000,
        "[a](b\\" * 20_000,
        "|" * 100_000 + "\n",
        "| a\n" * 20_000,
        "|-" * 50_000 + "x\n",
        "\n|-|\n" * 10_000,
        "[^a]: b\n" * 20_000,
        "~" * 100_000,
        "~~a~~ ~b~\n" * 10_000,
        "a\\*" * 50_000,
        "&amp;" * 40_000,
        "é " * 100_000,
        "x\r\n" * 50_000,
        "- \n" * 20_000,
        "- a\n\tb\n" * 10_000,
        "<!-- a" * 20_000,
        "a <!-- b --->\n" * 10_000,
        "<p>\n\tx\n" * 10_000,
        "![a](b)" * 20_000,
        ">\n" * 50_000,
        "``` " * 20_000,
        "- [a]: b (\n" * 10_000,
        ">\n    > a\n" * 10_000,
        "a((a)(a)" * 20_000,
        "[a]" * 20_000,
        "[a][" * 20_000,
        "[a](b\\ " * 20_000,
        "> a|\n> :-\n" * 10_000,
        "- " * 80 + "a\n" + "    - b\n" * 5_000,
        "&#65;" * 40_000,
        "`a\n  b` " * 10_000,
    ],
    ids=lambda text: repr(text[:10]),
)
def test_hostile_input_is_read_alike(text: str) -> None:
    body = Span(0, len(text))
    fast = parse(text, body, parser="pyromark")
    assert are_equal(fast, parse(text, body, parser="markdown-it"))
