"""Characters that nobody sees, and whether a script or emoji needs them where they stand."""

from __future__ import annotations

import re
from functools import cache

from medlint.characters import has_control
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.post import Post

#: Controls but tab and line ends; format characters; separators; fillers; tags; the sign
#: that stands for an object.
_CLASS = (
    "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc"
    "\U000e0001\U000e0020-\U000e007f"
)
INVISIBLE = lazy(f"([{_CLASS}])\\1*")
#: At least so many characters of the text before and after are looked at.
_RIGHT_TO_LEFT = lazy(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
#: Scripts whose letters join, and that steer it by U+200C and U+200D.
_JOINING = lazy(
    "[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u1a00-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff]"
)
#: Scripts without spaces, where U+200B says where a line may break.
_UNSPACED = lazy("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\ua9e0-\uaadf]")
_EMOJI = lazy(
    "[\u00a9\u00ae\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\ufe0f\u20e3\U0001f000-\U0001faff]"
)
_OPENINGS = "\u202a\u202b\u2066\u2067\u2068"
_CLOSINGS = "\u202c\u2069"
_OVERRIDES = "\u202d\u202e"
_MARKS = "\u200e\u200f\u061c"
#: Markdown's marks: between them and Chinese punctuation U+200B makes emphasis work.
_EMPHASIS = "*_~`"


def may_be_in(post: Post) -> bool:
    """Whether a post has any invisible character, needed or not; faster than looking where."""
    return has_control(post.text) or not _set().isdisjoint(post.not_ascii)


@cache
def _set() -> frozenset[str]:
    """The characters of :data:`_CLASS`; to compile the expression takes as long as a post."""
    found: set[str] = set()
    for first, dash, last in _RANGES.findall(_CLASS):
        found.update(map(chr, range(ord(first), ord(last) + 1)) if dash else first)
    return frozenset(found)


_RANGES = lazy("(.)(?:(-)(.))?", re.DOTALL)


def is_needed(text: str, start: int, end: int) -> bool:
    """Whether invisible characters do the work that they are for.

    Args:
        text: The whole text.
        start: Where they stand.
        end: Where they end; all are the same character.
    """
    character = text[start]
    before, after = text[start - 1 : start], text[end : end + 1]
    if character in "\u200c\u200d":
        if _JOINING.match(before):
            return True
        return character == "\u200d" and bool(_EMOJI.match(before) and _EMOJI.match(after))
    if character == "\u200b":
        if any(beside and beside in _EMPHASIS for beside in (before, after)):
            return True
        return bool(_UNSPACED.match(before) or _UNSPACED.match(after))
    if character in _MARKS:
        return _RIGHT_TO_LEFT.search(_line(text, start)) is not None
    if character in _OPENINGS or character in _CLOSINGS:
        line = _line(text, start)
        opened = sum(map(line.count, _OPENINGS))
        balanced = opened == sum(map(line.count, _CLOSINGS))
        return balanced and _RIGHT_TO_LEFT.search(line) is not None
    if "\U000e0020" <= character <= "\U000e007f":
        # The flags of England, Scotland and Wales: a black flag with tags.
        return "\U0001f3f4" in text[max(start - 8, 0) : start]
    if character == "\u180e":
        return "\u1800" <= before <= "\u18af"
    if character in "\u115f\u1160":
        return "\u1100" <= before <= "\u11ff" or "\u1100" <= after <= "\u11ff"
    return False


def replacement(character: str) -> tuple[str, bool]:
    """What to write in the place of an invisible character, and whether that is beyond doubt.

    Separators become a space. What looks like Windows-1252 read as Latin-1
    becomes the character that was meant. All else goes.
    """
    if character in "\u2028\u2029\x0b\x0c\x85":
        return " ", True
    if "\x80" <= character <= "\x9f":
        return character.encode("latin-1").decode("cp1252", "ignore"), False
    # A soft hyphen may be there to part a long word, and may be all that is left of a hyphen.
    return "", character != "\u00ad"


def name_of(character: str) -> str:
    """The character as people look it up: ``U+200B (zero width space)``."""
    import unicodedata

    name = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} ({name})"


#: How far to look for the ends of a line, in characters.
_WINDOW = 2000


def _line(text: str, at: int) -> str:
    """The line around an offset, cut where it is very long."""
    first = max(at - _WINDOW, 0)
    start = max(text.rfind("\n", first, at) + 1, first)
    end = text.find("\n", at, at + _WINDOW)
    return text[start : at + _WINDOW if end < 0 else end]
