"""Projects of strangers: nothing in posts or settings makes medlint do more than read and report.

Each run is watched by an audit hook, see ``audited.py``: what is opened lies in
the project or belongs to Python, what is written lies in the cache or is a
post that was asked to be fixed, nothing is started but Git, and no socket is opened.
"""

from __future__ import annotations

import json
import os
import site
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT

HERE = Path(__file__).resolve().parent
SECRET = "THE-SECRET-OF-THE-HOUSE"

POST = """\
---
title: A walk
description: !!python/object/apply:os.system ["touch PWNED"]
date: 2024-03-02
tags: [walking, !!python/name:os.system , rivers]
cover: ../../outside/secret.png
image: /etc/passwd
canonical_url: https://ada.dev/walk/
extends: !include ../../outside/secret.md
---

{% include ../../outside/secret.md %} {{< readfile "../../outside/secret.md" >}}

![a](../../outside/secret.png) ![b](/etc/passwd) ![c](file:///etc/passwd) ![d](out/secret.png)
![e](https://tracker.example/pixel.png) <img src="//tracker.example/p.png">
![f](../../../../../../../../etc/hostname) ![g](gone.png) ![h](%2e%2e/%2e%2e/outside/secret.png)

See [here](../../outside/secret.md), [there](https://tracker.example/), [home](~/.ssh/id_rsa).

<!-- medlint: disable=../../outside/secret.md -->
"""

SETTINGS = """\
select = ["ALL"]
site-url = "https://ada.dev"
permalink = "/{slug}/"
content = ["posts", "out"]
include = ["out/**", "**/secret*", "posts/"]
exclude = []
respect-gitignore = true
"""


class World(NamedTuple):
    """A project and what lies around it."""

    project: Path
    outside: Path
    cache: Path
    log: Path


class Event(NamedTuple):
    """Something that Python tells an audit hook of."""

    name: str
    values: list[object]
    cwd: str


@pytest.fixture
def world(tmp_path: Path) -> World:
    project, outside = tmp_path / "project", tmp_path / "outside"
    (project / "posts").mkdir(parents=True)
    outside.mkdir()
    for name in ("secret.md", "secret.toml", "secret.json", "secret.png", "list"):
        (outside / name).write_text(f"---\ntitle: {SECRET}\n---\n\n[click here](https://b.cc)\n")
    (project / "posts" / "a.md").write_text(POST)
    (project / "posts" / "b.md").write_text(POST.replace("A walk", "A walk too"))
    # Links out of the project, as a repository may hold them.
    (project / "posts" / "secret.md").symlink_to(outside / "secret.md")
    (project / "posts" / "passwd.md").symlink_to("/etc/passwd")
    (project / "posts" / "out").symlink_to(outside)
    (project / "out").symlink_to(outside)
    (project / ".medlint-baseline.json").symlink_to(outside / "secret.json")
    (project / "posts" / ".gitignore").symlink_to(outside / "list")
    (project / "medlint.toml").write_text(SETTINGS)
    # What Python, Git and others would run of a folder's own accord.
    for name in ("sitecustomize.py", "conftest.py", "yaml.py", "markdown_it.py", "git", "setup.py"):
        file = project / name
        file.write_text("#!/bin/sh\nimport os; os.system('touch PWNED')\n")
        file.chmod(0o755)
    return World(project, outside, tmp_path / "cache", tmp_path / "log")


def run(world: World, *arguments: str) -> tuple[subprocess.CompletedProcess[str], list[Event]]:
    world.log.unlink(missing_ok=True)
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(world.cache.parent / "home"),
        "MEDLINT_CACHE_DIR": str(world.cache),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-P", str(HERE / "audited.py"), str(world.log), *arguments],
        cwd=world.project,
        env=environ,
        capture_output=True,
        text=True,
        errors="surrogateescape",
    )
    events = [Event(*json.loads(line)) for line in world.log.read_text().splitlines()]
    assert len(events) > 50
    return done, events


def own_places(world: World) -> list[str]:
    """Where medlint and Python may read."""
    paths = [*site.getsitepackages(), *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix]
    # Where Python looks for its own modules in an archive, whether there is one or not.
    paths += [path for path in sys.path if path.endswith(".zip")]
    places = [os.path.realpath(path) for path in paths if len(path) > len("/usr")]
    return [*places, str(ROOT), str(world.cache), "/dev/null", "/dev/urandom", str(world.log)]


