"""The options of ``medlint check`` as data, and a way to read the usual ones at once.

Each option is declared here and nowhere else. :mod:`medlint.commands.arguments`
hands the declarations to argparse, which knows all there is to know of command
lines and explains what is wrong with one. To load it takes as long as all
rules do, so :func:`read_plainly` reads a command line on which nothing is
wrong without it, from the same declarations.
"""

from __future__ import annotations

import os
from types import SimpleNamespace

from medlint.reporters import FORMATS
from medlint.terminal import COLOUR_MODES
from medlint.typed import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from medlint.settings import Resolver
    from medlint.settings.store import Store

#: The flags of an option, and the keyword arguments of argparse's ``add_argument``;
#: without flags, what stands without an option.
Declared: TypeAlias = tuple[tuple[str, ...], dict[str, Any]]


class Group(NamedTuple):
    """Options that stand together in the help.

    Attributes:
        title: The heading.
        options: The options.
        about: What the help says of all of them, or "".
        exclusive: Whether no two of them go together.
    """

    title: str
    options: tuple[Declared, ...]
    about: str = ""
    exclusive: bool = False


#: The formats that the help explains.
_EXPLAINED = ("text", "concise", "grouped", "github")

POSTS = Group(
    "which posts",
    (
        (
            ("paths",),
            {
                "nargs": "*",
                "metavar": "PATH",
                "help": "files and folders to lint; - reads one post from standard input",
            },
        ),
        (
            ("--stdin-filename",),
            {
                "metavar": "PATH",
                "help": "the path that the post on standard input is to be treated as having",
            },
        ),
        (
            ("--force-exclude",),
            {
                "action": "store_true",
                "help": "let the settings leave out even files named here (for pre-commit)",
            },
        ),
        (
            ("--watch",),
            {
                "action": "store_true",
                "help": "go on, and lint each post again when it changes (needs medlint[watch])",
            },
        ),
    ),
)

#: :func:`extra_settings` and others read them.
RULES = Group(
    "which rules",
    tuple(
        ((name,), {"action": "append", "default": [], "metavar": "RULES", "help": purpose})
        for name, purpose in (
            ("--select", "check these rules and no others"),
            ("--extend-select", "check these rules too"),
            ("--ignore", "leave these rules out"),
        )
    ),
    "RULES: codes, beginnings of codes, names or ALL, separated by commas",
)

FIXES = Group(
    "fixes",
    (
        *(
            ((name,), {"action": "store_true", "help": purpose})
            for name, purpose in (
                ("--fix", "mend what can be mended without doubt, and report what is left"),
                ("--unsafe-fixes", "with --fix: mend also what may need your eye afterwards"),
                ("--fix-only", "like --fix, and report nothing"),
                (
                    "--diff",
                    "show what --fix would change, and change nothing; exit with 1 if it would",
                ),
                (
                    "--add-suppressions",
                    "write a comment beside each finding that silences it (after --fix, what is "
                    "left)",
                ),
            )
        ),
        (
            ("--reason",),
            {
                "metavar": "TEXT",
                "help": "with --add-suppressions: why, for those who come after",
            },
        ),
    ),
)

BASELINE = Group(
    "known findings",
    (
        (
            ("--baseline",),
            {
                "metavar": "FILE",
                "help": "report only findings that this file, written by medlint baseline, does "
                "not have (default: the setting baseline, or .medlint-baseline.json)",
            },
        ),
        (
            ("--no-baseline",),
            {"action": "store_true", "help": "report the findings in the baseline too"},
        ),
        (
            ("--strict-baseline",),
            {"action": "store_true", "help": "exit with 1 if findings in the baseline are gone"},
        ),
    ),
)

SETTINGS = Group(
    "settings",
    (
        (
            ("--config",),
            {"metavar": "FILE", "help": "read settings from this file instead of the nearest"},
        ),
        (("--isolated",), {"action": "store_true", "help": "read no settings file at all"}),
    ),
    exclusive=True,
)

SPEED = Group(
    "speed",
    (
        (
            ("--jobs",),
            {
                "metavar": "N",
                "default": "auto",
                "help": "how many processes work at once (default: auto, one for each processor, "
                "where there is enough to do)",
            },
        ),
        (
            ("--no-cache",),
            {
                "action": "store_true",
                "help": "look at every post anew, and keep nothing for the next run",
            },
        ),
        (
            ("--cache-dir",),
            {
                "metavar": "FOLDER",
                "help": "keep what is found in this folder (default: MEDLINT_CACHE_DIR, or the "
                "user's folder for caches)",
            },
        ),
        (
            ("--timing",),
            {
                "action": "store_true",
                "help": "tell at the end how long each stage and each rule took, in one process "
                "and without the cache",
            },
        ),
    ),
)

