r"""Patterns in the notation of ``.gitignore``.

``*`` and ``?`` stand for anything but a slash, ``**`` for any folders,
``[a-z]`` for one character, ``\`` takes the meaning from the character after
it, ``!`` at the start takes back, and a slash at the end means folders only.
A pattern with a slash before its end starts from the folder it belongs to;
one without matches at any depth.

Two questions are asked of a pattern: whether it names a path or a folder
above it (settings), and whether it names just this one (Git, which decides
folder by folder on its way down).
"""

from __future__ import annotations

from functools import lru_cache

from medlint.characters import composed
from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import re


class GlobError(ValueError):
    """A pattern that cannot mean anything; the message says why."""


class Glob(NamedTuple):
    """A pattern that has been read.

    Attributes:
        regex: Matches the path itself, from its start to its end; folders end in a slash.
        negated: Whether it takes back what an earlier pattern named.
        pattern: It as it was written.
        needle: What every path that it names has in it; "" where nothing is sure.
            Most paths lack it, and then the regular expression is not even compiled.
    """

    regex: re.Pattern[str]
    negated: bool
    pattern: str
    needle: str

    def names(self, path: str) -> bool:
        """Whether it names a path (or takes it back)."""
        return self.needle in path and self.regex.fullmatch(path) is not None


#: Any number of folders, none included.
_ANY_FOLDERS = "(?:[^/]+/)*"
_ESCAPED = lazy(r"(?s)\\(.)")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "\\x21-\\x7e",
    "lower": "a-z",
    "print": "\\x20-\\x7e",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def parse(pattern: str, *, below: bool) -> Glob | None:
    r"""Read one line of a ``.gitignore`` file, or one pattern of the settings.

    Args:
        pattern: The pattern, without a line ending.
        below: Whether what lies below a folder it names is named too.

    Returns:
        The pattern, or ``None`` for a blank line or a comment.

    Raises:
        GlobError: A bracket is never closed, a range runs backwards, ``\``
            stands at the end, or nothing is left to match.
    """
    # A slash has no special meaning to take away: "\\/" is a slash.
    body = pattern
    if "\\" in pattern:
        body = _ESCAPED.sub(lambda pair: pair[1] if pair[1] == "/" else pair[0], pattern)
    body = _without_trailing_spaces(body)
    if not body or body.startswith("#"):
        return None
    negated = body.startswith("!")
    if negated:
        body = body[1:]
    folders_only = body.endswith("/")
    anchored = "/" in (body[:-1] if folders_only else body)
    segments = [segment for segment in body.split("/") if segment]
    if not segments:
        raise GlobError("nothing is left to match")
    # What stands between two `**` is bound to the first place where it fits and never
    # tried again: it takes a fixed number of names, so that loses nothing, and it keeps
    # the time short however many `**` there are.
    groups = _Groups()
    parts = ["" if anchored else _ANY_FOLDERS]
    waiting: list[str] = []
    deep = False
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "**" and anchored:
            if waiting:
                bound = "".join(waiting)
                parts.append(groups.bound(f"{_ANY_FOLDERS}?{bound}") if deep else bound)
                waiting = []
            deep = True
            if last:
                # At the end it names all that lies inside, but not the folder itself.
                parts.append(f"{_ANY_FOLDERS}[^/]+")
        else:
            waiting.append(_segment(segment, groups) + ("" if last else "/"))
    if waiting:
        parts += [_ANY_FOLDERS if deep else "", *waiting]
    if below:
        parts.append("/.*" if folders_only else "(?:/.*)?")
    else:
        parts.append("/" if folders_only else "/?")
    regex = lazy(f"(?s){''.join(parts)}")
    return Glob(regex, negated, pattern, _needle(segments))


def _needle(segments: list[str]) -> str:
    """The longest piece that stands for itself: without wildcards, brackets and backslashes."""
    pieces = [""]
    for segment in segments:
        certain = segment.partition("[")[0].partition("\\")[0]
        pieces += certain.replace("?", "*").split("*")
    return max(pieces, key=len)


def _without_trailing_spaces(pattern: str) -> str:
    stripped = pattern.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    if backslashes % 2 and len(stripped) < len(pattern):
        return stripped + " "
    return stripped


class _Groups:
    """Numbers the groups of one expression."""

    def __init__(self) -> None:
        self._count = 0

    def bound(self, expression: str) -> str:
        """An expression that is matched once and not tried again in another way.

        That is what ``(?>…)`` means, which before Python 3.11.5 does not always do it.
        """
        self._count += 1
        return f"(?=(?P<g{self._count}>{expression}))(?P=g{self._count})"


