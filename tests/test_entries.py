"""What is known of a post: whatever is in it, and the same when it comes back from the index."""

from __future__ import annotations

import json
from marshal import dumps, loads

import pytest
from documents import posts
from hypothesis import example, given, settings

from medlint.entries import Entry, places
from medlint.index.entries import digest_of, entry_of
from medlint.index.keys import address_key, fold
from medlint.index.store import Store
from medlint.page_names import page_name
from medlint.post import Post
from medlint.settings import Settings
from medlint.text import Source

SETTINGS = Settings.from_mapping(
    {
        "site-url": "https://ada.dev",
        "permalink": "/{year}/{slug}/",
        "rules": {"keyword-cannibalization": {"shared-words": 2}},
    }
)


def entry(text: str, path: str = "posts/a.md") -> Entry:
    return entry_of(Post(Source(text, path), SETTINGS, path))


@given(posts().map(lambda made: made.text))
@example('{"title": "\\ud800 x", "version": "\\udfff", "tags": ["\\ud800"], "slug": "\\ud800"}\n')
@example("---\ntitle: |\n\n  \n---\n# \n[](x.md)[]({% post_url  %})")
@settings(max_examples=150, derandomize=True, deadline=None)
def test_comes_back_from_the_index_as_it_was(text: str) -> None:
    made = entry(text)
    store = Store(None)
    store.put(b"a", made)
    back = store.get(b"a")
    store.close()
    assert back is not None
    assert set(back.facts) == set(made.facts)
    assert back._replace(facts=()) == made._replace(facts=())
    assert Entry.from_plain(loads(dumps(made.plain()))) == made


@given(posts().map(lambda made: made.text))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_facts_stand_where_they_say(text: str) -> None:
    source = Source(text, "posts/a.md")
    made = entry(text)
    for start, end, line in [(made.start, made.end, made.line)] + [
        (fact.start, fact.end, fact.line) for fact in made.facts
    ]:
        assert 0 <= start <= end <= len(source.text)
        assert source.position(start).line == line


def test_every_kind_of_fact() -> None:
    head = {
        "title": "Bees",
        "description": "How bees live.",
        "date": "2024-01-31",
        "slug": "all-bees",
        "tags": ["Hives"],
        "keyword": "keeping bees",
        "canonical_url": "https://www.ada.dev/bees/",
        "aliases": ["/old/"],
        "lang": "en",
        "version": "1.2",
    }
    body = "# Hives\n\n[one](/2023/wasps/), [two](b.md), [three](https://bob.dev/)\n"
    made = entry(json.dumps(head, indent=1) + "\n\n" + body)
    facts = {(fact.kind, fact.key) for fact in made.facts}
    assert facts == {
        ("title", "bees"),
        ("description", "how bees live."),
        ("day", "2024-01-31"),
        ("tag", "hives"),
        ("keyword", "bee keep"),
        ("canonical", "//ada.dev/bees"),
        ("url", "//ada.dev/2024/all-bees"),
        ("alias", "//ada.dev/old"),
        ("name", "a"),
        ("name", "allbees"),
        ("name", "bees"),
        ("link", "//ada.dev/2023/wasps"),
        ("link", "file:posts/b.md"),
        ("topic", "bee"),
        ("topic", "hive"),
    }
    assert (made.language, made.version, made.draft) == ("en", "1.2", False)


def test_a_byte_order_mark_and_no_more_is_left_out_of_the_digest() -> None:
    assert entry("x").digest == digest_of(b"\xef\xbb\xbfx") == digest_of(b"x") != digest_of(b"x\n")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("What’s  new", "what's new", True),
        ("«Bees»", '"bees"', True),
        ("Ｂees", "bees", True),
        ("C++", "C", False),
        ("1–2", "1-2", True),
        ("Strasse", "straße", True),
    ],
)
def test_fold(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) is same


@pytest.mark.parametrize(
    "url",
    [
        "http://www.ada.dev/a%20b/#x",
        "https://ada.dev:443/a%20b",
        "https://ADA.dev/a b.html?utm_id=1",
    ],
)
def test_address_key(url: str) -> None:
    assert address_key(url) == "//ada.dev/a b"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("_posts/2024-01-31-Bee-Keeping.md", "beekeeping"),
        ("content/bee_keeping/index.md", "beekeeping"),
        ("/2024/bee-keeping/", "beekeeping"),
        ("/bee-keeping.html", "beekeeping"),
        ("2024-01-31-.md", "20240131"),
        ("index.md", "index"),
        ("", ""),
        ("///", ""),
    ],
)
def test_page_name(path: str, name: str) -> None:
    assert page_name(path) == name


def test_places() -> None:
    from medlint.entries import Claim

    claims = [Claim(b"", f"{letter}.md", 2, "", "", "", False) for letter in "abcde"]
    assert places(claims[:1]) == "a.md:2"
    assert places(claims[:2]) == "a.md:2 and b.md:2"
    assert places(claims[:3]) == "a.md:2, b.md:2 and c.md:2"
    assert places(claims) == "a.md:2, b.md:2, c.md:2 and 2 more"
