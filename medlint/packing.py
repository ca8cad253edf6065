"""Findings as bytes: to be held, kept on disk, or sent from one process to another."""

from __future__ import annotations

from marshal import dumps, loads

from medlint.diagnostic import Diagnostic, Severity
from medlint.fixes import Edit, Fix
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

#: To be counted up whenever the shape below changes.
SHAPE = 1

_SEVERITIES = {int(severity): severity for severity in Severity}


class Unpacked(NamedTuple):
    """What was packed.

    Attributes:
        findings: What was found in a post, in the order of reports.
        suppresses: Whether the post has comments that silence findings.
    """

    findings: list[Diagnostic]
    suppresses: bool


def pack(findings: Iterable[Diagnostic], *, suppresses: bool) -> bytes:
    """What was found in one post, without its path.

    Args:
        findings: The findings.
        suppresses: Whether the post has comments that silence findings.
    """
    return dumps((suppresses, [_packed(found) for found in findings]))


def unpack(data: bytes, path: str) -> Unpacked:
    """What :func:`pack` has packed.

    Args:
        data: The bytes; they are trusted to come from :func:`pack`.
        path: The path to show in the findings.
    """
    suppresses, packed = loads(data)
    return Unpacked([_unpacked(path, *values) for values in packed], suppresses)


def _packed(found: Diagnostic) -> tuple[object, ...]:
    _, *values = found
    values[4] = int(found.severity)
    values[8] = tuple(found.span)
    if found.fix is not None:
        title, edits, safe = found.fix
        values[9] = (title, tuple((*span, content) for span, content in edits), safe)
    return tuple(values)


def _unpacked(
    path: str,
    line: int,
    column: int,
    code: str,
    name: str,
    severity: int,
    message: str,
    end_line: int,
    end_column: int,
    span: tuple[int, int],
    fix: tuple[str, tuple[tuple[int, int, str], ...], bool] | None,
    url: str,
) -> Diagnostic:
    made = None
    if fix is not None:
        title, edits, safe = fix
        made = Fix(
            title, tuple(Edit(Span(start, end), content) for start, end, content in edits), safe
        )
    return Diagnostic(
        *(path, line, column, code, name, _SEVERITIES[severity], message),
        *(end_line, end_column, Span(*span), made, url),
    )
