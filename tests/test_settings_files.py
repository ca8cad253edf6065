"""Settings files: which one counts, and where in it something is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from medlint.diagnostic import Severity
from medlint.settings import Resolver, SettingsError

PYPROJECT = '[project]\nname = "blog"\n\n[tool.medlint]\n'


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_the_nearest_file_upward_counts(tmp_path: Path) -> None:
    top = write(tmp_path / "pyproject.toml", PYPROJECT + 'language = "en"\n')
    inner = write(tmp_path / "de" / "medlint.toml", 'language = "de"\n')
    resolver = Resolver(tmp_path)
    outside = resolver.for_file(tmp_path / "a.md")
    assert (outside.language, outside.root, outside.file) == ("en", tmp_path, top)
    deep = resolver.for_file("de/2024/01/a.md")
    assert (deep.language, deep.root, deep.file) == ("de", tmp_path / "de", inner)
    assert resolver.for_file("de/2024/02/b.md") is deep
    assert resolver.for_folder("de") is deep
    assert resolver.for_file("en/a.md") is outside


def test_the_search_goes_on_above_where_medlint_runs(tmp_path: Path) -> None:
    write(tmp_path / "medlint.toml", 'language = "de"\n')
    (tmp_path / "blog").mkdir()
    assert Resolver(tmp_path / "blog").for_file("a.md").language == "de"


def test_in_one_folder_the_most_particular_file_counts(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", PYPROJECT + 'language = "en"\n')
    assert Resolver(tmp_path).for_file("a.md").language == "en"
    write(tmp_path / "medlint.toml", 'language = "de"\n')
    assert Resolver(tmp_path).for_file("a.md").language == "de"
    write(tmp_path / ".medlint.toml", 'language = "fr"\n')
    assert Resolver(tmp_path).for_file("a.md").language == "fr"


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[project]\nname = "blog"\n',
        '[project]\nname = "blog"\ndependencies = ["medlint"]\n',
        "this is no TOML, and none of our business\n",
    ],
)
def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path, text: str) -> None:
    write(tmp_path / "medlint.toml", 'language = "de"\n')
    write(tmp_path / "package" / "pyproject.toml", text)
    assert Resolver(tmp_path).for_file("package/a.md").language == "de"


def test_an_empty_table_is_a_settings_file(tmp_path: Path) -> None:
    write(tmp_path / "medlint.toml", 'language = "de"\n')
    write(tmp_path / "package" / "pyproject.toml", PYPROJECT)
    assert Resolver(tmp_path).for_file("package/a.md").language is None


def test_without_any_file_there_are_the_defaults(tmp_path: Path) -> None:
    settings = Resolver(tmp_path).for_file("posts/a.md")
    assert (settings.root, settings.file, settings.has_file) == (tmp_path, None, False)


def test_a_folder_by_the_name_of_a_settings_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "medlint.toml").mkdir()
    assert Resolver(tmp_path).for_file("a.md").file is None


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    write(tmp_path / "medlint.toml", "this is no TOML\n")
    resolver = Resolver(tmp_path, isolated=True, extra={"language": "de"})
    assert resolver.for_file("a.md").language == "de"


def test_one_file_can_be_named_for_all(tmp_path: Path) -> None:
    write(tmp_path / "medlint.toml", 'language = "de"\n')
    named = write(tmp_path / "config" / "blog.toml", 'language = "fr"\n')
    settings = Resolver(tmp_path, config=Path("config/blog.toml")).for_file("posts/a.md")
    assert (settings.language, settings.file) == ("fr", named)
    # Its patterns start where medlint runs, so that it can lie anywhere.
    assert settings.root == tmp_path


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("gone.toml", None, "gone.toml: cannot read the settings: No such file or directory"),
        ("pyproject.toml", "[project]\n", "pyproject.toml: there is no table [tool.medlint]"),
    ],
)
def test_a_named_file_has_to_have_settings(
    tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    if text is not None:
        write(tmp_path / name, text)
    with pytest.raises(SettingsError) as caught:
        Resolver(tmp_path, config=Path(name))
    assert str(caught.value) == message


def test_the_command_line_is_laid_over_files_and_overrides(tmp_path: Path) -> None:
    write(
        tmp_path / "medlint.toml",
        'drafts = "strict"\nfail-on = "error"\nselect = ["MED122"]\nignore = ["MED111"]\n'
        '[[overrides]]\nfiles = ["*"]\ndrafts = "skip"\nselect = ["MED121"]\n',
    )
    extra = {"drafts": "lenient", "fail-on": "info", "select": ["MED1"], "ignore": ["MED101"]}
    settings = Resolver(tmp_path, extra=extra).for_file("a.md").for_path("a.md")
    assert settings.drafts == "lenient"
    assert settings.fail_on is Severity.INFO
    assert settings.select == ("MED1",)
    assert settings.ignore == ("MED111", "MED101")
    codes = settings.enabled_codes("a.md")
    assert "MED122" in codes
    assert codes.isdisjoint({"MED101", "MED111"})


def test_a_wrong_argument_is_said_as_the_user_wrote_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        Resolver(tmp_path, extra={"select": ["genric-tag"]})
    assert str(caught.value) == (
        '--select[1]: no rule is called "genric-tag"; did you mean generic-tag?'
    )


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('drafts = "strict"\nselct = []\n', "2:1", "selct: unknown setting"),
        ('drafts = "strikt"\n', "1:10", "drafts: expected one of"),
        ('  "drafts"  =  "strikt"\n', "1:16", "drafts: expected one of"),
        ("ignore = [\n  'MED101',\n  # a comment\n  'MED1X1', ]\n", "4:3", "ignore[2]: no rule"),
        ("[rules.too-many-tags]\nmaximum = '5'\n", "2:11", "rules.too-many-tags.maximum: "),
        ("[rules]\ntoo-many-tags.maximun = 5\n", "2:15", "rules.too-many-tags.maximun: "),
        ("[rules.'to-many-tags']\nmaximum = 5\n", "1:8", "rules.to-many-tags: no rule"),
        ("rules = { MED122 = { maximum = -1 } }\n", "1:32", "rules.MED122.maximum: "),
        (
            '[[overrides]]\nfiles = ["de/"]\n\n[[overrides]]\nfiles = ["fr/"]\ndrafts = 1\n',
            "6:10",
            "overrides[2].drafts: ",
        ),
        ('[[overrides]]\nfiles = ["de/"]\nlanguage = "german"\n', "3:12", "overrides[1].language"),
        ('# é 😀\n["per-file-ignores"]\n"posts/[" = ["MED1"]\n', "3:1", 'per-file-ignores."po'),
        ('language = "日本"  # 1\n', "1:12", "language: expected an ISO 639-1 code"),
        ("drafts = 'lenient'\r\nselct = []\r\n", "2:1", "selct: unknown setting"),
        ("\ufeffselct = []\n", "1:1", "selct: unknown setting"),
        ("drafts = \n", "1:10", "this is no TOML: invalid value"),
        ("drafts = 'a'\n[rules\n", "2:7", "this is no TOML: expected ']'"),
        ("drafts = 'a'\ndrafts = 'b'\n", "2:13", "this is no TOML: cannot overwrite a value"),
        ("select = [", "1:11", "this is no TOML: "),
    ],
)
def test_the_place_of_what_is_wrong(tmp_path: Path, text: str, place: str, message: str) -> None:
    write(tmp_path / "medlint.toml", text)
    with pytest.raises(SettingsError) as caught:
        Resolver(tmp_path).for_file("a.md")
    assert str(caught.value).startswith(f"medlint.toml:{place}: {message}")
    assert "\n" not in str(caught.value)


def test_the_place_in_a_pyproject(tmp_path: Path) -> None:
    text = (
        "[tool.other]\nselct = 1\n\n[tool.medlint]\nlanguage = 'en'\n"
        "[tool.medlint.rules.too-many-tags]\nmaximum = true\n"
    )
    write(tmp_path / "blog" / "pyproject.toml", text)
    with pytest.raises(SettingsError) as caught:
        Resolver(tmp_path).for_file("blog/a.md")
    error = caught.value
    assert (error.file, error.line, error.column) == ("blog/pyproject.toml", 7, 11)
    assert error.message == (
        "rules.too-many-tags.maximum: expected an integer of at least 0, found true"
    )


@pytest.mark.parametrize("text", ["[tool]\nmedlint = 1\n", "[[tool.medlint]]\n"])
def test_our_table_has_to_be_a_table(tmp_path: Path, text: str) -> None:
    write(tmp_path / "pyproject.toml", text)
    with pytest.raises(SettingsError, match=r"pyproject.toml:\d+:\d+: expected .* a table"):
        Resolver(tmp_path).for_file("a.md")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "medlint.toml").write_bytes(b"# \xc3\xa9\nlanguage = '\xff'\n")
    with pytest.raises(SettingsError) as caught:
        Resolver(tmp_path).for_file("a.md")
    assert str(caught.value) == (
        "medlint.toml:2:13: byte 0xff is not valid UTF-8; save the file as UTF-8"
    )


def test_brackets_without_end_are_an_error_and_no_crash(tmp_path: Path) -> None:
    write(tmp_path / "medlint.toml", "select = " + "[" * 100_000)
    with pytest.raises(SettingsError, match="this is no TOML"):
        Resolver(tmp_path).for_file("a.md")
