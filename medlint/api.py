"""The public functions, for programs that lint posts themselves."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from medlint.diagnostic import Diagnostic
    from medlint.settings import Resolver, Settings


def lint_text(
    text: str,
    path: str = "post.md",
    settings: Settings | Mapping[str, object] | None = None,
) -> list[Diagnostic]:
    """Lint one post that is already in memory.

    Args:
        text: The whole post, front matter included.
        path: The path it is to be treated as having, relative to the settings'
            folder, with forward slashes; nothing is read from there.
        settings: Settings, or a mapping as ``[tool.medlint]`` has it; by
            default medlint's own defaults. No settings file is read.

    Returns:
        What was found, by line, column and code.

    Raises:
        SettingsError: The mapping is not valid.
    """
    from medlint.linter import lint_source
    from medlint.text import Source

    return lint_source(Source(text, path), _as_settings(settings), path)


def lint_paths(
    paths: Iterable[str | os.PathLike[str]],
    settings: Mapping[str, object] | None = None,
    *,
    force_exclude: bool = False,
) -> list[Diagnostic]:
    """Lint files and folders, as ``medlint PATH…`` does.

    Args:
        paths: Files and folders; no path at all means the current folder.
        settings: A mapping as ``[tool.medlint]`` has it, relative to the
            current folder, and no settings file is read; by default the
            nearest settings file above each post.
        force_exclude: Whether settings may leave out even the files named.

    Returns:
        What was found, by path, line, column and code.

    Raises:
        SettingsError: The settings are not valid.
        FileNotFoundError: A path does not exist; nothing was linted.
    """
    import errno
    import os

    from medlint.cache_folder import cache_folder
    from medlint.files import select
    from medlint.index import Site
    from medlint.run import Run

    words = [os.fspath(path) for path in paths]
    resolver = _resolver(settings)
    selection = select(words, resolver, force_exclude=force_exclude)
    if selection.missing:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), selection.missing[0])
    site = Site.for_run(
        selection.files, resolver, lambda root: cache_folder(root, None, os.environ)
    )
    run = Run(selection.files, site)
    try:
        return [found for result in run.results() for found in result.findings]
    finally:
        run.close()
        if site is not None:
            site.close()


def _as_settings(settings: Settings | Mapping[str, object] | None) -> Settings:
    from medlint.settings import Settings

    if isinstance(settings, Settings):
        return settings
    return Settings.from_mapping({} if settings is None else settings)


def _resolver(settings: Mapping[str, object] | None) -> Resolver:
    import os

    from medlint.settings import Resolver

    if settings is None:
        return Resolver(os.getcwd())
    _as_settings(settings)  # so that what is wrong is told in the words of a mapping
    return Resolver(os.getcwd(), isolated=True, extra=settings)
