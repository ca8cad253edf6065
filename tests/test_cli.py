"""The command line, run as users run it: a process with arguments, streams and an exit code."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import validate

import medlint
from medlint.cli import main
from medlint.parsers import in_use
from medlint.registry import all_rules

if TYPE_CHECKING:
    from medlint.rule import Rule

GOOD = """\
---
title: A walk along the river
description: Where the path leaves the road, what grows there in March, and how to get home by bus.
date: 2024-03-02
tags: [walking, rivers]
canonical_url: https://ada.dev/2024/walk/
---

Take [the path along the old mill](https://ada.dev/mill/).
"""
#: A post of its own: another title, description and address.
OTHER = (
    GOOD.replace("A walk", "A ride").replace("river", "canal").replace("Where the path", "How it")
)
OTHER = OTHER.replace("/walk/", "/ride/")
BAD = OTHER.replace("the path along the old mill", "click here")
WARNING = OTHER.replace("walking, canals", "walking, canals, Canals")
FINDING = (
    "MED201[generic-anchor] error: the link text “click here” does not say where the link leads; "
    "use words that name the target"
)


def environment(**more: str) -> dict[str, str]:
    unwanted = {"GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return {**kept, "PYTHONUTF8": "1", **more}


def medlint_process(
    *arguments: str, cwd: Path, stdin: str | bytes = b"", **environ: str
) -> subprocess.CompletedProcess[str]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "medlint", *arguments],
        cwd=cwd,
        input=data,
        capture_output=True,
        env=environment(**environ),
        timeout=60,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good and a bad post, in which medlint runs."""
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "good.md").write_text(GOOD, encoding="utf-8")
    (posts / "bad.md").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


Capture = pytest.CaptureFixture[str]


class TestPaths:
    @pytest.mark.parametrize(
        "arguments", [[], ["."], ["check"], ["posts"], ["check", "posts/bad.md"], ["posts", "."]]
    )
    def test_the_finding_is_told_once(
        self, blog: Path, capsys: Capture, arguments: list[str]
    ) -> None:
        assert main(arguments) == 1
        captured = capsys.readouterr()
        assert captured.out == f"posts/bad.md:9:6: {FINDING}\n"
        assert captured.err == ""

    def test_a_clean_post_is_silence_and_0(self, blog: Path, capsys: Capture) -> None:
        assert main(["posts/good.md"]) == 0
        assert capsys.readouterr() == ("", "")

    def test_a_missing_path_is_2_and_the_rest_is_linted(self, blog: Path, capsys: Capture) -> None:
        assert main(["posts/gone.md", "posts/bad.md", "no\x1bwhere"]) == 2
        captured = capsys.readouterr()
        assert captured.out == f"posts/bad.md:9:6: {FINDING}\n"
        assert captured.err == (
            "medlint: error: posts/gone.md: no such file or folder\n"
            "medlint: error: no\\x1bwhere: no such file or folder\n"
        )

    def test_exit_zero_does_not_hide_a_missing_path(self, blog: Path) -> None:
        assert main(["--exit-zero", "posts/gone.md"]) == 2

    def test_nothing_to_lint_is_said_and_0(self, tmp_path: Path, capsys: Capture) -> None:
        assert main([str(tmp_path)]) == 0
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("medlint: no posts found")
        assert main(["--quiet", str(tmp_path)]) == 0
        assert capsys.readouterr() == ("", "")

    @pytest.mark.parametrize("word", ["check", "rule", "rules"])
    def test_a_file_named_like_a_command_is_reached_by_its_path(
        self, blog: Path, capsys: Capture, word: str
    ) -> None:
        (blog / word).write_text(BAD, encoding="utf-8")
        assert main([f"./{word}"]) == 1
        assert capsys.readouterr().out == f"{word}:9:6: {FINDING}\n"

    def test_a_command_that_does_not_come_first_is_explained(
        self, blog: Path, capsys: Capture
    ) -> None:
        assert main(["--quiet", "check", "posts"]) == 2
        assert "put it first: medlint check" in capsys.readouterr().err

    def test_options_and_paths_may_be_mixed(self, blog: Path, capsys: Capture) -> None:
        assert main(["posts/good.md", "--quiet", "posts/bad.md", "--select", "MED2"]) == 1
        assert capsys.readouterr().out == f"posts/bad.md:9:6: {FINDING}\n"

    def test_a_path_that_looks_like_an_option(self, blog: Path, capsys: Capture) -> None:
        (blog / "--quiet.md").write_text(BAD, encoding="utf-8")
        assert main(["--select", "MED2", "--", "--quiet.md"]) == 1
        assert capsys.readouterr().out == f"--quiet.md:9:6: {FINDING}\n"

    def test_force_exclude_lets_the_settings_decide(self, blog: Path, capsys: Capture) -> None:
        (blog / "README.md").write_text("# Site\n\n[click here](https://ada.dev)\n")
        assert main(["README.md"]) == 1
        assert "README.md:" in capsys.readouterr().out
        assert main(["--force-exclude", "README.md"]) == 0
        assert capsys.readouterr().out == ""

    def test_any_bytes_give_diagnostics(self, blog: Path, capsys: Capture) -> None:
        (blog / "posts" / "bad.md").write_bytes(b"\xff\xfe\x00---\n\xc3(")
        assert main(["posts"]) == 1
        assert "MED001[unreadable-file]" in capsys.readouterr().out


