"""Whether the faster of the two Markdown parsers is there.

It is an extra, since it is a compiled package that not every platform has.
"""

from __future__ import annotations


def version() -> str | None:
    """The version of pyromark, or ``None`` where there is none that medlint can use."""
    try:
        import pyromark
    except ImportError:  # it is not installed, or was made for another platform
        return None
    return pyromark.__version__ if hasattr(pyromark, "reference_definitions") else None
