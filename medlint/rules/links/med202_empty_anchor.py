"""MED202."""

from __future__ import annotations

from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Link
    from medlint.post import Post

#: A component that may bring its own text when the site is built, or an icon with a title.
_COMPONENT = lazy(r"<(?:[A-Z]|[a-z]+-[a-z]|title\b)")
_TAG = lazy(r"<[^<>]*>")


class EmptyAnchor(Rule, code="MED202", needs="link"):
    """A link must have text that a reader can see.

    An empty link cannot be clicked, a screen reader announces it and then
    says nothing, and a search engine learns nothing of its target. A link
    around an image is named by the image's alternative text; without one it
    is as empty.

    Mend: Write the text between the brackets, give the image inside the
    link an alternative text, or remove the link.

    Limits: Anchors that only mark a place, such as `[](#section)`, links
    named by `aria-label` or `title`, and components of MDX are not reported.

    Source: Lighthouse, "Links have descriptive text" and "Links have a
    discernible name"; markdownlint MD042; Google Search Central on anchor
    text (an image's alternative text is its anchor text).
    """

    examples = (
        Good("See [the trial](https://example.org/trial)."),
        Bad("See ⟦[](https://example.org/trial)⟧."),
        Bad("⟦[![](badge.png)](https://example.org/build)⟧"),
        Good('## Prices <a href="#prices"></a>'),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link without anything to read."""
        for link in post.links:
            if link.text or link.label or link.has_template_text or link.title.strip():
                continue
            inside = post.source.slice(link.text_span)
            if link.url.startswith("#") or _COMPONENT.search(inside) or "{" in _TAG.sub("", inside):
                continue
            yield self.finding(link.span, _message(link))


def _message(link: Link) -> str:
    target = f"to {shown(link.url, 60)}" if link.url else "without a target"
    if link.images:
        return (
            f"the link {target} is only an image, and the image has no alternative text; "
            "give it one that says where the link leads"
        )
    return f"the link {target} has no text; write some that says where it leads"
