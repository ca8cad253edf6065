"""Posts of invented text in several languages, and passages copied from one to the other.

The text is made up: words of random letters, a few of them common and most of
them rare, as in any language, so that two posts share no passage by chance.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import NamedTuple

from medlint import words

#: How each language is written: its letters, whether it has spaces, some of its commonest words.
_ALPHABETS = {
    "en": ("etaoinshrdlucmfwypvbgk", "the of and to in a is that for it was on are with as"),
    "de": ("enisratdhulcgmobwfkzüpäö", "der die und in den von zu das mit sich des auf"),
    "ru": ("оеаинтсрвлкмдпуяыьгзбчй", "и в не на я быть он с что а по это она этот"),
    "ar": ("اليمنوتربةعدسفهكقأحجشطصخ", "في من على أن إلى عن مع هذا التي كان"),
    "hi": ("कखगचजटडतदनपबमयरलवशसह", "के में है की और से का को पर यह"),
    "ko": ("가나다라마바사아자차카타파하고노도로모보소오조은는이에", "그리고 하지만 또한 수 있다"),
}
_HAN = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之"
_KANA = "のにはをたがでてとしれさあいうえおかきくけこすせそなねまみもやよらりる"
_THAI = ("กขคงจชซดตถทนบปผพฟมยรลวสหอ", ("า", "ะ", "ี", "ู", "ั", "่า", "้อ", "ิ"), "เแโ")
LANGUAGES = (*_ALPHABETS, "zh", "ja", "th")
_UNSPACED = frozenset({"zh", "ja", "th"})
_VOCABULARY = 2500


class Copy(NamedTuple):
    """Two posts, the second of which has a passage of the first.

    Attributes:
        original: The post that the passage is from.
        copy: The post that it was copied to, with edits.
        original_lines: The first and last line of the passage in the one, from 1.
        copy_lines: Those in the other.
        words: How many words the passage had before the edits.
    """

    original: str
    copy: str
    original_lines: tuple[int, int]
    copy_lines: tuple[int, int]
    words: int


class Writer:
    """Writes prose in one language, always the same from one seed."""

    def __init__(self, language: str, seed: int) -> None:
        self.random = random.Random(f"{language} {seed}")
        self.language = language
        vocabulary = random.Random(language)
        self._words = [_word(language, vocabulary) for _ in range(_VOCABULARY)]
        if language in _ALPHABETS:
            common = _ALPHABETS[language][1].split()
            self._words[: len(common)] = common
        # The commonest word comes up twice as often as the second, and so on (Zipf).
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))
        self.space = "" if language in _UNSPACED else " "

    def words(self, number: int) -> list[str]:
        """So many words as :mod:`medlint.words` counts, in sentences."""
        found: list[str] = []
        length = 0
        until_stop = self.random.randrange(6, 20)
        while length < number:
            missing = number - length if self.language not in _UNSPACED else 12
            found.extend(self.random.choices(self._words, cum_weights=self._weights, k=missing))
            length = words.count(self.space.join(found), self.language)
        stop = {"zh": "。", "ja": "。", "th": " "}.get(self.language, ".")
        for at in range(until_stop, len(found) - 1, until_stop):
            found[at] += stop
        return found

    def paragraphs(self, number: int) -> list[list[str]]:
        """Paragraphs of 30 to 90 words."""
        return [self.words(self.random.randrange(30, 90)) for _ in range(number)]

    def set(self, text: list[str], width: int | None = None) -> str:
        """The words as one paragraph of Markdown, in lines of some width or on one line."""
        width = width or self.random.choice([10_000, 60, 80, 100])
        lines = [""]
        for word in text:
            if lines[-1] and len(lines[-1]) + len(word) >= width:
                lines.append("")
            lines[-1] += (self.space if lines[-1] else "") + word
        # Where there are no spaces, a line break would put one in: such posts are not wrapped.
        return "\n".join(lines) if self.space else "".join(lines)

    def edited(self, text: list[str], share: float) -> list[str]:
        """The words with a share of them changed, left out or added, and with other markup."""
        found = []
        for word in text:
            chance = self.random.random()
            if chance < share:
                how = self.random.randrange(3)
                if how != 0:
                    found.append(self.random.choice(self._words))
                if how == 1:
                    found.append(word)
                continue
            found.append(self._marked(word))
        return found

    def _marked(self, word: str) -> str:
        chance = self.random.random()
        if chance < 0.03:
            return f"[{word}](https://example.org/{self.random.randrange(1000)})"
        if chance < 0.05 and self.space:
            return f"**{word}**"
        if chance < 0.07:
            return word + {"zh": "，", "ja": "、"}.get(self.language, ",")
        return word.capitalize() if chance < 0.09 else word


def copied(language: str, seed: int, length: int, share: float = 0.05) -> Copy:
    """Two posts of own text, and in the second a passage of ``length`` words of the first.

    Args:
        language: One of :data:`LANGUAGES`.
        seed: Other numbers give other texts.
        length: The words of the passage.
        share: The share of its words that were changed, from 0 to 1.
    """
    writer = Writer(language, seed)
    passage = writer.words(length)
    counted = words.count(writer.space.join(passage), language)
    original, original_lines = _with(writer, passage)
    copy, copy_lines = _with(writer, writer.edited(passage, share))
    return Copy(original, copy, original_lines, copy_lines, counted)


def _with(writer: Writer, passage: list[str]) -> tuple[str, tuple[int, int]]:
    """A post with a passage in it, and the passage's lines."""
    before = writer.paragraphs(writer.random.randrange(3, 8))
    after = writer.paragraphs(writer.random.randrange(3, 8))
    head = "---\ntitle: A post\n---\n\n" + "\n\n".join(map(writer.set, before))
    if writer.random.random() < 0.5:
        # In two paragraphs, under a heading of its own.
        cut = len(passage) // 2
        text = f"{writer.set(passage[:cut])}\n\n{writer.set(passage[cut:])}"
        head += "\n\n## A heading"
    else:
        text = writer.set(passage)
    first = head.count("\n") + 3
    post = f"{head}\n\n{text}\n\n" + "\n\n".join(map(writer.set, after)) + "\n"
    return post, (first, first + text.count("\n"))


def _word(language: str, random: random.Random) -> str:
    if language == "zh":
        return "".join(random.choices(_HAN, k=random.choice([1, 2, 2, 2, 3])))
    if language == "ja":
        kana = "".join(random.choices(_KANA, k=random.choice([1, 2, 2, 3])))
        return kana if random.random() < 0.5 else "".join(random.choices(_HAN, k=2)) + kana
    if language == "th":
        consonants, vowels, before = _THAI
        return "".join(
            (random.choice(before) if random.random() < 0.2 else "")
            + random.choice(consonants)
            + random.choice(vowels)
            + (random.choice(consonants) if random.random() < 0.5 else "")
            for _ in range(random.choice([1, 2, 2, 3]))
        )
    return "".join(random.choices(_ALPHABETS[language][0], k=random.randrange(2, 10)))
