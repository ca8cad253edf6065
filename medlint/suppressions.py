"""Comments by which a writer tells medlint to be silent.

In the body they are HTML comments (or ``{/* … */}``, since MDX has no others),
in YAML and TOML front matter they are comments of those formats:

* ``<!-- medlint: disable=MED201 -->`` … ``<!-- medlint: enable=MED201 -->``
* ``<!-- medlint: disable-next-line=MED201,MED203 -- why this is fine -->``
* ``<!-- medlint: disable-line -->`` on the line itself
* ``<!-- medlint: disable-file=MED5 -->`` anywhere in the file
* ``tags: [a, b, c, d, e, f]  # medlint: disable-line=too-many-tags``

What is named is a code, a code prefix or a rule's name; where nothing is named
every rule is meant. This module finds and reads the comments; the linter asks
:func:`suppressed` about each finding, and no rule ever does.
"""

from __future__ import annotations

import re

from medlint.directives import VERBS, Selector, Suppression, Verb
from medlint.patterns import lazy
from medlint.text import Span
from medlint.typed import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.document import Document, Part
    from medlint.front_matter import Entry, FrontMatter, Value
    from medlint.post import Post
    from medlint.text import Source

__all__ = ["VERBS", "Selector", "Suppression", "Verb", "find_suppressions", "suppressed"]

# "medlint:" opens a suppression. Without the colon it is one only where a word like
# "disable" follows, and then a slip of the pen to tell of ("medlint-disable MED201").
_OPENING = lazy(r"\s*medlint(?:(?P<colon>\s?:)|[\s_-]{1,2}(?=(?:dis|en)able))", re.IGNORECASE)
#: For how many names the nearest one is looked up; it takes a while.
_SUGGESTIONS = 100

_CODE = lazy(r"[A-Za-z]*\d+")
_WORD = lazy(r"[^\s,=]+")
_BLOCK_HEADER = lazy(r"[|>][-+0-9]{0,2}[ \t]")


def find_suppressions(post: Post) -> tuple[Suppression, ...]:
    """Every suppression comment of a post, in source order."""
    if "medlint" not in post.text:
        return ()
    found: list[Suppression] = []
    front_matter = post.front_matter
    if front_matter is not None and front_matter.format != "json":
        for span in _hash_comments(post.source, front_matter):
            _read(post, span, Span(span.start + 1, span.end), found)
    if post.text.find("medlint", post.body.start) >= 0:
        for comment, inside in _body_comments(post):
            _read(post, comment, inside, found)
    _use_enables(found)
    return tuple(found)


