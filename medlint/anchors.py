"""Whether anchor text says anything of where its link leads.

The words are data, one file a language under ``medlint/data/anchors``; what
makes an anchor generic is explained at the head of ``en.txt`` there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from medlint.patterns import lazy

#: Languages written without spaces between words.
_UNSPACED = frozenset({"ja", "zh", "th"})
#: Longer anchors are never made of the words of a list alone, in characters.
_LONGEST = 80

_NOT_WORD = lazy(r"[\W_]+")
_STRONG = ("pointers", "containers", "quantities")
_SECTIONS = (
    *("phrases", "pointers", "weak-pointers", "verbs", "weak-verbs", "containers"),
    *("weak-containers", "quantities", "shop-words", "subjects", "function", "names", "strict"),
    "numbered",
)


class Words(NamedTuple):
    """One language's lists, every entry folded.

    Attributes:
        phrases: Whole anchors that are generic.
        strong: Words that make an anchor generic when nothing but list words is there.
        verbs: Verbs that do so unless somebody is said to do it ("we learn").
        asking: All verbs, the weak ones included.
        weak_pointers: Words that do so together with any verb.
        subjects: Who does something.
        names: Names of pages, in which the words of the lists mean something.
        known: Every word that says nothing by itself.
        strict: Names of a thing in one word.
        shop_words: What is said of a price.
        compounds: Containers of several words, and the one word each counts as.
        numbered: Phrases that stay generic with a number behind them.
        segments: For scripts without spaces, matches a text made of list words only.
    """

    phrases: frozenset[str]
    strong: frozenset[str]
    verbs: frozenset[str]
    asking: frozenset[str]
    weak_pointers: frozenset[str]
    subjects: frozenset[str]
    names: frozenset[str]
    known: frozenset[str]
    strict: frozenset[str]
    shop_words: frozenset[str]
    compounds: tuple[tuple[str, str], ...]
    numbered: frozenset[str]
    segments: re.Pattern[str] | None


def fold(text: str) -> str:
    """The form in which anchor text is compared: letters and digits, one space between words."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _NOT_WORD.sub(" ", folded).strip()


@cache
def words(language: str) -> Words | None:
    """The lists of a language, or ``None`` where there are none."""
    from medlint.wordlists import languages, load

    if language not in languages("anchors"):
        return None
    sections: dict[str, set[str]] = {name: set() for name in _SECTIONS}
    section = ""
    for entry in load(f"anchors/{language}"):
        if entry.startswith("["):
            section = entry.strip("[]")
        else:
            sections[section].add(fold(entry))
    compounds = [(word, word.replace(" ", "")) for word in sections["containers"] if " " in word]
    sections["containers"].update(joined for _, joined in compounds)
    strong = frozenset().union(*(sections[name] for name in _STRONG))
    own = set(_SECTIONS) - {"phrases", "shop-words", "names", "strict", "numbered"}
    single = frozenset().union(*(sections[name] for name in own))
    segments = None
    if language in _UNSPACED and single:
        longest_first = sorted(single, key=len, reverse=True)
        segments = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})+")
    return Words(
        frozenset(sections["phrases"]),
        strong,
        frozenset(sections["verbs"]),
        frozenset(sections["verbs"] | sections["weak-verbs"]),
        frozenset(sections["weak-pointers"]),
        frozenset(sections["subjects"]),
        frozenset(sections["names"]),
        single,
        frozenset(sections["strict"]),
        frozenset(sections["shop-words"]),
        tuple(compounds),
        frozenset(sections["numbered"]),
        segments,
    )


