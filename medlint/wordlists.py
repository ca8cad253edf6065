"""Lists of words and phrases that rules look things up in.

A list is a text file under ``medlint/data``: one entry a line, ``#`` begins a
comment line, UTF-8.
"""

from __future__ import annotations

from functools import cache


@cache
def load(name: str) -> tuple[str, ...]:
    """The entries of a list, in order.

    Args:
        name: The file below ``medlint/data``, with forward slashes, without ``.txt``.

    Raises:
        FileNotFoundError: There is no such list.
    """
    import os

    path = os.path.join(os.path.dirname(__file__), "data", *name.split("/")) + ".txt"
    with open(path, encoding="utf-8") as lines:
        entries = [line.strip() for line in lines]
    return tuple(entry for entry in entries if entry and not entry.startswith("#"))


@cache
def languages(folder: str) -> tuple[str, ...]:
    """The languages a folder of lists has, as ISO 639-1 codes, sorted."""
    import os

    path = os.path.join(os.path.dirname(__file__), "data", *folder.split("/"))
    names = [name.removesuffix(".txt") for name in os.listdir(path) if name.endswith(".txt")]
    return tuple(sorted(names))
