"""The output formats, each on findings made by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import validate

from medlint.diagnostic import Diagnostic, Severity
from medlint.fixes import Edit, Fix
from medlint.reporters import FORMATS, Reporter, Totals, make
from medlint.reporters.snippet import snippet
from medlint.reporters.text import TextReporter, summary
from medlint.terminal import Style, cells
from medlint.text import Source, Span

PLAIN = Style(colour=False)
TOTALS = Totals(posts=7, faulty=2, counts={Severity.ERROR: 3, Severity.WARNING: 2}, code="MED201")


def found(
    source: Source,
    piece: str,
    message: str = "say where it leads",
    severity: Severity = Severity.ERROR,
    fix: Fix | None = None,
) -> Diagnostic:
    """A finding at the first place where a piece of the text stands."""
    start = source.text.index(piece)
    span = Span(start, start + len(piece))
    first, last = source.position(span.start), source.position(span.end)
    return Diagnostic(
        path=source.path,
        line=first.line,
        column=first.column,
        code="MED999",
        name="some-rule",
        severity=severity,
        message=message,
        end_line=last.line,
        end_column=last.column,
        span=span,
        fix=fix,
        url="https://example.org/MED999",
    )


def report(format: str, source: Source, *diagnostics: Diagnostic, **environ: str) -> str:
    reporter = make(format, PLAIN, terminal=False, quiet=False, environ=environ)
    return reporter.file(source, diagnostics) + reporter.end(TOTALS)


def underlined(source: Source, diagnostic: Diagnostic, columns: int = 80) -> str:
    """What stands above the underline, worked out from columns as a terminal would."""
    shown = snippet(source, diagnostic, columns)
    assert shown is not None
    assert sum(cell.width for cell in cells(shown.text)) <= columns
    column, text = 0, ""
    for cell in cells(shown.text):
        if shown.indent <= column < shown.indent + shown.length:
            text += cell.shown
        column += cell.width
    return text


class TestConcise:
    def test_a_finding_is_one_line(self) -> None:
        source = Source("one\nsee [here](u)\n", "posts/a.md")
        line = report("concise", source, found(source, "[here](u)"))
        assert line == "posts/a.md:2:5: MED999[some-rule] error: say where it leads\n"

    def test_text_in_a_pipe_is_the_same(self) -> None:
        source = Source("see [here](u)", "a.md")
        finding = found(source, "here", severity=Severity.INFO)
        assert report("text", source, finding) == report("concise", source, finding)

    def test_a_hostile_path_and_message_stay_on_one_line(self) -> None:
        source = Source("x", "a\n::error::\x1b[2J.md")
        line = report("concise", source, found(source, "x", message="\x1b]0;t\x07\r\u202egnp"))
        assert line == (
            "a\\n::error::\\x1b[2J.md:1:1: MED999[some-rule] error: \\x1b]0;t\\x07\\r\\u202egnp\n"
        )

    def test_colour_changes_no_character(self) -> None:
        source = Source("x", "a.md")
        reporter = make("concise", Style(colour=True), terminal=True, quiet=False, environ={})
        line = reporter.file(source, [found(source, "x")])
        assert "\x1b[31merror:\x1b[0m" in line
        assert without_colour(line) == report("concise", source, found(source, "x"))


def without_colour(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[\d;]*m", "", text)


class TestGithub:
    def test_a_finding_is_one_annotation(self) -> None:
        source = Source("one\nsee [here](u)\n", "posts/a.md")
        assert report("github", source, found(source, "[here](u)")) == (
            "::error file=posts/a.md,line=2,endLine=2,col=5,endColumn=14,"
            "title=MED999 some-rule::say where it leads (posts/a.md:2:5)\n"
        )

    @pytest.mark.parametrize(
        ("severity", "command"),
        [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")],
    )
    def test_severities_have_their_commands(self, severity: Severity, command: str) -> None:
        source = Source("x")
        assert report("github", source, found(source, "x", severity=severity)).startswith(
            f"::{command} file="
        )

    def test_what_the_runner_decodes_is_encoded(self) -> None:
        source = Source("x", "a,b:c%.md")
        line = report("github", source, found(source, "x", message="100%, a: b\n::error::no"))
        assert "file=a%2Cb%3Ac%25.md," in line
        assert "::100%25, a: b\\n::error::no (" in line
        assert line.count("\n") == 1

    def test_a_span_of_several_lines_has_no_end_column(self) -> None:
        source = Source("a\nb\nc")
        line = report("github", source, found(source, "a\nb"))
        assert "line=1,endLine=2,col=1,title=" in line

    def test_paths_are_relative_to_the_checkout(
        self, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "site"
        folder.mkdir()
        monkeypatch.chdir(folder)
        source = Source("x", "posts/a.md")
        line = report("github", source, found(source, "x"), GITHUB_WORKSPACE=str(tmp_path))
        assert "file=site/posts/a.md," in line

    def test_paths_outside_the_checkout_stay(self, tmp_path: Any) -> None:
        source = Source("x", "/elsewhere/a.md")
        line = report("github", source, found(source, "x"), GITHUB_WORKSPACE=str(tmp_path))
        assert "file=/elsewhere/a.md," in line


#: The promise made in docs/output.md.
POSITION = {"type": "integer", "minimum": 1}
EDIT = {
    "type": "object",
    "required": ["line", "column", "end_line", "end_column", "content"],
    "additionalProperties": False,
    "properties": {
        "line": POSITION,
        "column": POSITION,
        "end_line": POSITION,
        "end_column": POSITION,
        "content": {"type": "string"},
    },
}
FIX = {
    "type": "object",
    "required": ["title", "safe", "edits"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1},
        "safe": {"type": "boolean"},
        "edits": {"type": "array", "items": EDIT},
    },
}
DIAGNOSTIC = {
    "type": "object",
    "required": [
        "path",
        "code",
        "name",
        "severity",
        "message",
        "line",
        "column",
        "end_line",
        "end_column",
        "fix",
        "url",
    ],
    "additionalProperties": False,
    "properties": {
        "path": {"type": "string"},
        "code": {"type": "string", "pattern": "^MED[0-9]{3}$"},
        "name": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "severity": {"enum": ["error", "warning", "info"]},
        "message": {"type": "string", "minLength": 1},
        "line": POSITION,
        "column": POSITION,
        "end_line": POSITION,
        "end_column": POSITION,
        "fix": {"anyOf": [{"type": "null"}, FIX]},
        "url": {"type": "string", "pattern": "^https://"},
    },
}
PROMISE = {
    "type": "object",
    "required": ["version", "diagnostics"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 1},
        "diagnostics": {"type": "array", "items": DIAGNOSTIC},
    },
}


class TestJson:
    def test_the_shape_is_as_promised(self) -> None:
        source = Source("one\nsee [here](u)\n", "posts/a.md")
        fix = Fix("Name the target", (Edit(Span(9, 13), "the walk"),), safe=False)
        text = report("json", source, found(source, "[here](u)", fix=fix), found(source, "one"))
        data = json.loads(text)
        validate(data, PROMISE)
        assert data["diagnostics"][0] == {
            "path": "posts/a.md",
            "code": "MED999",
            "name": "some-rule",
            "severity": "error",
            "message": "say where it leads",
            "line": 2,
            "column": 5,
            "end_line": 2,
            "end_column": 14,
            "fix": {
                "title": "Name the target",
                "safe": False,
                "edits": [
                    {
                        "line": 2,
                        "column": 6,
                        "end_line": 2,
                        "end_column": 10,
                        "content": "the walk",
                    }
                ],
            },
            "url": "https://example.org/MED999",
        }
        assert data["diagnostics"][1]["fix"] is None

    def test_without_findings_the_list_is_empty(self) -> None:
        assert json.loads(report("json", Source(""))) == {"version": 1, "diagnostics": []}

    def test_the_text_is_ascii_whatever_the_post_holds(self) -> None:
        source = Source("日本\udcff", "投稿.md")
        text = report("json", source, found(source, "本", message="\x1b[31m\u202e日"))
        assert text.isascii()
        assert "\x1b" not in text
        assert json.loads(text)["diagnostics"][0]["path"] == "投稿.md"


class TestSnippet:
    @pytest.mark.parametrize(
        ("line", "piece"),
        [
            ("see [here](u) now", "[here](u)"),
            ("\tsee\t[here](u)", "[here](u)"),
            ("日本語の[こちら](u)です", "[こちら](u)"),
            ("👩‍👩‍👧 and 👍🏽 and ❤️ [here](u)", "[here](u)"),
            ("e\u0301te\u0301 [ici](u)", "[ici](u)"),
            ("🇫🇷 [ici](u)", "[ici](u)"),
            ("한국어 [여기](u)", "[여기](u)"),
            ("پارسی [اینجا](u)", "[اینجا](u)"),
            ("a \x1b[31m [here](u)", "[here](u)"),
        ],
    )
    def test_the_underline_stands_under_the_span(self, line: str, piece: str) -> None:
        source = Source(f"first\n{line}\n")
        assert underlined(source, found(source, piece)) == piece

    def test_escapes_are_underlined_as_they_are_shown(self) -> None:
        source = Source("a \u202eb\u202c c")
        assert underlined(source, found(source, "\u202eb\u202c")) == "\\u202eb\\u202c"

    @pytest.mark.parametrize("filler", ["x", "日", "<b>a</b> ", "e\u0301", "\u200d", "\t"])
    @pytest.mark.parametrize("before", [0, 3, 4500])
    @pytest.mark.parametrize("after", [0, 3, 4500])
    def test_a_long_line_is_cut_to_a_window(self, filler: str, before: int, after: int) -> None:
        source = Source(filler * before + "<a>[here](u)</a>" + filler * after)
        diagnostic = found(source, "[here](u)")
        assert underlined(source, diagnostic, 72) == "[here](u)"

    def test_cut_ends_are_marked(self) -> None:
        source = Source("x" * 500 + "here" + "y" * 500)
        shown = snippet(source, found(source, "here"), 60)
        assert shown is not None
        assert shown.text.startswith("…x")
        assert shown.text.endswith("y…")

    def test_a_span_longer_than_the_window_shows_its_start(self) -> None:
        source = Source("a" * 30 + "<" + "b" * 9000 + ">")
        span = "<" + "b" * 9000 + ">"
        piece = underlined(source, found(source, span), 60)
        assert piece.startswith("<bbb")
        assert len(piece) > 20

    def test_an_empty_span_has_one_mark(self) -> None:
        source = Source("abc")
        shown = snippet(source, found(source, "c")._replace(end_column=3), 60)
        assert shown is not None
        assert (shown.indent, shown.length) == (2, 1)

    def test_a_mark_may_stand_at_the_end_of_a_line(self) -> None:
        source = Source("abc\n")
        diagnostic = found(source, "c")._replace(column=4, end_column=4)
        shown = snippet(source, diagnostic, 60)
        assert shown is not None
        assert (shown.text, shown.indent, shown.length) == ("abc", 3, 1)

    def test_of_several_lines_the_first_is_shown(self) -> None:
        source = Source("- a\n- b\n")
        assert underlined(source, found(source, "- a\n- b")) == "- a"

    @pytest.mark.parametrize("line", [2, 99])
    def test_blank_and_missing_lines_are_not_shown(self, line: int) -> None:
        source = Source("x\n\n")
        diagnostic = found(source, "x")._replace(line=line, end_line=line)
        assert snippet(source, diagnostic, 60) is None


class TestText:
    def test_a_finding_is_told_with_its_line(self) -> None:
        source = Source("one\nsee [here](u)\n", "posts/a.md")
        reporter = TextReporter(PLAIN, columns=80)
        assert reporter.file(source, [found(source, "[here](u)")]) == (
            "posts/a.md:2:5  error  MED999[some-rule]\n"
            "  say where it leads\n"
            " 2 | see [here](u)\n"
            "   |     ^^^^^^^^^\n"
            "\n"
        )

    def test_how_far_a_span_of_several_lines_reaches_is_told(self) -> None:
        source = Source("- a\n- b\n")
        text = TextReporter(PLAIN, columns=80).file(source, [found(source, "- a\n- b")])
        assert " | ^^^ … to line 2\n" in text

    def test_no_line_is_wider_than_the_terminal(self) -> None:
        source = Source("<p>" + "word " * 2000 + "[here](u)</p>", "a.md")
        message = "a long message that has to be broken at its spaces, " * 5
        text = TextReporter(PLAIN, columns=60).file(source, [found(source, "[here](u)", message)])
        assert max(map(len, text.splitlines())) <= 60

    def test_the_reason_is_told_once_for_each_rule(self) -> None:
        source = Source("x y")
        known = [
            found(source, piece)._replace(code="MED122", name="too-many-tags") for piece in "xy"
        ]
        assert TextReporter(PLAIN, columns=80).file(source, known).count("why:") == 1
        assert "why:" not in TextReporter(PLAIN, columns=80, quiet=True).file(source, known)

    def test_nothing_of_a_post_reaches_the_terminal_unescaped(self) -> None:
        hostile = "\x1b]8;;http://e.org\x07click\x9b31m\u202e\x00"
        source = Source(f"a {hostile} b", f"{hostile}.md")
        reporter = TextReporter(PLAIN, columns=80)
        text = reporter.file(source, [found(source, hostile, message=hostile)])
        assert not set(text) & set("\x1b\x07\x9b\u202e\x00")

    @pytest.mark.parametrize(
        ("totals", "line"),
        [
            (
                TOTALS,
                "3 errors and 2 warnings in 2 of 7 posts. "
                "To learn more of a rule: medlint rule MED201\n",
            ),
            (
                Totals(1, 1, {Severity.INFO: 1}, "MED104"),
                "1 note in 1 post. To learn more of a rule: medlint rule MED104\n",
            ),
            (Totals(1, 1, {Severity.ERROR: 1}, ""), "1 error in 1 post.\n"),
            (Totals(1200, 0, {}, ""), "Nothing to mend in 1,200 posts.\n"),
            (
                Totals(2, 1, dict.fromkeys(Severity, 1), "MED001"),
                "1 error, 1 warning and 1 note in 1 of 2 posts. "
                "To learn more of a rule: medlint rule MED001\n",
            ),
        ],
    )
    def test_the_summary_is_one_line(self, totals: Totals, line: str) -> None:
        assert summary(totals, PLAIN) == line


def test_every_format_has_a_reporter() -> None:
    for name in FORMATS:
        for terminal in (True, False):
            reporter: Reporter = make(name, PLAIN, terminal=terminal, quiet=False, environ={})
            assert reporter.file(Source(""), []) == ""


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="'xml' is no output format"):
        make("xml", PLAIN, terminal=False, quiet=False, environ={})