def _segment(segment: str, groups: _Groups) -> str:
    """The regular expression of what stands between two slashes.

    Each ``*`` but the last is bound to the first place where what follows it
    fits, and never tried again: within one name that loses nothing, and it
    keeps the time linear in the length of the name.
    """
    chunks = [""]
    index = 0
    while index < len(segment):
        character = segment[index]
        index += 1
        if character == "*":
            chunks.append("")
        elif character == "?":
            chunks[-1] += "[^/]"
        elif character == "[":
            bracket, index = _bracket(segment, index)
            chunks[-1] += bracket
        elif character == "\\":
            if index == len(segment):
                raise GlobError("a backslash at the end takes the meaning from nothing")
            chunks[-1] += _literal(segment[index])
            index += 1
        else:
            chunks[-1] += _literal(character)
    if len(chunks) == 1:
        return chunks[0]
    first, *middle, final = chunks
    found = "".join(groups.bound(f"[^/]*?{chunk}") for chunk in middle if chunk)
    # A name has at least one character, which matters where the segment is "*" alone.
    some = "" if first or found or final else "(?=[^/])"
    return f"{first}{found}{some}[^/]*{final}"


def _literal(character: str) -> str:
    """What matches one character; :func:`re.escape` would load :mod:`re`."""
    return character if character.isalnum() or character == "_" else f"\\{character}"


def _bracket(segment: str, index: int) -> tuple[str, int]:
    """The regular expression of ``[…]``, whose inside starts at ``index``, and its end."""
    negated = segment[index : index + 1] in {"!", "^"}
    if negated:
        index += 1
    items: list[str] = []
    first = index
    while True:
        character = segment[index : index + 1]
        if not character:
            raise GlobError("the bracket '[' is never closed")
        if character == "]" and index > first:
            break
        if segment.startswith("[:", index):
            end = segment.find(":]", index)
            name = segment[index + 2 : end] if end > 0 else ""
            if name in _CLASSES:
                items.append(_CLASSES[name])
                index = end + 2
                continue
        low, index = _bracket_character(segment, index)
        if segment[index : index + 1] == "-" and segment[index + 1 : index + 2] not in {"", "]"}:
            high, index = _bracket_character(segment, index + 1)
            if high < low:
                raise GlobError(f"the range '{low}-{high}' runs backwards")
            items.append(f"{_inside(low)}-{_inside(high)}")
        else:
            items.append(_inside(low))
    inside = "".join(items)
    return (f"[^/{inside}]" if negated else f"(?!/)[{inside}]"), index + 1


def _bracket_character(segment: str, index: int) -> tuple[str, int]:
    if segment[index] == "\\" and index + 1 < len(segment):
        index += 1
    return segment[index], index + 1


def _inside(character: str) -> str:
    """A character as it is written inside a class of a regular expression."""
    return character if character.isalnum() else f"\\U{ord(character):08x}"


class Globs:
    """A list of patterns, of which the last that names a path decides.

    Args:
        patterns: The patterns.
        below: Whether what lies below a folder that a pattern names is named too, and
            whether it is all one how accents are composed; neither is so for Git.
        lenient: Whether to pass over patterns that cannot be read, as Git does.

    Raises:
        GlobError: A pattern cannot be read, and ``lenient`` is false.
    """

    __slots__ = ("_composes", "_globs")

    def __init__(
        self, patterns: tuple[str, ...], *, below: bool = True, lenient: bool = False
    ) -> None:
        globs = []
        for pattern in patterns:
            try:
                glob = parse(composed(pattern) if below else pattern, below=below)
            except GlobError:
                if not lenient:
                    raise
                continue
            if glob is not None:
                globs.append(glob._replace(pattern=pattern))
        globs.reverse()
        self._composes = below
        self._globs = tuple(globs)

    def __bool__(self) -> bool:
        return bool(self._globs)

    def verdict(self, path: str) -> bool | None:
        """Whether the path is named, or ``None`` where no pattern speaks of it.

        Args:
            path: Relative to the folder the patterns belong to, with forward
                slashes; a folder ends in one.
        """
        glob = self._deciding(path)
        return None if glob is None else not glob.negated

    def naming(self, path: str) -> str | None:
        """The pattern that names the path, as written, or ``None``; see :meth:`verdict`."""
        glob = self._deciding(path)
        return None if glob is None or glob.negated else glob.pattern

    def _deciding(self, path: str) -> Glob | None:
        if self._composes:
            path = composed(path)
        for glob in self._globs:
            if glob.names(path):
                return glob
        return None

    def match(self, path: str) -> bool:
        """Whether the path is named; see :meth:`verdict`."""
        return bool(self.verdict(path))


@lru_cache(maxsize=256)
def globs(patterns: tuple[str, ...]) -> Globs:
    """The patterns of a setting, which name what lies below a folder too.

    Raises:
        GlobError: A pattern cannot be read.
    """
    return Globs(patterns)
