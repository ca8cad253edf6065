"""``medlint files``: what is linted, what is left out, and why."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, get_args

import pytest

from medlint.cli import main
from medlint.commands.files import REASONS
from medlint.files import select
from medlint.recognition import Reason
from medlint.settings import Resolver

if TYPE_CHECKING:
    from pathlib import Path

POST = "---\ntitle: A walk\n---\nText\n"
DRAFT = "---\ntitle: A walk\ndraft: true\n---\nText\n"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "blog"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def fill(folder: Path, *names: str, text: str = POST) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def told(capsys: Capture, *arguments: str) -> dict[str, tuple[bool, str]]:
    """The reason for each path, as the JSON gives it."""
    assert main(["files", "--output-format", "json", *arguments]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    return {one["path"]: (one["linted"], one["reason"]) for one in data["files"]}


def test_every_reason_is_put_into_words() -> None:
    assert set(REASONS) == set(get_args(Reason))


def test_one_line_for_each_with_the_reason(blog: Path, capsys: Capture) -> None:
    fill(blog, "posts/a.md", "README.md", "node_modules/x/readme.md", "photo.jpg")
    assert main(["files"]) == 0
    captured = capsys.readouterr()
    assert captured.out == (
        "left out  README.md      files so called are about a project; include can name them\n"
        "left out  node_modules/  left out unless the setting exclude says otherwise: "
        "node_modules/\n"
        "linted    posts/a.md     it lies in a folder where posts are kept: posts\n"
    )
    assert captured.err == (
        "medlint: 1 post linted; 1 file and 1 folder left out; 2 others not listed "
        "(--all lists them)\n"
    )


def test_reasons_without_settings(blog: Path, capsys: Capture) -> None:
    fill(blog, "a.md", "posts/b.md", "about.md", "posts/about.md", "index.md", "README.md")
    fill(blog, "c.mkd", "d.txt", ".e.md", "_site/f.md")
    fill(blog, "notes.md", text="no front matter\n")
    os.symlink(blog / "posts", blog / "linked")
    fill(blog.parent, "elsewhere.md")
    os.symlink(blog.parent / "elsewhere.md", blog / "posts" / "outside.md")
    assert told(capsys, "--all") == {
        ".e.md": (False, "default-exclude"),
        ".git/": (False, "version-control"),
        "README.md": (False, "project-name"),
        "_site/": (False, "default-exclude"),
        "a.md": (True, "front-matter"),
        "about.md": (False, "everyday-name"),
        "c.mkd": (False, "rare-extension"),
        "d.txt": (False, "extension"),
        "index.md": (False, "section-page"),
        "linked": (False, "linked-folder"),
        "notes.md": (False, "no-front-matter"),
        "posts/about.md": (True, "front-matter"),
        "posts/b.md": (True, "post-folder"),
        "posts/outside.md": (False, "linked-outside"),
    }


def test_reasons_in_the_settings(blog: Path, capsys: Capture) -> None:
    fill(blog, "a.md", "old/b.md", "gone/c.md", "src/d.md", "kept/e.md", "tmp/f.md", "g.md")
    (blog / ".gitignore").write_text("tmp/\n")
    (blog / "medlint.toml").write_text(
        'exclude = ["old/"]\nextend-exclude = ["gone/"]\ncontent = ["src"]\n'
        'include = ["kept/*.md", "*.txt", "!g.md"]\n'
    )
    fill(blog, "words.txt")
    assert told(capsys) == {
        "a.md": (False, "not-content"),
        "g.md": (False, "not-content"),
        "gone/": (False, "extend-exclude"),
        "kept/e.md": (True, "include"),
        "old/": (False, "exclude"),
        "src/d.md": (True, "content"),
        "tmp/": (False, "gitignore"),
        "words.txt": (True, "include"),
    }
    (blog / "medlint.toml").write_text('include = ["kept/*.md"]\n')
    assert told(capsys)["a.md"] == (False, "not-included")


def test_the_pattern_that_decides_is_named(blog: Path, capsys: Capture) -> None:
    fill(blog, "old/a.md", "posts/b.md", "c.md")
    (blog / ".gitignore").write_text("*.txt\nc.*\n")
    (blog / "medlint.toml").write_text('extend-exclude = ["nothing/", "o*d/"]\n')
    assert main(["files"]) == 0
    out = capsys.readouterr().out
    assert "old/        the setting extend-exclude names it: o*d/\n" in out
    assert "c.md        Git ignores it: c.*\n" in out


def test_a_file_that_is_named_is_told_what_it_would_be_otherwise(
    blog: Path, capsys: Capture
) -> None:
    fill(blog, "README.md", "posts/a.md")
    assert main(["files", "README.md", "posts/a.md"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "linted    README.md   a file that is named is always linted; unnamed, it is left out: "
        "files so called are about a project; include can name them",
        "linted    posts/a.md  a file that is named is always linted",
    ]
    assert told(capsys, "--force-exclude", "README.md", "posts/a.md") == {
        "README.md": (False, "project-name"),
        "posts/a.md": (True, "post-folder"),
    }


def test_a_folder_that_is_named_and_left_out(blog: Path, capsys: Capture) -> None:
    fill(blog, "node_modules/posts/a.md")
    assert told(capsys, "--force-exclude", "node_modules") == {
        "node_modules/": (False, "default-exclude")
    }
    assert told(capsys, "node_modules") == {"node_modules/posts/a.md": (True, "post-folder")}


def test_drafts_are_left_out_where_the_settings_skip_them(blog: Path, capsys: Capture) -> None:
    fill(blog, "posts/a.md")
    fill(blog, "posts/b.md", text=DRAFT)
    assert told(capsys)["posts/b.md"] == (True, "post-folder")
    (blog / "medlint.toml").write_text('drafts = "skip"\n')
    assert told(capsys) == {"posts/a.md": (True, "post-folder"), "posts/b.md": (False, "draft")}


def test_one_file_under_two_names_is_linted_once(blog: Path, capsys: Capture) -> None:
    fill(blog, "posts/b.md")
    os.symlink(blog / "posts" / "b.md", blog / "posts" / "a.md")
    assert told(capsys) == {"posts/a.md": (False, "same-file"), "posts/b.md": (True, "post-folder")}
    assert told(capsys, "posts/b.md", ".")["posts/b.md"][0]


def test_linted_prints_paths_for_other_programs(blog: Path, capsys: Capture) -> None:
    fill(blog, "posts/a.md", "README.md", "posts/b.md")
    assert main(["files", "--linted"]) == 0
    assert capsys.readouterr() == ("posts/a.md\nposts/b.md\n", "")


@pytest.mark.parametrize("force_exclude", [False, True])
@pytest.mark.parametrize(
    "settings", ["", 'content = ["posts"]', 'include = ["*.txt", "b/"]\nexclude = ["posts/"]']
)
def test_it_tells_of_exactly_what_is_linted(
    blog: Path, capsys: Capture, settings: str, force_exclude: bool
) -> None:
    fill(
        blog, "posts/a.md", "README.md", "b/c.md", "b/d.txt", "e.md", ".f/g.md", "posts/build/h.md"
    )
    (blog / "medlint.toml").write_text(settings)
    for paths in ([], ["posts"], ["b", "README.md", "e.md"], [".f"]):
        selected = select(paths, Resolver(blog), force_exclude=force_exclude)
        flags = ["--force-exclude"] if force_exclude else []
        linted = [path for path, (yes, _) in told(capsys, *flags, *paths).items() if yes]
        assert linted == [file.shown for file in selected.files]


def test_what_is_missing_is_2_and_the_rest_is_told(blog: Path, capsys: Capture) -> None:
    fill(blog, "posts/a.md")
    assert main(["files", "posts", "gone.md"]) == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("linted    posts/a.md")
    assert captured.err.endswith("medlint: error: gone.md: no such file or folder\n")


def test_wrong_settings_are_2(blog: Path, capsys: Capture) -> None:
    (blog / "medlint.toml").write_text("selct = []\n")
    assert main(["files"]) == 2
    assert capsys.readouterr().err.startswith("medlint: error: medlint.toml:1:1: selct")
    assert main(["files", "--isolated"]) == 0


def test_names_cannot_command_the_terminal(blog: Path, capsys: Capture) -> None:
    fill(blog, "posts/a\x1b[2J\n.md", "\x1b]0;x/b.md")
    (blog / ".gitignore").write_text("?]0;x/\n")
    assert main(["files", "--color", "never"]) == 0
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert len(captured.out.splitlines()) == 2
