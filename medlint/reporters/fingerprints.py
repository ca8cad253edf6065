"""What makes a finding the same one after the post was edited elsewhere."""

from __future__ import annotations

from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.text import Source

#: How much of a line goes into a fingerprint, in characters.
_ENOUGH = 400


def fingerprints(source: Source, diagnostics: Sequence[Diagnostic], *, path: str = "") -> list[str]:
    """The fingerprint of each finding in one post, 64 hexadecimal digits.

    It is made of the rule, of the text that the finding is about, as far as
    that stands on its first line, and of how many findings before it share
    both. Lines inserted above leave it as it is; so does rewriting the rest of
    the front matter, where something is missing from it.

    Args:
        source: The post.
        diagnostics: The findings in it, sorted.
        path: A path to be part of it, where it is to be unique among all posts.
    """
    from hashlib import sha256

    seen: dict[tuple[str, str], int] = {}
    found = []
    for diagnostic in diagnostics:
        key = (diagnostic.code, _subject(source, diagnostic))
        number = seen[key] = seen.get(key, -1) + 1
        text = "\0".join((path, *key, str(number)))
        found.append(sha256(text.encode("utf-8", "backslashreplace")).hexdigest())
    return found


def _subject(source: Source, diagnostic: Diagnostic) -> str:
    if not 1 <= diagnostic.line <= len(source.line_starts):
        return ""
    line = source.line_span(diagnostic.line)
    start = min(max(diagnostic.span.start, line.start), line.end)
    end = min(diagnostic.span.end, line.end)
    if end <= start:
        start, end = line
    return " ".join(source.text[start : min(end, start + _ENOUGH)].split())
