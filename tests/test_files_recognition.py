"""What is a post, by its path and its first lines, where the settings leave it open."""

from __future__ import annotations

import pytest

from medlint.globs import Globs
from medlint.recognition import (
    EVERYDAY_NAMES,
    PROJECT_NAMES,
    exclusion,
    judge,
    opens_with_front_matter,
    passing_over,
)
from medlint.settings import DEFAULT_EXCLUDE, Settings

FRONT_MATTER = b"---\ntitle: A walk\n---\nText\n"
NO_FRONT_MATTER = b"# A walk\n\nText\n"


def taken(path: str, head: bytes | None, **given: object) -> bool:
    settings = Settings.from_mapping({name.replace("_", "-"): one for name, one in given.items()})
    return judge(settings, path, path, lambda: head).post


@pytest.mark.parametrize(
    "head",
    [
        b"---\ntitle: A walk\n---\n",
        b"---\r\ntitle: A walk\r\n---\r\n",
        b"\xef\xbb\xbf---\ntitle: A walk\n---\n",
        b"\n\n---\ntitle: A walk\n",
        b"--- \n\n# a comment\n\ntitle:\n  - x\n",
        b'---\ntitle:\t\t"A walk"\n',
        b"---\ntitle:A walk\n",
        b"---\n'title' : A walk\n",
        b'---\n"og:title": A walk\n',
        "---\n标题: 散步\n".encode(),
        b"---\n---\nText\n",
        b"-----\ntitle: A walk\n-----\n",
        b'+++\ntitle = "A walk"\n+++\n',
        b"+++\n[params]\n+++\n",
        b"+++\n+++\n",
        b'{\n  "title": "A walk"\n}\n',
        b'{ "title": "A walk" }\n',
        b"{\n}\n",
        "---\ntitle: A walk\n".encode("utf-16"),
        b"---\ntitle: \xff\n---\n",
    ],
)
def test_front_matter_whole_or_broken(head: bytes) -> None:
    assert opens_with_front_matter(head)


@pytest.mark.parametrize(
    "head",
    [
        None,
        b"",
        b"# A walk\n",
        b"---\n",
        b"---\n\nText after a line across the page.\n",
        b"---\n\n# A walk\n\nThe first thing we saw was this house\n",
        b"---\nhttps://example.org\n",
        b"--- a/file.md\n+++ b/file.md\n",
        b"----------\nA table of sorts\n----------\n",
        b"title: A walk\n---\n",
        b"{{< figure >}}\n",
        b"{% include head.html %}\n",
        b"{curly: brackets}\n",
        b"+++\nplain text\n",
        b"- - -\ntitle: A walk\n",
        b"\x00\x01\x02",
    ],
)
def test_no_front_matter(head: bytes | None) -> None:
    assert not opens_with_front_matter(head)


@pytest.mark.parametrize(
    "path",
    [
        "_posts/2024-01-01-a-walk.md",
        "docs/_posts/2024-01-01-a-walk.markdown",
        "_drafts/a-walk.md",
        "posts/a-walk.mdx",
        "Posts/a-walk.MD",
        "website/blog/2024/a-walk/index.md",
        "articles/a-walk.md",
        "content/a-walk.md",
        "src/content/walks/a-walk.md",
        "source/_posts/a-walk.md",
        "content/post/a-walk/index.md",
        "posts/readme-driven-development.md",
        "posts/license-to-kill.md",
        "posts/2024-01-01-readme.md",
    ],
)
def test_in_a_folder_of_posts_markdown_is_a_post(path: str) -> None:
    assert taken(path, NO_FRONT_MATTER)
    assert taken(path, FRONT_MATTER)


@pytest.mark.parametrize("path", ["a-walk.md", "notes/a-walk.markdown", "src/pages/a-walk.mdx"])
def test_elsewhere_front_matter_decides(path: str) -> None:
    assert taken(path, FRONT_MATTER)
    assert not taken(path, NO_FRONT_MATTER)
    assert not taken(path, None)


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "readme.markdown",
        "Readme.mdx",
        "README.zh-CN.md",
        "README_CN.md",
        "README-pt-br.md",
        "README.zh-Hans.md",
        "posts/README.md",
        "posts/readme.ja.md",
        "CHANGELOG.md",
        "CHANGELOG-v2.md",
        "changelog-1.x.md",
        "Contributing.md",
        "LICENSE.md",
        "LICENCE.md",
        "CODE_OF_CONDUCT.md",
        "code-of-conduct.md",
        "AGENTS.md",
        "CLAUDE.md",
        "SKILL.md",
        "docs/pull_request_template.md",
        "content/blog/_index.md",
        "content/blog/_index.de.md",
        "404.md",
        "index.md",
        "index.de.md",
        "posts/index.md",
        "src/index.md",
        "posts/picture.png",
        "posts/a-walk.html",
        "posts/a-walk.md.bak",
        "posts/a-walk.mdown",
    ],
)
def test_what_is_no_post_even_with_front_matter(path: str) -> None:
    assert not taken(path, FRONT_MATTER)


