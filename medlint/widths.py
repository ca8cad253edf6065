"""How long and how wide a text is to a reader: characters, cells and pixels.

A *character* is what a reader counts as one: a letter with its accents, an
emoji made of several code points. A *cell* is half the width of a Chinese,
Japanese or Korean character; a Latin letter takes one and those take two.
*Pixels* are an estimate of the width in Arial, the font of Google's result
titles, from the advance widths of Liberation Sans, which has Arial's metrics.
Kerning is left out, so a real title may be a few pixels narrower.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Advance widths in thousandths of the font size, rounded to 5, and the
#: characters that have them. Letters with accents are as wide as without.
_ADVANCES = r"""
190 '′
220 ijlł‘’‚ιіј
260 |
280 !,./:;I[\]ftìíîïıĩīĭїľ·ΙІ
335 ()-‐‑`r{}¡‹›“”„²³¹
355 "•″º
390 *°τг
410 ґ
445 ζεкξзт
480 ^ςҐ
500 JcksvxyzЈсухκγλνχэєчьѕ
545 ¶Гпяυв÷±Γнџ
555 #$0123456789?L_abdeghnopquŁđħŋðþĿ«»–†‡€£¥§¢¤δηθοаеорђћѳи
580 ρµβμбцα+<=>~×¬Кдл
610 FTZøŦß¿ΖΤТЗσΣъ
650 УΞφБЛЬ
665 &ABEKPSVXYÞΑΒΕΚΡΥΧАВЕРХЧΔΛжД
690 πм
720 CDHNRUwĐĦÐΗΝΠЄЏИНПСЭЯыψŊ
750 ®©ЦΩюФ
780 GOQØΘΟωОЪ
805 Φшњфщ
835 Mm¼½¾ΜΨМ
870 ЋЂЫ%æ
930 ШЖЩWœљ
1000 ÆŒ—…™‰@ЊЮЉ
"""
_AVERAGE_ADVANCE = 555
_FULL_ADVANCE = 1000
_SPACE_ADVANCE = 280

_JOINER = "\u200d"

#: Characters that always stand for themselves, of one cell each and of two cells each: letters of
#: Europe and punctuation; kana, the usual Han characters, Hangul and their punctuation.
_NARROW_RANGES = "\x00-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e"
_WIDE_RANGES = "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
_SIMPLE = lazy(f"[{_NARROW_RANGES}{_WIDE_RANGES}]*")
_SIMPLE_WIDE = lazy(f"[{_WIDE_RANGES}]")


def length(text: str) -> int:
    """The number of characters a reader would count, spaces included."""
    if text.isascii() or _is_simple(text):
        return len(text)
    return sum(1 for _ in clusters(text))


def cells(text: str) -> int:
    """The width of a text in cells: wide characters take two, all others one."""
    if text.isascii():
        return len(text)
    if _is_simple(text):
        return len(text) + len(_SIMPLE_WIDE.findall(text))
    return sum(_cells_of(cluster) for cluster in clusters(text))


def pixels(text: str, size: int) -> int:
    """The estimated width in pixels of a text set in Arial.

    Args:
        text: What is set, on one line.
        size: The font size in pixels.
    """
    known = _advances()
    if known.keys() >= set(text):
        total = sum(map(known.__getitem__, text))
    else:
        total = sum(_advance_of(cluster) for cluster in clusters(text))
    return round(total * size / 1000)


def is_wider(text: str, limit: int) -> bool:
    """Whether a text takes more than ``limit`` cells; looks no further than that."""
    if text.isascii():
        return len(text) > limit
    used = 0
    return any((used := used + _cells_of(cluster)) > limit for cluster in clusters(text))


def fit_characters(text: str, limit: int) -> str:
    """The beginning of a text that has at most ``limit`` characters."""
    return _fit(text, limit, lambda _: 1)


def fit_cells(text: str, limit: int) -> str:
    """The beginning of a text that takes at most ``limit`` cells."""
    return _fit(text, limit, _cells_of)


def fit_pixels(text: str, limit: int, size: int) -> str:
    """The beginning of a text that is at most ``limit`` pixels wide at a font size."""
    return _fit(text, limit * 1000 // size, _advance_of)


def clusters(text: str) -> Iterator[str]:
    """The text split into what a reader counts as single characters.

    Combining marks, variation selectors, skin tones and invisible format
    characters go with the character before them, and so does whatever a
    zero-width joiner ties on; two regional indicators are one flag.
    """
    start = 0
    flag = False
    for index in range(1, len(text)):
        character = text[index]
        if character < "\u0300":
            joined = False
        elif _is_regional(character):
            joined = not flag and _is_regional(text[index - 1])
            flag = joined
        else:
            joined = text[index - 1] == _JOINER or _extends(character)
        if not joined:
            flag = flag and _is_regional(character)
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _fit(text: str, limit: int, measure: Callable[[str], int]) -> str:
    if text.isascii() and len(text) <= limit and measure is not _advance_of:
        return text
    used = 0
    end = 0
    for cluster in clusters(text):
        used += measure(cluster)
        if used > limit:
            return text[:end]
        end += len(cluster)
    return text


def _is_simple(text: str) -> bool:
    return _SIMPLE.fullmatch(text) is not None


def _extends(character: str) -> bool:
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    return unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf"}


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_wide(cluster: str) -> bool:
    return unicodedata.east_asian_width(cluster[0]) in {"W", "F"} or "\ufe0f" in cluster


def _cells_of(cluster: str) -> int:
    return 2 if _is_wide(cluster) or _is_regional(cluster[0]) else 1


def _advance_of(cluster: str) -> int:
    known = _advances().get(cluster[0])
    if known is not None:
        return known
    base = unicodedata.normalize("NFD", cluster[0])[0]
    if base in _advances():
        return _advances()[base]
    if base.isspace():
        return _SPACE_ADVANCE
    if _cells_of(cluster) == 2:
        return _FULL_ADVANCE
    return 0 if _extends(base) else _AVERAGE_ADVANCE


@lru_cache(maxsize=1)
def _advances() -> dict[str, int]:
    advances: dict[str, int] = {}
    for row in _ADVANCES.strip().splitlines():
        width, _, characters = row.partition(" ")
        for character in characters:
            advances[character] = int(width)
    advances[" "] = _SPACE_ADVANCE
    return advances
