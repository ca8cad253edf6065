"""What a rule found, and what a user is told of it."""

from __future__ import annotations

from enum import IntEnum

from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from medlint.fixes import Fix
    from medlint.text import Span

#: The code and name under which a failure of medlint itself is reported.
INTERNAL_CODE = "MED000"
INTERNAL_NAME = "internal-error"
ISSUES_URL = "https://github.com/medlint/medlint/issues"


class Severity(IntEnum):
    """How much a finding matters; the greater, the worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case word used in settings and in every output."""
        return self.name.lower()

    @classmethod
    def parse(cls, word: str) -> Severity:
        """The severity that a lower-case word names.

        Raises:
            ValueError: The word is none of ``error``, ``warning``, ``info``.
        """
        for severity in cls:
            if severity.label == word:
                return severity
        raise ValueError(f"{word!r} is no severity (error, warning, info)")

    def lowered(self) -> Severity:
        """One step less severe; ``INFO`` stays."""
        return Severity(max(self - 1, Severity.INFO))


class Finding(NamedTuple):
    """What a rule yields: a place in the post and what is wrong there.

    Attributes:
        span: Where, in offsets of the source text.
        message: What was measured, the limit and the unit, and what to do.
        fix: How to mend it, or ``None``.
        severity: Set only where this one finding differs from its rule.
    """

    span: Span
    message: str
    fix: Fix | None = None
    severity: Severity | None = None


class Diagnostic(NamedTuple):
    """A finding as users meet it: stamped with its file, rule and position.

    Lines and columns count from 1, columns in characters; the end is the
    place just after the last character.
    """

    path: str
    line: int
    column: int
    code: str
    name: str
    severity: Severity
    message: str
    end_line: int
    end_column: int
    span: Span
    fix: Fix | None
    url: str

    @property
    def sort_key(self) -> tuple[str, int, int, str, int, int, str]:
        """The order of every report: path, line, column, code."""
        return (
            self.path,
            self.line,
            self.column,
            self.code,
            self.end_line,
            self.end_column,
            self.message,
        )
