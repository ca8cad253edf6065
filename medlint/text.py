"""The text of one file and the two ways to name a place in it.

Inside medlint a place is an *offset*: the index of a character in
:attr:`Source.text`, from 0. People are told a *position*: line and column,
both from 1, the column counted in characters. A byte order mark is not part
of the text and takes up no column.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from medlint.typed import NamedTuple


class Span(NamedTuple):
    """A half-open range of offsets, ``start`` included and ``end`` not."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people name it: line and column from 1, in characters."""

    line: int
    column: int


class Problem(NamedTuple):
    """Something wrong that was met while reading, before any rule ran.

    Readers note problems and never raise; the rules of family MED0 turn each
    ``kind`` into a diagnostic.
    """

    kind: str
    message: str
    span: Span


class Source:
    """A file's text, where its lines start, and what kept it from being read.

    Attributes:
        text: The characters, without a byte order mark, line endings as they
            stand in the file.
        path: The path to show, with forward slashes.
        bom: Whether the file began with a UTF-8 byte order mark.
        problem: Why the bytes could not be read as text, or ``None``.
    """

    __slots__ = ("_line_starts", "bom", "path", "problem", "text")

    def __init__(
        self,
        text: str,
        path: str = "post.md",
        *,
        bom: bool = False,
        problem: Problem | None = None,
    ) -> None:
        if text.startswith("\ufeff"):
            text, bom = text[1:], True
        self.text = text
        self.path = path
        self.bom = bom
        self.problem = problem
        self._line_starts: list[int] | None = None

    @classmethod
    def from_bytes(cls, data: bytes, path: str, *, max_size: int) -> Source:
        """Decode a file's bytes; what cannot be decoded becomes ``problem``.

        Args:
            data: The whole file.
            path: The path to show.
            max_size: The largest size to read, in bytes.
        """
        if len(data) > max_size:
            return cls.too_large(path, len(data), max_size)
        bom = data.startswith(b"\xef\xbb\xbf")
        payload = data[3:] if bom else data
        nul = payload.find(b"\0")
        if nul >= 0:
            readable = payload[:nul].decode("utf-8", "replace")
            hint = _wide_encoding(data)
            message = hint or "the file has a NUL byte, so it is no text; it was not checked"
            return cls._stopped(readable, path, bom, message)
        try:
            text = payload.decode("utf-8")
        except UnicodeDecodeError as error:
            readable = payload[: error.start].decode("utf-8", "replace")
            message = _wide_encoding(data) or (
                f"byte 0x{payload[error.start]:02x} is not valid UTF-8; save the file as UTF-8 "
                "(it was not checked)"
            )
            return cls._stopped(readable, path, bom, message)
        return cls(text, path, bom=bom)

    @classmethod
    def unreadable(cls, path: str, message: str) -> Source:
        """A file of which nothing could be read; ``message`` says why."""
        return cls("", path, problem=Problem("unreadable", message, Span(0, 0)))

    @classmethod
    def too_large(cls, path: str, size: int, max_size: int) -> Source:
        """A file of ``size`` bytes where at most ``max_size`` are read."""
        return cls.unreadable(
            path,
            f"the file has {size:,} bytes and the limit is {max_size:,} bytes "
            "(setting max-file-size); it was not checked",
        )

    @classmethod
    def _stopped(cls, readable: str, path: str, bom: bool, message: str) -> Source:
        """A file that could be read up to the end of ``readable``."""
        stopped = cls(readable, path, bom=bom)
        # Not the length of `readable`, which may begin with another byte order mark.
        place = Span(len(stopped.text), len(stopped.text))
        stopped.problem = Problem("unreadable", message, place)
        return stopped

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts; lines end in LF, CRLF or CR."""
        if self._line_starts is None:
            self._line_starts = _line_starts(self.text)
        return self._line_starts

    def position(self, offset: int) -> Position:
        """The line and column of an offset.

        Raises:
            ValueError: The offset lies outside the text.
        """
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside the text (0 to {len(self.text)})")
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1.

        Raises:
            ValueError: There is no such line, or the column is beyond its end.
        """
        if not 1 <= line <= len(self.line_starts):
            raise ValueError(f"line {line} is outside the text (1 to {len(self.line_starts)})")
        span = self.line_span(line)
        if not 1 <= column <= span.end - span.start + 1:
            raise ValueError(f"column {column} is outside line {line}")
        return span.start + column - 1

    def line_span(self, line: int) -> Span:
        """The span of a line (from 1), without its line ending."""
        starts = self.line_starts
        start = starts[line - 1]
        end = starts[line] if line < len(starts) else len(self.text)
        if end > start and self.text[end - 1] == "\n" and line < len(starts):
            end -= 1
        if end > start and self.text[end - 1] == "\r" and line < len(starts):
            end -= 1
        return Span(start, end)

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]


def _line_starts(text: str) -> list[int]:
    if "\r" not in text:
        starts = list(accumulate([len(line) + 1 for line in text.split("\n")], initial=0))
        starts.pop()
        return starts
    starts = [0]
    index = 0
    for line in text.splitlines(keepends=True):
        # str.splitlines also splits at form feeds, U+2028 and others, which end no line here.
        index += len(line)
        if line[-1] in "\r\n":
            starts.append(index)
    return starts


def _wide_encoding(data: bytes) -> str | None:
    """What to say when the bytes look like UTF-16 or UTF-32, else ``None``."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the file is UTF-16 or UTF-32; save it as UTF-8 (it was not checked)"
    return None
