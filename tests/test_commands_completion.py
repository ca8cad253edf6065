"""``medlint completion``, in the shells themselves as far as they are installed."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from medlint.cli import main
from medlint.commands import COMMANDS
from medlint.commands.completion import arguments_of, parser_of
from medlint.registry import all_rules
from medlint.reporters import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

SHELLS = {
    name: pytest.param(
        name,
        marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"left out: no {name} here"),
    )
    for name in ("bash", "zsh", "fish")
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a post whose name has a space, and with a script for each shell."""
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a walk.md").write_text("")
    (tmp_path / "rivers.md").write_text("")
    return tmp_path


def script(shell: str, folder: Path, capsys: Capture) -> Path:
    assert main(["completion", shell]) == 0
    path = folder / f".medlint.{shell}"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_parser(command: str) -> None:
    assert parser_of(command).prog == f"medlint {command}"
    taken = {flag for one in arguments_of(command) for flag in one.flags}
    assert {"--help", "--version"} <= taken


@pytest.mark.parametrize("shell", SHELLS.values())
def test_the_shell_reads_its_script(shell: str, folder: Path, capsys: Capture) -> None:
    done = subprocess.run(
        [shell, "-n", script(shell, folder, capsys)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_another_shell_is_wrong_use(capsys: Capture) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "invalid choice: 'tcsh'" in capsys.readouterr().err
    assert main(["completion"]) == 2


RULES = [word for rule in all_rules() for word in (rule.code, rule.name)]
#: What is typed, and what is offered (all of it, or some of it).
CASES: list[tuple[Sequence[str], set[str], bool]] = [
    (["--output-format", "s"], {name for name in FORMATS if name.startswith("s")}, True),
    (["check", "--output-format", "gith"], {"github"}, True),
    (["files", "--output-format", ""], {"text", "json"}, True),
    (["rule", "MED20"], {word for word in RULES if word.startswith("MED20")}, True),
    (["rule", "generic-a"], {"generic-anchor"}, True),
    (["--select", "MED201"], {"MED201"}, True),
    (["--fail"], {"--fail-on"}, False),
    (["init", "--"], {"--dry-run", "--no-hook", "--help"}, False),
    (["completion", ""], {"bash", "zsh", "fish"}, True),
    (["r"], {"rule", "rules"}, False),
]
each_case = pytest.mark.parametrize(
    ("words", "offered", "whole"), CASES, ids=[" ".join(case[0]) for case in CASES]
)


@pytest.mark.parametrize("shell", [SHELLS["bash"]])
class TestBash:
    def offered(self, folder: Path, capsys: Capture, *words: str) -> set[str]:
        source = script("bash", folder, capsys)
        code = (
            'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _medlint; '
            'printf "%s\\n" "${COMPREPLY[@]}"'
        )
        done = subprocess.run(
            ["bash", "--norc", "-c", code, "bash", source, "medlint", *words],
            capture_output=True,
            text=True,
            cwd=folder,
        )
        assert done.stderr == ""
        return set(done.stdout.split())

    @each_case
    def test_offers(
        self,
        shell: str,
        folder: Path,
        capsys: Capture,
        words: Sequence[str],
        offered: set[str],
        whole: bool,
    ) -> None:
        found = self.offered(folder, capsys, *words)
        assert offered <= found
        assert found == offered or not whole

    def test_a_value_after_an_equals_sign(self, shell: str, folder: Path, capsys: Capture) -> None:
        assert self.offered(folder, capsys, "--color", "=", "al") == {"always"}
        assert self.offered(folder, capsys, "--color", "=") == {"auto", "always", "never"}

    def test_rules_with_commas(self, shell: str, folder: Path, capsys: Capture) -> None:
        assert self.offered(folder, capsys, "--select", "MED1,generic-a") == {"MED1,generic-anchor"}

    def test_options_of_one_command_are_not_those_of_another(
        self, shell: str, folder: Path, capsys: Capture
    ) -> None:
        assert "--select" not in self.offered(folder, capsys, "rule", "--")
        assert "--dry-run" not in self.offered(folder, capsys, "--")


@pytest.mark.parametrize("shell", [SHELLS["fish"]])
class TestFish:
    def offered(self, folder: Path, capsys: Capture, *words: str) -> set[str]:
        source = script("fish", folder, capsys)
        line = " ".join(["medlint", *words])
        done = subprocess.run(
            ["fish", "--no-config", "-c", 'source $argv[1]; complete -C "$argv[2]"', source, line],
            capture_output=True,
            text=True,
            cwd=folder,
            env={**os.environ, "HOME": str(folder), "TERM": "dumb"},
        )
        assert done.stderr == ""
        return {line.partition("\t")[0] for line in done.stdout.splitlines()}

    @each_case
    def test_offers(
        self,
        shell: str,
        folder: Path,
        capsys: Capture,
        words: Sequence[str],
        offered: set[str],
        whole: bool,
    ) -> None:
        found = self.offered(folder, capsys, *words)
        assert offered <= found
        assert found == offered or not whole

    def test_rules_with_commas(self, shell: str, folder: Path, capsys: Capture) -> None:
        assert "MED1,generic-anchor" in self.offered(folder, capsys, "--select", "MED1,generic-a")

    def test_files(self, shell: str, folder: Path, capsys: Capture) -> None:
        assert "rivers.md" in self.offered(folder, capsys, "ri")
        assert "rivers.md" in self.offered(folder, capsys, "--config", "ri")
        assert "rivers.md" not in self.offered(folder, capsys, "rule", "ri")


def typed(shell: str, source: Path, folder: Path, keys: str) -> str:
    """The command line that becomes of some keys and TAB in an interactive shell."""
    rc = folder / (".zshrc" if shell == "zsh" else ".bashrc")
    start = "autoload -Uz compinit; compinit -u -D; bindkey -e\n" if shell == "zsh" else ""
    rc.write_text(f"{start}source {source}\nPS1='READY> '\n")
    command = ["zsh", "-d", "-i"] if shell == "zsh" else ["bash", "--noprofile", "-i"]
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb"}
        os.execvpe(command[0], command, environ)
    try:
        _read_until(terminal, "READY> ")
        os.write(terminal, f"{keys}\t".encode())
        # Ctrl-A goes to the start of the line: what was completed is printed and not run.
        os.write(terminal, b"\x01printf '<%s>' \x05 > .result; exit\n")
        _read_until(terminal, "")
        return (folder / ".result").read_text()
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)


def _read_until(terminal: int, end: str) -> None:
    """Read what a shell writes until some text, or for "" until it ends."""
    text = ""
    while not (end and end in text):
        ready, _, _ = select.select([terminal], [], [], 20)
        assert ready, f"the shell did not answer: {text!r}"
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # so Linux tells that the other end is closed
            piece = b""
        if not piece:
            assert not end, f"the shell ended: {text!r}"
            return
        text += piece.decode(errors="replace")


@pytest.mark.parametrize("shell", [SHELLS["bash"], SHELLS["zsh"]])
@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("medlint --output-format sar", ["medlint", "--output-format", "sarif"]),
        ("medlint check --fail", ["medlint", "check", "--fail-on"]),
        ("medlint rule generic-a", ["medlint", "rule", "generic-anchor"]),
        ("medlint --select MED1,generic-a", ["medlint", "--select", "MED1,generic-anchor"]),
        ("medlint comp", ["medlint", "completion"]),
        ("medlint check posts/a", ["medlint", "check", "posts/a walk.md"]),
        ("medlint riv", ["medlint", "rivers.md"]),
    ],
)
def test_a_key_completes_what_was_typed(
    shell: str, folder: Path, capsys: Capture, keys: str, words: list[str]
) -> None:
    source = script(shell, folder, capsys)
    assert "".join(f"<{word}>" for word in words) in typed(shell, source, folder, keys)
