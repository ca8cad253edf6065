"""MED220."""

from __future__ import annotations

import re

from medlint.diagnostic import Severity
from medlint.document import Link, Text
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import host, is_placeholder_host, is_private_host, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block, Line
    from medlint.post import Post

_FOOTNOTE_MARK = lazy(r"(?<!\s)\s*\[\^[^\[\]]*\]:?\s*")
#: Text after which a URL is an argument, of a command or of a shortcode, or shown as code.
_ARGUMENT = lazy(
    r"""(?:\bdeb(?:-src)?\ |\bgit\ (?:clone|remote|submodule|fetch|pull|push)\b|\b(?:curl|wget)\ |
    \b(?:npm|pip|pip3|gem|brew|docker)\ (?:install|i|tap|pull|run)\b)[^.\n]{0,60}$
    | \[[a-z][\w-]{0,30}\ [^\]\n]{0,80}$
    | =["'\u201c\u2018]?$""",
    re.VERBOSE,
)
#: Addresses that name something and lead nowhere: to be filled in, or of a format.
_NO_PAGE = lazy(
    r"https?://(?:[^/]{0,60}\byour|[^/]{1,80}/your[-_a-z]|test\.host\b|schemas\.|tempuri\.org\b"
    r"|www\.w3\.org/(?:19|20)\d\d/)",
    re.IGNORECASE,
)
_BROKEN_LINK = lazy(r"\]\(<?$")


class BareUrl(Rule, code="MED220", severity=Severity.WARNING, needs="link"):
    """A URL in running text should be a link with words.

    A raw address breaks the flow of a sentence, a screen reader spells it
    out, and readers cannot tell what is behind it. Addresses strewn through
    a text are also what link spam looks like.

    Mend: Make the words that name the page the link: `[the trial of
    2025](https://…)`. To show a preview card on Medium, put the address in a
    paragraph of its own.

    Limits: A URL alone in its paragraph, list item, table cell or footnote
    is fine; so are URLs in code, and those of this machine or of example
    domains, which nobody can visit.

    Source: markdownlint MD034; Google Search Central on anchor text;
    Medium's editor turns a URL alone in its paragraph into a card (embeds).
    """

    allow_hosts: tuple[str, ...] = option((), "Hosts whose URLs may stand in running text.")

    examples = (
        Good("See [the trial of 2025](https://www.iana.org/trial)."),
        Bad("The results are at ⟦https://www.iana.org/trial⟧, have a look."),
        Bad("The results: ⟦<https://www.iana.org/trial>⟧"),
        Good(
            """
            A paragraph of its own is a card:

            https://www.iana.org/trial
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each raw URL with text beside it."""
        allowed = {name.lower() for name in self.allow_hosts}
        if not any(link.kind in {"bare", "autolink"} for link in post.links):
            return
        for block in post.document.linked_blocks:
            # What stands in a block or a line is asked once for all of its links.
            whole: bool | None = None
            for line in block.lines:
                raw = [
                    (at, part)
                    for at, part in enumerate(line.parts)
                    if isinstance(part, Link) and _is_raw(part, allowed)
                ]
                if not raw:
                    continue
                if block.footnote:
                    alone = _is_source(line)
                else:
                    alone = whole = _is_card(block) if whole is None else whole
                if alone:
                    continue
                for at, link in raw:
                    before = _text_before(line, at)
                    if not _ARGUMENT.search(before):
                        yield self.finding(link.span, _message(link.url, before))


def _is_raw(link: Link, allowed: Collection[str]) -> bool:
    """Whether a link is the raw URL of a page, on none of the hosts that are allowed."""
    if link.kind not in {"bare", "autolink"}:
        return False
    name = host(link.url)
    if not name or name in allowed or is_private_host(name) or is_placeholder_host(name):
        return False
    return not _NO_PAGE.match(link.url)


def _message(url: str, before: str) -> str:
    address = shown(url, 80)
    if _BROKEN_LINK.search(before):
        return (
            f"the link to {address} is not read as one, so the address stands in running text; "
            "Markdown inside HTML, a space in the address or a missing bracket may be the cause"
        )
    return (
        f"the address {address} stands in running text; make the words that name the page the link"
    )


def _is_source(line: Line) -> bool:
    """Whether a line of a footnote holds links and nothing else."""
    return not _FOOTNOTE_MARK.sub("", _beside(line)).strip(" \t.,;")


def _is_card(block: Block) -> bool:
    """Whether there is nothing in a block but raw URLs on lines of their own."""
    return all(map(_is_only_url, block.lines))


def _is_only_url(line: Line) -> bool:
    links = line.links
    return len(links) == 1 and links[0].kind in {"bare", "autolink"} and not _beside(line).strip()


def _beside(line: Line) -> str:
    """What is on a line beside its links."""
    return "".join(
        part.text if isinstance(part, Text) else " "
        for part in line.parts
        if not isinstance(part, Link)
    )


def _text_before(line: Line, at: int) -> str:
    """The end of the text just before a part of a line."""
    last = line.parts[at - 1] if at else None
    return last.text[-120:] if isinstance(last, Text) else ""
