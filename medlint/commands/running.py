"""How a command lints posts: with what is known of all of them, and of former runs."""

from __future__ import annotations

import os

from medlint.commands.messages import report_error, report_note
from medlint.processors import processes
from medlint.run import Run
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from medlint.files import PostFile
    from medlint.index import Site
    from medlint.remembered import Remembered
    from medlint.settings import Resolver
    from medlint.timing import Clock


class Running:
    """A run over some posts, as the options on speed say; for a ``with`` statement.

    Args:
        options: The arguments, with ``jobs``, ``no_cache``, ``cache_dir`` and ``quiet``.
        files: The posts.
        resolver: The settings.
        before_message: Called before something is said on standard error.
        every_post: Whether all posts are to be known even where no rule asks for it.
        clock: What measures how long everything takes, if anything does; then nothing is kept.

    Attributes:
        site: What knows of all posts, or ``None`` where nothing asks for it.
    """

    def __init__(
        self,
        options: Namespace,
        files: Sequence[PostFile],
        resolver: Resolver,
        before_message: Callable[[], None] = lambda: None,
        *,
        every_post: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self._options = options
        self._keeps = not options.no_cache and clock is None
        self._before_message = before_message
        home = self._folder(resolver.for_folder(".").root_path)
        find_site = _site if clock is None else clock.timed("list all posts", _site)
        self.site = find_site(files, resolver, self._folder, every_post)
        if home is None and self._keeps and (options.cache_dir or self.site is not None):
            where = options.cache_dir or "the cache folder"
            report_note(f"{where} cannot be used; nothing is kept for the next run")
        self._run = Run(
            files,
            self.site,
            remembered=None if home is None else _remembered(home, files, self.site),
            processes=processes(options.jobs) if len(files) > 1 or self.site else 1,
            told=self._tell,
            clock=clock,
        )

    def __enter__(self) -> Run:
        return self._run

    def __exit__(self, *_: object) -> None:
        self._run.close()
        if self.site is not None:
            self.site.close()
            if self.site.problem and not self._options.quiet:
                self._before_message()
                report_note(self.site.problem)

    def _folder(self, root: str) -> str | None:
        """The cache folder for the project in a folder, or ``None`` to keep nothing."""
        if not self._keeps:
            return None
        from medlint.cache_folder import cache_folder

        return cache_folder(root, self._options.cache_dir, os.environ)

    def _tell(self, message: str) -> None:
        self._before_message()
        report_error(message)


def jobs_problem(jobs: str) -> str:
    """What is wrong with the value of ``--jobs``, or ""."""
    if jobs == "auto" or (jobs.isdecimal() and len(jobs) < 6):
        return ""
    return f"argument --jobs: {jobs!r} is no number of processes (1, 2, … or auto)"


def _site(
    files: Sequence[PostFile],
    resolver: Resolver,
    folder: Callable[[str], str | None],
    every_post: bool,
) -> Site | None:
    from medlint.index import Site

    return Site.for_run(files, resolver, folder, always=every_post)


def _remembered(folder: str, files: Sequence[PostFile], site: Site | None) -> Remembered:
    from medlint.cache import RUNS, Cache
    from medlint.remembered import Remembered

    runs = Cache(folder, name=RUNS)
    return Remembered(Cache(folder), runs, files, with_site=site is not None)
