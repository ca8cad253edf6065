"""``medlint init``: set medlint up in a blog."""

from __future__ import annotations

import os
import sys

from medlint import __version__
from medlint.commands import COMMANDS
from medlint.commands.arguments import Parser, add_about, add_colour
from medlint.commands.messages import report_error
from medlint.regular import read
from medlint.terminal import Style, escape, wants_colour
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from medlint.generators import Generator

_ABOUT = """\
Set medlint up in a blog: look at how it is built (Jekyll, Hugo, Hexo, Astro,
Eleventy, Docusaurus, Gatsby), write the settings that follow from that, and add
the hook that lints posts before each commit.

The settings go into pyproject.toml, or into medlint.toml where there is none;
the hook into .pre-commit-config.yaml. What stands in these files is kept as it
is. Where settings or the hook are there already nothing is done, so this can be
run again at any time."""

_EXAMPLES = """\
examples:
  medlint init --dry-run    show what it would do
  medlint init
  medlint init website      where the blog is a part of a repository"""

_HOOK_FILE = ".pre-commit-config.yaml"
#: The largest file that is added to, in bytes.
_MAX_SIZE = 10_000_000
#: From so many posts on a record of today's findings is a better start than mending them.
_MANY = 20


def parser() -> Parser:
    """The arguments of ``medlint init``."""
    made = Parser("medlint init", _ABOUT, _EXAMPLES, "medlint init [OPTION ...] [FOLDER]")
    where = made.add_argument_group("where")
    where.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER", help="the blog; default: this folder"
    )
    what = made.add_argument_group("what")
    what.add_argument("--dry-run", action="store_true", help="show what would be done, do nothing")
    what.add_argument("--no-hook", action="store_true", help="leave out the hook of pre-commit")
    add_colour(made.add_argument_group("output"))
    add_about(made)
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    from medlint.settings import SettingsError

    options = parser().parse_args(arguments)
    folder = os.path.abspath(options.folder)
    if not os.path.isdir(folder):
        report_error(f"{options.folder}: no such folder")
        return 2
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    setup = _Setup(folder, style, dry_run=options.dry_run)
    try:
        setup.settings()
    except SettingsError as error:
        report_error(f"{error}; mend this first")
        return 2
    if not options.no_hook:
        setup.hook()
    setup.next_steps()
    return 2 if setup.failed else 0


class _Outcome(NamedTuple):
    """What was done about one file: a line, and the text that was added, if any."""

    line: str
    added: str = ""