def judge(world: World, events: list[Event], *, writes: tuple[str, ...] = ()) -> None:
    """Check that nothing was done but what may be."""
    readable = own_places(world)
    project = str(world.project)
    writable = (str(world.cache), *(str(world.project / path) for path in writes))
    for event in events:
        name, values = event.name, event.values
        kind = name.partition(".")[0]
        assert kind not in {"socket", "urllib", "http", "ftplib", "smtplib", "webbrowser"}, event
        assert kind not in {"ctypes", "pickle", "pty"}, event
        assert name not in {"os.system", "os.exec", "os.spawn", "subprocess.Popen"}, event
        if name == "os.posix_spawn":
            assert values[0] == "git", event
        if name == "import" and isinstance(values[1], str):
            assert not values[1].startswith(project), event
        if name in {"open", "os.listdir", "os.scandir"} and isinstance(values[0], str):
            named = os.path.join(event.cwd, values[0])
            real = os.path.realpath(named)
            writing = name == "open" and isinstance(values[2], int) and values[2] & 0o3 != 0
            if writing:
                assert real.startswith(writable), event
            else:
                inside = real == project or real.startswith((f"{project}/", *readable))
                assert inside, f"{event} leads to {real}"
        if name in {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink"}:
            for value in values[:2]:
                if isinstance(value, str):
                    real = os.path.realpath(os.path.join(event.cwd, value))
                    assert real.startswith(writable), event
    assert not list(world.project.rglob("PWNED"))
    assert not list(world.outside.rglob("PWNED"))


READING = [
    [],
    ["posts"],
    ["--jobs", "2"],
    ["--output-format", "json", "--no-cache"],
    ["--statistics"],
    ["--diff", "--unsafe-fixes"],
    ["files"],
    ["files", "--all", "--output-format", "json"],
    ["config"],
    ["rules"],
]


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
@pytest.mark.parametrize("git", [False, True], ids=["plain", "git"])
def test_reading(world: World, arguments: list[str], git: bool) -> None:
    if git:
        in_git(world)
    (world.project / ".medlint-baseline.json").unlink()
    done, events = run(world, *arguments)
    assert done.returncode in {0, 1}, done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert "root:" not in done.stdout + done.stderr
    judge(world, events)


def in_git(world: World) -> None:
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=world.project, check=True)


@pytest.mark.parametrize(
    "settings",
    [
        'baseline = "../outside/secret.json"',
        'baseline = "/etc/passwd"',
        'baseline = "posts/../../outside/secret.json"',
        'content = ["../outside"]',
        'content = ["/etc"]',
        'include = ["../outside/*"]',
        'include = ["/../outside/*"]',
        'exclude = ["../x"]',
        'overrides = [{ files = ["../**"], language = "de" }]',
        'plugins = ["os"]',
        'extends = "../outside/secret.toml"',
        'cache-dir = "../outside"',
    ],
)
def test_settings_that_lead_out_are_refused(world: World, settings: str) -> None:
    (world.project / "medlint.toml").write_text(settings + "\n")
    done, events = run(world)
    assert done.returncode == 2
    assert done.stderr.startswith("medlint: error: medlint.toml:1:")
    assert SECRET not in done.stdout + done.stderr
    judge(world, events)


@pytest.mark.parametrize("baseline", ["out/secret.json", ".medlint-baseline.json"])
@pytest.mark.parametrize("command", [[], ["baseline"], ["--strict-baseline"]], ids=" ".join)
def test_a_baseline_that_a_link_leads_out_of(
    world: World, baseline: str, command: list[str]
) -> None:
    (world.project / "medlint.toml").write_text(f'select = ["ALL"]\nbaseline = "{baseline}"\n')
    before = (world.outside / "secret.json").read_text()
    done, events = run(world, *command)
    assert done.returncode == 2
    assert "leads out of the settings' folder" in done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert (world.outside / "secret.json").read_text() == before
    judge(world, events)


