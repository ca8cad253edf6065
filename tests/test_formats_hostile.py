"""Posts, paths and fixes that try to make a report do something: none does, in any format."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from xml.etree import ElementTree

import cmarkgfm
import junitparser
import pytest
from cmarkgfm.cmark import Options
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
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medlint import __version__
from medlint.diagnostic import Diagnostic, Severity
from medlint.fixes import Edit, Fix
from medlint.linter import lint_source
from medlint.reporters import FORMATS
from medlint.reporters.snippet import snippet
from medlint.reporters.statistics import STATISTICS_FORMATS, make_statistics
from medlint.reporters.text import TextReporter
from medlint.settings import Settings
from medlint.text import Source, Span

NASTY = (
    "\x1b]0;owned\x07\x1b[2J\x9b31m\x00\x08\u202egnp.exe\u2066\u2028\ufeff\ufffe\uffff\U000e0041\udcff",
    "\n::error file=x::boom\r\n::set-output name=a::b\n",
    "::stop-commands::token",
    "  ::add-mask::x",
    "x ::warning::y ::debug::z ##[add-mask]w ##[error]v",
    "##vso[task.setvariable variable=PATH]/evil ###vso[task.complete result=Succeeded]",
    "a;code=1]##vso[task.complete]",
    "%0A::error::x%0D%25%AZP0A%5D%3B",
    "</failure></testcase><x y='z'>&amp;&#0;&#x1b;]]><!--",
    "<script>alert(1)</script><img src=x onerror=alert(1)> <!-- --> <b>",
    "![pixel](https://evil.example/p.png) [click](javascript:alert(1)) <https://evil.example>",
    "[a][b] `code` **bold** __x__ ~~no~~ a | b || \\| `` ``` \\` \\\\[x](y)",
    "@everyone @octo/team #1 !2 GH-3 octo/repo#4 a@b.example :tada: https://evil.example "
    "www.evil.example",
    "{0} {{1}} [here](1) [there](https://evil.example) \\[x](2)",
    "/close\n/merge",
    "\u202eאבג 👩‍👩‍👧 é \t tab",
)
DIRECTION = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

nasty_text = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), min_size=1, max_size=3
).map("".join)


def nasty_post(text: str) -> tuple[Source, list[Diagnostic]]:
    """A post of which the text, path, message and fix are all the same nasty thing."""
    source = Source(f"first\nx{text}y\nlast", f"posts/{text}.md")
    whole = f"x{text}y"
    fix = Fix(text or "Fix", (Edit(Span(7, 7 + len(text)), text + text),))
    return source, [
        finding(source, "x", f"{text} is wrong", fix=fix),
        finding(source, whole, f"“{text}”", severity=Severity.WARNING, code="MED202"),
        finding(source, "last", text or "x", severity=Severity.INFO, code="MED401"),
    ]


def harmless(text: str) -> None:
    """Nothing in the text steers a terminal, and each line break is the report's own."""
    for character in set(text) - {"\n"}:
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}, repr(character)
        assert unicodedata.bidirectional(character) not in DIRECTION, repr(character)


def own_commands(text: str) -> tuple[int, int]:
    """How many commands GitHub and Azure find in a log."""
    return len(list(github_commands(text))), len(list(azure_commands(text)))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_report_does_anything(format: str, text: str) -> None:
    post = nasty_post(text)
    told = report(format, post)
    harmless(told)
    wanted = {"github": (3, 0), "azure": (0, 3)}.get(format, (0, 0))
    assert own_commands(told) == wanted
    # A path alone, at the beginning of a line, is as dangerous.
    alone = Source("x", text)
    told = report(format, (alone, [finding(alone, "x")]))
    harmless(told)
    assert sum(own_commands(told)) == (1 if format in {"github", "azure"} else 0)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(nasty_text)
def test_no_line_in_a_terminal_is_a_command(text: str) -> None:
    post = nasty_post(text)
    for columns in (40, 100):
        reporter = TextReporter(PLAIN, columns=columns)
        told = reporter.file(*post) + reporter.end(totals(post))
        harmless(told)
        assert own_commands(told) == (0, 0)


