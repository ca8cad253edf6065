"""MED212."""

from __future__ import annotations

import re

from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

#: What browsers leave out when they read a scheme.
#: How most addresses begin; nothing that is taken out of them makes another scheme of these.
_HARMLESS = ("http", "/", "#", ".", "mailto:")
_IGNORED = lazy(r"[\x00-\x20\x7f]+")
_SCHEME = lazy(r"(javascript|data|vbscript|file):", re.IGNORECASE)
_WHY = {
    "javascript": "runs a program in the reader's browser",
    "vbscript": "runs a program in the reader's browser",
    "data": "holds its own content and leads to no page",
    "file": "leads to a file on your own computer",
}


class UnsafeScheme(Rule, code="MED212", needs="link"):
    """A link must lead to a page, and not run a program or open a file.

    `javascript:`, `vbscript:` and `data:` addresses are how programs are put
    into pages, so Medium and every browser take them out or block them: the
    reader clicks and nothing happens. A `file:` address leads to a place on
    your own computer.

    Mend: Link the page itself, or take the link away and keep its words. To
    show code, put it into a code block.

    Source: OWASP, "Cross Site Scripting Prevention" on URL schemes;
    CommonMark parsers such as markdown-it refuse the same four schemes.
    """

    examples = (
        Good("Write to [Ada](mailto:ada@iana.org), or see `javascript:void(0)`."),
        Bad("⟦[Open the menu](javascript:void)⟧"),
        Bad('<p>See ⟦<a href="file:///C:/notes.txt">my notes</a>⟧.</p>'),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link with one of the four schemes."""
        for link in post.links:
            if link.url.startswith(_HARMLESS):
                continue
            match = _SCHEME.match(_IGNORED.sub("", link.url[:200]))
            if match is not None:
                scheme = match[1].lower()
                yield self.finding(
                    link.span,
                    f"the address {shown(link.url, 60)} {_WHY[scheme]}, so it is taken out or "
                    "blocked; link a page, or keep only the words",
                )
