"""``medlint site``: the blog as a whole."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from medlint.cli import main
from medlint.commands.site_report import SiteReport
from medlint.link_graph import Place, link_graph
from medlint.overview import overview
from medlint.terminal import Style, cells

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

SETTINGS = 'content = ["posts"]\nsite-url = "https://ada.dev"\npermalink = "/:year/:slug/"\n'
POSTS = {
    "bees.md": (
        "---\ntitle: Bees in winter\ndate: 2024-01-31\ntags: [Bees, Insects]\n"
        "description: What bees do\nkeyword: bees in winter\n---\n\nSee [the wasps](wasps.md).\n"
    ),
    "wasps.md": (
        "---\ntitle: Wasps\ndate: 2024-02-02\ntags: [Insects]\nkeyword: bee in winter\n---\n\n"
        "See [the bees](https://ada.dev/2024/bees/) and [again](bees.md).\n"
    ),
    "flies.md": "---\ntitle: Flies\ndate: 2023-02-02\ntags: [insect, 花]\n---\n\nNothing.\n",
    "honey.md": (
        "---\ntitle: Honey\ndate: 2024-02-02\ntags: Bee\ndraft: true\n---\n\n"
        "See [bees](bees.md) and [flies](flies.md).\n"
    ),
    "ants.md": "---\ntitle: Ants\ndate: 2024-02-02\ntags: [Insects]\n---\n\nAnts are small.\n",
    "undated.md": "---\ntitle: Undated\nlanguage: de\n---\n\nText.\n",
}


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDLINT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "blog"
    (folder / "posts").mkdir(parents=True)
    (folder / "medlint.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in POSTS.items():
        (folder / "posts" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def told(capsys: Capture, *arguments: str) -> dict[str, Any]:
    assert main(["site", "--output-format", "json", *arguments]) == 0
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


@pytest.mark.usefixtures("blog")
class TestJson:
    def test_everything(self, capsys: Capture) -> None:
        assert told(capsys) == {
            "version": 1,
            "posts": 6,
            "drafts": ["posts/honey.md"],
            "languages": [{"language": None, "posts": 5}, {"language": "de", "posts": 1}],
            "tags": [
                {"tag": "Insects", "posts": 3},
                {"tag": "Bee", "posts": 1},
                {"tag": "Bees", "posts": 1},
                {"tag": "insect", "posts": 1},
                {"tag": "花", "posts": 1},
            ],
            "untagged": ["posts/undated.md"],
            "similar_tags": [
                [{"tag": "Bee", "posts": 1}, {"tag": "Bees", "posts": 1}],
                [{"tag": "Insects", "posts": 3}, {"tag": "insect", "posts": 1}],
            ],
            "keywords": [
                {"keyword": "bees in winter", "posts": ["posts/bees.md", "posts/wasps.md"]}
            ],
            "links": [
                {"post": "posts/ants.md", "links_in": 0, "links_out": 0},
                {"post": "posts/bees.md", "links_in": 1, "links_out": 1},
                {"post": "posts/flies.md", "links_in": 0, "links_out": 0},
                {"post": "posts/honey.md", "links_in": 0, "links_out": 2},
                {"post": "posts/undated.md", "links_in": 0, "links_out": 0},
                {"post": "posts/wasps.md", "links_in": 1, "links_out": 1},
            ],
            "orphans": ["posts/ants.md", "posts/flies.md"],
            "without_canonical": ["posts/undated.md"],
            "without_description": [
                "posts/ants.md",
                "posts/flies.md",
                "posts/undated.md",
                "posts/wasps.md",
            ],
            "months": [
                {"month": "2023-02", "posts": 1},
                {"month": "2024-01", "posts": 1},
                {"month": "2024-02", "posts": 2},
            ],
            "days": [
                {"day": "2023-02-02", "posts": ["posts/flies.md"]},
                {"day": "2024-01-31", "posts": ["posts/bees.md"]},
                {"day": "2024-02-02", "posts": ["posts/ants.md", "posts/wasps.md"]},
            ],
            "undated": ["posts/undated.md"],
        }

    def test_a_limit_leaves_nothing_out_of_it(self, capsys: Capture) -> None:
        assert told(capsys, "--limit", "1") == told(capsys)

    def test_the_second_run_says_the_same(self, capsys: Capture) -> None:
        assert told(capsys) == told(capsys)

    def test_what_is_known_is_kept_unless_that_is_not_wanted(
        self, tmp_path: Path, capsys: Capture
    ) -> None:
        kept = tmp_path / "kept"
        expected = told(capsys, "--no-cache", "--cache-dir", str(kept))
        assert not kept.exists()
        assert told(capsys, "--cache-dir", str(kept)) == expected
        assert list(kept.rglob("*.sqlite"))

    def test_several_processes_say_the_same(self, capsys: Capture) -> None:
        assert told(capsys, "--jobs", "3", "--no-cache") == told(capsys, "--jobs", "1")

    def test_changes_are_seen(self, blog: Path, capsys: Capture) -> None:
        told(capsys)
        flies = "---\ntitle: F\ndate: 2023-02-02\n---\nSee [ants](ants.md).\n"
        (blog / "posts" / "flies.md").write_text(flies)
        (blog / "posts" / "honey.md").unlink()
        data = told(capsys)
        assert data["posts"] == 5
        assert data["drafts"] == []
        assert data["orphans"] == ["posts/flies.md"]

    def test_some_posts_alone(self, capsys: Capture) -> None:
        data = told(capsys, "posts/bees.md", "posts/wasps.md")
        assert data["posts"] == 2
        assert data["orphans"] == []

    def test_orphans_are_those_of_the_rule(self, capsys: Capture) -> None:
        orphans = told(capsys)["orphans"]
        main(["--select", "MED709", "--exit-zero", "--output-format", "json"])
        found = {one["path"] for one in json.loads(capsys.readouterr().out)["diagnostics"]}
        # The rule leaves the newest alone.
        assert found == set(orphans) - {"posts/ants.md"}


TEXT = """\
6 posts, 1 draft among them
  languages: unknown 5, de 1

