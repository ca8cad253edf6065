"""Tags that are written differently and mean the same."""

from __future__ import annotations

from itertools import combinations

import pytest

from medlint.tag_edits import tag_key
from medlint.tag_variants import groups, may_mean, meaning, ranked
from medlint.wordlists import load

SAME = [
    ("js", "JavaScript"),
    ("JS", "#javascript"),
    ("SEO", "seo tips"),
    ("SEO", "Search Engine Optimization"),
    ("seo-tips", "SEO Tips and Tricks"),
    ("bee", "Bees"),
    ("story", "stories"),
    ("box", "boxes"),
    ("k8s", "kubernetes"),
    ("node.js", "nodejs"),
    ("web-dev", "Web Development"),
    ("data structures and algorithms", "DSA"),
    ("python tutorial", "Python"),
    ("前端", "前端开发"),
    ("docker 教程", "Docker"),
]
DIFFERENT = [
    ("C", "C++"),
    ("C", "C#"),
    ("java", "javascript"),
    ("react", "react native"),
    ("new", "news"),
    ("window", "Windows"),
    ("express", "expres"),
    ("tips", "tutorial"),
    ("tips", "tricks"),
    ("2023", "2024"),
    ("business", "busines"),
    ("python", "python 2"),
    ("seo", "seo audit"),
    ("test", "testing"),
    ("ai", "ar"),
    ("书", "书籍"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_tags_that_mean_the_same(one: str, other: str) -> None:
    assert meaning(one) == meaning(other)
    # The rule looks at no tags that begin otherwise.
    assert tag_key(other).startswith(may_mean(one))
    assert tag_key(one).startswith(may_mean(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_tags_that_mean_something_else(one: str, other: str) -> None:
    assert meaning(one) != meaning(other)


def test_every_tag_means_something() -> None:
    for tag in ("", "-", "#", "tips", "s", "🐝", "ß", "l'été"):
        assert meaning(tag) == meaning(tag.upper()) or tag == ""


def test_no_name_is_in_two_groups() -> None:
    names = [{tag_key(name) for name in line.split(",")} for line in load("tag-synonyms")]
    for one, other in combinations(names, 2):
        assert not one & other
    for line, group in zip(load("tag-synonyms"), names, strict=True):
        assert len(group) > 1, line


def test_the_tag_of_most_posts_comes_first() -> None:
    tags = {
        tag_key(text): (text, count)
        for text, count in (("js", 7), ("JavaScript", 2), ("Vue", 4), ("bee", 1), ("Bees", 1))
    }
    assert groups(tags) == [(("bee", 1), ("Bees", 1)), (("js", 7), ("JavaScript", 2))]
    assert ranked([("js", 2), ("JavaScript", 2)])[0] == ("JavaScript", 2)
