"""Whether a text without spaces is made of certain words alone."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Segments:
    """Words that a text may be made of.

    A regular expression ``(?:a|ab|b)+`` asks the same, and takes exponential
    time on texts that can be cut in many ways; this takes linear time.

    Args:
        words: The words, none of them empty.
    """

    __slots__ = ("_lengths", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words})

    def cover(self, text: str) -> bool:
        """Whether the text is one word after the other, at least one."""
        reached = [False] * (len(text) + 1)
        reached[0] = True
        farthest = 0
        for start in range(len(text)):
            if start > farthest:
                return False
            if not reached[start]:
                continue
            for length in self._lengths:
                end = start + length
                if end <= len(text) and text[start:end] in self._words:
                    reached[end] = True
                    farthest = max(farthest, end)
        return bool(text) and reached[-1]
