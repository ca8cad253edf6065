"""Writing a string back into front matter, as valid as it was before.

A string keeps its quotes where they can hold it; where they cannot, it gets
double quotes, which YAML, TOML and JSON read alike.
"""

from __future__ import annotations

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from medlint.front_matter import Value
    from medlint.front_matter.model import Format

# Deliberately narrower than YAML: what does not match is merely quoted.
_SAFE_PLAIN = lazy(r"[^\W\d_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff:#]|[:#](?=\S))*")
_FLOW_MARKS = lazy(r"[,?\[\]{}]")
_KEYWORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null", "none"})


def rewritten(text: str, value: Value, format: Format, *, flow: bool = False) -> str:
    """A one-line string as source text, to stand in the place of another.

    Args:
        text: The new string.
        value: The value whose place it takes, and whose quotes it keeps if it can.
        format: The notation of the front matter.
        flow: Whether it stands inside brackets.
    """
    single = "\n" not in text and "\r" not in text and not _has_controls(text)
    if value.style == "plain" and format == "yaml" and _is_safe_plain(text, flow=flow):
        return text
    if value.style == "single" and single:
        if format == "yaml":
            return "'" + text.replace("'", "''") + "'"
        if format == "toml" and "'" not in text:
            return f"'{text}'"
    return double_quoted(text)


def double_quoted(text: str) -> str:
    """A string in double quotes, escaped so that YAML, TOML and JSON read the same."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_safe_plain(text: str, *, flow: bool) -> bool:
    if text != text.strip() or text.lower() in _KEYWORDS or " #" in text:
        return False
    if flow and _FLOW_MARKS.search(text):
        return False
    return bool(_SAFE_PLAIN.fullmatch(text)) and not text.endswith(":")


def _has_controls(text: str) -> bool:
    return any(character < " " or "\x7f" <= character <= "\x9f" for character in text)
