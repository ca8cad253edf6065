"""What is left of a post when all that is no prose is blanked, and what hides in it."""

from __future__ import annotations

import time

import pytest
from documents import Made, posts
from hypothesis import given, settings

from medlint.post import Post
from medlint.registry import all_rules
from medlint.running_text import BLANK, without_code
from medlint.settings import Settings
from medlint.text import Source

SETTINGS = Settings.from_mapping({})


def post_of(text: str, path: str = "posts/a.md") -> Post:
    return Post(Source(text, path), SETTINGS)


def shown(text: str) -> str:
    return post_of(text).running_text.replace(BLANK, "")


class TestRunningText:
    def test_takes_out_what_is_no_prose(self) -> None:
        assert shown("---\ntitle: a\n---\nb `c` d <!-- e --> f <b g='h'>i</b>\n\n    j\n") == (
            "\n\n\nb  d  f i\n\n    \n"
        )
        assert shown(
            "![a](b) [c](d) [e][f] <https://g.example> https://h.example/i\n\n[f]: g\n"
        ) == (" c e  \n\n\n")
        assert shown("a {% b %} c {{ d }} {% raw %}e{% endraw %}\n") == "a  c  e\n"
        assert shown("<script>\na\n</script>\n\n<style>b</style>\n\nc\n") == "\n\n\n\n\n\nc\n"
        assert shown("```\na\n```\n\n[b]: c\n\nd\n") == "\n\n\n\n\n\nd\n"

    def test_keeps_addresses_and_tags_where_only_code_is_taken_out(self) -> None:
        post = post_of("`a` <b c='d'>e</b> [f](g) <!-- h -->")
        left = without_code(post.text, post.body, post.document)
        assert left.replace(BLANK, "") == " <b c='d'>e</b> [f](g) "

    @given(posts())
    @settings(max_examples=60, deadline=None)
    def test_keeps_every_offset(self, made: Made) -> None:
        text = made.text
        left = post_of(text).running_text
        assert len(left) == len(text)
        for kept, was in zip(left, text, strict=True):
            assert kept == was or (kept == BLANK and was not in "\r\n")


RULES = [rule for rule in all_rules() if rule.code.startswith("MED5")]
HOSTILE = (
    *("~~x", "$x", "$$", "\\(", "\\[x", "[[a", "[^a]", "^[abc", "<", "<b", "</", "::: a\n"),
    *("<script>x\n\n", "<Foo>", "<pre>", "<kbd>", "{{", "{% x %}", "!!! note\n", "- [ ] x\n"),
    *("a\n: b\n\n", "TODO: ", "\u200b a", "\u202a", "&nbsp;", "• x\n", "• x\n\n", "**a**\n\n"),
    *("#### a\n\n", "- ![a](b)\n", "> [!NOTE]\n\n", "lorem ipsum dolor ", "1\ufe0f\u20e3 a\n"),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_rules_take_linear_time(unit: str) -> None:
    """A quadratic rule would take minutes where a linear one takes a fraction of one."""
    post = post_of(unit * (16_000 // len(unit)))
    assert post.document
    started = time.process_time()
    for rule in RULES:
        list(rule().check(post))
    assert time.process_time() - started < 3
