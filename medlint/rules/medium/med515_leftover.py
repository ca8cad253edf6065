"""MED515."""

from __future__ import annotations

import re

from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.running_text import BLANK, bytes_outside_code
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

_LOREM = lazy(r"\blorem\s{1,3}ipsum,?\s{1,3}dolor\b", re.IGNORECASE)
_QUOTES = "\"'“”‘’«»„「」`"
#: What may stand between the start of a line and its first word.
_NOTATION = f" \t>*+-_#|{BLANK}"
#: A name in brackets, and a colon with something after it.
_NOTED = lazy(r"(?:\([\w .@/-]{1,40}\))?[*_]{0,3}:[*_]{0,3}[ \t]*(?![\s,;.)\]}`\"'”’/])")
_BRACKETED = lazy(r"[*_]{0,3}[.!…]{0,3}[*_]{0,3}[)\]}]")
#: Words with which a note to oneself goes on, where no colon stands before it.
_ORDERS = lazy(
    r"[ \t]+(?:add|check|complete|describe|document|expand|explain|fill|find|finish|fix|image|"
    r"include|insert|link|mention|move|picture|rephrase|replace|rewrite|screenshot|update|write)\b",
    re.IGNORECASE,
)
_SENTENCE_END = lazy(r"[.!?…)][*_]{0,3}[ \t]{1,3}\Z")


class Leftover(Rule, code="MED515"):
    """A note to yourself must not be published.

    "TODO: add the numbers" tells readers that the post was not finished, and
    filler text that nobody read it before them. Subscribers have it in their
    mail by the time you notice.

    Mend: Do what the note says, or delete it. A note that is to stay goes
    into a comment: `<!-- TODO: add the numbers -->`.

    Limits: A mark counts in capitals, where a line, a sentence or a bracket
    starts with it and a note or nothing follows. "My TODO list", a quoted
    "TODO:", code and comments are fine, and so is a post that has the word in
    its title, as it is about such notes. Of filler text, "lorem ipsum dolor"
    counts, once per post.

    Source: The custom of programmers to mark unfinished work so, for which
    pylint's W0511 and ESLint's no-warning-comments look in code; Lorem ipsum
    as set by typographers.
    """

    marks: tuple[str, ...] = option(
        ("TODO", "FIXME", "XXX"), "Words in capitals that mark a note to oneself."
    )

    examples = (
        Bad("⟦TODO⟧: add the numbers of July."),
        Bad("The harvest was [⟦TODO⟧] kilograms."),
        Bad("⟦Lorem ipsum dolor⟧ sit amet, consectetur adipiscing elit."),
        Good(
            """
            Sowing is on my TODO list, as `// TODO: sow` says.

            <!-- TODO: add the numbers of July. -->
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each note, and the first piece of filler text."""
        body = bytes_outside_code(post)
        marks = [mark for mark in self.marks if mark and mark.encode() in body]
        if not marks and b"lorem" not in body.lower():
            return
        text = post.running_text
        filler = [
            match
            for match in _LOREM.finditer(text)
            if text[match.start() - 1 : match.start()] not in set(_QUOTES)
        ]
        if filler:
            more = f", here and {len(filler) - 1} times more" if len(filler) > 1 else ""
            yield self.finding(
                Span(*filler[0].span()),
                f"this is filler text{more}; write what is to stand here, or delete it",
            )
        title = (post.metadata.text("title") or "").casefold()
        if not marks or any(mark.casefold() in title for mark in self.marks if mark):
            return
        starts: dict[int, str] | None = None
        for match in re.finditer(
            rf"(?<![\w/#@.$-])(?:{'|'.join(map(re.escape, marks))})(?!\w)", text
        ):
            if starts is None:
                starts = _block_starts(post)
            if _is_note(text, match, starts):
                yield self.finding(
                    Span(*match.span()),
                    f"“{match.group()}” looks like a note to yourself that readers will see; "
                    "do it, delete it, or put it into a comment",
                )


def _block_starts(post: Post) -> dict[int, str]:
    """The text of each paragraph and heading by where its first words stand."""
    return {
        block.lines[0].span.start: block.text
        for block in post.document.blocks("paragraph", "heading")
        if block.lines
    }


def _is_note(text: str, match: re.Match[str], starts: dict[int, str]) -> bool:
    """Whether a mark is the start of a note, and not a word of a sentence."""
    start, end = match.span()
    before = text[max(start - 80, 0) : start]
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    starts_line = not line.strip(_NOTATION) and (len(before) < 80 or line != before)
    noted = _NOTED.match(text, end) is not None
    if match.group() == "XXX":
        return starts_line and noted
    if line.rstrip("*_")[-1:] in {"[", "(", "{"}:
        return noted or _BRACKETED.match(text, end) is not None
    if noted:
        return starts_line or start in starts or _SENTENCE_END.search(line) is not None
    if start in starts:
        alone = starts[start].strip().rstrip(".!…: ") == match.group()
        return alone or _ORDERS.match(text, end) is not None
    return False
