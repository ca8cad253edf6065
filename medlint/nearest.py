"""The known word that an unknown one was probably meant to be."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest_word(word: str, words: Iterable[str]) -> str | None:
    """The known word most like an unknown one, case ignored, or ``None`` where none is near.

    Args:
        word: What the user wrote.
        words: The known words.
    """
    from difflib import get_close_matches

    folded = {candidate.lower(): candidate for candidate in words}
    matches = get_close_matches(word.lower(), folded, n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None
