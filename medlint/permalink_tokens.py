"""What a post can put in the place of each token of a permalink pattern.

Generators differ in what ``title`` and ``slug`` mean; the folders and the file
name tell whose post it is. Where that does not settle it, a token has no value.
"""

from __future__ import annotations

import re
from functools import cached_property

from medlint import dates
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from medlint.post import Post

#: ``:year``, ``:sections[1:]``, ``{year}``, ``[year]``, ``[...slug]``.
TOKEN = lazy(
    r":(?P<colon>[a-z]+(?:_[a-z]+)*)(?P<slice>\[[0-9a-z:]{0,20}\])?"
    r"|\{(?P<brace>[A-Za-z_]{1,40})\}"
    r"|\[(?:\.\.\.)?(?P<bracket>[A-Za-z_]{1,40})\]"
)
_DATED_NAME = lazy(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})[-_](?P<rest>.+)", re.DOTALL)
_EXTENSION = lazy(r"\.(?:md|mdx|markdown|mkd|mkdn|mdown)$", re.IGNORECASE)
_LANGUAGE_TAG = lazy(r"([a-z]{2})(?:[-_][A-Za-z]{2,4})?")
#: Folders in which people keep a whole Jekyll or Hexo site.
_SITE_ROOTS = frozenset({"blog", "docs", "site", "source", "src", "website", "www"})
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def is_language(name: str) -> bool:
    """Whether a folder or file ending is a language: ``de``, ``pt-BR``, ``zh_tw``."""
    from medlint.language import CODES

    match = _LANGUAGE_TAG.fullmatch(name)
    return match is not None and match[1] in CODES


def _without_language(stem: str) -> tuple[str, str | None]:
    """A file name without its language, and the language: ``bees.de`` is ``bees`` in ``de``."""
    name, dot, ending = stem.rpartition(".")
    return (name, ending) if dot and name and is_language(ending) else (stem, None)


def is_known(match: re.Match[str]) -> bool:
    """Whether a match of :data:`TOKEN` is a token that some post can fill in."""
    return token_name(match) in _TOKENS


def is_language_token(match: re.Match[str]) -> bool:
    """Whether a match of :data:`TOKEN` stands for the language."""
    return token_name(match) in {"lang", "language", "locale"}


def token_name(match: re.Match[str]) -> str:
    """The token's name without ``_`` and case: ``contentBaseName`` is ``contentbasename``."""
    name: str = match["colon"] or match["brace"] or match["bracket"]
    return name.replace("_", "").lower()


