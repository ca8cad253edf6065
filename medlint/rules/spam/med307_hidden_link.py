"""MED307."""

from __future__ import annotations

from medlint.hidden import hidden_spans, is_unseen
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post


class HiddenLink(Rule, code="MED307", needs="link"):
    """A link must be there for readers to see.

    A link in text of no width, of font size 0 or in an element that is not
    displayed is made for search engines alone. Google and Medium both treat
    it as an attempt to deceive, and one is enough to bury a story. Often it
    comes along unseen, with text pasted from elsewhere.

    Mend: Delete the link, or give it a text that people can read.

    Limits: Seen are zero-width text, the attribute `hidden`, and the inline
    styles `display: none`, `visibility: hidden`, `opacity: 0`,
    `font-size: 0`, and text moved far off the page. Style sheets and colours
    are not looked at. Links to a place on the same page (`#…`) and links
    without any text (MED202) are left alone.

    Source: Google's spam policies, "Hidden text and link abuse"; Medium
    Rules, "Deceptive conduct".
    """

    examples = (
        Bad('<p>A story. ⟦<a href="https://shop-iana.org" style="font-size:0">shoes</a>⟧</p>'),
        Bad(
            """
            <div style="display: none">
            <p>⟦<a href="https://shop-iana.org">red shoes</a>⟧</p>
            </div>
            """
        ),
        Good('<p>A story. <a href="https://shop-iana.org">Red shoes</a> play a part in it.</p>'),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link that nobody can see."""
        spans = hidden_spans(post.document, post.text)
        if not spans and not any(is_unseen(link.text) for link in post.links):
            return
        at, end = 0, -1
        for link in sorted(post.links, key=lambda link: link.span):
            while at < len(spans) and spans[at].start <= link.span.start:
                end = max(end, spans[at].end)
                at += 1
            unseen = is_unseen(link.text)
            if not (unseen or link.span.start < end) or link.url.startswith("#") or link.templated:
                continue
            if link.span.start < end:
                yield self._hidden(link, "stands in HTML that is not displayed")
            elif not link.images:
                yield self._hidden(link, "has only characters of no width for its text")

    def _hidden(self, link: Link, why: str) -> Finding:
        return self.finding(
            link.span,
            f"nobody can see the link to {shown(link.url, 60)}: it {why}; delete it, or give it "
            "a text that people can read",
        )
