"""From paths to posts."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from medlint.files import Selection, select, stdin_file
from medlint.settings import Resolver, SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

POST = "---\ntitle: A walk\n---\nText\n"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A folder to fill, with nothing around it that counts."""
    folder = tmp_path / "blog"
    folder.mkdir()
    return folder


def fill(folder: Path, *names: str, text: str = POST) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(
    folder: Path, *paths: str, settings: str = "", force_exclude: bool = False
) -> Sequence[str]:
    if settings:
        (folder / "medlint.toml").write_text(settings, encoding="utf-8")
    return shown(select(paths, Resolver(folder), force_exclude=force_exclude))


def shown(selection: Selection) -> Sequence[str]:
    assert selection.missing == ()
    assert selection.unreadable == ()
    return [file.shown for file in selection.files]


def test_without_paths_the_folder_where_medlint_runs_is_searched(blog: Path) -> None:
    fill(blog, "b.md", "a.md", "posts/c.md", "README.md", "node_modules/x/a.md", ".github/a.md")
    fill(blog, "notes.md", text="no front matter\n")
    assert found(blog) == ["a.md", "b.md", "posts/c.md"]


def test_a_named_file_is_taken_whatever_it_is(blog: Path) -> None:
    fill(blog, "README.md", "notes.txt", ".hidden/x.md", "old/a.md", text="text\n")
    paths = ("README.md", "notes.txt", ".hidden/x.md", "old/a.md")
    assert found(blog, *paths, settings='exclude = ["old/"]') == sorted(paths)


def test_under_force_exclude_the_settings_decide(blog: Path) -> None:
    fill(blog, "README.md", "notes.txt", ".hidden/x.md", "old/a.md", "posts/a.md", "build/b.md")
    paths = ("README.md", "notes.txt", ".hidden/x.md", "old/a.md", "posts/a.md", "build/b.md")
    settings = 'extend-exclude = ["old/"]'
    assert found(blog, *paths, settings=settings, force_exclude=True) == ["posts/a.md"]
    assert found(blog, *paths, settings=f"{settings}\nforce-exclude = true") == ["posts/a.md"]
    assert found(blog, "build", force_exclude=True) == []
    assert found(blog, *paths, settings='include = ["notes.txt"]', force_exclude=True) == [
        "notes.txt"
    ]


def test_a_named_folder_is_searched_though_its_name_is_passed_over(blog: Path) -> None:
    fill(blog, "build/a.md", "build/dist/b.md")
    assert found(blog, "build") == ["build/a.md"]


def test_among_posts_a_folder_has_the_name_of_its_post(blog: Path) -> None:
    fill(blog, "content/blog/build/index.md", "posts/vendor/a.md", "vendor/posts/a.md")
    fill(blog, "posts/node_modules/x/a.md", "posts/.cache/a.md", "content/_includes/a.md")
    posts = ["content/blog/build/index.md", "posts/vendor/a.md"]
    assert found(blog) == posts
    assert found(blog, *posts, "vendor/posts/a.md", force_exclude=True) == posts
    assert found(blog, "posts/vendor", force_exclude=True) == ["posts/vendor/a.md"]
    assert found(blog, settings='content = ["posts"]') == ["posts/vendor/a.md"]


def test_exclude_wins(blog: Path) -> None:
    fill(blog, "posts/a.md", "posts/old/b.md", "posts/c.old.md")
    settings = 'content = ["posts"]\ninclude = ["posts/"]\nexclude = ["old/", "*.old.md"]'
    assert found(blog, settings=settings) == ["posts/a.md"]
    assert found(blog, "posts/old") == []


def test_each_file_is_judged_by_its_nearest_settings(blog: Path) -> None:
    fill(blog, "a.md", "sub/posts/b.md", "sub/c.md")
    (blog / "sub" / "medlint.toml").write_text('content = ["posts"]\nlanguage = "de"\n')
    selection = select([], Resolver(blog))
    assert shown(selection) == ["a.md", "sub/posts/b.md"]
    inner = selection.files[1]
    assert (inner.relative, inner.settings.language) == ("posts/b.md", "de")
    assert inner.path == blog / "sub" / "posts" / "b.md"


