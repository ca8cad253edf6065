"""Reading a settings file, and saying where in it something is wrong."""

from __future__ import annotations

import os

from medlint.patterns import lazy
from medlint.regular import read
from medlint.settings.errors import BadValueError, KeyPath, SettingsError
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Where the settings stand in a ``pyproject.toml``.
TABLE = ("tool", "medlint")
#: The largest settings file that is read, in bytes.
_MAX_SIZE = 10_000_000
#: The most parts that a dotted key may have: tomli takes time in the square of them.
MAX_PARTS = 50
_LONG_KEY = lazy(
    r"""(?m)(?:^|[\[{,])[ \t]*(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*)"""
    f"{{{MAX_PARTS}}}"
)
_TOML_PLACE = lazy(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_settings(file: str, *, shown: str, required: bool = False) -> dict[str, Any] | None:
    """Read and check one settings file.

    Args:
        file: The file.
        shown: The file as people name it, for errors.
        required: Whether a ``pyproject.toml`` without ``[tool.medlint]`` is an error.

    Returns:
        The checked values by attribute, or ``None`` for a ``pyproject.toml``
        that has no ``[tool.medlint]``.

    Raises:
        SettingsError: The file cannot be read, is no TOML, or its settings are wrong.
    """
    from medlint.settings.check import check_table

    in_tool = os.path.basename(file) == "pyproject.toml"
    text = read_text(file, shown)
    if in_tool and "medlint" not in text and not required:
        # Most projects' own file: what it holds otherwise, errors included, is not ours to judge.
        return None
    table: Any = _parse(text, shown)
    prefix: KeyPath = ()
    if in_tool:
        table, prefix = _tool_table(table, shown, required), TABLE
        if table is None:
            return None
    try:
        if not isinstance(table, dict):
            raise BadValueError((), "expected [tool.medlint] to be a table of settings")
        return check_table(table)
    except BadValueError as error:
        line, column = _place(text, (*prefix, *error.path), at_key=error.at_key)
        raise SettingsError(error.line, file=shown, line=line, column=column) from None


def read_text(file: str, shown: str) -> str:
    """The text of a settings file, without BOM and with LF for line endings.

    Raises:
        SettingsError: The file cannot be read or is no UTF-8.
    """
    try:
        data = read(file, _MAX_SIZE + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(f"cannot read the settings: {reason}", file=shown) from None
    if len(data) > _MAX_SIZE:
        message = f"the settings cannot be read: the file has more than {_MAX_SIZE:,} bytes"
        raise SettingsError(message, file=shown)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = line_and_column(before, len(before))
        message = f"byte 0x{data[error.start]:02x} is not valid UTF-8; save the file as UTF-8"
        raise SettingsError(message, file=shown, line=line, column=column) from None


def _parse(text: str, shown: str) -> dict[str, Any]:
    import tomli

    deep = long_key(text)
    if deep is not None:
        message = f"this is no TOML that can be read: a key has more than {MAX_PARTS} parts"
        line, column = line_and_column(text, deep)
        raise SettingsError(message, file=shown, line=line, column=column)
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        if place is None:
            raise SettingsError(f"this is no TOML: {message}", file=shown) from None
        if place[1] is None:
            line, column = line_and_column(text, len(text))
        else:
            line, column = int(place[1]), int(place[2])
        message = message[: place.start()]
        message = f"this is no TOML: {message[:1].lower()}{message[1:]}"
        raise SettingsError(message, file=shown, line=line, column=column) from None
    except RecursionError:
        raise SettingsError("this is no TOML that can be read: too deep", file=shown) from None
    except ValueError:  # Python reads no integer of thousands of digits
        message = "this is no TOML that can be read: an integer has too many digits"
        raise SettingsError(message, file=shown) from None


def long_key(text: str) -> int | None:
    """Where a key of a text of TOML has too many parts, in characters, or ``None``."""
    if all(line.count(".") < MAX_PARTS for line in text.split("\n")):
        return None
    found = _LONG_KEY.search(text)
    return None if found is None else found.end()


def _tool_table(document: Mapping[str, Any], shown: str, required: bool) -> object:
    tool = document.get("tool")
    table = tool.get("medlint") if isinstance(tool, dict) else None
    if table is None and required:
        raise SettingsError("there is no table [tool.medlint]", file=shown)
    return table


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of an offset; lines end in LF, as in TOML."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def _place(text: str, path: KeyPath, *, at_key: bool) -> tuple[int | None, int | None]:
    """The line and column of a key or its value, or of the nearest table above it."""
    from medlint.front_matter.toml_scanner import locate

    places = locate(text)
    while path:
        spans = places.get(path)
        if spans is not None:
            return line_and_column(text, spans[0 if at_key else 1].start)
        path, at_key = path[:-1], False
    return None, None
