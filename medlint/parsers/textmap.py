"""From offsets in a piece of content to offsets in the source.

A parser hands on a block's content with its indentation, quote markers and
escapes taken away. A :class:`TextMap` remembers where each stretch of it
came from.
"""

from __future__ import annotations

from bisect import bisect_right

from medlint.text import Span

#: Makes a named tuple at less than half the cost of calling its class.
_new = tuple.__new__


class TextMap:
    """A piecewise map: from each segment's start on, content and source run in step."""

    __slots__ = ("_content", "_lead", "_source")

    def __init__(self, segments: list[tuple[int, int]]) -> None:
        """Take ``(offset in content, offset in source)`` pairs, ascending in both."""
        self._content = [segment[0] for segment in segments] or [0]
        self._source = [segment[1] for segment in segments] or [0]
        self._lead = 0

    def shifted(self, lead: int) -> TextMap:
        """The map for the part of the content that starts at offset ``lead``."""
        part = TextMap.__new__(TextMap)
        part._content = self._content
        part._source = self._source
        part._lead = self._lead + lead
        return part

    def to_source(self, offset: int) -> int:
        """Where the character at ``offset`` of the content stands in the source."""
        offset += self._lead
        if len(self._content) == 1:
            return self._source[0] + offset - self._content[0]
        index = max(bisect_right(self._content, offset) - 1, 0)
        return self._source[index] + offset - self._content[index]

    def span(self, start: int, end: int) -> Span:
        """The source span of a stretch of content.

        The end is taken from the last character, so that a span never runs
        over the gap to the next segment.
        """
        if len(self._content) == 1:
            shift = self._source[0] - self._content[0] + self._lead
            return _new(Span, (start + shift, max(end, start) + shift))
        first = self.to_source(start)
        return _new(Span, (first, first if end <= start else self.to_source(end - 1) + 1))
