"""Whether an address on the own site can be no other than a post's.

Told from the setting ``permalink``: with a year in it, or in a folder of its
own, the addresses of posts look like no other page's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from medlint import urls
from medlint.permalink import full_pattern
from medlint.permalink_tokens import TOKEN, token_name
from medlint.typed import NamedTuple

#: What stands in the place of a token in an address.
_NUMBERS = {
    "year": r"\d{4}",
    "shortyear": r"\d{2}",
    "month": r"\d{2}",
    "imonth": r"\d{1,2}",
    "day": r"\d{2}",
    "iday": r"\d{1,2}",
    "yday": r"\d{3}",
    "yearday": r"\d{1,3}",
    "hour": r"\d{2}",
    "minute": r"\d{2}",
    "second": r"\d{2}",
}
#: Tokens that may be several folders, or none.
_SEVERAL = frozenset({"sections", "path", "categories", "slugifiedcategories"})
_SEGMENT = r"[^/.?]{1,200}"
#: How many tokens of no certain length may stand beside others, not parted by a slash.
_MOST_LOOSE = 2
#: Pages that generators make beside the posts of a folder.
_LISTS = frozenset(
    "about all archive archives author authors categories category contact feed index latest list "
    "page pages rss search series sitemap start subscribe tag tags topic topics".split()
)


class Shape(NamedTuple):
    """What the addresses of posts look like.

    Attributes:
        pattern: A regular expression for their path, without ``.html`` and a
            slash at the end.
        dated: Whether it has a year in it.
    """

    pattern: re.Pattern[str]
    dated: bool

    def fits(self, path: str) -> bool:
        """Whether a path can be no other than a post's."""
        if self.pattern.fullmatch(path) is None:
            return False
        return self.dated or path.rpartition("/")[2].lower() not in _LISTS


@lru_cache(maxsize=64)
def shape_of(site_url: str | None, permalink: str | None) -> Shape | None:
    """What the addresses of posts look like, or ``None`` where other pages may look so, too.

    Args:
        site_url: The setting.
        permalink: The setting.
    """
    if not site_url or not permalink:
        return None
    pattern = full_pattern(permalink)
    if urls.split(pattern).scheme:
        return None
    if sum(token_name(match) in _SEVERAL for match in TOKEN.finditer(pattern)) > 1:
        return None  # it could be taken apart in too many ways
    if sum(max(_loose(segment) - 1, 0) for segment in pattern.split("/")) > _MOST_LOOSE:
        return None  # as above
    at = 0
    pieces = [re.escape(urls.split(site_url).path.rstrip("/"))]
    names = set()
    pattern = "/" + pattern.strip("/")
    for match in TOKEN.finditer(pattern):
        name = token_name(match)
        names.add(name)
        pieces.append(re.escape(pattern[at : match.start()]))
        if name in _SEVERAL:
            # Where there is none of them, the slash before goes with it.
            pieces[-1] = pieces[-1].removesuffix("/")
            pieces.append(rf"(?:/{_SEGMENT}){{{int(name == 'path')},9}}")
        elif name != "outputext":
            pieces.append(_NUMBERS.get(name, _SEGMENT))
        at = match.end()
    pieces.append(re.escape(pattern[at:].removesuffix(".html")))
    dated = "year" in names
    if not dated and (names & _SEVERAL or _has_no_folder(pattern)):
        return None
    return Shape(re.compile("".join(pieces)), dated)


def _loose(segment: str) -> int:
    """How many tokens between two slashes stand for text of no certain length."""
    return sum("," in _NUMBERS.get(token_name(match), ",") for match in TOKEN.finditer(segment))


def _has_no_folder(pattern: str) -> bool:
    """Whether addresses begin with a token, so that any page may have one like it."""
    first = pattern.strip("/").partition("/")[0]
    return TOKEN.search(first) is not None
