"""Fingerprints of prose, by which passages that two posts share are found.

The method is *winnowing* (S. Schleimer, D. Wilkerson and A. Aiken,
"Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003). A
text becomes a row of *tokens*, folded, so that case, punctuation, white space
and markup make no difference. Every run of so many tokens (a *shingle*) is
hashed, and in every window of :data:`WINDOW` shingles that follow each other
the least hash is kept as a fingerprint.

What that guarantees: of every run of tokens that two texts have in common and
that is at least ``WINDOW + k - 1`` tokens long, ``k`` being the length of its
shingles, both texts keep a common fingerprint. It is in no shorter run than
``k``. About ``2 / (WINDOW + 1)`` of all shingles are kept.

A token is a word in scripts that put spaces between words. In those that do
not it is a character of Chinese or Japanese, or a consonant with its vowels
and tone marks in Thai, Lao, Khmer and Burmese. A shingle that begins with a
word has :data:`WORDS` tokens, one that begins with a character
:data:`CHARACTERS`, so it depends on nothing but the tokens themselves.

Fingerprints only say where to look. :func:`shared` compares the tokens and
measures how much is the same. Everything here takes linear time, and gives
the same numbers in every process and on every machine.
"""

from __future__ import annotations

import re
import sys
from array import array
from functools import cache
from itertools import starmap
from struct import iter_unpack
from zlib import crc32

from medlint.typed import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: How many shingles a window has.
WINDOW = 16
#: How many tokens a shingle has that begins with a word.
WORDS = 6
#: How many tokens a shingle has that begins with a character of a script without spaces.
CHARACTERS = 10

#: The longest run of tokens that an edit may have put in, taken out or changed.
_GAP = 10
#: How many tokens must agree behind an edit, at least.
_AGREE = 3
#: How many must agree at the end of a passage behind an edit; fewer do by chance.
_AGREE_AT_END = 5
#: How many places of the other text are tried for one fingerprint.
_PLACES = 4

#: Lowest bits of a token: what it is. The others are a hash.
_KIND = 3
_WORD, _HAN, _KANA, _SOUTH_EAST = range(4)
#: The lower bytes of words.
_WORD_BYTES = bytes(byte for byte in range(256) if byte & _KIND == _WORD)
_SHINGLE = (WORDS, CHARACTERS, CHARACTERS, CHARACTERS)

#: Stands between lines; no readable file has it.
_BREAK = "\0"
#: What typography does to plain characters. Most English posts have no others.
_TYPOGRAPHY = (
    ("’", ""),
    ("“", " "),
    ("”", " "),
    ("–", " "),
    ("—", " "),
    ("…", " "),
    ("‘", " "),
    ("\u00a0", " "),
    ("\u00ad", ""),
    ("\u200b", ""),
    ("ʼ", ""),
)
#: ASCII letters in lower case, digits and the break as they are, all else as spaces.
_ASCII = "".join(
    character.lower() if character.isalnum() or character == _BREAK else " "
    for character in map(chr, range(128))
)
#: Letters of other scripts that a letter before them belongs with; `re` calls them no letters.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0971-\u0df3"
    "\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f84\u0f90-\u0fbc\u135d-\u135f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20f0\u302a-\u302f\u3099\u309a"
)
_HAN_LETTERS = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA_LETTERS = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_SOUTH_EAST_LETTERS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf"
    "\u1000-\u103f\u1050-\u108f\u1780-\u17d3\u17d7\u17dc"
)
#: Vowels written before their consonant, in Thai and Lao.
_BEFORE = "\u0e40-\u0e44\u0ec0-\u0ec4"
#: Vowels and marks written after or around it, and the Khmer sign that ties on a consonant.
_AFTER = (
    "\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec6-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d"
    "\u17b4-\u17d1\u17d3"
)


#: Runs of equal tokens: where each starts in the one text, where in the other, and its length.
_Runs: TypeAlias = list[tuple[int, int, int]]


class Printed(Protocol):
    """A text with its fingerprints."""

    @property
    def tokens(self) -> array[int]:
        """Its tokens, an ``array("H")``."""

    @property
    def prints(self) -> Sequence[tuple[int, int]]:
        """Its fingerprints, as :func:`winnow` gives them."""


