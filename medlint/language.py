"""Which language a post is written in.

In this order: what its front matter says, what its path says, what the
settings say, and else a careful guess from the text: by script, and among
languages in Latin script by their commonest short words. ``None`` where none
of these tells; a rule that needs the language says in its docs what it does
then.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache

from medlint.characters import not_ascii
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.post import Post

#: Codes that a folder or a file-name part may have to count as a language.
CODES = frozenset(
    "ar bg bn ca cs da de el en es et eu fa fi fr gl he hi hr hu id it ja ko lt lv ml ms nb nl nn"
    " no pl pt ro ru sk sl sr sv ta te th tr uk ur vi zh".split()
)
#: Folder names that spell a language out.
_NAMES = {
    "arabic": "ar",
    "chinese": "zh",
    "english": "en",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "turkish": "tr",
    "ukrainian": "uk",
    "vietnamese": "vi",
}
#: Codes that are also common words or topics; a folder of that name tells nothing by itself.
_AMBIGUOUS = frozenset({"it", "no", "id", "is", "ms", "ml", "et"})
_TAG = lazy(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8}){0,2}")
_FILE_PART = lazy(r"\.([A-Za-z]{2})(?:[-_][A-Za-z]{2,4})?\.[^.]+$")

#: How much of the text a guess reads, in characters.
_SAMPLE = 6000
_NOISE = lazy(
    r"```[^`]{0,4000}```|~~~[^~]{0,4000}~~~|`[^`\n]{0,200}`|<[^>]{0,300}>|https?://\S{0,300}"
    r"|\]\([^)\n]{0,300}\)|\{[%{][^}\n]{0,300}\}"
)

#: The share of a text's words, from 0 to 1, that must be a language's short words.
_LEAST_SHARE = 0.08
#: How many times as many as the second-best language's.
_LEAST_LEAD = 1.3
_LEAST_WORDS = 12

_SHORT_WORDS = {
    "en": "the and of to in is that for with you this are it be was have from not or as we can",
    "es": "el los las una que por con para del como más esta este pero sus su es se lo al muy y en",
    "pt": "o os as um uma que por com para do da dos das como mais esta este mas não seu é em ao",
    "fr": "le les des une que pour avec dans est sur pas plus vous nous ce cette qui et du au ne",
    "de": "der die das und ist ein eine nicht mit für von den dem zu sich auf auch wir sie es im",
    "it": "il gli una che per con del della dei come più questo questa sono non è di ma nel al si",
    "nl": "de het een en van niet met voor dat zijn je we ook op te er maar deze naar is aan in",
    "sv": "och att det som är en ett på för med inte av den till jag har vi om men kan så i de",
    "da": "og at det som er en et på for med ikke af den til jeg har vi om men kan så i de",
    "no": "og at det som er en et på for med ikke av den til jeg har vi om men kan så i de",
    "pl": "nie się jest że na do z to jak oraz dla przez po ale tym tego są w i o od za",
    "cs": "je se na že to jsou jako pro ale nebo který která jsem by v a s z do při tak",
    "ro": "este și în la cu de pe un o care pentru nu mai sunt din că ca prin sau al",
    "tr": "bir ve bu için ile de da çok daha gibi olarak olan ne var en ama kadar sonra",
    "vi": "và của là các một cho không được trong với có những này khi để người đã bạn như về",
    "id": "yang dan di dengan untuk ini dari pada adalah tidak ke anda kita akan atau juga bisa",
    "fi": "ja on ei se että kun niin mutta myös ovat tai joka kuin nyt voi sen ole",
    "hu": "a az és hogy nem egy is van meg de ha mint vagy csak már ez azt el",
}


def post_language(post: Post) -> str | None:
    """The post's language as a lower-case ISO 639-1 code, or ``None`` if unknown."""
    declared = post.metadata.text("language")
    code = _code(declared) if declared else None
    if code is not None:
        return code
    from_path = _path_language(post.path)
    if from_path is not None and from_path not in _AMBIGUOUS:
        return from_path
    if post.settings.language is not None:
        return post.settings.language
    guessed = guess(post.text[post.body.start : post.body.start + 4 * _SAMPLE])
    return guessed if from_path is None or guessed != from_path else from_path


def _code(tag: str) -> str | None:
    """The language code of a tag such as ``pt-BR``."""
    tag = tag.strip()
    if len(tag) == 2:
        return tag.lower() if tag.isascii() and tag.isalpha() else None
    match = _TAG.fullmatch(tag) if tag[2:3] in {"-", "_"} else None
    return _NAMES.get(tag.lower()) if match is None else match.group(1).lower()


def _path_language(path: str) -> str | None:
    """The language that a folder (``/es/``) or a file name (``post.es.md``) names."""
    match = _FILE_PART.search(path) if path.count(".") > 1 else None
    if match is not None and match.group(1).lower() in CODES:
        return match.group(1).lower()
    for part in path.split("/")[:-1]:
        code = _code(part)
        if code in CODES:
            return code
    return None


