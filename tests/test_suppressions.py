"""Comments that silence rules: where they are found, what they cover, what is said of them."""

from __future__ import annotations

import pytest

from medlint.fixes import apply_fixes
from medlint.linter import lint_source
from medlint.post import Post
from medlint.settings import Settings
from medlint.suppressions import Suppression, find_suppressions
from medlint.text import Source

# Two rules that need nothing but one line each: tags past the limit, tabs.
TAGS = "tags: [a, b, c, d, e, f]"
RULES = ["MED122", "MED202", "MED008", "MED009"]


def found(text: str, path: str = "posts/a.md") -> tuple[Suppression, ...]:
    return find_suppressions(Post(Source(text, path), Settings.from_mapping({})))


def codes(text: str, *, select: list[str] | None = None, path: str = "posts/a.md") -> list[str]:
    """The findings as ``line:code``."""
    settings = Settings.from_mapping({"select": select or RULES})
    return [f"{one.line}:{one.code}" for one in lint_source(Source(text, path), settings)]


def fixed(text: str) -> str:
    settings = Settings.from_mapping({"select": RULES})
    for _ in range(5):
        found = lint_source(Source(text), settings)
        text, count = apply_fixes(
            text, [one.fix for one in found if one.fix and one.code == "MED008"]
        )
        if not count:
            break
    return text


class TestReading:
    @pytest.mark.parametrize(
        ("comment", "verb", "names", "reason"),
        [
            ("medlint: disable", "disable", [""], ""),
            ("medlint:disable=MED201", "disable", ["MED201"], ""),
            ("medlint: disable MED201", "disable", ["MED201"], ""),
            ("medlint: enable", "enable", [""], ""),
            (
                "medlint: disable-line=MED2,generic-anchor",
                "disable-line",
                ["MED2", "generic-anchor"],
                "",
            ),
            (
                "medlint: disable-next-line = MED201 , MED202",
                "disable-next-line",
                ["MED201", "MED202"],
                "",
            ),
            ("medlint: disable-file -- a sample", "disable-file", [""], "a sample"),
            ("medlint: disable=MED201 --it is so", "disable", ["MED201"], "it is so"),
            ("medlint: disable=MED201 — it is so", "disable", ["MED201"], "it is so"),
            ("medlint: DISABLE=med201", "disable", ["med201"], ""),
            ("medlint: disable=", "disable", [], ""),
            ("medlint: disabled=MED201", None, ["MED201"], ""),
            ("medlint:", None, [], ""),
            ("medlint-disable MED201", None, ["MED201"], ""),
            ("medlint disable", None, [""], ""),
        ],
    )
    def test_verb_names_and_reason(
        self, comment: str, verb: str | None, names: list[str], reason: str
    ) -> None:
        text = f"Text\n\n<!-- {comment} -->\n"
        (one,) = found(text)
        assert (one.verb, [selector.text for selector in one.selectors], one.reason) == (
            verb,
            names,
            reason,
        )
        assert text[one.span.start : one.span.end] == f"<!-- {comment} -->"
        for selector in one.selectors:
            written = text[selector.span.start : selector.span.end]
            assert written == (selector.text or one.written)

    @pytest.mark.parametrize(
        "text",
        [
            "<!-- medlint is a linter -->",
            "<!-- see medlint: disable -->",
            "`<!-- medlint: disable -->`",
            "```html\n<!-- medlint: disable -->\n```",
            "    <!-- medlint: disable -->",
            "\\<!-- medlint: disable -->",
            "`{/* medlint: disable */}`",
            "[a `{/* medlint: disable */}` b](https://e.org)",
            "```jsx\n{/* medlint: disable */}\n```",
            "# medlint: disable",
        ],
    )
    def test_what_only_looks_like_one(self, text: str) -> None:
        assert found(text) == ()

    def test_covers_codes_prefixes_names_and_all(self) -> None:
        one, two, three, four, five = (
            found(f"<!-- medlint: disable{names} -->")[0].selectors[0]
            for names in ("=MED122", "=MED12", "=too-many-tags", "", "=MED998")
        )
        assert one.codes == three.codes == {"MED122"}
        assert two.codes >= {"MED121", "MED122", "MED123"}
        assert four.codes > two.codes
        assert five.codes == frozenset()

    def test_inside_a_paragraph_a_list_and_a_quote(self) -> None:
        text = (
            "A word <!-- medlint: disable-line --> and more.\n\n- <!-- medlint: disable -->\n"
            "  item\n\n> <!-- medlint: enable -->\n> quoted\n"
        )
        assert [one.verb for one in found(text)] == ["disable-line", "disable", "enable"]

    def test_with_a_reason_inside_a_paragraph(self) -> None:
        (one,) = found("A [](x) <!-- medlint: disable-line=MED202 -- a sample --> link.\n")
        assert (one.verb, one.reason) == ("disable-line", "a sample")

    def test_over_several_lines(self) -> None:
        text = "<!-- medlint: disable=MED201,\n     MED202\n     -- both -->\n"
        (one,) = found(text)
        assert [selector.text for selector in one.selectors] == ["MED201", "MED202"]
        assert one.reason == "both"

    def test_mdx_comments(self) -> None:
        (one,) = found("Text\n\n{/* medlint: disable=MED201 -- fine */}\n", "posts/a.mdx")
        assert (one.verb, one.reason, one.span) == ("disable", "fine", (6, 45))