class Match(NamedTuple):
    """A passage that two texts share.

    Attributes:
        start: Its first token in the one text.
        end: The token behind its last.
        other_start: Its first token in the other text.
        other_end: The token behind its last there.
        words: How many words agree, counted as :mod:`medlint.words` does.
            Words that an edit changed and stock phrases do not count.
    """

    start: int
    end: int
    other_start: int
    other_end: int
    words: int


def tokens(lines: Sequence[str]) -> tuple[array[int], list[int]]:
    """The tokens of some lines of text, and how many of them stand before each line.

    Returns:
        The tokens, an ``array("H")``, and for each line the index of its first.
    """
    text = _BREAK.join(lines)
    if not text.isascii():
        for written, plain in _TYPOGRAPHY:
            text = text.replace(written, plain)
    text = text.replace("'", "")
    find: Callable[[str], list[str]] = str.split
    if text.isascii():
        text = text.translate(_ASCII)
    else:
        import unicodedata

        text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
        find = _any_words() if _unspaced()(text) else _spaced_words()
    words: list[str] = []
    starts: list[int] = []
    for line in text.split(_BREAK)[: len(lines)]:
        starts.append(len(words))
        words += find(line)
    # An array is made of a list in half the time that it takes to go through an iterator.
    return array("H", list(map(_memory.__getitem__, words))), starts


def little_endian(row: array[int]) -> bytes:
    """The numbers of an array as bytes, the same on every machine."""
    if sys.byteorder == "big":
        row = row[:]
        row.byteswap()
    return row.tobytes()


def from_little_endian(form: str, data: bytes) -> array[int]:
    """The array of a type code (``array.array``) that :func:`little_endian` made the bytes of."""
    row = array(form, data)
    if sys.byteorder == "big":
        row.byteswap()
    return row


def count_words(row: Sequence[int]) -> int:
    """How many words some tokens are, by the measures of :mod:`medlint.words`."""
    counts = [0, 0, 0, 0]
    for token in row:
        counts[token & _KIND] += 1
    return _words_of(counts)


def winnow(row: array[int]) -> list[tuple[int, int]]:
    """The fingerprints of a text: 32-bit hash and first token of each, in order.

    Args:
        row: The text's tokens, an ``array("H")``. One with fewer tokens than
            the shortest shingle has no fingerprints.
    """
    hashes = _hashes(row)
    if not hashes:
        return []
    kept = []
    # "Robust" winnowing of the same paper: of equal least hashes the one already kept
    # stays, so that a text that repeats itself has few fingerprints.
    end = min(WINDOW, len(hashes))
    at = _last_least(hashes, 0, end)
    least = hashes[at]
    leaves = at + WINDOW  # the last shingle of the first window without it
    kept.append((least, at))
    for new, value in enumerate(hashes[end:], end):
        if value < least:
            at, least = new, value
        elif new == leaves:
            at = _last_least(hashes, new - WINDOW + 1, new + 1)
            least = hashes[at]
        else:
            continue
        leaves = at + WINDOW
        kept.append((least, at))
    return kept


def hashes_at(row: array[int], places: Iterable[int]) -> Iterator[int]:
    """The hashes of the shingles that begin at some tokens, as :func:`winnow` gives them."""
    data = little_endian(row)
    for at in places:
        yield crc32(data[2 * at : 2 * (at + _SHINGLE[row[at] & _KIND])])


def stock(text: Printed, common: Callable[[int], bool]) -> bytearray:
    """Which tokens are stock phrases: 1 for each that is, else 0.

    Those of fingerprints that are common, and what stands between two such
    with no other between them.

    Args:
        text: The text.
        common: Whether so many posts have a fingerprint that it tells nothing.
    """
    row = text.tokens
    flags = bytearray(len(row))
    filled = 0  # up to here all between this and the one before is stock, if that was
    follows = False
    for number, at in text.prints:
        if not common(number):
            follows = False
            continue
        start = filled if follows else at
        filled = min(at + _SHINGLE[row[at] & _KIND], len(row))
        flags[start:filled] = b"\1" * (filled - start)
        follows = True
    return flags


