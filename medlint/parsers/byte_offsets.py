"""From a body to what a parser in another language reads, and its offsets back to ours.

pyromark wants line feeds and counts UTF-8 bytes; medlint counts characters of
the source, whose lines may end in CR LF.
"""

from __future__ import annotations

from itertools import accumulate

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A character that is put in before others and is not in the source: the last of
#: Unicode's planes for private use, the only ones whose UTF-8 begins with 0xF4.
INSERTED = "\U0010fffd"
_CRLF = "\0"

#: How many characters of the source a byte begins.
_WIDTHS = bytes(
    2 if byte == 0 else 0 if 0x80 <= byte < 0xC0 or byte == 0xF4 else 1 for byte in range(256)
)


def is_convertible(content: str) -> bool:
    """Whether :func:`convert` can tell its stand-ins from what the author wrote."""
    return _CRLF not in content and INSERTED not in content


def convert(content: str, start: int) -> tuple[str, Sequence[int]]:
    """The content with line feeds for line ends, and the source offset of each of its bytes.

    Args:
        content: Part of a source, in which :data:`INSERTED` takes up no place.
        start: Where it starts in the source, in characters.

    Returns:
        The content to parse, and for each of its UTF-8 bytes, and for its end,
        the offset of the character which begins there.

    Raises:
        UnicodeEncodeError: It has half a surrogate pair.
    """
    if "\r" in content:
        content = content.replace("\r\n", _CRLF).replace("\r", "\n")
        widths = content.encode().translate(_WIDTHS)
        return content.replace(_CRLF, "\n"), list(accumulate(widths, initial=start))
    if content.isascii():
        return content, range(start, start + len(content) + 1)
    return content, list(accumulate(content.encode().translate(_WIDTHS), initial=start))
