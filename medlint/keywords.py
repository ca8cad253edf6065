"""The keyword a post is written for, and where its words come up.

A keyword is one word or a short phrase. In scripts with spaces it comes up
where all its content words do, in any order and any inflected form, as in
Yoast's analysis; function words ("the", "for") are passed over. In Chinese,
Japanese, Korean, Thai, Hebrew and others, which join words or put particles to
them, it comes up where its characters do. A keyword in quotation marks is
looked for as it is written, word by word.
"""

from __future__ import annotations

import unicodedata

from medlint.patterns import lazy
from medlint.phrases import entries
from medlint.prose import one_line
from medlint.stems import beginning, may_match, stem
from medlint.typed import TYPE_CHECKING
from medlint.words import is_unspaced, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.post import Post
    from medlint.text import Span

_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "'": "'"}
_SENTENCE_END = lazy(r"(?<![.!?…])[.!?…]+(?=\s)|[。！？।؟\n]")
_SPACE = lazy(r"\s+")
#: Shorter keywords are found by chance inside other words, in characters.
_LEAST_TOGETHER = 6
#: In Arabic script the article and prepositions are one word with the noun.
_ARABIC = lazy("[\u0620-\u06ff]")
_LEAST_ARABIC = 3
#: Scripts of languages that join particles to words, and have no stemmer:
#: Hangul, Hebrew, Bengali, Telugu, Kannada, Malayalam.
_JOINING = lazy(
    "[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3\u05d0-\u05ea"
    "\u0980-\u09ff\u0c00-\u0c7f\u0c80-\u0cff\u0d00-\u0d7f]"
)


class Keyword:
    """A post's keyword.

    Attributes:
        text: As written, quotation marks removed.
        span: Its place in the front matter.
        words: Its words that carry a topic, as written; all its words where
            none does, and the whole text in scripts without spaces.
        topical: Whether any of its words carries a topic.
    """

    __slots__ = (
        "_beginnings",
        "_exact",
        "_language",
        "_stems",
        "span",
        "text",
        "topical",
        "words",
    )

    def __init__(self, text: str, span: Span, language: str | None) -> None:
        self._exact = len(text) > 2 and _QUOTES.get(text[0]) == text[-1]
        self.text = one_line(text[1:-1] if self._exact else text)
        self.span = span
        self._language = language
        words = split(self.text)
        passed_over = entries("function-words", "", language or "en")
        self.topical = tuple(word for word in words if word.casefold() not in passed_over)
        if is_unspaced(self.text) or _JOINING.search(self.text):
            self.words: tuple[str, ...] = (self.text,)
            self._stems: tuple[str, ...] = ()
            self._beginnings: tuple[str, ...] = ()
            return
        self.words = words if self._exact else self.topical or words
        self._stems = tuple(map(self._form, self.words))
        self._beginnings = tuple(map(beginning, self._stems))

    @property
    def key(self) -> str:
        """What keywords are looked up by: alike for those that would match each other."""
        if not self._stems:
            return _joined(self.text)
        return " ".join(self._stems if self._exact else sorted(set(self._stems)))

    def count(self, text: str) -> int:
        """How often the keyword comes up, once a sentence at least for each full set of words."""
        if not self._stems:
            return _joined(text).count(_joined(self.text))
        return sum(self._count_in(sentence) for sentence in _SENTENCE_END.split(text) if sentence)

    def is_in(self, text: str) -> bool:
        """Whether all words of the keyword stand in a text, not necessarily in one sentence.

        Written as one word or with hyphens they count, too: "front end" is in
        "frontend", and "azurefunctions" in "Azure Functions".
        """
        if not self._stems:
            return _joined(self.text) in _joined(text)
        if self._exact:
            return self._count_in(text) > 0
        missing = self._missing_in(text)
        if not missing:
            return True
        together = "".join(split(text)).casefold()
        if all(_is_found_in(word.casefold(), together) for word in missing):
            return True
        return _is_found_in("".join(split(self.text)).casefold(), together)

    def _missing_in(self, text: str) -> list[str]:
        forms = set(self._forms(text))
        return [
            word for word, form in zip(self.words, self._stems, strict=False) if form not in forms
        ]

    def lack(self, text: str) -> str:
        """Which of several words a text lacks, to put behind the keyword in a message, or ""."""
        missing = self._missing_in(text)
        if not missing or len(missing) == len(self.words):
            return ""
        return f" (“{'”, “'.join(missing)}” is missing)"

    def is_whole(self, text: str) -> bool:
        """Whether a text is the keyword and nothing else that carries a topic."""
        if not self._stems:
            return _joined(text) == _joined(self.text)
        if self._exact:
            return [word.casefold() for word in split(text)] == list(self._stems)
        passed_over = entries("function-words", "", self._language or "en")
        words = [word for word in split(text) if word.casefold() not in passed_over]
        return {self._form(word) for word in words or split(text)} == set(self._stems)

    def _count_in(self, sentence: str) -> int:
        forms = list(self._forms(sentence))
        if self._exact:
            size = len(self._stems)
            return sum(
                tuple(forms[at : at + size]) == self._stems for at in range(len(forms) - size + 1)
            )
        if not forms:
            return 0
        return min(forms.count(form) // self._stems.count(form) for form in set(self._stems))

    def _forms(self, text: str) -> Iterator[str]:
        """The words of a text in the form to compare them, words that cannot match left out."""
        for word in split(text):
            if self._exact:
                yield word.casefold()
            elif may_match(word, self._beginnings, self._language):
                yield self._form(word)

    def _form(self, word: str) -> str:
        return word.casefold() if self._exact else stem(word, self._language)


def keyword_of(post: Post) -> Keyword | None:
    """The keyword that the front matter names, or ``None``.

    Of several, in a list or with commas between them, the first: SEO plugins
    treat that one as the main one.
    """
    entry = post.field("keyword")
    if entry is None:
        return None
    value = entry.value
    if value.kind == "list":
        value = next((item for item in value.items if item.text.strip()), value)
    if value.kind in {"list", "mapping", "boolean", "null"}:
        return None
    text = value.text.partition(",")[0].strip()
    if not text or "{{" in text or "{%" in text or not any(map(str.isalnum, text)):
        return None
    return Keyword(text, value.span, post.language)


def _is_found_in(word: str, together: str) -> bool:
    """Whether a word stands in a text without spaces, and is too long to do so by chance."""
    least = _LEAST_ARABIC if _ARABIC.match(word) else _LEAST_TOGETHER
    return len(word) >= least and word in together


def _joined(text: str) -> str:
    """The form in which scripts without spaces are compared: folded, without white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).casefold())
