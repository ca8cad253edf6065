"""Which posts link to which, worked out from what the index knows of all of them."""

from __future__ import annotations

from medlint.page_names import last_name
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.entries import Entry


class Place(NamedTuple):
    """A post and where it is.

    Attributes:
        shown: Its path, to show.
        relative: Its path relative to the settings' folder.
        entry: What the index knows of it.
    """

    shown: str
    relative: str
    entry: Entry


class Linked(NamedTuple):
    """The links between a post and the others.

    Attributes:
        path: The post's path, to show.
        links_in: How many other posts link to it; drafts do not count.
        links_out: To how many other posts it links.
    """

    path: str
    links_in: int
    links_out: int


def keys_of(post: Entry, relative: str) -> Iterator[str]:
    """The keys of links that lead to a post, whatever others there are.

    Args:
        post: What the index knows of it.
        relative: Its path relative to the settings' folder.
    """
    yield f"file:{relative}"
    for fact in post.facts:
        if fact.kind in {"url", "canonical", "alias"}:
            yield fact.key
        elif fact.kind == "name":
            yield f"name:{fact.key}"


def link_graph(posts: Sequence[Place]) -> list[Linked]:
    """The links of each post, in the order of the posts.

    A link to an address that is not known as any post's leads to the one whose
    name it ends in, if there is but one of that name.
    """
    holders: dict[str, set[int]] = {}
    names: dict[str, set[int]] = {}
    for index, post in enumerate(posts):
        for key in keys_of(post.entry, post.relative):
            holders.setdefault(key, set()).add(index)
        for fact in post.entry.of("name"):
            names.setdefault(fact.key, set()).add(index)
    sources: list[set[int]] = [set() for _ in posts]
    targets: list[set[int]] = [set() for _ in posts]
    for index, post in enumerate(posts):
        for link in post.entry.of("link"):
            found = holders.get(link.key, set())
            if not found and link.key.startswith("//"):
                named = names.get(last_name(link.key), set())
                found = named if len(named) == 1 else set()
            targets[index] |= found
            if not post.entry.draft:
                for target in found:
                    sources[target].add(index)
    return [
        Linked(post.shown, len(sources[index] - {index}), len(targets[index] - {index}))
        for index, post in enumerate(posts)
    ]
