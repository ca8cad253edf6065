"""Settings that are kept are those that would be read, or they are not used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import tomli

from medlint.settings import SETTINGS, Resolver, SettingsError
from medlint.settings.check import check_table
from medlint.settings.read import read_settings
from medlint.settings.store import NAME, Store

if TYPE_CHECKING:
    from pathlib import Path

TOML = """\
[tool.medlint]
fail-on = "error"
ignore = ["MED1"]
max-file-size = 2_000
per-file-ignores = { "old/" = ["MED2"] }
rules.keyword-stuffing = { maximum = 2.5, severity = "info" }

[[tool.medlint.overrides]]
files = ["de/"]
language = "de"
rules.too-many-tags = { severity = "error" }
"""


class UnreadError(Exception):
    """The file was read, where what was kept was to do."""


class Blog:
    """A folder with a settings file, and a cache folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "blog"
        self.cache = folder / "cache"
        self.folder.mkdir()
        self.cache.mkdir()
        self.file = self.folder / "pyproject.toml"
        self.file.write_text(TOML)
        self.identity = b"one"
        self.store = Store(lambda _: str(self.cache), lambda: self.identity)

    @property
    def kept(self) -> Path:
        return self.cache / NAME

    def values(self) -> dict[str, Any] | None:
        """The values, read or kept."""
        file = str(self.file)
        return self.store.values(
            file, str(self.folder), lambda: read_settings(file, shown="pyproject.toml")
        )

    def known(self) -> dict[str, Any] | None:
        """The values that are kept.

        Raises:
            UnreadError: None are.
        """

        def read() -> dict[str, Any]:
            raise UnreadError

        return self.store.values(str(self.file), str(self.folder), read)


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog(tmp_path)


def test_what_was_read_once_is_not_read_again(blog: Blog) -> None:
    with pytest.raises(UnreadError):
        blog.known()
    read = blog.values()
    assert read == read_settings(str(blog.file), shown="")
    assert repr(blog.known()) == repr(read), "and of the same types"
    assert [path.name for path in blog.cache.iterdir()] == [NAME]


def test_every_sort_of_value_is_kept(blog: Blog) -> None:
    lines = [setting.example for setting in SETTINGS if "." not in setting.example.split("=")[0]]
    blog.file = blog.folder / "medlint.toml"
    blog.file.write_text("\n".join(lines))
    expected = check_table(tomli.loads("\n".join(lines)))
    assert len(expected) > 15
    assert repr(blog.values()) == repr(blog.known()) == repr(expected)


def test_a_project_file_that_only_mentions_medlint_is_known_for_that(blog: Blog) -> None:
    blog.file.write_text('[dependency-groups]\ndev = ["medlint"]\n')
    assert blog.values() is None
    assert blog.known() is None


def test_a_project_file_that_does_not_is_not_kept(blog: Blog) -> None:
    blog.file.write_text("[tool.black]\n")
    assert blog.values() is None
    assert not blog.kept.exists()


def test_another_file_or_another_medlint_is_read_anew(blog: Blog) -> None:
    blog.values()
    blog.file.write_text(TOML.replace("2_000", "3_000"))
    with pytest.raises(UnreadError):
        blog.known()
    values = blog.values()
    assert values is not None
    assert values["max_file_size"] == 3000
    blog.known()
    blog.identity = b"two"
    with pytest.raises(UnreadError):
        blog.known()


def test_damage_is_as_if_nothing_were_kept(blog: Blog) -> None:
    blog.values()
    whole = blog.kept.read_bytes()
    for at in range(len(whole)):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            blog.kept.write_bytes(damaged)
            with pytest.raises(UnreadError):
                blog.known()
    blog.kept.write_bytes(whole)
    blog.known()


def test_where_nothing_can_be_kept_settings_are_read(blog: Blog, tmp_path: Path) -> None:
    blog.kept.mkdir()
    assert blog.values() is not None
    assert [path.name for path in blog.cache.iterdir()] == [NAME]
    blog.cache = tmp_path / "no" / "such"
    assert blog.values() is not None
    blog.store = Store(lambda _: None, lambda: b"")
    assert blog.values() is not None


def test_wrong_settings_are_told_each_time(blog: Blog) -> None:
    blog.file.write_text(TOML.replace("error", "eror"))
    for _ in range(2):
        with pytest.raises(SettingsError, match="expected one of"):
            Resolver(blog.folder, store=blog.store).for_folder(".")
    assert not blog.kept.exists()


def test_the_settings_are_the_same_with_it_and_without(blog: Blog) -> None:
    plain = Resolver(blog.folder).for_file("de/a.md").for_path("de/a.md")
    for _ in range(2):
        found = Resolver(blog.folder, store=blog.store).for_file("de/a.md")
        assert found.file_path == str(blog.file)
        found = found.for_path("de/a.md")
        assert found.severities == plain.severities
        assert found.rule_options == plain.rule_options
        assert (found.fail_on, found.language) == (plain.fail_on, "de")
        assert found.enabled_codes("de/a.md") == plain.enabled_codes("de/a.md")
