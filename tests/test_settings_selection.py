"""Which rules run, from `select`, `ignore` and `extend-select` of several places."""

from __future__ import annotations

import pytest

from medlint.rule import Rule
from medlint.settings import Settings
from medlint.settings.selection import Layer, enabled


class UnreadableThing(Rule, code="MED001", stage="source"):
    """Runs on files that cannot be read."""


class FirstThing(Rule, code="MED101"):
    """On by default."""


class SecondThing(Rule, code="MED112", default=False):
    """Opt-in."""


class ThirdThing(Rule, code="MED113"):
    """On by default."""


class LinkThing(Rule, code="MED201"):
    """On by default."""


RULES = (UnreadableThing, FirstThing, SecondThing, ThirdThing, LinkThing)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Layer(), "001 101 113 201"),
        (Layer(select=("ALL",)), "001 101 112 113 201"),
        (Layer(select=("MED1",)), "001 101 112 113"),
        (Layer(select=("MED11",)), "001 112 113"),
        (Layer(select=("MED",)), "001 101 112 113 201"),
        (Layer(select=("link-thing", "MED101")), "001 101 201"),
        (Layer(select=("LINK-THING", "med101")), "001 101 201"),
        (Layer(select=()), "001"),
        (Layer(extend_select=("MED112",)), "001 101 112 113 201"),
        (Layer(ignore=("MED1",)), "001 201"),
        (Layer(ignore=("first-thing",)), "001 113 201"),
        # The more exact selector wins, whichever it is.
        (Layer(select=("MED1",), ignore=("MED11",)), "001 101"),
        (Layer(select=("MED11",), ignore=("MED1",)), "001 112 113"),
        (Layer(select=("MED113",), ignore=("MED11",)), "001 113"),
        (Layer(select=("ALL",), ignore=("MED1",)), "001 201"),
        (Layer(select=("MED1",), ignore=("ALL",)), "101 112 113"),
        (Layer(ignore=("MED1",), extend_select=("MED113",)), "001 113 201"),
        # Of two equally exact ones, ignore.
        (Layer(select=("MED1",), ignore=("MED1",)), "001"),
        (Layer(select=("MED101",), ignore=("first-thing",)), "001"),
        (Layer(ignore=("ALL",)), ""),
        # That a file could not be read is said unless it is ignored.
        (Layer(select=("MED201",), ignore=("MED001",)), "201"),
        (Layer(select=("MED201",), ignore=("MED0",)), "201"),
    ],
)
def test_one_place_selects(layer: Layer, expected: str) -> None:
    assert enabled([layer], RULES) == {f"MED{digits}" for digits in expected.split()}


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        # A later select starts anew, but what was ignored stays ignored …
        ([Layer(select=("MED2",)), Layer(select=("MED1",))], "001 101 112 113"),
        ([Layer(ignore=("MED101",)), Layer(select=("MED1",))], "001 112 113"),
        ([Layer(extend_select=("MED201",)), Layer(select=("MED101",))], "001 101"),
        # … unless the later place names it as exactly.
        ([Layer(ignore=("MED1",)), Layer(select=("MED1",))], "001 101 112 113"),
        ([Layer(ignore=("MED101",)), Layer(select=("MED101",))], "001 101"),
        ([Layer(ignore=("MED101",)), Layer(extend_select=("MED101",))], "001 101 113 201"),
        ([Layer(select=("MED1",)), Layer(ignore=("MED11",))], "001 101"),
        ([Layer(select=("MED1",)), Layer(extend_select=("MED2",))], "001 101 112 113 201"),
        ([Layer(select=("MED101",)), Layer()], "001 101"),
    ],
)
def test_a_later_place_is_laid_over_an_earlier_one(layers: list[Layer], expected: str) -> None:
    assert enabled(layers, RULES) == {f"MED{digits}" for digits in expected.split()}


def test_the_settings_select_among_the_built_in_rules() -> None:
    default = Settings().enabled_codes("a.md")
    assert "MED101" in default
    assert "MED104" not in default  # opt-in
    chosen = Settings.from_mapping({"select": ["too-many-tags"]}).enabled_codes("a.md")
    assert chosen == {"MED001", "MED122"}


def test_per_file_ignores_take_rules_away_last() -> None:
    settings = Settings.from_mapping(
        {
            "select": ["MED101", "MED111", "MED122"],
            "per-file-ignores": {"old/": ["MED1"], "*.draft.md": ["missing-title", "MED001"]},
        }
    )
    assert settings.enabled_codes("new/a.md") == {"MED001", "MED101", "MED111", "MED122"}
    assert settings.enabled_codes("old/a.md") == {"MED001"}
    assert settings.enabled_codes("new/a.draft.md") == {"MED111", "MED122"}
    assert settings.enabled_codes("old/a.draft.md") == frozenset()


def test_overrides_select_for_the_files_they_fit() -> None:
    settings = Settings.from_mapping(
        {
            "select": ["MED101"],
            "overrides": [
                {"files": ["de/"], "extend-select": ["MED111"]},
                {"files": ["de/notes/"], "select": ["MED122"], "ignore": ["MED001"]},
            ],
        }
    )
    assert settings.enabled_codes("en/a.md") == {"MED001", "MED101"}
    assert settings.enabled_codes("de/a.md") == {"MED001", "MED101", "MED111"}
    assert settings.enabled_codes("de/notes/a.md") == {"MED122"}
    # Asking the settings of one path again changes nothing.
    path = "de/notes/a.md"
    assert settings.for_path(path).enabled_codes(path) == settings.enabled_codes(path)
