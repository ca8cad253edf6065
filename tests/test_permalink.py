"""The address a site gives to a post, per generator, and when it cannot be known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.permalink import derived_url, unknown_because, unknown_tokens
from medlint.post import Post
from medlint.settings import Settings
from medlint.text import Source

SITE = "https://ada.dev"
DATED = "date: 2024-03-05 09:08:07"


def post(
    front: str = DATED,
    path: str = "posts/bees.md",
    permalink: str | None = None,
    site: str | None = SITE,
) -> Post:
    mapping = {
        key: value
        for key, value in (("site-url", site), ("permalink", permalink))
        if value is not None
    }
    return Post(Source(f"---\n{front}\n---\n", path), Settings.from_mapping(mapping), path)


@pytest.mark.parametrize(
    ("pattern", "path", "url"),
    [
        ("/{year}/{month}/{day}/{slug}/", "posts/bees.md", "/2024/03/05/bees/"),
        ("/:year/:i_month/:i_day/:slug.html", "posts/bees.md", "/2024/3/5/bees.html"),
        ("/:short_year-:y_day/:hour:minute:second", "posts/bees.md", "/24-065/090807"),
        ("/:monthname/:weekday/:weekdayname", "posts/bees.md", "/march/2/tuesday"),
        ("/{slug}", "src/content/blog/Bees In Winter.md", "/bees-in-winter"),
        ("/blog/[...slug]/", "src/content/blog/bees.mdx", "/blog/bees/"),
        ("/{collection}/{slug}", "src/content/blog/bees.md", "/blog/bees"),
        ("/:sections/:contentbasename/", "content/posts/bugs/bees.md", "/posts/bugs/bees/"),
        ("/:sections[1:]/:filename/", "content/posts/bugs/bees.md", "/bugs/bees/"),
        ("/:sections[last]/:filename/", "content/posts/bugs/bees.md", "/bugs/bees/"),
        ("/:section/:filename/", "content/posts/bugs/bees.md", "/posts/bees/"),
        ("/{path}/", "content/posts/bees.md", "/posts/bees/"),
        ("/{slug}/", "content/blog/bees/index.md", "/bees/"),
        ("/{slug}/", "blog/2024-01-31-bees/index.mdx", "/bees/"),
        ("/:title/", "_posts/2024-01-31-Bees.md", "/Bees/"),
        ("/:title/", "source/_posts/bugs/bees.md", "/bugs/bees/"),
        ("/:name/", "source/_posts/bugs/bees.md", "/bees/"),
        ("pretty", "_posts/2024-01-31-bees.md", "/2024/03/05/bees/"),
        ("date", "docs/_posts/2024-01-31-bees.markdown", "/2024/03/05/bees.html"),
        ("ordinal", "_posts/2024-01-31-bees.md", "/2024/065/bees.html"),
        ("weekdate", "_posts/2024-01-31-bees.md", "/2024/W10/Tue/bees.html"),
        ("none", "_posts/2024-01-31-bees.md", "/bees.html"),
        ("{slug}", "蜂/蜜蜂.md", "/%E8%9C%9C%E8%9C%82"),
    ],
)
def test_a_pattern_is_filled_in_from_date_and_path(pattern: str, path: str, url: str) -> None:
    assert derived_url(post(path=path, permalink=pattern)) == SITE + url


@pytest.mark.parametrize(
    ("front", "pattern", "url"),
    [
        ("slug: honey", "/{slug}/", "/honey/"),
        ("slug: /2024/honey", "/blog/{slug}", "/blog/2024/honey"),
        ("title: Bees, in winter!", "/{title}/", "/bees-in-winter/"),
        ("title: Bees, in winter!", "/:post_title/", "/bees-in-winter/"),
        ("categories: [Bugs, Winter]", "/:categories/:slug", "/bugs/winter/bees"),
        ("categories: Bugs Winter", "/:categories/:slug", "/bugs/winter/bees"),
        ("title: x", "/:categories/:slug", "/bees"),
        ("category: Small bugs", "/:category/:slug", "/small-bugs/bees"),
        ("lang: de", "/{lang}/{slug}", "/de/bees"),
        ("abbrlink: 4a17b156", "/posts/:abbrlink/", "/posts/4a17b156/"),
        ("id: bees-1", "/{id}", "/bees-1"),
    ],
)
def test_a_pattern_is_filled_in_from_front_matter(front: str, pattern: str, url: str) -> None:
    assert derived_url(post(front, permalink=pattern)) == SITE + url


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("content/posts/b.md", "https://ada.dev/honey-bees/"),
        ("_posts/2024-01-31-b.md", "https://ada.dev/b/"),
    ],
)
def test_hugo_makes_slugs_of_titles_and_jekyll_of_file_names(path: str, url: str) -> None:
    assert derived_url(post("title: Honey bees", path, "/:slug/")) == url
    assert derived_url(post("title: Honey bees", path, "/:title/")) == url


def test_the_file_name_gives_the_date_where_the_front_matter_does_not() -> None:
    dated = post("title: x", "_posts/2024-01-31-bees.md", "/:year/:month/:title")
    assert derived_url(dated) == "https://ada.dev/2024/01/bees"


@pytest.mark.parametrize(
    ("front", "pattern", "token"),
    [
        ("title: x", "/{year}/{slug}/", "{year}"),
        ("date: 2024-02-30", "/:year/:slug/", ":year"),
        ("date: someday", "/:year/:slug/", ":year"),
        ("slug: x", "/{title}/", "{title}"),
        ("title: Node.js & C++", "/{title}/", "{title}"),
        ("title: bees - and wasps", "/{title}/", "{title}"),
        ("title: x", "/{lang}/{slug}", "{lang}"),
        ("title: x", "/:category/:slug", ":category"),
        ("categories: {a: b}", "/:categories/:slug", ":categories"),
        ("title: x", "/{collection}/{slug}", "{collection}"),
        ("title: x", "/:sections[7]/", ":sections[7]"),
        ("title: x", "/:sections[x:]/", ":sections[x:]"),
        ("date: 2024-01-31 23:30:00 -0500", "/:day/:slug/", ":day"),
    ],
)
def test_what_is_not_known_gives_no_address(front: str, pattern: str, token: str) -> None:
    unknown = post(front, permalink=pattern)
    assert derived_url(unknown) is None
    assert unknown_because(unknown) == (
        f"the setting permalink asks for {token}, which is not known of this post"
    )


def test_a_folder_above_jekyll_s_posts_may_be_a_category_or_not() -> None:
    assert derived_url(post(path="bugs/_posts/2024-01-31-b.md", permalink="pretty")) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("_posts/2024-01-31-Bees - and Wasps.md", "Bees-and-Wasps"),
        ("posts/Bees and Wasps.md", "Bees-and-Wasps"),
        ("posts/Bees - and Wasps.md", None),
    ],
)
def test_spaces_in_names_become_hyphens_where_generators_agree(path: str, name: str | None) -> None:
    url = derived_url(post(path=path, permalink="/{slug}"))
    assert url == (f"{SITE}/{name}" if name else None)


@pytest.mark.parametrize(
    "path", ["content/de/posts/b.md", "content/posts/b.de.md", "de/_posts/2024-01-31-b.md"]
)
def test_a_translation_has_an_address_only_where_its_language_is_part_of_it(path: str) -> None:
    assert derived_url(post(path=path, permalink="/{slug}/")) is None
    because = unknown_because(post(path=path, permalink="/{slug}/"))
    assert because is not None
    assert "language de" in because
    assert derived_url(post(path=path, permalink="/{lang}/{slug}/")) == "https://ada.dev/de/b/"
    german = Settings.from_mapping({"site-url": SITE, "permalink": "/{slug}/", "language": "de"})
    assert derived_url(Post(Source("---\nx: y\n---\n"), german, path)) == "https://ada.dev/b/"


def test_a_language_folder_is_no_section() -> None:
    path = "content/de/posts/b.md"
    assert derived_url(post(path=path, permalink="/{lang}/:sections/x")) == f"{SITE}/de/posts/x"
    assert derived_url(post(path="content/go/b.md", permalink="/:section/x")) == f"{SITE}/go/x"


def test_nothing_is_known_without_settings() -> None:
    assert derived_url(post()) is None
    assert derived_url(post(permalink="/{slug}/", site=None)) is None
    assert unknown_because(post()) is None
    assert unknown_because(post(permalink="/{slug}/")) is None
    assert unknown_because(post(permalink="/{slug}/", site=None)) == (
        "the setting permalink needs site-url beside it"
    )


@pytest.mark.parametrize(
    ("front", "url"),
    [
        ("permalink: https://bob.dev/bees.html", "https://bob.dev/bees.html"),
        ("url: http://bob.dev/bees", "http://bob.dev/bees"),
        ("permalink: /honey/Bees", "https://ada.dev/honey/Bees"),
        ("url: honey/", "https://ada.dev/honey/"),
        (f"{DATED}\npermalink: /:year/x/", "https://ada.dev/2024/x/"),
    ],
)
def test_the_post_s_own_address_counts_before_the_pattern(front: str, url: str) -> None:
    assert derived_url(post(front)) == url
    assert derived_url(post(front, permalink="/{slug}/")) == url


@pytest.mark.parametrize(
    "front",
    [
        "permalink: false",
        'permalink: "/blog/{{ title | slug }}/"',
        "permalink: //bob.dev/bees",
        "permalink: ftp://bob.dev/bees",
        "url: https://bob.dev/",
        "url: https://example.com/bees",
        "permalink: /:nothing/",
    ],
)
def test_an_own_address_that_is_none_gives_no_address(front: str) -> None:
    assert derived_url(post(front, permalink="/{slug}/")) is None


def test_an_own_absolute_address_needs_no_settings_and_a_path_does() -> None:
    assert derived_url(post("permalink: https://bob.dev/bees", site=None)) == (
        "https://bob.dev/bees"
    )
    assert derived_url(post("permalink: /bees", site=None)) is None


def test_an_absolute_pattern_and_a_site_below_a_path() -> None:
    absolute = post(permalink="https://blog.ada.dev/{slug}/", site=None)
    assert derived_url(absolute) == "https://blog.ada.dev/bees/"
    below = post(permalink="/{slug}/", site="https://ada.github.io/blog/")
    assert derived_url(below) == "https://ada.github.io/blog/bees/"


def test_tokens_that_no_post_can_fill_in_are_named() -> None:
    assert unknown_tokens("/:year/{slgu}/:titel/[sluug]/x") == ("{slgu}", ":titel", "[sluug]")
    assert unknown_tokens("https://ada.dev:8080/:year-:month/{slug}/pretty") == ()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    path=st.text(alphabet="abé /._-0123456789:[]{}\n", max_size=30),
    slug=st.text(max_size=20),
    pattern=st.text(alphabet=":{}[]/abslugtitle0_.%", max_size=30),
)
def test_any_path_slug_and_pattern_give_an_absolute_address_or_none(
    path: str, slug: str, pattern: str
) -> None:
    import json

    for own in (pattern, "/{slug}/{title}/{path}", "pretty"):
        subject = post(f"permalink: {json.dumps(own)}\nslug: {json.dumps(slug)}", path)
        url = derived_url(subject)
        assert url is None or url.startswith(("https://", "http://"))
