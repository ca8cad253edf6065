"""Front matter as values that know where they stand."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from medlint.text import Problem, Span

Format: TypeAlias = Literal["yaml", "toml", "json"]
ValueKind: TypeAlias = Literal[
    "string", "integer", "float", "boolean", "null", "date", "list", "mapping"
]
Style: TypeAlias = Literal["plain", "single", "double", "block", "flow"]


class Limits(NamedTuple):
    """How much front matter is read; see the settings ``max-front-matter-…``.

    Attributes:
        depth: The deepest nesting of lists and mappings, the outermost mapping included.
        values: The most values; a YAML alias counts with all it stands for.
    """

    depth: int = 100
    values: int = 20_000


DEFAULT_LIMITS = Limits()
#: The highest that can be set: what follows on reading must cope with it.
HIGHEST_LIMITS = Limits(200, 1_000_000)


class Value(NamedTuple):
    """One value of the front matter.

    Attributes:
        kind: Its type, as the format's own reader sees it.
        span: The value as written, quotes and brackets included; where nothing
            is written (a null), the empty span just after the key's separator.
        text: For a string or date, the text without quotes; for every other scalar,
            what is written.
        items: The values of a list.
        entries: The keys and values of a mapping.
        style: How it is written: scalars plain, single- or double-quoted or as
            a block; lists and mappings as a block or in brackets (flow).
        data: The Python value of a text, number or switch; ``None`` for others.
            A date is only what is written: :mod:`medlint.dates` reads that, in
            more forms than any format knows.
    """

    kind: ValueKind
    span: Span
    text: str = ""
    items: tuple[Value, ...] = ()
    entries: tuple[Entry, ...] = ()
    style: Style = "plain"
    data: object = None


class Entry(NamedTuple):
    """A key with its value.

    Attributes:
        key: The key as a string, quotes removed.
        key_span: The key as written, quotes included.
        value: The value.
    """

    key: str
    key_span: Span
    value: Value

    @property
    def is_null(self) -> bool:
        """Whether the key has no value, or an empty one."""
        value = self.value
        return value.kind == "null" or (value.kind == "string" and not value.text.strip())


class FrontMatter(NamedTuple):
    """The block of metadata at the head of a file.

    Attributes:
        format: Its notation.
        span: The whole block, from the first character of the opening fence to
            the end of the closing fence's line, line ending included.
        open_span: The opening fence (``---``, ``+++``, ``{``), white space not included.
        close_span: The closing fence, or the empty span at the end of the file
            where it is missing.
        content_span: What stands between the fences (for JSON, fences included).
        entries: The top-level keys, in order, duplicates included.
        problems: What was wrong; kinds ``invalid``, ``unclosed``, ``duplicate-key``, ``tab``.
    """

    format: Format
    span: Span
    open_span: Span
    close_span: Span
    content_span: Span
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
