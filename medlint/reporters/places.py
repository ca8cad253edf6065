"""Paths as the programs that read reports want them."""

from __future__ import annotations

import os.path

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Where GitHub Actions, GitLab CI and Azure Pipelines put the checkout.
_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")


def from_checkout(path: str, environ: Mapping[str, str]) -> str:
    """A path relative to the checkout, which CI takes the paths in reports to be.

    Args:
        path: A path as it is shown, absolute or relative to where medlint runs.
        environ: The environment; without one of CI, or outside the checkout,
            the path stays as it is.
    """
    for variable in _CHECKOUTS:
        root = environ.get(variable, "")
        if root and path:
            try:
                relative = os.path.relpath(path, root)
            except ValueError:  # on another drive
                return path
            return path if _is_above(relative) else relative.replace(os.sep, "/")
    return path


def _is_above(relative: str) -> bool:
    return relative == os.pardir or relative.startswith(os.pardir + os.sep)


def as_uri(path: str) -> str:
    """A path as a URI reference: ``file:`` for an absolute one, else relative."""
    from urllib.parse import quote

    quoted = quote(path, errors="backslashreplace")
    if path.startswith("/"):
        return f"file://{quoted}"
    if path[1:3] == ":/":  # a drive of Windows
        return f"file:///{path[0]}:{quoted[4:]}"
    return quoted
