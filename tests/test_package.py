"""The wheel and the sdist: built, installed in a clean environment and run there."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import ROOT

import medlint

if TYPE_CHECKING:
    from pathlib import Path

POST = "---\ntitle: A walk\n---\n\nTake [this](https://ada.dev/mill/).\n"


class Built(NamedTuple):
    """What was built, and the scripts of the environment it is installed in."""

    wheel: Path
    sdist: Path
    scripts: Path


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The package, built from the sdist as an index would have it, and installed."""
    folder = tmp_path_factory.mktemp("package")
    # hatchling is one of the developers' tools, so that no second copy need be downloaded.
    build = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist")
    done = run(*build, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    scripts = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    done = run(
        scripts / "python", "-m", "pip", "--disable-pip-version-check", "install", wheel, cwd=folder
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(wheel, sdist, scripts)


def tracked(*paths: str) -> set[str]:
    """Files of the repository that Git has, or would add."""
    done = run("git", "ls-files", "-co", "--exclude-standard", "--", *paths, cwd=ROOT)
    return {name for name in done.stdout.split() if (ROOT / name).exists()}


def test_the_wheel_has_the_whole_package_and_nothing_else(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert "medlint/py.typed" in names
    assert names == (tracked("medlint") if (ROOT / ".git").exists() else names)


def test_the_sdist_has_what_building_and_testing_needs(built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "Makefile"):
        assert name in names
    assert "tests/test_package.py" in names
    assert "examples/medlint.toml" in names


def test_the_command_runs(built: Built, tmp_path: Path) -> None:
    done = run(built.scripts / "medlint", "--version", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"medlint {medlint.__version__} (parser: markdown-it-py ")


def test_a_post_is_linted(built: Built, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(POST, encoding="utf-8")
    done = run(built.scripts / "medlint", "--output-format", "concise", "post.md", cwd=tmp_path)
    assert done.returncode == 1
    assert "post.md:5:6: MED201[generic-anchor] error: " in done.stdout
    assert done.stderr == ""


def test_every_rule_is_there(built: Built, tmp_path: Path) -> None:
    from medlint.registry import all_rules

    done = run(built.scripts / "medlint", "rules", cwd=tmp_path)
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == [
        rule.code for rule in all_rules()
    ]


def test_the_metadata_is_complete(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
        metadata = wheel.read(name).decode()
    assert f"Version: {medlint.__version__}\n" in metadata
    assert "License-Expression: MIT\n" in metadata
    assert "License-File: LICENSE\n" in metadata
    assert "Requires-Python: >=3.11\n" in metadata
    for package in ("markdown-it-py", "python-frontmatter", "tomli", "validators"):
        assert f"Requires-Dist: {package}" in metadata