def shared(text: Printed, other: Printed, flags: bytearray, minimum: int) -> list[Match]:
    """The passages that two texts share, in the order of the first.

    A passage goes on across edits: a few words changed, put in or taken out,
    if at least as many agree behind them.

    Args:
        text: The one text.
        other: The other.
        flags: Which tokens of ``text`` are stock; see :func:`stock`.
        minimum: How many words must agree.
    """
    places: dict[int, list[int]] = {}
    for number, at in other.prints:
        known = places.setdefault(number, [])
        if len(known) < _PLACES:
            known.append(at)
    pair = _Pair(text.tokens, other.tokens)
    done = 0
    chains: list[_Runs] = []
    for number, at in text.prints:
        if at < done or flags[at]:
            continue
        best: _Runs = []
        for place in places.get(number, ()):
            runs = pair.runs(at, place, done)
            if _total(runs) > _total(best):
                best = runs
        if best:
            done = best[-1][0] + best[-1][2]
            chains.append(best)
    matches = (
        _match(text.tokens, part)
        for chain in _joined(chains)
        for part in _without_stock(chain, flags)
    )
    return [match for match in matches if match.words >= minimum]


def _joined(chains: list[_Runs]) -> Iterator[_Runs]:
    """Chains of runs, those that only a longer edit parts as one.

    Of what is joined so, two thirds must agree in both texts.
    """
    if not chains:
        return
    before = chains[0]
    for chain in chains[1:]:
        both = before + chain
        agreeing = _total(both)
        (start, other_start, _), (last, other_last, length) = both[0], both[-1]
        if (
            before[-1][1] + before[-1][2] <= chain[0][1]
            and 3 * agreeing >= 2 * (last + length - start)
            and 3 * agreeing >= 2 * (other_last + length - other_start)
        ):
            before = both
        else:
            yield before
            before = chain
    yield before


class _Pair:
    """Two texts, to walk along both from a place that they share, in both directions."""

    def __init__(self, row: array[int], other: array[int]) -> None:
        self._row = row
        self._other = other
        self._back: tuple[array[int], array[int]] | None = None

    def runs(self, at: int, place: int, first: int) -> _Runs:
        """Runs of equal tokens around a shared place: start in the one, in the other, length.

        Args:
            at: The place in the one text.
            place: The place in the other.
            first: The first token of the one that may be used.
        """
        forward = _walk(self._row, self._other, at, place)
        if at <= first or place == 0:
            return forward
        if self._back is None:
            self._back = self._row[::-1], self._other[::-1]
        row, other = self._back
        size, other_size = len(row), len(other)
        backward = _walk(row, other, size - at, other_size - place, size - first)
        return [
            (size - start - length, other_size - other_start - length, length)
            for start, other_start, length in reversed(backward)
        ] + forward


def _walk(row: array[int], other: array[int], at: int, place: int, end: int | None = None) -> _Runs:
    """The runs of equal tokens from a place on, across edits."""
    end = len(row) if end is None else end
    other_end = len(other)
    runs = []
    while True:
        start = at
        while at < end and place < other_end and row[at] == other[place]:
            at += 1
            place += 1
        if at > start:
            runs.append((start, place - (at - start), at - start))
        for skipped, other_skipped, agreeing in _edits():
            here, there = at + skipped, place + other_skipped
            if (
                here + agreeing <= end
                and row[here : here + agreeing] == other[there : there + agreeing]
            ):
                at, place = here, there
                break
        else:
            while len(runs) > 1 and runs[-1][2] < _AGREE_AT_END:
                runs.pop()
            return runs


@cache
def _edits() -> tuple[tuple[int, int, int], ...]:
    """Edits to try: tokens passed over in each text and how many must agree then, least first."""
    return tuple(
        sorted(
            (
                (skipped, other_skipped, max(_AGREE, skipped + 1, other_skipped + 1))
                for skipped in range(_GAP + 1)
                for other_skipped in range(_GAP + 1)
                if skipped or other_skipped
            ),
            key=lambda edit: (max(edit[:2]), abs(edit[0] - edit[1]), edit[0]),
        )
    )


