"""MED514."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.invisible import INVISIBLE, is_needed, may_be_in, name_of, replacement
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.running_text import without_code
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

#: How a no-break space begins.
_NO_BREAK_MARKS = ("\u00a0", "&nbsp;", "&#")
_NO_BREAK_SPACE = r"(?:\u00a0|&nbsp;|&#160;|&#[xX][aA]0;)"
_NO_BREAK = lazy(_NO_BREAK_SPACE)
_NO_BREAK_RUN = lazy(rf" ?(?P<run>{_NO_BREAK_SPACE}(?: ?{_NO_BREAK_SPACE})+) ?")


class InvisibleCharacter(Rule, code="MED514", severity=Severity.WARNING):
    """Characters that nobody sees come along when text is copied.

    Zero-width spaces, marks that steer the direction of text, the place
    holder of a lost picture (U+FFFC): they split words for search, break
    links and tags, and show as boxes on some telephones. Marks of direction
    can make a text read differently from what it says.

    Mend: The fix removes them. Runs of no-break spaces, which writers use to
    indent or to push words apart, become one space.

    Limits: Joiners inside emoji and in scripts that need them, breaks in Thai
    or Khmer, marks of direction in a line of Arabic or Hebrew, a zero-width
    space beside `**` (which makes Chinese emphasis work) and single no-break
    spaces are fine. Code is not looked at.

    Source: Unicode, "Default ignorable code points" and Technical Report 36
    on security; the post of a spam farm that gave this linter its first
    rules.
    """

    spaces: int = option(2, "No-break spaces in a row from which they are reported.", minimum=2)
    each: int = option(
        3, "Places of one character up to which each is reported by itself.", minimum=0
    )

    examples = (
        Bad(
            "Water⟦\u200b⟧melons want sun.",
            fixed="Watermelons want sun.",
        ),
        Bad(
            "Tomatoes:⟦&nbsp;&nbsp;&nbsp;⟧sun and water.",
            fixed="Tomatoes: sun and water.",
        ),
        Bad(
            "<b>Tomatoes</b>⟦&nbsp;&nbsp;⟧<b>want sun.</b>",
            fixed="<b>Tomatoes</b> <b>want sun.</b>",
        ),
        Good("A family of gardeners 👩\u200d🌾, نامه\u200cای, and 5\u00a0km to walk."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each character, or the first of many with their number."""
        text = post.text
        no_break = any(mark in text for mark in _NO_BREAK_MARKS)
        if not no_break and not may_be_in(post):
            return
        body = without_code(text, post.body, post.document)
        places: dict[str, list[Span]] = {}
        for searched in (text[: post.body.start], body):
            for match in INVISIBLE.finditer(searched):
                if not is_needed(text, match.start(), match.end()):
                    places.setdefault(match[1], []).append(Span(*match.span()))
        for character, spans in places.items():
            yield from self._character(character, spans)
        if no_break:
            yield from self._no_break(text, body)

    def _character(self, character: str, spans: list[Span]) -> Iterator[Finding]:
        name = name_of(character)
        content, safe = replacement(character)
        title = f"Replace {name}" if content else f"Remove {name}"
        edits = [Edit(span, content) for span in spans]
        if len(spans) <= self.each:
            for edit in edits:
                yield self.finding(
                    edit.span,
                    f"an invisible character stands here, {name}; remove it",
                    Fix(title, (edit,), safe),
                )
            return
        yield self.finding(
            spans[0],
            f"an invisible character stands here and in {len(spans) - 1} more places, {name}; "
            "remove it",
            Fix(title, tuple(edits), safe),
        )

    def _no_break(self, text: str, body: str) -> Iterator[Finding]:
        runs = [
            (match, number)
            for match in _NO_BREAK_RUN.finditer(body)
            if (number := len(_NO_BREAK.findall(match.group()))) >= self.spaces
        ]
        edits = [Edit(Span(*match.span()), _space(text, *match.span())) for match, _ in runs]
        title = "Make them one space"
        if len(runs) <= self.each:
            for (match, number), edit in zip(runs, edits, strict=True):
                yield self.finding(
                    Span(*match.span("run")),
                    f"{number} no-break spaces in a row push words apart; use one space",
                    Fix(title, (edit,), safe=False),
                )
            return
        yield self.finding(
            Span(*runs[0][0].span("run")),
            f"no-break spaces in a row push words apart, here and in {len(runs) - 1} more places; "
            "use one space",
            Fix(title, tuple(edits), safe=False),
        )


def _space(text: str, start: int, end: int) -> str:
    """What stays of no-break spaces: a space between words, nothing at the ends of a line."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return "" if before in "\r\n\t " or after in "\r\n\t " else " "
