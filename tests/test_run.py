"""From posts to results: their order, and the rules that look at all posts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medlint.diagnostic import Finding, Severity
from medlint.files import PostFile
from medlint.linter import lint_file
from medlint.rule import Rule
from medlint.run import Result, Run
from medlint.settings import Settings
from medlint.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from medlint.diagnostic import Diagnostic
    from medlint.jobs import Entry
    from medlint.linter import SiteFindings
    from medlint.post import Post


class SameTitle(Rule, code="MED201", severity=Severity.WARNING):
    """A rule over all posts, under a code that comments may name."""


class Titles:
    """What finds posts that begin with the same line."""

    def __init__(self, wanted: Sequence[PostFile]) -> None:
        self.wanted = wanted
        self.known: dict[str, Entry] = {}
        self.closed = False

    def entry_of(self, post: Post) -> Entry:
        return (post.text.split("\n", 1)[0],)

    def learn(self, file: PostFile, entry: Entry) -> None:
        self.known[file.shown] = entry

    def is_draft(self, file: PostFile) -> bool:
        return "draft: true" in file.path.read_text()

    def findings(self, file: PostFile, entry: Entry | None = None) -> SiteFindings:
        own = self.known[file.shown] if entry is None else entry
        return [
            (SameTitle(), Finding(Span(0, len(own[0])), f"{other} begins alike"))
            for other, known in sorted(self.known.items())
            if other != file.shown and known == own
        ]

    @property
    def state(self) -> bytes | None:
        return repr(sorted(self.known.items())).encode()

    @property
    def looked_for(self) -> dict[tuple[str, str], bool]:
        return {}

    def close(self) -> None:
        self.closed = True


def files(folder: Path, settings: Settings | None = None, **texts: str) -> list[PostFile]:
    made = []
    for name, text in texts.items():
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        settings = settings or Settings.from_mapping({"select": ["MED2"]})
        made.append(PostFile(str(path), path.name, path.name, settings))
    return made


def text_of(result: Result) -> str | None:
    return None if result.source is None else result.source.text


def told(found: Sequence[Diagnostic]) -> list[str]:
    return [f"{one.line}:{one.column} {one.code} {one.severity.label}" for one in found]


BAD = "# A\n\n[](https://a.org)\n"


class TestAlone:
    def test_results_come_in_the_order_of_the_files(self, tmp_path: Path) -> None:
        posts = files(tmp_path, b=BAD, a="# Fine\n", c=BAD)
        results = list(Run(posts).results())
        assert [result.file for result in results] == posts
        assert [list(result.findings) for result in results] == [lint_file(file) for file in posts]
        assert [text_of(result) for result in results] == [BAD, "# Fine\n", BAD]

    def test_a_result_is_there_before_the_next_post_is_read(self, tmp_path: Path) -> None:
        posts = files(tmp_path, a=BAD, b=BAD)
        results = Run(posts).results()
        assert told(next(results).findings) == ["3:1 MED202 error"]
        (tmp_path / "b.md").write_text("# Fine\n", encoding="utf-8")
        assert told(next(results).findings) == []

    def test_a_file_that_is_gone_is_a_result_too(self, tmp_path: Path) -> None:
        settings = Settings.from_mapping({"select": ["MED0"]})
        (post,) = files(tmp_path, settings, a="")
        (tmp_path / "a.md").unlink()
        (result,) = Run([post]).results()
        assert told(result.findings) == ["1:1 MED001 error"]

    def test_lints_other_versions_of_a_post(self, tmp_path: Path) -> None:
        (post,) = files(tmp_path, a="# Fine\n")
        lint = Run([post]).lint(post)
        assert told(lint(Source(BAD, "a.md"))) == ["3:1 MED202 error"]


class TestWithASite:
    def test_findings_over_all_posts_stand_among_the_others(self, tmp_path: Path) -> None:
        posts = files(tmp_path, a=BAD, b="# B\n", c=BAD)
        results = list(Run(posts, Titles(posts)).results())
        assert [told(result.findings) for result in results] == [
            ["1:1 MED201 warning", "3:1 MED202 error"],
            [],
            ["1:1 MED201 warning", "3:1 MED202 error"],
        ]
        assert results[0].findings[0].message == "c.md begins alike"

    def test_posts_that_are_not_linted_are_learnt_where_the_site_wants_them(
        self, tmp_path: Path
    ) -> None:
        posts = files(tmp_path, a=BAD, b=BAD, c=BAD)
        site = Titles([posts[2]])
        site.learn(posts[0], ("something else",))
        (result,) = Run(posts[:1], site).results()
        assert sorted(site.known) == ["a.md", "c.md"]
        assert told(result.findings) == ["3:1 MED202 error"]

    def test_comments_silence_them(self, tmp_path: Path) -> None:
        text = "# A <!-- medlint: disable-line MED201 -->\n\n[](https://a.org)\n"
        posts = files(tmp_path, a=text, b=text)
        results = Run(posts, Titles(posts)).results()
        assert [told(result.findings) for result in results] == [["3:1 MED202 error"]] * 2

    def test_drafts_are_judged_as_mildly(self, tmp_path: Path) -> None:
        text = "---\ndraft: true\n---\n# A\n"
        posts = files(tmp_path, a=text, b=text)
        results = Run(posts, Titles(posts)).results()
        assert [told(result.findings) for result in results] == [["1:1 MED201 info"]] * 2

    def test_other_versions_are_held_against_the_others_and_not_kept(self, tmp_path: Path) -> None:
        posts = files(tmp_path, a="# A\n", b="# B\n")
        site = Titles(posts)
        run = Run(posts, site)
        assert [told(result.findings) for result in run.results()] == [[], []]
        assert told(run.lint(posts[0])(Source("# B\n", "a.md"))) == ["1:1 MED201 warning"]
        assert site.known["a.md"] == ("# A",)

    def test_a_rule_that_names_a_wrong_place_is_told_and_the_rest_is_kept(
        self, tmp_path: Path
    ) -> None:
        class Wrong(Titles):
            def findings(self, file: PostFile, entry: Entry | None = None) -> SiteFindings:
                return [(SameTitle(), Finding(Span(5, 9999), "outside"))]

        posts = files(tmp_path, a=BAD)
        (result,) = Run(posts, Wrong(posts)).results()
        assert told(result.findings) == ["1:1 MED000 error", "3:1 MED202 error"]
