"""Whatever strangers wrote into posts, names, settings and baselines, no output obeys it.

``test_formats_hostile.py`` tests each format by itself; here every command runs
over a project in which everything that can be named or said is hostile.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from formats import azure_commands, github_commands
from test_commands_watch import CLEAR, WATCHING, Terminal

from medlint.cli import main
from medlint.reporters import FORMATS
from medlint.reporters.statistics import STATISTICS_FORMATS

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

#: Words that would be obeyed by a terminal, GitHub, Azure, TeamCity, or a reader of the page.
HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J",
    "\u202egnp.exe\u2066\u200b\u2028x",
    "\n::error file=x::boom\r\n",
    "::set-output name=a::b",
    "##vso[task.setvariable variable=PATH]evil",
    "##teamcity[buildStatus text='x']",
    "##[add-mask]w",
    "<script>alert`1`<",
    "a|b`c\\&amp;%0A]]>",
    "\x9b31m\x7f\x08",
    "a\udcff",
)
MEDLINT = (sys.executable, "-m", "medlint")
DIRECTION = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def file_name(text: str) -> str:
    return text.replace("/", "_")


def toml(text: str) -> str:
    """A string as TOML; what TOML cannot hold is left out."""
    kept = text.encode("utf-8", "ignore").decode()
    return json.dumps(kept, ensure_ascii=True).replace("\x7f", "\\u007f")


def post(text: str) -> str:
    # What may not stand in YAML goes in escaped; the body takes it as it is.
    kept = text.encode("utf-8", "ignore").decode()
    title = json.dumps(kept)
    return (
        f'---\ntitle: {title}\ntags: [{title}, {title}, "x"]\ncanonical_url: {title}\n'
        f"{title}: 1\nlang: {title}\n---\n\n# {kept}\n\n{kept} [{kept}]({kept}) "
        f"[click here](<https://e.org/?utm_source={kept.strip()}>) ![](a.png)\n\n"
        f"<!-- medlint: disable={kept.strip()} -->\n\n<!-- medlint: disable=MED201 -- {kept} -->\n"
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which posts, folders, settings and the baseline are hostile."""
    folder = tmp_path / "project"
    (folder / "posts").mkdir(parents=True)
    words = [toml(text) for text in HOSTILE]
    patterns = [toml(f"/no/{text.strip()}/".replace("[", "\\[")) for text in HOSTILE[:8]]
    (folder / "medlint.toml").write_text(
        'select = ["ALL"]\nsite-url = "https://e.org"\n'
        f"extend-exclude = [{', '.join(patterns)}]\n"
        "[per-file-ignores]\n"
        + "".join(f'{one} = ["MED201"]\n' for one in patterns)
        # Any rule's list of words will do.
        + f"[rules.generic-anchor]\nphrases = [{', '.join(words)}]\n"
    )
    known: dict[str, object] = {}
    for text in HOSTILE:
        place = folder / "posts" / f"{file_name(text)}.md"
        place.write_text(post(text), encoding="utf-8", newline="")
        deep = folder / "posts" / file_name(text)
        deep.mkdir()
        (deep / "b.txt").write_text("x")
        (deep / "gone").symlink_to("nowhere")
        key = f"posts/gone {text.encode('utf-8', 'backslashreplace').decode()}.md"
        known[key] = [{"rule": "MED201", "text": text[:1].strip(), "line": "0" * 8}]
    (folder / "known.json").write_text(json.dumps({"version": 1, "posts": known}))
    monkeypatch.chdir(folder)
    for name in ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


def harmless(told: str) -> None:
    """Nothing steers a terminal or a CI system."""
    for line in told.split("\n"):
        for character in set(line):
            assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}, ascii(line)
            assert unicodedata.bidirectional(character) not in DIRECTION, ascii(line)
    assert list(github_commands(told)) == []
    assert list(azure_commands(told)) == []
    assert "##teamcity[" not in told


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize("format", FORMATS)
def test_every_format(project: Path, capsys: Capture, format: str) -> None:
    code, out, err = run(capsys, "--output-format", format)
    assert code == 1, err
    harmless(err)
    if format in {"github", "azure"}:
        read = github_commands if format == "github" else azure_commands
        lines = out.splitlines()
        assert len(lines) == len(list(read(out))) > 50
        names = {command.name for command in read(out)}
        assert names <= {"error", "warning", "notice", "task.logissue"}
        other = azure_commands if format == "github" else github_commands
        assert list(other(out)) == []
        harmless(out.replace("\n::", "\n").replace("##vso[", "").removeprefix("::"))
    else:
        harmless(out)


@pytest.mark.parametrize("format", STATISTICS_FORMATS)
def test_statistics(project: Path, capsys: Capture, format: str) -> None:
    code, out, err = run(capsys, "--statistics", "--output-format", format)
    assert code == 1
    harmless(out + err)
    assert "MED" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["files"],
        ["files", "--all"],
        ["files", "--linted"],
        ["files", "--output-format", "json", "--all"],
        ["config"],
        ["config", "--all"],
        ["config", "--output-format", "json"],
        ["--baseline", "known.json", "--strict-baseline"],
        ["baseline"],
        ["baseline", "--baseline", "known.json", "--prune"],
        ["--fix", "--unsafe-fixes"],
        ["--fix-only"],
        ["--add-suppressions"],
        ["init", "--dry-run"],
        ["rules"],
        ["rules", "--output-format", "json"],
    ],
    ids=" ".join,
)
def test_every_command(project: Path, capsys: Capture, arguments: list[str]) -> None:
    _, out, err = run(capsys, *arguments)
    harmless(out + err)
    assert "itself failed" not in out + err


