"""Every example of every rule, and every case in ``tests/rules``, is run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from rule_cases import Case, CaseError, example_cases, file_cases, read_cases

from medlint.example_runs import lint_among
from medlint.fixes import apply_fixes
from medlint.post import Post
from medlint.registry import all_rules
from medlint.settings import Settings
from medlint.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.rule import Rule

CASES = [*example_cases(), *file_cases()]

#: Fixes that meet are applied in rounds, as ``--fix`` does.
ROUNDS = 10


def settings_of(case: Case, parser: str = "auto") -> Settings:
    """The settings of a case with its rule alone turned on."""
    mapping: dict[str, object] = {
        "select": [case.rule.code],
        "parser": parser,
        **case.example.settings,
    }
    options = {name.replace("_", "-"): value for name, value in case.example.options.items()}
    if options:
        mapping["rules"] = {case.rule.name: options}
    return Settings.from_mapping(mapping)


def lint(case: Case, text: str, parser: str = "auto") -> tuple[Source, list[Diagnostic]]:
    settings = settings_of(case, parser)
    source = Source.from_bytes(text.encode(), case.example.path, max_size=settings.max_file_size)
    found = lint_among(source, settings, case.example.path, case.example.other_posts)
    broken = [one.message for one in found if one.code == "MED000"]
    assert not broken, broken
    return source, [one for one in found if one.code == case.rule.code]


def mend(case: Case) -> tuple[str, list[Diagnostic]]:
    """The post after all fixes, and what is still reported then."""
    text = case.example.post
    for _ in range(ROUNDS):
        source, found = lint(case, text)
        assert source.problem is not None or source.text == text
        text, count = apply_fixes(text, [one.fix for one in found if one.fix is not None])
        if not count:
            return text, found
    raise AssertionError(f"the fixes of {case.rule.code} never come to an end; now:\n{text}")


def marked(text: str, spans: Sequence[Span]) -> str:
    """The post with marks, so that a failure shows in the notation it is written in."""
    marks = [(start, 1, "⟦") for start, _ in spans]
    # What ends goes before what starts there, unless it is empty.
    marks += [(end, 2 if start == end else 0, "⟧") for start, end in spans]
    pieces, at = [], 0
    for offset, _, mark in sorted(marks):
        pieces += [text[at:offset], mark]
        at = offset
    return "".join([*pieces, text[at:]])


@pytest.mark.parametrize("parser", ["markdown-it", "pyromark"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_finds_what_is_marked_and_nothing_else(case: Case, parser: str) -> None:
    source, found = lint(case, case.example.post, parser)
    spans = [Span(*one.span) for one in found]
    expected = case.example.spans
    assert tuple(sorted(spans)) == expected, (
        f"expected:\n{marked(source.text, expected)}\n\n"
        f"found:\n{marked(source.text, spans)}\n\n" + "\n".join(one.message for one in found)
    )


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.fix_matters], ids=lambda case: case.id
)
def test_fixes_give_the_fixed_post(case: Case) -> None:
    expected = case.example.fixed_post
    text, _ = mend(case)
    assert text == (case.example.post if expected is None else expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_nothing_that_can_be_fixed_is_left_after_fixing(case: Case) -> None:
    _, left = mend(case)
    assert not [one.message for one in left if one.fix is not None]


@cache
def posts() -> tuple[Post, ...]:
    """The posts of all cases, those of other rules included."""
    found = {}
    for case in CASES:
        source = Source(case.example.post, case.example.path)
        found[source.text] = Post(source, settings_of(case))
    return tuple(found.values())


@pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if rule.needs], ids=lambda rule: rule.code
)
def test_without_what_it_needs_a_rule_has_nothing_to_say(rule: type[Rule]) -> None:
    without = [post for post in posts() if not post.has(rule.needs)]
    assert without, "each need is lacking somewhere, or it would be none"
    for post in without:
        assert not list(rule().check(post)), post.text


class TestNotation:
    def test_reads_posts_fixes_settings_and_edits(self) -> None:
        text = (
            "# Anything\n\n## bad: one\n\nWhy.\n\n```toml\ndrafts = 'strict'\n```\n\n"
            "```post path=a.mdx crlf no-eol escapes\nx⟦\\t⟧y\n## no heading\n```\n\n"
            "````fixed\nx y\n````\n\n## good: two\n\n```\nz\n```\n"
        )
        one, two = read_cases("MED010", text)
        assert (one.id, one.example.bad, one.fix_matters) == ("MED010: one", True, True)
        assert one.example.post == "x\ty\r\n## no heading"
        assert one.example.spans == ((1, 2),)
        assert one.example.fixed == "x y"
        assert one.example.path == "a.mdx"
        assert one.example.settings == {"drafts": "strict"}
        assert (two.id, two.example.bad, two.fix_matters) == ("MED010: two", False, False)
        assert two.example.post == "z\n"

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("## fine: x\n", "'## good"),
            ("## good: x\n", "one fenced block"),
            ("## good: x\n```\na\n```\n```\nb\n```\n", "one fenced block"),
            ("## good: x\n```\na\n", "not closed"),
            ("## good: x\n```post wrong\na\n```\n", "'wrong'"),
            ("## good: x\n```\na\n```\n```json\nb\n```\n", "'json'"),
            ("## bad: x\n```\na\n```\n", "marks"),
            ("## good: x\n```\n⟦a⟧\n```\n", "marks"),
        ],
    )
    def test_refuses_what_it_does_not_understand(self, text: str, complaint: str) -> None:
        with pytest.raises(CaseError, match=complaint):
            list(read_cases("MED010", text))

    def test_refuses_a_file_for_no_rule(self) -> None:
        with pytest.raises(CaseError, match="no rule MED998"):
            list(read_cases("MED998", ""))
