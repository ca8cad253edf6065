"""What the index keeps of one post: made from the post, all that the site rules need."""

from __future__ import annotations

from array import array

from medlint.entries import Entry, Fact
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.post import Post


def entry_of(post: Post) -> Entry:
    """What the index keeps of a post that could be read."""
    from medlint.index.facts import facts_of, version_of
    from medlint.passages import pack, read

    place = post.metadata_span
    line = post.source.position
    reading = read(post.document, post.source)
    return Entry(
        post.language or "",
        _storable(version_of(post)),
        post.is_draft,
        place.start,
        place.end,
        line(place.start).line,
        tuple(
            Fact(
                *(kind, _storable(key), _storable(" ".join(text.split()))),
                *(span.start, span.end, line(span.start).line),
            )
            for kind, key, text, span in facts_of(post)
            if key
        ),
        digest_of(post.text.encode("utf-8", "surrogatepass")),
        array("I", sorted({number for number, _ in reading.prints})).tobytes(),
        pack(reading),
    )


def _storable(text: str) -> str:
    """The text; halves of surrogate pairs, which JSON can name and no file hold, are spelt out."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def digest_of(data: bytes) -> bytes:
    """What the content of a file is known again by; a byte order mark makes no difference."""
    from medlint.digest import digest

    return digest(data.removeprefix(b"\xef\xbb\xbf"))
