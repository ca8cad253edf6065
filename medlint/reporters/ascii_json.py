"""JSON that no encoding, no terminal and no CI log can spoil or obey."""

from __future__ import annotations

from medlint.typed import Any


def dumps(data: Any, *, indent: int | None = None) -> str:
    """The data as JSON, in ASCII alone and with one line break at the end.

    Args:
        data: What to write; strings are to be :func:`sound`.
        indent: How many spaces each level is indented; ``None`` for one line.
    """
    import json

    text = json.dumps(data, indent=indent)
    # A `#` stands in strings alone. Two of them begin a command to Azure Pipelines
    # and to GitHub Actions, which look for commands everywhere in a log.
    return text.replace("##", "#\\u0023") + "\n"


def sound(text: str) -> str:
    r"""The text with lone surrogates, which many readers of JSON refuse, as ``\udcff``."""
    if text.isascii():
        return text
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