def test_fixing_writes_the_posts_and_nothing_else(world: World) -> None:
    (world.project / ".medlint-baseline.json").unlink()
    kept = (world.outside / "secret.md").read_text()
    around = {path: path.read_bytes() for path in world.project.rglob("*") if path.is_file()}
    done, events = run(world, "--fix", "--unsafe-fixes")
    assert done.returncode == 1, done.stderr
    judge(world, events, writes=("posts/a.md", "posts/b.md", "posts/.medlint-"))
    assert (world.outside / "secret.md").read_text() == kept
    changed = {path.name for path, data in around.items() if path.read_bytes() != data}
    assert changed <= {"a.md", "b.md"}


def test_recording_writes_the_baseline_and_nothing_else(world: World) -> None:
    (world.project / ".medlint-baseline.json").unlink()
    done, events = run(world, "baseline")
    assert done.returncode == 0, done.stderr
    judge(world, events, writes=(".medlint-baseline.json", ".medlint-"))


def test_a_folder_that_looks_like_a_repository_runs_nothing(world: World) -> None:
    # A repository without a work tree may be checked in as plain files, and its settings
    # may name a program that Git runs whenever it looks at the files.
    evil = world.project
    subprocess.run(["git", "init", "-q", str(evil.parent)], check=True)
    subprocess.run(["git", "init", "-q", "--bare", str(evil / "bare")], check=True)
    for part in (evil / "bare").iterdir():
        part.rename(evil / part.name)
    command = f"touch {evil / 'PWNED'}; false"
    for key, value in [
        ("core.bare", "false"),
        ("core.worktree", str(evil)),
        ("core.fsmonitor", command),
        ("core.hooksPath", str(evil)),
        ("filter.x.clean", command),
        ("diff.external", command),
    ]:
        subprocess.run(["git", "config", "-f", str(evil / "config"), key, value], check=True)
    (evil / ".gitattributes").write_text("* filter=x\n")
    (evil / ".medlint-baseline.json").unlink()
    done, events = run(world)
    assert done.returncode == 1, done.stderr
    assert [event.values[0] for event in events if event.name == "os.posix_spawn"]
    assert not (evil / "PWNED").exists()