@cache
def shop_names() -> re.Pattern[str]:
    """Matches the name of a shop in folded text."""
    from medlint.wordlists import load

    names = sorted((fold(name) for name in load("shop-names")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def is_generic(
    text: str,
    language: str | None,
    *,
    phrases: frozenset[str] = frozenset(),
    strict: bool = False,
) -> bool:
    """Whether an anchor, taken as a whole, tells nothing of its target.

    Args:
        text: The anchor text.
        language: The post's language, or ``None`` where it is unknown: then
            the script decides, and of the languages in Latin script English
            is tried whole and the others by their phrases of several words.
        phrases: Further generic phrases, folded.
        strict: Whether the name of a thing in one word ("docs") is generic.
    """
    if len(text) > _LONGEST:
        return False
    folded = fold(text)
    if not folded:
        return False
    if folded in phrases:
        return True
    for code, whole in _candidates(folded, language):
        lists = words(code)
        if lists is None:
            continue
        if whole:
            if _is_made_of(folded, lists, strict=strict):
                return True
        elif folded in lists.phrases and " " in folded:
            return True
    return False


def _candidates(folded: str, language: str | None) -> list[tuple[str, bool]]:
    """The languages to try, each with whether all its lists count or only its phrases."""
    if folded.isascii() or _is_latin(folded):
        if language is None:
            return [("en", True), *((code, False) for code in _LATIN)]
        if language == "en":
            return [("en", True)]
        return [(language, True), ("en", folded == "here")] if language else []
    scripted = _script_languages(folded)
    if language in scripted:
        return [(language, True)]
    return [(code, True) for code in scripted]


_LATIN = ("es", "pt", "fr", "de", "it", "nl", "sv", "da", "no", "pl", "tr", "vi", "id")


def _is_latin(folded: str) -> bool:
    return all(ord(character) < 0x250 or 0x1E00 <= ord(character) < 0x1F00 for character in folded)


def _script_languages(folded: str) -> tuple[str, ...]:
    """The languages with lists that are written in the script of a text."""
    for first, last, codes in (
        (0x3040, 0x30FF, ("ja",)),
        (0xAC00, 0xD7AF, ("ko",)),
        (0x4E00, 0x9FFF, ("zh", "ja")),
        (0x0400, 0x04FF, ("ru", "uk")),
        (0x0600, 0x06FF, ("ar", "fa")),
        (0x0590, 0x05FF, ("he",)),
        (0x0900, 0x097F, ("hi",)),
        (0x0B80, 0x0BFF, ("ta",)),
        (0x0E00, 0x0E7F, ("th",)),
    ):
        if any(first <= ord(character) <= last for character in folded):
            return codes
    return ()


def _is_made_of(folded: str, lists: Words, *, strict: bool) -> bool:
    if folded in lists.phrases or _without_number(folded) in lists.numbered:
        return True
    if lists.segments is not None and " " not in folded:
        return lists.segments.fullmatch(folded) is not None and any(
            word in folded for word in lists.strong | lists.verbs
        )
    if any(name in folded for name in lists.names):
        return False
    shops = 0
    rest = folded
    for several, one in lists.compounds:
        rest = rest.replace(several, one)
    if lists.shop_words:
        rest, shops = shop_names().subn(" ", rest)
    left = rest.split()
    if strict and left and left[-1] in lists.strict:
        return all(word in lists.known for word in left[:-1])
    if not all(word in lists.known or word in lists.shop_words for word in left):
        return False
    if shops:
        # A shop's name alone tells where the link leads; "view on Amazon" asks for a click.
        return any(word in lists.asking or word in lists.shop_words for word in left)
    present = frozenset(left)
    if present & lists.strong:
        return True
    if present & lists.asking and present & lists.weak_pointers:
        return True
    return bool(present & lists.verbs) and not present & lists.subjects


def _without_number(folded: str) -> str:
    """Folded text without a number of one or two digits at its end, or "" where it has none."""
    words, _, number = folded.rpartition(" ")
    return words if len(number) <= 2 and number.isdecimal() else ""


def is_shop(text: str) -> bool:
    """Whether an anchor is the name of a shop or app store and nothing else."""
    return not shop_names().sub("", fold(text)).strip()


def says_something(text: str, language: str | None) -> bool:
    """Whether text beside a link holds a word that is in none of the lists.

    Numbers, bullets and words such as "link" or "see" say nothing of a target.
    """
    folded = " ".join(word for word in fold(text).split() if not word.isdigit())
    if not folded:
        return False
    for code in dict.fromkeys((language, "en", *_script_languages(folded))):
        lists = words(code) if code else None
        if lists is None:
            continue
        if all(word in lists.known or word in lists.shop_words for word in folded.split()):
            return False
        if lists.segments is not None and lists.segments.fullmatch(folded.replace(" ", "")):
            return False
    return True
