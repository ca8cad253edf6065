"""What the index keeps of one post: all that the site rules need, and nothing more.

An entry is a list of facts. A fact has a kind, a key to look it up by, the
text as it is written and its place. Two posts that share a key of one kind
share something: a title, a tag, an address.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medlint.text import Span

#: An entry as plain values.
Plain: TypeAlias = tuple[Any, ...]

#: What a fact is about, and what its key is.
Kind: TypeAlias = Literal[
    "title",  # the title, folded
    "description",  # the description, folded
    "canonical",  # a sound canonical URL (see address_key)
    "url",  # the post's own address, as far as it can be derived
    "alias",  # an address that leads to the post
    "keyword",  # the post's keyword, its words stemmed and in order of the alphabet
    "tag",  # a tag, folded
    "day",  # the day the post is dated, as 2024-01-31
    "link",  # where a link into the own site leads: an address, "file:" a path, "name:" a name
    "name",  # the name of the post's file, or its slug (see page_name)
    "topic",  # a word of the title or of a heading that may carry a topic
]


#: The kinds that are addresses: what one post claims as one of them another may as another.
ADDRESSES: tuple[Kind, ...] = ("canonical", "url", "alias")


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
        hashes: The fingerprints of its text, each once, in order; an ``array("I")``
            as bytes.
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
    hashes: bytes = b""
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
        post: The post, as the index names it.
        path: The post's path, to show.
        line: The line on which the fact stands, from 1.
        text: The fact as it is written.
        language: The post's language, or "".
        version: The version of what it documents, or "".
        draft: Whether the post is a draft.
    """

    post: bytes
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

    def rivals(self, post: Entry) -> bool:
        """Whether it gets in the way of a post.

        Another language or version does not, and a draft does only in another:
        it is the draft that is still to be changed.
        """
        return self.speaks_like(post) and (post.draft or not self.draft)


def places(claims: Sequence[Claim], most: int = 3) -> str:
    """Where some claims stand, for a message: ``posts/a.md:3, posts/b.md:2 and 4 more``."""
    shown = [claim.place for claim in claims[:most]]
    if len(claims) > most:
        return f"{', '.join(shown)} and {len(claims) - most} more"
    *before, last = shown
    return f"{', '.join(before)} and {last}" if before else last
