"""Where each setting in force comes from: a line of the settings file, or elsewhere.

What is in force :class:`~medlint.settings.Settings` says; here it is only
traced back to the layer that gave it.
"""

from __future__ import annotations

import os

from medlint.diagnostic import Severity
from medlint.settings.errors import KeyPath, SettingsError
from medlint.settings.model import ADDING
from medlint.settings.table import DEFAULT_EXCLUDE, SETTINGS
from medlint.typed import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from medlint.rule import Option, Rule
    from medlint.settings.model import Settings, Values

OriginKind: TypeAlias = Literal["default", "file", "override", "command-line"]


class Origin(NamedTuple):
    """Where a value comes from.

    Attributes:
        kind: Which sort of place.
        line: The line in the settings file, from 1; ``None`` where there is none,
            or where it cannot be told.
        override: The number of the override, from 1.
    """

    kind: OriginKind
    line: int | None = None
    override: int | None = None


class Part(NamedTuple):
    """A value and where it comes from."""

    value: Any
    origin: Origin


class InForce(NamedTuple):
    """A setting, or an option of a rule.

    Attributes:
        name: As in the settings file.
        parts: Its value, which for settings that add up may have several parts,
            weakest first; an unset one is ``None`` by default.
    """

    name: str
    parts: tuple[Part, ...]

    @property
    def value(self) -> Any:
        """The value as a whole."""
        if len(self.parts) == 1:
            return self.parts[0].value
        return tuple(item for part in self.parts for item in part.value)

    @property
    def is_default(self) -> bool:
        """Whether nobody gave it."""
        return all(part.origin.kind == "default" for part in self.parts)


class RuleInForce(NamedTuple):
    """A rule, whether it runs and why.

    Attributes:
        rule: The rule.
        on: Whether it runs.
        setting: The setting that decided, or "" for the rule's own default.
        selector: The selector there, as written.
        origin: Where that stands.
    """

    rule: type[Rule]
    on: bool
    setting: str
    selector: str
    origin: Origin


