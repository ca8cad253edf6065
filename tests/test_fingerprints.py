"""Fingerprints of prose: what winnowing promises, what counts as the same, where passages are."""

from __future__ import annotations

from array import array
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint import fingerprints, words
from medlint.fingerprints import (
    CHARACTERS,
    WINDOW,
    WORDS,
    Match,
    count_words,
    shared,
    stock,
    winnow,
)
from medlint.passages import Reading

#: Few different tokens, so that texts repeat themselves; words, and characters of all kinds.
ROWS = st.lists(st.integers(0, 40), max_size=120).map(lambda row: array("H", row))


def tokens(text: str) -> list[int]:
    return fingerprints.tokens([text])[0].tolist()


def printed(row: array[int]) -> Reading:
    return Reading._make((row, *(array("I", [number]) for number in (0, 1, 0, 1)), winnow(row)))


def matches(one: list[int], other: list[int], minimum: int = 20) -> list[Match]:
    first, second = printed(array("H", one)), printed(array("H", other))
    return shared(first, second, bytearray(len(one)), minimum)


def some_words(number: int, first: int = 0) -> list[int]:
    """Tokens of different words."""
    return [4 * (first + at) for at in range(number)]


@given(ROWS, ROWS, st.lists(st.integers(0, 4000), min_size=1), ROWS, ROWS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_texts_that_share_a_long_run_share_a_fingerprint(
    before: array[int],
    after: array[int],
    run: list[int],
    other_before: array[int],
    other_after: array[int],
) -> None:
    longest = max(WORDS, CHARACTERS)
    # As long as the docstring promises for shingles of characters, which are the longer ones.
    common = array("H", (run * (WINDOW + longest))[: WINDOW + longest - 1])
    one = {number for number, _ in winnow(before + common + after)}
    other = {number for number, _ in winnow(other_before + common + other_after)}
    assert one & other


@given(st.lists(st.integers(0, 4000), min_size=1), ROWS, ROWS)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_words_need_a_shorter_run(run: list[int], before: array[int], after: array[int]) -> None:
    words_alone = [4 * token for token in run]
    common = array("H", (words_alone * (WINDOW + WORDS))[: WINDOW + WORDS - 1])
    one = {number for number, _ in winnow(before + common + after)}
    assert one & {number for number, _ in winnow(common)}


@given(st.lists(st.integers(0, 0xFFFF), max_size=400).map(lambda row: array("H", row)))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_every_window_keeps_its_least_hash(row: array[int]) -> None:
    kept = winnow(row)
    places = [at for _, at in kept]
    assert places == sorted(set(places))
    if len(row) >= WORDS + WINDOW:
        assert places[0] < WINDOW
        assert all(0 < after - before <= WINDOW for before, after in pairwise(places))
        assert places[-1] >= len(row) - WORDS + 1 - WINDOW


def test_about_two_in_a_window_and_one_are_kept() -> None:
    row = array("H", some_words(16_000))
    assert 0.9 < len(winnow(row)) / (len(row) * 2 / (WINDOW + 1)) < 1.1


def test_a_text_that_repeats_itself_has_few_fingerprints() -> None:
    row = array("H", [4] * 16_000)
    assert len(winnow(row)) == len(row) // WINDOW - (len(row) % WINDOW == 0)


def test_a_short_text_has_no_fingerprints() -> None:
    assert winnow(array("H", some_words(WORDS - 1))) == []
    assert len(winnow(array("H", some_words(WORDS)))) == 1


def test_numbers_are_the_same_in_every_process_and_version() -> None:
    # The index keeps them on disk: a change here needs a new version of the index.
    row = array("H", tokens("The quick brown fox jumps over the lazy dog, 狐は犬を飛び越えます"))
    assert row.tolist() == [
        *(20896, 37648, 63820, 61252, 9760, 6052, 20896, 35836, 47184),
        *(46693, 37006, 52693, 64538, 11357, 55490, 56393, 33006, 56014, 51886),
    ]
    assert winnow(row) == [(175527450, 0)]


def test_case_punctuation_and_typography_make_no_difference() -> None:
    plain = tokens('Don\'t panic, it is "well known" - really...')
    assert tokens("DON’T PANIC; it is “well-known” — really…") == plain
    assert tokens("dont panic it is well known really") == plain
    assert tokens("e\u0301te\u0301 Straße") == tokens("ÉTÉ STRASSE")  # é in two characters
    assert tokens("ｆｕｌｌ　ｗｉｄｔｈ") == tokens("full width")


def test_words_of_spaced_scripts_are_whole() -> None:
    for text in (
        "не все слова коротки",
        "كُلُّ هذا نصٌّ عربيّ",
        "यह हिन्दी में है",
        "한국어 문장은 띄어쓰기가",
        "ci vediamo là domani",
        "இது தமிழ் மொழி ஆகும்",
    ):
        assert len(tokens(text)) == words.count(text), text
        assert count_words(tokens(text)) == words.count(text), text


def test_scripts_without_spaces_are_cut_between_characters() -> None:
    assert len(tokens("我用 Kubernetes 部署。")) == 5
    assert len(tokens("部署は簡単です")) == 7
    # A consonant with its vowels, one before it and one above it among them, and tone marks.
    assert len(tokens("เครื่อง")) == 4
    assert len(tokens("ក្រុមហ៊ុន")) == 4


def test_words_of_other_scripts_are_counted_as_elsewhere() -> None:
    for text in ("使用容器部署您的应用程序非常简单", "これはとても簡単なことだと思います"):
        assert count_words(tokens(text)) == words.count(text), text
    thai = "การเขียนบทความที่ดีต้องใช้เวลาและความอดทนเป็นอย่างมาก"
    assert abs(count_words(tokens(thai)) - words.count(thai)) <= 2


def test_lines_are_told_apart() -> None:
    row, starts = fingerprints.tokens(["One two,", "", "—", "three four five", "六七"])
    assert row.tolist() == tokens("one two three four five 六七")
    assert starts == [0, 2, 2, 2, 5]
    assert fingerprints.tokens([]) == (array("H"), [])


def test_a_passage_is_found_where_it_is() -> None:
    passage = some_words(40, 1000)
    found = matches(some_words(30) + passage + some_words(9, 90), some_words(7, 500) + passage)
    assert found == [Match(30, 70, 7, 47, 40)]


def test_a_passage_goes_on_across_light_edits() -> None:
    passage = some_words(90, 1000)
    edited = [*passage[:25], 4, *passage[26:50], *passage[52:70], 8, 12, 16, *passage[70:]]
    assert matches(edited, passage) == [Match(0, 91, 0, 90, 87)]
    assert matches(passage, edited) == [Match(0, 90, 0, 91, 87)]


def test_a_sentence_put_in_does_not_part_a_passage() -> None:
    passage = some_words(80, 1000)
    longer = passage[:40] + some_words(20) + passage[40:]
    assert matches(longer, passage) == [Match(0, 100, 0, 80, 80)]


def test_two_passages_far_apart_are_two() -> None:
    one, two = some_words(40, 1000), some_words(40, 2000)
    text = one + some_words(100) + two
    assert matches(text, one + some_words(100, 500) + two) == [
        Match(0, 40, 0, 40, 40),
        Match(140, 180, 140, 180, 40),
    ]
    assert [match.other_start for match in matches(text, two + one)] == [40, 0]


def test_texts_that_share_less_than_the_least_number_of_words_share_nothing() -> None:
    passage = some_words(40, 1000)
    text = some_words(30) + passage
    assert matches(text, passage + some_words(30, 100), 40)
    assert not matches(text, passage + some_words(30, 100), 41)


def test_stock_phrases_are_no_part_of_a_passage() -> None:
    phrase, passage = some_words(60, 1000), some_words(60, 2000)
    text = printed(array("H", some_words(20) + phrase + passage))
    other = printed(array("H", phrase + passage))
    common = {number for number, _ in winnow(array("H", phrase))}
    flags = stock(text, common.__contains__)
    assert not any(flags[:20])
    assert sum(flags[20:80]) > 60 - 2 * WINDOW
    (match,) = shared(text, other, flags, 20)
    assert 80 - WINDOW <= match.start <= 80
    assert match.end == 140
    assert not shared(text, printed(array("H", phrase)), flags, 40)
