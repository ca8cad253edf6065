"""MED705 among the posts of a site: what it tells of a copy, and which copies are no fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from copies import Writer, copied

from medlint.example_runs import lint_among
from medlint.settings import Settings
from medlint.text import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from medlint.diagnostic import Diagnostic


def found(posts: Mapping[str, str], path: str = "posts/a.md", **options: int) -> list[Diagnostic]:
    """What the rule finds in one of some posts."""
    values = {name.replace("_", "-"): value for name, value in options.items()}
    mapping = {"select": ["MED705"], "rules": {"duplicate-passage": values}}
    others = {other: text for other, text in posts.items() if other != path}
    return lint_among(Source(posts[path], path), Settings.from_mapping(mapping), path, others)


def own(writer: Writer, paragraphs: int = 4) -> str:
    return "\n\n".join(writer.set(text) for text in writer.paragraphs(paragraphs))


@pytest.fixture
def writer() -> Writer:
    return Writer("en", 7)


@pytest.fixture
def passage(writer: Writer) -> str:
    return writer.set(writer.words(80), 10_000)


def test_both_posts_are_told_of_the_lines_in_the_other() -> None:
    case = copied("de", 3, 100, share=0)
    posts = {"posts/a.md": case.copy, "posts/b.md": case.original}
    for path, other, here, there in (
        ("posts/a.md", "posts/b.md", case.copy_lines, case.original_lines),
        ("posts/b.md", "posts/a.md", case.original_lines, case.copy_lines),
    ):
        (one,) = found(posts, path)
        assert (one.line, one.end_line) == here
        lines = f"{there[0]}-{there[1]}" if there[0] < there[1] else str(there[0])
        assert one.message == (
            f"100 words from here to line {here[1]} also stand in {other}:{lines}; "
            "keep them in one post and link to it from the other"
        )


def test_the_post_with_most_of_it_is_named_and_the_others_counted(
    writer: Writer, passage: str
) -> None:
    words = passage.split()
    posts = {
        "posts/a.md": f"{own(writer)}\n\n{passage}\n\n{own(writer)}",
        "posts/b.md": f"{own(writer)}\n\n{' '.join(words[:60])}\n\n{own(writer)}",
        "posts/c.md": f"{own(writer)}\n\n{passage}\n\n{own(writer)}",
    }
    (one,) = found(posts)
    assert "80 words" in one.message
    assert "in posts/c.md:" in one.message
    assert "and in 1 other post;" in one.message


def test_a_passage_of_many_posts_is_a_stock_phrase(writer: Writer, passage: str) -> None:
    posts = {f"posts/{name}.md": f"{own(writer)}\n\n{passage}\n\n{own(writer)}" for name in "abcde"}
    assert not found(posts)
    assert found(posts, most_posts=5)
    del posts["posts/e.md"]
    (one,) = found(posts)
    assert "and in 2 other posts;" in one.message


def test_thresholds_are_options(writer: Writer, passage: str) -> None:
    posts = {
        "posts/a.md": f"{own(writer)}\n\n{passage}\n\n{own(writer)}",
        "posts/b.md": f"{own(writer)}\n\n{passage}\n\n{own(writer)}",
    }
    assert found(posts, minimum=80)
    assert not found(posts, minimum=81)


@pytest.mark.parametrize("at", ["start", "end"])
def test_a_short_introduction_or_ending_of_both_is_none(
    writer: Writer, passage: str, at: str
) -> None:
    def framed() -> str:
        return f"{passage}\n\n{own(writer)}" if at == "start" else f"{own(writer)}\n\n{passage}"

    posts = {"posts/a.md": framed(), "posts/b.md": framed()}
    assert not found(posts)
    assert found(posts, frame=80)
    # The ending of one that stands in the middle of the other is a copy.
    posts["posts/b.md"] += f"\n\n{own(writer)}"
    posts["posts/b.md"] = f"{own(writer)}\n\n{posts['posts/b.md']}"
    assert found(posts)


def test_a_whole_post_is_no_ending(writer: Writer, passage: str) -> None:
    posts = {"posts/a.md": passage, "posts/b.md": f"{own(writer)}\n\n{passage}"}
    assert found(posts)
    assert found(posts, "posts/b.md")


HEAD = "---\ntitle: A\n{}\n---\n\n"


@pytest.mark.parametrize(
    ("path", "head", "other", "other_head"),
    [
        ("posts/a.md", "language: en", "posts/b.md", "language: de"),
        ("en/posts/a.md", "x: 1", "de/posts/a.md", "x: 1"),
        ("posts/pt-br/a.md", "language: pt", "posts/pt-pt/a.md", "language: pt"),
        ("posts/a.zh-cn.md", "language: zh", "posts/a.zh-tw.md", "language: zh"),
        ("docs/v1.2/a.md", "x: 1", "docs/v2.0/b.md", "x: 1"),
        ("posts/a.md", "version: 1", "posts/b.md", "version: 2"),
        (
            "posts/a.md",
            "canonical_url: https://ada.dev/a/",
            "medium/a.md",
            "canonical_url: https://ada.dev/a/",
        ),
        ("posts/a.md", "x: 1", "posts/b.md", "draft: true"),
    ],
)
def test_translations_versions_and_drafts_are_no_copies(
    writer: Writer, passage: str, path: str, head: str, other: str, other_head: str
) -> None:
    posts = {
        path: f"{HEAD.format(head)}{own(writer)}\n\n{passage}\n\n{own(writer)}",
        other: f"{HEAD.format(other_head)}{own(writer)}\n\n{passage}\n\n{own(writer)}",
    }
    assert not found(posts, path)


@pytest.mark.parametrize(
    ("path", "other"),
    [("a/v/post.md", "a/w/post.md"), ("posts/it.md", "posts/no.md"), ("posts/a.md", "a.md")],
)
def test_posts_whose_paths_say_nothing_are_compared(
    writer: Writer, passage: str, path: str, other: str
) -> None:
    posts = {name: f"{own(writer)}\n\n{passage}\n\n{own(writer)}" for name in (path, other)}
    assert found(posts, path)


def test_a_draft_is_held_against_the_posts(writer: Writer, passage: str) -> None:
    posts = {
        "posts/a.md": f"{HEAD.format('draft: true')}{own(writer)}\n\n{passage}\n\n{own(writer)}",
        "posts/b.md": f"{own(writer)}\n\n{passage}\n\n{own(writer)}",
    }
    assert found(posts)


def test_whoever_asks_for_many_posts_is_told_the_same() -> None:
    from medlint.files import PostFile
    from medlint.index import Site
    from medlint.post import Post

    texts = {}
    for seed in range(25):
        case = copied("en", seed, 80)
        texts[f"posts/{seed}-copy.md"] = case.copy + "\n\n" + own(Writer("en", 1000 + seed), 12)
        texts[f"posts/{seed}.md"] = case.original + "\n\n" + own(Writer("en", 2000 + seed), 12)
    settings = Settings.from_mapping({"select": ["MED705"]})
    files = {path: PostFile(path, path, path, settings) for path in texts}
    site = Site.of(tuple(files.values()))
    for path, text in texts.items():
        site.learn(files[path], site.entry_of(Post(Source(text, path), settings, path)))
    first = [site.findings(file) for file in files.values()]
    again = [site.findings(file) for file in files.values()]
    site.close()
    # By the second time so many fingerprints were asked for that only common ones are looked up.
    assert again == first
    assert sum(map(len, first)) >= 0.95 * len(texts)