def test_wrong_settings_of_an_inner_folder_are_an_error(blog: Path) -> None:
    fill(blog, "sub/a.md")
    (blog / "sub" / "medlint.toml").write_text("selct = []\n")
    with pytest.raises(SettingsError, match=r"^sub/medlint\.toml:1:1: selct"):
        select([], Resolver(blog))


def test_overrides_are_in_the_settings_of_a_file(blog: Path) -> None:
    fill(blog, "de/a.md", "en/a.md")
    (blog / "medlint.toml").write_text('[[overrides]]\nfiles = ["de/"]\nlanguage = "de"\n')
    selection = select([], Resolver(blog))
    assert [file.settings.language for file in selection.files] == ["de", None]


def test_each_file_is_taken_once(blog: Path) -> None:
    fill(blog, "posts/a.md", "posts/b.md")
    paths = ("posts/b.md", "posts", "./posts/../posts/b.md", str(blog / "posts" / "a.md"))
    assert found(blog, *paths) == ["posts/a.md", "posts/b.md"]


def test_what_is_not_there_is_missing(blog: Path) -> None:
    fill(blog, "a.md")
    (blog / "dangling.md").symlink_to(blog / "gone.md")
    selection = select(["a.md", "gone.md", "", "nul\0.md", "dangling.md"], Resolver(blog))
    assert [file.shown for file in selection.files] == ["a.md"]
    assert selection.missing == ("gone.md", "", "nul\0.md", "dangling.md")


def test_files_elsewhere_are_shown_with_their_whole_path(blog: Path) -> None:
    fill(blog, "posts/a.md")
    (blog / "here").mkdir()
    selection = select(["../posts/a.md"], Resolver(blog / "here"))
    whole = (blog / "posts" / "a.md").as_posix()
    assert [(file.shown, file.relative) for file in selection.files] == [(whole, whole)]


def test_where_a_project_is_kept_says_nothing_of_what_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / "posts" / "project"
    fill(folder, "notes.md", "posts/a.md", text="no front matter\n")
    assert found(folder) == ["posts/a.md"]
    assert found(folder, str(folder / "notes.md"), force_exclude=True) == []


def test_in_a_repository_the_folders_above_count(blog: Path) -> None:
    (blog / ".git").mkdir()
    fill(blog, "_posts/a.md", text="no front matter\n")
    assert found(blog / "_posts") == ["a.md"]


def test_links_to_folders_are_not_followed_and_links_to_files_are(blog: Path) -> None:
    fill(blog, "posts/a.md", "elsewhere/b.txt")
    (blog / "posts" / "loop").symlink_to(blog / "posts", target_is_directory=True)
    (blog / "posts" / "again.md").symlink_to(blog / "posts" / "a.md")
    (blog / "posts" / "b.md").symlink_to(blog / "elsewhere" / "b.txt")
    (blog / "posts" / "gone.md").symlink_to(blog / "gone.txt")
    (blog / "all").symlink_to(blog / "posts", target_is_directory=True)
    assert found(blog) == ["posts/a.md", "posts/b.md"]
    assert found(blog, "posts/again.md", "posts/a.md") == ["posts/a.md"]
    assert found(blog, "posts/again.md") == ["posts/again.md"]
    # A link that is named is searched.
    assert found(blog, "all") == ["all/a.md", "all/b.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(blog: Path) -> None:
    fill(blog, "posts/a.md")
    os.mkfifo(blog / "posts" / "pipe.md")
    os.mkfifo(blog / "pipe.md")
    assert found(blog) == ["posts/a.md"]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("two words.md", "two words.md"),
        ("日本 😀.md", "日本 😀.md"),
        ("line\nbreak.md", "line\\nbreak.md"),
        ("red\x1b[31m.md", "red\\x1b[31m.md"),
        ("\u202eright.md", "\\u202eright.md"),
    ],
)
def test_any_name_is_shown_printable(blog: Path, name: str, printed: str) -> None:
    fill(blog, name)
    assert found(blog) == [printed]
    assert found(blog, name) == [printed]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes for a name")
