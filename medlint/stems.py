"""Inflected forms of one word, through the stemmers of ``snowballstemmer``.

The only module that calls it. It is imported on the first call, which takes
some 17 ms, so only for posts that name a keyword.
"""

from __future__ import annotations

from functools import lru_cache

from medlint.typed import Any

#: ISO 639-1 codes and the package's name of the algorithm; a later version may lack one.
_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
#: Inflected languages without a stemmer: there the first letters of a word are its stem.
_CUT = frozenset({"be", "bg", "hr", "lv", "mk", "sk", "sl", "uk"})
_CUT_LENGTH = 5
#: Languages whose stemmers take something off the beginning of a word, too.
_PREFIXED = frozenset({"ar", "fa", "hi", "id", "pl"})
_LATIN_END = 0x250


def stem(word: str, language: str | None) -> str:
    """What the forms of a word have in common; the folded word where nothing is known.

    Case makes no difference, nor do accents in Latin script, which many
    writers leave out in keywords.

    Args:
        word: One word.
        language: An ISO 639-1 code. ``None`` is taken for English, whose
            endings many languages share or lack. Slavic languages without a
            stemmer keep the first five letters, others the whole word.
    """
    return _stem(word.casefold(), language or "en")


def may_match(word: str, beginnings: tuple[str, ...], language: str | None) -> bool:
    """Whether a word may have one of the stems looked for.

    Cheap, where :func:`stem` is not: it saves most words of a post the stemmer.

    Args:
        word: One word.
        beginnings: What :func:`beginning` gave for the stems looked for.
        language: As for :func:`stem`.
    """
    return language in _PREFIXED or beginning(word).startswith(beginnings)


def beginning(word: str) -> str:
    """The first two letters of a word or stem, folded, without accents, ``y`` as ``i``.

    Stemmers change the ends of words, and in "dying" and "die" the second letter.
    """
    return _without_accents(word[:2].casefold()).replace("y", "i")[:2]


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    stemmed: str = word if stemmer is None else stemmer.stemWord(word)
    if stemmer is None and language in _CUT:
        stemmed = word[:_CUT_LENGTH]
    return _without_accents(stemmed) or word


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any | None:
    import snowballstemmer

    name = _ALGORITHMS.get(language)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def _without_accents(word: str) -> str:
    """A word in Latin script without accents; any other as it is."""
    if word.isascii() or any(ord(character) >= _LATIN_END for character in word):
        return word
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
