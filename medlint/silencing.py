"""Comments that silence what was found, written where they change nothing else.

A comment stands as near to the finding as it can: on the line above in the
body, at the end of the line in front matter; where a line of its own would
split a paragraph, a list or a table, at the end of the line there too; where
even that is not possible, it is one comment for the whole file. Every comment
is tried: it is kept only where the finding is gone then, nothing else is found
and the post still says the same.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from medlint.document import Text
from medlint.fixer import is_sound
from medlint.fixes import Edit, apply_edits
from medlint.post import Post
from medlint.text import Source, Span
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.document import Block
    from medlint.front_matter import Entry, Value
    from medlint.settings import Settings

    Lint = Callable[[Source], Sequence[Diagnostic]]

#: What is said of medlint itself and of comments like these is not silenced by more of them.
_NEVER = ("MED000", "MED001", "MED008", "MED009")

#: How often a post is linted at most on the way; then whole-file comments do for the rest.
_TRIES = 400


class Silenced(NamedTuple):
    """A post after comments have been written into it.

    Attributes:
        source: The text now.
        found: What is still found in it.
        messages: What the writer should know of it.
    """

    source: Source
    found: Sequence[Diagnostic]
    messages: tuple[str, ...]


def reason_problem(reason: str) -> str:
    """What keeps a text from being a comment's reason, or ""."""
    if not reason.strip():
        return "a reason needs words"
    if not reason.isprintable():
        return "a reason is one line without control characters"
    for mark in ("--", "*/", ">"):
        if mark in reason:
            return f"a reason cannot hold {mark}, which could end the comment"
    return ""


def silence(
    source: Source,
    found: Sequence[Diagnostic],
    lint: Lint,
    settings: Settings,
    relative: str,
    reason: str = "",
) -> Silenced:
    """Write a comment for each finding.

    Args:
        source: The post.
        found: What is to be silenced.
        lint: Finds what there is to find in another version of the post.
        settings: The settings for the post.
        relative: Its path relative to the settings' folder.
        reason: Why, to stand in each comment; see :func:`reason_problem`.
    """
    if source.problem is not None:
        return Silenced(source, found, ())
    work = _Work(lint, settings, relative, " ".join(reason.split()))
    state = _State(source, found)
    groups: dict[int, set[str]] = {}
    for finding in found:
        if finding.code not in _NEVER:
            groups.setdefault(finding.line, set()).add(finding.code)
    if not groups:
        return Silenced(source, found, ())
    lines = [(line, tuple(sorted(codes))) for line, codes in sorted(groups.items())]
    state = work.beside(state, lines)
    wide = tuple(sorted({one.code for one in state.found} - set(_NEVER)))
    messages: list[str] = []
    if wide:
        work.allow(len(wide) * 2 + 2)
        state = work.file_wide(state, wide)
        left = {one.code for one in state.found}
        done = [code for code in wide if code not in left]
        if done:
            what = ", ".join(done)
            messages.append(f"no comment can stand beside {what}: it is silenced in the whole file")
        if len(done) < len(wide):
            what = ", ".join(code for code in wide if code in left)
            messages.append(f"no comment can silence {what} here")
    return Silenced(state.source, state.found, tuple(messages))


class _State(NamedTuple):
    source: Source
    found: Sequence[Diagnostic]


class _Post(Post):
    """A post with what the ways to write a comment ask of it."""

    @cached_property
    def first_lines(self) -> frozenset[int]:
        """The lines on which the outermost blocks of the body start."""
        return frozenset(
            self.source.position(block.span.start).line for block in self.document.root.children
        )

    @cached_property
    def joints(self) -> dict[int, int]:
        """For each line that a comment covers: where further codes can be added to it."""
        return {
            one.line: one.selectors[-1].span.end
            for one in self.suppressions
            if one.line is not None and one.selectors and one.selectors[-1].text
        }


