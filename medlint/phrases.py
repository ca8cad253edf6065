"""Phrases of several languages, kept as data, looked for in a reader's text.

A folder of lists (see :mod:`medlint.wordlists`) has one file a language. A
phrase is compared folded: case, punctuation and emoji make no difference. In
scripts with spaces it must stand as whole words, in others anywhere.
"""

from __future__ import annotations

import re
from functools import cache

from medlint.anchors import fold


def find(text: str, folder: str, language: str | None) -> str | None:
    """The first phrase of a folder that a text holds, as written in the list.

    Args:
        text: A line or paragraph of plain text.
        folder: The folder below ``medlint/data``.
        language: The language whose list, with English, is looked through;
            all lists where it is ``None`` or has none.
    """
    pattern, written = _compiled(folder, _languages(folder, language))
    match = pattern.search(fold(text))
    return None if match is None else written.get(match.group())


def whole(text: str, folder: str, language: str | None) -> bool:
    """Whether a text is one of a folder's phrases and nothing else."""
    return fold(text) in _compiled(folder, _languages(folder, language))[1]


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
def _compiled(folder: str, languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for all phrases in folded text, and how each is written in its list."""
    from medlint.wordlists import load
    from medlint.words import is_unspaced

    written: dict[str, str] = {}
    for language in languages:
        for entry in load(f"{folder}/{language}"):
            if not entry.startswith("["):
                written.setdefault(fold(entry), entry)
    longest_first = sorted(written, key=len, reverse=True)
    pieces = [
        re.escape(phrase) if is_unspaced(phrase) else rf"(?<!\S){re.escape(phrase)}(?!\S)"
        for phrase in longest_first
    ]
    return re.compile("|".join(pieces)), written