COLOUR: Declared = (
    ("--color",),
    {
        "choices": COLOUR_MODES,
        "default": "auto",
        "metavar": "WHEN",
        "help": "always, never, or auto: in a terminal, NO_COLOR and FORCE_COLOR respected "
        "(default)",
    },
)

OUTPUT = Group(
    "output",
    (
        (
            ("--output-format",),
            {
                "choices": FORMATS,
                "metavar": "FORMAT",
                "help": "text: for people, and one line a finding in a pipe (default); concise: "
                "one line a finding; grouped: by post; github: annotations (default under GitHub "
                f"Actions); {', '.join(name for name in FORMATS if name not in _EXPLAINED)}",
            },
        ),
        (
            ("--output-file",),
            {
                "metavar": "FILE",
                "help": "write the report into this file, and nothing to standard output",
            },
        ),
        (
            ("--statistics",),
            {
                "action": "store_true",
                "help": "count the findings of each rule in place of naming them (as text, json "
                "or markdown)",
            },
        ),
        (
            ("-q", "--quiet"),
            {"action": "store_true", "help": "print findings and errors, nothing else"},
        ),
        COLOUR,
    ),
)

FAIL_ON: Declared = (
    ("--fail-on",),
    {
        "choices": ("error", "warning", "info"),
        "metavar": "SEVERITY",
        "help": "error, warning or info: the least severity that makes the exit code 1",
    },
)

RESULT = Group(
    "result",
    (
        FAIL_ON,
        (
            ("--exit-zero",),
            {"action": "store_true", "help": "exit with 0 whatever the findings"},
        ),
        (
            ("--exit-non-zero-on-fix",),
            {
                "action": "store_true",
                "help": "exit with 1 if a post was changed, even if nothing is left to mend",
            },
        ),
    ),
)

#: All of them, in the order of the help.
CHECK = (POSTS, RULES, FIXES, BASELINE, SETTINGS, SPEED, OUTPUT, RESULT)


def read_plainly(words: Sequence[str]) -> Namespace | None:
    """Read the arguments of ``medlint check``, if they are of the plain sort.

    Args:
        words: The arguments.

    Returns:
        What argparse would make of them; ``None`` where that is for argparse to
        say: help is asked for, an option is unknown or lacks its value, a value
        is none of the choices, or is written in an unusual way.
    """
    values: dict[str, Any] = {}
    known: dict[str, tuple[str, dict[str, Any]]] = {}
    for group in CHECK:
        for flags, declared in group.options:
            name = flags[-1].lstrip("-").replace("-", "_")
            action = declared.get("action")
            values[name] = False if action == "store_true" else declared.get("default")
            for flag in flags:
                known[flag] = name, declared
    paths: list[str] = []
    given: set[str] = set()
    rest = iter(words)
    for word in rest:
        if word == "--":
            paths += rest
        elif word == "-" or not word.startswith("-"):
            paths.append(word)
        else:
            flag, equals, value = word.partition("=")
            if flag not in known:
                return None
            name, declared = known[flag]
            action = declared.get("action")
            given.add(flag)
            if action == "store_true":
                if equals:
                    return None
                values[name] = True
                continue
            if not equals:
                value = next(rest, "-")
            if value.startswith("-") or not value or value not in declared.get("choices", (value,)):
                return None
            values[name] = [*values[name], value] if action == "append" else value
    for group in CHECK:
        if group.exclusive and sum(flags[-1] in given for flags, _ in group.options) > 1:
            return None
    values["paths"] = paths
    # It has attributes and compares by them, which is all that one of argparse's own does.
    return cast("Namespace", SimpleNamespace(**values))


def split_selectors(values: Iterable[str]) -> list[str]:
    """The selectors of an option that may be repeated and may hold several, at commas."""
    return [word for value in values for word in map(str.strip, value.split(",")) if word]


def resolver_of(options: Namespace, store: Store | None = None) -> Resolver:
    """What finds the settings of files, as the options of a command say.

    Args:
        options: Those of a command that reads settings; not every such command
            has options on rules.
        store: Where settings that were checked are kept from run to run, if they are.

    Raises:
        SettingsError: The file that was named, or what stands on the command line, cannot be used.
    """
    from medlint.settings import Resolver

    return Resolver(
        os.getcwd(),
        config=options.config,
        isolated=options.isolated,
        extra=_extra_settings(options),
        store=store,
    )


def _extra_settings(options: Namespace) -> dict[str, object]:
    """The settings that the command line lays over those of the files."""
    extra: dict[str, object] = {}
    for name in ("select", "extend_select", "ignore"):
        selectors = split_selectors(getattr(options, name, None) or ())
        if selectors:
            extra[name.replace("_", "-")] = selectors
    fail_on = getattr(options, "fail_on", None)
    if fail_on:
        extra["fail-on"] = fail_on
    return extra


def selector_problem(options: Namespace) -> str:
    """What is wrong with ``--select`` and the like, or ""."""
    if not (options.select or options.extend_select or options.ignore):
        return ""
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
