"""Which hosts are link shorteners.

The list is that of the package `link-shorteners`, which others maintain. Only
its data file is read: its own loader imports `pkg_resources`, which new
versions of setuptools no longer have. What it lacks stands in
``data/link-shorteners.txt``; what it holds and is none, or leads to one known
site only, in ``data/short-brand-hosts.txt``.
"""

from __future__ import annotations

from functools import cache


def is_shortener(host: str, path: str = "") -> bool:
    """Whether a host (in lower case) shortens links to any site.

    Args:
        host: The host.
        path: The address's path: some hosts have paths that lead to one site only.
    """
    from medlint.wordlists import load

    name = host.removeprefix("www.")
    if name not in _hosts():
        return False
    folder = path.lstrip("/").partition("/")[0]
    return not folder or f"{name}/{folder}" not in load("short-brand-hosts")


@cache
def _hosts() -> frozenset[str]:
    from medlint.wordlists import load

    return frozenset({*_packaged(), *load("link-shorteners")}).difference(load("short-brand-hosts"))


def _packaged() -> frozenset[str]:
    """The hosts of the package, or none where its data file is not there."""
    import os
    from importlib.util import find_spec

    spec = find_spec("link_shorteners")  # of a package, finds it and runs nothing of it
    for folder in (spec and spec.submodule_search_locations) or ():
        try:
            with open(os.path.join(folder, "link-shorteners.txt"), encoding="utf-8") as lines:
                return frozenset(
                    line.strip().lower().rstrip(",/").removeprefix("www.") for line in lines
                )
        except (OSError, UnicodeDecodeError):
            continue
    return frozenset()
