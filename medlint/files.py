"""From the paths that were named to the posts to lint."""

from __future__ import annotations

import os
from functools import lru_cache

from medlint.recognition import HEAD_SIZE, Verdict, exclusion, judge, passing_over
from medlint.regular import read
from medlint.settings.resolver import below
from medlint.terminal import escape
from medlint.typed import TYPE_CHECKING, NamedTuple

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

    @property
    def place(self) -> str | None:
        """The absolute path, or ``None`` for standard input that was given no name."""
        return None if self.real == STDIN else self.real


class Seen(NamedTuple):
    """A file or folder that was met, and what became of it.

    Attributes:
        shown: The path to show; a folder's ends in a slash.
        verdict: Whether it is linted, and why.
        unnamed: For a file that was named and is linted for that alone, the
            verdict had it not been named.
        post: The post, if it is one.
    """

    shown: str
    verdict: Verdict
    unnamed: Verdict | None = None
    post: PostFile | None = None


class Selection(NamedTuple):
    """What is to be linted.

    Attributes:
        files: The posts, each once, by the path shown.
        targets: Where each of them led when it was chosen: its path without links.
        missing: The paths named that do not exist, as they were named.
        unreadable: Folders whose contents cannot be listed, as shown.
        seen: All that was met on the way, by the path shown; empty unless asked for.
    """

    files: tuple[PostFile, ...]
    targets: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()


def select(
    paths: Sequence[str],
    resolver: Resolver,
    *,
    force_exclude: bool = False,
    explain: bool = False,
) -> Selection:
    """Find the posts among files and folders.

    A file that is named is linted whatever it is. Folders are searched for
    posts, without following links to folders.

    Args:
        paths: Files and folders, absolute or relative to where medlint runs;
            none means the folder where it runs.
        resolver: The settings.
        force_exclude: Whether even a named file is linted only if it is a post
            and not excluded.
        explain: Whether to tell of all that was met; see :attr:`Selection.seen`.

    Raises:
        SettingsError: The settings that count for a file cannot be used.
    """
    search = _Search(resolver, force_exclude, explain=explain)
    for path in paths or (os.curdir,):
        search.named(path)
    found = sorted(search.files.items(), key=lambda one: (one[1].shown, one[1].real))
    return Selection(
        tuple(file for _, file in found),
        tuple(target for target, _ in found),
        tuple(search.missing),
        tuple(sorted(search.unreadable)),
        search.told(),
    )


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


class _Folder(NamedTuple):
    """A folder on a walk, and what the paths of its files begin with.

    Attributes:
        settings: The settings for the files right in it.
        relative: Its path relative to the settings' folder, with a slash at the end.
        place: The same as far as its project goes, see :func:`_place`.
        shown: The same as it is shown, not yet made printable.
    """

    settings: Settings
    relative: str
    place: str
    shown: str


def post_at(path: str, resolver: Resolver) -> PostFile | None:
    """The post that a file is by its settings, or ``None`` where they leave it out.

    Args:
        path: The absolute path.
        resolver: The settings.

    Raises:
        SettingsError: The settings that count for it cannot be used.
    """
    return _Search(resolver, force_exclude=True).judged(path, lambda: _head(path))


def shown_path(path: str, cwd: str) -> str:
    """An absolute path as it is shown to somebody who runs medlint in a folder."""
    return escape(below(path, cwd))


