"""What a suppression comment says: its verb and the names of rules.

:mod:`medlint.suppressions` finds and reads the comments; rules see the result.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from medlint.text import Span

Verb: TypeAlias = Literal["disable", "enable", "disable-line", "disable-next-line", "disable-file"]

#: Every verb, the most used first.
VERBS: tuple[Verb, ...] = (
    "disable",
    "enable",
    "disable-line",
    "disable-next-line",
    "disable-file",
)

#: What other tools call the verbs.
_FOREIGN: dict[str, Verb] = {
    "ignore": "disable",
    "off": "disable",
    "skip": "disable",
    "noqa": "disable-line",
    "on": "enable",
    "ignore-line": "disable-line",
    "ignore-next-line": "disable-next-line",
    "ignore-next": "disable-next-line",
    "ignore-file": "disable-file",
    "skip-file": "disable-file",
}


class Selector:
    """One name in a suppression.

    Attributes:
        span: Where it stands; for "every rule", the span of the verb.
        text: As written; "" where nothing is named.
        codes: The codes it covers; empty where it names no rule.
        usual: Those of them that are on by default.
        suggestion: The nearest name where it names no rule, or ``None``.
        used: Whether it hid a finding, or for ``enable`` ended a ``disable``.
    """

    __slots__ = ("codes", "span", "suggestion", "text", "used", "usual")

    def __init__(
        self,
        span: Span,
        text: str,
        codes: frozenset[str],
        usual: frozenset[str],
        suggestion: str | None,
    ) -> None:
        self.span = span
        self.text = text
        self.codes = codes
        self.usual = usual
        self.suggestion = suggestion
        self.used = False

    def was_run(self, enabled: frozenset[str]) -> bool:
        """Whether each rule it covers was run, those left aside that are off by default."""
        if len(self.codes) == 1:
            return self.codes <= enabled
        return not self.codes.isdisjoint(enabled) and self.usual <= enabled


class Suppression(NamedTuple):
    """One suppression comment.

    Attributes:
        span: The whole comment, ``<!--`` and ``-->`` or ``#`` included.
        verb: What it does, or ``None`` where that cannot be made out.
        verb_span: Where the verb stands, or the opening where there is none.
        written: The verb as written.
        selectors: What it names; one selector for every rule where it names nothing,
            none where ``=`` is followed by nothing.
        reason: What follows ``--``, or "".
        line: The line it covers, for the verbs of one line.
        removal: What to remove so that the comment is gone: white space beside
            it or its whole line included.
    """

    span: Span
    verb: Verb | None
    verb_span: Span
    written: str
    selectors: tuple[Selector, ...]
    reason: str
    line: int | None
    removal: Span


def nearest_verb(written: str) -> str | None:
    """The verb that a word was probably meant to be, or ``None``."""
    from medlint.nearest import nearest_word

    return _FOREIGN.get(written.lower()) or nearest_word(written, VERBS)
