"""The settings in force for a file, checked and immutable."""

from __future__ import annotations

import os

from medlint.diagnostic import Severity
from medlint.settings.errors import BadValueError, SettingsError
from medlint.settings.selection import Layer, enabled, names
from medlint.settings.table import DEFAULT_BASELINE, SETTINGS
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import NoReturn

    #: Checked values by attribute; only what was given.
    Values = Mapping[str, Any]

#: The settings that later layers add to, where they replace the others.
ADDING = frozenset({"extend_exclude", "extend_select", "ignore", "per_file_ignores"})


class Settings:
    """The settings in force, for all files or for one.

    Made by :meth:`from_mapping` or a :class:`~medlint.settings.Resolver`.
    Paths are relative to :attr:`root` and have forward slashes.

    Attributes:
        include: The patterns of the files that are posts, or ``None`` where unset.
        exclude: The patterns of what is not linted, or ``None`` where unset
            (:data:`~medlint.settings.table.DEFAULT_EXCLUDE` then counts).
        extend_exclude: More such patterns.
        content: The folders in which posts live, or ``None`` where unset.
        site_url: The site's address, absolute, as written, or ``None``.
        permalink: The pattern of a post's path on the site, or ``None``.
        target: Where posts are published: ``medium``, ``medium-api``, ``devto``, ``hashnode``.
        language: The posts' ISO 639-1 code, or ``None``.
        drafts: ``lenient``, ``strict`` or ``skip``.
        fail_on: The least severity that fails a run.
        output_format: The format to report in, or ``None`` where unset.
        select: The selectors of the rules to run, or ``None`` where unset.
        ignore: The selectors of the rules not to run.
        extend_select: The selectors of more rules to run.
        per_file_ignores: Pairs of a pattern and the selectors it ignores.
        max_file_size: The largest file to read, in bytes.
        max_baseline_size: The largest baseline to read, in bytes.
        max_front_matter_depth: How deep front matter is read.
        max_front_matter_values: How many values of front matter are read.
        max_nesting: How deep blocks of Markdown are read.
        parser: What reads the Markdown: ``auto``, ``markdown-it`` or ``pyromark``.
        respect_gitignore: Whether folders are searched without what Git ignores.
        index_untracked: Whether posts are compared with those that Git does not track.
        force_exclude: Whether named files are linted only if they are posts.
        baseline: The file of accepted findings, or ``None`` where unset.
        rule_options: The options given, by a rule's code, then by attribute.
        severities: The severities given, by a rule's code.
    """

    include: tuple[str, ...] | None
    exclude: tuple[str, ...] | None
    extend_exclude: tuple[str, ...]
    content: tuple[str, ...] | None
    site_url: str | None
    permalink: str | None
    target: str
    language: str | None
    drafts: str
    fail_on: Severity
    output_format: str | None
    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...]
    max_file_size: int
    max_baseline_size: int
    max_front_matter_depth: int
    max_front_matter_values: int
    max_nesting: int
    parser: str
    respect_gitignore: bool
    index_untracked: bool
    force_exclude: bool
    baseline: str | None
    rule_options: dict[str, dict[str, Any]]
    severities: dict[str, Severity]
    _below: tuple[Values, ...]
    _over: tuple[Values, ...]
    _root: str
    _file: str | None
    _overrides: tuple[tuple[tuple[str, ...], Values], ...]
    _layers: tuple[Layer, ...]
    _variants: dict[tuple[int, ...], Settings]
    _paths: dict[str, Settings]
    _codes: dict[tuple[tuple[str, ...], ...], frozenset[str]]

    __slots__ = (
        "_below",
        "_codes",
        "_file",
        "_layers",
        "_over",
        "_overrides",
        "_paths",
        "_root",
        "_variants",
        "baseline",
        "content",
        "drafts",
        "exclude",
        "extend_exclude",
        "extend_select",
        "fail_on",
        "force_exclude",
        "ignore",
        "include",
        "index_untracked",
        "language",
        "max_baseline_size",
        "max_file_size",
        "max_front_matter_depth",
        "max_front_matter_values",
        "max_nesting",
        "output_format",
        "parser",
        "per_file_ignores",
        "permalink",
        "respect_gitignore",
        "rule_options",
        "select",
        "severities",
        "site_url",
        "target",
    )

    def __init__(
        self,
        below: tuple[Values, ...] = (),
        over: tuple[Values, ...] = (),
        *,
        root: str | None = None,
        file: str | None = None,
    ) -> None:
        """Lay checked values over the defaults.

        Args:
            below: Values that overrides are laid over, weakest first.
            over: Values that are laid over overrides too (the command line).
            root: The folder that paths are relative to; by default the current one.
            file: The settings file, or ``None``.
        """
        put = object.__setattr__
        put(self, "_root", os.path.abspath(root or "."))
        put(self, "_file", file)
        put(self, "_below", below)
        put(self, "_over", over)
        values: dict[str, Any] = {
            setting.attribute: setting.default
            for setting in SETTINGS
            if setting.kind not in {"rules", "overrides"}
        }
        values["exclude"] = None
        values["fail_on"] = Severity.parse(values["fail_on"])
        options: dict[str, dict[str, Any]] = {}
        severities: dict[str, Severity] = {}
        overrides: tuple[tuple[tuple[str, ...], Values], ...] = ()
        for layer in (*below, *over):
            if "select" in layer:
                values["extend_select"] = ()
            for attribute, value in layer.items():
                if attribute == "rules":
                    _lay_rules(value, options, severities)
                elif attribute == "overrides":
                    overrides += value
                elif attribute in ADDING:
                    values[attribute] += value
                else:
                    values[attribute] = value
        for attribute, value in values.items():
            put(self, attribute, value)
        put(self, "rule_options", options)
        put(self, "severities", severities)
        put(self, "_overrides", overrides)
        put(
            self,
            "_layers",
            tuple(
                Layer(layer.get("select"), layer.get("extend_select", ()), layer.get("ignore", ()))
                for layer in (*below, *over)
            ),
        )
        put(self, "_variants", {})
        put(self, "_paths", {})
        put(self, "_codes", {})

    def __setattr__(self, name: str, _value: object) -> NoReturn:
        raise AttributeError(f"settings cannot be changed: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what was given, so that worker processes can be handed settings."""
        return _restore, (self._below, self._over, self._root, self._file)

    @classmethod
    def from_mapping(
        cls, mapping: Mapping[str, object], *, root: Path | str | None = None
    ) -> Settings:
        """Settings from a table as it stands in ``[tool.medlint]``.

        Args:
            mapping: The table; arrays may be lists or tuples.
            root: The folder that paths are relative to; by default the current one.

        Raises:
            SettingsError: A key is unknown or a value is wrong.
        """
        from medlint.settings.check import check_table

        try:
            values = check_table(mapping)
        except BadValueError as error:
            raise SettingsError(error.line) from None
        return cls((values,), root=None if root is None else os.fspath(root))

    @property
    def root(self) -> Path:
        """The folder that paths are relative to, absolute."""
        from pathlib import Path

        return Path(self._root)

    @property
    def root_path(self) -> str:
        """:attr:`root` as a string."""
        return self._root

    @property
    def baseline_path(self) -> str:
        """Where the file of accepted findings is, or would be; absolute."""
        return os.path.join(self._root, self.baseline or DEFAULT_BASELINE)

    @property
    def has_file(self) -> bool:
        """Whether the settings come from a file."""
        return self._file is not None

    @property
    def file_path(self) -> str | None:
        """:attr:`file` as a string."""
        return self._file

    @property
    def file(self) -> Path | None:
        """The settings file, or ``None`` where the settings come from none."""
        from pathlib import Path

        return None if self._file is None else Path(self._file)

    def for_path(self, relative: str) -> Settings:
        """The settings with the overrides for a path laid over them.

        Overrides of what is returned have been used up: asking it again gives itself.
        """
        if not self._overrides:
            return self
        known = self._paths.get(relative)
        if known is not None:
            return known
        fitting = self.fitting_overrides(relative)
        variant = self._variants.get(fitting)
        if variant is None:
            chosen = tuple(self._overrides[index][1] for index in fitting)
            variant = Settings(
                (*_without_overrides(self._below), *chosen),
                _without_overrides(self._over),
                root=self._root,
                file=self._file,
            )
            self._variants[fitting] = variant
        self._paths[relative] = variant
        return variant

    def fitting_overrides(self, relative: str) -> tuple[int, ...]:
        """The overrides that are for a path, by index from 0, weakest first."""
        if not self._overrides:
            return ()
        from medlint.globs import globs

        return tuple(
            index
            for index, (patterns, _) in enumerate(self._overrides)
            if globs(patterns).match(relative)
        )

    @property
    def override_patterns(self) -> tuple[tuple[str, ...], ...]:
        """The patterns of each override, as far as none has been used up."""
        return tuple(patterns for patterns, _ in self._overrides)

    @property
    def layers(self) -> tuple[tuple[Values, ...], tuple[Values, ...]]:
        """The checked values that were given, by attribute, weakest first.

        First those of the settings file, then of its overrides as far as
        :meth:`for_path` has laid them over; and, apart, those of the command line.
        """
        return self._below, self._over

    @property
    def selectors(self) -> tuple[Layer, ...]:
        """What each of :attr:`layers` selects."""
        return self._layers

    def ignoring(self, relative: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The entries of ``per-file-ignores`` that are for a path."""
        if not self.per_file_ignores:
            return ()
        from medlint.globs import globs

        return tuple(
            (pattern, selectors)
            for pattern, selectors in self.per_file_ignores
            if globs((pattern,)).match(relative)
        )

    def enabled_codes(self, relative: str) -> frozenset[str]:
        """The codes of the rules that run on a path."""
        settings = self.for_path(relative)
        ignored = tuple(selectors for _, selectors in settings.ignoring(relative))
        codes = settings._codes.get(ignored)
        if codes is None:
            codes = settings._enabled(ignored)
            settings._codes[ignored] = codes
        return codes

    def _enabled(self, ignored: tuple[tuple[str, ...], ...]) -> frozenset[str]:
        from medlint.registry import rule_infos

        codes = enabled(self._layers, rule_infos())
        gone = {
            info.code
            for info in rule_infos()
            if any(names(selector, info) for selectors in ignored for selector in selectors)
        }
        return codes - gone


def _lay_rules(
    given: Mapping[str, Mapping[str, Any]],
    options: dict[str, dict[str, Any]],
    severities: dict[str, Severity],
) -> None:
    for code, values in given.items():
        for attribute, value in values.items():
            if attribute == "severity":
                severities[code] = value
            else:
                options.setdefault(code, {})[attribute] = value


def _without_overrides(layers: tuple[Values, ...]) -> tuple[Values, ...]:
    return tuple(
        {key: value for key, value in layer.items() if key != "overrides"} for layer in layers
    )


def _restore(
    below: tuple[Values, ...], over: tuple[Values, ...], root: str, file: str | None
) -> Settings:
    return Settings(below, over, root=root, file=file)