def test_a_name_that_is_no_utf_8(blog: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    fill(blog, name)
    (blog / "medlint.toml").write_text('[[overrides]]\nfiles = ["*.md"]\nlanguage = "de"\n')
    selection = select([], Resolver(blog))
    assert [file.shown for file in selection.files] == ["caf\\udce9.md"]
    file = selection.files[0]
    assert file.relative.encode("utf-8") == b"caf\\udce9.md"
    assert file.settings.language == "de"
    assert file.path.read_text() == POST


def test_what_git_ignores_is_not_searched(blog: Path) -> None:
    subprocess.run(["git", "init", "-q", str(blog)], check=True)
    fill(blog, "a.md", "out/b.md", "posts/c.md", "posts/tmp/d.md", "posts/tmp/keep.md", "local.md")
    fill(blog, ".gitignore", text="out/\n*.log\n")
    fill(blog, "posts/.gitignore", text="tmp/*\n!keep.md\n")
    fill(blog, ".git/info/exclude", text="/local.md\n")
    assert found(blog) == ["a.md", "posts/c.md", "posts/tmp/keep.md"]
    assert found(blog, "posts/tmp") == ["posts/tmp/keep.md"]
    # What is named is taken all the same, file or folder.
    assert found(blog, "local.md", "out") == ["local.md", "out/b.md"]
    assert found(blog, settings="respect-gitignore = false") == [
        "a.md",
        "local.md",
        "out/b.md",
        "posts/c.md",
        "posts/tmp/d.md",
        "posts/tmp/keep.md",
    ]


def test_a_worktree_keeps_to_the_excludes_of_its_repository(blog: Path, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, "-C", str(blog), *arguments], check=True)

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "Begin")
    git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    fill(blog, ".git/info/exclude", text="local.md\n")
    fill(tmp_path / "tree", "a.md", "local.md")
    assert found(tmp_path / "tree") == ["a.md"]


def test_gitignore_counts_without_a_repository_too(blog: Path) -> None:
    fill(blog, "a.md", "b.md")
    fill(blog, ".gitignore", text="\ufeffb.md\r\n")
    assert found(blog) == ["a.md"]


def test_standard_input_under_a_name(blog: Path) -> None:
    (blog / "medlint.toml").write_text('content = ["posts"]\nlanguage = "de"\n')
    resolver = Resolver(blog)
    file = stdin_file("posts/new.md", resolver)
    assert file is not None
    assert (file.shown, file.relative, file.settings.language) == (
        "posts/new.md",
        "posts/new.md",
        "de",
    )
    assert stdin_file("posts/new.md", resolver, force_exclude=True) == file
    assert stdin_file("notes/new.md", resolver, force_exclude=True) is None
    assert stdin_file("notes/new.md", resolver) is not None


def test_standard_input_without_a_name_has_the_settings_of_the_folder(blog: Path) -> None:
    (blog / "medlint.toml").write_text('language = "de"\n')
    file = stdin_file("<stdin>", Resolver(blog), force_exclude=True)
    assert file is not None
    assert (file.shown, file.settings.language) == ("<stdin>", "de")


def test_standard_input_is_judged_by_its_own_first_bytes(blog: Path) -> None:
    resolver = Resolver(blog)
    assert stdin_file("a.md", resolver, force_exclude=True, head=POST.encode()) is not None
    assert stdin_file("a.md", resolver, force_exclude=True, head=b"text\n") is None


def test_the_real_posts_are_posts(real_posts: list[Path]) -> None:
    top = next(folder for folder in real_posts[0].parents if folder.parent.name == "shared")
    taken = {file.path for file in select([], Resolver(top, isolated=True)).files}
    left = sorted(path.relative_to(top).as_posix() for path in real_posts if path not in taken)
    # Three READMEs, a list of questions, and a post with neither front matter nor a folder.
    assert len(left) == 5
    assert sum(path.lower().endswith("readme.md") for path in left) == 3
