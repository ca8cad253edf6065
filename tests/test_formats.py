"""The output formats for other programs, read back by a schema or a program that knows them."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import cmarkgfm
import junitparser
import pytest
from formats import (
    PLAIN,
    azure_commands,
    finding,
    github_commands,
    own_schema,
    report,
    sarif_schema,
    totals,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.diagnostic import Diagnostic, Severity
from medlint.fixes import Edit, Fix, apply_fixes
from medlint.registry import find_rule
from medlint.reporters import FORMATS
from medlint.reporters.markdown import LIMIT
from medlint.reporters.statistics import STATISTICS_FORMATS, make_statistics
from medlint.reporters.utf8_columns import Utf8Columns
from medlint.settings.table import SETTINGS
from medlint.text import Source, Span

RIVER = Source("one\nsee [here](u) and [here](v) — 日本 [ici](w)\n", "posts/a.md")
OTHER = Source("first\r\n日本語の[こちら](u)です\r\n", "posts/投稿 1.md")
CLEAN = Source("nothing to see", "posts/clean.md")


def span(source: Source, piece: str) -> Span:
    start = source.text.index(piece)
    return Span(start, start + len(piece))


NAME_IT = Fix("Name the target", (Edit(span(RIVER, "here"), "the walk"),), safe=False)
TWO_EDITS = Fix(
    "Change both ends",
    (Edit(span(OTHER, "です"), ""), Edit(span(OTHER, "日本語"), "“x”\n")),
)
POSTS: list[tuple[Source, list[Diagnostic]]] = [
    (
        RIVER,
        [
            finding(RIVER, "[here](u)", fix=NAME_IT),
            finding(RIVER, "[here](v)"),
            finding(RIVER, "[ici](w)", severity=Severity.INFO),
        ],
    ),
    (CLEAN, []),
    (
        OTHER,
        [finding(OTHER, "[こちら](u)", code="MED202", severity=Severity.WARNING, fix=TWO_EDITS)],
    ),
]


def with_edits(text: str, edits: list[tuple[int, int, str]]) -> str:
    """The text after edits that are given by offset, the last first."""
    for start, end, content in sorted(edits, reverse=True):
        text = text[:start] + content + text[end:]
    return text


class TestEveryFormat:
    def test_the_settings_know_the_same_formats(self) -> None:
        choices = next(setting.choices for setting in SETTINGS if setting.name == "output-format")
        assert choices == FORMATS

    @pytest.mark.parametrize("format", FORMATS)
    def test_the_same_findings_give_the_same_report(self, format: str) -> None:
        assert report(format, *POSTS) == report(format, *POSTS)

    @pytest.mark.parametrize("format", FORMATS)
    def test_each_report_ends_its_last_line(self, format: str) -> None:
        text = report(format, *POSTS)
        assert text.endswith("\n")
        assert "\r" not in text

    @pytest.mark.parametrize(
        "format", ["json", "jsonl", "gitlab", "sarif", "junit", "checkstyle", "rdjson"]
    )
    def test_what_programs_read_is_ascii(self, format: str) -> None:
        assert report(format, *POSTS).isascii()


class TestSarif:
    def log(self, *posts: tuple[Source, list[Diagnostic]], **environ: str) -> dict[str, Any]:
        log = json.loads(report("sarif", *posts, environ=environ))
        sarif_schema().validate(log)
        assert log["version"] == "2.1.0"
        run: dict[str, Any] = log["runs"][0]
        return run

    def test_without_findings_it_is_a_run_without_results(self) -> None:
        run = self.log((CLEAN, []))
        assert run["results"] == []
        assert run["tool"]["driver"]["rules"] == []

    def test_the_schema_refuses_what_is_no_sarif(self) -> None:
        log = json.loads(report("sarif", *POSTS))
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
        assert not sarif_schema().is_valid(log)

    def test_results_name_rule_level_and_place(self) -> None:
        run = self.log(*POSTS)
        assert run["columnKind"] == "unicodeCodePoints"
        assert [result["level"] for result in run["results"]] == [
            "error",
            "error",
            "note",
            "warning",
        ]
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        location = run["results"][3]["locations"][0]["physicalLocation"]
        assert location["region"] == {
            "startLine": 2,
            "startColumn": 5,
            "endLine": 2,
            "endColumn": 13,
        }
        assert location["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        assert unquote(location["artifactLocation"]["uri"]) == OTHER.path
        assert location["artifactLocation"]["uri"].isascii()

    def test_each_rule_explains_itself(self) -> None:
        rule = find_rule("MED201")
        assert rule is not None
        described = self.log(*POSTS)["tool"]["driver"]["rules"][0]
        assert described["id"] == "MED201"
        assert described["name"] == "generic-anchor"
        assert described["shortDescription"]["text"] in (rule.__doc__ or "")
        assert "How to mend it" in described["help"]["text"]
        assert "**How to mend it**" in described["help"]["markdown"]
        assert described["helpUri"].endswith("/MED201.md")
        assert described["defaultConfiguration"] == {"enabled": True, "level": "error"}
        assert described["properties"]["tags"] == ["links"]

    def test_a_failure_of_medlint_itself_needs_no_rule(self) -> None:
        run = self.log((RIVER, [finding(RIVER, "one", code="MED000")]))
        assert run["tool"]["driver"]["rules"][0]["id"] == "MED000"

    @pytest.mark.parametrize(("source", "at", "fix"), [(RIVER, 0, NAME_IT), (OTHER, 3, TWO_EDITS)])
    def test_fixes_do_what_they_do_here(self, source: Source, at: int, fix: Fix) -> None:
        told = self.log(*POSTS)["results"][at]["fixes"][0]
        assert told["properties"]["safe"] is fix.safe
        assert told["description"]["text"] == fix.title
        (change,) = told["artifactChanges"]
        assert unquote(change["artifactLocation"]["uri"]) == source.path
        edits = []
        for replacement in change["replacements"]:
            region = replacement["deletedRegion"]
            edits.append(
                (
                    source.offset(region["startLine"], region["startColumn"]),
                    source.offset(region["endLine"], region["endColumn"]),
                    replacement["insertedContent"]["text"],
                )
            )
        assert with_edits(source.text, edits) == apply_fixes(source.text, [fix])[0]

    def prints(self, source: Source, *found: Diagnostic) -> list[str]:
        run = self.log((source, list(found)))
        return [result["partialFingerprints"]["medlintFinding/v1"] for result in run["results"]]

    def test_fingerprints_stay_when_lines_come_before(self) -> None:
        later = Source("new\n\n" + RIVER.text, RIVER.path)
        assert self.prints(later, finding(later, "[ici](w)", "reworded")) == self.prints(
            RIVER, finding(RIVER, "[ici](w)")
        )

    def test_fingerprints_tell_findings_apart(self) -> None:
        source = Source("[here](u)\n\n[here](u)\n\n[there](u)", "a.md")
        prints = self.prints(
            source,
            finding(source, "[here](u)"),
            finding(source, "[here](u)", code="MED202"),
            finding(source, "[here](u)", after=5),
            finding(source, "[there](u)"),
        )
        assert len(set(prints)) == 4

    def test_what_is_missing_from_front_matter_keeps_its_fingerprint(self) -> None:
        one = Source("---\ntitle: x\n---\n", "a.md")
        two = Source("---\ntitle: x\ntags: [y]\n---\n", "a.md")
        assert self.prints(one, finding(one, "---\ntitle: x\n---")) == self.prints(
            two, finding(two, two.text.strip())
        )

    @pytest.mark.parametrize(
        ("path", "uri"),
        [
            ("posts/a b#1?.md", "posts/a%20b%231%3F.md"),
            ("odd:name.md", "odd%3Aname.md"),
            ("100%.md", "100%25.md"),
            ("/elsewhere/a b.md", "file:///elsewhere/a%20b.md"),
            ("C:/blog/a b.md", "file:///C:/blog/a%20b.md"),
            ("<stdin>", "%3Cstdin%3E"),
        ],
    )
    def test_paths_become_addresses(self, path: str, uri: str) -> None:
        source = Source("x", path)
        location = self.log((source, [finding(source, "x")]))["results"][0]["locations"][0]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == uri

    @pytest.mark.parametrize(
        "text", ["see [x](1) or [y](https://e.org)", "{0} and {12}", "{{ x }}"]
    )
    def test_messages_have_neither_links_nor_placeholders(self, text: str) -> None:
        run = self.log((RIVER, [finding(RIVER, "one", text)]))
        message = run["results"][0]["message"]["text"]
        assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", message)
        assert not re.search(r"(?<!\{)\{\d+\}(?!\})", message)
        unescaped = message.replace("\\[", "[").replace("\\]", "]")
        assert re.sub(r"\{\{(\d+)\}\}", r"{\1}", unescaped) == text


class TestGitlab:
    def issues(self, *posts: tuple[Source, list[Diagnostic]], **environ: str) -> list[Any]:
        issues = json.loads(report("gitlab", *posts, environ=environ))
        own_schema("gitlab").validate(issues)
        assert isinstance(issues, list)
        return issues

    def test_without_findings_the_list_is_empty(self) -> None:
        assert self.issues((CLEAN, [])) == []

    def test_an_issue_for_each_finding(self) -> None:
        issues = self.issues(*POSTS)
        assert [issue["severity"] for issue in issues] == ["major", "major", "info", "minor"]
        assert issues[0]["check_name"] == "MED201"
        assert issues[0]["description"] == "MED201[generic-anchor] say where it leads"
        assert issues[3]["location"] == {"path": OTHER.path, "lines": {"begin": 2, "end": 2}}

    def test_no_two_issues_share_a_fingerprint(self) -> None:
        one, two = Source("[x](u) [x](u)", "a.md"), Source("[x](u)", "b.md")
        issues = self.issues(
            (one, [finding(one, "[x](u)"), finding(one, "[x](u)", after=3)]),
            (two, [finding(two, "[x](u)")]),
        )
        assert len({issue["fingerprint"] for issue in issues}) == 3


class TestRdjson:
    def diagnostics(self, *posts: tuple[Source, list[Diagnostic]]) -> list[dict[str, Any]]:
        data = json.loads(report("rdjson", *posts))
        own_schema("rdjson").validate(data)
        diagnostics: list[dict[str, Any]] = data["diagnostics"]
        return diagnostics

    def test_without_findings_there_are_no_diagnostics(self) -> None:
        assert self.diagnostics((CLEAN, [])) == []

    def offset(self, data: bytes, position: dict[str, int]) -> int:
        """Where a position is in the bytes of a file, as the format defines it."""
        lines = data.splitlines(keepends=True)
        return sum(map(len, lines[: position["line"] - 1])) + position["column"] - 1

    def test_columns_count_bytes(self) -> None:
        data = OTHER.text.encode()
        diagnostic = self.diagnostics(*POSTS)[3]
        place = diagnostic["location"]["range"]
        piece = data[self.offset(data, place["start"]) : self.offset(data, place["end"])]
        assert piece.decode() == "[こちら](u)"
        assert diagnostic["severity"] == "WARNING"
        assert diagnostic["code"]["value"] == "MED202[empty-anchor]"

    @pytest.mark.parametrize(("source", "at", "fix"), [(RIVER, 0, NAME_IT), (OTHER, 3, TWO_EDITS)])
    def test_a_suggestion_does_the_whole_fix(self, source: Source, at: int, fix: Fix) -> None:
        data = source.text.encode()
        (suggestion,) = self.diagnostics(*POSTS)[at]["suggestions"]
        start = self.offset(data, suggestion["range"]["start"])
        end = self.offset(data, suggestion["range"]["end"])
        mended = data[:start] + suggestion["text"].encode() + data[end:]
        assert mended.decode() == apply_fixes(source.text, [fix])[0]

    def test_a_fix_spread_over_a_whole_post_is_no_suggestion(self) -> None:
        source = Source("x" + "\n" * 5000 + "y", "a.md")
        fix = Fix("Both", (Edit(Span(0, 1), ""), Edit(Span(5001, 5002), "")))
        (diagnostic,) = self.diagnostics((source, [finding(source, "x", fix=fix)]))
        assert "suggestions" not in diagnostic

    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.text(alphabet="aé日😀\n\r", max_size=40).map(lambda text: text * 400), st.data())
    def test_bytes_are_counted_right_across_blocks(self, text: str, data: st.DataObject) -> None:
        source = Source(text)
        offset = data.draw(st.integers(0, len(text)))
        line = source.position(offset).line
        start = source.line_starts[line - 1]
        columns = Utf8Columns(source)
        assert columns.place(offset) == (line, len(text[start:offset].encode()) + 1)
        assert columns.place(0) == (1, 1)


class TestJunit:
    def suites(
        self, *posts: tuple[Source, list[Diagnostic]], fail_on: Severity = Severity.WARNING
    ) -> junitparser.JUnitXml:
        text = report("junit", *posts, fail_on=fail_on)
        parsed = junitparser.JUnitXml.fromstring(text.encode())
        cases = [case for suite in parsed for case in suite]
        kinds = [type(result) for case in cases for result in case.result]
        assert parsed.tests == len(cases)
        assert parsed.failures == kinds.count(junitparser.Failure)
        assert parsed.errors == kinds.count(junitparser.Error)
        return parsed

    def test_a_suite_for_each_post_and_a_test_for_each_finding(self) -> None:
        suites = list(self.suites(*POSTS))
        assert [suite.name for suite in suites] == [source.path for source, _ in POSTS]
        assert [len(list(suite)) for suite in suites] == [3, 1, 1]
        case = next(iter(suites[0]))
        assert case.name == "MED201[generic-anchor] at 2:5"
        assert case.classname == "posts/a.md"
        (failure,) = case.result
        assert isinstance(failure, junitparser.Failure)
        assert failure.message == "say where it leads"
        assert failure.type == "error"
        assert failure.text == "posts/a.md:2:5: MED201[generic-anchor] error: say where it leads"

    def test_a_post_without_findings_is_a_test_that_passed(self) -> None:
        (suite,) = self.suites((CLEAN, []))
        (case,) = suite
        assert case.is_passed

    @pytest.mark.parametrize(
        ("fail_on", "failures"), [(Severity.ERROR, 2), (Severity.WARNING, 3), (Severity.INFO, 4)]
    )
    def test_what_does_not_fail_the_run_fails_no_test(
        self, fail_on: Severity, failures: int
    ) -> None:
        parsed = self.suites(*POSTS, fail_on=fail_on)
        assert (parsed.tests, parsed.failures) == (5, failures)

    def test_what_does_not_fail_is_output(self) -> None:
        case = list(next(iter(self.suites(*POSTS))))[2]
        assert case.is_passed
        assert case.system_out == "posts/a.md:2:34: MED201[generic-anchor] info: say where it leads"

    def test_a_failure_of_medlint_itself_is_an_error(self) -> None:
        parsed = self.suites((RIVER, [finding(RIVER, "one", code="MED000")]))
        assert (parsed.failures, parsed.errors) == (0, 1)


class TestCheckstyle:
    def test_the_document_is_as_checkstyle_writes_it(self) -> None:
        root = ElementTree.fromstring(report("checkstyle", *POSTS))
        assert (root.tag, root.attrib) == ("checkstyle", {"version": "4.3"})
        assert [(file.tag, file.attrib) for file in root] == [
            ("file", {"name": "posts/a.md"}),
            ("file", {"name": OTHER.path}),
        ]
        errors = [error for file in root for error in file]
        assert {error.tag for error in errors} == {"error"}
        assert [error.attrib["severity"] for error in errors] == [
            *("error", "error", "info", "warning")
        ]
        assert errors[3].attrib == {
            "line": "2",
            "column": "5",
            "severity": "warning",
            "message": "say where it leads",
            "source": "medlint.MED202.empty-anchor",
        }

    def test_without_findings_it_is_empty(self) -> None:
        assert len(ElementTree.fromstring(report("checkstyle", (CLEAN, [])))) == 0


class TestAzure:
    def test_an_issue_for_each_finding(self) -> None:
        issues = list(azure_commands(report("azure", *POSTS)))
        assert {issue.name for issue in issues} == {"task.logissue"}
        assert [issue.properties["type"] for issue in issues] == [
            *("error", "error", "warning", "warning")
        ]
        assert issues[3].properties == {
            "type": "warning",
            "sourcepath": OTHER.path,
            "linenumber": "2",
            "columnnumber": "5",
            "code": "MED202",
        }
        assert issues[3].data == f"say where it leads (empty-anchor, {OTHER.path}:2:5)"

    def test_what_the_agent_decodes_is_encoded(self) -> None:
        source = Source("x", "a;b]c%3B.md")
        (issue,) = azure_commands(report("azure", (source, [finding(source, "x", "100%0A; ]")])))
        assert issue.properties["sourcepath"] == "a;b]c%3B.md"
        assert issue.data.startswith("100%0A; ] (")


class TestCheckout:
    """CI takes paths to be relative to the checkout, wherever medlint runs."""

    @pytest.mark.parametrize(
        "variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"]
    )
    @pytest.mark.parametrize(
        ("path", "told"),
        [
            ("/checkout/blog/a.md", "blog/a.md"),
            ("/checkout/..a.md", "..a.md"),
            ("/elsewhere/a.md", "/elsewhere/a.md"),
        ],
    )
    def test_paths(self, variable: str, path: str, told: str) -> None:
        source = Source("x", path)
        environ = {variable: "/checkout"}
        post = (source, [finding(source, "x")])
        sarif = json.loads(report("sarif", post, environ=environ))["runs"][0]["results"][0]
        uri = sarif["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.removeprefix("file://") == told
        gitlab = json.loads(report("gitlab", post, environ=environ))
        assert gitlab[0]["location"]["path"] == told
        (issue,) = azure_commands(report("azure", post, environ=environ))
        assert issue.properties["sourcepath"] == told
        (note,) = github_commands(report("github", post, environ=environ))
        assert note.properties["file"] == told


class TestMarkdown:
    def test_the_comment(self) -> None:
        assert report("markdown", (CLEAN, []), (RIVER, [finding(RIVER, "[here](u)")])) == (
            "<!-- medlint -->\n"
            "### medlint: 1 error in 1 of 2 posts\n"
            "\n"
            "#### `posts/a.md`\n"
            "\n"
            "| Place | Rule | Finding |\n"
            "| ---: | --- | --- |\n"
            "| 2:5 | error [MED201] `generic-anchor` | say where it leads |\n"
            "\n"
            "[MED201]: <https://github.com/medlint/medlint/blob/main/docs/rules/MED201.md>\n"
        )

    def test_github_makes_tables_of_it(self) -> None:
        html = cmarkgfm.github_flavored_markdown_to_html(report("markdown", *POSTS))
        assert html.count("<table>") == 2
        assert html.count("<tr>") == 2 + 4
        assert html.count('<a href="https://github.com/medlint/medlint/') == 4
        assert f"<h4><code>{OTHER.path}</code></h4>" in html

    def test_without_findings_it_says_so(self) -> None:
        text = report("markdown", (CLEAN, []), (RIVER, []))
        assert text == "<!-- medlint -->\n### medlint: nothing to mend in 2 posts\n"

    def test_a_comment_never_grows_too_long_for_github(self) -> None:
        sources = [Source("[x](u)", f"posts/{number}.md") for number in range(900)]
        posts = [(source, [finding(source, "[x](u)", "word " * 20)]) for source in sources]
        text = report("markdown", *posts)
        assert LIMIT - 1000 < len(text) < LIMIT
        shown = text.count("| error [MED201] ")
        assert f"\n{900 - shown} more findings did not fit in here.\n" in text
        assert "900 errors in 900 of 900 posts" in text
        assert text.index("posts/0.md") < text.index("posts/1.md") < text.index("posts/2.md")


class TestGrouped:
    def test_findings_stand_below_their_post_in_columns(self) -> None:
        assert report("grouped", *POSTS) == (
            "posts/a.md\n"
            "   2:5  error    MED201[generic-anchor]  say where it leads\n"
            "  2:19  error    MED201[generic-anchor]  say where it leads\n"
            "  2:34  info     MED201[generic-anchor]  say where it leads\n"
            "\n"
            "posts/投稿 1.md\n"
            "  2:5  warning  MED202[empty-anchor]  say where it leads\n"
            "\n"
            "2 errors, 1 warning and 1 note in 2 of 3 posts. "
            "To learn more of a rule: medlint rule MED201\n"
        )


class TestJsonl:
    def test_each_line_is_an_object_of_the_json(self) -> None:
        lines = report("jsonl", *POSTS).splitlines()
        assert [json.loads(line) for line in lines] == json.loads(report("json", *POSTS))[
            "diagnostics"
        ]

    def test_without_findings_there_is_nothing(self) -> None:
        assert report("jsonl", (CLEAN, [])) == ""


class TestStatistics:
    def statistics(self, format: str, *posts: tuple[Source, list[Diagnostic]]) -> str:
        reporter = make_statistics(format, PLAIN, quiet=False)
        for source, found in posts:
            assert reporter.file(source, found) == ""
        return reporter.end(totals(*posts))

    def test_the_table(self) -> None:
        assert self.statistics("text", *POSTS) == (
            "FOUND  POSTS  RULE                    FIXES\n"
            "    3      1  MED201  generic-anchor  1 unsafe\n"
            "    1      1  MED202  empty-anchor    1 safe\n"
            "\n"
            "2 errors, 1 warning and 1 note in 2 of 3 posts. "
            "To learn more of a rule: medlint rule MED201\n"
        )

    def test_without_findings_there_is_no_table(self) -> None:
        assert self.statistics("text", (CLEAN, [])) == "Nothing to mend in 1 post.\n"

    def test_the_json(self) -> None:
        data = json.loads(self.statistics("json", *POSTS))
        own_schema("statistics").validate(data)
        assert (data["posts"], data["posts_with_findings"], data["findings"]) == (3, 2, 4)
        first = data["statistics"][0]
        assert first["severities"] == {"error": 2, "warning": 0, "info": 1}
        assert (first["findings"], first["safe_fixes"], first["unsafe_fixes"]) == (3, 0, 1)

    def test_equal_counts_are_in_order_of_code(self) -> None:
        found = [finding(RIVER, "one", code=code) for code in ("MED301", "MED122", "MED202")]
        data = json.loads(self.statistics("json", (RIVER, found)))
        assert [one["code"] for one in data["statistics"]] == ["MED122", "MED202", "MED301"]

    def test_the_markdown_is_a_table(self) -> None:
        html = cmarkgfm.github_flavored_markdown_to_html(self.statistics("markdown", *POSTS))
        assert html.count("<tr>") == 3
        assert html.count('<a href="https://github.com/medlint/medlint/') == 2

    @pytest.mark.parametrize("format", ["text", "concise", "grouped", "github", "sarif"])
    def test_other_formats_show_the_table(self, format: str) -> None:
        assert self.statistics(format, *POSTS) == self.statistics("text", *POSTS)

    def test_the_formats_are_formats(self) -> None:
        assert set(STATISTICS_FORMATS) < set(FORMATS)