class TestStandardInput:
    def test_a_post_is_read(self, blog: Path) -> None:
        done = medlint_process("-", cwd=blog, stdin=BAD)
        assert (done.returncode, done.stdout) == (1, f"<stdin>:9:6: {FINDING}\n")

    def test_it_is_treated_as_the_file_it_is_named_after(self, blog: Path) -> None:
        (blog / "medlint.toml").write_text('per-file-ignores = { "posts/" = ["generic-anchor"] }')
        (blog / "posts" / "bad.md").unlink()
        done = medlint_process("-", "--stdin-filename", "posts/new.md", cwd=blog, stdin=BAD)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        done = medlint_process("-", "--stdin-filename", "other/new.md", cwd=blog, stdin=BAD)
        assert (done.returncode, done.stdout) == (1, f"other/new.md:9:6: {FINDING}\n")

    def test_force_exclude_counts_too(self, blog: Path) -> None:
        arguments = ("--force-exclude", "-", "--stdin-filename", "README.md")
        done = medlint_process(*arguments, cwd=blog, stdin="[click here](https://ada.dev)")
        assert (done.returncode, done.stdout) == (0, "")

    def test_bytes_that_are_no_text_are_a_finding(self, blog: Path) -> None:
        done = medlint_process("-", cwd=blog, stdin=b"a\xff\0")
        assert done.returncode == 1
        assert "MED001[unreadable-file]" in done.stdout

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-", "posts"], "cannot be combined"),
            (["--stdin-filename", "a.md"], "--stdin-filename needs -"),
            (["--stdin-filename", "a.md", "posts"], "--stdin-filename needs -"),
        ],
    )
    def test_wrong_use(
        self, blog: Path, capsys: Capture, arguments: list[str], message: str
    ) -> None:
        assert main(arguments) == 2
        assert message in capsys.readouterr().err