@pytest.mark.parametrize(
    "before",
    [
        [],
        ["files"],
        ["config"],
        ["rule"],
        ["init"],
        ["baseline"],
        ["completion"],
        ["--config"],
        ["--select"],
        ["--output-format"],
        ["--output-file"],
        ["--baseline"],
        ["--nonsense"],
        ["--add-suppressions", "--reason"],
        ["-", "--stdin-filename"],
    ],
    ids=" ".join,
)
def test_hostile_arguments(project: Path, capsys: Capture, before: list[str]) -> None:
    (project / "posts").rename(project / "elsewhere")
    for text in HOSTILE:
        _, out, err = run(capsys, *before, text)
        harmless(out + err)
        assert "itself failed" not in out + err


@pytest.mark.parametrize(
    "written",
    [
        "{} = 1",
        "include = [{}]",
        "exclude = {}",
        "content = [{}]",
        "site-url = {}",
        "permalink = {}",
        "language = {}",
        "drafts = {}",
        "select = [{}]",
        "baseline = {}",
        "output-format = {}",
        "rules.{}.x = 1",
        "rules.generic-anchor.{} = 1",
        "rules.generic-anchor.phrases = {}",
        "per-file-ignores.{} = 2",
        "overrides = [{{ files = [{}], {} = 1 }}]",
    ],
)
def test_hostile_settings(project: Path, capsys: Capture, written: str) -> None:
    (project / "posts").rename(project / "elsewhere")
    for text in HOSTILE[:-1]:
        settings = written.format(toml(text), toml(text)) + "\n"
        (project / "medlint.toml").write_text(settings)
        for arguments in (["config"], ["config", "--output-format", "json"], ["--exit-zero"]):
            _, out, err = run(capsys, *arguments)
            harmless(out + err)
            assert "itself failed" not in out + err


def test_a_settings_file_that_is_no_toml(project: Path, capsys: Capture) -> None:
    for text in HOSTILE:
        (project / "medlint.toml").write_text(f"a = \x1b{text.encode('utf-8', 'ignore').decode()}")
        code, out, err = run(capsys)
        assert code == 2
        harmless(out + err)


@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"])
def test_a_patch_in_the_log_of_a_ci_system(project: Path, variable: str) -> None:
    environ = {**os.environ, variable: "true"}
    done = subprocess.run(
        [*MEDLINT, "--diff", "--unsafe-fixes"],
        cwd=project,
        env=environ,
        capture_output=True,
        check=False,
    )
    told = done.stdout.decode("utf-8", "surrogateescape")
    assert done.returncode == 1
    assert told.count("\n--- ") > 5
    if variable == "GITHUB_ACTIONS":
        patches = re.split(r"(?m)^::stop-commands::(.*)$", told)
        assert patches[0] == ""
        for token, text in zip(patches[1::2], patches[2::2], strict=True):
            assert len(token) > 20
            assert text.endswith(f"\n::{token}::\n")
    if variable == "TF_BUILD":
        assert list(azure_commands(told)) == []
    if variable == "TEAMCITY_VERSION":
        assert "##teamcity[" not in told


def test_a_patch_that_goes_into_a_file_is_a_patch(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "fixes.patch"
    with place.open("wb") as stream:
        subprocess.run(
            [*MEDLINT, "--diff", "--unsafe-fixes"],
            cwd=project,
            env={**os.environ, "TF_BUILD": "True", "GITHUB_ACTIONS": "true"},
            stdout=stream,
            check=False,
        )
    data = place.read_bytes()
    assert b"##vso[task" in data
    assert not data.startswith(b"::stop-commands::")


def watching(project: Path) -> Terminal:
    pytest.importorskip("watchfiles", reason="left out: watchfiles is not installed")
    return Terminal(project, "--watch", "--select", "MED201", "posts")


def test_a_hostile_name_in_the_notes_of_watching(project: Path) -> None:
    shutil.rmtree(project / "posts" / HOSTILE[-1])
    terminal = watching(project)
    try:
        terminal.until(WATCHING)
        (project / "posts" / f"{HOSTILE[0]}.md").write_text("changed")
        told = terminal.until(WATCHING).replace(CLEAR, "").replace("\r\n", "\n")
    finally:
        terminal.close()
    assert "]0;owned" in told
    harmless(told)


def test_a_folder_that_cannot_be_watched_is_told_of(project: Path) -> None:
    terminal = watching(project)
    try:
        told = terminal.until("").replace(CLEAR, "").replace("\r\n", "\n")
    finally:
        terminal.close()
    assert terminal.process.returncode == 2
    assert told.rstrip().splitlines()[-1].startswith("medlint: error: --watch: ")
    harmless(told)
