"""Asking Git about the files of a repository."""

from __future__ import annotations

import os

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: A folder of the project that looks like a repository without a work tree could name
#: programs in its settings, and Git would run them: it is not to be taken for one.
_SAFELY = ("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false")
#: What a hook's Git tells its children about the repository of the commit. The folder that is
#: asked about may lie in another, so Git has to find out for itself.
_OF_THE_COMMIT = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_COMMON_DIR")


def listed(folder: str, *arguments: str) -> Callable[[], bytes | None]:
    """What ``git ls-files -z`` says of the files below a folder, a NUL behind each record.

    Git is at work from now on; who has something else to do may do that first.

    Args:
        folder: The absolute path; the paths in the records are relative to it.
        arguments: Further arguments.

    Returns:
        Waits for the records, and must be called once; it gives ``None`` where Git is
        missing or refuses.
    """
    command = ["git", *_SAFELY, "-C", folder, "ls-files", "-z", *arguments]
    return _output(command, _environment(folder))


def _environment(folder: str) -> dict[str, str]:
    """The environment for Git, with the index of a commit being made if it is this repository's.

    ``git commit FILE`` makes the commit from an index of its own and names it to
    hooks in ``GIT_INDEX_FILE``.
    """
    environ = {name: value for name, value in os.environ.items() if name not in _OF_THE_COMMIT}
    # Asking must not write: another Git may be at work on the index.
    environ["GIT_OPTIONAL_LOCKS"] = "0"
    index = environ.pop("GIT_INDEX_FILE", "")
    if index:
        from medlint.gitignore import git_folder, repository

        top = repository(folder)
        if top is not None:
            index = os.path.join(top, index)
            own = os.path.join(os.path.realpath(git_folder(top)), "")
            if os.path.realpath(index).startswith(own):
                environ["GIT_INDEX_FILE"] = index
    return environ


def _output(command: list[str], environ: dict[str, str]) -> Callable[[], bytes | None]:
    """Start a command; what is returned waits for what it writes, ``None`` where it fails."""
    if not hasattr(os, "posix_spawnp"):
        return lambda: _run(command, environ)
    # `subprocess` takes longer to import than Git takes to answer.
    reading, writing = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, writing, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        child = os.posix_spawnp(command[0], command, environ, file_actions=actions)
    except (OSError, ValueError):
        os.close(reading)
        return lambda: None
    finally:
        os.close(writing)

    def read() -> bytes | None:
        with open(reading, "rb") as stream:
            found = stream.read()
        _, status = os.waitpid(child, 0)
        return found if os.waitstatus_to_exitcode(status) == 0 else None

    return read


def _run(command: list[str], environ: dict[str, str]) -> bytes | None:
    import subprocess

    program = _program(command[0], environ.get("PATH", ""))
    if program is None:
        return None
    command = [program, *command[1:]]
    try:
        done = subprocess.run(command, capture_output=True, env=environ, check=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return done.stdout


def _program(name: str, path: str) -> str | None:
    """Where a program is, in the folders of ``PATH`` and nowhere else.

    Windows would look first in the folder where medlint runs, and a project
    may bring a ``git.exe`` of its own.

    Args:
        name: Its name, without an ending.
        path: The value of the variable.
    """
    ending = ".exe" if os.name == "nt" else ""
    for entry in path.split(os.pathsep):
        folder = entry.strip('"')  # which Windows lets people write round a folder
        program = os.path.join(folder, name + ending)
        if os.path.isabs(folder) and os.path.isfile(program):
            return program
    return None
