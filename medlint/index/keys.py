"""The forms in which what posts say is looked up."""

from __future__ import annotations

from medlint import urls

_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›「」『』`´", "''''" + '"' * 4 + '"' * 4 + '"' * 4 + "''")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def fold(text: str) -> str:
    """The form in which titles and descriptions are compared.

    Case, white space and the shape of quotes and dashes make no difference;
    all else does: C and C++ are two things.
    """
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text).translate(_QUOTES).translate(_DASHES)
    return " ".join(text.casefold().split())


def address_key(url: str) -> str:
    """What an absolute address is looked up by: alike for addresses of one page."""
    host, port, path, query = urls.page_key(url)
    path = path.removesuffix(".html")
    return f"//{host}{':' if port else ''}{port}{path}{'?' if query else ''}{query}"
