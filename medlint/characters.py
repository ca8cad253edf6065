"""Which characters a text has, at the speed of bytes.

A regular expression looks at each character of a text, which for a class of
many ranges takes longer than parsing Markdown. Most texts are ASCII but for a
few quotes and dashes, and those few are quickly taken out.
"""

from __future__ import annotations

_ASCII = bytes(range(128))
#: The control characters of ASCII that no text needs: all but tab and line ends.
_CONTROLS = bytes([*range(1, 9), 11, 12, *range(14, 32), 127])
_NO_SIGNS = bytes(byte for byte in range(256) if byte > 127 or chr(byte).isalnum()) + b" \t"


def not_ascii(text: str) -> str:
    """The characters of a text that are not ASCII, in order."""
    if text.isascii():
        return ""
    left = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return left.decode("utf-8", "surrogatepass")


def has_control(text: str) -> bool:
    """Whether a text has a control character of ASCII other than NUL, tab and line ends."""
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded.translate(None, _CONTROLS)) != len(encoded)


def composed(text: str) -> str:
    """The text with each accent in one character with its letter (NFC).

    Of a name that people write in one way macOS may make another: an é of its
    own, or an e and an accent. Both mean the same file to whoever reads them.
    """
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def signs(text: bytes) -> bytes:
    """The signs of a text and its line ends, in order: what of ASCII is no letter, digit or space.

    About a tenth of a text, and what is not in it is not in the text: where
    these have no ``[[``, there is no wiki link.

    Args:
        text: A text in UTF-8.
    """
    return text.translate(None, _NO_SIGNS)
