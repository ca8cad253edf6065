r"""medlint: a linter for blog posts kept as Markdown in Git and published on Medium.

    >>> import medlint
    >>> for found in medlint.lint_text("---\ntitle: A walk\n---\n[here](https://a.org)\n"):
    ...     print(found.line, found.code, found.message)

See :func:`lint_text` and :func:`lint_paths`.
"""

from __future__ import annotations

__version__ = "0.1.0"

__all__ = [
    "Diagnostic",
    "Edit",
    "Fix",
    "Settings",
    "SettingsError",
    "Severity",
    "__version__",
    "lint_paths",
    "lint_text",
]

#: Whether this process is the command ``medlint``, where nobody else uses what it imports.
owns_process = False

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from medlint.api import lint_paths, lint_text
    from medlint.diagnostic import Diagnostic, Severity
    from medlint.fixes import Edit, Fix
    from medlint.settings import Settings, SettingsError

_HOMES = {
    "Diagnostic": "medlint.diagnostic",
    "Edit": "medlint.fixes",
    "Fix": "medlint.fixes",
    "Settings": "medlint.settings",
    "SettingsError": "medlint.settings",
    "Severity": "medlint.diagnostic",
    "lint_paths": "medlint.api",
    "lint_text": "medlint.api",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use: the command line needs few of them, and soon."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
