"""Phrases of several languages, kept as data, looked for in a reader's text.

A folder of lists (see :mod:`medlint.wordlists`) has one file a language. A
phrase is compared folded: case, punctuation and emoji make no difference. In
scripts with spaces it must stand as whole words, in others anywhere.
"""

from __future__ import annotations

from functools import cache

from medlint.anchors import fold
from medlint.typed import NamedTuple


class _Phrases(NamedTuple):
    """The phrases of some languages, folded, and how to find them.

    Attributes:
        all: Every phrase, and how its list has it.
        by_first_word: Those of scripts with spaces, as words, by their first.
        unspaced: The others.
    """

    all: dict[str, str]
    by_first_word: dict[str, tuple[tuple[str, ...], ...]]
    unspaced: tuple[str, ...]


def find(text: str, folder: str, language: str | None) -> str | None:
    """The first phrase of a folder that a text holds, as its list has it.

    Args:
        text: A line or paragraph of plain text.
        folder: The folder below ``medlint/data``.
        language: The language whose list, with English, is looked through;
            all lists where it is ``None`` or has none.
    """
    lists = _phrases(folder, _languages(folder, language))
    folded = fold(text)
    words = folded.split()
    for at, word in enumerate(words):
        for phrase in lists.by_first_word.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return lists.all[" ".join(phrase)]
    if folded.isascii():
        return None
    return next((lists.all[phrase] for phrase in lists.unspaced if phrase in folded), None)


def whole(text: str, folder: str, language: str | None) -> bool:
    """Whether a text is one of a folder's phrases and nothing else."""
    return fold(text) in _entries(folder, _languages(folder, language))


def first_words(folder: str, language: str | None) -> frozenset[str]:
    """The words, folded, with which a folder's phrases begin."""
    return _first_words(folder, _languages(folder, language))


def entries(folder: str, section: str, language: str | None) -> frozenset[str]:
    """The folded entries of one section of a folder's lists."""
    return frozenset().union(
        *(_sections(f"{folder}/{code}").get(section, ()) for code in _languages(folder, language))
    )


@cache
def _languages(folder: str, language: str | None) -> tuple[str, ...]:
    from medlint.wordlists import languages

    known = languages(folder)
    if language is None or language not in known:
        return known
    return tuple(sorted({language, "en"} & set(known)))


@cache
def _sections(name: str) -> dict[str, tuple[str, ...]]:
    from medlint.wordlists import load

    sections: dict[str, list[str]] = {}
    section = ""
    for entry in load(name):
        if entry.startswith("["):
            section = entry.strip("[]")
        else:
            sections.setdefault(section, []).append(fold(entry))
    return {title: tuple(found) for title, found in sections.items()}


@cache
def _entries(folder: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Every phrase of some languages, folded, and how its list has it."""
    from medlint.wordlists import load

    return {
        fold(entry): entry
        for language in languages
        for entry in load(f"{folder}/{language}")
        if not entry.startswith("[")
    }


@cache
def _first_words(folder: str, languages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in _entries(folder, languages))


@cache
def _phrases(folder: str, languages: tuple[str, ...]) -> _Phrases:
    from medlint.words import is_unspaced

    every = _entries(folder, languages)
    by_first_word: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(every):
        if not is_unspaced(phrase):
            words = tuple(phrase.split())
            by_first_word.setdefault(words[0], []).append(words)
    return _Phrases(
        every,
        {word: tuple(phrases) for word, phrases in by_first_word.items()},
        tuple(phrase for phrase in sorted(every) if is_unspaced(phrase)),
    )
