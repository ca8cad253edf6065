"""What a terminal can be shown: escaping, widths and colour.

Posts and file names are written by others. Nothing of theirs reaches a
terminal or a log before :func:`escape` has made its control characters
visible.
"""

from __future__ import annotations

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

#: The values of ``--color``.
COLOUR_MODES = ("auto", "always", "never")

#: Columns a tab takes in output.
TAB_WIDTH = 4

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}

#: Characters that ``str.isprintable`` calls unprintable and that text needs all the
#: same: the joiners of Persian, Indic scripts and emoji, and visible Arabic signs.
_HARMLESS = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
#: What Azure Pipelines and GitHub Actions obey wherever it stands in a line of the
#: log (``##vso[…]``, ``##[…]``), and what GitHub obeys at the start of one (``::…::``).
_COMMAND = lazy(r"##(?=\w*\[)")
_LINE_COMMAND = "::"
_HASH = "\\x23"
_COLON = "\\x3a"
_EMOJI_VARIANT = "\ufe0f"
_JOINER = "\u200d"


def escape(text: str) -> str:
    r"""The text on one line, with what a terminal or a CI log would obey made visible.

    As :func:`printable` has it, and the commands to GitHub Actions and Azure
    Pipelines that programs write into their output are broken: ``##vso[…]``
    becomes ``#\x23vso[…]``, and ``::`` at the beginning ``\x3a:``.
    """
    text = without_commands(printable(text))
    if _LINE_COMMAND in text and text.lstrip().startswith(_LINE_COMMAND):
        text = text.replace(":", _COLON, 1)
    return text


def without_commands(text: str, instead: str = f"#{_HASH}") -> str:
    """The text with the commands broken that count anywhere in a line of a log.

    Args:
        text: The text.
        instead: What to write for the ``##`` that they begin with.
    """
    return _COMMAND.sub(lambda _: instead, text) if "##" in text else text


def printable(text: str) -> str:
    r"""The text on one line, with what a terminal would obey made visible.

    Control characters (ESC, line breaks, the C1 set), bidirectional controls
    and other invisible format characters, line and paragraph separators and
    lone surrogates become ``\n``, ``\x1b`` or ``\u202e``.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable() or character in _HARMLESS:
        return character
    named = _NAMED.get(character)
    if named is not None:
        return named
    from unicodedata import category

    # Spaces (Zs), private use (Co) and characters newer than this Python (Cn) do no harm.
    if category(character) in {"Zs", "Co", "Cn"}:
        return character
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


class Cell(NamedTuple):
    """One character of the source as a terminal shows it.

    Attributes:
        shown: What to print: the character, spaces for a tab, or a visible escape.
        width: How many columns that takes: 0 for combining characters.
    """

    shown: str
    width: int


def cells(text: str) -> list[Cell]:
    """How each character of one line is shown, in order.

    Wide characters (CJK, most emoji) take two columns, combining characters
    and the later parts of a joined emoji none, a tab :data:`TAB_WIDTH`.
    """
    found = _cells(text)
    if "##" in text:
        for command in _COMMAND.finditer(text):
            found[command.start() + 1] = Cell(_HASH, len(_HASH))
    return found


def _cells(text: str) -> list[Cell]:
    if text.isascii() and text.isprintable():
        return [Cell(character, 1) for character in text]
    from unicodedata import category, east_asian_width

    found: list[Cell] = []
    joined = False
    for character in text:
        shown = _visible(character) if character != "\t" else " " * TAB_WIDTH
        previous = found[-1].width if found else 0
        if shown != character:
            width = len(shown)
        elif joined or category(character) in {"Mn", "Me"} or character in "\u200c\u200d":
            # A pictograph followed by the emoji variant selector grows to two columns.
            width = 1 if character == _EMOJI_VARIANT and previous == 1 else 0
        elif "\u1160" <= character <= "\u11ff" or (
            "\U0001f3fb" <= character <= "\U0001f3ff" and previous == 2
        ):
            width = 0
        else:
            width = 2 if east_asian_width(character) in "WF" else 1
        joined = character == _JOINER
        found.append(Cell(shown, width))
    return found


class Style:
    """Puts colour round text, or leaves it as it is.

    Args:
        colour: Whether to colour at all.
    """

    __slots__ = ("colour",)

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, *styles: str) -> str:
        """The text in the given styles (``bold``, ``dim`` or a colour's name)."""
        if not self.colour or not text:
            return text
        codes = ";".join(_CODES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


def wants_colour(mode: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether output to a stream is to be coloured.

    ``--color always|never`` decides; then ``NO_COLOR``, then ``FORCE_COLOR``,
    then whether the stream is a terminal that is not ``TERM=dumb``.

    Args:
        mode: One of :data:`COLOUR_MODES`.
        stream: Where the output goes.
        environ: The environment.
    """
    if mode != "auto":
        return mode == "always"
    if environ.get("NO_COLOR"):
        return False
    force = environ.get("FORCE_COLOR")
    if force:
        return force not in {"0", "false"}
    return is_terminal(stream) and environ.get("TERM") != "dumb"


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream goes to a terminal; a closed one does not."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def width(environ: Mapping[str, str]) -> int:
    """How many columns to fill: the terminal's, from 40 to 120, and 100 where unknown."""
    from shutil import get_terminal_size

    # pre-commit's pseudo-terminal says that it has no columns at all.
    columns = environ.get("COLUMNS", "")
    found = int(columns) if columns.isdecimal() else get_terminal_size((100, 24)).columns
    return min(max(found, 40), 120)


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns, broken at spaces where it has them."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = sum(cell.width for cell in cells(word))
        if line and used + 1 + size <= columns:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        line, used = word, size
        if word.startswith(_LINE_COMMAND):
            line, used = _COLON + word[1:], size - 1 + len(_COLON)
    lines.append(line)
    return lines
