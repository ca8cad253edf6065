"""Whose a host is: the part of its name that somebody registered.

Below most countries' domains people register names below a second label
(``bbc.co.uk``); which those labels are is known to the Public Suffix List,
that the package `publicsuffixlist` carries. Only its data file is read, and
only for hosts of three labels or more below a country's domain: importing the
package and loading the list takes some 50 ms, reading the part that counts 3 ms.

The list's private part, hosts that give names to customers, is not used: it
has no wordpress.com and no substack.com, and says that
``raw.githubusercontent.com`` and ``user-images.githubusercontent.com`` belong
to two people. ``data/customer-hosts.txt`` stands in its place.
"""

from __future__ import annotations

from functools import cache, lru_cache


@lru_cache(maxsize=2048)  # many rules ask about the same hosts
def registrable_domain(host: str) -> str:
    """The part of a host that somebody registered: ``blog.bbc.co.uk`` is ``bbc.co.uk``.

    IP addresses, single names and public suffixes themselves (``co.uk``) are
    returned as they are, in lower case and without a dot at the end.

    Args:
        host: The host, an internationalised one as it is written or in its ASCII form.
    """
    host = host.lower().removesuffix(".")
    labels = host.rsplit(".", 5)
    if len(labels) < 3 or host.startswith("[") or labels[-1].isdigit():
        return host
    count = 1
    if ".".join(labels[-2:]) in _customer_hosts():
        count = 2
    elif len(labels[-1]) == 2 or labels[-1].startswith("xn--") or not labels[-1].isascii():
        count = _suffix_length(labels)
    return ".".join(labels[-count - 1 :])


def _suffix_length(labels: list[str]) -> int:
    """How many labels at the end are a public suffix, as the list's own algorithm says."""
    suffixes = _country_suffixes()
    labels = [_as_written(label) for label in labels]
    for start in range(len(labels)):
        name = ".".join(labels[start:])
        if f"!{name}" in suffixes:
            return len(labels) - start - 1
        if name in suffixes or f"*.{'.'.join(labels[start + 1 :])}" in suffixes:
            return len(labels) - start
    return 1


def _as_written(label: str) -> str:
    """A label in its own script, as the list has it."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


@cache
def _customer_hosts() -> frozenset[str]:
    from medlint.wordlists import load

    return frozenset(load("customer-hosts"))


@cache
def _country_suffixes() -> frozenset[str]:
    """The rules of the list's public part, or none where its data file is not there."""
    import os
    from importlib.util import find_spec

    from medlint.wordlists import packaged

    spec = find_spec("publicsuffixlist")  # of a package, finds it and runs nothing of it
    for folder in (spec and spec.submodule_search_locations) or ():
        try:
            text = packaged(spec, os.path.join(folder, "public_suffix_list.dat"))
        except (OSError, UnicodeDecodeError):
            continue
        public, _, _ = text.partition("===BEGIN PRIVATE DOMAINS===")
        return frozenset(public.split("\n"))
    return frozenset()