class TestFrontMatterComments:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("key: value # medlint: disable-line", True),
            ("key: value  # medlint: disable-line", True),
            ("key: 'it''s' # medlint: disable-line", True),
            ("key: [a, b] # medlint: disable-line", True),
            ("key: # medlint: disable-line", True),
            ("# medlint: disable-line", True),
            ("  # medlint: disable-line", True),
            ("key: |  # medlint: disable-line\n  text", True),
            ("key: >-  # medlint: disable-line\n  text", True),
            ('key: "a # medlint: disable-line"', False),
            ("key: 'a # medlint: disable-line'", False),
            ('"key # medlint: disable-line": a', False),
            ("key: a# medlint: disable-line", False),
            ("key: |\n  a\n  # medlint: disable-line", False),
            ("key: |\n  a # medlint: disable-line\n  b", False),
            ('key: "a\n  # medlint: disable-line\n  b"', False),
        ],
    )
    def test_yaml(self, line: str, expected: bool) -> None:
        text = f"---\ntitle: x\n{line}\nlast: y\n---\n"
        spans = [text[one.span.start : one.span.end] for one in found(text)]
        assert spans == (["# medlint: disable-line"] if expected else [])

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ('key = "value" # medlint: disable-line', True),
            ("key = 1# medlint: disable-line", True),
            ("# medlint: disable-line", True),
            ('key = [\n  "a", # medlint: disable-line\n  "b",\n]', True),
            ('key = "a # medlint: disable-line"', False),
            ("key = 'a # medlint: disable-line'", False),
            ('key = """\n# medlint: disable-line\n"""', False),
            ("key = '''\na # medlint: disable-line'''", False),
        ],
    )
    def test_toml(self, line: str, expected: bool) -> None:
        text = f'+++\ntitle = "x"\n{line}\nlast = "y"\n+++\n'
        spans = [text[one.span.start : one.span.end] for one in found(text)]
        assert spans == (["# medlint: disable-line"] if expected else [])

    def test_json_has_no_comments(self) -> None:
        assert found('{\n"title": "# medlint: disable"\n}\n') == ()

    def test_where_the_block_does_not_parse_only_whole_lines_count(self) -> None:
        text = "---\na: b: c # medlint: disable-line\n# medlint: disable-file\n---\n"
        assert [one.verb for one in found(text)] == ["disable-file"]

    def test_crlf(self) -> None:
        text = f"---\r\n{TAGS} # medlint: disable-line\r\n---\r\n"
        (one,) = found(text)
        assert text[one.span.start : one.span.end] == "# medlint: disable-line"
        assert codes(text) == []


