"""Alternative texts that say nothing of what a picture shows.

The words are data, one file a language under ``medlint/data/lazy-alts``; the
head of each file says what its sections mean.
"""

from __future__ import annotations

import re
from functools import cache

from medlint.anchors import fold
from medlint.images import EXTENSIONS, file_name, stem
from medlint.patterns import lazy
from medlint.phrases import entries
from medlint.segments import Segments
from medlint.typed import NamedTuple
from medlint.words import is_unspaced

#: Longer texts are never made of the lists' words alone, in characters.
_LONGEST = 120
_FOLDER = "lazy-alts"

_DIGITS = lazy(r"\d+")
_ADDRESS = lazy(r"(?:https?://|www\.|\.{0,2}/)\S+", re.IGNORECASE)
_RANDOM = lazy(r"[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
#: What is in the names that programs give to files, and in few words that people write.
_LIKE_A_FILE = lazy(r"\d|_|\w-\w+-\w|\w-\w")
#: Pictures of people are called after them there: github.com/ada-l.png.
_PEOPLE = ("github.com/", "githubusercontent.com/")


class _Lists(NamedTuple):
    """The words of some languages, folded.

    Attributes:
        nouns: Single words for a kind of picture.
        compounds: Those of several words, longest first.
        fillers: Words that may stand beside them.
        phrases: Lazy as a whole.
        openings: What screen readers say anyway, longest first.
        segments: For scripts without spaces, matches a text of nouns and fillers.
    """

    nouns: frozenset[str]
    compounds: tuple[str, ...]
    fillers: frozenset[str]
    phrases: frozenset[str]
    openings: tuple[str, ...]
    segments: Segments | None


def why_lazy(alt: str, url: str, language: str | None) -> str | None:
    """What an alternative text is instead of a description, or ``None`` where it may be one.

    Args:
        alt: The alternative text.
        url: The image's address.
        language: The post's language, whose words are tried with the English
            ones; all languages' where it is ``None`` or the script is not Latin.
    """
    alt = " ".join(alt.split())
    if not alt:
        return None
    if " " not in alt and _ADDRESS.fullmatch(alt):
        return "is an address"
    if len(alt) > _LONGEST:
        return None
    if _has_file_ending(alt) or _is_file_name(alt, url):
        return "is the name of a file"
    folded = fold(alt)
    if " " not in alt and _RANDOM.fullmatch(alt) and any(map(str.isdigit, alt)):
        return "is the name of a file"
    lists = _lists(language if alt.isascii() else None)
    if folded in lists.phrases:
        return "was filled in by an editor"
    words = _DIGITS.sub(" ", folded).split()
    if not words:
        return _why_numbers(alt, url)
    return "names only a kind of picture" if _names_only(words, lists) else None


def opening(alt: str, language: str | None) -> str | None:
    """The words at the beginning that screen readers say anyway, or ``None``."""
    folded = fold(alt[:_LONGEST])
    for phrase in _lists(language if alt.isascii() else None).openings:
        if folded.startswith(phrase):
            rest = folded[len(phrase) :]
            if rest.strip() and (rest[0] == " " or is_unspaced(phrase)):
                return phrase
    return None


def _has_file_ending(alt: str) -> bool:
    name, _, ending = alt.rpartition(".")
    return bool(name) and ending.lower() in EXTENSIONS


def _is_file_name(alt: str, url: str) -> bool:
    """Whether the text is the name of the image's file, or was made from it."""
    if " " in alt or any(place in url for place in _PEOPLE):
        return False
    name = stem(file_name(url))
    return bool(name) and fold(alt) == fold(name) and _LIKE_A_FILE.search(alt) is not None


def _why_numbers(alt: str, url: str) -> str | None:
    digits = sum(character.isdigit() for character in alt)
    # Of three and four digits a few mean something: 404, 1984.
    if digits in {1, 2} or digits >= 5 or (digits and fold(alt) == fold(stem(file_name(url)))):
        return "is only a number"
    return None


def _names_only(words: list[str], lists: _Lists) -> bool:
    if lists.segments is not None and any(map(is_unspaced, words)):
        joined = "".join(words)
        return lists.segments.cover(joined) and any(noun in joined for noun in lists.nouns)
    rest = f" {' '.join(words)} "
    found = False
    for noun in lists.compounds:
        if f" {noun} " in rest:
            rest = rest.replace(f" {noun} ", " ")
            found = True
    left = rest.split()
    found = found or any(word in lists.nouns for word in left)
    return found and all(word in lists.nouns or word in lists.fillers for word in left)


@cache
def _lists(language: str | None) -> _Lists:
    nouns = entries(_FOLDER, "nouns", language)
    fillers = entries(_FOLDER, "fillers", language)
    unspaced = frozenset(filter(is_unspaced, nouns | fillers))
    return _Lists(
        frozenset(noun for noun in nouns if " " not in noun),
        tuple(sorted((noun for noun in nouns if " " in noun), key=len, reverse=True)),
        fillers,
        entries(_FOLDER, "phrases", language),
        tuple(sorted(entries(_FOLDER, "openings", language), key=len, reverse=True)),
        Segments(unspaced) if unspaced else None,
    )
