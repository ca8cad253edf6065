"""Notation that some site generators know and neither CommonMark nor Medium does.

Each finder looks in the running text of a post (:mod:`medlint.running_text`)
and yields the spans of what it is sure of. All of them take linear time.
"""

from __future__ import annotations

import re

from medlint.characters import signs
from medlint.patterns import lazy
from medlint.running_text import BLANK
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.document import Document

_FOOTNOTE = lazy(r"\[\^([^\]\[\s]{1,100})\](:?)")
_INLINE_FOOTNOTE = lazy(r"(?<!\\)\^\[(?=\w)[^\[\]\n]{3,300}\](?!\()")
_TASK = lazy(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(\[[ xX]\])(?=[ \t\r\n])")
_ADMONITION_WORDS = (
    "abstract|admonition|alert|attention|bug|callout|caution|danger|details|error|example|"
    "failure|hint|important|info|note|question|quote|seealso|success|summary|tip|todo|warning"
)
_FENCED_ADMONITION = lazy(
    r"^[ \t]{0,3}(:{3,}[ \t]*(?:\{[^}\n]{1,200}\}|[A-Za-z][\w-]{0,40}))(?=[\s\[{]|$)", re.MULTILINE
)
_END_OF_FENCED = lazy(r"^[ \t]{0,3}:{3,}[ \t]*\r?$", re.MULTILINE)
_INDENTED_ADMONITION = lazy(
    rf"^[ \t]{{0,3}}((?:!!!|\?\?\?\+?)[ \t]+(?:{_ADMONITION_WORDS})\b)", re.MULTILINE
)
_QUOTED_ADMONITION = lazy(r">[ \t]?(\[![A-Za-z]{2,20}\][+-]?)[ \t]*(?=[\r\n]|\Z|[^\s(\[:])")
_TERM = lazy(
    r"^(?P<term>[^\s:#>|*+\-!\[`\d][^\n]{0,120})\n(?:[ \t]*\r?\n)?(?P<mark>:[ \t]{1,3})(?=\S)",
    re.MULTILINE,
)
_WIKILINK = lazy(r"(?<![\[\\!\w\])])!?\[\[(?=[^\W\d_])([^\[\]\n]{1,150})\]\](?![\](])")
_NO_WIKILINK = lazy(
    r"toc|nodiscard|noreturn|maybe_unused|fallthrough|likely|unlikely|deprecated|assume|"
    r"carries_dependency|no_unique_address|[A-Za-z]+ #\d+|(?=[^|]*(?:::|[=(){}<>;$&])).*",
    re.IGNORECASE,
)
_STRUCK = lazy(r"(?<![~\\])~~(?=[^\s~])([^~\n]+(?:\n[^~\n]+)*)~~(?!~)")

_DISPLAY_MATH = lazy(r"(?<![\\$\w])\$\$(?!\$)([^$]{1,2000})\$\$(?!\$)")
_BRACKET = lazy(r"(?<!\\)(\\{1,2})([(\[])")
#: The longest formula between ``\\(`` and ``\\)``, in characters.
_LONGEST = 1000
_INLINE_MATH = lazy(r"(?<![\\$\w])\$(?=[^\s$])([^$\n]{0,200}[^\s$\\])\$(?![$\w])")
_ENVIRONMENT = lazy(r"\\begin\{(?:align|equation|gather|matrix|[bpv]matrix|cases)\*?\}")
_COMMAND = lazy(r"\\[A-Za-z]{2,}|[\w)}\]][\^_]\{|[\w)}\]]\^[\w({\\]|\b[A-Za-z]_[A-Za-z0-9]\b")
_SIMPLE = lazy(
    r"[A-Za-z]'?|[A-Za-z]\([A-Za-z0-9, ]{1,20}\)"
    r"|[A-Za-z0-9]+(?:\s*[-+*/=<>,]\s*[A-Za-z0-9.]+){1,8}"
)


#: Every notation has one of these; the signs of each, letters and spaces left out, tell quickly.
_TOKENS = (
    *("[^", "^[", "[ ]", "[x]", "[X]", "$", "\\(", "\\[", "\\begin{", "\n: ", "\n:\t"),
    *(":::", "!!!", "???", "[!", "[[", "~~"),
)
_ENCODED_TOKENS = tuple(token.encode() for token in _TOKENS)
_SIGNS_OF_TOKENS = tuple(map(signs, _ENCODED_TOKENS))


def may_have_markup(text: bytes) -> bool:
    """Whether a text in UTF-8, running or not, has what any notation of this module needs."""
    there = signs(text)
    for few, token in zip(_SIGNS_OF_TOKENS, _ENCODED_TOKENS, strict=True):
        if few in there and token in text:
            return True
    return False


def footnotes(text: str, document: Document) -> Iterator[Span]:
    """References to footnotes (``[^1]``) that the post has, and inline ones (``^[…]``)."""
    if "[^" not in text and "^[" not in text:
        return
    defined = set()
    for block in document.paragraphs:
        if block.footnote:
            first = _FOOTNOTE.match(text, block.lines[0].span.start)
            if first is not None:
                defined.add(first[1])
    marks = [match for match in _FOOTNOTE.finditer(text) if match[1] in defined]
    used = [match for match in marks if not match[2]]
    for match in used or marks:
        yield Span(match.start(), match.end() - len(match[2]))
    if "^[" in text:
        for match in _INLINE_FOOTNOTE.finditer(text):
            yield Span(*match.span())


def task_items(text: str, document: Document) -> Iterator[Span]:
    """The boxes of list items that begin with ``[ ]`` or ``[x]``."""
    if "[ ]" not in text and "[x]" not in text and "[X]" not in text:
        return
    for block in document.blocks("item"):
        if not block.html:
            match = _TASK.match(text, block.span.start, block.span.end)
            if match is not None:
                yield Span(*match.span(1))


def admonitions(text: str, document: Document) -> Iterator[Span]:
    """The first lines of boxes: ``::: note``, ``!!! note``, ``> [!NOTE]``."""
    if ":::" in text and _END_OF_FENCED.search(text) is not None:
        for match in _FENCED_ADMONITION.finditer(text):
            yield Span(*match.span(1))
    if "!!!" in text or "???" in text:
        for match in _INDENTED_ADMONITION.finditer(text):
            yield Span(*match.span(1))
    if "[!" not in text:
        return
    for block in document.blocks("quote"):
        quoted = _QUOTED_ADMONITION.match(text, block.span.start, block.span.end)
        if quoted is not None:
            yield Span(*quoted.span(1))


def definition_lists(text: str, document: Document) -> Iterator[Span]:
    """The marks of definitions: a line that starts with ``: `` under a line that is a term."""
    if "\n: " not in text and "\n:\t" not in text:
        return
    at_top = [block.span for block in document.root.children if block.kind == "paragraph"]
    starts = {span.start for span in at_top}
    for block in at_top:
        for match in _TERM.finditer(text, block.start, min(block.end + 8, len(text))):
            mark = Span(*match.span("mark"))
            if match.start() in starts and match["term"].strip(BLANK + " \t\r"):
                yield mark


def wikilinks(text: str) -> Iterator[Span]:
    """Links to other notes: ``[[Page]]``, ``[[Page|text]]``, ``![[picture.png]]``."""
    if "[[" not in text:
        return
    for match in _WIKILINK.finditer(text):
        if BLANK not in match[1] and not _NO_WIKILINK.fullmatch(match[1]):
            yield Span(*match.span())


def struck_text(text: str) -> Iterator[Span]:
    """Struck text: ``~~words~~``."""
    if "~~" not in text:
        return
    for match in _STRUCK.finditer(text):
        if not match[1][-1].isspace():
            yield Span(*match.span())


def math(text: str) -> Iterator[Span]:
    r"""Formulas: ``$$…$$``, ``\(…\)``, ``\[…\]``, and ``$…$`` where it can be nothing else."""
    found = [*_display(text), *_bracketed(text)]
    if "\\begin{" in text:
        found.extend(Span(*match.span()) for match in _ENVIRONMENT.finditer(text))
    inline = [*_INLINE_MATH.finditer(text)] if text.count("$") > 1 else []
    if found or any(_COMMAND.search(match[1]) for match in inline):
        found.extend(
            Span(*match.span())
            for match in inline
            if _COMMAND.search(match[1]) or _SIMPLE.fullmatch(match[1])
        )
    end = -1
    for span in sorted(found):
        if span.start >= end:
            yield span
            end = span.end


def _display(text: str) -> Iterator[Span]:
    if "$$" not in text:
        return
    for match in _DISPLAY_MATH.finditer(text):
        inside = match[1].strip()
        if "\n\n" not in inside and (_COMMAND.search(inside) or _SIMPLE.fullmatch(inside)):
            yield Span(*match.span())


def _bracketed(text: str) -> Iterator[Span]:
    r"""``\(…\)`` and ``\[…\]``; escaped brackets of prose have no formula inside."""
    if "\\(" not in text and "\\[" not in text:
        return
    for match in _BRACKET.finditer(text):
        closer = match[1] + (")" if match[2] == "(" else "]")
        end = text.find(closer, match.end(), match.end() + _LONGEST)
        if end < 0:
            continue
        inside = text[match.end() : end]
        if "\n\n" not in inside and _COMMAND.search(inside):
            yield Span(match.start(), end + len(closer))
