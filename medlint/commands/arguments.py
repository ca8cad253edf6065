"""The options of each command, and their help."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from medlint import __version__
from medlint.commands import COMMANDS
from medlint.reporters import FORMATS
from medlint.terminal import COLOUR_MODES, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHECK_ABOUT = """\
Lint Markdown posts for Medium: their metadata, links, images and link lists.

Without PATH, medlint lints the posts that the settings include, from this
folder down. A folder is searched for posts; a file is always linted."""

_CHECK_EXAMPLES = """\
commands (medlint COMMAND --help tells more of each):
{commands}
  The command comes first; the word check may be left out. A path that bears
  the name of a command is written with ./ before it: ./rules.

examples:
  medlint                                    every post of the project
  medlint posts/a-walk.md                    one post
  medlint --select MED1 posts                only what concerns metadata
  medlint --ignore title-too-long            all but one rule
  medlint --diff                             what --fix would change
  medlint - --stdin-filename posts/a.md <a   what an editor has not saved yet
  medlint --output-format json | jq          for other programs

exit codes:
  0  nothing found at or above --fail-on
  1  findings at or above --fail-on (warning, unless the settings say otherwise);
     with --fix: such as are left; with --diff: something would be changed
  2  wrong use, wrong settings, a path that does not exist or a post that cannot
     be written

Settings are read from [tool.medlint] in pyproject.toml, from medlint.toml or
.medlint.toml: from the nearest of them above each post."""

_RULE_ABOUT = """\
Explain a rule: what it asks for, why, how to mend a finding, its options with
their defaults, and examples."""

_RULE_EXAMPLES = """\
examples:
  medlint rule MED201
  medlint rule generic-anchor"""

_RULES_ABOUT = "List every rule: code, name, severity, whether it is on by default, what it asks."

_RULES_EXAMPLES = """\
examples:
  medlint rules
  medlint rules --output-format json"""


#: The formats that the help explains.
_EXPLAINED = ("text", "concise", "grouped", "github")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with room for the longest option beside its explanation."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26)


class Parser(argparse.ArgumentParser):
    """Argparse with long options written in full, and messages safe for a terminal."""

    def __init__(self, prog: str, about: str, examples: str, usage: str) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=about,
            epilog=examples,
            formatter_class=_Formatter,
            allow_abbrev=False,
            add_help=False,
        )

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the arguments, and leave with 2."""
        from medlint.commands.messages import report_error

        report_error(message)
        self.exit(2, f"Try: {escape(self.prog)} --help\n")


def check_parser(command: str) -> Parser:
    """The arguments of ``medlint`` and ``medlint check``.

    Args:
        command: ``check``, or "" where the word was left out.
    """
    prog = f"medlint {command}".rstrip()
    commands = "\n".join(f"  medlint {name:11}{does}" for name, does in COMMANDS.items())
    examples = _CHECK_EXAMPLES.replace("{commands}", commands)
    parser = Parser(prog, _CHECK_ABOUT, examples, f"{prog} [OPTION ...] [PATH ...]")
    posts = parser.add_argument_group("which posts")
    posts.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders to lint; - reads one post from standard input",
    )
    posts.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="the path that the post on standard input is to be treated as having",
    )
    posts.add_argument(
        "--force-exclude",
        action="store_true",
        help="let the settings leave out even files named here (for pre-commit)",
    )
    posts.add_argument(
        "--watch",
        action="store_true",
        help="go on, and lint each post again when it changes (needs medlint[watch])",
    )

    add_rules(parser)
    add_fixes(parser)
    add_baseline(parser)
    add_settings(parser)

    output = parser.add_argument_group("output")
    output.add_argument(
        "--output-format",
        choices=FORMATS,
        metavar="FORMAT",
        help="text: for people, and one line a finding in a pipe (default); concise: one line "
        "a finding; grouped: by post; github: annotations (default under GitHub Actions); "
        f"{', '.join(name for name in FORMATS if name not in _EXPLAINED)}",
    )
    output.add_argument(
        "--output-file",
        metavar="FILE",
        help="write the report into this file, and nothing to standard output",
    )
    output.add_argument(
        "--statistics",
        action="store_true",
        help="count the findings of each rule in place of naming them (as text, json or markdown)",
    )
    output.add_argument(
        "-q", "--quiet", action="store_true", help="print findings and errors, nothing else"
    )
    add_colour(output)

    result = parser.add_argument_group("result")
    add_fail_on(result)
    result.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 whatever the findings"
    )
    result.add_argument(
        "--exit-non-zero-on-fix",
        action="store_true",
        help="exit with 1 if a post was changed, even if nothing is left to mend",
    )
    add_about(parser)
    return parser


def rule_parser() -> Parser:
    """The arguments of ``medlint rule``."""
    parser = Parser("medlint rule", _RULE_ABOUT, _RULE_EXAMPLES, "medlint rule [OPTION ...] RULE")
    which = parser.add_argument_group("which rule")
    which.add_argument("rule", metavar="RULE", help="the rule's code or name")
    output = parser.add_argument_group("output")
    add_text_or_json(output)
    add_colour(output)
    add_about(parser)
    return parser


