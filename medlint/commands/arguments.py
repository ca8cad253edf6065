"""The options of each command, and their help."""

from __future__ import annotations

import argparse

from medlint import __version__
from medlint.commands import COMMANDS, options
from medlint.terminal import escape
from medlint.typed import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    for group in options.CHECK:
        add_group(parser, group)
    add_about(parser)
    return parser


def read_check(words: Sequence[str], command: str) -> argparse.Namespace:
    """Read the arguments of ``medlint check``; leaves with 2 where they are wrong.

    Args:
        words: The arguments.
        command: As for :func:`check_parser`.
    """
    # Before Python 3.12 argparse cannot mix options and paths and respect `--` both.
    before = list(words)
    end = before.index("--") if "--" in before else len(before)
    found = check_parser(command).parse_intermixed_args(before[:end])
    found.paths += before[end + 1 :]
    return found


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


def add_group(parser: Parser, group: options.Group) -> argparse._ArgumentGroup:
    """Add options as they are declared; returns their group."""
    made = parser.add_argument_group(group.title, group.about or None)
    either = made.add_mutually_exclusive_group() if group.exclusive else made
    for flags, declared in group.options:
        either.add_argument(*flags, **declared)
    return made


def add_rules(parser: Parser) -> None:
    """The options that choose rules."""
    add_group(parser, options.RULES)


def add_settings(parser: Parser) -> argparse._ArgumentGroup:
    """The options on where settings are read from; returns their group."""
    return add_group(parser, options.SETTINGS)


def add_fail_on(group: argparse._ArgumentGroup) -> None:
    """The option on what makes the exit code 1."""
    flags, declared = options.FAIL_ON
    group.add_argument(*flags, **declared)


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
    flags, declared = options.COLOUR
    group.add_argument(*flags, **declared)


def add_about(parser: Parser) -> None:
    """The options on help and version."""
    group = parser.add_argument_group("about")
    group.add_argument("-h", "--help", action="help", help="show this and exit")
    group.add_argument(
        "-V",
        "--version",
        action=_Version,
        nargs=0,
        default=argparse.SUPPRESS,
        help="show the version, and what reads the Markdown",
    )


class _Version(argparse.Action):
    """Shows the version and exits; what that takes is imported only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from medlint.parsers import in_use

        print(f"medlint {__version__} (parser: {in_use()})")
        parser.exit()
