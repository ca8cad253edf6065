"""What the index keeps of one post: all that the site rules need, and nothing more.

An entry is a list of facts. A fact has a kind, a key to look it up by, the
text as it is written and its place. Two posts that share a key of one kind
share something: a title, a tag, an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from medlint.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.post import Post
    from medlint.text import Span

#: An entry as plain values.
Plain: TypeAlias = tuple[Any, ...]

#: What a fact is about, and what its key is.
Kind: TypeAlias = Literal[
    "title",  # the title, folded
    "description",  # the description, folded
    "canonical",  # the address of a sound canonical URL (see address_key)
    "url",  # the post's own address, as far as it can be derived
    "alias",  # an address that leads to the post
    "keyword",  # the post's keyword, its words stemmed and in order of the alphabet
    "tag",  # a tag, folded
    "day",  # the day the post is dated, as 2024-01-31
    "link",  # where a link into the own site leads: an address or a file (see links.py)
    "heading",  # a heading, folded
]

_VERSION = lazy(r"(?:version-|v)?\d{1,4}(?:\.(?:\d{1,4}|x)){0,3}", 0)
_QUOTES = str.maketrans("‘’‚‛“”„‟«»‹›「」『』`´", "''''" + '"' * 4 + '"' * 6 + '""' + "''")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


class Fact(NamedTuple):
    """Something a post says of itself or of others.

    Attributes:
        kind: What it is about.
        key: What it is looked up by.
        text: As it is written, on one line.
        start: Where it stands in the post, an offset.
        end: Where it ends, an offset.
        line: The line on which it starts, from 1.
    """

    kind: str
    key: str
    text: str
    start: int
    end: int
    line: int

    @property
    def span(self) -> Span:
        """Its place in the post."""
        from medlint.text import Span

        return Span(self.start, self.end)


class Entry(NamedTuple):
    """One post.

    Attributes:
        language: Its language as an ISO 639-1 code, or "" where it is unknown.
        version: The version of what it documents, or "" where it names none.
        draft: Whether it is a draft.
        start: Where to say what concerns the post as a whole, an offset.
        end: Where that place ends, an offset.
        line: The line of that place, from 1.
        facts: All facts, kind by kind, each kind in the order of the post.
        digest: What the file is known again by; see :func:`digest_of`.
        hashes: The fingerprints of its text, each once, as numbers below 2 ** 32;
            only in an entry that was just made.
        passages: What is needed to compare its text with another's, packed.
    """

    language: str
    version: str
    draft: bool
    start: int
    end: int
    line: int
    facts: tuple[Fact, ...]
    digest: bytes = b""
    hashes: tuple[int, ...] = ()
    passages: bytes = b""

    @property
    def span(self) -> Span:
        """Where to say what concerns the post as a whole."""
        from medlint.text import Span

        return Span(self.start, self.end)

    def of(self, kind: Kind) -> tuple[Fact, ...]:
        """The facts of one kind, in the order of the post."""
        return tuple(fact for fact in self.facts if fact.kind == kind)

    def plain(self) -> Plain:
        """The entry as tuples, strings, bytes and numbers alone, for :meth:`from_plain`."""
        return (*self[:6], tuple(map(tuple, self.facts)), *self[7:])

    @classmethod
    def from_plain(cls, plain: Plain) -> Entry:
        """The entry that :meth:`plain` was made from."""
        entry = cls._make(plain)
        return entry._replace(facts=tuple(map(Fact._make, entry.facts)))


class Claim(NamedTuple):
    """A fact of another post, as a rule sees it.

    Attributes:
        path: The post's path, to show.
        line: The line on which the fact stands, from 1.
        text: The fact as it is written.
        language: The post's language, or "".
        version: The version of what it documents, or "".
        draft: Whether the post is a draft.
    """

    path: str
    line: int
    text: str
    language: str
    version: str
    draft: bool

    @property
    def place(self) -> str:
        """Where it stands, as messages name it: ``posts/other.md:3``."""
        return f"{self.path}:{self.line}"

    def speaks_like(self, post: Entry) -> bool:
        """Whether it is of the same version and may be in the same language.

        A language that is unknown may be any.
        """
        if self.version != post.version:
            return False
        return not self.language or not post.language or self.language == post.language


def entry_of(post: Post) -> Entry:
    """What the index keeps of a post that could be read."""
    from medlint.passages import pack, read

    place = post.metadata_span
    line = post.source.position
    reading = read(post.document, post.source)
    return Entry(
        post.language or "",
        version_of(post),
        post.is_draft,
        place.start,
        place.end,
        line(place.start).line,
        tuple(
            Fact(kind, key, " ".join(text.split()), span.start, span.end, line(span.start).line)
            for kind, key, text, span in _facts(post)
            if key
        ),
        digest_of(post.text.encode()),
        tuple({number for number, _ in reading.prints}),
        pack(reading),
    )


def digest_of(data: bytes) -> bytes:
    """What the content of a file is known again by; a byte order mark makes no difference."""
    from medlint.digest import digest

    return digest(data.removeprefix(b"\xef\xbb\xbf"))


def fold(text: str) -> str:
    """The form in which titles and descriptions are compared.

    Case, white space and the shape of quotes and dashes make no difference;
    all else does: C and C++ are two things.
    """
    import unicodedata

    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).translate(_DASHES)
    return " ".join(text.casefold().split())


def address_key(url: str) -> str:
    """What an absolute address is looked up by: alike for addresses of one page."""
    from medlint import urls

    host, port, path, query = urls.page_key(url)
    return f"//{host}{':' if port else ''}{port}{path}{'?' if query else ''}{query}"


def version_of(post: Post) -> str:
    """The version that a post is about, from its front matter or a folder, or "".

    Sites of documentation keep a copy of a page for each version.
    """
    front_matter = post.front_matter
    for entry in front_matter.entries if front_matter else ():
        if entry.key.lower() == "version" and entry.value.kind in {"string", "integer", "float"}:
            return entry.value.text.strip().lower()
    for folder in post.path.split("/")[:-1]:
        name = folder.lower()
        if name.startswith(("version-", "v")) and _VERSION.fullmatch(name):
            return name.removeprefix("version-").removeprefix("v")
    return ""


def _facts(post: Post) -> Iterator[tuple[Kind, str, str, Span]]:
    """Kind, key, text and place of each fact."""
    from medlint import prose
    from medlint.tag_edits import tag_key
    from medlint.titles import heading_text_span, title_of

    title = title_of(post)
    if title is not None:
        yield "title", fold(prose.plain(title.text)), title.text, title.span
    description = post.field("description")
    if description is not None and description.value.kind not in {"list", "mapping", "boolean"}:
        value = description.value
        yield "description", fold(prose.plain(value.text)), value.text, value.span
    yield from _addresses(post)
    yield from _keywords(post)
    for tag in post.tags:
        yield "tag", tag_key(tag.text), tag.text, tag.span
    yield from _day(post)
    for heading in post.document.headings:
        yield "heading", fold(heading.text), heading.text, heading_text_span(heading)


def _addresses(post: Post) -> Iterator[tuple[Kind, str, str, Span]]:
    from medlint.canonical import sound
    from medlint.permalink import derived_url

    for found in sound(post):
        yield "canonical", address_key(found.text), found.text, found.span
    own = derived_url(post)
    if own is not None:
        entry = post.metadata.find("permalink") or post.metadata.find("slug")
        yield "url", address_key(own), own, entry.value.span if entry else post.metadata_span


def _keywords(post: Post) -> Iterator[tuple[Kind, str, str, Span]]:
    if post.field("keyword") is None:
        return
    from medlint.keywords import keyword_of

    keyword = keyword_of(post)
    if keyword is not None:
        yield "keyword", keyword.key, keyword.text, keyword.span


def _day(post: Post) -> Iterator[tuple[Kind, str, str, Span]]:
    from medlint import dates

    for entry in post.metadata.entries("date"):
        if entry.is_null or entry.value.kind in {"boolean", "list", "mapping"}:
            continue
        reading = dates.read(entry.value.text)
        if isinstance(reading, dates.Moment):
            day = f"{reading.year:04}-{reading.month:02}-{reading.day:02}"
            yield "day", day, entry.value.text, entry.value.span
        return
