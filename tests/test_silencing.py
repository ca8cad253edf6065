"""``--add-suppressions``: every finding is silenced, and the post says what it said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from medlint.cli import main
from medlint.front_matter import read
from medlint.linter import lint_source
from medlint.settings import Settings
from medlint.silencing import reason_problem, silence
from medlint.text import Source

if TYPE_CHECKING:
    from pathlib import Path

    from medlint.diagnostic import Diagnostic
    from medlint.silencing import Silenced

CLICK = "[click here](https://ada.dev/mill/)"
LONE = Settings.from_mapping({"select": ["generic-anchor", "MED008"]})
ALL = Settings.from_mapping({"select": ["ALL"]})


def silenced(
    text: str, chosen: Settings = LONE, *, path: str = "posts/a.md", reason: str = ""
) -> Silenced:
    source = Source(text, path)

    def lint(version: Source) -> list[Diagnostic]:
        return lint_source(version, chosen, path)

    return silence(source, lint(source), lint, chosen, path, reason)


def rendered(text: str) -> str:
    """The body as HTML, by the reference parser, without medlint's comments."""
    front_matter = read(text)
    body = text if front_matter is None else text[front_matter.span.end :]
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    html = re.sub(r"\s*<!-- medlint:.*?-->", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"(?=<)|(?<=>)", " ", html).split())


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # A block of its own: on the line above.
            ("Text.\n\nSee @.\n", "Text.\n\n<!-- medlint: disable-next-line=MED201 -->\nSee @.\n"),
            ("# H\nSee @.\n", "# H\n<!-- medlint: disable-next-line=MED201 -->\nSee @.\n"),
            ("a\n\n# @\n", "a\n\n<!-- medlint: disable-next-line=MED201 -->\n# @\n"),
            ("a\n\n- @\n- b\n", "a\n\n<!-- medlint: disable-next-line=MED201 -->\n- @\n- b\n"),
            # Elsewhere a line more would split what belongs together.
            ("Text\nSee @.\nMore\n", "Text\nSee @. <!-- medlint: disable-line=MED201 -->\nMore\n"),
            ("- a\n- @\n- b\n", "- a\n- @ <!-- medlint: disable-line=MED201 -->\n- b\n"),
            ("> a\n> @\n", "> a\n> @ <!-- medlint: disable-line=MED201 -->\n"),
            (
                "| a | b |\n|---|---|\n| c | @ |\n",
                "| a | b |\n|---|---|\n| c | @ <!-- medlint: disable-line=MED201 --> |\n",
            ),
            # Line breaks stay.
            ("a\n@  \nb\n", "a\n@ <!-- medlint: disable-line=MED201 -->  \nb\n"),
            ("a\n@\\\nb\n", "a\n@ <!-- medlint: disable-line=MED201 -->\\\nb\n"),
            ("a\r\n\r\n@\r\n", "a\r\n\r\n<!-- medlint: disable-next-line=MED201 -->\r\n@\r\n"),
            # The first line of a file has none above it.
            ("@", "@ <!-- medlint: disable-line=MED201 -->"),
            # In the middle of code there is no place at all.
            (
                "a\n@ and `some\ncode`\n",
                "a\n@ and `some\ncode`\n\n<!-- medlint: disable-file=MED201 -->\n",
            ),
            (
                "---\ntitle: x\n---\na\n@ and `some\ncode`\n",
                "---\ntitle: x\n# medlint: disable-file=MED201\n---\na\n@ and `some\ncode`\n",
            ),
        ],
    )
    def test_in_the_body(self, text: str, expected: str) -> None:
        result = silenced(text.replace("@", CLICK))
        assert result.source.text == expected.replace("@", CLICK)
        assert result.found == []
        assert rendered(result.source.text) == rendered(text.replace("@", CLICK))

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "---\ntags: [a, A]\n---\n",
                "---\ntags: [a, A]  # medlint: disable-line=MED123\n---\n",
            ),
            (
                "+++\ntags = ['a', 'A']\n+++\n",
                "+++\ntags = ['a', 'A']  # medlint: disable-line=MED123\n+++\n",
            ),
            (
                "---\ntags:\n  - a\n  - A # mine\n---\n",
                "---\ntags:\n  - a\n  # medlint: disable-next-line=MED123\n  - A # mine\n---\n",
            ),
            (
                "---\ntags: a,\n  A\n---\n",
                "---\ntags: a,\n  A  # medlint: disable-line=MED123\n---\n",
            ),
            (
                '---\n{"tags": ["a", "A"]}\n---\nx\n',
                '---\n{"tags": ["a", "A"]}  # medlint: disable-line=MED123\n---\nx\n',
            ),
            (
                '{\n  "tags": ["a", "A"]\n}\n\nText\n',
                '{\n  "tags": ["a", "A"]\n}\n\nText\n\n<!-- medlint: disable-file=MED123 -->\n',
            ),
            (
                '{"tags": ["a", "A"]}\n',
                '{"tags": ["a", "A"]}\n<!-- medlint: disable-file=MED123 -->\n',
            ),
        ],
    )
    def test_in_front_matter(self, text: str, expected: str) -> None:
        result = silenced(text, Settings.from_mapping({"select": ["duplicate-tag"]}))
        assert result.source.text == expected
        assert result.found == []

    def test_what_is_missing_is_silenced_above_the_closing_fence(self) -> None:
        chosen = Settings.from_mapping({"select": ["missing-description"]})
        result = silenced("---\ntitle: x\ntext: |\n  y\n---\n\nText\n", chosen)
        assert result.source.text == (
            "---\ntitle: x\ntext: |\n  y\n# medlint: disable-next-line=MED111\n---\n\nText\n"
        )
        assert result.found == []

    def test_mdx_has_comments_of_its_own(self) -> None:
        result = silenced(f"a\n\n{CLICK}\n", path="posts/a.mdx")
        assert result.source.text == f"a\n\n{{/* medlint: disable-next-line=MED201 */}}\n{CLICK}\n"
        assert result.found == []

    def test_several_rules_share_a_comment_and_join_one_that_is_there(self) -> None:
        chosen = Settings.from_mapping({"select": ["MED201", "MED220", "MED401"]})
        text = (
            "a\n\n<!-- medlint: disable-next-line=MED201 -- why -->\n"
            f"{CLICK} ![](a.png) https://ada.dev/x\n"
        )
        result = silenced(text, chosen)
        assert result.source.text == text.replace("MED201", "MED201,MED220,MED401")
        assert result.found == []

    def test_the_reason_stands_in_the_comment(self) -> None:
        result = silenced(f"a\n{CLICK}\n\n{CLICK}\n", reason="from  the\tarchive")
        assert result.source.text == (
            f"a\n{CLICK} <!-- medlint: disable-line=MED201 — from the archive -->\n\n"
            f"<!-- medlint: disable-next-line=MED201 -- from the archive -->\n{CLICK}\n"
        )

    @pytest.mark.parametrize("reason", ["", "  ", "a\nb", "a -- b", "a-->", "a */ b", "\x1b"])
    def test_reasons_that_would_end_the_comment_are_refused(self, reason: str) -> None:
        assert reason_problem(reason)

    def test_unused_comments_are_not_silenced_but_mended(self) -> None:
        text = "a\n\n<!-- medlint: disable-next-line=MED201 -->\nb\n"
        result = silenced(text)
        assert result.source.text == text
        assert [one.code for one in result.found] == ["MED008"]

    def test_what_stands_beside_nothing_is_said(self) -> None:
        result = silenced(f"a\n{CLICK} and `some\ncode`\n")
        assert result.messages == (
            "no comment can stand beside MED201: it is silenced in the whole file",
        )