class Facts:
    """What is known of one post: its date, its names, its folders."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.folders: list[str] = post.path.replace("\\", "/").split("/")
        stem, ending = _without_language(_EXTENSION.sub("", self.folders.pop()))
        self.stem: str = stem
        if self.stem.lower() in {"index", "_index"} and self.folders:
            # A bundle (Hugo, Gatsby, Docusaurus): the folder is the post.
            self.stem = self.folders.pop()
        self.folders = [folder for folder in self.folders if folder not in {"", ".", ".."}]
        first = next(iter((*self._below_root, *self.folders)), "")
        self.translation: str | None = ending or (
            first if is_language(first) else next(filter(is_language, self.folders[:1]), None)
        )

    def value(self, match: re.Match[str]) -> str | None:
        """What a token stands for, or ``None`` where that is not known."""
        name = token_name(match)
        if name == "slug" and match["colon"] and self.is_hugo:
            return self.slug or self.title_slug
        if name == "sections":
            return _sliced(self.sections, match["slice"])
        reader = _TOKENS.get(name)
        return None if reader is None else reader(self)

    @cached_property
    def moment(self) -> dates.Moment | None:
        """The date of the front matter, or else of the file name.

        ``None`` where it is another day in UTC, as the generator's time zone
        then decides which of the two stands in the address.
        """
        for entry in self.post.metadata.entries("date"):
            if entry.is_null or entry.value.kind in {"boolean", "list", "mapping"}:
                continue
            reading = dates.read(entry.value.text)
            return reading if isinstance(reading, dates.Moment) and _is_one_day(reading) else None
        dated = _DATED_NAME.fullmatch(self.stem)
        reading = dates.read(dated["date"]) if dated else None
        return reading if isinstance(reading, dates.Moment) else None

    @property
    def is_hugo(self) -> bool:
        """Whether the folders are Hugo's, where names come from titles."""
        folders = self.folders
        return (
            "content" in folders
            and not {"_posts", "_drafts"} & set(folders)
            and (folders[0] == "content" or folders[folders.index("content") - 1] != "src")
        )

    @cached_property
    def name(self) -> str | None:
        """The file's name without date, language and extension, or the bundle's.

        Spaces are hyphens in every generator's addresses; ``None`` where
        generators differ in how many. Astro alone also writes names in lower
        case.
        """
        dated = _DATED_NAME.fullmatch(self.stem)
        name = dated["rest"] if dated else self.stem
        if "_posts" in self.folders and "source" not in self.folders:
            return re.sub(r"[\s\-]+", "-", name).strip("-") or None
        if re.search(r"\s[\s\-]|-\s", name):
            return None
        name = re.sub(r"\s", "-", name)
        return name.lower() if "content" in self.folders and not self.is_hugo else name

    @cached_property
    def slug(self) -> str | None:
        """The slug of the front matter, or ``None`` without one."""
        slug = self.post.metadata.text("slug")
        return slug.strip("/") or None if slug else None

    @cached_property
    def title_slug(self) -> str | None:
        """The title as generators write it in an address.

        ``None`` where they differ: Hugo keeps a dot and a plus, Astro drops
        them, and so on.
        """
        title = self.post.metadata.text("title")
        return slug_of(title) if title else None

    @property
    def _below_root(self) -> list[str]:
        for root in ("_posts", "_drafts", "content", "pages", "source"):
            if root in self.folders:
                return self.folders[self.folders.index(root) + 1 :]
        return self.folders

    @property
    def sections(self) -> list[str]:
        """The folders between the root of the content and the post, a language's left out."""
        sections = self._below_root
        return sections[1:] if sections and is_language(sections[0]) else sections

    @cached_property
    def categories(self) -> list[str] | None:
        """The categories of the front matter; ``None`` where they are not known.

        Jekyll also takes the folders above ``_posts`` for categories.
        """
        above = self.folders[: self.folders.index("_posts")] if "_posts" in self.folders else []
        if not _SITE_ROOTS.issuperset(above):
            return None
        entry = self.post.metadata.find("categories")
        if entry is None:
            return []
        value = entry.value
        if value.kind == "list":
            if any(item.kind in {"list", "mapping"} for item in value.items):
                return None
            return [item.text.strip() for item in value.items if item.text.strip()]
        if value.kind == "mapping":
            return None
        # Jekyll splits `categories` at white space, and takes `category` whole.
        if entry.key.lower() == "category" or "," in value.text:
            return [piece.strip() for piece in value.text.split(",") if piece.strip()]
        return value.text.split()

    @property
    def collection(self) -> str | None:
        """The collection, from its folder: ``_posts``, or below ``src/content``."""
        for folder in self.folders:
            if folder.startswith("_") and len(folder) > 1:
                return "posts" if folder == "_drafts" else folder[1:]
        if "content" in self.folders:
            below = self.folders[self.folders.index("content") + 1 :]
            return below[0] if below else None
        return None

    def scalar(self, key: str) -> str | None:
        """The value of a top-level key that medlint knows nothing of."""
        front_matter = self.post.front_matter
        for entry in reversed(front_matter.entries if front_matter else ()):
            if entry.key == key and entry.value.kind not in {"list", "mapping", "null"}:
                return entry.value.text.strip() or None
        return None


def _is_one_day(moment: dates.Moment) -> bool:
    """Whether a moment is on the same day in UTC as in its own time zone."""
    if not moment.offset:
        return True
    return 0 <= moment.hour * 60 + moment.minute - moment.offset < 24 * 60


def slug_of(title: str) -> str | None:
    """A title in lower case with hyphens, or ``None`` where generators disagree.

    They agree on letters, digits, spaces, hyphens and the punctuation that all
    of them drop.
    """
    import unicodedata

    kept: list[str] = []
    for character in unicodedata.normalize("NFC", title.strip()).lower():
        if character.isalnum() or unicodedata.category(character).startswith("M"):
            kept.append(character)
        elif character.isspace() or character == "-":
            kept.append("-")
        elif character not in ",:;!?\"'()[]’‘“”…":
            return None
    slug = "".join(kept)
    # Astro keeps the two hyphens of "a - b", Hugo makes them one.
    if not slug or "--" in slug or slug.startswith("-") or slug.endswith("-"):
        return None
    return slug


