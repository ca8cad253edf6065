"""Web addresses: cutting, comparing, judging; on any string, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint import urls
from medlint.domains import registrable_domain

ADDRESSES = st.one_of(
    st.text(),
    st.text(alphabet="htps:/[]@?#&=.%a1\\ \t\n\x00ü", max_size=60),
    st.builds("https://{}.{}/{}?{}#{}".format, *[st.text(max_size=12)] * 5),
)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        (
            "HTTPS://me:pw@WWW.Ada.dev:8080/a/b?x=1#top",
            ("https", "me:pw", "www.ada.dev", "8080", "/a/b", "x=1", "top"),
        ),
        ("//ada.dev", ("", None, "ada.dev", "", "", None, None)),
        ("/a?#", ("", None, "", "", "/a", "", "")),
        ("mailto:ada@ada.dev", ("mailto", None, "", "", "ada@ada.dev", None, None)),
        ("http://[::1]:80/", ("http", None, "[::1]", "80", "/", None, None)),
        ("http://[", ("http", None, "[", "", "", None, None)),
        (" https://ada.dev. ", ("https", None, "ada.dev", "", "", None, None)),
        ("https://ada.dev\\@evil.io", ("https", None, "ada.dev", "", "\\@evil.io", None, None)),
        ("", ("", None, "", "", "", None, None)),
    ],
)
def test_an_address_is_cut_at_its_separators(url: str, parts: tuple[str | None, ...]) -> None:
    assert urls.split(url) == parts


@pytest.mark.parametrize(
    "url",
    [
        "https://ada.dev",
        "http://ada.dev/bees?x#y",
        "https://münchen.de/straße",
        "https://例え.jp/日本語#節",
        "https://ada.dev/😀",
        "https://my_blog.tumblr.com/",
        "https://ada.dev:8443/",
        "https://1.2.3.4/",
        "https://xn--mnchen-3ya.de/",
        "HTTPS://Ada.dev/%C3%BC",
    ],
)
def test_well_formed_addresses_are_valid(url: str) -> None:
    assert urls.is_absolute_http(url)
    assert urls.is_valid_http(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bees",
        "/bees",
        "//ada.dev/",
        "http:///bees",
        "ftp://ada.dev/",
        "http://[",
        "https://ada dev/",
        "https://ada.dev/a b",
        "https://ada.dev/\x00",
        "https://ada..dev/",
        "https://-ada.dev/",
        "https://ada.dev:99999/",
        "https://ada",
        "https://ada.dev/<slug>",
        "https://ada.dev/\ud800",
        "https://" + "a." * 200 + "dev",
    ],
)
def test_malformed_addresses_are_not_valid(url: str) -> None:
    assert not urls.is_valid_http(url)


def test_tracking_parameters_are_named_as_written() -> None:
    url = "https://ada.dev/?UTM_Source=x&id=7&fbclid=1&amp;mc_cid=2#utm_medium=no"
    assert urls.tracking_parameters(url) == ("UTM_Source", "fbclid", "mc_cid")


@pytest.mark.parametrize("name", ["ref", "source", "id", "tag", "page", "utm", "s", "email"])
def test_a_parameter_that_may_choose_the_page_is_not_tracking(name: str) -> None:
    url = f"https://ada.dev/?{name}=1"
    assert urls.tracking_parameters(url) == ()
    assert urls.without_tracking(url) == url


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://ada.dev/?utm_source=x", "https://ada.dev/"),
        ("https://ada.dev/?utm_source=x#top", "https://ada.dev/#top"),
        ("https://ada.dev/?b=%2f&gclid=1&a=+", "https://ada.dev/?b=%2f&a=+"),
        ("https://ada.dev/?gclid=1&amp;a=2", "https://ada.dev/?a=2"),
        ("https://ada.dev/#?utm_source=x", "https://ada.dev/#?utm_source=x"),
        (" HTTPS://Ada.dev?gclid ", " HTTPS://Ada.dev"),
    ],
)
def test_only_tracking_is_taken_out(url: str, clean: str) -> None:
    assert urls.without_tracking(url) == clean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://ada.dev/bees/", "http://www.ada.dev/bees"),
        ("https://ada.dev", "https://ada.dev/index.html"),
        ("https://ada.dev:443/bees", "https://ada.dev/bees?utm_source=x#top"),
        ("https://ada.dev/caf%C3%A9", "https://ada.dev/café"),
        ("https://münchen.de/", "https://xn--mnchen-3ya.de"),
    ],
)
def test_spellings_of_one_page(one: str, other: str) -> None:
    assert urls.same_page(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://ada.dev/bees", "https://ada.dev/Bees"),
        ("https://ada.dev/?p=1", "https://ada.dev/?p=2"),
        ("https://ada.dev/bees", "https://bob.dev/bees"),
        ("https://ada.dev:8080/", "https://ada.dev/"),
        ("https://ada.dev/bees.html", "https://ada.dev/bees"),
    ],
)
def test_different_pages(one: str, other: str) -> None:
    assert not urls.same_page(one, other)


@pytest.mark.parametrize(
    "host",
    ["example.com", "www.example.org", "blog.example.net", "a.example", "x.test", "yourblog.com"],
)
def test_hosts_of_examples_are_placeholders(host: str) -> None:
    assert urls.is_placeholder_host(host)


@pytest.mark.parametrize("host", ["ada.dev", "myexample.com", "example.io", "test.com", ""])
def test_other_hosts_are_no_placeholders(host: str) -> None:
    assert not urls.is_placeholder_host(host)


@pytest.mark.parametrize(
    "host",
    ["localhost", "intranet", "10.0.0.1", "127.0.0.1", "192.168.1.1", "[::1]", "[fe80::1%25en0]"],
)
def test_hosts_that_only_their_network_reaches(host: str) -> None:
    assert urls.is_private_host(host)


@pytest.mark.parametrize("host", ["ada.dev", "8.8.8.8", "[2606:4700::1111]", "1.2.3.4.5", ""])
def test_hosts_that_everybody_reaches(host: str) -> None:
    assert not urls.is_private_host(host)


@pytest.mark.parametrize(
    ("base", "path", "joined"),
    [
        ("https://ada.dev", "bees/", "https://ada.dev/bees/"),
        ("https://ada.dev/", "/bees", "https://ada.dev/bees"),
        ("https://ada.dev/blog?x", "/bees", "https://ada.dev/blog/bees"),
    ],
)
def test_a_path_is_put_below_its_base(base: str, path: str, joined: str) -> None:
    assert urls.join(base, path) == joined


def test_an_address_is_shown_short_and_on_one_line() -> None:
    assert urls.shown("https://ada.dev/\n bees") == "https://ada.dev/ bees"
    assert urls.shown("x" * 500, 10) == "x" * 9 + "…"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ADDRESSES, ADDRESSES)
def test_nothing_raises_and_cleaning_settles(url: str, other: str) -> None:
    urls.is_absolute_http(url)
    urls.is_valid_http(url)
    registrable_domain(urls.host(url))
    urls.is_private_host(urls.host(url))
    urls.is_placeholder_host(urls.host(url))
    clean = urls.without_tracking(url)
    assert urls.tracking_parameters(clean) == ()
    assert urls.without_tracking(clean) == clean
    assert urls.same_page(url, clean)
    assert urls.same_page(url, other) == urls.same_page(other, url)


@pytest.mark.parametrize(
    "url",
    [
        "https://" + "a." * 300_000,
        "https://" + "[" * 600_000,
        "https://" + "a@" * 300_000 + "ada.dev",
        "https://ada.dev/" + "/" * 600_000,
        "https://ada.dev/?" + "utm_x&" * 60_000,
        "https://ada.dev/" + "%41" * 200_000,
        " " * 600_000,
    ],
    ids=lambda url: url[:20],
)
def test_huge_addresses_take_a_moment(url: str) -> None:
    start = time.perf_counter()
    urls.is_valid_http(url)
    urls.same_page(url, url)
    registrable_domain(urls.host(url))
    urls.is_private_host(urls.host(url))
    # A quadratic scan of 600,000 characters would take minutes.
    assert time.perf_counter() - start < 5
