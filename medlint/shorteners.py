"""Which hosts are link shorteners.

The list is that of the package `link-shorteners`, which others maintain. Only
its data file is read: its own loader imports `pkg_resources`, which new
versions of setuptools no longer have. What it lacks stands in
``data/link-shorteners.txt``; what it holds and is none, or leads to one known
site only, in ``data/short-brand-hosts.txt``.
"""

from __future__ import annotations

from functools import cache, lru_cache


def is_shortener(host: str, path: str = "") -> bool:
    """Whether a host (in lower case) shortens links to any site.

    Args:
        host: The host.
        path: The address's path: some hosts have paths that lead to one site only.
    """
    name = host.removeprefix("www.")
    if not _is_listed(name):
        return False
    from medlint.wordlists import load

    folder = path.lstrip("/").partition("/")[0]
    return not folder or f"{name}/{folder}" not in load("short-brand-hosts")


@lru_cache(maxsize=2048)
def _is_listed(name: str) -> bool:
    """Whether a host is on the lists, which are searched as text.

    A set of so many hosts takes longer to make than to look for those of a post.
    """
    from medlint.wordlists import load

    if not name or "\n" in name:
        return False
    if f"\n{name}\n" not in _packaged() and name not in load("link-shorteners"):
        return False
    return name not in load("short-brand-hosts")


@cache
def _packaged() -> str:
    """The hosts of the package, each on a line of its own; none where its file is not there."""
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
        return text.replace("\nwww.", "\n")
    return ""