PIECES = st.sampled_from(
    [
        f"See {CLICK}.",
        f"One\n{CLICK}\nthree",
        f"- a\n- {CLICK}\n\n  b {CLICK}\n1. c",
        f"> a\n> - {CLICK}",
        f"| a | {CLICK} |\n|---|---|\n| ![](a.png) | https://ada.dev |",
        "```py\n# code\n```",
        f"    code {CLICK}",
        f"<div>\n<p>{CLICK} <img src=a.png\nalt=''></p>\n</div>",
        f"Setext {CLICK}\n===",
        f"#### {CLICK} ####",
        f"a {CLICK}  \nb\\\n![](b.png) `c\nd`",
        "<!-- a comment\nof two lines -->",
        f"[^1]: {CLICK}\n\n[r]: /x 'y'",
        "![](c.png)![](d.png)",
        f"* * *\n{CLICK}\n---",
    ]
)
HEADS = st.sampled_from(
    [
        "",
        "---\ntitle: x\ntags: [a, A]\n---\n",
        "---\ntitle: >\n  folded\ntags:\n- a\n- A # mine\n---\n\n",
        "+++\ntitle = '''x\ny'''\ntags = ['a',\n'A']\n+++\n",
        '{"title": "x", "tags": ["a", "A"]}\n\n',
        "---\ntitle: [\n---\n",
        "---\n---\n",
    ]
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(HEADS, st.lists(PIECES, max_size=5), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_nothing_is_left_and_the_post_says_what_it_said(
    head: str, pieces: list[str], ending: str, end: bool
) -> None:
    text = (head + "\n\n".join(pieces) + "\n" * end).replace("\n", ending)
    result = silenced(text, ALL, reason="old")
    left = {one.code for one in result.found}
    # What is said of the very first character cannot be silenced by a comment that starts there.
    assert not left or (not text.strip() and result.messages)
    assert rendered(result.source.text) == rendered(text)
    without = re.sub(r"medlint: [a-z-]+=[A-Z0-9,]+ (?:--|—) old", "", result.source.text)
    rest = iter(without)
    assert all(character in rest for character in text), "a character of the post is gone"
    again = silenced(result.source.text, ALL, reason="old")
    assert again.source.text == result.source.text


def test_real_posts(real_posts: list[Path]) -> None:
    for path in real_posts[::100]:
        source = Source.from_bytes(path.read_bytes(), "posts/a.md", max_size=1_000_000)
        if source.problem is None:
            result = silenced(source.text)
            assert [one.code for one in result.found if one.code != "MED008"] == []
            assert rendered(result.source.text) == rendered(source.text)


class TestCommand:
    TEXT = f"---\ntitle: x\ntags: [a, A]\n---\n\nSee {CLICK}.\n"
    RULES = ("--select", "generic-anchor,duplicate-tag")

    @pytest.fixture
    def post(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = tmp_path / "walk.md"
        path.write_text(self.TEXT, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
        return path

    def test_writes_them_once(self, post: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--add-suppressions", *self.RULES]) == 0
        assert capsys.readouterr() == (
            "",
            "medlint: walk.md: silenced 2 findings\n"
            "medlint: silenced 2 findings in 1 post; none is left\n",
        )
        text = post.read_text(encoding="utf-8")
        assert text.count("medlint:") == 2
        assert main(["--add-suppressions", *self.RULES]) == 0
        assert main([*self.RULES]) == 0
        assert post.read_text(encoding="utf-8") == text
        assert capsys.readouterr() == ("", "")

    def test_fixes_come_first(self, post: Path) -> None:
        assert main(["--fix", "--add-suppressions", "--reason", "old", *self.RULES]) == 0
        assert post.read_text(encoding="utf-8") == (
            "---\ntitle: x\ntags: [a]\n---\n\n"
            f"<!-- medlint: disable-next-line=MED201 -- old -->\nSee {CLICK}.\n"
        )

    def test_diff_shows_them_and_writes_nothing(
        self, post: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["--diff", "--add-suppressions", *self.RULES]) == 1
        captured = capsys.readouterr()
        assert "\n+<!-- medlint: disable-next-line=MED201 -->\n" in captured.out
        assert "would silence 2 findings" in captured.err
        assert post.read_text(encoding="utf-8") == self.TEXT
