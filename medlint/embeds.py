"""Markup that a service gave out to show one of its posts on other pages.

The words and links in it are the service's: a tweet's own text, its shortened
links, the line that names its author. An author cannot mend them.
"""

from __future__ import annotations

from bisect import bisect_right

from medlint.typed import TYPE_CHECKING
from medlint.views import view

if TYPE_CHECKING:
    from medlint.document import Document
    from medlint.post import Post
    from medlint.text import Span

#: Words in the class of the ``<blockquote>`` that each service gives out.
_CLASSES = frozenset(
    {
        *("bluesky-embed", "instagram-media", "mastodon-embed", "reddit-card", "reddit-embed-bq"),
        *("text-post-media", "tiktok-embed", "twitter-tweet", "twitter-video", "imgur-embed-pub"),
    }
)


@view
def embeds(post: Post) -> Embeds:
    """The embedded posts of a post."""
    return Embeds(post.document)


class Embeds:
    """The embedded posts of a document."""

    __slots__ = ("_spans", "_starts")

    def __init__(self, document: Document) -> None:
        starts = {
            tag.span.start
            for tag in document.tags
            if tag.name == "blockquote" and _CLASSES.intersection(_classes(tag.attributes))
        }
        self._spans: list[Span] = []
        if starts:
            for block in document.blocks("quote"):
                inside = self._spans and block.span.end <= self._spans[-1].end
                if block.html and block.span.start in starts and not inside:
                    self._spans.append(block.span)
        self._starts = [span.start for span in self._spans]

    def __contains__(self, span: Span) -> bool:
        """Whether a span stands inside an embedded post."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._spans[at].end


def _classes(attributes: tuple[tuple[str, str], ...]) -> list[str]:
    return next((value.split() for name, value in attributes if name == "class"), [])
