"""The forms in which what posts say is looked up."""

from __future__ import annotations

import re

from medlint import urls
from medlint.patterns import lazy

_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›「」『』`´", "''''" + '"' * 4 + '"' * 4 + '"' * 4 + "''")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_EXTENSION = lazy(r"\.(?:md|mdx|markdown|mdown|mkdn?|html?)$", re.IGNORECASE)
_NO_LETTER = lazy(r"[\W_]+")
_DATE = lazy(r"\d{4}-\d{1,2}-\d{1,2}[-_](?=.)")


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


def page_name(path: str) -> str:
    """The last name of a path or address, as far as all generators agree on it.

    Letters and digits alone, in lower case, without date and extension; a
    bundle's is that of its folder. The title of a post gives the same, where
    its address is made of it.
    """
    *folders, name = path.casefold().rstrip("/").split("/")
    name = _EXTENSION.sub("", name)
    if name in {"index", "_index"} and folders:
        name = folders[-1]
    return _NO_LETTER.sub("", _DATE.sub("", name))


def last_name(key: str) -> str:
    """The name in which the address ends that a link is looked up by, as :func:`page_name`."""
    return page_name(key.partition("?")[0])