class TestRulesChosen:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["--select", "MED201"],
            ["--select", "med2"],
            ["--select", "MED101,generic-anchor"],
            ["--select", "MED101", "--select", "generic-anchor"],
            ["--select", "MED1", "--extend-select", "MED201"],
            ["--select", "ALL", "--ignore", "MED1,MED3"],
            ["--select=MED201", "--isolated"],
        ],
    )
    def test_with_the_rule(self, blog: Path, capsys: Capture, arguments: list[str]) -> None:
        assert main([*arguments, "posts"]) == 1
        assert FINDING in capsys.readouterr().out

    @pytest.mark.parametrize(
        "arguments",
        [["--select", "MED13"], ["--ignore", "generic-anchor"], ["--ignore", "MED3, MED2"]],
    )
    def test_without_the_rule(self, blog: Path, capsys: Capture, arguments: list[str]) -> None:
        assert main([*arguments, "posts"]) == 0
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize("option", ["--select", "--ignore", "--extend-select"])
    def test_an_unknown_rule_is_2_with_the_nearest_name(
        self, blog: Path, capsys: Capture, option: str
    ) -> None:
        assert main([option, "MED1,genric-anchor"]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert f"argument {option}: no rule is called 'genric-anchor'; " in captured.err
        assert "did you mean generic-anchor?" in captured.err


class TestSettings:
    def test_the_nearest_file_counts(self, blog: Path, capsys: Capture) -> None:
        (blog / "pyproject.toml").write_text('[tool.medlint]\nignore = ["MED201"]\n')
        assert main(["posts"]) == 0
        assert main(["--isolated", "posts"]) == 1
        (blog / "other.toml").write_text('ignore = ["MED1"]\n')
        assert main(["--config", "other.toml", "posts"]) == 1

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[tool.medlint]\nignor = []\n", "pyproject.toml:2:1: ignor: "),
            ("[tool.medlint]\n\nfail-on = 'eror'\n", "pyproject.toml:3:11: fail-on: "),
            ("[tool.medlint\n", "pyproject.toml:1:"),
        ],
    )
    def test_bad_settings_are_one_line_and_2(
        self, blog: Path, capsys: Capture, text: str, message: str
    ) -> None:
        (blog / "pyproject.toml").write_text(text)
        assert main(["posts"]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith(f"medlint: error: {message}")
        assert captured.err.count("\n") == 1

    def test_a_missing_settings_file_is_2(self, blog: Path, capsys: Capture) -> None:
        assert main(["--config", "gone.toml"]) == 2
        assert "gone.toml" in capsys.readouterr().err

    def test_config_and_isolated_exclude_each_other(self, blog: Path, capsys: Capture) -> None:
        assert main(["--config", "a.toml", "--isolated"]) == 2
        assert "not allowed with" in capsys.readouterr().err

    def test_the_settings_choose_the_format(
        self, blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (blog / "medlint.toml").write_text('output-format = "json"\n')
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        main(["posts"])
        assert json.loads(capsys.readouterr().out)["version"] == 1
        main(["--output-format", "concise", "posts"])
        assert capsys.readouterr().out == f"posts/bad.md:9:6: {FINDING}\n"


class TestResult:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [([], 1), (["--fail-on", "error"], 0), (["--fail-on", "warning"], 1), (["--exit-zero"], 0)],
    )
    def test_a_warning(self, blog: Path, arguments: list[str], code: int) -> None:
        (blog / "posts" / "bad.md").write_text(WARNING, encoding="utf-8")
        assert main([*arguments, "posts"]) == code

    @pytest.mark.parametrize(("settings", "code"), [("error", 0), ("info", 1)])
    def test_the_settings_may_say_what_fails(self, blog: Path, settings: str, code: int) -> None:
        (blog / "posts" / "bad.md").write_text(WARNING, encoding="utf-8")
        (blog / "medlint.toml").write_text(f'fail-on = "{settings}"\n')
        assert main(["posts"]) == code
        assert main(["posts", "--fail-on", "warning"]) == 1


class TestFormats:
    def test_github_is_chosen_by_itself_under_github_actions(
        self, blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        assert main(["posts"]) == 1
        assert capsys.readouterr().out.startswith(
            "::error file=posts/bad.md,line=9,endLine=9,col=6"
        )
        assert main(["posts", "--output-format", "text"]) == 1
        assert capsys.readouterr().out == f"posts/bad.md:9:6: {FINDING}\n"

    def test_json_of_a_fix(self, blog: Path, capsys: Capture) -> None:
        from test_reporters import PROMISE

        (blog / "posts" / "bad.md").write_text(WARNING, encoding="utf-8")
        main(["--output-format", "json"])
        data = json.loads(capsys.readouterr().out)
        validate(data, PROMISE)
        (found,) = data["diagnostics"]
        assert (found["path"], found["code"]) == ("posts/bad.md", "MED123")
        assert (found["line"], found["column"], found["end_column"]) == (5, 25, 31)
        assert found["fix"]["edits"] == [
            {"line": 5, "column": 23, "end_line": 5, "end_column": 31, "content": ""}
        ]

    def test_json_without_posts_is_still_json(self, tmp_path: Path, capsys: Capture) -> None:
        assert main(["--output-format", "json", str(tmp_path)]) == 0
        assert json.loads(capsys.readouterr().out) == {"version": 1, "diagnostics": []}

    def test_an_unknown_format_is_2(self, blog: Path, capsys: Capture) -> None:
        assert main(["--output-format", "xml"]) == 2
        assert "'xml'" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "environ", "coloured"),
        [
            ([], {}, False),
            (["--color", "always"], {"NO_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": "1"}, True),
            (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ],
    )
    def test_colour_in_a_pipe(
        self, blog: Path, arguments: list[str], environ: dict[str, str], coloured: bool
    ) -> None:
        done = medlint_process(*arguments, cwd=blog, **environ)
        assert ("\x1b[" in done.stdout) is coloured

    def test_characters_that_the_pipe_cannot_take_are_escaped(self, blog: Path) -> None:
        done = medlint_process(cwd=blog, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
        assert done.returncode == 1
        assert "the link text \\u201cclick here\\u201d" in done.stdout


def in_a_terminal(*arguments: str, cwd: Path, columns: int = 80, **environ: str) -> tuple[int, str]:
    """Run medlint in a pseudo-terminal; returns the exit code and what it shows."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "medlint", *arguments],
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**{"TERM": "xterm-256color", **environ}),
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return process.wait(timeout=60), shown.decode().replace("\r\n", "\n")


class TestTerminal:
    def test_findings_are_shown_with_their_line(self, blog: Path) -> None:
        code, shown = in_a_terminal("posts", cwd=blog, NO_COLOR="1")
        assert code == 1
        assert shown.startswith(
            "posts/bad.md:9:6  error  MED201[generic-anchor]\n"
            "  the link text “click here” does not say where the link leads; use words that\n"
            "  name the target\n"
            " 9 | Take [click here](https://ada.dev/mill/).\n"
            "   |      ^^^^^^^^^^^^"
        )
        assert "   | why: " in shown
        assert shown.endswith(
            "\n\n1 error in 1 of 2 posts. To learn more of a rule: medlint rule MED201\n"
        )

    def test_quiet_leaves_the_findings(self, blog: Path) -> None:
        _, shown = in_a_terminal("--quiet", "posts", cwd=blog, NO_COLOR="1")
        assert "posts/bad.md:9:6" in shown
        assert "why:" not in shown
        assert "To learn more" not in shown

    def test_colour_unless_unwanted(self, blog: Path) -> None:
        assert "\x1b[1;31merror\x1b[0m" in in_a_terminal("posts", cwd=blog)[1]
        assert "\x1b" not in in_a_terminal("posts", cwd=blog, NO_COLOR="1")[1]
        assert "\x1b" not in in_a_terminal("posts", cwd=blog, TERM="dumb")[1]

    def test_a_clean_run_says_so(self, blog: Path) -> None:
        code, shown = in_a_terminal("posts/good.md", cwd=blog, NO_COLOR="1")
        assert (code, shown) == (0, "Nothing to mend in 1 post.\n")

    def test_no_line_is_wider_than_the_terminal(self, blog: Path) -> None:
        (blog / "posts" / "bad.md").write_text(
            OTHER + "<p>" + "many words " * 800 + '<a href="https://ada.dev">here</a></p>\n'
        )
        _, shown = in_a_terminal("posts", cwd=blog, columns=60, NO_COLOR="1")
        assert "here" in shown
        body = shown[: shown.index("1 error")]
        assert max(map(len, body.splitlines())) <= 60


class TestRuleCommand:
    @pytest.mark.parametrize("word", ["MED201", "med201", "generic-anchor", "Generic-Anchor"])
    def test_a_rule_is_explained(self, capsys: Capture, word: str) -> None:
        assert main(["rule", word]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("MED201  generic-anchor\nerror, on by default, no fix\n")
        for heading in ("How to mend it", "Options, in [tool.medlint.rules.generic-anchor]"):
            assert f"\n{heading}\n" in shown
        for heading in ("Good", "Bad", "Source"):
            assert f"\n{heading}\n" in shown

    @pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
    def test_every_rule_can_be_explained(self, capsys: Capture, rule: type[Rule]) -> None:
        assert main(["rule", rule.code, "--color", "never"]) == 0
        shown = capsys.readouterr().out
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", shown)
        for option in rule.options:
            assert f"  {option.name} = " in shown

    def test_an_unknown_rule_is_2_with_the_nearest_name(self, capsys: Capture) -> None:
        assert main(["rule", "genric-anchr"]) == 2
        assert capsys.readouterr().err == (
            "medlint: error: no rule is called 'genric-anchr'; did you mean generic-anchor?\n"
        )

    def test_a_rule_must_be_named(self, capsys: Capture) -> None:
        assert main(["rule"]) == 2
        assert "Try: medlint rule --help" in capsys.readouterr().err


class TestRulesCommand:
    def test_every_rule_is_a_line(self, capsys: Capture) -> None:
        assert main(["rules"]) == 0
        head, *lines = capsys.readouterr().out.splitlines()
        assert head.split() == ["CODE", "NAME", "SEVERITY", "DEFAULT", "FIX", "SUMMARY"]
        assert [line.split()[:2] for line in lines] == [
            [rule.code, rule.name] for rule in all_rules()
        ]

    def test_json(self, capsys: Capture) -> None:
        assert main(["rules", "--output-format", "json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert data["version"] == 1
        found = {rule["code"]: rule for rule in data["rules"]}
        assert list(found) == [rule.code for rule in all_rules()]
        assert found["MED122"]["name"] == "too-many-tags"
        assert found["MED122"]["severity"] == "error"
        assert found["MED122"]["default"] is True
        assert found["MED122"]["fixable"] is True
        assert found["MED122"]["summary"].endswith(".")
        assert found["MED122"]["options"][0]["name"] == "maximum"


OPTIONS = (
    "--select",
    "--ignore",
    "--extend-select",
    "--isolated",
    "--config",
    "--exit-zero",
    "--fail-on",
    "--force-exclude",
    "--stdin-filename",
    "--output-format",
    "--quiet",
    "--color",
    "--version",
)


class TestHelp:
    @pytest.mark.parametrize("arguments", [[], ["check"], ["rule"], ["rules"]])
    @pytest.mark.parametrize("option", ["--help", "-h"])
    def test_help_is_0(self, capsys: Capture, arguments: list[str], option: str) -> None:
        assert main([*arguments, option]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"usage: medlint {' '.join(arguments)}".rstrip())
        assert "examples:" in shown

    def test_help_names_every_option_and_exit_code(self, capsys: Capture) -> None:
        main(["--help"])
        shown = capsys.readouterr().out
        for option in OPTIONS:
            assert option in shown
        assert "exit codes:\n  0 " in shown

    @pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["check", "--version"]])
    def test_version(self, capsys: Capture, arguments: list[str]) -> None:
        assert main(arguments) == 0
        shown = capsys.readouterr().out
        assert shown == f"medlint {medlint.__version__} (parser: {in_use()})\n"

    def test_an_unknown_option_is_2_and_escaped(self, capsys: Capture) -> None:
        assert main(["--wat\x1b[2J"]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err == (
            "medlint: error: unrecognized arguments: --wat\\x1b[2J\nTry: medlint --help\n"
        )

    def test_options_are_not_abbreviated(self, capsys: Capture) -> None:
        assert main(["--exit"]) == 2
        assert "--exit" in capsys.readouterr().err


#: medlint with a standard input that says when it is read, and then gives nothing for long.
SLOW = """
import sys, time
from medlint.cli import main

class Slow:
    @property
    def buffer(self):
        return self

    def read(self):
        print("reading", flush=True)
        time.sleep(60)

sys.stdin = Slow()
sys.exit(main(["-"]))
"""


class TestNeverATraceback:
    def test_ctrl_c_is_130(self, blog: Path) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", SLOW],
            cwd=blog,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (130, b"", b"")

    def test_a_reader_that_has_gone_is_141(self, blog: Path) -> None:
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "medlint", "posts"],
            cwd=blog,
            stdout=write,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
        )
        os.close(write)
        assert (done.returncode, done.stderr) == (141, b"")

    def test_closed_output_does_no_harm(self, blog: Path) -> None:
        done = subprocess.run(
            ["sh", "-c", f"{sys.executable} -m medlint posts >&- 2>&-"],
            cwd=blog,
            env=environment(),
            timeout=60,
        )
        assert done.returncode == 1

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
    def test_a_full_disk_is_one_line_and_2(self, blog: Path) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "medlint", "posts"],
                cwd=blog,
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment(),
                timeout=60,
            )
        assert done.returncode == 2
        assert done.stderr == (
            b"medlint: error: the report cannot be written: No space left on device\n"
        )

    @pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that is in use")
    def test_a_folder_that_is_gone_is_named_as_such(self, tmp_path: Path) -> None:
        gone = tmp_path / "gone"
        gone.mkdir()
        done = subprocess.run(
            ["sh", "-c", f'rmdir "$PWD" && {sys.executable} -m medlint'],
            cwd=gone,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
        )
        assert done.returncode == 2
        assert done.stderr == (
            b"medlint: error: the folder in which medlint was started is gone; "
            b"change to one that is there\n"
        )

    def test_a_fault_of_medlint_itself_is_one_line_and_2(
        self, blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*arguments: object, **options: object) -> None:
            raise RuntimeError("it \x1bbroke\nhere")

        monkeypatch.setattr("medlint.files.select", broken)
        assert main(["posts"]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith(
            "medlint: error: medlint itself failed: RuntimeError: it \\x1bbroke\\nhere (at test_cli"
        )
        assert captured.err.count("\n") == 1


#: Modules that take longer to import than the whole of what a short run needs.
HEAVY = (
    "asyncio",
    "concurrent.futures",
    "dataclasses",
    "difflib",
    "frontmatter",
    "html.entities",
    "importlib.metadata",
    "inspect",
    "json",
    "markdown_it",
    "tomli",
    "typing_extensions",
    "validators",
    "yaml",
)


def test_help_and_version_import_nothing_heavy() -> None:
    script = (
        "import sys; from medlint.cli import main; main(['--version']); "
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(medlint.__file__).parent.parent)},
        timeout=60,
    )
    loaded = set(done.stderr.split())
    assert "medlint.cli" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_module_can_be_run() -> None:
    done = medlint_process("--version", cwd=Path.cwd())
    assert done.stdout.startswith(f"medlint {medlint.__version__} (parser: ")


class TestHowTheProcessEnds:
    """It ends without ceremony, unless somebody wants to see it."""

    @staticmethod
    def run(script: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            env=environment(),
            timeout=60,
        )

    def test_all_output_arrives_and_the_exit_code_too(self, blog: Path) -> None:
        script = "from medlint.cli import command; command()"
        done = self.run(script, "rules", cwd=blog)
        assert done.returncode == 0
        assert done.stdout.startswith("CODE ")
        assert len(done.stdout.splitlines()) > 80
        done = self.run(script, "--no-such-option", cwd=blog)
        assert done.returncode == 2
        assert done.stderr.endswith("Try: medlint --help\n")

    def test_what_others_leave_to_the_end_is_done(self, blog: Path) -> None:
        script = (
            "import atexit; atexit.register(print, 'bye'); "
            "from medlint.cli import command; command()"
        )
        done = self.run(script, "--version", cwd=blog)
        shown = f"medlint {medlint.__version__} (parser: {in_use()})\nbye\n"
        assert (done.returncode, done.stdout) == (0, shown)

    @pytest.mark.parametrize(
        "observer",
        [
            "sys.settrace(lambda *_: None)",
            "sys.setprofile(lambda *_: None)",
            "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        ],
    )
    def test_debuggers_profilers_and_threads_see_the_end(self, blog: Path, observer: str) -> None:
        script = (
            f"import sys, threading, time; {observer}\n"
            "from medlint.cli import command\n"
            "try:\n    command()\nfinally:\n    print('seen')"
        )
        done = self.run(script, "--version", cwd=blog)
        assert (done.returncode, done.stdout) == (
            0,
            f"medlint {medlint.__version__} (parser: {in_use()})\nseen\n",
        )
