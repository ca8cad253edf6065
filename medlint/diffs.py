"""The difference between two versions of a text, as a patch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medlint.terminal import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.terminal import Style

#: Lines of context around a change.
_CONTEXT = 3
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def patch(path: str, before: str, after: str) -> str:
    """A unified diff that ``patch -p0`` and ``git apply -p0`` take.

    Args:
        path: The file's path, for both versions.
        before: The text as it was.
        after: The text as it is to be; it differs.
    """
    old, new = _lines(before), _lines(after)
    # What is the same at both ends need not be compared, and in a long post that is most of it.
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, kept = max(head - _CONTEXT, 0), max(tail - _CONTEXT, 0)
    pieces = [f"--- {path}\n+++ {path}\n"]
    for line in _hunks(old[start : len(old) - kept], new[start : len(new) - kept], start):
        pieces.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(pieces)


def shown(text: str, style: Style) -> str:
    """A patch for a terminal: coloured, and with nothing in it that a terminal obeys."""
    lines = []
    for line in text.removesuffix("\n").split("\n"):
        colour = "bold" if line.startswith(("--- ", "+++ ")) else _COLOURS.get(line[:1], "")
        written = escape(line.replace("\t", "    "))
        lines.append(style(written, colour) if colour else written)
    return "\n".join(lines) + "\n"


def _lines(text: str) -> list[str]:
    """The lines as patches count them: each ends in LF, save perhaps the last."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _hunks(old: Sequence[str], new: Sequence[str], offset: int) -> Iterator[str]:
    from difflib import SequenceMatcher

    for group in SequenceMatcher(None, old, new, autojunk=True).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        yield (
            f"@@ -{_range(first[1] + offset, last[2] + offset)} "
            f"+{_range(first[3] + offset, last[4] + offset)} @@\n"
        )
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[old_start:old_end])
                continue
            yield from (f"-{line}" for line in old[old_start:old_end])
            yield from (f"+{line}" for line in new[new_start:new_end])


def _range(start: int, end: int) -> str:
    """Lines as a hunk's header names them: the first, from 1, and how many."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"
