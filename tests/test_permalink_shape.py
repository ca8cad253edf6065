"""Which addresses can be no other than a post's."""

from __future__ import annotations

import pytest

from medlint.permalink_shape import shape_of

SITE = "https://ada.dev"


@pytest.mark.parametrize(
    ("pattern", "posts", "others"),
    [
        ("/{year}/{month}/{slug}/", ["/2024/01/bees"], ["/2024/01", "/2024/1/bees", "/a/01/bees"]),
        ("/:year/:i_month/:title.html", ["/2024/1/bees"], ["/2024/bees", "/2024/1/bees/more"]),
        ("date", ["/2024/01/31/bees", "/a/b/2024/01/31/bees"], ["/2024/01/31", "/2024/bees"]),
        (
            "/blog/{slug}/",
            ["/blog/bees"],
            ["/blog", "/blog/tags", "/blog/tags/a", "/blog/feed.xml"],
        ),
        ("/blog/:year/:sections/:slug", ["/blog/2024/bees", "/blog/2024/a/bees"], ["/blog/2024"]),
    ],
)
def test_what_fits(pattern: str, posts: list[str], others: list[str]) -> None:
    shape = shape_of(SITE, pattern)
    assert shape is not None
    assert [path for path in (*posts, *others) if shape.fits(path)] == posts


@pytest.mark.parametrize(
    "pattern",
    [
        None,
        "",
        "/{slug}/",
        "/:categories/:title/",
        "/{slug}/{year_less}/",
        "/{year}/{slug}{title}{slug}{title}/",
        "/{year}/{slug}{title}/{slug}{title}/{slug}{title}/",
        "/{year}/" + "{imonth}" * 20 + "/{slug}/",
        "/blog/:sections/:slug/",
    ],
)
def test_other_pages_may_look_like_a_post(pattern: str | None) -> None:
    assert shape_of(SITE, pattern) is None


def test_without_the_address_of_the_site_nothing_is_known() -> None:
    assert shape_of(None, "/{year}/{slug}/") is None


def test_a_site_may_stand_in_a_folder() -> None:
    shape = shape_of("https://ada.dev/notes/", "/{year}/{slug}/")
    assert shape is not None
    assert shape.fits("/notes/2024/bees")
    assert not shape.fits("/2024/bees")


def test_no_pattern_makes_it_slow() -> None:
    assert shape_of(SITE, "/{year}/" + ":sections/" * 30) is None
    shape = shape_of(SITE, "/{year}/:path/" + "{slug}/" * 30)
    assert shape is not None
    assert not shape.fits("/2024" + "/a" * 10_000)


@pytest.mark.parametrize(
    "pattern",
    [
        "/{year}/{slug}-{title}-{name}x/",
        "/{year}/{slug}{title}/{slug}{title}/x",
        "/{path}/{year}x/",
    ],
)
def test_what_nearly_fits_takes_no_longer_than_it_is_long(pattern: str) -> None:
    shape = shape_of(SITE, pattern)
    assert shape is not None
    assert not shape.fits("/2024/" + "1-a" * 60 + "/" + "2-b" * 60 + "/" + "3" * 200)
