"""What must hold whatever the input: one function for each part of medlint.

A check raises ``AssertionError`` where something does not hold, and lets any
other exception pass, which is as much of a failure.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from typing import TYPE_CHECKING

from medlint.fixer import fix, fixes_of, is_sound
from medlint.fixes import apply_edits, fitting
from medlint.front_matter import FrontMatter, Value, read, yaml_plain
from medlint.front_matter.reading import read_in_full
from medlint.html import CommentToken, TagToken, tokenize
from medlint.linter import lint_source
from medlint.parsers import parse
from medlint.post import Post
from medlint.settings import Settings, SettingsError
from medlint.suppressions import suppressed
from medlint.text import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.document import Block, Document
    from medlint.front_matter import Entry

_TABLE = {
    "select": ["ALL"],
    "site-url": "https://ada.dev",
    "permalink": "/{year}/{slug}/",
    "max-file-size": 1_000_000,
}
EVERYTHING = Settings.from_mapping(_TABLE, root="/")
BY_REFERENCE = Settings.from_mapping({**_TABLE, "parser": "markdown-it"}, root="/")
PATHS = ("posts/2024-03-02-a-walk.md", "posts/a.mdx", "_drafts/b.md")


def path_of(text: str) -> str:
    """The path that a text is read under: always the same for the same text."""
    return PATHS[len(text) % 16 if len(text) % 16 < len(PATHS) else 0]


def inside(text: str, span: Span) -> None:
    """Check that a span lies in the text."""
    assert 0 <= span.start <= span.end <= len(text), f"{span} is outside {len(text)} characters"


# Bytes


def check_bytes(data: bytes) -> None:
    """Bytes are text as a whole or not at all, and what stopped them is one diagnostic."""
    source = Source.from_bytes(data, "posts/a.md", max_size=100_000)
    if source.problem is None:
        mark = data[: len(data) - len(source.text.encode())]
        assert mark + source.text.encode() == data
        assert mark.replace(b"\xef\xbb\xbf", b"") == b""
        return
    inside(source.text, source.problem.span)
    found = lint_source(source, EVERYTHING)
    assert found, "a file that cannot be read has no finding"
    no_failure(found)


# Front matter


def check_front_matter(text: str) -> None:
    """Spans lie inside and hold what they claim; reading twice gives the same."""
    found = read(text)
    assert repr(found) == repr(read(text)), "read twice, front matter differs"
    plain = yaml_plain.read(text)
    if plain is not None:
        assert repr(plain) == repr(read_in_full(text)), "the plain reader differs"
    if found is None:
        return
    for span in (found.span, found.open_span, found.close_span, found.content_span):
        inside(text, span)
    assert found.span.start <= found.open_span.start <= found.content_span.end <= found.span.end
    for problem in found.problems:
        inside(text, problem.span)
        assert problem.kind in {"invalid", "unclosed", "duplicate-key", "tab", "limit"}
        assert all(map(harmless, problem.message)), ascii(problem.message)
    # What is left of a broken block is a guess, and tabs that YAML refuses are read as
    # spaces: there the places have to be sound, and no more.
    sound = all(problem.kind == "duplicate-key" for problem in found.problems)
    for entry, value in values(found):
        inside(text, value.span)
        if entry is not None:
            inside(text, entry.key_span)
            if sound:
                key_claimed(found, text[entry.key_span.start : entry.key_span.end], entry.key)
        if sound:
            value_claimed(text[value.span.start : value.span.end], value)
    post = Post(Source(text), EVERYTHING, "posts/a.md")
    for tag in post.tags:
        inside(text, tag.span)
    for name in ("title", "description", "canonical", "tags", "date"):
        post.field(name)


def values(found: FrontMatter) -> Iterator[tuple[Entry | None, Value]]:
    """Every value, with its entry where it has one."""
    todo: list[tuple[Entry | None, Value]] = [(entry, entry.value) for entry in found.entries]
    while todo:
        entry, value = todo.pop()
        yield entry, value
        todo.extend((None, item) for item in value.items)
        todo.extend((one, one.value) for one in value.entries)


_PLAIN_KEY = re.compile(r"[\w][\w .-]*")


def key_claimed(found: FrontMatter, written: str, key: str) -> None:
    """Check that a key is what stands at its place."""
    if found.format == "json":
        assert json.loads(written) == key, f"the key {key!r} stands at {written!r}"
    elif _PLAIN_KEY.fullmatch(written):
        assert written == key, f"the key {key!r} stands at {written!r}"


def value_claimed(written: str, value: Value) -> None:
    """Check that a value is what stands at its place, if it takes one line."""
    if len(written.splitlines()) > 1 or value.kind in {"list", "mapping"}:
        return
    if value.kind != "string":
        assert value.text == written, f"{value.kind} {value.text!r} stands at {written!r}"
    elif value.style == "plain":
        assert value.text == written.strip(), f"{value.text!r} stands at {written!r}"
    elif value.style == "single" and not written.startswith("'''"):
        claimed = (value.text, value.text.replace("'", "''"))
        assert written[1:-1] in claimed, f"{value.text!r} stands at {written!r}"


# Markdown and HTML


def check_markdown(text: str) -> None:
    """Blocks nest, links stand where they claim, and reading twice gives the same."""
    front_matter = read(text)
    start = 0 if front_matter is None else front_matter.span.end
    body = Span(start, len(text))
    mdx = path_of(text).endswith(".mdx")
    document = parse(text, body, mdx=mdx, parser="markdown-it")
    again = parse(text, body, mdx=mdx, parser="markdown-it")
    assert document == again, "read twice, the document differs"
    document_claims(text, document)


def check_parsers(text: str) -> None:
    """The faster parser leaves a post to the reference, or finds the same in it as that one."""
    from medlint.parsers.pulldown import parse_body

    path = path_of(text)
    front_matter = read(text)
    body = Span(0 if front_matter is None else front_matter.span.end, len(text))
    fast = parse_body(text, body, mdx=path.endswith(".mdx"))
    if fast is None:
        return
    document_claims(text, fast)
    reference = parse(text, body, mdx=path.endswith(".mdx"), parser="markdown-it")
    assert fast.links == reference.links
    assert fast.images == reference.images
    told = [lint_source(Source(text, path), one, path) for one in (BY_REFERENCE, EVERYTHING)]
    assert told[0] == told[1], "the findings differ"


def document_claims(text: str, document: Document) -> None:
    """Check each place that a document claims."""
    tree_claims(text, document.root)
    last = 0
    for link in document.links:
        inside(text, link.span)
        assert link.span.start < link.span.end
        assert last <= link.span.start, "links are out of order"
        last = link.span.start
        assert link.span.start <= link.text_span.start <= link.text_span.end <= link.span.end
        written = text[link.span.start : link.span.end]
        if link.kind == "html":
            assert written[:2].lower() == "<a", written
        elif link.kind == "bare":
            assert written[:4].lower() == "http" or written[:4].lower() == "www.", written
        elif link.kind == "autolink":
            assert written[0] + written[-1] == "<>", written
        else:
            assert written[0] + written[-1] in {"[)", "[]"}, written
        url_claimed(text, link.url_span, link.url)
    for image in document.images:
        inside(text, image.span)
        written = text[image.span.start : image.span.end]
        assert written[:4].lower() == "<img" or written[:2] == "![", written
        url_claimed(text, image.url_span, image.url)
        if image.alt_span is not None:
            inside(text, image.alt_span)
    for comment in document.comments:
        inside(text, comment.span)
    for tag in document.tags:
        inside(text, tag.span)
        written = text[tag.span.start : tag.span.end]
        assert written[0] == "<", written
    for definition in document.definitions:
        inside(text, definition.span)
        inside(text, definition.url_span)
    for template in document.templates:
        inside(text, template.span)


_ESCAPING = re.compile(r"[&\\\s<>{}%|\x00-\x1f\x7f]|[^\x00-\x7f]")


def url_claimed(text: str, span: Span | None, url: str) -> None:
    """Check that an address is what stands at its place, if it has nothing to resolve."""
    if span is None:
        return
    inside(text, span)
    written = text[span.start : span.end]
    if not _ESCAPING.search(written) and not _ESCAPING.search(url):
        assert written == url, f"the address {url!r} stands at {written!r}"


def tree_claims(text: str, root: Block) -> None:
    """Children lie inside their parents in order; parts of lines follow each other."""
    todo = [(root, Span(0, len(text)))]
    while todo:
        block, outer = todo.pop()
        assert outer.start <= block.span.start <= block.span.end <= outer.end, block.kind
        position = block.span.start
        for child in block.children:
            assert child.span.start >= position, "children are out of order"
            position = child.span.start
            todo.append((child, block.span))
        position = block.span.start
        for line in block.lines:
            inside(text, line.span)
            for part in line.parts:
                assert position <= part.span.start <= part.span.end <= block.span.end
                position = part.span.end


def check_html(text: str) -> None:
    """Tokens follow each other and hold what they claim."""
    position = 0
    for token in tokenize(text):
        assert position <= token.start < token.end <= len(text), token
        position = token.end
        written = text[token.start : token.end]
        if isinstance(token, TagToken):
            assert written[0] + written[-1] == "<>", written
            for attribute in token.attributes:
                assert token.start < attribute.start <= attribute.end < token.end, written
                raw = text[attribute.start : attribute.end]
                if "&" not in raw:
                    assert raw == attribute.value, f"{attribute.value!r} stands at {raw!r}"
        elif isinstance(token, CommentToken):
            assert token.text in written
        elif not written.startswith("&"):
            assert len(token.text) == len(written), f"{token.text!r} stands at {written!r}"


# Suppressions


def check_suppressions(text: str) -> None:
    """Comments are found where they stand; to take one out takes white space at most with it."""
    path = path_of(text)
    post = Post(Source(text, path), EVERYTHING, path)
    text = post.text
    last = -1
    for comment in post.suppressions:
        inside(text, comment.span)
        assert comment.span.start > last, "comments are out of order"
        last = comment.span.start
        assert "medlint" in text[comment.span.start : comment.span.end].lower()
        inside(text, comment.removal)
        assert comment.removal.start <= comment.span.end
        for start, end in (
            (comment.removal.start, comment.span.start),
            (comment.span.end, comment.removal.end),
        ):
            assert not text[start:end].strip(), "more than white space would be removed"
        for selector in comment.selectors:
            inside(text, selector.span)
            if selector.text:
                assert text[selector.span.start : selector.span.end] == selector.text
    suppressed(post.suppressions, lint_source(post.source, EVERYTHING, path)[:50])


# Settings

_HOSTILE_PATHS = ("posts/a.md", "a/" * 30 + "a.md", "", ".", "ü b/ç.md", "a" * 300, "[x]/*.md")


def check_settings(text: str) -> None:
    """Settings are taken or refused in one plain line with its place."""
    from medlint.settings.read import read_settings

    file = os.path.join(_folder(), "medlint.toml")
    with open(file, "wb") as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))
    try:
        table = read_settings(file, shown="medlint.toml")
    except SettingsError as error:
        told = str(error)
        assert told.isprintable() or all(harmless(one) for one in told), ascii(told)
        assert told.startswith("medlint.toml"), told
        if error.line is not None:
            lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
            assert 1 <= error.line <= len(lines), told
            assert error.column is not None
            assert 1 <= error.column <= len(lines[error.line - 1]) + 1, told
        return
    assert table is not None
    settings = Settings((table,), root="/nowhere", file=file)
    from medlint.recognition import exclusion, judge
    from medlint.settings.origins import Origins

    for path in _HOSTILE_PATHS:
        one = settings.for_path(path)
        one.enabled_codes(path)
        exclusion(one, path)
        judge(one, path, path, lambda: b"---\ntitle: x\n")
    assert os.path.normpath(settings.baseline_path).startswith("/nowhere/")
    Origins(settings, "posts/a.md")
    lint_source(Source("---\ntitle: A\n---\n\nText [here](https://b.cc).\n"), settings)


_scratch: tempfile.TemporaryDirectory[str] | None = None


def _folder() -> str:
    """A folder for one process, in memory where there is one."""
    global _scratch
    if _scratch is None:
        place = "/dev/shm" if os.path.isdir("/dev/shm") else None
        _scratch = tempfile.TemporaryDirectory(prefix="medlint-fuzz-", dir=place)
    return _scratch.name


def check_baseline(text: str) -> None:
    """A baseline is read or refused; what is read is written and read again as the same."""
    from medlint.baseline import Baseline, BaselineError

    file = os.path.join(_folder(), "baseline.json")
    with open(file, "wb") as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))
    try:
        baseline = Baseline.read(file, "baseline.json")
    except BaselineError as error:
        assert all(harmless(one) for one in str(error)), ascii(str(error))
        return
    data = baseline.to_bytes()
    with open(file, "wb") as stream:
        stream.write(data)
    again = Baseline.read(file, "baseline.json")
    assert baseline.posts == again.posts
    assert again.to_bytes() == data


# The whole


def harmless(character: str) -> bool:
    """Whether a character steers no terminal."""
    return unicodedata.category(character) not in {
        *("Cc", "Cs", "Zl", "Zp"),
    } and unicodedata.bidirectional(character) not in {
        *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"),
    }


def no_failure(found: Sequence[Diagnostic]) -> None:
    """Check that medlint itself did not fail."""
    failures = [one.message for one in found if one.code == "MED000"]
    assert not failures, failures[0]


def check_post(text: str) -> None:
    """Every rule gets through, each finding stands inside the file, twice the same."""
    path = path_of(text)
    source = Source(text, path)
    found = lint_source(source, EVERYTHING, path)
    no_failure(found)
    assert found == lint_source(Source(text, path), EVERYTHING, path), "linted twice, it differs"
    assert found == sorted(found, key=lambda one: one.sort_key)
    text = source.text
    for one in found:
        inside(text, one.span)
        assert source.offset(one.line, one.column) == one.span.start or one.span.start == len(text)
        assert one.message.strip()
        for edit in () if one.fix is None else one.fix.edits:
            inside(text, edit.span)


def check_fixer(text: str) -> None:
    """Fixes come to an end, mend what they say they mend, and touch nothing else."""
    path = path_of(text)
    source = Source(text, path)

    def lint(version: Source) -> list[Diagnostic]:
        found = lint_source(version, EVERYTHING, path)
        no_failure(found)
        return found

    found = lint(source)
    fixable = sum(one.fix is not None for one in found)
    assert fixable == len(fixes_of(source, found, unsafe=True)), "a fix is made wrongly"
    for unsafe in (False, True):
        chosen = fixes_of(source, found, unsafe=unsafe)
        if not chosen:
            continue
        taken, edits = fitting(one for one, _ in chosen)
        for one in taken:
            assert set(one.edits) <= set(edits)
        outside_is_kept(source.text, edits, apply_edits(source.text, edits))
        once = fix(source, found, lint, unsafe=unsafe)
        assert once.trouble == "", once.trouble
        assert is_sound(once.source.text, source.text)
        assert not fixes_of(once.source, once.found, unsafe=unsafe), "a fix is left"
        twice = fix(once.source, once.found, lint, unsafe=unsafe)
        assert twice.source is once.source
        assert (once.source is source) == (not once.applied)


def outside_is_kept(before: str, edits: Sequence[tuple[Span, str]], after: str) -> None:
    """Check that what stands between edits is in the new text, in order."""
    position = at = 0
    for span, content in edits:
        kept = before[position : span.start]
        assert after.startswith(kept + content, at)
        at += len(kept) + len(content)
        position = span.end
    assert after[at:] == before[position:]


def check_reports(text: str) -> None:
    """Every output format takes the findings, and steers nothing."""
    from medlint.diagnostic import Severity
    from medlint.reporters import FORMATS, Totals, make
    from medlint.reporters.text import TextReporter
    from medlint.terminal import Style

    path = path_of(text)
    source = Source(text, path)
    found = lint_source(source, EVERYTHING, path)
    totals = Totals(1, bool(found), {Severity.ERROR: len(found)}, "MED201")
    style = Style(colour=False)
    reporters = [make(name, style, terminal=False, quiet=False, environ={}) for name in FORMATS]
    for reporter in (*reporters, TextReporter(style, columns=len(text) % 80 + 40)):
        told = reporter.file(source, found) + reporter.end(totals)
        assert all(one == "\n" or harmless(one) for one in set(told)), type(reporter).__name__
        told.encode()
