"""Quotes, read no farther than they reach.

Before markdown-it-py reads a quote, it takes all lines after it that might belong to its
last paragraph, down to the next blank line. Where it then turns out that there is no
paragraph (``> # a``, and ``b`` on the next line), it drops them again; a text of such quotes
takes time in the square of its length. So a quote is given few lines at first, and four
times as many as often as these were not enough.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    #: A block rule of markdown-it-py, called with the state, the first line, the line behind
    #: the last one, and whether it shall only tell if it matches.
    Rule = Callable[[StateBlock, int, int, bool], bool]
    Notes = dict[Any, Any] | list[Any]

#: How many lines a quote is given at first, counted from the first one without a marker, and
#: how many times as many where they were not enough.
_LINES = 8
_MORE = 4


class QuoteState(StateBlock):
    """The state of the blocks, which notices where more lines than were given are asked for.

    Attributes:
        limit: The first line (from 0) that is not given yet; -1 where all lines are.
        asked: Whether what was read might go on in lines that are not given.
        needed: By the first line and the level of quotes that were not given enough, how
            many lines to try next.
    """

    limit = -1
    asked = False

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.needed: dict[tuple[int, int], int] = {}

    def isEmpty(self, line: int) -> bool:  # noqa: N802
        """Whether a line is blank or not given: each block that may go on asks for the next."""
        if line >= self.limit >= 0:
            self.asked = True
            return True
        return self.bMarks[line] + self.tShift[line] >= self.eMarks[line]


def in_steps(rule: Rule, state: QuoteState, start: int, end: int, notes: tuple[Notes, ...]) -> bool:
    """Run the rule for quotes.

    Args:
        rule: The rule.
        state: The state of the blocks.
        start: The first line of what may be a quote.
        end: The line behind the last one that it may have.
        notes: What is noted beside the tokens, in what only grows.

    Returns:
        Whether there is a quote.
    """
    first = _first_without_marker(state, start, end)
    place = start, state.level
    count = state.needed.get(place, _LINES)
    limit, asked, tight = state.limit, state.asked, state.tight
    tokens, lengths = len(state.tokens), [len(note) for note in notes]
    while first + count < end:
        state.limit, state.asked = first + count, False
        matches = rule(state, start, state.limit, False)
        was_enough = not state.asked and state.line < state.limit
        state.limit, state.asked = limit, asked
        if was_enough or not matches:
            return matches
        state.needed[place] = count = count * _MORE
        state.tight = tight
        del state.tokens[tokens:]
        for note, length in zip(notes, lengths, strict=True):
            _shorten(note, length)
    matches = rule(state, start, end, False)
    if state.asked or state.line >= end:
        # Should the quote around it be given more lines, this one may take as many at once.
        state.needed[place] = max(count, _MORE * (end - first))
    return matches


def _first_without_marker(state: StateBlock, start: int, end: int) -> int:
    """The first line of a quote's last paragraph that has no marker; ``end`` if there is none."""
    for line in range(start + 1, end):
        place = state.bMarks[line] + state.tShift[line]
        if place >= state.eMarks[line]:
            break
        if state.src[place] != ">" or state.sCount[line] < state.blkIndent:
            return line
    return end


def _shorten(note: Notes, length: int) -> None:
    while len(note) > length:
        if isinstance(note, dict):
            note.popitem()
        else:
            note.pop()
