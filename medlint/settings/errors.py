"""What is said of settings that cannot be used: one error, at its place."""

from __future__ import annotations

from medlint.typed import TypeAlias

#: Where a setting stands: its keys from the top of the table down; a number is
#: an index in an array.
KeyPath: TypeAlias = tuple[str | int, ...]


class SettingsError(Exception):
    """Settings that cannot be used.

    ``str()`` of it is one line: ``file:line:column: message``, as far as each
    is known.

    Attributes:
        message: The key, what is expected there, and what was found.
        file: The file as people name it, or ``None`` where the settings come from none.
        line: The line, from 1, or ``None``.
        column: The column in characters, from 1, or ``None``.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """The error as one line, whatever the keys and values it quotes."""
        from medlint.terminal import escape

        place = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        return escape(": ".join((":".join(place), self.message)) if place else self.message)


class BadValueError(Exception):
    """A key or value that is refused, before it is known where it stands in a file.

    Attributes:
        path: Where it stands in the table of settings.
        message: What is wrong with it, without its key.
        at_key: Whether the key is at fault, and not its value.
    """

    def __init__(self, path: KeyPath, message: str, *, at_key: bool = False) -> None:
        super().__init__(message)
        self.path = path
        self.message = message
        self.at_key = at_key

    @property
    def line(self) -> str:
        """The message with the key before it."""
        return f"{dotted(self.path)}: {self.message}" if self.path else self.message


def dotted(path: KeyPath) -> str:
    """A path as it would be written in TOML: ``rules.too-many-tags.maximum``.

    An index is written in brackets and counted from 1: ``overrides[1].files``.
    """
    words = ""
    for key in path:
        if isinstance(key, int):
            words += f"[{key + 1}]"
        else:
            bare = key.replace("-", "").replace("_", "")
            word = key if bare.isascii() and bare.isalnum() else f'"{key}"'
            words += f".{word}" if words else word
    return words