Calendar: 4 posts with a date
        Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec    all
  2023    ·   1   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·      1
  2024    1   2   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·      3
  days with several posts (1):
    2024-02-02  2 posts
  no date (1):
    posts/undated.md

5 tags
  Insects  3  ████████████████████████
  Bee      1  ████████
  … and 3 more
  tags that mean the same (2):
    Bee (1), Bees (1)
    Insects (3), insect (1)
  no tag (1):
    posts/undated.md

1 keyword
  for which several posts compete (1):
    bees in winter
      posts/bees.md
      posts/wasps.md

2 links between posts
  most linked to (2):
    1  posts/bees.md
    1  posts/wasps.md
  most links to others (3):
    2  posts/honey.md
    1  posts/bees.md
    … and 1 more
  no other post links to (2):
    posts/ants.md
    posts/flies.md
  not known: which links lead to the 1 post without a canonical URL

Missing
  no canonical URL (1):
    posts/undated.md
  no description (4):
    posts/ants.md
    posts/flies.md
    … and 2 more
"""


@pytest.mark.usefixtures("blog")
class TestText:
    def test_everything(self, capsys: Capture) -> None:
        assert main(["site", "--limit", "2"]) == 0
        captured = capsys.readouterr()
        assert captured.out == TEXT
        assert not captured.err

    def test_no_limit(self, capsys: Capture) -> None:
        assert main(["site", "--limit", "0"]) == 0
        out = capsys.readouterr().out
        assert "more" not in out
        assert "    posts/wasps.md\n" in out

    def test_colours(self, capsys: Capture) -> None:
        assert main(["site", "--color", "always"]) == 0
        out = capsys.readouterr().out
        assert "\x1b[1m6 posts, 1 draft among them\x1b[0m\n" in out

    def test_an_output_without_such_characters_has_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["site", "--limit", "3"]) == 0
        stream.seek(0)
        out = stream.read()
        assert "  ... and 2 more\n" in out
        assert "  Insects  3  ########################\n" in out
        assert "2023    .   1   ." in out

    @pytest.mark.parametrize("limit", ["-1", "x", "1.5", "²"])
    def test_a_limit_is_a_number(self, capsys: Capture, limit: str) -> None:
        assert main(["site", f"--limit={limit}"]) == 2
        assert "whole number" in capsys.readouterr().err

    def test_wrong_numbers_of_processes(self, capsys: Capture) -> None:
        assert main(["site", "--jobs", "many"]) == 2
        assert "--jobs" in capsys.readouterr().err


class TestNothingThere:
    def test_no_posts(
        self, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(["site"]) == 0
        captured = capsys.readouterr()
        assert captured.out == "0 posts\n"
        assert captured.err.startswith("medlint: no posts found; ")

    def test_a_missing_path(self, blog: Path, capsys: Capture) -> None:
        assert main(["site", str(blog / "posts" / "bees.md"), "nowhere"]) == 2
        captured = capsys.readouterr()
        assert captured.out.startswith("1 post\n")
        assert captured.err == "medlint: error: nowhere: no such file or folder\n"

    def test_wrong_settings(self, blog: Path, capsys: Capture) -> None:
        (blog / "medlint.toml").write_text("content = 3\n")
        assert main(["site"]) == 2
        assert "content" in capsys.readouterr().err

    def test_a_post_that_cannot_be_read(self, blog: Path, capsys: Capture) -> None:
        (blog / "posts" / "bees.md").write_bytes(b"---\ntitle: \xff\n---\n")
        assert main(["site"]) == 0
        captured = capsys.readouterr()
        assert captured.out.startswith("5 posts, ")
        assert captured.err == ("medlint: 1 of the posts cannot be read; medlint check tells why\n")
        assert main(["site", "--quiet"]) == 0
        assert not capsys.readouterr().err


def place(path: str, text: str) -> Place:
    from medlint.index.entries import entry_of
    from medlint.post import Post
    from medlint.settings import Settings
    from medlint.text import Source

    return Place(path, path, entry_of(Post(Source(text, path), Settings(), path)))


class TestLinkGraph:
    def test_links_by_name_where_addresses_are_not_known(self) -> None:
        posts = [
            place("a.md", "---\ncanonical_url: https://ada.dev/x/a\n---\n[b](/blog/b/)"),
            place("b.md", "[a](https://ada.dev/x/a) [c](/c)"),
            place("c.md", "[b](b.md) [b](./b.md) [c](c.md)"),
        ]
        assert [tuple(one) for one in link_graph(posts)] == [
            ("a.md", 0, 1),
            ("b.md", 2, 0),
            ("c.md", 0, 1),
        ]

    def test_aliases_and_post_url(self) -> None:
        posts = [
            place("_posts/2024-01-31-bees.md", "See [wasps]({% post_url 2024-02-02-wasps %})."),
            place("_posts/2024-02-02-wasps.md", "Text."),
        ]
        assert [one.links_in for one in link_graph(posts)] == [0, 1]


def report(places: list[Place], columns: int, limit: int = 10) -> list[str]:
    made = SiteReport(overview(places), Style(False), columns=columns, limit=limit, bar="█")
    return list(made.lines())


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_lines_fit_into_the_terminal(columns: int) -> None:
    long = "/".join(["非常に長い名前", "a-very-long-folder-name"] * 5)
    places = [
        place(
            f"{long}/{number}.md",
            f"---\ntags: [{'タグ' * 30} {number}, {'x' * 90}]\nkeyword: {'鍵' * 60}\n"
            f"date: 2024-01-{number + 1:02}\n---\n",
        )
        for number in range(12)
    ]
    for line in report(places, columns):
        assert sum(cell.width for cell in cells(line)) <= columns, line


def test_what_a_terminal_would_obey_is_shown() -> None:
    spoilt = place(
        "a\x1b[31m.md", '---\ntags: ["\\e]0;x", "##vso[x]", "::error::"]\nkeyword: "\\e[2J"\n---\n'
    )
    text = "\n".join(report([spoilt, spoilt._replace(shown="b\x1b.md")], 80))
    assert "\x1b" not in text
    assert "##vso" not in text
