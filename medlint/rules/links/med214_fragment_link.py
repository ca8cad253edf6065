"""MED214."""

from __future__ import annotations

from bisect import bisect_left

from medlint.diagnostic import Severity
from medlint.document import Text
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block, Link
    from medlint.post import Post

_LETTER = lazy(r"\w")


class FragmentLink(Rule, code="MED214", severity=Severity.WARNING, needs="link"):
    """A link to a section of the same page leads nowhere on Medium.

    Your generator gives headings ids (`#results`); Medium gives every
    paragraph a random one and drops yours. A reader who clicks in the table
    of contents stays where they are, or lands on your own site.

    Mend: Take out the table of contents, and name a section in words ("see
    Results below"). If the link must stay, write the section's full address
    on your own site.

    Limits: A table of contents is reported once, at its first link. Signs
    without words, such as the `#` that themes put beside headings, are not
    reported, nor is `#` alone (MED211).

    Source: practice of publishing tools for Medium, which drop or warn of
    such links as Medium keeps no ids of headings (jupyter_to_medium, Nikola's
    Medium plugin).
    """

    contents: int = option(
        3, "Links to sections in one list from which it is a table of contents.", minimum=2
    )

    examples = (
        Good("See [the results](https://www.iana.org/trial#results), or Results below."),
        Bad("As ⟦[the results](#results)⟧ show, it rained."),
        Bad(
            """
            - ⟦[Start](#start)⟧
            - [Middle](#middle)
            - [End](#end)
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each table of contents and each other link to a section."""
        links = [link for link in post.links if _is_to_section(link)]
        if not links:
            return
        at = 0
        for first, last in self._contents(post, links):
            yield from self._single(links[at:first])
            count = last - first
            yield self.finding(
                links[first].span,
                f"a table of contents with {count} links to sections of this page, none of which "
                "leads anywhere on Medium; take it out, or link the full address of each section",
            )
            at = last
        yield from self._single(links[at:])

    def _contents(self, post: Post, links: list[Link]) -> Iterator[tuple[int, int]]:
        """Where a table of contents starts and ends in ``links``, in source order."""
        to_sections = [link.span.start for link in links]
        to_any = [link.span.start for link in post.links]
        stack = [post.document.root]
        while stack:
            block = stack.pop()
            first, last = _inside(to_sections, block)
            if last - first < self.contents:
                continue
            if block.kind in {"list", "table"} or _is_only_links(block):
                start, end = _inside(to_any, block)
                if 5 * (last - first) >= 4 * (end - start):
                    yield first, last
                    continue
            stack.extend(reversed(block.children))

    def _single(self, links: list[Link]) -> Iterator[Finding]:
        for link in links:
            yield self.finding(
                link.span,
                f"{shown(link.url, 60)} is a section of this page, and Medium keeps no ids of "
                "headings; name the section in words, or link its full address",
            )


def _is_to_section(link: Link) -> bool:
    if link.templated or not link.url.startswith("#") or len(link.url) < 2:
        return False
    return _LETTER.search(link.text) is not None or bool(link.images)


def _inside(starts: list[int], block: Block) -> tuple[int, int]:
    """The range of those offsets that lie in a block."""
    return bisect_left(starts, block.span.start), bisect_left(starts, block.span.end)


def _is_only_links(block: Block) -> bool:
    """Whether a paragraph has no word beside its links."""
    return block.kind == "paragraph" and not any(
        _LETTER.search(part.text)
        for line in block.lines
        for part in line.parts
        if isinstance(part, Text)
    )
