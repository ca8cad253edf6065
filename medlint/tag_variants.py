"""Tags that are written differently and mean the same.

Two tags mean the same if nothing is left to tell them apart once plurals, words
such as "tips" at the end and known synonyms (``data/tag-synonyms.txt``) are
taken away.
"""

from __future__ import annotations

from functools import cache, lru_cache

from medlint.patterns import lazy
from medlint.tag_edits import tag_key
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SEPARATOR = lazy("[\\s_\\-\u2010-\u2015]+")
#: Endings of words in -s that are no plurals.
_SINGULAR = ("ss", "us", "is", "as", "ics", "js")
#: Words in -s that mean something else without it.
_OTHERS = frozenset({"news", "windows", "rails", "less", "ios", "glasses", "goods", "arms"})
_LEAST_PLURAL = 4


@lru_cache(maxsize=50_000)
def meaning(tag: str) -> str:
    """What tags that mean the same have in common; no text to show.

    Args:
        tag: The tag as it is written.
    """
    words = _words(tag)
    whole = "".join(map(_singular, words))
    bare = "".join(map(_singular, _without_filler(words)))
    return _synonyms().get(whole) or _synonyms().get(bare, bare) or tag_key(tag)


def may_mean(tag: str) -> tuple[str, ...]:
    """How the keys (:func:`medlint.tag_edits.tag_key`) of all tags begin that may mean the same."""
    found = meaning(tag)
    return (found[:2], *sorted({key[:2] for key, name in _synonyms().items() if name == found}))


def groups(tags: Mapping[str, tuple[str, int]]) -> list[tuple[tuple[str, int], ...]]:
    """The groups of tags that mean the same, the usual one of each first.

    Args:
        tags: Each tag by its key: how it is written, and in how many posts.

    Returns:
        For each tag of a group how it is written and in how many posts; the
        groups in the order of the alphabet.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    for text, count in tags.values():
        found.setdefault(meaning(text), []).append((text, count))
    return sorted(
        (ranked(group) for group in found.values() if len(group) > 1),
        key=lambda group: group[0][0].casefold(),
    )


def ranked(tags: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Tags that mean the same, with the number of posts of each, the one to keep first.

    The one that most posts have; among equals the usual name, then the shortest.
    """
    return tuple(
        sorted(
            tags,
            key=lambda tag: (-tag[1], tag_key(tag[0]) != meaning(tag[0]), len(tag[0]), tag[0]),
        )
    )


def _words(tag: str) -> list[str]:
    import unicodedata

    folded = unicodedata.normalize("NFKC", tag).casefold().strip().lstrip("#")
    return [word for word in _SEPARATOR.split(folded) if word]


def _without_filler(words: list[str]) -> list[str]:
    """The words without those at the end that add nothing, unless nothing would be left."""
    for size in range(1, len(words)):
        if " ".join(words[size:]) in _fillers():
            return words[:size]
    return words


def _singular(word: str) -> str:
    """An English word without the ending of the plural."""
    if len(word) < _LEAST_PLURAL or word in _OTHERS or word.endswith(_SINGULAR):
        return word
    if word.endswith("ies") and len(word) > _LEAST_PLURAL:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word.removesuffix("s")


@cache
def _synonyms() -> dict[str, str]:
    """The usual name of each tag that has one, both as keys."""
    from medlint.wordlists import load

    found: dict[str, str] = {}
    for line in load("tag-synonyms"):
        names = ["".join(map(_singular, _words(name))) for name in line.split(",")]
        found.update(dict.fromkeys(names, names[0]))
    return found


@cache
def _fillers() -> frozenset[str]:
    from medlint.wordlists import load

    return frozenset(load("tag-fillers"))
