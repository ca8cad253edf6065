"""Where a block ends, seen from behind."""

from __future__ import annotations


def without_space(text: str, start: int, end: int) -> int:
    """``end``, or where the white space before it begins; never before ``start``."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def without_blank_lines(text: str, start: int, end: int) -> int:
    """``end``, or where the blank lines before it begin; a quote's marker makes no line full.

    Code without a closing fence has such lines at its end, and parsers do not
    agree whether they belong to it.
    """
    while True:
        end = without_space(text, start, end)
        line = max(text.rfind("\n", start, end), text.rfind("\r", start, end)) + 1
        if not line or text[line:end].strip(" \t>"):
            return end
        end = line
