"""Bare URLs in running text, as GitHub's Markdown links them.

Only with a scheme: of what a guess without one would link on real posts,
most are file names and product names (``setup.py``, ``asp.net``).
"""

from __future__ import annotations

import re

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL = lazy(
    r"""(?<![A-Za-z0-9+/=@&?%\#._-])        # not inside a longer address
    https?://
    [^\s<>"`\\\[\]{}|^，。；：！？、（）「」『』【】《》〈〉“”‘’…]+""",
    re.VERBOSE | re.IGNORECASE,
)
_TRAILING = "?!.,:;*_~'\""


def find_bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every http(s) URL that stands in text by itself.

    Punctuation that ends a sentence is not part of a URL, nor is a closing
    parenthesis that was opened before it.
    """
    if "://" not in text:
        return
    for match in _URL.finditer(text):
        start, end = match.span()
        opened, closed = text.count("(", start, end), text.count(")", start, end)
        while end > start:
            last = text[end - 1]
            if last in _TRAILING:
                end -= 1
            elif last == ")" and closed > opened:
                closed -= 1
                end -= 1
            else:
                break
        host = text.find("://", start, end) + 3
        if 3 <= host < end and text[host] not in "/?#:.":
            yield start, end
