"""Which settings file counts for a file."""

from __future__ import annotations

import os

from medlint.settings.errors import BadValueError, SettingsError
from medlint.settings.model import Settings
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import ModuleType

    from medlint.settings.store import Store

#: The names of settings files, in the order in which one folder is searched.
FILE_NAMES = (".medlint.toml", "medlint.toml", "pyproject.toml")


class Resolver:
    """Finds the settings for each file: those of the nearest settings file upward.

    One folder is searched for ``.medlint.toml``, ``medlint.toml`` and
    ``pyproject.toml`` in that order; a ``pyproject.toml`` without
    ``[tool.medlint]`` is passed over. The search goes on to the root of the
    file system. Files are read once.

    Args:
        cwd: The folder where medlint runs.
        config: The one settings file to use for every file; its patterns are
            relative to ``cwd``.
        isolated: Whether to read no settings file at all.
        extra: Settings of the command line, as in ``[tool.medlint]``, laid over all others.
        store: Where checked settings are kept from one run to the next, if anywhere.

    Raises:
        SettingsError: ``config`` or ``extra`` cannot be used.
    """

    def __init__(
        self,
        cwd: Path | str,
        *,
        config: Path | str | None = None,
        isolated: bool = False,
        extra: Mapping[str, object] | None = None,
        store: Store | None = None,
    ) -> None:
        self._store = store
        self.cwd = os.path.abspath(os.fspath(cwd))
        self._over = _check_extra(extra)
        self._folders: dict[str, Settings | None] = {}
        self._fallback = Settings((), self._over, root=self.cwd)
        self._only: Settings | None = None
        if config is not None:
            file = os.path.join(self.cwd, os.fspath(config))
            self._only = self._read(file, self.cwd, required=True)
        elif isolated:
            self._only = self._fallback

    def for_file(self, path: Path | str) -> Settings:
        """The settings for a file, before its overrides.

        Args:
            path: The file, absolute or relative to ``cwd``; it need not exist.

        Raises:
            SettingsError: The nearest settings file cannot be used.
        """
        return self.for_folder(os.path.dirname(os.path.join(self.cwd, os.fspath(path))))

    def for_folder(self, folder: Path | str) -> Settings:
        """The settings for the files right in a folder, before their overrides.

        Args:
            folder: The folder, absolute or relative to ``cwd``.

        Raises:
            SettingsError: The nearest settings file cannot be used.
        """
        if self._only is not None:
            return self._only
        return self._nearest(os.path.abspath(os.path.join(self.cwd, folder))) or self._fallback

    def _nearest(self, folder: str) -> Settings | None:
        passed = []
        settings: Settings | None = None
        while True:
            if folder in self._folders:
                settings = self._folders[folder]
                break
            passed.append(folder)
            settings = self._in_folder(folder)
            above = os.path.dirname(folder)
            if settings is not None or above == folder:
                break
            folder = above
        for one in passed:
            self._folders[one] = settings
        return settings

    def _in_folder(self, folder: str) -> Settings | None:
        for name in FILE_NAMES:
            file = os.path.join(folder, name)
            if os.path.isfile(file):
                settings = self._read(file, folder)
                if settings is not None:
                    return settings
        return None

    def _read(self, file: str, root: str, *, required: bool = False) -> Settings | None:
        def read() -> dict[str, Any] | None:
            from medlint.settings.read import read_settings

            return read_settings(file, shown=self._shown(file), required=required)

        values = read() if self._store is None else self._store.values(file, root, read)
        if values is None:
            return None
        return Settings((values,), self._over, root=root, file=file)

    def _shown(self, file: str) -> str:
        return below(file, self.cwd)


def below(path: str, folder: str, system: ModuleType = os.path) -> str:
    """A path relative to a folder it lies in, else as it is; with forward slashes.

    Args:
        path: The path; absolute, or relative to the same place as the folder.
        folder: The folder.
        system: The module with the system's ways to write paths: on Windows upper
            and lower case are the same, and an editor may write ``c:`` for ``C:``.
    """
    prefix = folder if folder.endswith(system.sep) else folder + system.sep
    start = path[: len(prefix)]
    if start == prefix or system.normcase(start) == system.normcase(prefix):
        path = path[len(prefix) :]
    return path.replace(system.sep, "/")


def _check_extra(extra: Mapping[str, object] | None) -> tuple[dict[str, Any], ...]:
    if not extra:
        return ()
    from medlint.settings.check import check_table

    try:
        return (check_table(extra),)
    except BadValueError as error:
        raise SettingsError(f"--{error.line}") from None