class _Work:
    """Tries comments on one post."""

    def __init__(self, lint: Lint, settings: Settings, relative: str, reason: str) -> None:
        self._lint = lint
        self._settings = settings
        self._relative = relative
        self._reason = reason
        self._tries = _TRIES

    def allow(self, tries: int) -> None:
        """Let some more comments be tried."""
        self._tries = max(self._tries, tries)

    def beside(self, state: _State, lines: Sequence[tuple[int, tuple[str, ...]]]) -> _State:
        """Silence the findings of some lines of ``state`` beside them, where that can be done.

        All at once if possible; else the later half and then the earlier, so
        that the lines of the earlier are still where they were.
        """
        post = self._post(state.source)
        edits = []
        targets: Counter[str] = Counter()
        for line, codes in lines:
            edit = next(self._ways(post, line, codes), None)
            if edit is not None:
                edits.append(edit)
                targets.update(
                    one.code for one in state.found if one.line == line and one.code in codes
                )
        tried = self._try(state, post, edits, targets)
        if tried is not None:
            return tried
        if len(lines) > 1:
            middle = len(lines) // 2
            return self.beside(self.beside(state, lines[middle:]), lines[:middle])
        for edit in self._ways(post, *lines[0]):
            tried = self._try(state, post, [edit], targets)
            if tried is not None:
                return tried
        return state

    def file_wide(self, state: _State, codes: tuple[str, ...]) -> _State:
        """Silence some rules in the whole file, as many of them as can be."""
        post = self._post(state.source)
        targets = Counter(one.code for one in state.found if one.code in codes)
        for way in (_file_in_front_matter, _file_at_end):
            edit = way(post, 0, codes, self._reason)
            tried = None if edit is None else self._try(state, post, [edit], targets)
            if tried is not None:
                return tried
        if len(codes) > 1:
            for code in codes:
                state = self.file_wide(state, (code,))
        return state

    def _ways(self, post: _Post, line: int, codes: tuple[str, ...]) -> Iterator[Edit]:
        for way in (_joined, _above_block, _at_line_end, _above_key):
            edit = way(post, line, codes, self._reason)
            if edit is not None:
                yield edit

    def _try(
        self, state: _State, post: _Post, edits: Sequence[Edit], targets: Counter[str]
    ) -> _State | None:
        """The post with some comments, or ``None`` where they do not do what they should."""
        if not edits or self._tries == 0:
            return None
        self._tries -= 1
        text = apply_edits(post.text, sorted(edits))
        if not is_sound(text, post.text):
            return None
        source = Source(text, post.source.path, bom=post.source.bom)
        after = self._post(source)
        if _meaning(after) != _meaning(post):
            return None
        found = self._lint(source)
        if Counter(one.code for one in found) != _counts(state.found) - targets:
            return None
        return _State(source, found)

    def _post(self, source: Source) -> _Post:
        return _Post(source, self._settings, self._relative)


