"""``medlint init`` in a repository whose other tools are configured to break what reads that."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_SHARED = ", ".join(["*a{0}"] * 9)
#: What stands in the file, by what it is.
YAML = {
    "ten to the power of eleven strings": "a0: &a0 [x]\n"
    + "".join(f"a{i}: &a{i} [{_SHARED.format(i - 1)}]\n" for i in range(1, 12))
    + "url: *a11\n",
    "as many keys by merging": "a0: &a0 {x: 1}\n"
    + "".join(f"a{i}: &a{i} {{<<: [{_SHARED.format(i - 1)}], y: 1}}\n" for i in range(1, 12)),
    "a list in itself": "repos: &a [*a]\n",
    "a mapping in itself": "url: &a {x: *a}\n",
    "brackets 20,000 deep": "[" * 20_000,
    "a tag that runs a program": "!!python/object/apply:os.system ['touch run']\n",
    "a switch that is none": "x: !!bool x\n",
    "no integer": "x: !!int ''\n",
    "no date": "x: !!timestamp foo\n",
    "a date out of range": "x: 2024-13-45\n",
    "an integer of 9,000 digits": f"x: {'9' * 9_000}\n",
    "an integer of a million digits to the base of 60": f"x: 1{':59' * 500_000}\n",
    "a key that is a list": "? [a]\n: b\n",
    "NUL": "x: \0\n",
}
TOML = {
    "brackets 10,000 deep": "x = " + "[" * 10_000,
    "a key of 10,000 parts": "a." * 10_000 + "b = 1",
    "an integer of 9,000 digits": f"x = {'9' * 9_000}",
    "a date out of range": "x = 2024-13-45",
    "eleven million bytes": "#" + "x" * 11_000_000,
}
JSON = {"brackets 100,000 deep": '{"x": ' + "[" * 100_000, "no JSON": "{", "a list": "[]"}


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    folder = tmp_path / "blog"
    (folder / "_posts").mkdir(parents=True)
    (folder / "_posts" / "2024-01-02-a.md").write_text("---\ntitle: A walk\n---\n\nText.\n")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


def init(blog: Path) -> subprocess.CompletedProcess[str]:
    """Run ``medlint init``; it takes a second."""
    return subprocess.run(
        [sys.executable, "-m", "medlint", "init"],
        cwd=blog,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def judge(blog: Path, done: subprocess.CompletedProcess[str], *codes: int) -> None:
    """Check that what was wrong is said in few words, and that nothing ran."""
    assert done.returncode in codes, done.stderr
    assert "medlint itself failed" not in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 1_500
    assert not (blog / "run").exists()


@pytest.mark.parametrize("text", YAML.values(), ids=YAML.keys())
def test_a_generators_yaml_is_passed_over(text: str, blog: Path) -> None:
    (blog / "_config.yml").write_text(text)
    done = init(blog)
    judge(blog, done, 0)
    assert "Jekyll" in done.stdout
    assert (blog / "medlint.toml").exists()


@pytest.mark.parametrize("text", YAML.values(), ids=YAML.keys())
def test_the_hooks_of_a_repository_are_left_as_they_are(text: str, blog: Path) -> None:
    file = blog / ".pre-commit-config.yaml"
    file.write_text(text)
    done = init(blog)
    judge(blog, done, 2)
    assert "medlint: error: .pre-commit-config.yaml: " in done.stderr
    assert "id: medlint" in done.stdout + done.stderr, "it does not say what to put there"
    assert file.read_text() == text


@pytest.mark.parametrize("text", TOML.values(), ids=TOML.keys())
def test_a_generators_toml_is_passed_over(text: str, blog: Path) -> None:
    (blog / "hugo.toml").write_text(text)
    judge(blog, init(blog), 0)


@pytest.mark.parametrize("text", TOML.values(), ids=TOML.keys())
def test_a_pyproject_is_left_as_it_is(text: str, blog: Path) -> None:
    file = blog / "pyproject.toml"
    file.write_text(text)
    done = init(blog)
    judge(blog, done, 2)
    assert "medlint: error: pyproject.toml: " in done.stderr
    assert file.read_text() == text


@pytest.mark.parametrize("text", JSON.values(), ids=JSON.keys())
def test_a_package_is_passed_over(text: str, blog: Path) -> None:
    (blog / "package.json").write_text(text)
    judge(blog, init(blog), 0)


@pytest.mark.parametrize(
    ("name", "text", "folder"),
    [
        ("_config.yml", "source_dir: ../outside\n", "source/_posts"),
        ("_config.yml", "source_dir: /outside/../../outside\n", "source/_posts"),
        ("hugo.toml", "contentDir = '../outside'\n", "content"),
    ],
)
def test_no_folder_outside_is_looked_at(name: str, text: str, folder: str, blog: Path) -> None:
    for kept in ("_posts", "posts"):
        outside = blog.parent / "outside" / kept
        outside.mkdir(parents=True)
        (outside / "2024-01-02-b.md").write_text("---\ntitle: B\n---\n\nText.\n")
    (blog / folder).mkdir(parents=True)
    (blog / name).write_text(text)
    judge(blog, init(blog), 0)
    settings = (blog / "medlint.toml").read_text()
    assert "outside" not in settings
    done = subprocess.run(
        [sys.executable, "-m", "medlint", "config"],
        cwd=blog,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_no_configuration_that_is_a_link_out_is_read(blog: Path) -> None:
    secret = blog.parent / "secret.yml"
    secret.write_text("url: https://secret.dev\n")
    (blog / "_layouts").mkdir()
    (blog / "_config.yml").symlink_to(secret)
    done = init(blog)
    judge(blog, done, 0)
    assert "secret" not in (blog / "medlint.toml").read_text() + done.stdout
