"""Whose a host is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from publicsuffixlist import PublicSuffixList

from medlint.domains import registrable_domain
from medlint.wordlists import load


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("ada.dev", "ada.dev"),
        ("www.blog.ada.dev", "ada.dev"),
        ("News.BBC.co.uk", "bbc.co.uk"),
        ("bbc.co.uk", "bbc.co.uk"),
        ("co.uk", "co.uk"),
        ("www.gov.uk", "www.gov.uk"),
        ("www.nhs.uk", "www.nhs.uk"),
        ("loja.com.br", "loja.com.br"),
        ("blog.ssi.gouv.fr", "ssi.gouv.fr"),
        ("blog.heise.de", "heise.de"),
        ("a.b.city.kawasaki.jp", "city.kawasaki.jp"),  # an exception to *.kawasaki.jp
        ("a.b.c.kawasaki.jp", "b.c.kawasaki.jp"),
        ("a.ada.github.io", "ada.github.io"),
        ("bob.github.io", "bob.github.io"),
        ("ada.wordpress.com", "ada.wordpress.com"),
        ("raw.githubusercontent.com", "githubusercontent.com"),
        ("blog.例え.個人.香港", "例え.個人.香港"),
        ("blog.xn--r8jz45g.xn--gmqw5a.xn--j6w193g", "xn--r8jz45g.xn--gmqw5a.xn--j6w193g"),
        ("192.168.0.1", "192.168.0.1"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("localhost", "localhost"),
        ("a.b.c.d.e.f.g.ada.dev.", "ada.dev"),
        ("..", "."),
        ("", ""),
    ],
)
def test_the_registrable_domain_is_what_somebody_registered(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_below_countries_it_says_what_the_package_says() -> None:
    """Every rule of the list for a country's domain, with names put in front."""
    package = PublicSuffixList(only_icann=True)
    own = set(load("customer-hosts"))
    checked = 0
    for suffix in sorted(package._publicsuffix):
        labels = suffix.removeprefix("!").removeprefix("*.").split(".")
        if len(labels[-1]) != 2 or ".".join(labels[-2:]) in own:
            continue
        for front in ("blog.ada", "ada", ""):
            host = ".".join([*front.split("."), *labels]) if front else ".".join(labels)
            assert registrable_domain(host) == (package.privatesuffix(host) or host), host
            checked += 1
    assert checked > 10_000


def test_hosts_of_the_usual_domains_do_not_need_the_list() -> None:
    program = """
import os, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from medlint.domains import registrable_domain
registrable_domain("www.example.com"), registrable_domain("a.b.ada.dev")
print(any("public_suffix_list" in name for name in opened))
registrable_domain("blog.ada.co.uk")
print(any("public_suffix_list" in name for name in opened), "publicsuffixlist" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True", "False"], done.stderr