def test_the_source_line_shown_breaks_commands_and_stays_underlined() -> None:
    source = Source("a ##vso[task.complete] [here](u) b")
    shown = snippet(source, finding(source, "[here](u)"), 80)
    assert shown is not None
    assert shown.text[shown.indent : shown.indent + shown.length] == "[here](u)"
    assert list(azure_commands(shown.text)) == []


@pytest.mark.parametrize("format", STATISTICS_FORMATS)
def test_statistics_name_rules_alone(format: str) -> None:
    post = nasty_post(NASTY[0])
    reporter = make_statistics(format, PLAIN, quiet=False)
    reporter.file(*post)
    told = reporter.end(totals(post))
    harmless(told)
    assert "owned" not in told


@pytest.mark.parametrize("format", ["github", "azure"])
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_annotations_say_what_was_to_be_said(format: str, text: str) -> None:
    source, found = nasty_post(text)
    read = github_commands if format == "github" else azure_commands
    commands = list(read(report(format, (source, found))))
    key = "line" if format == "github" else "linenumber"
    assert [command.properties[key] for command in commands] == [str(one.line) for one in found]
    expected = {"file", "line", "endLine", "col", "endColumn", "title"}
    if format == "azure":
        expected = {"type", "sourcepath", "linenumber", "columnnumber", "code"}
    assert all(set(command.properties) <= expected for command in commands)
    assert all(command.data for command in commands)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(nasty_text)
@example("".join(NASTY))
def test_json_stays_json(text: str) -> None:
    post = nasty_post(text)
    assert len(json.loads(report("json", post))["diagnostics"]) == 3
    assert len([json.loads(line) for line in report("jsonl", post).splitlines()]) == 3
    own_schema("gitlab").validate(json.loads(report("gitlab", post)))
    own_schema("rdjson").validate(json.loads(report("rdjson", post)))
    for name in ("json", "jsonl", "gitlab", "sarif", "rdjson"):
        told = report(name, post)
        assert told.isascii()
        # Readers that are strict refuse half of a surrogate pair.
        lines = told.splitlines() if name == "jsonl" else [told]
        for line in lines:
            json.dumps(json.loads(line), ensure_ascii=False).encode()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(nasty_text)
@example("".join(NASTY))
def test_sarif_stays_valid(text: str) -> None:
    log = json.loads(report("sarif", nasty_post(text)))
    sarif_schema().validate(log)
    run = log["runs"][0]
    assert run["tool"]["driver"]["version"] == __version__
    for result in run["results"]:
        message = result["message"]["text"]
        assert not re.search(r"(?<!\\)\[(?:[^\[\]\\]|\\.)*\]\([^)]*\)", message)
        harmless(message)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(nasty_text)
@example("".join(NASTY))
def test_xml_stays_xml(text: str) -> None:
    post = nasty_post(text)
    root = ElementTree.fromstring(report("checkstyle", post))
    assert [(element.tag, len(element)) for element in root] == [("file", 3)]
    assert all(set(error.attrib) == CHECKSTYLE and len(error) == 0 for error in root[0])
    parsed = junitparser.JUnitXml.fromstring(report("junit", post).encode())
    (suite,) = parsed
    assert [len(case.result) for case in suite] == [1, 1, 0]
    tree = ElementTree.fromstring(report("junit", post))
    assert {element.tag for element in tree.iter()} == JUNIT
    for element in (*root.iter(), *tree.iter()):
        for value in (*element.attrib.values(), (element.text or "").strip()):
            harmless(value)


CHECKSTYLE = {"line", "column", "severity", "message", "source"}
JUNIT = {"testsuites", "testsuite", "testcase", "failure", "system-out"}


def rendered(markdown: str) -> str:
    """As GitHub's own renderer has it, with raw HTML let through."""
    return str(
        cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE)
    )


