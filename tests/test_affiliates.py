"""What in an address says that somebody earns by it."""

from __future__ import annotations

from medlint.affiliates import affiliate_mark


def test_hosts_below_a_known_one_count() -> None:
    assert affiliate_mark("https://www.amzn.to/x") == "amzn.to"
    assert affiliate_mark("https://a.b.amzn.to/x") == "amzn.to"


def test_a_name_that_no_host_can_have_is_not_looked_up_dot_by_dot() -> None:
    # Each dot with all that follows it would be a name: with this many, hours.
    assert affiliate_mark(f"https://x{'.' * 2_000_000}amzn.to/x") is None