def _sliced(sections: list[str], written: str | None) -> str | None:
    """Hugo's ``:sections[1:]``, ``:sections[last]``; without a slice, all of them."""
    if written is None:
        return "/".join(sections)
    inside = written[1:-1]
    start, colon, end = inside.partition(":")
    numbers: list[int | None] = []
    for bound in (start, end):
        if bound and bound != "last" and not bound.isdigit():
            return None
        numbers.append(len(sections) - 1 if bound == "last" else int(bound) if bound else None)
    if colon:
        return "/".join(sections[numbers[0] : numbers[1]])
    index = numbers[0]
    return sections[index] if index is not None and 0 <= index < len(sections) else None


def _date_part(write: Callable[[dates.Moment], str]) -> Callable[[Facts], str | None]:
    def read(facts: Facts) -> str | None:
        return None if facts.moment is None else write(facts.moment)

    return read


def _joined_categories(facts: Facts) -> str | None:
    if facts.categories is None:
        return None
    return "/".join(dict.fromkeys(category.lower() for category in facts.categories))


def _slugged_categories(facts: Facts) -> str | None:
    slugs = [slug_of(category) for category in facts.categories or ()]
    if facts.categories is None or None in slugs:
        return None
    return "/".join(dict.fromkeys(slug for slug in slugs if slug))


def _category(facts: Facts) -> str | None:
    return slug_of(facts.categories[0]) if facts.categories else None


def _title(facts: Facts) -> str | None:
    if facts.is_hugo:
        return facts.title_slug
    if {"_posts", "_drafts"} & set(facts.folders) or _DATED_NAME.fullmatch(facts.stem):
        return facts.slug or _below_posts(facts)
    return facts.title_slug


def _below_posts(facts: Facts) -> str | None:
    """The file's name; for Hexo, with the folders below ``source/_posts`` before it."""
    if "source" not in facts.folders or facts.name is None:
        return facts.name
    return "/".join((*facts.sections, facts.name))


def _language(facts: Facts) -> str | None:
    written = facts.post.metadata.text("language")
    return facts.translation or written or facts.post.settings.language


#: Token, its ``_`` removed → what it stands for.
_TOKENS: dict[str, Callable[[Facts], str | None]] = {
    "year": _date_part(lambda at: f"{at.year:04}"),
    "shortyear": _date_part(lambda at: f"{at.year % 100:02}"),
    "month": _date_part(lambda at: f"{at.month:02}"),
    "imonth": _date_part(lambda at: str(at.month)),
    "monthname": _date_part(lambda at: dates.MONTH_NAMES[at.month - 1].lower()),
    "longmonth": _date_part(lambda at: dates.MONTH_NAMES[at.month - 1]),
    "shortmonth": _date_part(lambda at: dates.MONTH_NAMES[at.month - 1][:3]),
    "day": _date_part(lambda at: f"{at.day:02}"),
    "iday": _date_part(lambda at: str(at.day)),
    "yday": _date_part(lambda at: f"{at.date.timetuple().tm_yday:03}"),
    "yearday": _date_part(lambda at: str(at.date.timetuple().tm_yday)),
    "week": _date_part(lambda at: f"{at.date.isocalendar().week:02}"),
    "wyear": _date_part(lambda at: str(at.date.isocalendar().year)),
    "weekday": _date_part(lambda at: str(at.date.isoweekday() % 7)),
    "weekdayname": _date_part(lambda at: _DAYS[at.date.weekday()].lower()),
    "longday": _date_part(lambda at: _DAYS[at.date.weekday()]),
    "shortday": _date_part(lambda at: _DAYS[at.date.weekday()][:3]),
    "hour": _date_part(lambda at: f"{at.hour:02}"),
    "minute": _date_part(lambda at: f"{at.minute:02}"),
    "second": _date_part(lambda at: f"{at.second:02}"),
    "slug": lambda facts: facts.slug or facts.name,
    "title": _title,
    "posttitle": lambda facts: facts.title_slug,
    "name": lambda facts: facts.name,
    "filename": lambda facts: facts.name,
    "contentbasename": lambda facts: facts.stem,
    "slugorfilename": lambda facts: facts.slug or facts.name,
    "slugorcontentbasename": lambda facts: facts.slug or facts.stem,
    "section": lambda facts: "".join(facts.sections[:1]),
    "sections": lambda facts: _sliced(facts.sections, None),
    "categories": _joined_categories,
    "slugifiedcategories": _slugged_categories,
    "category": _category,
    "collection": lambda facts: facts.collection,
    "path": lambda facts: "/".join((*facts.sections, facts.stem)),
    "lang": _language,
    "language": _language,
    "locale": _language,
    "id": lambda facts: facts.scalar("id"),
    "abbrlink": lambda facts: facts.scalar("abbrlink"),
    "outputext": lambda _: ".html",
}