class TestReach:
    def test_line(self) -> None:
        assert codes(f"---\n{TAGS}\n---\n") == ["2:MED122"]
        assert codes(f"---\n{TAGS} # medlint: disable-line=MED122\n---\n") == []

    def test_line_of_a_finding_over_several_lines(self) -> None:
        text = "[\n](https://e.org)\n<!-- medlint: disable-line=MED202 -->\n"
        assert codes(text) == ["1:MED202", "3:MED008"]
        text = "[\n](https://e.org) <!-- medlint: disable-line=MED202 -->\n"
        assert codes(text) == []

    def test_next_line_also_past_blank_lines(self) -> None:
        assert codes(f"---\n# medlint: disable-next-line=MED122\n{TAGS}\n---\n") == []
        assert codes("<!-- medlint: disable-next-line=MED202 -->\n[](https://e.org)\n") == []
        assert codes("<!-- medlint: disable-next-line=MED202 -->\n\n[](https://e.org)\n") == []
        assert codes("<!-- medlint: disable-next-line=MED202 -->\nx\n[](https://e.org)\n") == [
            "1:MED008",
            "3:MED202",
        ]

    def test_range(self) -> None:
        text = (
            "[](https://e.org/1)\n\n<!-- medlint: disable=MED202 -->\n\n[](https://e.org/2)\n\n"
            "<!-- medlint: enable=MED202 -->\n\n[](https://e.org/3)\n"
        )
        assert codes(text) == ["1:MED202", "9:MED202"]

    def test_range_to_the_end_of_the_file(self) -> None:
        assert codes("<!-- medlint: disable -->\n\n[](https://e.org)\n\n[](https://e.org)\n") == []

    def test_range_on_one_line(self) -> None:
        text = (
            "[](https://e.org) <!-- medlint: disable -->[](https://e.org)"
            "<!-- medlint: enable --> [](https://e.org)\n"
        )
        assert codes(text) == ["1:MED202", "1:MED202"]

    def test_enable_of_a_part(self) -> None:
        text = (
            "<!-- medlint: disable -->\n\n[](https://e.org)\n\n<!-- medlint: enable=MED2 -->\n\n"
            "[](https://e.org)\n"
        )
        assert codes(text) == ["7:MED202"]

    def test_file_from_anywhere(self) -> None:
        assert codes("[](https://e.org)\n\n<!-- medlint: disable-file=MED202 -->\n") == []
        assert codes("---\n# medlint: disable-file=MED202\n---\n[](https://e.org)\n") == []
        assert codes(f"---\n{TAGS}\n---\n<!-- medlint: disable-file=too-many-tags -->\n") == []

    def test_other_rules_are_not_covered(self) -> None:
        text = "<!-- medlint: disable-file=MED122 -->\n\n[](https://e.org)\n"
        assert codes(text) == ["1:MED008", "3:MED202"]

    def test_unreadable_files_and_internal_errors_cannot_be_hidden(self) -> None:
        source = Source.from_bytes(
            b"<!-- medlint: disable-file -->\n\xff\n", "posts/a.md", max_size=1000
        )
        settings = Settings.from_mapping({})
        assert [one.code for one in lint_source(source, settings)] == ["MED001"]


class TestUnused:
    def test_every_kind(self) -> None:
        for verb in ("disable", "disable-line", "disable-next-line", "disable-file"):
            assert codes(f"Text\n\n<!-- medlint: {verb}=MED202 -->\n") == ["3:MED008"], verb

    def test_each_of_two_that_cover_the_same_counts_as_used(self) -> None:
        text = (
            "<!-- medlint: disable-file=MED202 -->\n\n<!-- medlint: disable=MED2 -->\n\n"
            "[](https://e.org)\n"
        )
        assert codes(text) == []

    def test_a_rule_that_is_not_run_leaves_its_suppressions_alone(self) -> None:
        text = "<!-- medlint: disable-file=MED220 -->\n"
        assert codes(text) == []
        assert codes(text, select=["MED220", "MED008"]) == ["1:MED008"]

    def test_a_prefix_only_when_all_it_covers_was_run(self) -> None:
        text = "<!-- medlint: disable-file=MED12 -->\n"
        assert codes(text) == []
        assert codes(text, select=["MED12", "MED008"]) == ["1:MED008"]

    def test_enable_without_disable(self) -> None:
        assert codes("<!-- medlint: enable=MED202 -->\n") == ["1:MED008"]
        text = (
            "<!-- medlint: disable=MED202 -->\n[](https://e.org)\n\n<!-- medlint: enable -->\n\n"
            "<!-- medlint: enable -->\n"
        )
        assert codes(text) == ["6:MED008"]

    def test_a_name_after_enable(self) -> None:
        text = (
            "<!-- medlint: disable=MED202 -->\n[](https://e.org)\n\n"
            "<!-- medlint: enable=MED202,MED122 -->\n"
        )
        (one,) = lint_source(Source(text), Settings.from_mapping({"select": RULES}))
        assert (one.code, text[one.span.start : one.span.end]) == ("MED008", "MED122")
        assert one.message.startswith("MED122 ends no earlier disable")

    def test_a_suppression_can_hide_what_is_said_of_another(self) -> None:
        text = "<!-- medlint: disable-file=MED008 -->\n\n<!-- medlint: disable-line=MED202 -->\n"
        assert codes(text) == []

    def test_no_suppression_hides_what_is_said_of_itself(self) -> None:
        assert codes("<!-- medlint: disable-file=MED008 -->\n") == ["1:MED008"]
        assert codes("<!-- medlint: disable=MED009, MED998 -->\n") == ["1:MED008", "1:MED009"]

    def test_a_chain_of_suppressions_of_suppressions(self) -> None:
        text = "<!-- medlint: disable-next-line=MED008 -->\n" * 6 + "\nText\n"
        assert codes(text) in (["1:MED008"], ["6:MED008"], [])


