"""What makes the results of one medlint those of another: its code, and what it uses."""

from __future__ import annotations

import os
import sys

from medlint import __version__
from medlint.digest import digest

#: The packages whose versions can change a result, as their metadata folders are called.
#: The last two are used where they are installed.
PACKAGES = (
    *("link_shorteners", "markdown_it_py", "publicsuffixlist", "python_frontmatter", "pyyaml"),
    *("snowballstemmer", "tomli", "validators", "pystemmer", "pyromark"),
)
_METADATA = (".dist-info", ".egg-info")


def identity() -> bytes:
    """A digest that differs wherever the same post might be judged differently.

    It covers this version, the files of the package, the versions of the
    packages that are used, and Python with its tables of characters. Nothing
    is imported for it.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    parts = [__version__, sys.version, *_code(package)]
    for folder in sys.path:
        parts += _packages(folder or os.curdir)
    return digest("\0".join(parts).encode("utf-8", "surrogateescape"))


def _code(package: str) -> list[str]:
    """What tells one state of the package's files from another.

    Where an installer put them, they have been as they are since it wrote the
    list of them. Else, as for those who work on medlint, each file counts,
    with its size and the time it was written.
    """
    record = os.path.join(os.path.dirname(package), f"medlint-{__version__}.dist-info", "RECORD")
    try:
        status = os.stat(record)
    except OSError:
        return _files(package)
    return [f"{record}:{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"]


def _files(folder: str) -> list[str]:
    found = []
    folders = [folder]
    while folders:
        here = folders.pop()
        try:
            with os.scandir(here) as entries:
                listed = list(entries)
        except OSError:  # as in a zip archive, which is known by its version alone
            continue
        for entry in listed:
            if entry.name.endswith((".py", ".txt", ".json")):
                status = entry.stat()
                found.append(f"{entry.path}:{status.st_size}:{status.st_mtime_ns}")
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                folders.append(entry.path)
    return sorted(found)


def _packages(folder: str) -> list[str]:
    """The packages used that are installed in a folder, with their versions."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return sorted(
        name
        for name in names
        if name.endswith(_METADATA) and name.split("-", 1)[0].lower().replace(".", "_") in PACKAGES
    )