class _Setup:
    """Setting medlint up in one folder, step by step.

    Attributes:
        failed: Whether some step could not be done.
    """

    def __init__(self, folder: str, style: Style, *, dry_run: bool) -> None:
        from medlint.gitignore import repository

        self.failed = False
        self._folder = folder
        self._repository = repository(folder)
        self._style = style
        self._dry_run = dry_run
        self._given: Mapping[str, Any] | None = None
        self._hooked = False

    def settings(self) -> None:
        """Write the settings, unless there are some.

        Raises:
            SettingsError: There are some, and they cannot be used.
        """
        from medlint.adoption import AdoptionError, settings_table, with_settings
        from medlint.generators import recognise

        generators = recognise(self._folder)
        for generator in generators[:1]:
            self._say(f"This is a blog made with {generator.name} ({escape(generator.evidence)}).")
        if not generators:
            self._say("No site generator was recognised; medlint finds posts by itself.")
        for other in generators[1:]:
            self._say(f"There is also {other.name} ({escape(other.evidence)}); it is passed over.")
        found: Generator | None = generators[0] if generators else None
        existing = self._existing()
        if existing is not None:
            self._tell(existing, _Outcome("has settings of medlint; nothing was changed"))
            self._suggest(found.settings if found else {})
            return
        settings = dict(found.settings) if found else {}
        file = os.path.join(self._folder, "pyproject.toml")
        in_tool = os.path.isfile(file)
        if not in_tool:
            file = os.path.join(self._folder, "medlint.toml")
        table = settings_table(settings, in_tool=in_tool)

        def made(text: str) -> str:
            return with_settings(text, settings) if in_tool else table

        try:
            self._write(file, made)
        except AdoptionError as error:
            self._fail(file, f"{error}. Put these lines there", table)
            return
        name = "[tool.medlint]" if in_tool else "the settings"
        self._tell(file, _Outcome(self._did(f"added {name}", f"would add {name}"), table))
        for note in found.notes if found else ():
            self._say(f"  Note: {escape(note)}")
        self._given = settings

    def _suggest(self, settings: Mapping[str, Any]) -> None:
        """Name the settings that the generator gives and the settings file leaves open."""
        from medlint.rule_text import as_toml
        from medlint.settings import Resolver

        own = Resolver(self._folder).for_folder(self._folder)
        for name in ("site-url", "permalink"):
            if name in settings and getattr(own, name.replace("-", "_")) is None:
                self._say(f"  You could add: {escape(f'{name} = {as_toml(settings[name])}')}")

    def _existing(self) -> str | None:
        """The settings file that counts already, as long as it is the repository's."""
        from medlint.settings import Resolver

        file = Resolver(self._folder).for_folder(self._folder).file_path
        top = os.path.join(self._repository or self._folder, "")
        return file if file is not None and file.startswith(top) else None

    def hook(self) -> None:
        """Add the hook, unless it is there."""
        from medlint.adoption import (
            AdoptionError,
            has_hook,
            hook_entry,
            new_hook_file,
            with_hook,
        )

        if self._repository is None:
            self._say(
                "Not a Git repository, so there is no commit to hook into: after git init, "
                "run medlint init again."
            )
            return
        file = os.path.join(self._repository, _HOOK_FILE)
        entry = hook_entry(__version__)
        exists = os.path.isfile(file)

        def made(text: str) -> str:
            return with_hook(text, __version__) if text.strip() else new_hook_file(__version__)

        try:
            if exists and has_hook(self._read(file)):
                self._tell(file, _Outcome("has the hook of medlint; nothing was changed"))
            else:
                self._write(file, made)
                self._tell(file, _Outcome(self._did("added the hook", "would add the hook"), entry))
            self._hooked = True
        except AdoptionError as error:
            self._fail(file, f"{error}. Put these lines there, below repos", entry)

    def _write(self, file: str, made: Callable[[str], str]) -> None:
        """Give a file the text that is made from its own ("" where there is none).

        Raises:
            AdoptionError: The file was left as it was.
        """
        from medlint.adoption import AdoptionError
        from medlint.writing import WriteError, create_file, replace_file

        exists = os.path.lexists(file)
        target = os.path.realpath(file)
        before = self._read(file) if exists else ""
        after = made(before)
        if self._dry_run:
            return
        data = before.encode()
        try:
            if exists:
                replace_file(file, after.encode(), unchanged=lambda now: now == data, target=target)
            else:
                create_file(file, after.encode(), target=target)
        except WriteError as error:
            raise AdoptionError(str(error)) from None

    def _read(self, file: str) -> str:
        """The text of a file of the repository, with its line endings and byte order mark.

        Raises:
            AdoptionError: It cannot be read, or lies elsewhere: a stranger may have put a
                link there, and what it leads to is not to be written.
        """
        from medlint.adoption import AdoptionError
        from medlint.confinement import inside

        if not inside(self._repository or self._folder).holds(os.path.realpath(file)):
            raise AdoptionError("it is a link that leads out of the repository")
        try:
            data = read(file, _MAX_SIZE + 1)
            if len(data) > _MAX_SIZE:
                raise AdoptionError(f"it has more than {_MAX_SIZE:,} bytes")
            return data.decode()
        except OSError as error:
            raise AdoptionError(f"it cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise AdoptionError("it is not UTF-8") from None

    def next_steps(self) -> None:
        """Say how many posts there are, and what to do now."""
        posts = self._posts()
        if posts == 0:
            self._say("No posts were found: name their folders in the setting content.")
            self._say("  medlint files   tells of every file why it is left out")
            return
        if self._dry_run:
            self._say("Nothing was written: this was a dry run.")
        if self._dry_run or self.failed:
            return
        self._say("")
        self._say(f"Next{'' if posts is None else f' ({_count(posts)} found)'}:")
        steps = [("medlint", "lint the posts"), ("medlint files", "see which files are linted")]
        if "baseline" in COMMANDS and (posts or 0) >= _MANY:
            steps.append(
                ("medlint baseline", "or accept what is found today, and lint what is new")
            )
        if self._hooked and not self._hook_is_installed():
            steps.append(("pre-commit install", "lint before each commit (pip install pre-commit)"))
        longest = max(len(command) for command, _ in steps)
        for command, purpose in steps:
            self._say(
                f"  {self._style(command, 'bold')}{' ' * (longest - len(command))}  {purpose}"
            )

    def _posts(self) -> int | None:
        """How many posts medlint finds with the settings, those just given included."""
        from medlint.files import select
        from medlint.settings import Resolver, SettingsError

        try:
            if self._given is None:
                resolver = Resolver(self._folder)
            else:
                resolver = Resolver(self._folder, isolated=True, extra=self._given)
            return len(select((), resolver).files)
        except SettingsError:  # in a folder below, where medlint will tell of it
            return None

    def _hook_is_installed(self) -> bool:
        hook = os.path.join(self._repository or "", ".git", "hooks", "pre-commit")
        return os.path.exists(hook)

    def _did(self, done: str, would: str) -> str:
        return would if self._dry_run else done

    def _say(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")

    def _tell(self, file: str, outcome: _Outcome) -> None:
        self._say(f"{self._style(self._shown(file), 'bold')}: {outcome.line}")
        for line in _lines(outcome.added):
            self._say(self._style(f"  + {escape(line)}".rstrip(), "green"))

    def _fail(self, file: str, problem: str, lines: str) -> None:
        report_error(f"{self._shown(file)}: {problem}:")
        for line in _lines(lines):
            self._say(f"  {escape(line)}")
        self.failed = True

    def _shown(self, file: str) -> str:
        return escape(os.path.relpath(file).replace(os.sep, "/"))


def _lines(text: str) -> Iterator[str]:
    return iter(text.splitlines())


def _count(posts: int) -> str:
    return "1 post" if posts == 1 else f"{posts} posts"