def visible(fragment: str) -> str:
    """The words of HTML outside code, which GitHub searches for mentions and references."""
    words = re.sub(r"<code>.*?</code>", " ", fragment, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", words))


def no_references(words: str) -> None:
    assert not re.search(r"(?<!\w)@\w", words)
    assert not re.search(r"[#!]\d", words)
    assert not re.search(r"\bGH-\d", words, re.IGNORECASE)
    assert not re.search(r"https?://|www\.", words)
    assert not re.search(r":[a-z0-9_+-]+:", words)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(nasty_text)
@example("".join(NASTY))
@example("`|`")
@example("``|\\|`a")
@example(" ")
def test_a_comment_holds_our_table_and_nothing_else(text: str) -> None:
    fragment = rendered(report("markdown", nasty_post(text)))
    tags = set(re.findall(r"</?([a-z0-9]+)", fragment))
    assert tags == {*"h3 h4 table thead tbody tr th td a code".split()}
    assert fragment.count("<td") == 3 * 3
    assert fragment.count("<tr>") == 4
    assert fragment.count("<table>") == fragment.count("<h4>") == 1
    links = re.findall(r'<a href="([^"]*)"', fragment)
    assert len(links) == 3
    assert all(link.startswith("https://github.com/medlint/") for link in links)
    assert fragment.count("<!--") == 1
    no_references(visible(fragment.replace("<!-- medlint -->", "")))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(nasty_text)
@example("".join(NASTY))
@example("0@.A")
def test_reviewdog_posts_plain_words(text: str) -> None:
    for diagnostic in json.loads(report("rdjson", nasty_post(text)))["diagnostics"]:
        fragment = rendered("The finding: " + diagnostic["message"])
        assert set(re.findall(r"</?([a-z0-9]+)", fragment)) == {"p"}
        no_references(visible(fragment))


@pytest.mark.parametrize(
    "text",
    ["a [link](u) | `code` *x* <b> & \\ ~~y~~", "https://e.org/a_b?c=d%20e @me #1", "日本 “x” – y"],
)
def test_words_look_as_they_are(text: str) -> None:
    source = Source("x", "a.md")
    comment = rendered(report("markdown", (source, [finding(source, "x", text)])))
    assert text in html.unescape(comment).replace("\u200b", "")
    (diagnostic,) = json.loads(report("rdjson", (source, [finding(source, "x", text)])))[
        "diagnostics"
    ]
    assert rendered(diagnostic["message"]).count("<") == 2


@pytest.mark.parametrize("path", ["a|b.md", "`a``b`.md", "a\\b*c*<b>.md", " a .md"])
def test_a_path_looks_as_it_is(path: str) -> None:
    source = Source("x", path)
    comment = rendered(report("markdown", (source, [finding(source, "x")])))
    assert f"<h4><code>{html.escape(path)}</code></h4>" in comment


def test_a_post_that_is_really_linted() -> None:
    """The words of a post as rules repeat them, in each format."""
    source = Source(
        "---\n"
        'title: "::error::\\u001b[31m <script>alert(1)</script> @everyone"\n'
        'tags: ["##vso[task.complete]", "##VSO[task.complete]", "\\ud800|", "\\ufffe", "a", "a"]\n'
        "canonical_url: '://x](y) \x1b[31m'\n"
        "---\n"
        "[click here](javascript:alert`1`|x) [](::error::) ![](##[error]) @everyone #1\n",
        "posts/::error::.md",
    )
    found = lint_source(source, Settings.from_mapping({"select": ["ALL"]}))
    assert len(found) > 8
    for name in FORMATS:
        told = report(name, (source, found))
        harmless(told)
        wanted = {"github": (len(found), 0), "azure": (0, len(found))}.get(name, (0, 0))
        assert own_commands(told) == wanted, name
    sarif_schema().validate(json.loads(report("sarif", (source, found))))
    assert len(ElementTree.fromstring(report("junit", (source, found)))[0]) == len(found)
    assert rendered(report("markdown", (source, found))).count("<tr>") == len(found) + 1
