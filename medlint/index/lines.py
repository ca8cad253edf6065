"""Many lines in one piece of bytes, so that what differs between two is soon found.

Of 10,000 lines hardly any is another one than before. To cut both pieces into
lines and compare these takes longer than all the rest of a run over one post;
to find out how far both are the same, from either end, takes no time.
"""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Stands before each line, and behind the last.
END = b"\0"
#: How much is compared at once, in bytes.
_STEP = 1 << 14


def joined(lines: Iterable[bytes]) -> bytes:
    """Lines, none of which has a NUL, in one piece."""
    return END + b"".join([line + END for line in lines])


def cut(lines: bytes) -> list[bytes]:
    """The lines that :func:`joined` has joined."""
    return lines[1:-1].split(END) if len(lines) > 1 else []


def difference(before: bytes, now: bytes) -> tuple[set[bytes], set[bytes]]:
    """The lines that came, and those that went.

    Args:
        before: The lines that there were, each once.
        now: Those that there are.
    """
    start = _same_at_start(before, now)
    end = _same_at_end(before, now, min(len(before), len(now)) - start - 1)
    old = set(cut(before[start : len(before) - end]))
    new = set(cut(now[start : len(now) - end]))
    return new - old, old - new


def _same_at_start(one: bytes, other: bytes) -> int:
    """Where in both a NUL stands behind lines that are the same; of these as many as is known."""
    end = min(len(one), len(other)) - _STEP
    at = 0
    while at < end and one[at : at + _STEP] == other[at : at + _STEP]:
        at += _STEP
    return max(one.rfind(END, 0, at), 0)


def _same_at_end(one: bytes, other: bytes, most: int) -> int:
    """How many bytes stand behind a NUL before lines that are the same; of these likewise.

    Args:
        one: The one piece of lines.
        other: The other.
        most: There must not be more.
    """
    size, other_size = len(one), len(other)
    length = 0
    while (
        length + _STEP <= most
        and one[size - length - _STEP : size - length]
        == other[other_size - length - _STEP : other_size - length]
    ):
        length += _STEP
    at = one.find(END, size - length)
    return size - at - 1 if at >= 0 else 0