class _Search:
    def __init__(self, resolver: Resolver, force_exclude: bool, *, explain: bool = False) -> None:
        self.resolver = resolver
        self.force_exclude = force_exclude
        self.explain = explain
        self.files: dict[str, PostFile] = {}
        self.missing: list[str] = []
        self.unreadable: set[str] = set()
        self.seen: dict[str, Seen] = {}

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
        forced = self.force_exclude or base.force_exclude
        if not (forced or self.explain):
            return file
        place = _place(base, real)
        verdict = (
            _way_passed_over(base, place)
            or exclusion(base, file.relative)
            or judge(base, file.relative, place, read_head)
        )
        if forced:
            self.note(real, verdict, post=file)
            return file if verdict.post else None
        self.note(real, Verdict(True, "named"), unnamed=verdict, post=file)
        return file

    def file(self, real: str, settings: Settings) -> PostFile:
        relative = below(real, settings.root_path)
        return _post_file(real, below(real, self.resolver.cwd), relative, settings)

    def folder(self, path: str) -> _Folder:
        """A folder that is about to be searched."""
        settings = self.resolver.for_folder(path)
        inside = os.path.join(path, "")
        return _Folder(
            settings,
            below(inside, settings.root_path),
            _place(settings, inside),
            below(inside, self.resolver.cwd),
        )

    def take(self, file: PostFile, target: str) -> None:
        """Keep a file, unless it is here under another name; the file itself is preferred."""
        known = self.files.get(target)
        if known is None or (known.real != target and file.real == target):
            self.files[target] = file

    def note(
        self,
        real: str,
        verdict: Verdict,
        *,
        folder: bool = False,
        unnamed: Verdict | None = None,
        post: PostFile | None = None,
    ) -> None:
        """Remember what became of a file or folder, if that is to be told."""
        if not self.explain:
            return
        path = os.path.join(real, "") if folder else real
        shown = escape(below(path, self.resolver.cwd))
        known = self.seen.get(path)
        # Of a file that is met twice, once by its own name, the better answer counts.
        if known is None or (verdict.post and not known.verdict.post):
            self.seen[path] = Seen(shown, verdict, unnamed, post if verdict.post else None)

    def told(self) -> tuple[Seen, ...]:
        """What became of all that was met, by the path shown."""
        kept = {file.real: file for file in self.files.values()}
        told = []
        for path, seen in self.seen.items():
            if seen.verdict.post and path not in kept:
                other = self.files.get(os.path.realpath(path))
                shown = "" if other is None else other.shown
                told.append(Seen(seen.shown, Verdict(False, "same-file", shown)))
            else:
                told.append(seen)
        return tuple(sorted(told, key=lambda one: one.shown))

    def walk(self, start: str) -> None:
        """Take the posts below a folder."""
        from medlint.gitignore import gitignore_for

        if self.is_left_out(start):
            return
        target = os.path.realpath(start)
        folders = [(start, gitignore_for(start))]
        while folders:
            folder, ignore = folders.pop()
            here = self.folder(folder)
            settings = here.settings
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError:
                self.unreadable.add(escape(below(folder, self.resolver.cwd)))
                self.note(folder, Verdict(False, "unreadable"), folder=True)
                continue
            above = here.place.rstrip("/")
            for entry in entries:
                try:
                    linked = entry.is_symlink()
                    is_folder = entry.is_dir(follow_symlinks=False)
                except OSError:  # gone since it was listed, or out of reach
                    continue
                verdict = passing_over(settings, entry.name, folder=is_folder, above=above)
                if verdict is None and settings.respect_gitignore:
                    pattern = ignore.naming(entry.path, folder=is_folder)
                    verdict = None if pattern is None else Verdict(False, "gitignore", pattern)
                if is_folder:
                    verdict = verdict or exclusion(settings, f"{here.relative}{entry.name}/")
                    if verdict is None:
                        folders.append((entry.path, ignore.inside(entry.path)))
                    else:
                        self.note(entry.path, verdict, folder=True)
                    continue
                if linked and _leads_out(entry.path, settings, start, self.resolver.cwd):
                    verdict = verdict or Verdict(False, "linked-outside")
                verdict = verdict or _judged_entry(entry, here)
                if not verdict.post:
                    self.note(entry.path, verdict)
                    continue
                # No link lies between here and the start, so what is below needs no asking.
                real = target + entry.path[len(start) :]
                name = entry.name
                relative = here.relative + name
                # As it is in most runs, and then it need not be held twice.
                shown = relative if here.shown == here.relative else here.shown + name
                file = _post_file(entry.path, shown, relative, settings)
                self.note(entry.path, verdict, post=file)
                self.take(file, os.path.realpath(real) if linked else real)

    def is_left_out(self, folder: str) -> bool:
        """Whether a folder that was named is not to be searched after all."""
        settings = self.resolver.for_folder(folder)
        if not (self.force_exclude or settings.force_exclude):
            return False
        verdict = _way_passed_over(settings, _place(settings, os.path.join(folder, "")))
        if verdict is not None:
            self.note(folder, verdict, folder=True)
        return verdict is not None


def _post_file(real: str, shown: str, relative: str, settings: Settings) -> PostFile:
    if not relative.isascii():
        from medlint.characters import composed

        # What cannot be written as UTF-8 must not reach a report.
        relative = composed(relative.encode("utf-8", "backslashreplace").decode("utf-8"))
    return PostFile(real, escape(shown), relative, settings.for_path(relative))


def _leads_out(link: str, settings: Settings, start: str, cwd: str) -> bool:
    """Whether a link to a file leads out of the project.

    The project is the Git repository, or else the settings' folder, or else the
    folder where medlint runs or, where that is elsewhere, the one in which the search
    began. What a stranger's link leads to may be
    anything that the user can read, and a report would quote it.
    """
    if os.path.isdir(link):
        return False
    from medlint.gitignore import repository

    own = cwd if start.startswith(os.path.join(cwd, "")) else start
    own = settings.root_path if settings.has_file else own
    top = repository(os.path.dirname(link)) or own
    return not os.path.realpath(link).startswith(os.path.join(os.path.realpath(top), ""))


def _judged_entry(entry: os.DirEntry[str], folder: _Folder) -> Verdict:
    """The verdict on an entry met on a walk that is no folder itself."""
    try:
        # Before it is opened: a pipe or a device would be waited for forever.
        if not entry.is_file():
            return Verdict(False, "linked-folder" if entry.is_dir() else "not-a-file")
    except OSError:
        return Verdict(False, "not-a-file")
    relative = folder.relative + entry.name
    excluded = exclusion(folder.settings, relative)
    if excluded is not None:
        return excluded
    place = folder.place + entry.name
    return judge(folder.settings, relative, place, lambda: _head(entry.path))


def _way_passed_over(settings: Settings, place: str) -> Verdict | None:
    """Why a file, or a folder whose path ends in a slash, or one above is passed over, if so."""
    *folders, name = place.split("/")
    for index, folder in enumerate(folders):
        above = "/".join(folders[:index])
        verdict = passing_over(settings, folder, folder=True, above=above)
        if verdict is not None:
            return verdict
    return passing_over(settings, name, folder=False)


def _place(settings: Settings, path: str) -> str:
    """A path relative to its project, whose folders may say that posts lie there.

    The project is the settings' folder, or else the Git repository.
    """
    top = settings.root_path
    if not settings.has_file:
        top = repository_of(os.path.dirname(path)) or top
    place = below(path, top)
    # Where someone keeps their projects says nothing of what the project holds.
    return place if not os.path.isabs(place) else os.path.basename(place)


@lru_cache(maxsize=1024)
def repository_of(folder: str) -> str | None:
    """The top folder of the Git repository that a folder lies in, or ``None``."""
    from medlint.gitignore import repository

    return repository(folder)


def _head(path: str) -> bytes | None:
    try:
        return read(path, HEAD_SIZE)
    except OSError:
        return None