#: Where a stranger may put something that is no file, and what is then run.
PLACES: dict[str, tuple[list[str], list[list[str]]]] = {
    "project": (
        [
            *("posts/f.md", "posts/b.md", "posts/img.png", ".gitignore", "posts/.gitignore"),
            *("medlint.toml", ".medlint.toml", "pyproject.toml", ".pre-commit-config.yaml"),
            *("_config.yml", "hugo.toml", "package.json"),
        ],
        [
            ["posts", "--unsafe-fixes", "--diff"],
            ["--force-exclude", "posts/f.md", "posts/b.md"],
            ["files", "--all"],
            ["init", "--dry-run"],
        ],
    ),
    "baseline": ([".medlint-baseline.json"], [[], ["baseline"]]),
    "no repository": ([".git"], [[]]),
    "repository": ([".git/info/exclude"], [[]]),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("kind", ["pipe", "folder", "socket", "endless", "circle"])
@pytest.mark.parametrize("where", PLACES)
def test_what_is_no_file_is_not_waited_for(world: World, where: str, kind: str) -> None:
    project = world.project
    (project / ".medlint-baseline.json").unlink()
    (project / "posts" / "a.md").write_text(POST + "\n![i](img.png) [b](b.md) [f](f.md)\n")
    if where == "repository":
        in_git(world)
    places, commands = PLACES[where]
    for place in places:
        (project / place).unlink(missing_ok=True)
        put(kind, project / place)
    for arguments in commands:
        done, events = run(world, *arguments)
        assert done.returncode in {0, 1, 2}, done.stderr
        assert "Traceback" not in done.stderr
        assert "failed" not in done.stderr
        judge(world, events)


def put(kind: str, path: Path) -> None:
    """Make something that is no file."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        # A socket's name must be short, so it is made by way of the folder it is in.
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(path.name)
        finally:
            os.chdir(here)
    else:
        path.symlink_to("/dev/zero" if kind == "endless" else path.name)


@pytest.mark.parametrize("git", [False, True], ids=["plain", "git"])
def test_what_lies_outside_makes_no_difference(world: World, git: bool) -> None:
    # Whatever posts ask for through links that lead out: the answer tells of no file there.
    project, outside = world.project, world.outside
    names = ["secret.md", "secret.png", "sub/deep.md", "sub/deep.png", "list", "Secret.md"]
    asked = "".join(
        f"![i]({folder}{name}) [l]({folder}{name}) <img src='/{folder}{name}'>\n"
        for name in names
        for folder in ("out/", "../out/", "linked/", "../../outside/", "out/../out/", "out/sub/../")
    )
    (project / "posts" / "linked").symlink_to("../out")
    # A folder that the baseline names with its accent composed, which it is not on the disk.
    (project / "e\u0301").symlink_to(outside)
    for folder in ("static/out", "static/linked", "public/out/sub"):
        (project / folder).mkdir(parents=True)
    (project / "posts" / "a.md").write_text(POST + asked)
    for number, name in enumerate(names):
        (project / "posts" / f"link{number}.md").symlink_to(outside / name)
        (project / "posts" / f"link{number}.png").symlink_to(outside / name)
    (project / ".medlint-baseline.json").unlink()
    recorded = {
        f"{folder}{name}": [{"rule": "MED122", "text": "x", "line": "y"}]
        for name in names
        for folder in ("out/", "../outside/", "posts/out/", "\xe9/")
    }
    (project / ".medlint-baseline.json").write_text(json.dumps({"version": 1, "posts": recorded}))
    if git:
        in_git(world)
    runs = [
        [],
        ["--strict-baseline", "--output-format", "json"],
        ["--no-cache", "--no-baseline", "--output-format", "json"],
        ["files", "--all"],
    ]
    answers = []
    for there in (False, True):
        for path in sorted(outside.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if there:
            (outside / "sub").mkdir()
            for name in names:
                (outside / name).write_text(f"---\ntitle: {SECRET}\n---\n\nText.\n")
        for arguments in runs:
            done, events = run(world, *arguments)
            assert done.returncode in {0, 1, 2}, done.stderr
            assert SECRET not in done.stdout + done.stderr
            judge(world, events)
            answers.append((done.returncode, done.stdout, done.stderr))
    assert answers[: len(runs)] == answers[len(runs) :]


def test_a_post_that_has_become_a_link_that_leads_out_is_no_post(world: World) -> None:
    # The index knew the file; what it is now may not be read for it.
    project = world.project
    (project / ".medlint-baseline.json").unlink()
    (project / "posts" / "c.md").write_text("---\ntitle: Another\n---\n\nText.\n")
    run(world)
    (project / "posts" / "c.md").unlink()
    (project / "posts" / "c.md").symlink_to(world.outside / "secret.md")
    (project / "posts" / "b.md").write_text(POST.replace("A walk", SECRET.lower()))
    for arguments in ([], ["posts/b.md"], ["--no-cache"]):
        done, events = run(world, *arguments)
        assert done.returncode == 1, done.stderr
        assert "c.md" not in done.stdout
        judge(world, events)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("max-file-size = 0x" + "F" * 9_000, "found an integer of too many digits"),
        ("drafts = 0b" + "1" * 90_000, "found an integer of too many digits"),
        ("rules.too-many-tags.maximum = 0x" + "F" * 9_000, "too many digits"),
        ("max-file-size = " + "9" * 1_000_000, "an integer has too many digits"),
        ("ignore = " + "[" * 10_000, "too deep"),
        ("a." * 10_000 + "b = 1", "a key has more than 50 parts"),
        ("[" + "a . 'b'.\"c\"." * 17 + "d]", "a key has more than 50 parts"),
        ("x = {y = 1, " + "a." * 60 + "b = 1}", "a key has more than 50 parts"),
        ("#" + "x" * 10_000_000, "more than 10,000,000 bytes"),
        ("ignore = ['\0']", "this is no TOML"),
    ],
    ids=lambda value: value[:24],
)
def test_settings_made_to_break_a_reader_are_one_error(
    world: World, settings: str, said: str
) -> None:
    (world.project / "medlint.toml").write_text(settings + "\n")
    done, events = run(world)
    assert done.returncode == 2
    assert done.stderr.startswith("medlint: error: medlint.toml")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
    judge(world, events)