@pytest.mark.parametrize("name", sorted(EVERYDAY_NAMES))
def test_everyday_names_are_posts_only_among_posts(name: str) -> None:
    assert not taken(f"{name.upper()}.md", FRONT_MATTER)
    assert not taken(f"{name}.md", FRONT_MATTER)
    assert not taken(f"content/{name}.md", FRONT_MATTER)
    assert not taken(f"posts/{name}.md", NO_FRONT_MATTER)
    assert taken(f"posts/{name}.md", FRONT_MATTER)


@pytest.mark.parametrize("name", sorted(PROJECT_NAMES))
def test_what_is_included_is_a_post_whatever_its_name(name: str) -> None:
    assert taken(f"docs/{name}.md", NO_FRONT_MATTER, include=["docs/"])


def test_include_says_exactly_which_files_are_posts() -> None:
    include = ["notes/*.md", "!notes/private.md"]
    assert taken("notes/a.md", NO_FRONT_MATTER, include=include)
    assert not taken("notes/private.md", FRONT_MATTER, include=include)
    assert not taken("posts/a.md", FRONT_MATTER, include=include)
    assert not taken("a.md", FRONT_MATTER, include=[])


def test_include_means_markdown_unless_it_spells_out_another_extension() -> None:
    assert not taken("notes/photo.png", None, include=["notes/"])
    assert taken("notes/a.mdown", None, include=["notes/"])
    assert taken("notes/a.txt", None, include=["notes/*.txt"])
    assert not taken("notes/a.rst", None, include=["notes/*"])


def test_content_says_where_posts_live() -> None:
    content = ["src/posts", "notes"]
    assert taken("src/posts/2024/a.md", NO_FRONT_MATTER, content=content)
    assert taken("notes/a.mkd", NO_FRONT_MATTER, content=content)
    assert not taken("src/posts/README.md", FRONT_MATTER, content=content)
    assert not taken("src/posts/index.md", FRONT_MATTER, content=content)
    assert taken("src/posts/a-walk/index.md", FRONT_MATTER, content=content)
    assert taken("src/posts/history.md", FRONT_MATTER, content=content)
    assert not taken("src/posts/history.md", NO_FRONT_MATTER, content=content)
    assert not taken("posts/a.md", FRONT_MATTER, content=content)
    assert not taken("notes-old/a.md", FRONT_MATTER, content=content)
    assert not taken("x/notes/a.md", FRONT_MATTER, content=content)
    assert taken("anywhere/a.md", NO_FRONT_MATTER, content=["."])


def test_include_and_content_add_up() -> None:
    given = {"content": ["posts"], "include": ["docs/guide.md", "posts/README.md"]}
    assert taken("posts/a.md", NO_FRONT_MATTER, **given)
    assert taken("posts/README.md", NO_FRONT_MATTER, **given)
    assert taken("docs/guide.md", NO_FRONT_MATTER, **given)
    assert not taken("docs/other.md", FRONT_MATTER, **given)


def test_default_exclude_is_what_passing_over() -> None:
    settings = Settings()
    globs = Globs(DEFAULT_EXCLUDE)
    for name in (*(one.rstrip("/") for one in DEFAULT_EXCLUDE), ".hidden", "posts", "public"):
        assert bool(passing_over(settings, name, folder=True)) == globs.match(f"{name}/"), name
        assert bool(passing_over(settings, name, folder=False)) == globs.match(name), name


def test_own_exclude_replaces_the_default_and_extend_exclude_adds() -> None:
    own = Settings.from_mapping({"exclude": ["old/"]})
    assert exclusion(own, "old/a.md")
    assert not passing_over(own, "node_modules", folder=True)
    assert not passing_over(own, ".notes", folder=True)
    assert passing_over(own, ".git", folder=True)
    more = Settings.from_mapping({"extend-exclude": ["old/"]})
    assert exclusion(more, "old/a.md")
    assert not exclusion(more, "new/a.md")
    assert passing_over(more, "node_modules", folder=True)


def test_a_default_name_that_the_settings_spell_out_is_not_passed_over() -> None:
    content = Settings.from_mapping({"content": ["build/posts"]})
    assert not passing_over(content, "build", folder=True)
    assert passing_over(content, "dist", folder=True)
    include = Settings.from_mapping({"include": [".notes/*.md"]})
    assert not passing_over(include, ".notes", folder=True)
