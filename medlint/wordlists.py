"""Lists of words and phrases that rules look things up in.

A list is a text file under ``medlint/data``: one entry a line, ``#`` begins a
comment line, UTF-8.
"""

from __future__ import annotations

from functools import cache

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


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
    entries = [line.strip() for line in packaged(__spec__, path).split("\n")]
    return tuple(entry for entry in entries if entry and not entry.startswith("#"))


@cache
def languages(folder: str) -> tuple[str, ...]:
    """The languages a folder of lists has, as ISO 639-1 codes, sorted."""
    import os

    path = os.path.join(os.path.dirname(__file__), "data", *folder.split("/"))
    try:
        names = os.listdir(path)
    except NotADirectoryError:  # in a zip archive
        from importlib.resources import files

        found = files("medlint").joinpath("data", *folder.split("/"))
        names = [entry.name for entry in found.iterdir()]
    return tuple(sorted(name.removesuffix(".txt") for name in names if name.endswith(".txt")))


def packaged(spec: ModuleSpec | None, path: str) -> str:
    """A file of a package as text, also where the package lies in a zip archive.

    Args:
        spec: How the package, or a module of it, was found.
        path: The file's path, that of the archive included.

    Raises:
        OSError: There is no such file.
        UnicodeDecodeError: It is not UTF-8.
    """
    read = getattr(spec and spec.loader, "get_data", None)
    if read is None:
        raise FileNotFoundError(path)
    data: bytes = read(path)
    return data.decode("utf-8").replace("\r\n", "\n")
