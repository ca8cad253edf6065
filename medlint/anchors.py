"""Whether anchor text says anything of where its link leads.

The words are data, one file a language under ``medlint/data/anchors``; what
makes an anchor generic is explained at the head of ``en.txt`` there.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from medlint.patterns import lazy
from medlint.segments import Segments
from medlint.typed import NamedTuple

#: Languages written without spaces between words.
_UNSPACED = frozenset({"ja", "zh", "th"})
#: Longer anchors are never made of the words of a list alone, in characters.
_LONGEST = 80

_NOT_WORD = lazy(r"[\W_]+")
#: What folding makes of ASCII: lower-case letters, digits and spaces.
_FOLDED = bytes(
    ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 32 for byte in range(256)
)
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
        usable: Every word that an anchor made of the lists can hold.
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
    usable: frozenset[str]
    compounds: tuple[tuple[str, str], ...]
    numbered: frozenset[str]
    segments: Segments | None


def fold(text: str) -> str:
    """The form in which anchor text is compared: letters and digits, one space between words."""
    return _fold_short(text) if len(text) <= _LONGEST else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return b" ".join(text.encode().translate(_FOLDED).split()).decode()
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _NOT_WORD.sub(" ", folded).strip()


_fold_short = lru_cache(maxsize=2048)(_fold)


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
        segments = Segments(single)
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
        single.union(sections["shop-words"], sections["strict"], _shop_name_words()),
        tuple(compounds),
        frozenset(sections["numbered"]),
        segments,
    )


@cache
def shop_names() -> re.Pattern[str]:
    """Matches the name of a shop in folded text."""
    names = sorted(_shop_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


@cache
def _shop_names() -> frozenset[str]:
    from medlint.wordlists import load

    return frozenset(map(fold, load("shop-names")))


@cache
def _shop_name_words() -> frozenset[str]:
    return frozenset(word for name in _shop_names() for word in name.split())


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


_NOT_LATIN = lazy("[^\x00-\u024f\u1e00-\u1eff]")


def _is_latin(folded: str) -> bool:
    return _NOT_LATIN.search(folded) is None


#: The languages with lists that are written in a script of their own; the first that fits counts.
_SCRIPTS = (
    ("\u3040-\u30ff", ("ja",)),
    ("\uac00-\ud7af", ("ko",)),
    ("\u4e00-\u9fff", ("zh", "ja")),
    ("\u0400-\u04ff", ("ru", "uk")),
    ("\u0600-\u06ff", ("ar", "fa")),
    ("\u0590-\u05ff", ("he",)),
    ("\u0900-\u097f", ("hi",)),
    ("\u0b80-\u0bff", ("ta",)),
    ("\u0e00-\u0e7f", ("th",)),
)
_IN_SCRIPT = tuple((lazy(f"[{characters}]"), codes) for characters, codes in _SCRIPTS)
_IN_ANY_SCRIPT = lazy(f"[{''.join(characters for characters, _ in _SCRIPTS)}]")


def _script_languages(folded: str) -> tuple[str, ...]:
    """The languages with lists that are written in the script of a text."""
    if folded.isascii() or _IN_ANY_SCRIPT.search(folded) is None:
        return ()
    return next(codes for script, codes in _IN_SCRIPT if script.search(folded))


def _is_made_of(folded: str, lists: Words, *, strict: bool) -> bool:
    if folded in lists.phrases or _without_number(folded) in lists.numbered:
        return True
    if lists.segments is not None and " " not in folded:
        return lists.segments.cover(folded) and any(
            word in folded for word in lists.strong | lists.verbs
        )
    rest = folded
    if " " in folded:
        for several, one in lists.compounds:
            rest = rest.replace(several, one)
    # This alone decides nearly all: the words of most anchors are in no list.
    if not lists.usable.issuperset(rest.split()):
        return False
    if any(name in folded for name in lists.names):
        return False
    shops = 0
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


#: Letters and marks of Latin script, and nothing that may become a letter of another by folding.
_SURELY_LATIN = lazy("[\x00-\u024f\u2010-\u2027\u2030-\u205e]*")


def _has_unlisted_word(text: str, language: str | None) -> bool:
    """Whether a word that is in no list can be seen without folding the whole text."""
    lists = [found for code in {language or "en", "en"} if (found := words(code)) is not None]
    if any(one.segments is not None for one in lists):
        return False
    if not text.isascii() and _SURELY_LATIN.fullmatch(text) is None:
        return False
    missing = lists
    for word in text.split():
        if word.isascii() and word.isalpha():
            folded = word.lower()
            missing = [one for one in missing if folded in one.known or folded in one.shop_words]
            if not missing:
                return True
    return False


def is_shop(text: str) -> bool:
    """Whether an anchor is the name of a shop or app store and nothing else."""
    folded = fold(text)
    if not _shop_name_words().issuperset(folded.split()):
        return False
    return not shop_names().sub("", folded).strip()


def says_something(text: str, language: str | None) -> bool:
    """Whether text beside a link holds a word that is in none of the lists.

    Numbers, bullets and words such as "link" or "see" say nothing of a target.
    """
    if not text or text.isspace():
        return False
    if _has_unlisted_word(text, language):
        return True
    folded = " ".join(word for word in fold(text).split() if not word.isdigit())
    if not folded:
        return False
    for code in dict.fromkeys((language, "en", *_script_languages(folded))):
        lists = words(code) if code else None
        if lists is None:
            continue
        if all(word in lists.known or word in lists.shop_words for word in folded.split()):
            return False
        if lists.segments is not None and lists.segments.cover(folded.replace(" ", "")):
            return False
    return True
