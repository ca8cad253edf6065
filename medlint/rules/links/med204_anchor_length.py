"""MED204."""

from __future__ import annotations

from itertools import takewhile

from medlint.diagnostic import Severity
from medlint.document import Code, Link, Text
from medlint.embeds import embeds
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.widths import cells, is_wider, length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block, Line, Part
    from medlint.post import Post

_LETTER = lazy(r"\w")
#: Footnote marks and the ways back from them.
_MARKS = frozenset("†‡§¶↩↑⤴")
#: Signs that have a name in code and on keyboards.
_OPERATORS = frozenset("*#^@&+=%$~|<>/\\!?")
#: What ends a sentence or begins one; a capital after anything else begins a title or a name.
_SENTENCE = frozenset('.!?…:;([{—–-。！？：；（“"')
_QUOTES = frozenset("“”„\"'‘’«»‹›「」『』《》〈〉")
_LABEL = lazy(r"\[[^\[\]]*\]")
#: Less text than this beside its links, in cells, and a block is a list of titles, not prose.
_PROSE = 30


class AnchorLength(Rule, code="MED204", severity=Severity.WARNING, needs="link"):
    """Anchor text should be a few words, not a sentence and not a single sign.

    Readers skim a text for its links, and screen readers read them out one
    after the other. Whole sentences as links drown the words that name the
    target, and search engines call anchors weird that are that long; a link
    on one arrow or emoji says nothing and is hard to hit with a finger.

    Mend: Link only the words that name the target, and leave the rest of the
    sentence outside; give a link on a single sign some words.

    Language: Scripts without spaces have no word count, and their wide
    characters count as two.

    Limits: A link that has its paragraph nearly to itself, begins it, stands
    in quotes or is written like a title is taken for the title of what it
    leads to, which nobody should cut. Code, images, letters and digits (X, C,
    footnote 1) and footnote marks are fine.

    Source: Google Search Central on anchor text ("concise", not "weirdly
    long"); Lighthouse, "Links have descriptive text"; WCAG 2.5.8 on the size
    of what is pressed. The numbers are medlint's own.
    """

    maximum: int = option(
        100, "Longest anchor text, in characters; wide ones (CJK) count as two.", minimum=1
    )
    words: int = option(14, "Most words that an anchor text may have.", minimum=1)
    minimum: int = option(
        2, "Shortest anchor text of signs without letter or digit, in characters.", minimum=0
    )

    examples = (
        Good("The rain fell late, as [the trial of 2025](https://www.iana.org/trial) shows."),
        Bad(
            "And so ⟦[it came that we moved every one of the old posts to the new place in a"
            " night](https://www.iana.org/move)⟧, said Ada, who had not slept for two days."
        ),
        Bad("The results of the trial ⟦[→](https://www.iana.org/trial)⟧"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link whose text is too long or too short."""
        for block in post.document.linked_blocks:
            long: list[tuple[Link, str]] = []
            for link in block.links:
                message = self._too_short(link)
                if message is not None and _is_judged(link, post):
                    yield self.finding(link.span, message)
                elif message is None and (message := self._too_long(link)) is not None:
                    long.append((link, message))
            if long and block.kind != "heading" and _is_prose(block):
                title = block.links[0] if _opens_with_link(block.lines[0]) else None
                for link, message in long:
                    if link is title or _is_title(post.text, link):
                        continue
                    if _is_judged(link, post):
                        yield self.finding(link.span, message)

    def _too_short(self, link: Link) -> str | None:
        text = link.text
        if text[:1].isalnum() or link.label or _LETTER.search(text):
            return None
        if not text or text[0] in _MARKS or text[0] in _OPERATORS:
            return None
        count = length(text)
        if count >= self.minimum:
            return None
        signs = "1 sign" if count == 1 else f"{count} signs"
        return (
            f"the link text is only {signs}, {text}, and the least is {self.minimum} characters; "
            "add words that say where the link leads"
        )

    def _too_long(self, link: Link) -> str | None:
        text = link.text
        mend = "link only the words that name the target"
        wide = cells(text)
        if wide > self.maximum:
            count = length(text)
            unit = "characters" if wide == count else f"characters (as wide as {wide})"
            return f"the link text has {count} {unit} and the limit is {self.maximum}; {mend}"
        words = len(text.split())
        if words > self.words:
            return f"the link text has {words} words and the limit is {self.words}; {mend}"
        return None


def _is_judged(link: Link, post: Post) -> bool:
    if link.kind in {"bare", "autolink"} or link.templated or link.url.startswith("#"):
        return False
    if link.span in embeds(post):
        return False
    if any(isinstance(part, Code) for part in link.parts) or link.images:
        return False
    # An address as text is url-as-anchor's business.
    return " " in link.text or "://" not in link.text


def _is_prose(block: Block) -> bool:
    """Whether more stands beside the links of a block than a label."""
    left = _PROSE
    for line in block.lines:
        text = _beside(line.parts)
        if is_wider(text, left - 1):
            return True
        left -= cells(text)
    return left <= 0


def _opens_with_link(line: Line) -> bool:
    """Whether no word stands before the first link, save labels in brackets."""
    before = takewhile(lambda part: not isinstance(part, Link), line.parts)
    return _LETTER.search(_LABEL.sub("", _beside(tuple(before)))) is None


def _beside(parts: tuple[Part, ...]) -> str:
    """The text of a line beside its links, white space at its ends removed."""
    return "".join(part.text for part in parts if isinstance(part, Text)).strip()


def _is_title(source: str, link: Link) -> bool:
    """Whether a link is a title, which nobody should cut: by its quotes or its capitals."""
    text = link.text.rstrip(".,!?")
    if text[:1] in _QUOTES and text[-1:] in _QUOTES:
        return True
    before = source[max(link.span.start - 9, 0) : link.span.start].rstrip("*_ \t\r\n>")
    if before and before[-1] in _QUOTES:
        return True
    if before and before[-1] not in _SENTENCE and (text[:1].isupper() or text[:1].isdigit()):
        return True
    long = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in long)
    return len(long) >= 3 and 3 * capital >= 2 * len(long)