def suppressed(
    suppressions: Sequence[Suppression], findings: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """The findings that a suppression hides; each selector that hides one is marked used.

    A finding is hidden by the place at which it starts: by its line for
    ``disable-next-line``, by its offset between ``disable`` and ``enable``.
    ``disable-line`` may stand on any line the finding covers. A suppression
    never hides what is said about itself.
    """
    hidden: list[Diagnostic] = []
    ranges, by_line, whole = _by_reach(suppressions)
    by_code: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    for code, group in by_code.items():
        group.sort(key=lambda finding: finding.span)
        covered = _Active(code, ranges)
        here = [line for line in by_line if code in line.selector.codes]
        starts = [line.first for line in here]
        file_wide = [reach for reach in whole if code in reach.selector.codes]
        for finding in group:
            used = covered.at(finding.span)
            used |= _use((reach for reach in file_wide), finding)
            used |= _use(_on_lines(here, starts, finding), finding)
            if used:
                hidden.append(finding)
    return hidden


class _Reach(NamedTuple):
    """One selector with where it counts: ``first`` is an offset or a line."""

    first: int
    selector: Selector
    owner: Suppression


def _by_reach(
    suppressions: Sequence[Suppression],
) -> tuple[list[_Reach], list[_Reach], list[_Reach]]:
    ranges: list[_Reach] = []
    lines: list[_Reach] = []
    whole: list[_Reach] = []
    for suppression in suppressions:
        for selector in suppression.selectors:
            if suppression.verb in {"disable", "enable"}:
                ranges.append(_Reach(suppression.span.start, selector, suppression))
            elif suppression.verb == "disable-file":
                whole.append(_Reach(0, selector, suppression))
            elif suppression.line is not None:
                lines.append(_Reach(suppression.line, selector, suppression))
    lines.sort(key=lambda reach: reach.first)
    return ranges, lines, whole


class _Active:
    """Which ``disable`` comments are in force for one code, asked in source order."""

    def __init__(self, code: str, ranges: Sequence[_Reach]) -> None:
        self._events = [reach for reach in ranges if code in reach.selector.codes]
        self._next = 0
        self._fresh: list[_Reach] = []  # in force, not known to be used yet
        self._used: list[Suppression] = []  # two in force that were used: enough to know

    def at(self, span: Span) -> bool:
        """Whether a finding here is hidden; spans must come in order."""
        while self._next < len(self._events) and self._events[self._next].first <= span.start:
            reach = self._events[self._next]
            self._next += 1
            if reach.owner.verb == "enable":
                self._fresh, self._used = [], []
            else:
                self._fresh.append(reach)
        waiting = []
        for reach in self._fresh:
            if _inside(span, reach.owner):
                waiting.append(reach)
                continue
            reach.selector.used = True
            if len(self._used) < 2 and reach.owner not in self._used:
                self._used.append(reach.owner)
        self._fresh = waiting
        return any(not _inside(span, owner) for owner in self._used)


def _inside(span: Span, owner: Suppression) -> bool:
    return owner.span.start <= span.start and span.end <= owner.span.end


def _use(reaches: Iterable[_Reach], finding: Diagnostic) -> bool:
    used = False
    for reach in reaches:
        if not _inside(finding.span, reach.owner):
            reach.selector.used = used = True
    return used


def _on_lines(
    reaches: Sequence[_Reach], starts: Sequence[int], finding: Diagnostic
) -> Iterator[_Reach]:
    from bisect import bisect_left, bisect_right

    last = max(finding.line, finding.end_line - (finding.end_column == 1))
    low = bisect_left(starts, finding.line)
    for reach in reaches[low : bisect_right(starts, last)]:
        if reach.owner.verb == "disable-line" or reach.first == finding.line:
            yield reach


def _use_enables(suppressions: Sequence[Suppression]) -> None:
    """Mark each name after ``enable`` that ends an earlier ``disable``."""
    off: set[str] = set()
    for suppression in suppressions:
        for selector in suppression.selectors:
            if suppression.verb == "disable":
                off |= selector.codes
            elif suppression.verb == "enable":
                selector.used = bool(off & selector.codes)
                off -= selector.codes


# Reading one comment.


def _read(post: Post, span: Span, inside: Span, found: list[Suppression]) -> None:
    """Add the suppression that a comment holds, if it holds one."""
    text = post.text
    opening = _OPENING.match(text, inside.start, inside.end)
    if opening is None:
        return
    at, end = opening.end(), inside.end
    dashes = _reason_start(text, at, end)
    reason = text[dashes:end].lstrip("-–—").strip() if dashes < end else ""
    words = list(_words(text, at, dashes))
    if not words:
        place = Span(opening.start() + len(opening[0]) - len(opening[0].lstrip()), at)
        found.append(Suppression(span, None, place, "", (), reason, None, _removal(post, span)))
        return
    verb_span, *names = words
    written = text[verb_span.start : verb_span.end]
    verb = cast("Verb", written.lower()) if written.lower() in VERBS else None
    if opening["colon"] is None:
        verb_span = Span(opening.start() + opening[0].lower().index("medlint"), verb_span.end)
        written, verb = text[verb_span.start : verb_span.end], None
    selectors: tuple[Selector, ...] = ()
    if names:
        asked = len(found)
        selectors = tuple(
            _selector(text[name.start : name.end], name, suggest=asked + at < _SUGGESTIONS)
            for at, name in enumerate(names)
        )
    elif "=" not in text[verb_span.end : dashes]:
        selectors = (_selector("", verb_span, suggest=False),)
    line = _line(post.source, verb, span)
    removal = _removal(post, span)
    found.append(Suppression(span, verb, verb_span, written, selectors, reason, line, removal))


def _words(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _WORD.finditer(text, start, end):
        yield Span(*match.span())


def _reason_start(text: str, start: int, end: int) -> int:
    """Where the reason starts: at ``--`` or a dash that stands free; else ``end``."""
    for match in _WORD.finditer(text, start, end):
        if match[0].startswith(("--", "–", "—")):
            return match.start()
    return end


def _selector(text: str, span: Span, *, suggest: bool) -> Selector:
    from medlint.registry import expand, nearest, rule_infos

    codes = expand(text or "ALL")
    usual = frozenset(info.code for info in rule_infos() if info.default) & codes
    # Codes are all alike: the nearest one would be a guess.
    suggest = suggest and not codes and len(text) <= 40 and _CODE.fullmatch(text) is None
    return Selector(span, text, codes, usual, nearest(text) if suggest else None)


def _line(source: Source, verb: Verb | None, span: Span) -> int | None:
    """The one line that a suppression covers, or ``None`` where it is not of that sort."""
    if verb == "disable-line":
        return source.position(span.start).line
    if verb == "disable-next-line":
        after = source.position(span.end).line + 1
        # Formatters put a blank line after a comment, so blank lines are passed over.
        for line in range(after, len(source.line_starts) + 1):
            if source.slice(source.line_span(line)).strip():
                return line
        return after
    return None


def _removal(post: Post, span: Span) -> Span:
    """What to remove so that a comment is gone and nothing else changes."""
    source = post.source
    text = post.text
    line = source.position(span.start).line
    last_line = source.position(span.end).line
    first = source.line_starts[line - 1]
    last = source.line_span(last_line).end
    # Looked at from the comment outwards: one line may hold thousands of comments.
    before = span.start
    while before > first and text[before - 1].isspace():
        before -= 1
    after = span.end
    while after < last and text[after].isspace():
        after += 1
    if before == first and after == last:
        if _keeps_apart(post, line, last_line):
            return Span(first, last)
        next_line = source.line_starts[last_line : last_line + 1]
        return Span(first, next_line[0] if next_line else last)
    if before == first:
        return Span(span.start, after)
    if after == last or after > span.end:
        return Span(before, span.end)
    return span


def _keeps_apart(post: Post, first_line: int, last_line: int) -> bool:
    """Whether a comment on lines of its own in the body stands between two lines of text."""
    source = post.source
    above, below = first_line - 1, last_line + 1
    if above < 1 or below > len(source.line_starts):
        return False
    if source.line_starts[above - 1] < post.body.start:
        return False
    return all(source.slice(source.line_span(line)).strip() for line in (above, below))


# Comments in the body.


def _body_comments(post: Post) -> Iterator[tuple[Span, Span]]:
    """Every comment of the body with the span of what it says."""
    from bisect import bisect_right

    code: list[Span] | None = None
    for comment in post.document.comments:
        start = post.text.find(comment.text, comment.span.start, comment.span.end)
        if start < 0 or "medlint" not in comment.text:
            continue
        if post.text.startswith("{", comment.span.start):
            # Braces are looked for before Markdown is read, so in code too.
            if code is None:
                code = sorted(_code(post.document))
            before = bisect_right(code, comment.span)
            if before and comment.span.start < code[before - 1].end:
                continue
        yield comment.span, Span(start, start + len(comment.text))


def _code(document: Document) -> Iterator[Span]:
    """The spans of all code blocks and code spans."""
    from medlint.document import Code, Link

    for block in document.all_blocks:
        if block.kind == "code":
            yield block.span
        parts: list[Part] = [part for line in block.lines for part in line.parts]
        while parts:
            part = parts.pop()
            if isinstance(part, Code):
                yield part.span
            elif isinstance(part, Link):
                parts.extend(part.parts)


# Comments in front matter.


def _hash_comments(source: Source, front_matter: FrontMatter) -> Iterator[Span]:
    """Every comment of YAML or TOML front matter that mentions medlint.

    A ``#`` inside a string is no comment: the spans of all strings are known.
    Where the block does not parse they are not, and only comments with a line
    of their own are believed.
    """
    text = source.text
    content = front_matter.content_span
    broken = any(problem.kind == "invalid" for problem in front_matter.problems)
    strings = sorted(_scalars(front_matter.entries))
    index = 0
    at = text.find("#", content.start, content.end)
    while at >= 0:
        while index < len(strings) and strings[index].end <= at:
            index += 1
        resume = line_end = min(source.line_span(source.position(at).line).end, content.end)
        if index < len(strings) and strings[index].start <= at:
            resume = strings[index].end
            opens = _after_block_header(text, strings[index].start, at)
        else:
            opens = _opens_comment(text, at, front_matter.format)
            if not opens:
                resume = at + 1
        if opens:
            line_start = source.line_starts[source.position(at).line - 1]
            end = at + len(text[at:line_end].rstrip())
            if text.find("medlint", at, end) >= 0 and (
                not broken or not text[line_start:at].strip()
            ):
                yield Span(at, end)
        at = text.find("#", resume, content.end)


def _opens_comment(text: str, at: int, format: str) -> bool:
    """Whether a ``#`` outside strings opens a comment: in YAML only after white space."""
    return format == "toml" or at == 0 or text[at - 1].isspace()


def _after_block_header(text: str, start: int, at: int) -> bool:
    """Whether a ``#`` is the comment after ``|`` or ``>``, inside a block scalar's span."""
    header = _BLOCK_HEADER.match(text, start)
    return header is not None and not text[header.end() : at].strip(" \t")


def _scalars(entries: Iterable[Entry]) -> Iterator[Span]:
    """The spans of all keys and of all scalars in quotes or blocks, without recursion."""
    waiting = list(entries)
    values: list[Value] = []
    while waiting or values:
        if waiting:
            entry = waiting.pop()
            yield entry.key_span
            values.append(entry.value)
            continue
        value = values.pop()
        if value.kind in {"list", "mapping"}:
            values.extend(value.items)
            waiting.extend(value.entries)
        elif value.style != "plain":
            # In a plain scalar a # after white space opens a comment anyway.
            yield value.span