class TestFixes:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("a\n\n<!-- medlint: disable=MED202 -->\nb\n", "a\n\nb\n"),
            ("a\n\n<!-- medlint: disable=MED202 -->\n\nb\n", "a\n\n\nb\n"),
            ("a\n<!-- medlint: disable=MED202 -->\nb\n", "a\n\nb\n"),
            ("<!-- medlint: disable=MED202 -->\na\n", "a\n"),
            ("a\n\n<!-- medlint: disable=MED202 -->", "a\n\n"),
            ("a <!-- medlint: disable=MED202 -->\nb\n", "a\nb\n"),
            ("a <!-- medlint: disable=MED202 --> b\n", "a b\n"),
            ("a<!-- medlint: disable=MED202 -->b\n", "ab\n"),
            ("---\na: b # medlint: disable-line=MED202\n---\n", "---\na: b\n---\n"),
            ("---\n# medlint: disable-file=MED202\na: b\n---\n", "---\na: b\n---\n"),
            (
                "---\r\n# medlint: disable-file=MED202\r\na: b\r\n---\r\n",
                "---\r\na: b\r\n---\r\n",
            ),
            ("<!-- medlint: disable=MED202, MED122 -->\n", ""),
            (
                "<!-- medlint: disable=MED202, MED122 -->\n[](https://e.org)\n",
                "<!-- medlint: disable=MED202 -->\n[](https://e.org)\n",
            ),
            (
                "<!-- medlint: disable=MED122, MED202 -- x -->\n[](https://e.org)\n",
                "<!-- medlint: disable=MED202 -- x -->\n[](https://e.org)\n",
            ),
            (
                "<!-- medlint: disable=MED122,MED202,MED009,MED008 -->\n[](https://e.org)\n",
                "<!-- medlint: disable=MED202 -->\n[](https://e.org)\n",
            ),
        ],
    )
    def test_remove_what_is_of_no_use(self, before: str, after: str) -> None:
        assert fixed(before) == after


class TestUnknown:
    @pytest.mark.parametrize(
        ("comment", "hint"),
        [
            ("disable=too-many-tag", "did you mean too-many-tags?"),
            ("disable=MED998", "medlint rules lists"),
            ("disabled=MED202", "did you mean disable?"),
            ("disable-nextline=MED202", "did you mean disable-next-line?"),
            ("ignore=MED202", "did you mean disable?"),
            ("zzz", "write one of disable, enable"),
            ("", "nothing follows"),
            ("disable=", "no rule is named"),
        ],
    )
    def test_says_what_was_meant(self, comment: str, hint: str) -> None:
        settings = Settings.from_mapping({"select": ["MED009"]})
        (one,) = lint_source(Source(f"<!-- medlint: {comment} -->\n"), settings)
        assert hint in one.message


def test_many_suppressions_and_findings_stay_fast() -> None:
    from time import perf_counter

    text = "<!-- medlint: disable=MED202 -->\n\n[](https://e.org)\n\n" * 2000
    begin = perf_counter()
    assert codes(text) == []
    # A quadratic walk over 2,000 comments and 2,000 findings would take minutes.
    assert perf_counter() - begin < 20