def _counts(found: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(one.code for one in found)


# The ways to write a comment, the best first.


def _joined(post: _Post, line: int, codes: Sequence[str], _reason: str) -> Edit | None:
    """Add the codes to a comment that covers the line already."""
    place = post.joints.get(line)
    return None if place is None else Edit(Span(place, place), f",{','.join(codes)}")


def _above_block(post: _Post, line: int, codes: Sequence[str], reason: str) -> Edit | None:
    """A line above a block of the body that starts with the line and stands in no other."""
    start = post.source.line_starts[line - 1]
    if start < post.body.start or (post.body.start == 0 and line == 1):
        return None
    if line not in post.first_lines:
        return None
    comment = _body_comment(post, "disable-next-line", codes, reason)
    return Edit(Span(start, start), comment + _newline(post, line))


def _at_line_end(post: _Post, line: int, codes: Sequence[str], reason: str) -> Edit | None:
    """A comment at the end of the line itself."""
    span = post.source.line_span(line)
    written = post.source.slice(span)
    front_matter = post.front_matter
    if front_matter is not None and span.start < post.body.start:
        if front_matter.format == "json" or not written.strip():
            return None
        if span.start >= front_matter.close_span.start or "#" in written:
            return None
        comment = _hash_comment("disable-line", codes, reason)
        end = span.start + len(written.rstrip())
        return Edit(Span(end, end), f"  {comment}")
    # Two spaces or a backslash at the end are a line break, and a bar ends a row of a table.
    end = span.start + len(written.rstrip().rstrip("\\").rstrip())
    comment = _body_comment(post, "disable-line", codes, reason, inline=True)
    if written.rstrip().endswith("|") and written.lstrip().startswith("|"):
        end = span.start + len(written.rstrip()) - 1
        space = "" if post.text[end - 1].isspace() else " "
        return Edit(Span(end, end), f"{space}{comment} ")
    return Edit(Span(end, end), f" {comment}") if end > span.start else None


def _above_key(post: _Post, line: int, codes: Sequence[str], reason: str) -> Edit | None:
    """A line above a key of the front matter, or above the fence that closes it."""
    front_matter = post.front_matter
    start = post.source.line_starts[line - 1]
    if front_matter is None or front_matter.format == "json":
        return None
    if not front_matter.content_span.start <= start <= front_matter.close_span.start:
        return None
    written = post.source.slice(post.source.line_span(line))
    indentation = written[: len(written) - len(written.lstrip())]
    comment = _hash_comment("disable-next-line", codes, reason)
    return Edit(Span(start, start), indentation + comment + _newline(post, line))


def _file_in_front_matter(
    post: _Post, _line: int, codes: Sequence[str], reason: str
) -> Edit | None:
    """A comment for the whole file, as the last line of the front matter."""
    front_matter = post.front_matter
    if front_matter is None or front_matter.format == "json":
        return None
    if front_matter.close_span.start == front_matter.close_span.end:
        return None
    line = post.source.position(front_matter.close_span.start).line
    start = post.source.line_starts[line - 1]
    comment = _hash_comment("disable-file", codes, reason)
    return Edit(Span(start, start), comment + _newline(post, line))


def _file_at_end(post: _Post, _line: int, codes: Sequence[str], reason: str) -> Edit:
    """A comment for the whole file, as a block of its own at the end of the body."""
    end = len(post.text)
    newline = _newline(post, len(post.source.line_starts))
    comment = _body_comment(post, "disable-file", codes, reason)
    last = post.source.slice(post.source.line_span(len(post.source.line_starts)))
    gap = newline if not last.strip() else newline * 2
    # An empty body has nothing to be kept apart from.
    gap = gap if post.text[post.body.start :].strip() else newline if last else ""
    return Edit(Span(end, end), f"{gap}{comment}{newline}")


def _body_comment(
    post: _Post, verb: str, codes: Sequence[str], reason: str, *, inline: bool = False
) -> str:
    content = f"medlint: {verb}={','.join(codes)}"
    if post.path.lower().endswith(".mdx"):
        return f"{{/* {content}{f' -- {reason}' if reason else ''} */}}"
    # Inside a paragraph many readers of Markdown take no comment with two hyphens for one.
    dash = "—" if inline else "--"
    return f"<!-- {content}{f' {dash} {reason}' if reason else ''} -->"


def _hash_comment(verb: str, codes: Sequence[str], reason: str) -> str:
    return f"# medlint: {verb}={','.join(codes)}{f' -- {reason}' if reason else ''}"


def _newline(post: _Post, line: int) -> str:
    """The line ending in use at a line: its own, or that of the line before."""
    source = post.source
    for one in (line, line - 1):
        if 1 <= one < len(source.line_starts):
            ending = source.text[source.line_span(one).end : source.line_starts[one]]
            if ending:
                return ending
    return "\n"


# What a post says, comments and places left aside.


def _meaning(post: _Post) -> Hashable:
    front_matter = post.front_matter
    entries: Hashable = None
    if front_matter is not None:
        problems = tuple(sorted(one.kind for one in front_matter.problems))
        entries = (front_matter.format, tuple(map(_entry, front_matter.entries)), problems)
    document = post.document
    return (
        entries,
        tuple(_blocks(document.root)),
        tuple((link.kind, _folded(link.text), link.url, link.title) for link in document.links),
        tuple((image.kind, image.alt, image.url, image.title) for image in document.images),
        tuple((tag.name, tag.attributes) for tag in document.tags),
        tuple((one.label, one.url, one.title) for one in document.definitions),
        tuple(template.text for template in document.templates),
    )


def _blocks(root: Block) -> Iterator[Hashable]:
    """Each block with what it says, and how many stand in it, so that nesting counts."""
    for block in root.walk():
        if _is_empty(block):
            continue
        lines = tuple((_folded(line.text), line.hard) for line in block.lines)
        yield (
            block.kind,
            tuple(line for line in lines if line != ("", False)),
            sum(not _is_empty(child) for child in block.children),
            (block.level, block.ordered, block.info, block.html, block.header, block.footnote),
        )


def _is_empty(block: Block) -> bool:
    """Whether a block is a paragraph with nothing in it: what a comment is in MDX."""
    return block.kind == "paragraph" and not any(
        line.hard or line.text.strip() or not all(isinstance(part, Text) for part in line.parts)
        for line in block.lines
    )


def _entry(entry: Entry) -> Hashable:
    return entry.key, _value(entry.value)


def _value(value: Value) -> Hashable:
    """A value of front matter without its place; deep ones go round by round, not by recursion."""
    found: list[Hashable] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        found.append((one.kind, one.style, one.text if one.kind != "null" else "", len(one.items)))
        found.append(tuple(entry.key for entry in one.entries))
        waiting.extend(one.items)
        waiting.extend(entry.value for entry in one.entries)
    return tuple(found)


def _folded(text: str) -> str:
    return " ".join(text.split())
