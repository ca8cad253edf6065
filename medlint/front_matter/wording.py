"""What the readers of all formats say alike."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.front_matter.model import Limits

_MAX_SHOWN = 40


def short(text: str) -> str:
    """A piece of the post, short and on one line, to be shown inside a message."""
    from medlint.terminal import printable

    text = " ".join(text[: _MAX_SHOWN + 1].split())
    return printable(text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + "…")


def duplicate(key: str, line: int) -> str:
    """What to say of a key that is given a second time; ``line`` is that of the first."""
    return (
        f"the key `{short(key)}` is given a second time, first on line {line}; "
        "only one of them counts, so remove the other"
    )


def too_deep(limits: Limits) -> str:
    """What to say where the nesting goes past the limit."""
    levels = f"{limits.depth} level{'' if limits.depth == 1 else 's'}"
    return (
        f"the front matter is nested deeper than {levels} (setting max-front-matter-depth); "
        "the rest was not read"
    )


def too_many(limits: Limits) -> str:
    """What to say where there are more values than the limit."""
    values = f"{limits.values:,} value{'' if limits.values == 1 else 's'}"
    return (
        f"the front matter holds more than {values} (setting max-front-matter-values); "
        "the rest was not read"
    )


def not_keys(shape: str) -> str:
    """What to say of front matter that is no mapping; ``shape`` says what it is."""
    return f"front matter must be keys with values, such as `title: My post`; this is {shape}"


def unclosed(fence: str) -> str:
    """What to say of an opening fence without a closing one."""
    return f"the front matter is not closed; put `{fence}` on a line of its own after the last key"
