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
    name = host.removeprefix("www.")
    if name not in _hosts():
        return False
    from medlint.wordlists import load

    folder = path.lstrip("/").partition("/")[0]
    return not folder or f"{name}/{folder}" not in load("short-brand-hosts")


@cache
def _hosts() -> frozenset[str]:
    from medlint.wordlists import load

    return frozenset({*_packaged(), *load("link-shorteners")}).difference(load("short-brand-hosts"))


def _packaged() -> frozenset[str]:
    """The hosts of the package, or none where its data file is not there."""
    import os
    import sys

    from medlint.wordlists import packaged

    # As importlib.util.find_spec does: a package is found and nothing of it is run.
    finders = (getattr(finder, "find_spec", None) for finder in sys.meta_path)
    found = (find("link_shorteners", None) for find in finders if find is not None)
    spec = next(filter(None, found), None)
    for folder in (spec and spec.submodule_search_locations) or ():
        try:
            text = packaged(spec, os.path.join(folder, "link-shorteners.txt"))
        except (OSError, UnicodeDecodeError):
            continue
        # One line at a time this takes ten times as long, and there are thousands.
        text = f"\n{text.lower()}\n".replace(",\n", "\n").replace("/\n", "\n")
        return frozenset(text.replace("\nwww.", "\n").split())
    return frozenset()
