"""Real posts: nothing breaks, and every place that is named exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medlint.linter import lint_source
from medlint.settings import Settings
from medlint.text import Source

if TYPE_CHECKING:
    from pathlib import Path


def test_every_rule_runs_on_every_post(real_posts: list[Path]) -> None:
    settings = Settings.from_mapping({"select": ["ALL"], "drafts": "strict"})
    for path in real_posts:
        source = Source.from_bytes(path.read_bytes(), path.as_posix(), max_size=10_000_000)
        found = lint_source(source, settings)
        assert [one for one in found if one.code == "MED000"] == []
        assert found == sorted(found, key=lambda one: one.sort_key)
        for one in found:
            assert source.offset(one.line, one.column) == one.span.start, one
            assert source.offset(one.end_line, one.end_column) == one.span.end, one


def test_links_and_images_stand_where_they_are_said_to(real_posts: list[Path]) -> None:
    from medlint.post import Post

    settings = Settings.from_mapping({})
    seen = 0
    for path in real_posts:
        source = Source.from_bytes(path.read_bytes(), path.as_posix(), max_size=10_000_000)
        if source.problem is not None:
            continue
        post = Post(source, settings)
        for link in post.links:
            written = source.slice(link.span)
            ends = {"html": "<a", "autolink": "<", "bare": "http"}.get(link.kind, "[")
            assert written.lower().startswith(ends), (path, written)
            seen += 1
        for image in post.images:
            assert source.slice(image.span).lower().startswith(("![", "<img")), path
    assert seen > len(real_posts)
