"""Where caches are kept."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from medlint.cache_folder import cache_folder, cache_home

if TYPE_CHECKING:
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="follows XDG")


class TestHome:
    def test_the_command_line_wins_over_the_environment(self) -> None:
        environ = {"MEDLINT_CACHE_DIR": "/b", "XDG_CACHE_HOME": "/c"}
        assert cache_home("/a", environ) == os.path.abspath("/a")
        assert cache_home(None, environ) == os.path.abspath("/b")

    def test_a_relative_folder_is_below_the_current_one(self) -> None:
        assert cache_home("kept", {}) == os.path.join(os.getcwd(), "kept")

    @linux
    def test_is_the_cache_folder_of_the_user(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", "/home/ada")
        assert cache_home(None, {"XDG_CACHE_HOME": "/c"}) == "/c/medlint"
        assert cache_home(None, {"XDG_CACHE_HOME": ""}) == "/home/ada/.cache/medlint"
        assert cache_home(None, {"XDG_CACHE_HOME": "not/absolute"}) == "/home/ada/.cache/medlint"

    @linux
    def test_there_is_none_where_the_user_has_no_home(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", "nowhere")
        assert cache_home(None, {}) is None
        assert cache_folder("/blog", None, {}) is None


class TestFolder:
    def test_each_project_has_its_own(self, tmp_path: Path) -> None:
        home = str(tmp_path / "home")
        one, other = (tmp_path / name for name in ("one", "other"))
        folders = {cache_folder(str(path), home, {}) for path in (one, other, one)}
        assert len(folders) == 2
        for folder in folders:
            assert folder is not None
            assert os.path.dirname(folder) == home
            assert os.path.isdir(folder)

    def test_two_ways_to_a_project_are_one_project(self, tmp_path: Path) -> None:
        (tmp_path / "blog").mkdir()
        (tmp_path / "link").symlink_to("blog")
        home = str(tmp_path / "home")
        ways = ("blog", "link", "blog/.")
        assert len({cache_folder(str(tmp_path / way), home, {}) for way in ways}) == 1

    def test_only_its_owner_may_look_into_it(self, tmp_path: Path) -> None:
        folder = cache_folder(str(tmp_path), str(tmp_path / "home"), {})
        assert folder is not None
        assert stat.S_IMODE(os.stat(folder).st_mode) & 0o077 == 0

    @pytest.mark.parametrize("home", ["file", "file/below", "nul\0byte"])
    def test_there_is_none_where_it_cannot_be_made(self, tmp_path: Path, home: str) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        assert cache_folder(str(tmp_path), str(tmp_path / home), {}) is None
