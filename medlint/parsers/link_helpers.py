"""How the parts of a link are read: its text, its address and its title.

They take the place of markdown-it-py's own helpers, and note what they read last.
"""

from __future__ import annotations

import re

from markdown_it import helpers
from markdown_it.common.utils import unescapeAll

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

_LABEL = lazy(
    r"\[(?:\]|\s*[^\s\]\\\[](?:[^\\\[\]]|\\.){0,999}\]|\s*\\.(?:[^\\\[\]]|\\.){0,999}\])", re.DOTALL
)
_ANGLED = lazy(r"<((?:[^\\<>\n]|\\.)*)>")
#: A piece of an address: a parenthesis, an escape, or what is neither.
_PLAIN = lazy(r"[()]|\\[!-/:-@\[-`{-~]|\\|[^\x00-\x20\x7f\\()]+")
_PARENTHESES = 32
#: What ends a title that begins with a mark, and what may stand in such a title.
_TITLE_ENDS = {'"': '"', "'": "'", "(": ")"}
_IN_TITLE = {
    '"': lazy(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL),
    "'": lazy(r"[^'\\]*(?:\\.[^'\\]*)*", re.DOTALL),
    ")": lazy(r"[^()\\]*(?:\\.[^()\\]*)*", re.DOTALL),
}


class LinkHelpers:
    """markdown-it-py's link helpers, noting what they read last.

    Attributes:
        label_ends: Where the text of each link and image ends, by where it starts; -1 where it
            does not end.
        destination: Where the last address starts and ends, a ``<`` and ``>`` included.
    """

    def __init__(self) -> None:
        self.label_ends: dict[int, int] = {}
        self.destination = (0, 0)
        self._text_end = 0

    def parseLinkLabel(self, state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N802, N803
        """Where the text of a link, or the label behind it, ends; -1 where it does not."""
        if not disableNested and start != state.pos + 1:
            # The label that follows the text of a link: raw text, with no markup in it.
            # markdown-it-py also takes one that stands behind `(` and half an address.
            follows = start == self._text_end + 1
            label = _LABEL.match(state.src, start, state.posMax) if follows else None
            return -1 if label is None else label.end() - 1
        end = helpers.parseLinkLabel(state, start, disableNested)
        self.label_ends[start] = self._text_end = end
        return end

    def parseLinkDestination(self, string: str, start: int, maximum: int) -> Any:  # noqa: N802
        """The address that starts somewhere."""
        result = _Destination(string, start, maximum)
        self.destination = (start, result.pos if result.ok else start)
        return result

    def parseLinkTitle(  # noqa: N802
        self, string: str, start: int, maximum: int, before: _Title | None = None
    ) -> Any:
        """The title that starts somewhere, or goes on there."""
        return _Title(string, start, maximum, before)


class _Destination:
    """The address of a link, or that there is none.

    markdown-it-py's own lets a backslash escape a space or a line end.

    Attributes:
        ok: Whether there is one.
        pos: Where it ends.
        str: The address, escapes and entities resolved.
    """

    __slots__ = ("ok", "pos", "str")

    def __init__(self, string: str, start: int, maximum: int) -> None:
        self.ok = False
        self.pos = start
        self.str = ""
        if string.startswith("<", start):
            angled = _ANGLED.match(string, start, maximum)
            if angled is not None:
                self._take(angled.group(1), angled.end())
            return
        depth = 0
        end = start
        while (match := _PLAIN.match(string, end, maximum)) is not None:
            mark = match.group()
            if mark == "(":
                depth += 1
                if depth > _PARENTHESES:
                    return
            elif mark == ")":
                if not depth:
                    break
                depth -= 1
            end = match.end()
        if end > start and not depth:
            self._take(string[start:end], end)

    def _take(self, written: str, end: int) -> None:
        self.ok = True
        self.pos = end
        self.str = unescapeAll(written)


class _Title:
    """The title of a link, or what there is of it so far, or that there is none.

    markdown-it-py's own copies all lines before with each line of a definition's title.

    Attributes:
        ok: Whether there is one.
        can_continue: Whether it may go on in the next line.
        pos: Where it ends.
        str: The title, escapes and entities resolved.
    """

    __slots__ = ("_end", "_pieces", "can_continue", "ok", "pos", "str")

    def __init__(self, string: str, start: int, maximum: int, before: _Title | None) -> None:
        self.ok = self.can_continue = False
        self.pos = 0
        self.str = ""
        if before is None:
            self._pieces: list[str] = []
            self._end = "" if start >= maximum else _TITLE_ENDS.get(string[start], "")
            start += 1
        else:
            self._pieces = before._pieces
            self._end = before._end
        if not self._end:
            return
        match = _IN_TITLE[self._end].match(string, start, maximum)
        assert match is not None
        end = match.end()
        if string.startswith("(", end, maximum):
            return
        self.ok = string.startswith(self._end, end, maximum)
        self.can_continue = not self.ok
        self._pieces.append(string[start : end if self.ok else maximum])
        if self.ok:
            self.pos = end + 1
            self.str = unescapeAll("".join(self._pieces))
