"""Plain YAML front matter, read without PyYAML and without python-frontmatter.

Importing these two takes longer than starting Python, and nearly every post
uses only a small part of YAML: keys with plain, quoted or block scalars, lists
and mappings by indentation, and lists in brackets on one line. That part is
read here, to the same values, spans and kinds as :mod:`yaml_reader` gives.
Whatever is not certain to be read alike, correct or not, is left to it: then
:func:`read` answers ``None``. So nothing here reports a problem.

No regular expression is used, since compiling one costs more than reading the block.
"""

from __future__ import annotations

from medlint.front_matter.model import Entry, FrontMatter, Limits, Style, Value
from medlint.text import Span

#: The longest block that is read here, in characters. A value takes two at
#: least, so there cannot be more of them than the readers' common limit.
MAX_LENGTH = 32_768

#: How deep lists and mappings may stand inside one another here.
_MAX_DEPTH = 16

#: What no block has more of that is read here.
MOST = Limits(_MAX_DEPTH + 2, MAX_LENGTH // 2)

#: The longest key, in characters; YAML takes no key of more than 1,024.
_MAX_KEY = 100

#: What a key may hold beside letters, digits and `_`.
_IN_KEYS = str.maketrans("-.:", "___")

#: What YAML gives a meaning to at the start of a scalar, and `=` and `<<`, which have a tag.
_OPENS_OTHERWISE = frozenset("-?:,[]{}#&*!|>'\"%@`=<\\")

#: What may have another meaning inside brackets, depending on what is next to it.
_MARKS_IN_FLOW = frozenset("[]{}:?")

#: Plain scalars that are no text, as YAML 1.1 and PyYAML's resolver have it.
_WORDS: dict[str, bool | None] = {
    form: value
    for word, value in (
        ("yes", True),
        ("no", False),
        ("true", True),
        ("false", False),
        ("on", True),
        ("off", False),
        ("null", None),
    )
    for form in (word, word.capitalize(), word.upper())
}
_WORDS["~"] = None

_DIGITS = "0123456789"
_OPENS_NO_TEXT = ("", *"-=<+.", *_DIGITS)
_NUMBER_OPENINGS = frozenset("+." + _DIGITS)

#: Every character that a number or a timestamp without a point at its start can hold.
_NUMBER_MARKS = frozenset("0123456789abcdefABCDEFxXtTzZ_.:+- ")

_HEX_LETTERS = frozenset("acdfACDF")

#: Characters that are fine in YAML and that Python does not call printable: soft
#: hyphen, no-break spaces, zero-width space, joiners.
_ALSO_FINE: dict[int, None] = {
    0xA0: None,
    0xAD: None,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0x202F: None,
}

#: The longest number that is read here, in characters, and the length of a date.
_MAX_DIGITS = 100
_DATE_LENGTH = 10

#: Numbers that are words.
_WORD_NUMBERS = frozenset({".inf", "+.inf", ".nan"})

#: How the text of several lines begins, and the line ending that it ends with.
_BLOCK_HEADERS = {"|": "\n", "|-": "", ">": "\n", ">-": ""}


class _UnsureError(Exception):
    """The block holds something that is left to PyYAML."""


def read(text: str) -> FrontMatter | None:
    """The front matter of a text if it is plain YAML, else ``None``. Never raises.

    ``None`` does not mean that the text has no front matter.

    Args:
        text: The whole file, without a byte order mark.
    """
    start = 4 if text.startswith("---\n") else 5 if text.startswith("---\r\n") else 0
    if not start:
        return None
    close = text.find("\n---", start, start + MAX_LENGTH) + 1
    if not close:
        return None
    end = close + 3
    if end < len(text):
        if text[end] == "\r":
            end += 1
        if text[end : end + 1] != "\n":
            return None
        end += 1
    content = text[start:close]
    lines = content.split("\n")
    if "\r" in content:
        if content.count("\r") != content.count("\r\n"):
            return None
        lines = [line.removesuffix("\r") for line in lines]
    joined = "".join(lines)
    if not joined.isprintable() and not joined.translate(_ALSO_FINE).isprintable():
        return None
    if "\n..." in content or content.startswith("..."):
        return None
    try:
        entries = _Reader(lines, start, "\r" in content, text).read()
    except _UnsureError:
        return None
    return FrontMatter(
        "yaml",
        Span(0, end),
        Span(0, 3),
        Span(close, close + 3),
        Span(start, close),
        entries,
        (),
    )


class _Reader:
    """One reading of one block, from its first line to its last.

    Attributes:
        text: The whole text.
        lines: The lines of the block, without their line endings.
        starts: The offset of each line in the text.
        at: The line that is read next.
    """

    __slots__ = ("at", "depth", "lines", "starts", "text")

    def __init__(self, lines: list[str], start: int, crlf: bool, text: str) -> None:
        self.text = text
        self.lines = lines
        self.starts: list[int] = []
        for line in lines:
            self.starts.append(start)
            start += len(line) + 1
            if crlf and text.startswith("\r", start - 1):
                start += 1
        self.at = 0
        self.depth = 0

    def read(self) -> tuple[Entry, ...]:
        """The entries of the block.

        Raises:
            _UnsureError: Something is left to PyYAML.
        """
        if self.next_indent() != 0:
            raise _UnsureError
        entries = self.mapping(0).entries
        if self.next_indent() >= 0:
            raise _UnsureError
        return entries

    def next_indent(self) -> int:
        """Go to the next line that is neither blank nor a comment.

        Returns:
            How many spaces it begins with, or -1 where there is none.
        """
        lines = self.lines
        for at in range(self.at, len(lines)):
            line = lines[at]
            rest = line.lstrip(" ")
            if rest and rest[0] != "#":
                self.at = at
                return len(line) - len(rest)
        self.at = len(lines)
        return -1

    def mapping(self, indent: int) -> Value:
        """The mapping whose first key stands on the current line, after ``indent`` characters."""
        self.enter()
        start = end = self.starts[self.at] + indent
        entries: list[Entry] = []
        seen: set[str] = set()
        while True:
            line, base = self.lines[self.at], self.starts[self.at]
            colon = line.find(": ", indent)
            if colon < 0:
                colon = len(line) - 1
                if line[colon] != ":":
                    raise _UnsureError
            key = line[indent:colon]
            if key in seen or not _is_key(key):
                raise _UnsureError
            seen.add(key)
            after = base + colon + 1
            value: Value | None = None
            rest = line[colon + 1 :].lstrip(" ")
            if rest and rest[0] != "#":
                value = self.inline(line, len(line) - len(rest), indent)
            if value is None:
                self.at += 1
                below = self.next_indent()
                if below > indent:
                    value = self.below(below, indent)
                elif below == indent and self.lines[self.at].startswith("- ", below):
                    value = self.sequence(below)
                else:
                    value = Value("null", Span(after, after))
            end = value.span.end
            entries.append(Entry(key, Span(base + indent, after - 1), value))
            below = self.next_indent()
            if below != indent:
                break
        if below > indent:
            raise _UnsureError
        self.depth -= 1
        return Value("mapping", Span(start, end), entries=tuple(entries), style="block")

    def below(self, column: int, indent: int) -> Value:
        """The value of a key that stands on the lines below it.

        Args:
            column: The indentation of the first of these lines, which is the current one.
            indent: The indentation of the mapping that the key belongs to.
        """
        line = self.lines[self.at]
        if line.startswith("- ", column):
            return self.sequence(column)
        if line[column] in "\"'":
            return self.quoted(line, column, indent)
        if ": " in line or line.endswith(":"):
            return self.mapping(column)
        if line[column] in _OPENS_OTHERWISE:
            raise _UnsureError
        return self.plain(line, column, indent)

    def sequence(self, indent: int) -> Value:
        """The list whose first dash stands on the current line, after ``indent`` spaces."""
        self.enter()
        start = self.starts[self.at] + indent
        items: list[Value] = []
        while True:
            line = self.lines[self.at]
            rest = line[indent + 1 :].lstrip(" ")
            if not rest:
                raise _UnsureError
            column = len(line) - len(rest)
            if rest[0] not in _OPENS_OTHERWISE and (": " in rest or rest[-1] == ":"):
                item = self.mapping(column)
            else:
                item = self.inline(line, column, indent)
            items.append(item)
            below = self.next_indent()
            if below != indent or not self.lines[self.at].startswith("- ", indent):
                break
        if below > indent:
            raise _UnsureError
        self.depth -= 1
        return Value("list", Span(start, item.span.end), items=tuple(items), style="block")

    def enter(self) -> None:
        """Count one more list or mapping around what is read."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _UnsureError

    def inline(self, line: str, column: int, indent: int) -> Value:
        """The value that begins on the current line; goes to the line after its end.

        Args:
            line: The current line.
            column: Where in it the value begins, from 0.
            indent: The indentation of the mapping or list that it belongs to.
        """
        first = line[column]
        if first == '"' or first == "'":
            return self.quoted(line, column, indent)
        if first == "[":
            value = self.brackets(line, column)
            self.at += 1
            return value
        if first == "|" or first == ">":
            return self.block(line, column, indent)
        if line.startswith(("! '", '! "'), column):
            # How Ruby once wrote that a text is a text; PyYAML takes the quotes for no quotes.
            value = self.quoted(line, column + 2, indent)
            if value.text in _WORDS or value.text[:1] in _OPENS_NO_TEXT:
                raise _UnsureError
            return value
        if first in _OPENS_OTHERWISE:
            raise _UnsureError
        return self.plain(line, column, indent)

    def plain(self, line: str, column: int, indent: int) -> Value:
        """A scalar without quotes, on one line or on several."""
        start = self.starts[self.at] + column
        written = line[column:].rstrip(" ")
        comment = written.find(" #")
        if comment >= 0:
            written = written[:comment].rstrip(" ")
        if ": " in written or written[-1] == ":":
            raise _UnsureError
        end = first_end = start + len(written)
        self.at += 1
        if comment < 0:
            while True:
                line = self.lines[self.at]
                rest = line.strip(" ")
                if not rest:
                    break
                left = len(line) - len(line.lstrip(" "))
                if left <= indent or rest[0] == "#":
                    break
                if rest[0] in _OPENS_OTHERWISE or ": " in rest or " #" in rest or rest[-1] == ":":
                    raise _UnsureError
                written = f"{written} {rest}"
                end = self.starts[self.at] + left + len(rest)
                self.at += 1
        value = self.resolved(written, start, end)
        if end > first_end and value.kind != "string":
            # A date with its time on the next line.
            raise _UnsureError
        return value

    def resolved(self, written: str, start: int, end: int) -> Value:
        """A plain scalar as what YAML 1.1 takes it for."""
        span = Span(start, end)
        first = written[0]
        if written in _WORDS:
            data = _WORDS[written]
            return Value("null" if data is None else "boolean", span, written, data=data)
        if first in _NUMBER_OPENINGS and _NUMBER_MARKS.issuperset(written):
            return _number(written, span)
        if first in "+." and written.lower() in _WORD_NUMBERS:
            raise _UnsureError
        return Value("string", span, written, data=written)

    def quoted(self, line: str, column: int, indent: int) -> Value:
        """A scalar in quotes, on one line or on several."""
        start = self.starts[self.at] + column
        quote = line[column]
        style: Style = "double" if quote == '"' else "single"
        text, stop = _quoted(line, column)
        if stop < 0:
            text, stop = self.folded(text, quote, indent)
            line = self.lines[self.at]
        rest = line[stop:].lstrip(" ")
        if rest and not (rest[0] == "#" and line[stop] == " "):
            raise _UnsureError
        end = self.starts[self.at] + stop
        self.at += 1
        return Value("string", Span(start, end), text, style=style, data=text)

    def folded(self, text: str, quote: str, indent: int) -> tuple[str, int]:
        """The rest of a quoted scalar that goes on over the next lines.

        Returns:
            The whole text, and where in the last line (which is then the current one) it ends.
        """
        while True:
            if quote == '"' and text.endswith("\\"):
                text, joint = text[:-1], ""
            else:
                text, joint = text.rstrip(" "), " "
            self.at += 1
            if self.at == len(self.lines):
                raise _UnsureError
            line = self.lines[self.at]
            rest = line.lstrip(" ")
            left = len(line) - len(rest)
            if not rest or left <= indent:
                raise _UnsureError
            more, stop = _quoted(line, left, quote)
            text += joint + more
            if stop >= 0:
                return text, stop

    def brackets(self, line: str, column: int) -> Value:
        """A list in brackets on one line, of scalars alone."""
        base = self.starts[self.at]
        items: list[Value] = []
        at = _past_spaces(line, column + 1)
        if not line.startswith("]", at):
            while True:
                first = line[at : at + 1]
                if first == '"' or first == "'":
                    text, stop = _quoted(line, at)
                    if stop < 0:
                        raise _UnsureError
                    style: Style = "double" if first == '"' else "single"
                    span = Span(base + at, base + stop)
                    items.append(Value("string", span, text, style=style, data=text))
                    at = _past_spaces(line, stop)
                else:
                    comma = line.find(",", at)
                    bracket = line.find("]", at)
                    stop = bracket if comma < 0 or bracket < comma else comma
                    written = line[at : max(stop, 0)].rstrip(" ")
                    if not written or written[0] in _OPENS_OTHERWISE:
                        raise _UnsureError
                    if " #" in written or not _MARKS_IN_FLOW.isdisjoint(written):
                        raise _UnsureError
                    items.append(self.resolved(written, base + at, base + at + len(written)))
                    at = stop
                mark = line[at : at + 1]
                if mark == "]":
                    break
                if mark != ",":
                    raise _UnsureError
                at = _past_spaces(line, at + 1)
        at += 1
        rest = line[at:].lstrip(" ")
        if rest and not (rest[0] == "#" and line[at] == " "):
            raise _UnsureError
        return Value("list", Span(base + column, base + at), items=tuple(items), style="flow")

    def block(self, line: str, column: int, indent: int) -> Value:
        """The text of several lines below ``|`` or ``>``."""
        start = self.starts[self.at] + column
        ending = _BLOCK_HEADERS.get(line[column:].rstrip(" "))
        if ending is None:
            raise _UnsureError
        folds = line[column] == ">"
        self.at += 1
        first = self.lines[self.at]
        margin = len(first) - len(first.lstrip(" "))
        if margin <= indent or margin == len(first):
            raise _UnsureError
        text = ""
        breaks = 0
        end = start
        while True:
            line = self.lines[self.at]
            rest = line.lstrip(" ")
            left = len(line) - len(rest)
            if not rest:
                if left > margin:
                    raise _UnsureError
                breaks += 1
            elif left < margin:
                if left > indent:
                    raise _UnsureError
                break
            elif folds and left > margin:
                raise _UnsureError
            else:
                if folds:
                    text += "\n" * (breaks - 1) if breaks > 1 else " " if breaks else ""
                else:
                    text += "\n" * breaks
                text += line[margin:]
                breaks = 1
                end = self.starts[self.at] + len(line)
            self.at += 1
            if self.at == len(self.lines):
                break
        text += ending
        return Value("string", Span(start, end), text, style="block", data=text)


def _is_key(key: str) -> bool:
    """Whether a key is made of ASCII letters, digits, ``_``, and ``-``, ``.`` and ``:`` inside."""
    if not key.isascii() or len(key) > _MAX_KEY:
        return False
    if key.isidentifier():
        return True
    return key[:1] not in "-.:" and key[-1:] != ":" and key.translate(_IN_KEYS).isidentifier()


def _past_spaces(line: str, at: int) -> int:
    while line.startswith(" ", at):
        at += 1
    return at


def _quoted(line: str, at: int, quote: str = "") -> tuple[str, int]:
    """The text of a quoted scalar, or of the part of it that stands on one line.

    Args:
        line: The line.
        at: Where the opening quote stands or, with ``quote``, where the text goes on.
        quote: The opening quote of a scalar that began on a line above.

    Returns:
        The text, and the place after the closing quote or -1 where it is on no
        line so far. Then the text may end in a backslash, which joins the lines.
    """
    if not quote:
        quote = line[at]
        at += 1
    stop = line.find(quote, at)
    if quote == "'":
        text = ""
        while stop >= 0 and line.startswith("'", stop + 1):
            text += line[at : stop + 1]
            at = stop + 2
            stop = line.find("'", at)
        return (text + line[at:], -1) if stop < 0 else (text + line[at:stop], stop + 1)
    backslash = line.find("\\", at)
    if backslash < 0 or -1 < stop < backslash:
        return (line[at:], -1) if stop < 0 else (line[at:stop], stop + 1)
    text = ""
    while backslash >= 0 and not -1 < stop < backslash:
        escaped = line[backslash + 1 : backslash + 2]
        if not escaped:
            return text + line[at:], -1
        if escaped not in '"\\':
            raise _UnsureError
        text += line[at:backslash] + escaped
        at = backslash + 2
        stop = line.find('"', at)
        backslash = line.find("\\", at)
    if stop < 0:
        if line.endswith("\\\\"):
            # What this ends in is a backslash, and joins nothing.
            raise _UnsureError
        return text + line[at:], -1
    return text + line[at:stop], stop + 1


def _number(written: str, span: Span) -> Value:
    """A plain scalar that may be a number or a date: as what it is, if that is certain.

    Args:
        written: The scalar, all of :data:`_NUMBER_MARKS`.
        span: Where it stands.
    """
    if written.isdigit():
        if (written[0] == "0" and written != "0") or len(written) > _MAX_DIGITS:
            raise _UnsureError
        return Value("integer", span, written, data=int(written))
    if written[4:5] == "-" and written[:4].isdigit():
        return _moment(written, span)
    whole, _, part = written.partition(".")
    if whole.isdigit() and part.isdigit() and len(written) <= _MAX_DIGITS:
        return Value("float", span, written, data=float(written))
    if written[0] in _DIGITS and (" " in written or "." in part or _is_hash(written)):
        # Of all that is no text only a date has a space inside, and nothing has two points.
        return Value("string", span, written, data=written)
    raise _UnsureError


def _is_hash(written: str) -> bool:
    """Whether there are letters that only a number with an ``x`` may hold, and no ``x``."""
    return not _HEX_LETTERS.isdisjoint(written) and "x" not in written and "X" not in written


def _moment(written: str, span: Span) -> Value:
    """A plain scalar that begins with a year and a hyphen: a date, or text.

    A date alone has two digits for month and day; before a time of day, one
    will do. The time of day has hours, minutes and seconds, and perhaps a
    fraction and a time zone; ``+0900`` is none.
    """
    month_end = _past_digits(written, 5, 2)
    day_end = _past_digits(written, month_end + 1, 2)
    if month_end == 5 or day_end <= month_end + 1 or written[month_end] != "-":
        return Value("string", span, written, data=written)
    if day_end == len(written):
        if day_end != _DATE_LENGTH:
            return Value("string", span, written, data=written)
        return Value("date", span, written)
    at = day_end + 1 if written[day_end] in "Tt" else _past_spaces(written, day_end)
    hour_end = _past_digits(written, at, 2)
    clock = written[hour_end : hour_end + 6]
    if (
        at in {day_end, hour_end}
        or len(clock) != 6
        or clock[0] != ":"
        or clock[3] != ":"
        or not (clock[1:3] + clock[4:6]).isdigit()
    ):
        return Value("string", span, written, data=written)
    at = hour_end + 6
    if written.startswith(".", at):
        at = _past_digits(written, at + 1, len(written))
    zone = written[at:].lstrip(" ")
    if zone not in {"", "Z"}:
        hours, colon, minutes = zone[1:].partition(":")
        if (
            zone[0] not in "+-"
            or not hours.isdigit()
            or len(hours) > 2
            or (colon and not (minutes.isdigit() and len(minutes) == 2))
        ):
            return Value("string", span, written, data=written)
    return Value("date", span, written)


def _past_digits(written: str, at: int, most: int) -> int:
    """The place after the digits that stand at a place, at most so many."""
    end = at
    while end < len(written) and end - at < most and written[end] in _DIGITS:
        end += 1
    return end
