"""``medlint cache``: where results are kept, and how to be rid of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from medlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    Capture = pytest.CaptureFixture[str]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    """The cache folder after a run on one project."""
    folder = tmp_path / "kept"
    monkeypatch.setenv("MEDLINT_CACHE_DIR", str(folder))
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    main(["a.md"])
    capsys.readouterr()
    return folder


def test_tells_where_and_how_much(kept: Path, capsys: Capture) -> None:
    assert main(["cache"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{kept}: ")
    assert told.endswith(" for 1 project\n")
    assert main(["cache", "dir"]) == 0
    assert capsys.readouterr().out == f"{kept}\n"


def test_deletes_what_is_kept_and_nothing_else(kept: Path, tmp_path: Path, capsys: Capture) -> None:
    (project,) = kept.iterdir()
    (kept / "notes.txt").write_text("mine", encoding="utf-8")
    (kept / "pictures").mkdir()
    (kept / ("0" * len(project.name))).symlink_to(tmp_path)
    assert main(["cache", "clean"]) == 0
    assert capsys.readouterr().out.endswith(" deleted\n")
    assert sorted(path.name for path in kept.iterdir()) == sorted(
        ["0" * len(project.name), "notes.txt", "pictures"]
    )
    assert (tmp_path / "a.md").exists()
    assert main(["cache", "clean"]) == 0
    assert capsys.readouterr().out == f"{kept}: 0 bytes deleted\n"


def test_another_folder_can_be_named(kept: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["cache", "--cache-dir", str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'none'}: 0 bytes for 0 projects\n"


def test_what_cannot_be_deleted_is_told(kept: Path, capsys: Capture) -> None:
    (project,) = kept.iterdir()
    (project / "folder").mkdir()
    assert main(["cache", "clean"]) == 2
    assert "cannot be deleted" in capsys.readouterr().err


def test_without_any_folder_one_has_to_be_named(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.delenv("MEDLINT_CACHE_DIR")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", "nowhere")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert main(["cache"]) == 2
    assert "--cache-dir" in capsys.readouterr().err