def _without_stock(chain: _Runs, flags: bytearray) -> Iterator[_Runs]:
    """The runs without stock phrases; a chain ends at a long one."""
    part: _Runs = []
    end = 0
    for start, other_start, length in chain:
        for first, stop in _clear(flags, start, start + length):
            if part and flags.count(1, end, first) > _GAP:
                yield part
                part = []
            part.append((first, other_start + first - start, stop - first))
            end = stop
    if part:
        yield part


def _clear(flags: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between two places that have no flag."""
    while start < end:
        first = flags.find(0, start, end)
        if first < 0:
            return
        stop = flags.find(1, first, end)
        stop = end if stop < 0 else stop
        yield first, stop
        start = stop


def _match(row: array[int], runs: _Runs) -> Match:
    """The passage that some runs make."""
    words = count_words(
        [token for start, _, length in runs for token in row[start : start + length]]
    )
    (start, other_start, _), (last, other_last, length) = runs[0], runs[-1]
    return Match(start, last + length, other_start, other_last + length, words)


def _total(runs: _Runs) -> int:
    return sum(length for _, _, length in runs)


def _hashes(row: array[int]) -> list[int]:
    """The hash of every shingle; the last ones may be short."""
    if len(row) < WORDS:
        return []
    data = little_endian(row)
    # Every twelve bytes from the first token on, from the second on …: so all of it is done
    # without a loop of Python's.
    size = 2 * WORDS
    hashes = [0] * (len(row) - WORDS + 1)
    for first in range(WORDS):
        room = len(data) - 2 * first
        part = data[2 * first : 2 * first + room - room % size]
        hashes[first::WORDS] = starmap(crc32, iter_unpack(f"{size}s", part))
    if data[::2].translate(None, _WORD_BYTES):
        unspaced = 2 * CHARACTERS
        for at, token in enumerate(row[: len(hashes)]):
            if token & _KIND:
                hashes[at] = crc32(data[2 * at : 2 * at + unspaced])
    return hashes


def _last_least(hashes: list[int], start: int, end: int) -> int:
    """Where the least hash of a window stands, the last of several."""
    window = hashes[start:end]
    window.reverse()
    return end - 1 - window.index(min(window))


def _words_of(counts: Sequence[int]) -> int:
    """How many words some numbers of tokens of each kind are; see :mod:`medlint.words`."""
    words, han, kana, south_east = counts
    # A consonant with what belongs to it has 1.6 characters on the average, a word four.
    together = -(-(han + kana) // 2) if kana else -(-3 * han // 5)
    return words + together - (-2 * south_east // 5)


class _Memory(dict[str, int]):
    """The token of each word met so far; most words of a blog come up again and again."""

    def __missing__(self, word: str) -> int:
        if len(self) > 100_000:
            self.clear()
        first = word[0]
        kind = _WORD
        if not first.isascii():
            if _is_in(_HAN_LETTERS)(first):
                kind = _HAN
            elif _is_in(_KANA_LETTERS)(first):
                kind = _KANA
            elif _is_in(_SOUTH_EAST_LETTERS)(first):
                kind = _SOUTH_EAST
        number = crc32(word.encode("utf-8", "surrogatepass"))
        token = self[word] = (number ^ number >> 16) & 0xFFFC | kind
        return token


_memory = _Memory()


@cache
def _is_in(letters: str) -> Callable[[str], object]:
    return re.compile(f"[{letters}]").match


@cache
def _spaced_words() -> Callable[[str], list[str]]:
    return re.compile(rf"[\w{_MARKS}]+").findall


@cache
def _any_words() -> Callable[[str], list[str]]:
    unspaced = f"{_HAN_LETTERS}{_KANA_LETTERS}"
    return re.compile(
        f"[{unspaced}]"
        f"|[{_BEFORE}]?[{_SOUTH_EAST_LETTERS}](?:\u17d2[\u1780-\u17b3]|[{_AFTER}])*"
        rf"|(?:(?![{unspaced}{_SOUTH_EAST_LETTERS}])[\w{_MARKS}])+"
    ).findall


@cache
def _unspaced() -> Callable[[str], object]:
    return re.compile(f"[{_HAN_LETTERS}{_KANA_LETTERS}{_SOUTH_EAST_LETTERS}]").search
