"""Which files rules may ask about, and what MED405 says of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from medlint.cli import main
from medlint.local_files import LocalFile, LocalFiles

if TYPE_CHECKING:
    from pathlib import Path

FOUND, MISSING, UNKNOWN = "found", "missing", "unknown"


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    put(root / "_posts" / "2024-05-01-visits.md")
    put(root / "_posts" / "img" / "beside.png", b"12345")
    put(root / "_posts" / "2024-05-01-visits" / "own" / "hexo.png")
    put(root / "static" / "images" / "visits.png")
    put(root / "static" / "images" / "Case.PNG")
    put(root / "static" / "images" / "two words.png")
    put(tmp_path / "outside" / "secret.png", b"secret")
    return root


def ask(site: Path) -> LocalFiles:
    return LocalFiles(str(site / "_posts" / "2024-05-01-visits.md"), str(site))


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("img/beside.png", FOUND),
        ("./img/beside.png", FOUND),
        ("own/hexo.png", FOUND),
        ("/images/visits.png", FOUND),
        ("images/visits.png", FOUND),
        ("/images/visits.png?v=2#top", FOUND),
        ("/images/two%20words.png", FOUND),
        ("/static/images/visits.png", FOUND),
        ("../static/images/visits.png", FOUND),
        ("img/absent.png", MISSING),
        ("/images/absent.png", MISSING),
        # Nothing says where these should lie.
        ("absent.png", UNKNOWN),
        ("../absent.png", UNKNOWN),
        ("/absent.png", UNKNOWN),
        ("/no/such/folder/absent.png", UNKNOWN),
        ("/images/", UNKNOWN),
        # And these are no files of the project.
        ("https://ada.dev/images/visits.png", UNKNOWN),
        ("//ada.dev/images/visits.png", UNKNOWN),
        ("data:image/png;base64,AAAA", UNKNOWN),
        ("../../outside/secret.png", UNKNOWN),
        ("../../outside/absent.png", UNKNOWN),
        ("", UNKNOWN),
        ("a\0b/c.png", UNKNOWN),
        ("/images/" + "x" * 5000 + ".png", MISSING),
    ],
)
def test_an_address_is_looked_up_where_generators_look(
    site: Path, address: str, state: str
) -> None:
    assert ask(site).find(address).state == state


def test_a_file_that_is_there_has_its_size(site: Path) -> None:
    assert ask(site).find("img/beside.png") == LocalFile("found", 5)


@pytest.mark.parametrize("address", ["/images/case.png", "/images/case.jpg"])
def test_a_name_that_differs_in_case_or_ending_is_told(site: Path, address: str) -> None:
    # Also where the system takes both for one name: the site's server will not.
    assert ask(site).find(address) == LocalFile("missing", near="Case.PNG")


def test_of_what_a_link_out_of_the_project_leads_to_nothing_is_told(site: Path) -> None:
    images = site / "static" / "images"
    (images / "there.png").symlink_to(site.parent / "outside" / "secret.png")
    (images / "gone.png").symlink_to(site.parent / "outside" / "absent.png")
    (site / "static" / "out").symlink_to(site.parent / "outside")
    files = ask(site)
    assert files.find("/images/there.png") == files.find("/images/gone.png") == LocalFile("found")
    # Nor through a folder that leads out, also where another folder could hold the file.
    (site / "posts" / "out").mkdir(parents=True, exist_ok=True)
    assert files.find("/out/secret.png") == files.find("/out/absent.png") == LocalFile("found")


def test_a_bare_name_is_missed_only_where_images_lie_beside_the_post(site: Path) -> None:
    assert ask(site).find("absent.png").state == "unknown"
    put(site / "_posts" / "present.png")
    assert ask(site).find("absent.png").state == "missing"
    assert ask(site).find("./absent.png").state == "missing"
    assert ask(site).find("../absent.png").state == "unknown"
    assert ask(site).find("present.png").state == "found"


def test_answers_hold_until_the_files_change(site: Path) -> None:
    asked = {name: ask(site).find(name) for name in ("img/beside.png", "/images/absent.png")}
    assert ask(site).still(asked)
    put(site / "static" / "images" / "absent.png")
    assert not ask(site).still(asked)


POST = """---
title: Visits
---
![The visits by month](/images/{name})
"""


def said(site: Path, name: str, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    post = site / "_posts" / "2024-05-01-visits.md"
    post.write_text(POST.format(name=name))
    main([str(post), "--select", "MED405", "--output-format", "json", "--isolated", *options])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return [one["message"] for one in found]


def test_a_missing_image_is_reported_in_a_repository(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    monkeypatch.chdir(site)
    assert said(site, "visits.png", capsys) == []
    (message,) = said(site, "visit.png", capsys)
    assert "/images/visit.png is not there" in message
    (message,) = said(site, "visits.jpg", capsys)
    assert "(there is visits.png)" in message


def test_outside_a_repository_the_settings_say_where_the_project_is(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    assert said(site, "visit.png", capsys) == []  # no project: only the post's own folder counts
    (site / "medlint.toml").write_text('site-url = "https://ada.dev"\n')
    post = site / "_posts" / "2024-05-01-visits.md"
    post.write_text(POST.format(name="visit.png").replace("(/", "(https://ada.dev/"))
    assert main([str(post), "--select", "MED405"]) == 1
    assert "is not there" in capsys.readouterr().out


def test_an_image_that_is_too_large_is_reported(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    monkeypatch.chdir(site)
    large = site / "static" / "images" / "large.png"
    large.touch()
    os.truncate(large, 25 * 1024 * 1024)
    assert said(site, "large.png", capsys) == []
    os.truncate(large, 26 * 1024 * 1024)
    (message,) = said(site, "large.png", capsys)
    assert "has 26.0 MB, and Medium takes at most 25 MB" in message


def test_a_missing_image_can_be_silenced(site: Path) -> None:
    """What writes the comments lints with the same files in sight."""
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    post = site / "_posts" / "2024-05-01-visits.md"
    post.write_text(POST.format(name="visit.png"))
    command = [sys.executable, "-m", "medlint", "--select", "MED405,MED008"]
    subprocess.run([*command, "--add-suppressions", str(post)], cwd=site, capture_output=True)
    assert "MED405" in post.read_text()
    done = subprocess.run([*command, str(post)], cwd=site, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