def rules_parser() -> Parser:
    """The arguments of ``medlint rules``."""
    parser = Parser("medlint rules", _RULES_ABOUT, _RULES_EXAMPLES, "medlint rules [OPTION ...]")
    output = parser.add_argument_group("output")
    add_text_or_json(output)
    add_colour(output)
    add_about(parser)
    return parser


def split_selectors(values: Iterable[str]) -> list[str]:
    """The selectors of an option that may be repeated and may hold several, at commas."""
    return [word for value in values for word in map(str.strip, value.split(",")) if word]


def extra_settings(options: argparse.Namespace) -> dict[str, object]:
    """The settings that the command line lays over those of the files."""
    extra: dict[str, object] = {}
    for name in ("select", "extend_select", "ignore"):
        selectors = split_selectors(getattr(options, name))
        if selectors:
            extra[name.replace("_", "-")] = selectors
    if options.fail_on:
        extra["fail-on"] = options.fail_on
    return extra


def selector_problem(options: argparse.Namespace) -> str:
    """What is wrong with ``--select`` and the like, or ""."""
    from medlint.registry import expand, nearest

    for name in ("select", "extend_select", "ignore"):
        for selector in split_selectors(getattr(options, name)):
            if not expand(selector):
                near = nearest(selector)
                hint = f"; did you mean {near}?" if near else ""
                return (
                    f"argument --{name.replace('_', '-')}: no rule is called {selector!r}{hint} "
                    "(medlint rules lists them all)"
                )
    return ""


def add_rules(parser: Parser) -> None:
    """The options that choose rules; :func:`extra_settings` and others read them."""
    rules = parser.add_argument_group(
        "which rules", "RULES: codes, beginnings of codes, names or ALL, separated by commas"
    )
    for name, purpose in (
        ("--select", "check these rules and no others"),
        ("--extend-select", "check these rules too"),
        ("--ignore", "leave these rules out"),
    ):
        rules.add_argument(name, action="append", default=[], metavar="RULES", help=purpose)


def add_fixes(parser: Parser) -> None:
    """The options that change posts."""
    fixes = parser.add_argument_group("fixes")
    for name, purpose in (
        ("--fix", "mend what can be mended without doubt, and report what is left"),
        ("--unsafe-fixes", "with --fix: mend also what may need your eye afterwards"),
        ("--fix-only", "like --fix, and report nothing"),
        ("--diff", "show what --fix would change, and change nothing; exit with 1 if it would"),
        (
            "--add-suppressions",
            "write a comment beside each finding that silences it (after --fix, what is left)",
        ),
    ):
        fixes.add_argument(name, action="store_true", help=purpose)
    fixes.add_argument(
        "--reason", metavar="TEXT", help="with --add-suppressions: why, for those who come after"
    )


def add_baseline(parser: Parser) -> None:
    """The options on findings that are accepted."""
    known = parser.add_argument_group("known findings")
    known.add_argument(
        "--baseline",
        metavar="FILE",
        help="report only findings that this file, written by medlint baseline, does not have "
        "(default: the setting baseline, or .medlint-baseline.json)",
    )
    known.add_argument(
        "--no-baseline", action="store_true", help="report the findings in the baseline too"
    )
    known.add_argument(
        "--strict-baseline",
        action="store_true",
        help="exit with 1 if findings in the baseline are gone",
    )


def add_settings(parser: Parser) -> argparse._ArgumentGroup:
    """The options on where settings are read from; returns their group."""
    settings = parser.add_argument_group("settings")
    either = settings.add_mutually_exclusive_group()
    either.add_argument(
        "--config", metavar="FILE", help="read settings from this file instead of the nearest"
    )
    either.add_argument("--isolated", action="store_true", help="read no settings file at all")
    return settings


def add_fail_on(group: argparse._ArgumentGroup) -> None:
    """The option on what makes the exit code 1."""
    group.add_argument(
        "--fail-on",
        choices=("error", "warning", "info"),
        metavar="SEVERITY",
        help="error, warning or info: the least severity that makes the exit code 1",
    )


def add_text_or_json(group: argparse._ArgumentGroup) -> None:
    """The option on the output format of a command that has but two."""
    group.add_argument(
        "--output-format",
        choices=("text", "json"),
        default="text",
        metavar="FORMAT",
        help="text: for people (default); json: for other programs",
    )


def add_colour(group: argparse._ArgumentGroup) -> None:
    """The option on colours."""
    group.add_argument(
        "--color",
        choices=COLOUR_MODES,
        default="auto",
        metavar="WHEN",
        help="always, never, or auto: in a terminal, NO_COLOR and FORCE_COLOR respected (default)",
    )


def add_about(parser: Parser) -> None:
    """The options on help and version."""
    group = parser.add_argument_group("about")
    group.add_argument("-h", "--help", action="help", help="show this and exit")
    group.add_argument(
        "-V", "--version", action="version", version=f"medlint {__version__}", help="show version"
    )