class Origins:
    """The settings in force for a file, each with its origin.

    Args:
        settings: The settings, before their overrides are laid over them.
        relative: The file, relative to the settings' folder with forward slashes;
            ``None`` for no file in particular: no override counts then.
    """

    def __init__(self, settings: Settings, relative: str | None) -> None:
        self.overrides = () if relative is None else settings.fitting_overrides(relative)
        self.settings = settings if relative is None else settings.for_path(relative)
        self._base = settings
        self._relative = relative
        self._lines = _Lines(settings)

    @property
    def values(self) -> tuple[InForce, ...]:
        """Every setting but ``rules`` and ``overrides``, in the order of the reference."""
        return tuple(
            InForce(setting.name, self._parts(setting.attribute))
            for setting in SETTINGS
            if setting.kind not in {"rules", "overrides"}
        )

    @property
    def options(self) -> tuple[tuple[type[Rule], tuple[InForce, ...]], ...]:
        """Every rule with its severity and options."""
        from medlint.registry import all_rules

        return tuple(
            (
                rule,
                (
                    self._option(rule, "severity", "severity", rule.severity),
                    *(self._of_rule(rule, option) for option in rule.options),
                ),
            )
            for rule in all_rules()
        )

    @property
    def rules(self) -> tuple[RuleInForce, ...]:
        """Every rule, and whether it runs."""
        from medlint.registry import all_rules
        from medlint.settings.selection import decide, names

        rules = all_rules()
        decisions = decide(self.settings.selectors, rules)
        layers = list(self._layers())
        ignoring = () if self._relative is None else self.settings.ignoring(self._relative)
        found = []
        for rule in rules:
            decision = decisions[rule.code]
            one = RuleInForce(rule, decision.on, "", "", Origin("default"))
            if decision.layer is not None:
                origin = self._origin(layers[decision.layer][1], (decision.setting,))
                one = RuleInForce(rule, decision.on, decision.setting, decision.selector, origin)
            for pattern, selectors in ignoring:
                for selector in selectors:
                    if one.on and names(selector, rule):
                        origin = self._origin(Origin("file"), ("per-file-ignores", pattern))
                        one = RuleInForce(rule, False, "per-file-ignores", selector, origin)
            found.append(one)
        return tuple(found)

    def override(self, index: int) -> Origin:
        """Where an override stands."""
        return Origin("override", self._lines.line(("overrides", index)), index + 1)

    def _layers(self) -> Iterator[tuple[Values, Origin]]:
        """What was given, weakest first, and by whom."""
        below, over = self.settings.layers
        own = len(self._base.layers[0])
        for index, values in enumerate(below):
            if index < own:
                yield values, Origin("file")
            else:
                yield values, Origin("override", None, self.overrides[index - own] + 1)
        for values in over:
            yield values, Origin("command-line")

    def _origin(self, origin: Origin, path: KeyPath) -> Origin:
        """An origin with the line on which a key stands there."""
        if origin.kind == "file":
            return origin._replace(line=self._lines.line(path))
        if origin.override is not None:
            here: KeyPath = ("overrides", origin.override - 1, *path)
            return origin._replace(line=self._lines.line(here))
        return origin

    def _parts(self, attribute: str) -> tuple[Part, ...]:
        name = attribute.replace("_", "-")
        parts: list[Part] = []
        for values, origin in self._layers():
            if attribute == "extend_select" and "select" in values:
                parts.clear()
            if attribute not in values:
                continue
            if attribute not in ADDING:
                parts.clear()
            if attribute == "per_file_ignores":
                parts += [
                    Part((pair,), self._origin(origin, (name, pair[0])))
                    for pair in values[attribute]
                ]
            else:
                parts.append(Part(values[attribute], self._origin(origin, (name,))))
        if parts:
            return tuple(parts)
        value = getattr(self.settings, attribute)
        if attribute == "exclude":
            value = DEFAULT_EXCLUDE
        return (Part(value, Origin("default")),)

    def _of_rule(self, rule: type[Rule], option: Option) -> InForce:
        return self._option(rule, option.attribute, option.name, option.default)

    def _option(self, rule: type[Rule], attribute: str, name: str, default: Any) -> InForce:
        part = Part(default, Origin("default"))
        for values, origin in self._layers():
            given: Mapping[str, Any] = values.get("rules", {}).get(rule.code, {})
            if attribute in given:
                where = self._origin(origin, ("rules", rule.code, name))
                part = Part(given[attribute], where)
        return InForce(name, (part,))


class _Lines:
    """The lines on which the keys of a settings file stand."""

    def __init__(self, settings: Settings) -> None:
        self._file = settings.file_path
        self._known: dict[KeyPath, int] | None = None

    def line(self, path: KeyPath) -> int | None:
        """The line of a key, or of the nearest table above it; rules go by their code."""
        if self._known is None:
            self._known = self._read()
        while path:
            line = self._known.get(path)
            if line is not None:
                return line
            path = path[:-1]
        return None

    def _read(self) -> dict[KeyPath, int]:
        from medlint.front_matter.toml_scanner import locate
        from medlint.settings.read import TABLE, line_and_column, read_text

        if self._file is None:
            return {}
        try:
            text = read_text(self._file, self._file)
        except SettingsError:  # gone since it was read; its lines are all that is lost
            return {}
        prefix: KeyPath = TABLE if os.path.basename(self._file) == "pyproject.toml" else ()
        return {
            _by_code(path[len(prefix) :]): line_and_column(text, key.start)[0]
            for path, (key, _) in locate(text).items()
            if path[: len(prefix)] == prefix
        }


def _by_code(path: KeyPath) -> KeyPath:
    """A path with rules called by their code, and patterns as the settings keep them."""
    from medlint.registry import find_rule

    start = 2 if path[:1] == ("overrides",) else 0
    own, word = path[start : start + 1], path[start + 1 : start + 2]
    if own == ("rules",) and word:
        rule = find_rule(str(word[0]))
        if rule is not None:
            return (*path[: start + 1], rule.code, *path[start + 2 :])
    if own == ("per-file-ignores",) and word and str(word[0]).startswith("./"):
        return (*path[: start + 1], str(word[0])[1:], *path[start + 2 :])
    return path


def plain(value: object) -> Any:
    """A value as JSON and TOML know it: severities by name, tuples as arrays."""
    if isinstance(value, Severity):
        return value.label
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value
