"""Settings from a mapping: defaults, values, and what is refused and how."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import tomli
from hypothesis import strategies as st

from medlint.diagnostic import Severity
from medlint.registry import all_rules
from medlint.settings import SETTINGS, Settings, SettingsError
from medlint.settings.check import CHECKS, LANGUAGES


def test_every_setting_has_its_default() -> None:
    settings = Settings()
    assert settings.include is None
    assert settings.exclude is None
    assert settings.content is None
    assert settings.site_url is None
    assert settings.permalink is None
    assert settings.target == "medium"
    assert settings.language is None
    assert settings.drafts == "lenient"
    assert settings.fail_on is Severity.WARNING
    assert settings.output_format is None
    assert settings.select is None
    assert (settings.ignore, settings.extend_select, settings.per_file_ignores) == ((), (), ())
    assert settings.max_file_size == 10_000_000
    assert settings.respect_gitignore is True
    assert settings.force_exclude is False
    assert settings.rule_options == {}
    assert settings.severities == {}
    assert settings.root == Path.cwd()
    assert settings.file is None


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_described_and_its_example_is_right(setting: Any) -> None:
    assert setting.kind in CHECKS
    assert setting.help.endswith(".")
    given = tomli.loads(setting.example)
    assert list(given) == [setting.name]
    settings = Settings.from_mapping(given)
    if setting.kind not in {"rules", "overrides"}:
        value = getattr(settings, setting.attribute)
        assert value != getattr(Settings(), setting.attribute), "the example shows the default"


def test_every_option_of_every_rule_takes_its_own_default() -> None:
    for rule in all_rules():
        given = {
            option.name: list(option.default)
            if isinstance(option.default, tuple)
            else option.default
            for option in rule.options
        }
        settings = Settings.from_mapping({"rules": {rule.name: given}})
        expected = {option.attribute: option.default for option in rule.options}
        assert settings.rule_options.get(rule.code, {}) == expected
        rule(**expected)


def test_values_come_in_the_form_that_rules_use() -> None:
    settings = Settings.from_mapping(
        {
            "include": ["./posts/*.md", "!./posts/x.md"],
            "content": ["./src/posts/", "notes"],
            "exclude": [],
            "fail-on": "info",
            "per-file-ignores": {"old/": ["MED1"]},
            "rules": {
                "too-many-tags": {"maximum": 3, "severity": "info"},
                "MED111": {"severity": "error"},
            },
        }
    )
    assert settings.include == ("/posts/*.md", "!/posts/x.md")
    assert settings.content == ("src/posts", "notes")
    assert settings.exclude == ()
    assert settings.fail_on is Severity.INFO
    assert settings.per_file_ignores == (("old/", ("MED1",)),)
    assert settings.rule_options == {"MED122": {"maximum": 3}}
    assert settings.severities == {"MED122": Severity.INFO, "MED111": Severity.ERROR}


def test_overrides_are_laid_over_for_the_paths_they_fit() -> None:
    settings = Settings.from_mapping(
        {
            "language": "en",
            "drafts": "strict",
            "ignore": ["MED101"],
            "rules": {"too-many-tags": {"maximum": 3, "severity": "info"}},
            "overrides": [
                {"files": ["de/", "*.de.md"], "language": "de"},
                {
                    "files": ["de/short/"],
                    "drafts": "skip",
                    "ignore": ["MED111"],
                    "rules": {"MED122": {"maximum": 2}},
                },
            ],
        }
    )
    assert settings.for_path("a.md").language == "en"
    assert settings.for_path("a.de.md").language == "de"
    assert settings.for_path("de/a.md").drafts == "strict"
    both = settings.for_path("de/short/a.md")
    assert (both.language, both.drafts) == ("de", "skip")
    assert both.ignore == ("MED101", "MED111")
    assert both.rule_options == {"MED122": {"maximum": 2}}
    assert both.severities == {"MED122": Severity.INFO}
    assert both.for_path("de/short/a.md") is both
    assert settings.for_path("de/short/b.md") is both
    assert settings.for_path("b.md") is settings.for_path("c.md")
    assert settings.language == "en"


def test_settings_cannot_be_changed() -> None:
    settings = Settings()
    with pytest.raises(AttributeError, match="drafts"):
        settings.drafts = "skip"


def test_settings_can_be_sent_to_another_process() -> None:
    settings = Settings.from_mapping({"select": ["MED101"], "language": "de"}, root="/blog")
    copy = pickle.loads(pickle.dumps(settings))
    assert copy.language == "de"
    assert copy.root == settings.root
    assert copy.enabled_codes("a.md") == settings.enabled_codes("a.md")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"selct": []}, "selct: unknown setting; did you mean select?"),
        ({"site_url": ""}, "site_url: unknown setting; did you mean site-url?"),
        (
            {"too-many-tags": {}},
            "too-many-tags: unknown setting; options of a rule stand below rules: "
            "rules.too-many-tags",
        ),
        (
            {"tool": {}},
            "tool: unknown setting; in a medlint.toml the settings stand at the top level, "
            "without [tool.medlint]",
        ),
        (
            {"select": "MED1"},
            'select: expected an array of rules, found the string "MED1"; '
            'put it in brackets: ["MED1"]',
        ),
        ({"select": [1]}, "select[1]: expected a string, found the integer 1"),
        (
            {"ignore": ["MED101", "too-many-tag"]},
            'ignore[2]: no rule is called "too-many-tag"; did you mean too-many-tags?',
        ),
        (
            {"select": ["too_many_tags"]},
            'select[1]: no rule is called "too_many_tags"; did you mean too-many-tags?',
        ),
        ({"select": ["MED999"]}, 'select[1]: no rule is called "MED999"'),
        (
            {"force-exclude": "yes"},
            'force-exclude: expected true or false, found the string "yes"',
        ),
        (
            {"max-file-size": 0},
            "max-file-size: expected an integer from 1 to 100000000, found the integer 0",
        ),
        (
            {"max-file-size": True},
            "max-file-size: expected an integer from 1 to 100000000, found true",
        ),
        (
            {"fail-on": "warn"},
            'fail-on: expected one of error, warning, info, found the string "warn"; '
            "did you mean warning?",
        ),
        (
            {"target": None},
            "target: expected one of medium, medium-api, devto, hashnode, found None",
        ),
        (
            {"language": "en-US"},
            "language: expected an ISO 639-1 code of two lower-case letters, such as en, "
            'found the string "en-US"; did you mean en?',
        ),
        (
            {"language": "jp"},
            "language: expected an ISO 639-1 code of two lower-case letters, such as en, "
            'found the string "jp"; did you mean ja?',
        ),
        (
            {"site-url": "example.org"},
            "site-url: expected an absolute http or https address such as https://example.org, "
            'without ? and #, found the string "example.org"; did you mean https://example.org?',
        ),
        (
            {"permalink": "/{yaer}/{slug}/"},
            "permalink: no post can fill in {yaer}; did you mean {year}?",
        ),
        (
            {"permalink": "/{{ page.slug }}/"},
            "permalink: expected a pattern such as /{year}/{month}/{slug}/, found a template, "
            "which only your generator can fill in",
        ),
        (
            {"permalink": ""},
            'permalink: expected a pattern such as /{year}/{month}/{slug}/, found the string ""',
        ),
        ({"include": [""]}, 'include[1]: the pattern "" is empty'),
        (
            {"include": ["a.md", "[a"]},
            "include[2]: the pattern \"[a\" is no gitignore pattern: the bracket '[' is never "
            "closed",
        ),
        (
            {"exclude": ["../old/"]},
            'exclude[1]: the pattern "../old/" leads out of the settings\' folder, and '
            "patterns cannot",
        ),
        (
            {"include": ["!old/"]},
            "include[1]: takes back what no pattern before it has named; remove the !",
        ),
        (
            {"include": ["#1.md"]},
            'include[1]: the pattern "#1.md" is a comment in gitignore\'s notation; '
            "write \\# for a name that starts with #",
        ),
        (
            {"content": ["/home/me/posts"]},
            'content[1]: the folder "/home/me/posts" is an absolute path; folders are '
            "relative to the settings' folder",
        ),
        (
            {"content": ["posts/*"]},
            'content[1]: the folder "posts/*" holds a wildcard; content takes folders, and '
            "include takes patterns",
        ),
        (
            {"per-file-ignores": {"old/": ["MED1O1"]}},
            'per-file-ignores."old/"[1]: no rule is called "MED1O1"; did you mean MED101?',
        ),
        (
            {"per-file-ignores": {"!old/": ["MED101"]}},
            'per-file-ignores."!old/": the pattern "!old/" takes back what no pattern has '
            "named; remove the !",
        ),
        (
            {"per-file-ignores": ["MED101"]},
            "per-file-ignores: expected a table of patterns, each with an array of rules, "
            "found an array",
        ),
        (
            {"rules": {"to-many-tags": {}}},
            'rules.to-many-tags: no rule is called "to-many-tags"; did you mean too-many-tags?',
        ),
        (
            {"rules": {"too-many-tags": 3}},
            "rules.too-many-tags: expected a table of options of too-many-tags, found the "
            "integer 3",
        ),
        (
            {"rules": {"too-many-tags": {"maximun": 3}}},
            "rules.too-many-tags.maximun: too-many-tags has no such option; did you mean maximum?",
        ),
        (
            {"rules": {"too-many-tags": {"maximum": 2.5}}},
            "rules.too-many-tags.maximum: expected an integer of at least 0, found the float 2.5",
        ),
        (
            {"rules": {"too-many-tags": {"severity": "off"}}},
            "rules.too-many-tags.severity: expected one of error, warning, info, found the "
            'string "off"',
        ),
        (
            {"rules": {"MED122": {}, "too-many-tags": {}}},
            "rules.too-many-tags: MED122 and too-many-tags are one rule; put its options in "
            "one table",
        ),
        (
            {"overrides": {"files": ["a"]}},
            "overrides: expected an array of tables, found a table; its header has two "
            "brackets: [[tool.medlint.overrides]]",
        ),
        (
            {"overrides": [{"language": "de"}]},
            "overrides[1]: files is missing: the patterns of the files it is for",
        ),
        (
            {"overrides": [{"files": []}]},
            "overrides[1].files: expected at least one pattern, found an empty array",
        ),
        (
            {"overrides": [{"files": ["a"]}, {"files": ["b"], "fail-on": "error"}]},
            "overrides[2].fail-on: this setting holds for all files and cannot stand in an "
            "override",
        ),
        (
            {"overrides": [{"files": ["a"], "rules": {"MED122": {"maximum": "3"}}}]},
            "overrides[1].rules.MED122.maximum: expected an integer of at least 0, found the "
            'string "3"',
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(given: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(given)
    assert str(caught.value) == message
    assert (caught.value.file, caught.value.line, caught.value.column) == (None, None, None)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_limit_that_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(SettingsError, match="found the float"):
        Settings.from_mapping({"max-file-size": number})


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/blog/",
        "https://user.github.io/blog",
        "https://bücher.example",
        "HTTPS://EXAMPLE.ORG",
        "http://localhost:4000",
        "http://[::1]/",
    ],
)
def test_addresses_of_sites(address: str) -> None:
    assert Settings.from_mapping({"site-url": address}).site_url == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://",
        "https://example",
        "ftp://example.org",
        "//example.org",
        "/blog/",
        "https://me@example.org",
        "https://example.org/?a=1",
        "https://example.org/#top",
        "https://exa mple.org",
        "https://https://example.org",
        "https://example.org\n",
        "https://example.org:port",
        "https://.org",
    ],
)
def test_what_is_no_address_of_a_site(address: str) -> None:
    with pytest.raises(SettingsError, match="site-url: expected an absolute http"):
        Settings.from_mapping({"site-url": address})


def test_languages_are_two_letters_each_and_sorted() -> None:
    assert {"en", "de", "zh", "ja", "pt"} <= set(LANGUAGES)
    assert len(LANGUAGES) == len(set(LANGUAGES))
    assert all(len(code) == 2 and code.islower() for code in LANGUAGES)
    assert list(LANGUAGES) == sorted(LANGUAGES)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([setting.name for setting in SETTINGS]) | st.text(max_size=8)


@hypothesis.settings(max_examples=150, deadline=None, derandomize=True)
@hypothesis.given(st.dictionaries(KEYS, VALUES, max_size=3))
def test_whatever_is_given_is_taken_or_refused_in_one_line(given: dict[str, Any]) -> None:
    said = ""
    try:
        Settings.from_mapping(given).for_path("posts/a.md").enabled_codes("posts/a.md")
    except SettingsError as error:
        said = str(error)
    assert len(said.splitlines()) <= 1
    assert "\x1b" not in said
