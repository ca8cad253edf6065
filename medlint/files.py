"""From the paths that were named to the posts to lint."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from medlint.recognition import HEAD_SIZE, is_excluded, is_passed_over, is_post
from medlint.terminal import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from medlint.settings import Resolver, Settings

#: The name of standard input where it was given no other.
STDIN = "<stdin>"


class PostFile(NamedTuple):
    """A file to lint.

    Attributes:
        real: The absolute path.
        shown: The path to show: below the folder where medlint runs relative to
            it, else absolute; with forward slashes, and printable.
        relative: The path relative to the settings' folder, with forward
            slashes; absolute where it is not below that folder.
        settings: The settings for the file, overrides included.
    """

    real: str
    shown: str
    relative: str
    settings: Settings

    @property
    def path(self) -> Path:
        """The absolute path."""
        from pathlib import Path

        return Path(self.real)


class Selection(NamedTuple):
    """What is to be linted.

    Attributes:
        files: The posts, each once, by the path shown.
        missing: The paths named that do not exist, as they were named.
        unreadable: Folders whose contents cannot be listed, as shown.
    """

    files: tuple[PostFile, ...]
    missing: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def select(paths: Sequence[str], resolver: Resolver, *, force_exclude: bool = False) -> Selection:
    """Find the posts among files and folders.

    A file that is named is linted whatever it is. Folders are searched for
    posts, without following links to folders.

    Args:
        paths: Files and folders, absolute or relative to where medlint runs;
            none means the folder where it runs.
        resolver: The settings.
        force_exclude: Whether even a named file is linted only if it is a post
            and not excluded.

    Raises:
        SettingsError: The settings that count for a file cannot be used.
    """
    search = _Search(resolver, force_exclude)
    for path in paths or (os.curdir,):
        search.named(path)
    files = sorted(search.files.values(), key=lambda file: (file.shown, file.real))
    return Selection(tuple(files), tuple(search.missing), tuple(sorted(search.unreadable)))


def stdin_file(
    filename: str, resolver: Resolver, *, force_exclude: bool = False, head: bytes | None = None
) -> PostFile | None:
    """The post on standard input, under the name it was given.

    Args:
        filename: The path that it is to be treated as having.
        resolver: The settings.
        force_exclude: Whether it is linted only if it is a post and not excluded.
        head: Its first bytes, if they are known.

    Returns:
        The post, or ``None`` where it is left out.

    Raises:
        SettingsError: The settings that count for it cannot be used.
    """
    if filename == STDIN:
        settings = resolver.for_folder(resolver.cwd)
        return PostFile(STDIN, STDIN, STDIN, settings)
    real = os.path.abspath(os.path.join(resolver.cwd, filename))
    search = _Search(resolver, force_exclude)
    return search.judged(real, lambda: _head(real) if head is None else head[:HEAD_SIZE])


class _Search:
    def __init__(self, resolver: Resolver, force_exclude: bool) -> None:
        self.resolver = resolver
        self.force_exclude = force_exclude
        self.files: dict[str, PostFile] = {}
        self.missing: list[str] = []
        self.unreadable: set[str] = set()

    def named(self, path: str) -> None:
        """Take a path that the user named."""
        real = os.path.abspath(os.path.join(self.resolver.cwd, path))
        try:
            exists = bool(path) and os.path.exists(real)
        except ValueError:  # a NUL byte, which no path holds
            exists = False
        if not exists:
            self.missing.append(path)
        elif os.path.isdir(real):
            self.walk(real)
        else:
            file = self.judged(real, lambda: _head(real))
            if file is not None:
                self.take(file, os.path.realpath(real))

    def judged(self, real: str, read_head: Callable[[], bytes | None]) -> PostFile | None:
        """A file that was named, unless the settings decide and leave it out."""
        base = self.resolver.for_file(real)
        file = self.file(real, base)
        if not (self.force_exclude or base.force_exclude):
            return file
        place = _place(base, real)
        if _is_way_passed_over(base, place) or is_excluded(base, file.relative):
            return None
        return file if is_post(base, file.relative, place, read_head) else None

    def file(self, real: str, settings: Settings) -> PostFile:
        relative = _below(real, settings.root_path)
        # What cannot be written as UTF-8 must not reach a report.
        relative = relative.encode("utf-8", "backslashreplace").decode("utf-8")
        shown = escape(_below(real, self.resolver.cwd))
        return PostFile(real, shown, relative, settings.for_path(relative))

    def take(self, file: PostFile, target: str) -> None:
        """Keep a file, unless it is here under another name; the file itself is preferred."""
        known = self.files.get(target)
        if known is None or (known.real != target and file.real == target):
            self.files[target] = file

    def walk(self, start: str) -> None:
        """Take the posts below a folder."""
        from medlint.gitignore import gitignore_for

        if self.is_left_out(start):
            return
        target = os.path.realpath(start)
        folders = [(start, gitignore_for(start))]
        while folders:
            folder, ignore = folders.pop()
            settings = self.resolver.for_folder(folder)
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError:
                self.unreadable.add(escape(_below(folder, self.resolver.cwd)))
                continue
            above = _place(settings, os.path.join(folder, "")).rstrip("/")
            for entry in entries:
                try:
                    linked = entry.is_symlink()
                    is_folder = entry.is_dir(follow_symlinks=False)
                except OSError:  # gone since it was listed, or out of reach
                    continue
                if is_passed_over(settings, entry.name, folder=is_folder, above=above) or (
                    settings.respect_gitignore and ignore.ignores(entry.path, folder=is_folder)
                ):
                    continue
                if is_folder:
                    if not is_excluded(settings, f"{_below(entry.path, settings.root_path)}/"):
                        folders.append((entry.path, ignore.inside(entry.path)))
                elif self.is_wanted(entry, settings):
                    # No link lies between here and the start, so what is below needs no asking.
                    real = target + entry.path[len(start) :]
                    self.take(
                        self.file(entry.path, settings),
                        os.path.realpath(real) if linked else real,
                    )

    def is_left_out(self, folder: str) -> bool:
        """Whether a folder that was named is not to be searched after all."""
        settings = self.resolver.for_folder(folder)
        if not (self.force_exclude or settings.force_exclude):
            return False
        return _is_way_passed_over(settings, _place(settings, os.path.join(folder, "")))

    def is_wanted(self, entry: os.DirEntry[str], settings: Settings) -> bool:
        """Whether an entry met on a walk is a file and a post."""
        try:
            # Before it is opened: a pipe or a device would be waited for forever.
            if not entry.is_file():
                return False
        except OSError:
            return False
        relative = _below(entry.path, settings.root_path)
        place = _place(settings, entry.path)
        return not is_excluded(settings, relative) and is_post(
            settings, relative, place, lambda: _head(entry.path)
        )


def _is_way_passed_over(settings: Settings, place: str) -> bool:
    """Whether a file, or a folder whose path ends in a slash, or one above is passed over."""
    *folders, name = place.split("/")
    return any(
        is_passed_over(settings, folder, folder=True, above="/".join(folders[:index]))
        for index, folder in enumerate(folders)
    ) or is_passed_over(settings, name, folder=False)


def _below(path: str, folder: str) -> str:
    """A path relative to a folder it lies in, else absolute; with forward slashes."""
    prefix = os.path.join(folder, "")
    if path.startswith(prefix):
        path = path[len(prefix) :]
    return path.replace(os.sep, "/")


def _place(settings: Settings, path: str) -> str:
    """A path relative to its project, whose folders may say that posts lie there.

    The project is the settings' folder, or else the Git repository.
    """
    top = settings.root_path
    if not settings.has_file:
        top = _repository(os.path.dirname(path)) or top
    place = _below(path, top)
    # Where someone keeps their projects says nothing of what the project holds.
    return place if not os.path.isabs(place) else os.path.basename(place)


@lru_cache(maxsize=1024)
def _repository(folder: str) -> str | None:
    from medlint.gitignore import repository

    return repository(folder)


def _head(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:
            return stream.read(HEAD_SIZE)
    except OSError:
        return None
