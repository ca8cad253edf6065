"""From a post to diagnostics: stages, severities, drafts, failures, files that resist."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.diagnostic import Finding, Severity
from medlint.files import PostFile
from medlint.linter import lint_file, lint_post, lint_source, planned_rules
from medlint.post import Post
from medlint.reading import load
from medlint.rule import Rule, option
from medlint.settings import Settings
from medlint.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from medlint.diagnostic import Diagnostic
    from medlint.registry import Planned

POST = "---\ntitle: x\n---\n\nHello, world.\n"


def post(text: str = POST, path: str = "posts/a.md", **given: object) -> Post:
    return Post(Source(text, path), Settings.from_mapping(given), path)


class First(Rule, code="MED900"):
    """Reports the first character of a post, as often as it is told to."""

    times: int = option(1, "How often.")

    def check(self, post: Post) -> Iterator[Finding]:
        for _ in range(self.times):
            yield self.finding(post.source.line_span(1), "first")


class Mild(Rule, code="MED901"):
    """Reports with a severity of its own."""

    def check(self, post: Post) -> Iterator[Finding]:
        yield self.finding(post.source.line_span(1), "mild", severity=Severity.WARNING)


class Raising(Rule, code="MED902"):
    """Finds one thing and then fails."""

    def check(self, post: Post) -> Iterator[Finding]:
        yield self.finding(post.source.line_span(1), "before")
        raise ValueError("a\nfault")


class Deep(Rule, code="MED903"):
    """Recurses for ever."""

    def check(self, post: Post) -> Iterator[Finding]:
        yield from self.check(post)


class Outside(Rule, code="MED904"):
    """Reports a place that is not in the post."""

    end: int = option(10_000, "Where.")

    def check(self, post: Post) -> Iterator[Finding]:
        yield self.finding(Span(5, min(self.end, len(post.text) + 1)), "nowhere")


class ReadsTags(Rule, code="MED905"):
    """Asks for what may fail."""

    def check(self, post: Post) -> Iterator[Finding]:
        yield self.finding(Span(0, 1), str(len(post.links)))


class AlsoReadsTags(ReadsTags, code="MED906"):
    """Asks for the same."""


class AtTheSource(First, code="MED907", stage="source"):
    """Runs on every file."""


def told(found: list[Diagnostic]) -> list[str]:
    return [f"{one.code} {one.severity.label}" for one in found]


def only(code: str, settings: Settings, path: str = "a.md") -> list[Planned]:
    return [rule for rule in planned_rules(settings, path) if rule.code == code]


class TestStamping:
    def test_position_and_rule(self) -> None:
        (one,) = lint_post(post("---\ntitle: x\n---\nab"), [Mild()])
        assert (one.path, one.code, one.name) == ("posts/a.md", "MED901", "mild")
        assert (one.line, one.column, one.end_line, one.end_column) == (1, 1, 1, 4)
        assert one.url.endswith("MED901.md")

    def test_severity_of_user_then_finding_then_rule(self) -> None:
        assert told(lint_post(post(), [First(), Mild()])) == ["MED900 error", "MED901 warning"]
        (one,) = lint_source(
            Source("text"),
            Settings.from_mapping(
                {"select": ["MED007"], "rules": {"MED007": {"severity": "info"}}}
            ),
        )
        assert one.severity is Severity.INFO

    def test_exact_repetitions_are_dropped(self) -> None:
        assert len(lint_post(post(), [First(times=3)])) == 1

    def test_order_is_that_of_reports(self) -> None:
        found = lint_source(
            Source("---\ntags: [a, a, b, b]\ntags: c\n---\n[](x)\n"), Settings.from_mapping({})
        )
        assert len(found) > 3
        assert found == sorted(found, key=lambda one: one.sort_key)


class TestDrafts:
    DRAFT = "---\ndraft: true\n---\n"

    def test_lenient_lowers_by_one_step_after_all_else(self) -> None:
        rules = [First(), Mild()]
        assert told(lint_post(post(self.DRAFT), rules)) == ["MED900 warning", "MED901 info"]

    def test_strict(self) -> None:
        assert told(lint_post(post(self.DRAFT, drafts="strict"), [First()])) == ["MED900 error"]

    def test_skip(self) -> None:
        assert lint_post(post(self.DRAFT, drafts="skip"), [First()]) == []
        assert told(lint_post(post(POST, drafts="skip"), [First()])) == ["MED900 error"]

    def test_folder_of_drafts(self) -> None:
        found = lint_post(post(POST, "_drafts/a.md"), [First()])
        assert told(found) == ["MED900 warning"]

    def test_source_rules_are_not_lowered(self) -> None:
        found = lint_post(post(self.DRAFT), [AtTheSource(), First()])
        assert told(found) == ["MED900 warning", "MED907 error"]


class TestFailures:
    def test_a_rule_that_raises_is_one_diagnostic_and_the_rest_goes_on(self) -> None:
        found = lint_post(post(), [Raising(), First()])
        assert told(found) == ["MED000 error", "MED900 error", "MED902 error"]
        internal = found[0]
        assert internal.name == "internal-error"
        for part in ("MED902", "raising", "posts/a.md", "ValueError: a fault", "report"):
            assert part in internal.message

    def test_endless_recursion(self) -> None:
        found = lint_post(post(), [Deep(), First()])
        assert told(found) == ["MED000 error", "MED900 error"]
        assert "RecursionError" in found[0].message

    @pytest.mark.parametrize("end", [10_000, 4, -1])
    def test_places_outside_the_post(self, end: int) -> None:
        found = lint_post(post(), [Outside(end=end), First()])
        assert told(found) == ["MED000 error", "MED900 error"]
        assert "MED904" in found[0].message

    def test_what_fails_inside_the_post_is_told_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        times = []

        def broken(*_: object, **__: object) -> None:
            times.append(1)
            raise KeyError("no such node")

        monkeypatch.setattr("medlint.parsers.parse", broken)
        text = POST + "<!-- medlint: disable -->\n"
        found = lint_post(post(text), [ReadsTags(), AlsoReadsTags(), First()])
        assert told(found) == ["MED000 error", "MED900 error"]
        assert "reading its document raised KeyError" in found[0].message
        assert len(times) == 1, "what fails is tried once"

    def test_a_suppression_of_a_rule_that_failed_is_not_called_unused(self) -> None:
        settings = Settings.from_mapping({"select": ["MED008", "MED202"]})
        text = "Text\n\n<!-- medlint: disable-line=MED202 -->\n"
        (unused,) = only("MED008", settings)

        class FailingEmptyAnchor(Raising, code="MED202"):
            """Stands in for the real rule."""

        found = lint_post(Post(Source(text), settings), [FailingEmptyAnchor(), unused])
        assert told(found) == ["MED000 error", "MED202 error"]

    def test_unreadable_sources_run_the_source_rules_alone(self) -> None:
        source = Source.from_bytes(b"a\xff", "a.md", max_size=10)
        found = lint_post(Post(source, Settings.from_mapping({})), [AtTheSource(), First()])
        assert told(found) == ["MED907 error"]


class TestEnabledRules:
    def test_options_reach_the_rules_and_instances_are_shared(self) -> None:
        one = Settings.from_mapping({"select": ["MED122"], "rules": {"MED122": {"maximum": 3}}})
        two = Settings.from_mapping({"select": ["MED122"], "rules": {"MED122": {"maximum": 4}}})
        (first,) = only("MED122", one)
        (second,) = only("MED122", two)
        assert (vars(first.rule)["maximum"], vars(second.rule)["maximum"]) == (3, 4)
        assert only("MED122", one, "b.md")[0] is first

    def test_overrides_for_a_path_are_applied_once(self) -> None:
        given = {
            "select": ["MED007"],
            "overrides": [{"files": ["old/**"], "ignore": ["MED007"]}],
        }
        settings = Settings.from_mapping(given)
        assert only("MED007", settings, "old/a.md") == []
        assert only("MED007", settings.for_path("old/a.md"), "old/a.md") == []
        assert only("MED007", settings, "new/a.md")
        assert told(lint_source(Source("x", "new/a.md"), settings)) == ["MED007 error"]
        assert lint_source(Source("x", "old/a.md"), settings) == []


class TestFiles:
    def lint(self, path: Path, **given: object) -> list[str]:
        file = PostFile(str(path), "a.md", "a.md", Settings.from_mapping(given))
        return [f"{one.code} {one.message}" for one in lint_file(file)]

    def test_reads_and_lints(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"\xef\xbb\xbfno front matter\r\n")
        (one,) = self.lint(path, select=["MED0"])
        assert one.startswith("MED007")
        assert path.read_bytes() == b"\xef\xbb\xbfno front matter\r\n"

    def test_gone(self, tmp_path: Path) -> None:
        (one,) = self.lint(tmp_path / "gone.md")
        assert one.startswith("MED001 the file cannot be read: No such file")

    @pytest.mark.skipif(
        sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything"
    )
    def test_not_permitted(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_text("x")
        path.chmod(0)
        (one,) = self.lint(path)
        assert "Permission denied" in one

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_a_pipe_does_not_block(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        os.mkfifo(path)
        (one,) = self.lint(path)
        assert "no regular file" in one

    def test_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"x" * 21)
        (one,) = self.lint(path, **{"max-file-size": 20})
        assert "21 bytes" in one
        assert "20 bytes" in one

    @pytest.mark.parametrize("limit", [1000, 20])
    def test_a_file_that_grows_while_it_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
    ) -> None:
        path = tmp_path / "a.md"
        path.write_bytes(b"x" * 10)
        look = os.fstat

        def look_and_grow(descriptor: int) -> os.stat_result:
            seen = look(descriptor)
            with path.open("ab") as stream:
                stream.write(b"x" * 20)
            return seen

        file = PostFile(str(path), "a.md", "a.md", Settings.from_mapping({"max-file-size": limit}))
        monkeypatch.setattr(os, "fstat", look_and_grow)
        data = load(file)
        monkeypatch.undo()
        assert data == b"x" * min(30, limit + 1)

    def test_not_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "a.md"
        path.write_bytes("---\ntitle: Caf\xe9\n---\n".encode("latin-1"))
        found = lint_file(PostFile(str(path), "a.md", "a.md", Settings.from_mapping({})))
        assert [(one.code, one.line, one.column) for one in found] == [("MED001", 2, 11)]


PIECES = st.sampled_from(
    [
        *("---\n", "+++\n", "{", "}", "tags: ", "[a, b]", "title:\t", "draft: true\n"),
        *("# ", "- ", "\n", "\r\n", "\r", "\t", "```", "`", "|", "> ", "[x](y)", "![", "<a href="),
        *("<!-- medlint: disable", "=MED2", " -->", "enable", "# medlint: disable-line"),
        *("\0", "\ufeff", "🚲", "\u2028", "&amp;"),
    ]
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30), st.sampled_from(["md", "mdx"])
)
def test_no_text_makes_a_rule_fail(pieces: list[str], suffix: str) -> None:
    text = "".join(pieces).encode("utf-8", "replace")
    source = Source.from_bytes(text, f"posts/a.{suffix}", max_size=100_000)
    found = lint_source(source, Settings.from_mapping({"select": ["ALL"]}))
    assert [one.message for one in found if one.code == "MED000"] == []


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_no_bytes_make_a_rule_fail(data: bytes) -> None:
    source = Source.from_bytes(b"---\n" + data, "posts/a.md", max_size=100_000)
    found = lint_source(source, Settings.from_mapping({"select": ["ALL"]}))
    assert [one.message for one in found if one.code == "MED000"] == []


def test_real_posts_make_no_rule_fail(real_posts: list[Path]) -> None:
    given = Settings.from_mapping({"select": ["ALL"]})
    failures = []
    for path in real_posts[::7]:
        source = Source.from_bytes(path.read_bytes(), path.name, max_size=10_000_000)
        failures += [one.message for one in lint_source(source, given) if one.code == "MED000"]
    assert failures == []