def guess(text: str) -> str | None:
    """The language a text is most likely in, or ``None`` where that is not clear."""
    sample = _sample(text)
    return _by_script(sample) or _by_words(sample)


def _sample(text: str) -> str:
    """The beginning of a text without code, tags and addresses."""
    pieces: list[str] = []
    length = 0
    start = 0
    for match in _NOISE.finditer(text):
        pieces += (text[start : match.start()], " ")
        length += match.start() - start + 1
        start = match.end()
        if length >= _SAMPLE:
            break
    else:
        pieces.append(text[start : start + _SAMPLE])
    return "".join(pieces)[:_SAMPLE]


def _by_script(sample: str) -> str | None:
    others = not_ascii(sample)
    if len(others) <= _LEAST_CHARACTERS:
        return None
    counts = dict.fromkeys(("latin", "han", "kana", *(name for _, _, name in _SCRIPTS)), 0)
    for character, number in Counter(others).items():
        script = _script(character)
        if script:
            counts[script] += number
    # A Latin word has about five letters where Chinese or Japanese has two characters.
    ascii_letters = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    latin = (ascii_letters + counts.pop("latin")) / 2.5
    east = counts["han"] + counts["kana"]
    if east > max(latin, counts["ko"], _LEAST_CHARACTERS):
        return "ja" if counts["kana"] > 0.05 * east else "zh"
    name, count = max(counts.items(), key=lambda item: item[1])
    if name in {"han", "kana"} or count <= max(latin, 12):
        return None
    if name == "cyrillic":
        return _cyrillic(sample)
    return _arabic(sample) if name == "ar" else name


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    """The script of a character, or "" where it tells nothing of a language."""
    if character < "\u0250":
        return "latin" if character.isalpha() else ""
    if "\u3040" <= character <= "\u30ff":
        return "kana"
    if "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf":
        return "han"
    return next((name for first, last, name in _SCRIPTS if first <= character <= last), "")


#: So many characters of another script are too few to tell.
_LEAST_CHARACTERS = 8
_NO_LETTERS = bytes(sign for sign in range(128) if not chr(sign).isalpha())
_SCRIPTS = (
    ("\uac00", "\ud7af", "ko"),
    ("\u0400", "\u04ff", "cyrillic"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0590", "\u05ff", "he"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u0900", "\u097f", "hi"),
    ("\u0980", "\u09ff", "bn"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u0c00", "\u0c7f", "te"),
    ("\u0d00", "\u0d7f", "ml"),
    ("\u0370", "\u03ff", "el"),
)


def _arabic(sample: str) -> str:
    return "fa" if _has_any("پچژگی", sample) and not _has_any("ةىي", sample) else "ar"


def _has_any(characters: str, sample: str) -> bool:
    return not set(characters).isdisjoint(sample)


def _cyrillic(sample: str) -> str | None:
    if _has_any("іїєґ", sample):
        return "uk"
    if _has_any("ыэё", sample):
        return "ru"
    if _has_any("ђћљњџј", sample):
        return "sr"
    return "bg" if "ъ" in sample else "ru"


def _by_words(sample: str) -> str | None:
    words = _words(sample.lower())
    if len(words) < _LEAST_WORDS:
        return None
    languages = _languages()
    counts = dict.fromkeys(_SHORT_WORDS, 0)
    for word, number in Counter(filter(languages.__contains__, words)).items():
        for code in languages[word]:
            counts[code] += number
    scores = sorted(((count, code) for code, count in counts.items()), reverse=True)
    (best, code), (second, _) = scores[:2]
    if best < _LEAST_SHARE * len(words) or best < _LEAST_LEAD * second:
        return _among_nordic(scores) if best >= _LEAST_SHARE * len(words) else None
    return code


def _words(text: str) -> list[str]:
    """The runs of letters in a text."""
    for sign in set(not_ascii(text)):
        if not sign.isalpha() and (sign.isdecimal() or not sign.isalnum()):
            text = text.replace(sign, " ")
    encoded = text.encode("utf-8", "surrogatepass").translate(_NO_LETTER_TO_SPACE)
    return encoded.decode("utf-8", "surrogatepass").split()


_NO_LETTER_TO_SPACE = bytes(
    byte if byte > 127 or chr(byte).isalpha() else ord(" ") for byte in range(256)
)


@cache
def _languages() -> dict[str, list[str]]:
    """The languages that have each short word."""
    found: dict[str, list[str]] = {}
    for code, words in _SHORT_WORDS.items():
        for word in set(words.split()):
            found.setdefault(word, []).append(code)
    return found


def _among_nordic(scores: list[tuple[int, str]]) -> str | None:
    """Danish and Norwegian share nearly all short words: either will do for word lists."""
    leading = {code for _, code in scores[:2]}
    if leading == {"da", "no"} and scores[1][0] >= _LEAST_LEAD * scores[2][0]:
        return scores[0][1]
    return None
