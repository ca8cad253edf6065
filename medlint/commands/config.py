"""``medlint config``: the settings in force, and where each comes from."""

from __future__ import annotations

import os
import sys

from medlint.commands.arguments import (
    Parser,
    add_about,
    add_colour,
    add_fail_on,
    add_rules,
    add_settings,
    add_text_or_json,
)
from medlint.commands.messages import report_error, report_note
from medlint.commands.options import resolver_of, selector_problem
from medlint.settings.resolver import below
from medlint.terminal import Style, escape, wants_colour, without_commands
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.settings import Resolver, Settings
    from medlint.settings.origins import InForce, Origin, Origins, Part, RuleInForce

_ABOUT = """\
Show the settings in force for a file, and where each comes from: a line of the
settings file, one of its overrides, the command line, or medlint's own default.
Without FILE, or for a folder: those for every file there that no override names.

What is printed is TOML, with the origins as comments."""

_EXAMPLES = """\
examples:
  medlint config                    for the files of this folder
  medlint config posts/de/a.md      for one file, with the overrides that name it
  medlint config --all              every option of every rule too
  medlint config --output-format json"""

#: The column at which remarks start, where what stands before them is not longer.
_REMARKS = 40


def parser() -> Parser:
    """The arguments of ``medlint config``."""
    made = Parser("medlint config", _ABOUT, _EXAMPLES, "medlint config [OPTION ...] [FILE]")
    which = made.add_argument_group("which file")
    which.add_argument("file", nargs="?", metavar="FILE", help="a file or folder")
    add_rules(made)
    add_fail_on(add_settings(made))
    output = made.add_argument_group("output")
    output.add_argument(
        "--all",
        action="store_true",
        help="show all: every option of every rule, and the rules that run",
    )
    add_text_or_json(output)
    add_colour(output)
    add_about(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    from medlint.settings import SettingsError

    made = parser()
    options = made.parse_args(arguments)
    problem = selector_problem(options)
    if problem:
        made.error(problem)
    try:
        shown = _Shown(options.file, resolver_of(options))
    except SettingsError as error:
        report_error(str(error))
        return 2
    if options.output_format == "json":
        from medlint.reporters.ascii_json import dumps

        sys.stdout.write(dumps(shown.as_data(), indent=2))
    else:
        style = Style(wants_colour(options.color, sys.stdout, os.environ))
        sys.stdout.writelines(f"{line}\n" for line in shown.lines(style, everything=options.all))
    if options.file is not None and not os.path.exists(options.file):
        report_note(f"{options.file} does not exist; these settings would be in force for it")
    return 0


class _Shown:
    """The settings in force for a file, as they are shown.

    Raises:
        SettingsError: The settings file cannot be used.
    """

    def __init__(self, named: str | None, resolver: Resolver) -> None:
        from medlint.settings.origins import Origins

        self._cwd = resolver.cwd
        self._base: Settings
        relative: str | None = None
        self.file: str | None = None
        if named is None or os.path.isdir(named):
            self._base = resolver.for_folder(named or ".")
        else:
            from medlint.files import stdin_file

            # The name is all that is asked about, so the file need not exist.
            file = stdin_file(named, resolver)
            self._base = resolver.for_file(named)
            if file is not None:
                relative, self.file = file.relative, file.shown
        self.folder = None if self.file is not None else self._below(named or ".")
        self.origins: Origins = Origins(self._base, relative)
        settings_file = self._base.file_path
        self.settings_file = None if settings_file is None else self._below(settings_file)

    def _below(self, path: str) -> str:
        """A path as it is shown: relative to where medlint runs, if it is below that."""
        real = os.path.abspath(os.path.join(self._cwd, path))
        if real == self._cwd:
            return "."
        return escape(below(real, self._cwd))

    def lines(self, style: Style, *, everything: bool) -> Iterator[str]:
        """The settings as TOML with remarks, line by line.

        Args:
            style: Whether to colour.
            everything: Whether to show options that nobody gave, and rules that run.
        """
        about = self.file or f"files in {self.folder} that no override names"
        where = self.settings_file or "none; these are the defaults"
        yield style(f"# Settings in force for {about}", "dim")
        yield style(f"# Settings file: {where}", "dim")
        yield ""
        for setting in self.origins.values:
            yield from self._setting(setting, style)
        tables = [
            (rule, [one for one in options if everything or not one.is_default])
            for rule, options in self.origins.options
        ]
        for rule, options in tables:
            if options:
                yield ""
                yield f"[rules.{rule.name}]"
                for option in options:
                    yield from self._setting(option, style)
        yield ""
        yield from self._rules(style, everything=everything)
        yield from self._overrides(style)

    def _setting(self, setting: InForce, style: Style) -> Iterator[str]:
        if setting.name == "per-file-ignores":
            yield from self._per_file_ignores(setting, style)
        elif setting.value is None:
            yield style(f"# {setting.name} is not set", "dim")
        elif len(setting.parts) == 1:
            yield self._line(f"{setting.name} = {_toml(setting.value)}", setting.parts[0], style)
        else:
            yield f"{setting.name} = ["
            for part in setting.parts:
                for item in part.value:
                    yield self._line(f"  {_toml(item)},", part, style)
            yield "]"

    def _per_file_ignores(self, setting: InForce, style: Style) -> Iterator[str]:
        if setting.is_default:
            yield self._line("per-file-ignores = {}", setting.parts[0], style)
            return
        for part in setting.parts:
            for pattern, selectors in part.value:
                key = f"per-file-ignores.{_toml(pattern)}"
                yield self._line(f"{key} = {_toml(selectors)}", part, style)

    def _line(self, text: str, part: Part, style: Style) -> str:
        remark = f"# {self._place(part.origin)}"
        return f"{text:{_REMARKS}}  {style(remark, 'dim')}"

    def _place(self, origin: Origin) -> str:
        """Where a value comes from, in words."""
        if origin.kind == "default":
            return "default"
        if origin.kind == "command-line":
            return "command line"
        place = str(self.settings_file)
        if origin.line is not None:
            place += f":{origin.line}"
        return place if origin.override is None else f"{place}, override {origin.override}"

    def _rules(self, style: Style, *, everything: bool) -> Iterator[str]:
        rules = self.origins.rules
        running = sum(one.on for one in rules)
        yield style(f"# {running} of {len(rules)} rules run.", "dim")
        for on, head in ((False, "Off:"), (True, "On:")):
            listed = [one for one in rules if one.on == on]
            if listed and (everything or not on):
                yield style(f"# {head}", "dim")
                longest = max(len(one.rule.name) for one in listed)
                for one in listed:
                    name = f"{one.rule.code} {one.rule.name:{longest}}"
                    yield style(f"#   {name}  {self._because(one)}", "dim")

    def _because(self, one: RuleInForce) -> str:
        if one.setting == "select" and not one.selector:
            return f"select does not name it, {self._place(one.origin)}"
        if one.setting:
            return f"{one.setting} {one.selector}, {self._place(one.origin)}"
        return "on by default" if one.on else "off by default"

    def _overrides(self, style: Style) -> Iterator[str]:
        """The overrides there are, where no file was named that they could be for."""
        patterns = self._base.override_patterns
        if self.file is not None or not patterns:
            return
        yield style("# Overrides, in force for some files; name a FILE to see which:", "dim")
        for index, files in enumerate(patterns):
            place = self._place(self.origins.override(index))
            yield style(f"#   files = {_toml(files)}, {place}", "dim")

    def as_data(self) -> dict[str, Any]:
        """The settings in the JSON shape of ``medlint config``; all of them."""
        from medlint.settings.origins import plain

        return {
            "version": 1,
            "file": self.file,
            "folder": self.folder,
            "settings_file": self.settings_file,
            "root": escape(self._base.root_path.replace(os.sep, "/")),
            "settings": {
                setting.name: {
                    "value": dict(plain(setting.value))
                    if setting.name == "per-file-ignores"
                    else plain(setting.value),
                    "origins": [self._origin_data(part.origin) for part in setting.parts],
                }
                for setting in self.origins.values
            },
            "rules": [
                {
                    "code": one.rule.code,
                    "name": one.rule.name,
                    "enabled": one.on,
                    "because": {
                        "setting": one.setting or None,
                        "selector": one.selector or None,
                        **self._origin_data(one.origin),
                    },
                    "options": {
                        option.name: {
                            "value": plain(option.value),
                            "origins": [self._origin_data(part.origin) for part in option.parts],
                        }
                        for option in options
                    },
                }
                for one, (_, options) in zip(self.origins.rules, self.origins.options, strict=True)
            ],
            "overrides": [
                {
                    "files": list(files),
                    "applied": index in self.origins.overrides,
                    "line": self.origins.override(index).line,
                }
                for index, files in enumerate(self._base.override_patterns)
            ],
        }

    def _origin_data(self, origin: Origin) -> dict[str, Any]:
        from_file = origin.kind in {"file", "override"}
        return {
            "kind": origin.kind,
            "file": self.settings_file if from_file else None,
            "line": origin.line,
            "override": origin.override,
        }


def _toml(value: object) -> str:
    """A value as TOML, with what a terminal or a CI log would obey written as TOML escapes it."""
    from medlint.rule_text import as_toml
    from medlint.settings.origins import plain

    written = without_commands(as_toml(plain(value)), r"#\u0023")
    if written.isprintable():
        return written
    return "".join(
        character if escape(character) == character else f"\\U{ord(character):08x}"
        for character in written
    )
