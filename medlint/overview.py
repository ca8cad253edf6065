"""What there is to know of a blog as a whole, worked out from the entries of its posts."""

from __future__ import annotations

from medlint.link_graph import link_graph
from medlint.tag_variants import groups
from medlint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medlint.entries import Kind
    from medlint.link_graph import Linked, Place


class Keyword(NamedTuple):
    """A keyword, and the posts that are written for it.

    Attributes:
        text: As the first of them has it.
        paths: Their paths.
    """

    text: str
    paths: tuple[str, ...]


class Day(NamedTuple):
    """A day and the posts that are dated with it.

    Attributes:
        date: Such as ``2024-01-31``.
        paths: Their paths.
    """

    date: str
    paths: tuple[str, ...]


class Overview(NamedTuple):
    """A blog as a whole. Lists of paths are in the order of the alphabet.

    Attributes:
        posts: How many posts there are.
        drafts: The paths of those that are drafts. Below, they count only as
            sources of links, and under tags and keywords.
        languages: Each language, as an ISO 639-1 code or "" where it is unknown,
            and how many posts are in it; the commonest first.
        tags: Each tag and how many posts have it; the commonest first.
        untagged: The posts without a tag.
        similar_tags: The groups of tags that mean the same.
        keywords: Each keyword; those of most posts first.
        links: The links of each post.
        without_canonical: The posts that name no sound canonical URL, and whose
            address the settings do not give either.
        without_description: The posts without a description.
        days: The days with a post, in order.
        undated: The posts without a date that can be read.
    """

    posts: int
    drafts: tuple[str, ...]
    languages: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    untagged: tuple[str, ...]
    similar_tags: tuple[tuple[tuple[str, int], ...], ...]
    keywords: tuple[Keyword, ...]
    links: tuple[Linked, ...]
    without_canonical: tuple[str, ...]
    without_description: tuple[str, ...]
    days: tuple[Day, ...]
    undated: tuple[str, ...]

    @property
    def competing(self) -> tuple[Keyword, ...]:
        """The keywords that several posts are written for."""
        return tuple(keyword for keyword in self.keywords if len(keyword.paths) > 1)

    @property
    def orphans(self) -> tuple[str, ...]:
        """The published posts that no other links to, as far as their address is known."""
        left_out = {*self.drafts, *self.without_canonical}
        return tuple(
            post.path for post in self.links if not post.links_in and post.path not in left_out
        )

    @property
    def months(self) -> tuple[tuple[str, int], ...]:
        """The months with a post, such as ``2024-01``, and how many it has, in order."""
        counts: dict[str, int] = {}
        for day in self.days:
            counts[day.date[:7]] = counts.get(day.date[:7], 0) + len(day.paths)
        return tuple(counts.items())

    def as_data(self) -> dict[str, Any]:
        """The JSON shape of ``medlint site``; see ``docs/commands.md``."""
        return {
            "version": 1,
            "posts": self.posts,
            "drafts": list(self.drafts),
            "languages": [
                {"language": language or None, "posts": count} for language, count in self.languages
            ],
            "tags": [{"tag": tag, "posts": count} for tag, count in self.tags],
            "untagged": list(self.untagged),
            "similar_tags": [
                [{"tag": tag, "posts": count} for tag, count in group]
                for group in self.similar_tags
            ],
            "keywords": [
                {"keyword": keyword.text, "posts": list(keyword.paths)} for keyword in self.keywords
            ],
            "links": [
                {"post": post.path, "links_in": post.links_in, "links_out": post.links_out}
                for post in self.links
            ],
            "orphans": list(self.orphans),
            "without_canonical": list(self.without_canonical),
            "without_description": list(self.without_description),
            "months": [{"month": month, "posts": count} for month, count in self.months],
            "days": [{"day": day.date, "posts": list(day.paths)} for day in self.days],
            "undated": list(self.undated),
        }


def overview(places: Sequence[Place]) -> Overview:
    """The overview of some posts."""
    places = sorted(places, key=lambda place: place.shown)
    every = [(place.shown, place.entry) for place in places]
    public = [(path, post) for path, post in every if not post.draft]
    languages: dict[str, int] = {}
    tags: dict[str, tuple[str, int]] = {}
    keywords: dict[str, Keyword] = {}
    days: dict[str, list[str]] = {}
    for path, post in every:
        languages[post.language] = languages.get(post.language, 0) + 1
        for key, text in {fact.key: fact.text for fact in reversed(post.of("tag"))}.items():
            known, count = tags.get(key, (text, 0))
            tags[key] = known, count + 1
        for fact in post.of("keyword"):
            text, paths = keywords.get(fact.key, Keyword(fact.text, ()))
            keywords[fact.key] = Keyword(text, (*paths, path))
    for path, post in public:
        for fact in post.of("day")[:1]:
            days.setdefault(fact.key, []).append(path)

    def lacking(*kinds: Kind) -> tuple[str, ...]:
        return tuple(path for path, post in public if not any(map(post.of, kinds)))

    return Overview(
        posts=len(every),
        drafts=tuple(path for path, post in every if post.draft),
        languages=tuple(sorted(languages.items(), key=lambda item: (-item[1], item[0]))),
        tags=tuple(sorted(tags.values(), key=lambda tag: (-tag[1], tag[0].casefold(), tag[0]))),
        untagged=lacking("tag"),
        similar_tags=tuple(groups(tags)),
        keywords=tuple(
            sorted(
                keywords.values(),
                key=lambda keyword: (-len(keyword.paths), keyword.text.casefold(), keyword.text),
            )
        ),
        links=tuple(link_graph(places)),
        without_canonical=lacking("canonical", "url"),
        without_description=lacking("description"),
        days=tuple(Day(date, tuple(days[date])) for date in sorted(days)),
        undated=lacking("day"),
    )
