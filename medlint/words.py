"""How many words a text has, in any script, and which.

In scripts that put spaces between words (Latin, Cyrillic, Greek, Arabic,
Hebrew, Devanagari, Tamil, Korean …) a word is what stands between two spaces
and has a letter or digit in it: "well-known", "don't" and "3.11" are one
each, a lone dash is none. So word processors count.

Chinese, Japanese and the scripts of mainland South-East Asia put none. To cut
them takes a dictionary, so there the number is an *approximation from the
number of characters*, made to be comparable with a count in English:

===============================  ======================  =======================
Script                           characters for a word   where from
===============================  ======================  =======================
Japanese (Han beside kana)       2                       Yoast asks for 600 characters of
                                                         Japanese where it asks for 300 words
Chinese (Han without kana)       5 for 3 words           the usual ratio of a translation
                                                         to its English original
Thai, Lao, Khmer, Burmese        4                       the mean length of a Thai word
===============================  ======================  =======================

Latin words and numbers inside such a text count as words of their own.
Everything here takes time linear in the length of the text.
"""

from __future__ import annotations

from itertools import filterfalse

from medlint.characters import not_ascii
from medlint.document import Code, Image, Template, Text
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from medlint.document import Block, Document, Line, Part

#: Hiragana, katakana and their extensions; the prolonged sound mark is among them.
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
#: Han, with the iteration mark and the zero that stands in numbers.
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: Thai, Lao, Burmese and Khmer, their vowel signs included and their digits not.
_SOUTH_EAST = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf"
    "\u1000-\u103f\u1050-\u108f\u1780-\u17d3\u17d7\u17dc"
)
_KANA_CHARACTER = lazy(f"[{_KANA}]")
_HAN_CHARACTER = lazy(f"[{_HAN}]")
_SOUTH_EAST_CHARACTER = lazy(f"[{_SOUTH_EAST}]")
_UNSPACED = lazy(f"[{_KANA}{_HAN}{_SOUTH_EAST}]+")
#: Part of a word in other scripts are letters, digits and marks; of marks `re` knows nothing.
_NOT_LETTER = lazy(r"[^\w\s]|_")
#: What of ASCII is neither letter, digit nor white space.
_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum() and not chr(sign).isspace())
#: Four separators are white space to `str` and not to `bytes`.
_TO_SPACE = bytes.maketrans(b"\x1c\x1d\x1e\x1f", b"    ")
_APOSTROPHES = "'’ʼ"


def count(text: str, language: str | None = None) -> int:
    """The number of words in a text; see the head of this module.

    Args:
        text: Plain text, without notation.
        language: Its language as an ISO 639-1 code. It matters for Han
            characters alone, where a text too short to have kana may still be
            Japanese; ``None`` decides by the text.
    """
    text = text.replace("—", " ").replace("…", " ")
    others = not_ascii(text)
    together = "".join(_UNSPACED.findall(others)) if any(map(_may_be_unspaced, set(others))) else ""
    if not together:
        return _spaced(text)
    kana = len(_KANA_CHARACTER.findall(together))
    han = len(_HAN_CHARACTER.findall(together))
    south_east = len(_SOUTH_EAST_CHARACTER.findall(together))
    unspaced = 0
    if language == "ja" or (language != "zh" and kana):
        unspaced += _rounded_up(kana + han, 2)
    else:
        unspaced += _rounded_up(3 * han, 5) + _rounded_up(kana, 2)
    unspaced += _rounded_up(south_east, 4)
    return unspaced + _spaced(_UNSPACED.sub(" ", text))


def split(text: str) -> tuple[str, ...]:
    """The words of a text, to compare them one by one.

    Finer than what :func:`count` counts: "well-known" is two. An apostrophe
    inside a word stays in it ("don't"). Runs of a script without spaces come
    out whole, as they cannot be cut without a dictionary; see
    :func:`is_unspaced`.
    """
    if text.isascii():
        cleaned = _NOT_LETTER.sub(_keep_apostrophe, text)
    else:
        cleaned = _NOT_LETTER.sub(_keep_mark, text)
        cleaned = _UNSPACED.sub(r" \g<0> ", cleaned)
    words = (word.strip(_APOSTROPHES) for word in cleaned.split())
    return tuple(word for word in words if word)


def is_unspaced(text: str) -> bool:
    """Whether a text has characters of a script without spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def prose(document: Document) -> str:
    """What there is to read in a document: one line a paragraph, heading or table cell.

    Anchor texts and code spans are read; code blocks, comments, template
    tags and alternative texts are not.
    """
    return "\n".join(
        read(block) for block in document.all_blocks if block.lines and block.kind != "code"
    )


def read(block: Block) -> str:
    """What there is to read in one paragraph, heading or cell, on one line."""
    return " ".join([_read_line(line) for line in block.lines])


def _read_line(line: Line) -> str:
    parts = line.parts
    if len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0].text
    return "".join([part.text if isinstance(part, Text) else _read(part) for part in parts])


def _read(part: Part) -> str:
    if isinstance(part, (Text, Code)):
        return part.text
    if isinstance(part, (Image, Template)):
        return " "
    return "".join(map(_read, part.parts)) if part.images else part.text


def _may_be_unspaced(character: str) -> bool:
    """Whether a character is not of Europe, India or the Near East, and no sign or emoji."""
    if character < "\u2e80":
        return "\u0e01" <= character < "\u2000"
    return character < "\U0001f000" or character >= "\U00020000"


def _spaced(text: str) -> int:
    """The number of words between white space that have a letter or digit."""
    if text.isascii():
        return len(text.encode().translate(_TO_SPACE, _SIGNS).split())
    words = text.split()
    doubtful = filterfalse(str.isalnum, words)
    return len(words) - sum(1 for word in doubtful if not any(map(str.isalnum, word)))


def _rounded_up(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)


def _keep_apostrophe(match: re.Match[str]) -> str:
    return "'" if match.group() == "'" else " "


def _keep_mark(match: re.Match[str]) -> str:
    character = match.group()
    if character in _APOSTROPHES:
        return "'"
    if character.isascii():
        return " "
    import unicodedata

    return character if unicodedata.category(character).startswith("M") else " "
