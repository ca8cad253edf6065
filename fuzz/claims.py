"""What must stand at the places that medlint claims: spans, keys, values, addresses, findings."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from medlint.document import Image, Link, Text
from medlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from medlint.diagnostic import Diagnostic
    from medlint.document import Block, Document, Part
    from medlint.front_matter import Entry, FrontMatter, Value
    from medlint.text import Source


def inside(text: str, span: Span) -> None:
    """Check that a span lies in the text."""
    assert 0 <= span.start <= span.end <= len(text), f"{span} is outside {len(text)} characters"


@cache
def harmless(character: str) -> bool:
    """Whether a character steers no terminal."""
    return (
        unicodedata.category(character) not in _STEERING
        and unicodedata.bidirectional(character) not in _TURNING
    )


_STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


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
        for part in link.parts:
            part_claimed(text, part)
            assert link.span.start <= part.span.start <= part.span.end <= link.span.end
    for image in document.images:
        inside(text, image.span)
        written = text[image.span.start : image.span.end]
        assert written[:4].lower() == "<img" or written[:2] == "![", written
        url_claimed(text, image.url_span, image.url)
        if image.alt_span is not None:
            inside(text, image.alt_span)
    for comment in document.comments:
        inside(text, comment.span)
        written = text[comment.span.start : comment.span.end]
        assert written.startswith(("<!--", "{/*")), written
    for tag in document.tags:
        inside(text, tag.span)
        written = text[tag.span.start : tag.span.end]
        assert written[0] + written[-1] == "<>", written
        if "\0" not in written:
            assert written[1:].lower().startswith(tag.name), f"{tag.name!r} stands at {written!r}"
    for definition in document.definitions:
        inside(text, definition.span)
        assert definition.span.start <= definition.url_span.start
        assert not text[definition.span.end : definition.url_span.end].strip()
        url_claimed(text, definition.url_span, definition.url)
    for template in document.templates:
        part_claimed(text, template)


_ESCAPING = re.compile(r"[&\\\s<>{}%|\x00-\x1f\x7f]|[^\x00-\x7f]")


def url_claimed(text: str, span: Span | None, url: str) -> None:
    """Check that an address is what stands at its place, if it has nothing to resolve."""
    if span is None:
        return
    inside(text, span)
    written = text[span.start : span.end]
    if not _ESCAPING.search(written) and not _ESCAPING.search(url):
        held = url in {written, f"mailto:{written}"}
        assert held, f"the address {url!r} stands at {written!r}"


#: Where one of these stands, text may be another than what is written.
_RESOLVED = re.compile(r"[&\\\0\ufffd]")

_MARKS = "*_~"


def part_claimed(text: str, part: Part) -> None:
    """Check that the text of a part is what stands at its place, but for white space."""
    inside(text, part.span)
    if isinstance(part, Image | Link):
        return
    raw = text[part.span.start : part.span.end]
    written, claimed = unspaced(raw), unspaced(part.text)
    if _RESOLVED.search(written):
        return
    # Marks of emphasis, tags, and marks of quotes at the start of lines may stand in it.
    rest = iter(written)
    held = all(one in rest for one in claimed)
    if claimed and isinstance(part, Text) and "<" not in raw and len(raw.splitlines()) == 1:
        first, last = claimed.strip(_MARKS)[:1], claimed.strip(_MARKS)[-1:]
        held = held and (first, last) == (written.strip(_MARKS)[:1], written.strip(_MARKS)[-1:])
    assert held, f"{claimed!r} stands at {written!r}"


def unspaced(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


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
                part_claimed(text, part)


# Findings

#: Rules whose place is one character of many, or none: what YAML stumbled on, the start of a
#: post that as a whole is at fault, a character that cannot be seen.
_ONE_CHARACTER = frozenset({"MED001", "MED002", "MED007", "MED010", "MED511", "MED514"})


def findings_claimed(source: Source, found: Sequence[Diagnostic]) -> None:
    """Check that findings stand in order, at places inside the file that hold whole words."""
    text = source.text
    assert list(found) == sorted(found, key=lambda one: one.sort_key), "out of order"
    for one in found:
        inside(text, one.span)
        start, end = one.span
        assert start == len(text) or source.offset(one.line, one.column) == start
        if end < len(text) and text[end - 1 : end + 1] != "\r\n":
            assert source.offset(one.end_line, one.end_column) == end
        assert one.message.strip()
        if one.code not in _ONE_CHARACTER:
            assert start < end, f"{one.code} is about nothing"
            for at in (start, end):
                assert not splits_word(text, at), f"{one.code} at part of a word: {one.message}"
            written = text[start:end]
            if one.code.startswith("MED2") and one.code != "MED215" and written[0] != "<":
                assert written == written.strip(), f"{one.code} with white space: {one.message}"
        for edit in () if one.fix is None else one.fix.edits:
            inside(text, edit.span)


def splits_word(text: str, at: int) -> bool:
    """Whether a place has an ASCII letter or digit on either side."""
    around = text[max(at - 1, 0) : at + 1]
    return len(around) == 2 and at > 0 and around.isascii() and around.isalnum()


def no_failure(found: Sequence[Diagnostic]) -> None:
    """Check that medlint itself did not fail."""
    failures = [one.message for one in found if one.code == "MED000"]
    assert not failures, failures[0]
