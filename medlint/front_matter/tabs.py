"""Tabs where YAML allows only spaces.

libyaml takes some of them for white space and PyYAML's own parser takes none,
so that a post reads well on one machine and not on the next. They are found
before parsing and replaced one for one, so that offsets hold and what the
post says can still be read.
"""

from __future__ import annotations

import re

from medlint.text import Problem, Span

_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])?")
_BLOCK_HEADER = re.compile(r"[|>](?:[-+]?([1-9])?[-+]?)[ \t]*(?:[ \t]#.*)?$")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")


def without_tabs(content: str, base: int) -> tuple[str, list[Problem]]:
    """A block of YAML with its misplaced tabs made spaces, and a problem for each run.

    Tabs inside quotes, inside the text of a block scalar (``|``, ``>``) and
    in comments are as they should be and stay.

    Args:
        content: The block.
        base: Its offset in the text.
    """
    runs = _Scanner(content).scan()
    if not runs:
        return content, []
    pieces = []
    problems = []
    at = 0
    for start, end in runs:
        pieces += [content[at:start], " " * (end - start)]
        at = end
        count = "a tab stands" if end - start == 1 else f"{end - start} tabs stand"
        message = (
            f"{count} here, and some readers of YAML refuse the whole front matter for it; "
            "use spaces"
        )
        problems.append(Problem("tab", message, Span(base + start, base + end)))
    pieces.append(content[at:])
    return "".join(pieces), problems


class _Scanner:
    """Goes through the block line by line, knowing only what hides a tab."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.runs: list[tuple[int, int]] = []
        self.quote = ""
        self.depth = 0  # of brackets and braces
        self.at_token = True  # whether a quote here would open a quoted scalar
        self.plain = False  # whether the line before ended inside a plain scalar
        self.column = 0  # of the key or dash that the current line's value belongs to
        self.block_parent = -1  # column of the parent of a block scalar, or -1
        self.block_indent = 0  # indentation of its text, 0 while not known

    def scan(self) -> list[tuple[int, int]]:
        in_block = False
        for found in _LINE.finditer(self.content):
            start, end = found.span()
            if start == end:
                continue
            if in_block and self._block_line(start, end):
                continue
            in_block = self._line(start, end)
        return self.runs

    def _block_line(self, start: int, end: int) -> bool:
        """Note the tabs in the indentation of a block scalar's line; false if it is none."""
        content = self.content
        at = start
        limit = start + self.block_indent if self.block_indent else end
        while at < min(limit, end) and content[at] in " \t":
            at += 1
        blank = not content[at:end].strip()
        if not blank:
            indent = at - start
            if not self.block_indent:
                if indent <= self.block_parent:
                    return False
                self.block_indent = indent
            elif indent < self.block_indent:
                return False
        self._note(start, at)
        return True

    def _note(self, start: int, end: int) -> None:
        """Note every run of tabs between two offsets."""
        at = self.content.find("\t", start, end)
        while at >= 0:
            stop = at
            while stop < end and self.content[stop] == "\t":
                stop += 1
            self.runs.append((at, stop))
            at = self.content.find("\t", stop, end)

    def _line(self, start: int, end: int) -> bool:
        """Note the tabs of one line; true if it opens a block scalar."""
        content = self.content
        at = start
        if not self.quote:
            while at < end and content[at] in " \t":
                at += 1
            if not content[at:end].strip():
                self._note(start, end)
                return False
            self._note(start, at)
            if not self.depth:
                indent = at - start
                continues = self.plain and indent > self.column
                self.at_token = not continues
                if not continues:
                    self.column = indent
                self.plain = continues
        while at < end:
            char = content[at]
            if self.quote:
                at = self._quoted(at, end)
            elif char == "\t":
                stop = at
                while stop < end and content[stop] == "\t":
                    stop += 1
                self.runs.append((at, stop))
                at = stop
            elif char in " \r\n\x85\u2028\u2029":
                at += 1
            elif char == "#" and (at == start or content[at - 1] in " \t"):
                self.plain = False
                return False
            elif self.at_token and char in "|>" and not self.depth:
                header = _BLOCK_HEADER.match(
                    content, at, len(content[:end].rstrip("\r\n\x85\u2028\u2029"))
                )
                if header is None:
                    self._text()
                    at += 1
                    continue
                self._note(at, header.end())
                self.plain = False
                self.block_parent = self.column
                given = header.group(1)
                self.block_indent = self.column + int(given) if given else 0
                return True
            else:
                at = self._token(at, start, end)
        return False

    def _quoted(self, at: int, end: int) -> int:
        char = self.content[at]
        if char == "\\" and self.quote == '"':
            return min(at + 2, end)
        if char == self.quote:
            if char == "'" and self.content.startswith("''", at):
                return at + 2
            self.quote = ""
        return at + 1

    def _text(self) -> None:
        self.at_token = False
        self.plain = True

    def _token(self, at: int, start: int, end: int) -> int:
        """Go past one character (or property) that is neither quoted nor white space."""
        content = self.content
        char = content[at]
        spaced = at + 1 >= end or content[at + 1].isspace()
        if char == ":" and (spaced or (self.depth and content[at + 1] in ",[]{}")):
            self.at_token = True
            self.plain = False
        elif self.depth and char in ",":
            self.at_token = True
        elif self.depth and char in "]}":
            self.depth -= 1
            self.at_token = False
            self.plain = False
        elif not self.at_token:
            pass
        elif char in "\"'":
            self.quote = char
            self.at_token = False
            self.plain = False
        elif char in "[{":
            self.depth += 1
        elif char in "-?" and spaced and not self.depth:
            self.column = at - start
        elif char in "&!":
            found = _PROPERTY.match(content, at, end)
            return at + 1 if found is None else found.end()
        else:
            if not self.depth and not self.plain:
                # The first character of a key, or of a plain value on the line of its key.
                before = content[start:at].rstrip(" \t")
                if not before or before[-1] in "-?":
                    self.column = at - start
            self._text()
        return at + 1
