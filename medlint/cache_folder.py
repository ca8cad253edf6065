"""The folder in which medlint keeps what it would otherwise work out again.

It is chosen by whoever runs medlint, and never by the settings of a project:
who could plant a cache in a pull request could hide findings with it.
"""

from __future__ import annotations

import os
import sys

from medlint.digest import digest
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The variable of the environment that names the folder.
VARIABLE = "MEDLINT_CACHE_DIR"


def cache_home(override: str | None, environ: Mapping[str, str]) -> str | None:
    """The folder with the caches of all projects; absolute, and it need not be there.

    Args:
        override: The folder named on the command line, if one was.
        environ: The environment.

    Returns:
        ``None`` where nothing says which folder it could be.
    """
    named = override or environ.get(VARIABLE)
    if named:
        return os.path.abspath(named)
    if sys.platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return os.path.join(local, "medlint", "Cache") if local else None
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "medlint")
    base = environ.get("XDG_CACHE_HOME", "")
    # A path that is not absolute is to be ignored, says the XDG Base Directory Specification.
    if not os.path.isabs(base):
        base = os.path.join(home, ".cache")
    return os.path.join(base, "medlint")


def cache_folder(root: str, override: str | None, environ: Mapping[str, str]) -> str | None:
    """The folder with the caches of one project, made where it is missing.

    Args:
        root: The project's folder.
        override: The folder for all projects that was named on the command line, if one was.
        environ: The environment.

    Returns:
        An absolute path, or ``None`` where there is no such folder and none can be made.
    """
    home = cache_home(override, environ)
    if home is None:
        return None
    folder = os.path.join(home, project_name(root))
    try:
        if not os.path.isdir(folder):
            # What stands in it can be text of posts that are not published yet.
            os.makedirs(folder, mode=0o700, exist_ok=True)
    except (OSError, ValueError):
        return None
    return folder


def project_name(root: str) -> str:
    """The name of the folder of a project, from the project's own folder."""
    real = os.path.realpath(root)
    return digest(os.fsencode(real)).hex()[:20]
