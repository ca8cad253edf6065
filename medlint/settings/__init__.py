"""What users set: ``[tool.medlint]``, ``medlint.toml``, ``.medlint.toml``.

:mod:`~medlint.settings.table` lists every setting, :mod:`~medlint.settings.check`
checks what is given, :mod:`~medlint.settings.read` reads files and finds places in
them, :mod:`~medlint.settings.model` is the result, and
:mod:`~medlint.settings.resolver` finds the file that counts.
"""

from __future__ import annotations

from medlint.settings.errors import SettingsError
from medlint.settings.model import Settings
from medlint.settings.resolver import Resolver
from medlint.settings.table import DEFAULT_EXCLUDE, SETTINGS, Setting

__all__ = ["DEFAULT_EXCLUDE", "SETTINGS", "Resolver", "Setting", "Settings", "SettingsError"]
