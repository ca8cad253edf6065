"""What docs/commands.md shows is what the commands print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import pytest
from conftest import ROOT

from medlint.cli import main
from medlint.commands import COMMANDS
from medlint.recognition import Reason

if TYPE_CHECKING:
    from pathlib import Path

Capture = pytest.CaptureFixture[str]

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
POST = "---\ntitle: A walk\n---\nText\n"


def shown(command: str) -> list[str]:
    """The lines that the page shows below a command; ``…`` stands for lines left out."""
    match = re.search(
        rf"^```console\n\$ {re.escape(command)}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    assert match, command
    return match[1].splitlines()


def assert_shows(lines: list[str], printed: str) -> None:
    """Whether the lines stand in what was printed, in their order."""
    rest = iter(printed.splitlines())
    for line in lines:
        assert line.strip() == "…" or line in rest, line


def fill(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init(blog: Path, capsys: Capture) -> None:
    config = 'baseURL = "https://ada.dev/"\n[permalinks]\nposts = "/:year/:month/:slug/"\n'
    fill(blog, {"hugo.toml": config, "content/posts/a.md": POST, "pyproject.toml": "[project]\n"})
    assert main(["init"]) == 0
    assert_shows(shown("medlint init"), capsys.readouterr().out)


def test_files(blog: Path, capsys: Capture) -> None:
    names = ("README.md", "node_modules/a.md", "notes.md", "a.txt", "b.png", ".gitignore")
    fill(blog, {"posts/walk.md": POST, **dict.fromkeys(names, "text\n")})
    assert main(["files"]) == 0
    captured = capsys.readouterr()
    assert (captured.out + captured.err).splitlines() == shown("medlint files")


def test_site(blog: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDLINT_CACHE_DIR", str(blog / "cache"))
    settings = 'site-url = "https://ada.dev"\npermalink = "/:year/:slug/"\nlanguage = "en"\n'
    bees = "date: 2024-01-31\ntags: [Bees, Insects]\nkeyword: bees in winter\ndescription: Bees\n"
    wasps = "date: 2024-02-02\ntags: [Insects]\nkeyword: bee in winter\n"
    flies = "date: 2023-02-02\ntags: [Flies]\n"
    honey = "draft: true\ntags: [Bee]\n"
    posts = {
        "bees": f"---\n{bees}---\n[Wasps](wasps.md)\n",
        "wasps": f"---\n{wasps}---\n[Bees](bees.md)\n",
        "flies": f"---\n{flies}---\nText\n",
        "honey": f"---\n{honey}---\n[Bees](bees.md)\n",
    }
    fill(blog, {f"posts/{name}.md": text for name, text in posts.items()})
    fill(blog, {"medlint.toml": settings})
    assert main(["site"]) == 0
    assert capsys.readouterr().out.splitlines() == shown("medlint site")


def test_config(blog: Path, capsys: Capture) -> None:
    settings = """\
[project]
name = "blog"

[tool.medlint]
site-url = "https://ada.dev"
ignore = ["MED112"]

[tool.medlint.rules.too-many-tags]
maximum = 3


[[tool.medlint.overrides]]
files = ["posts/de/"]
language = "de"
ignore = ["MED303"]
"""
    fill(blog, {"pyproject.toml": settings, "posts/de/spaziergang.md": POST})
    assert main(["config", "posts/de/spaziergang.md"]) == 0
    printed = re.sub(r"(MED\d+ \S+) +", r"\1  ", capsys.readouterr().out)
    assert_shows(shown("medlint config posts/de/spaziergang.md"), printed)


def test_every_command_is_in_the_table() -> None:
    table = PAGE.partition("The command comes first")[0]
    for command in COMMANDS:
        assert f"medlint {command}" in table.replace("[check]", "check"), command


def test_every_reason_is_explained() -> None:
    for reason in (*get_args(Reason), "draft"):
        assert f"`{reason}`" in PAGE, reason
