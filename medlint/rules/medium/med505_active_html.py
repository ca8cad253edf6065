"""MED505."""

from __future__ import annotations

import re

from medlint.patterns import lazy
from medlint.raw_html import ACTIVE
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import HtmlTag
    from medlint.post import Post

_HANDLER = lazy(
    r"on(?:abort|animation\w+|auxclick|before\w+|blur|canplay\w*|change|click|close|contextmenu|"
    r"copy|cut|dblclick|drag\w*|drop|ended|error|focus\w*|hashchange|input|invalid|key\w+|load\w*|"
    r"message|mouse\w+|page\w+|paste|pause|play\w*|pointer\w+|popstate|progress|reset|resize|"
    r"scroll\w*|search|seek\w+|select\w*|submit|toggle|touch\w+|transition\w+|unload|wheel)"
)
_SCRIPT_ADDRESS = lazy(r"[\s\0-\x20]*(?:javascript|vbscript)\s*:", re.IGNORECASE)
_ADDRESSES = frozenset({"action", "background", "data", "formaction", "href", "src", "xlink:href"})

#: An embed by the address of its frame or script, and the address to paste in its stead.
_EMBEDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        lazy(r"(?:youtube(?:-nocookie)?\.com/embed/|youtu\.be/)(?!videoseries)([\w-]{6,20})"),
        r"https://www.youtube.com/watch?v=\1",
    ),
    (lazy(r"player\.vimeo\.com/video/(\d+)"), r"https://vimeo.com/\1"),
    (lazy(r"gist\.github\.com/([\w-]+/\w+)\.js"), r"https://gist.github.com/\1"),
    (lazy(r"codepen\.io/([\w-]+)/embed/(?:preview/)?(\w+)"), r"https://codepen.io/\1/pen/\2"),
    (lazy(r"codesandbox\.io/embed/([\w-]+)"), r"https://codesandbox.io/s/\1"),
    (
        lazy(r"open\.spotify\.com/embed/(\w+)/(\w+)"),
        r"https://open.spotify.com/\1/\2",
    ),
)
#: What is embedded by a script from a host.
_NAMED = {
    "platform.twitter.com": "paste the address of the tweet",
    "www.instagram.com": "paste the address of the picture",
    "asciinema.org": "paste the address of the recording",
    "www.slideshare.net": "paste the address of the slides",
    "speakerdeck.com": "paste the address of the slides",
}
_ADVICE = {
    "script": "a story runs no scripts; leave it out",
    "iframe": "paste the address of the page alone in a paragraph, where it becomes a preview, "
    "or link to it",
    "form": "its rules forbid collecting data in a story; link to a page with the form",
}
_GENERAL = "link to the page that has it"
_BARE = "put it between backticks if you write about it"


class ActiveHtml(Rule, code="MED505", needs="html"):
    """Scripts, frames and forms never reach a story on Medium.

    Medium takes them out, and with them the video, the demo or the sign-up
    that the text around still speaks of. Its rules also forbid embeds that
    collect data of readers.

    Mend: Paste the address of a video, a tweet, a gist or a pen alone in a
    paragraph: Medium makes a card or a player of it. Link to everything else.

    Limits: A link to `javascript:` is reported by MED212.

    Source: Medium Rules, "Embedded Content and Collection of Personal
    Information"; Medium's help on embeds, which are made from addresses.
    """

    allow_hosts: tuple[str, ...] = option(
        (), "Hosts whose frames and scripts your way of publishing turns into embeds."
    )

    examples = (
        Bad('⟦<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ">⟧</iframe>'),
        Bad(
            """
            ⟦<form action="https://list.example.org">⟧<input name="email"></form>

            ⟦<p onclick="track()">⟧Water in the morning.</p>
            """
        ),
        Good("https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        Good("Put the code between `<script>` and `</script>`."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each active tag, and each attribute that is a script."""
        allowed = {name.lower() for name in self.allow_hosts}
        for tag in post.document.tags:
            if tag.name in ACTIVE:
                if host(_address(tag)) not in allowed or not _address(tag):
                    yield self.finding(tag.span, _about(tag))
                continue
            for name, value in tag.attributes:
                if _HANDLER.fullmatch(name):
                    yield self.finding(
                        tag.span,
                        f"the attribute {name} is a script, and Medium runs none; leave it out",
                    )
                elif (
                    name in _ADDRESSES
                    and not (tag.name in {"a", "area"} and name == "href")
                    and _SCRIPT_ADDRESS.match(value)
                ):
                    yield self.finding(
                        tag.span,
                        f"the attribute {name} holds a script, and Medium runs none; "
                        "give the address of a page",
                    )


def _address(tag: HtmlTag) -> str:
    attributes = dict(tag.attributes)
    address = attributes.get("src") or attributes.get("data") or attributes.get("action") or ""
    return f"https:{address}" if address.startswith("//") else address


def _about(tag: HtmlTag) -> str:
    address = _address(tag)
    for pattern, page in _EMBEDS:
        match = pattern.search(address)
        if match is not None:
            return (
                f"Medium drops <{tag.name}>; paste {match.expand(page)} alone in a paragraph "
                "instead, and Medium embeds it"
            )
    named = _NAMED.get(host(address)) if address else None
    if named is not None:
        return (
            f"Medium drops <{tag.name}>; {named} alone in a paragraph instead, and Medium embeds it"
        )
    if not tag.attributes and tag.name != "script":
        return f"Medium drops <{tag.name}>; {_BARE}"
    return f"Medium drops <{tag.name}>: {_ADVICE.get(tag.name, _GENERAL)}"
