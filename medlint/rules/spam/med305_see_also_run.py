"""MED305."""

from __future__ import annotations

from functools import cache

from medlint.anchors import fold
from medlint.diagnostic import Severity
from medlint.document import Text, visible_text
from medlint.outbound import is_reference_site
from medlint.patterns import lazy
from medlint.phrases import first_words, whole
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Line, Link
    from medlint.post import Post

#: What may stand between the words and what they promote.
_SEPARATOR = lazy(r"[:：|»→➡⇒>]|\s[–—-]+\s|-{1,2}>")
#: Openings are short; what is longer is a sentence, in characters.
_LONGEST = 50


class SeeAlsoRun(Rule, code="MED305", severity=Severity.WARNING):
    """Promotional lines must not be strewn over a post.

    "✅See also: …" once, at the end, helps a reader on. Again and again
    between the paragraphs it interrupts, and it is a pattern of posts that
    are written for their links; Medium hides what it takes for those.

    Mend: Keep one of the lines, or turn each into a link in a sentence that
    says what the reader gains. Related posts belong in one list at the end.

    Language: The words are looked up in every language medlint knows.

    Limits: Lines whose links lead to documentation, encyclopedias, code
    hosts and the like are references, not promotion. A line such as "See
    also:" above a list counts as no line of its own.

    Source: Medium Rules, "Spam"; Medium's member content guidelines. The
    number is medlint's own.
    """

    maximum: int = option(2, "Promotional lines that a post may have.", minimum=0)

    examples = (
        Bad(
            """
            ⟦✅See also: What are backlinks?⟧

            Text.

            ✅See also: [The basics](https://shop-iana.org/basics)

            Text.

            You may also like: [The rest](https://shop-iana.org/rest)
            """
        ),
        Good(
            """
            ✅See also: [The basics](https://shop-iana.org/basics)

            See also the notes below: they say more, and so does the appendix.
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report the lines once, at the first."""
        first = first_words("see-also", None)
        lines = [
            line
            for block in post.document.prose_blocks
            for at, line in enumerate(block.lines)
            if _may_announce(line, first) and _promotes(line, block.lines[at + 1 : at + 2])
        ]
        if len(lines) > self.maximum:
            yield self.finding(
                lines[0].span,
                f"{len(lines)} promotional lines such as this one (at most {self.maximum}); keep "
                "the best, and make the others links in your sentences",
            )


def _may_announce(line: Line, first: frozenset[str]) -> bool:
    """Whether a line may begin like "see also"; tells quickly of most lines that they do not."""
    part = line.parts[0] if line.parts else None
    if not isinstance(part, Text):
        return True
    words = part.text[:_LONGEST].split(None, 1)
    if len(words) < 2 and (not words or len(line.parts) > 1):
        return True  # the word may go on in the next part
    word = words[0].lower()
    if "\u4e00" <= word[0] <= "\u9fff":
        return word.startswith(_han_words())  # there is no space behind a word
    if not word.isascii() or not word.isalnum():
        word = fold(word).partition(" ")[0]
    return not word or word in first


@cache
def _han_words() -> tuple[str, ...]:
    """The beginnings of phrases that start with a Chinese character."""
    first = first_words("see-also", None)
    return tuple({word[0] for word in first if "\u4e00" <= word[0] <= "\u9fff"})


def _promotes(line: Line, after: tuple[Line, ...]) -> bool:
    """Whether a line promotes something, the line after it in its paragraph at hand."""
    links = line.links
    if not links and after and after[0].links and _announces(line.text):
        return not _lead_to_references(after[0].links)
    text = line.text.strip()
    head = text[:_LONGEST]
    separator = _SEPARATOR.search(head)
    if separator is not None and _announces(text[: separator.start()]):
        if _lead_to_references(links) or (after and not links and _announces(text)):
            return False
        return bool(text[separator.end() :].strip())
    if not links:
        return False
    before = "".join(map(visible_text, line.parts[: line.parts.index(links[0])]))
    return len(before) <= _LONGEST and _announces(before) and not _lead_to_references(links)


def _announces(text: str) -> bool:
    """Whether a text is "see also" or the like, in any language."""
    return whole(text, "see-also", None)


def _lead_to_references(links: tuple[Link, ...]) -> bool:
    return bool(links) and all(is_reference_site(link.url) for link in links)
