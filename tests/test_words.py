"""Tests of words: how many a text has, which, and which are forms of one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.keywords import Keyword
from medlint.linter import lint_source
from medlint.phrases import find, whole
from medlint.post import Post
from medlint.settings import Settings
from medlint.stems import beginning, may_match, stem
from medlint.text import Source, Span
from medlint.words import count, is_unspaced, prose, split


def post(body: str) -> Post:
    return Post(Source(body), Settings.from_mapping({}))


def keyword(text: str, language: str | None = "en") -> Keyword:
    return Keyword(text, Span(0, len(text)), language)


class TestCount:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", 0),
            ("one", 1),
            ("  one\n two\tthree ", 3),
            ("a well-known man, isn't he? In 3.11!", 7),
            ("before — after … end—all", 4),
            ("- * – • ...", 0),
            ("naïve café", 2),
            ("Привет, мир", 2),
            ("שלום עולם", 2),
            ("مرحبا بالعالم الجميل", 3),
            ("हिन्दी में लिखा है", 4),
            ("தமிழ் மொழி", 2),
            ("한국어 문장 세 개", 4),
            ("Tiếng Việt rất hay", 4),
            ("👍 🎉", 0),
        ],
    )
    def test_scripts_with_spaces(self, text: str, expected: int) -> None:
        assert count(text) == expected

    @pytest.mark.parametrize(
        ("text", "language", "expected"),
        [
            ("我们喜欢机器学习。", "zh", 5),  # eight characters, five for three words
            ("我们喜欢机器学习。", None, 5),
            ("機械学習を学ぶ。", None, 4),  # seven characters, two a word
            ("機械学習", "ja", 2),
            ("機械学習", "zh", 3),
            ("日", None, 1),
            ("ภาษาไทย", None, 2),  # seven characters, four a word
            ("ភាសាខ្មែរ", None, 3),
            ("我们用 Python 3 写代码", "zh", 6),  # six characters, and two words
            ("Python入門", "ja", 2),
        ],
    )
    def test_scripts_without_spaces(self, text: str, language: str | None, expected: int) -> None:
        assert count(text, language) == expected

    def test_a_text_and_its_translation_have_a_like_number_of_words(self) -> None:
        """Article 1 of the Universal Declaration of Human Rights, and a half or twice at most."""
        english = count(
            "All human beings are born free and equal in dignity and rights. They are endowed with "
            "reason and conscience and should act towards one another in a spirit of brotherhood."
        )
        for text in (
            "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
            "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"
            "人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
            "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม "
            "และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
        ):
            assert english / 2 <= count(text) <= 2 * english

    @given(st.text(max_size=60), st.text(max_size=60))
    @settings(max_examples=150, deadline=None)
    def test_lines_add_up_to_within_the_rounding(self, one: str, other: str) -> None:
        together = count(f"{one}\n{other}", "zh")
        assert together <= count(one, "zh") + count(other, "zh") <= together + 3


class TestSplit:
    def test_cuts_finer_than_count(self) -> None:
        assert split("It's a well-known “tool”, isn’t it_is?") == (
            *("It's", "a", "well", "known", "tool", "isn't", "it", "is"),
        )

    def test_marks_stay_in_their_words(self) -> None:
        assert split("हिन्दी में") == ("हिन्दी", "में")
        assert split("cafe\u0301 no\u00ebl") == ("cafe\u0301", "no\u00ebl")

    def test_unspaced_scripts_come_out_in_runs(self) -> None:
        assert split("学习Python编程") == ("学习", "Python", "编程")
        assert is_unspaced("Python编程")
        assert not is_unspaced("한국어")

    @given(st.text(max_size=80))
    @settings(max_examples=150, deadline=None)
    def test_words_have_neither_spaces_nor_edges(self, text: str) -> None:
        for word in split(text):
            assert word == word.strip("'")
            assert word.split() == [word]


class TestProse:
    def test_is_what_a_reader_reads(self) -> None:
        text = (
            "---\ntitle: no\n---\n# One\n\nTwo [three](x) `four` ![no](no.png)\nfive\n\n"
            "```\nno\n```\n\n<!-- no -->\n\n- six\n\n| seven |\n| - |\n| {{ no }} eight |\n"
        )
        assert prose(post(text).document).split() == [
            *("One", "Two", "three", "four", "five", "six", "seven", "eight")
        ]
        assert post(text).word_count == 8

    def test_of_a_linked_image_its_text_is_not_read(self) -> None:
        assert post("[![no](a.png) yes](b)").prose.split() == ["yes"]


class TestStems:
    @pytest.mark.parametrize(
        ("language", "one", "other"),
        [
            ("en", "linters", "Linter"),
            ("en", "dying", "die"),
            ("en", "Medium's", "medium"),
            (None, "posts", "post"),
            ("de", "Bäume", "Baum"),
            ("es", "económicos", "economico"),
            ("fr", "générateurs", "générateur"),
            ("ru", "линтеры", "линтер"),
            ("uk", "пошуком", "пошук"),
            ("tr", "kitaplar", "kitabı"),
            ("pl", "narzędzia", "narzędzie"),
        ],
    )
    def test_forms_of_a_word(self, language: str | None, one: str, other: str) -> None:
        assert stem(one, language) == stem(other, language)
        assert may_match(one, (beginning(stem(other, language)),), language)

    def test_other_words_differ(self) -> None:
        assert stem("linter", "en") != stem("lint roller", "en")
        assert stem("word", "xx") == "word"
        assert stem("words", "xx") == "words"
        assert not may_match("post", (beginning("linter"),), "en")

    def test_the_stemmer_is_loaded_only_for_a_keyword(self) -> None:
        code = (
            "import sys\n"
            "from medlint.linter import lint_source\n"
            "from medlint.settings import Settings\n"
            "from medlint.text import Source\n"
            "settings = Settings.from_mapping({'select': ['ALL']})\n"
            "for text in sys.argv[1:]:\n"
            "    lint_source(Source(text), settings)\n"
            "    print('snowballstemmer' in sys.modules)\n"
        )
        posts = ("---\ntitle: A\n---\nText.\n", "---\ntitle: A\nkeyword: a linter\n---\nText.\n")
        run = subprocess.run(
            [sys.executable, "-c", code, *posts], capture_output=True, text=True, check=True
        )
        assert run.stdout.split() == ["False", "True"]


class TestKeyword:
    def test_counts_once_a_sentence_for_all_its_words(self) -> None:
        linter = keyword("markdown linter")
        assert linter.count("A linter. Markdown.") == 0
        assert linter.count("A linter for Markdown! Two linters lint two Markdowns.") == 2
        assert linter.count("Linter, linter, linter for Markdown and Markdown.") == 2

    def test_a_repeated_word_is_needed_twice(self) -> None:
        assert keyword("test of tests").count("One test. A test of a test.") == 1

    def test_scripts_without_spaces_count_where_the_characters_stand(self) -> None:
        assert keyword("机器学习", "zh").count("机器学习和机器 学习") == 2
        assert keyword("검색 엔진", "ko").is_in("검색엔진을 이해하기")

    def test_is_whole(self) -> None:
        assert keyword("markdown linter").is_whole("The linters for Markdown")
        assert not keyword("markdown linter").is_whole("Linter")
        assert not keyword("markdown linter").is_whole("Markdown linter test")

    def test_says_which_of_its_words_are_missing(self) -> None:
        assert keyword("markdown linter").lack("Linters") == " (“markdown” is missing)"
        assert keyword("markdown linter").lack("Nothing") == ""

    def test_words_without_a_topic_are_all_there_is(self) -> None:
        only = keyword("how to")
        assert only.topical == ()
        assert only.is_in("This is how I came to it")

    @pytest.mark.parametrize("written", ["", "keyword:", "keyword: {a: b}", "keyword: []"])
    def test_no_keyword_no_finding(self, written: str) -> None:
        text = f"---\ntitle: T\n{written}\n---\n[linter](https://www.iana.org)\n"
        assert lint_source(Source(text), Settings.from_mapping({"select": ["MED6"]})) == []


class TestPhrases:
    def test_whole_words_in_scripts_with_spaces_anywhere_in_others(self) -> None:
        assert find("Do continue reading, please", "teasers", "en") == "continue reading"
        assert find("They discontinue reading", "teasers", "en") is None
        assert find("请点击阅读全文。", "teasers", "zh") == "阅读全文"

    def test_the_language_and_english_are_looked_through(self) -> None:
        assert find("lire la suite", "teasers", "fr") == "lire la suite"
        assert find("lire la suite", "teasers", "de") is None
        assert find("lire la suite", "teasers", None) == "lire la suite"
        assert find("read the rest", "teasers", "fr") == "read the rest"

    def test_whole(self) -> None:
        assert whole("✅ See also:", "see-also", None)
        assert not whole("See also this", "see-also", None)
