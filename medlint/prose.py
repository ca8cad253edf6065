"""One string of prose, freed of the notation around it.

For the strings of the front matter, which no Markdown parser reads. Bodies
have :mod:`medlint.document`.
"""

from __future__ import annotations

from medlint.patterns import lazy

_LINK = lazy(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_TAG = lazy(r"</?[a-zA-Z][^<>]*>")
_LOWER = bytes(range(256)).lower()
_SIGNS = bytes(sign for sign in range(128) if not chr(sign).isalnum())
_NOT_TEXT = lazy(r"[\W_]+")


def plain(text: str) -> str:
    """The text without links' addresses, HTML tags and entities, white space as single spaces."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        from html import unescape

        text = unescape(text)
    return one_line(text)


def one_line(text: str) -> str:
    """The text on one line: white space at its ends removed, any other as single spaces."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """The form in which texts are compared: letters and digits alone, case folded.

    Markdown, HTML, punctuation and white space make no difference: "Don't
    *panic*!" and "don’t panic" fold to the same. Text without any letter or
    digit folds to itself.
    """
    bare = plain(text)
    if bare.isascii():
        return bare.encode().translate(_LOWER, _SIGNS).decode() or bare
    import unicodedata

    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", bare).casefold()) or bare


def ending_of(kept: str, text: str) -> str:
    """The words at which a text that is cut would end, to quote.

    Args:
        kept: The beginning of ``text`` that has room.
        text: The whole text.
    """
    shown = kept
    if kept != text and not text[len(kept)].isspace():
        # Search engines cut between words, where a script has any spaces.
        at = kept.rfind(" ")
        if at > max(len(kept) - 25, 0):
            shown = kept[:at]
    words = shown.split()[-4:]
    while len(words) > 1 and len(" ".join(words)) > 30:
        del words[0]
    return " ".join(words)[-30:]


def shortened(text: str, limit: int = 40) -> str:
    """A text to quote in a message: on one line, with "…" after ``limit`` characters."""
    from medlint.widths import fit_characters

    line = one_line(text)
    kept = fit_characters(line, limit)
    return line if kept == line else f"{kept.rstrip()}…"
