"""What PyYAML says of a block that it cannot parse, in words that help to mend it."""

from __future__ import annotations

import re

from medlint.text import Problem, Source, Span

#: The most characters of PyYAML's own wording that are repeated.
_MAX_WORDING = 120

#: What the parser was reading, where it helps to know on which line that began.
_CONTEXTS = ("while scanning a", "while parsing a flow", "while parsing a quoted")

_INVALID = "the front matter is not valid YAML: "
_IS_DIRECTIVE = "a line that begins with `%` is read as a directive; put the text in quotes"
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_IS_TAG = "text that begins with `!` is read as a tag; put it in quotes"

#: What to say of any error inside a construct.
_CONTEXT_HINTS = {
    "while scanning a directive": _IS_DIRECTIVE,
    "while scanning a tag": _IS_TAG,
    "while parsing a tag": _IS_TAG,
}

#: An escape that names a character past the last one there is; it is no error of the parser's.
_NO_CHARACTER = re.compile(r"\\U(?!000[0-9A-Fa-f]{5}|0010)[0-9A-Fa-f]{8}")

# The two parsers of PyYAML word the same finding differently; each pattern takes both.
_HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"mapping values are not allowed"),
        "a second colon stands here where none may; if it belongs to the text, put the whole "
        "value in quotes, and see that each `key:` is followed by a space",
    ),
    (
        re.compile(r"could not find expected ':'"),
        "a line has no `key:`; add the key, or indent or quote the line",
    ),
    (
        re.compile(r"sequence entries are not allowed|mapping keys are not allowed"),
        "a list cannot begin here; put it on the lines below, or quote the value",
    ),
    (
        re.compile(r"found character.*that cannot start any token"),
        "a value may not begin with this character; put the value in quotes",
    ),
    (
        re.compile(r"unexpected end of stream|unexpected document (?:indicator|separator)"),
        "a quote is opened and never closed; close it",
    ),
    (
        re.compile(r"expected ',' or '\]'"),
        "a list in brackets is not closed, or a comma is missing",
    ),
    (
        re.compile(r"expected ',' or '}'"),
        "a mapping in braces is not closed, or a comma is missing",
    ),
    (
        re.compile(r"unknown escape character|hexdecimal number|hexadecimal numbers"),
        "in double quotes a backslash begins an escape; write `\\\\`, or use single quotes",
    ),
    (re.compile(r"undefined tag handle"), _IS_TAG),
    (re.compile(r"YAML directive|incompatible YAML document"), _IS_DIRECTIVE),
    (
        re.compile(r"chr\(\) arg"),
        "an escape in double quotes names a character that does not exist; write the character "
        "itself, or use single quotes",
    ),
    (
        re.compile(r"alphabetic or numeric character"),
        "`*` and `&` have a meaning in YAML; if the text begins with one, put it in quotes",
    ),
    (
        re.compile(
            r"chomping or|indentation indicator|expected (?:a )?comment or (?:a )?line break"
        ),
        "text of several lines begins on the line after `|` or `>`; move it there",
    ),
    (
        re.compile(r"expected '<document start>'|expected <document start>"),
        "this line is indented less than the first one; indent all keys alike",
    ),
    (
        re.compile(r"expected the node content|expected node content"),
        "a value may not begin with this character; put the value in quotes",
    ),
    (
        re.compile(r"expected <block end>|expected key|'-' indicator"),
        "this does not belong to what stands before it; see that quotes inside a quoted value "
        "are doubled or of the other kind, and that the indentation is even",
    ),
)


def position(error: Exception, content: str) -> int:
    """The parser's own place of an error, as an offset of the block."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        escape = _NO_CHARACTER.search(content)
        return 0 if escape is None else escape.start()
    at = min(int(mark.index), len(content))
    # libyaml points at the backslash of an unknown escape, the other parser behind it.
    if "unknown escape" in str(getattr(error, "problem", "")) and content[at - 1 : at] == "\\":
        return at - 1
    return at


def explain(error: Exception, text: str, content: str, span: Span) -> Problem:
    """A parse error as a problem, at the parser's own place.

    Args:
        error: What PyYAML raised.
        text: The whole text.
        content: The block as the parser saw it.
        span: Where the block stands in the text.
    """
    at = span.start + position(error, content)
    directive = _DIRECTIVE.search(content, 0, at - span.start)
    if directive is not None and "document start" in str(getattr(error, "problem", "")):
        place = Span(span.start + directive.start(), span.start + directive.end())
        return Problem("invalid", f"{_INVALID}{_IS_DIRECTIVE}", place)
    end = min(at + 1, span.end)
    if text[at:end] in ("\r", "\n"):
        end = at
    wording = str(getattr(error, "problem", None) or error).splitlines()[:1]
    said = (wording[0] if wording else type(error).__name__)[:_MAX_WORDING]
    context = getattr(error, "context", None)
    hint = _CONTEXT_HINTS.get(str(context)) or next(
        (words for pattern, words in _HINTS if pattern.search(said)), None
    )
    why = hint or said
    begin = getattr(error, "context_mark", None)
    if context and begin is not None and str(context).startswith(_CONTEXTS):
        line = Source(text).position(min(span.start + begin.index, len(text))).line
        # A line without a key is where that began; the parser noticed on the next one.
        keyless = why.startswith("a line ")
        why = f"line {line} {why[7:]}" if keyless else f"{why} (begun on line {line})"
    return Problem("invalid", f"{_INVALID}{why}", Span(at, max(at, end)))
