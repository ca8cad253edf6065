"""What must hold whatever the input: one function for each part of medlint.

A check raises ``AssertionError`` where something does not hold, and lets any
other exception pass, which is as much of a failure.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import partial
from zlib import crc32

from fuzz.claims import (
    document_claims,
    harmless,
    inside,
    key_claimed,
    no_failure,
    value_claimed,
    values,
)
from fuzz.whole import BY_REFERENCE, EVERYTHING, path_of
from medlint.adoption import AdoptionError, with_hook, with_settings
from medlint.baseline import Baseline, BaselineError
from medlint.front_matter import read, yaml_plain
from medlint.front_matter.reading import read_in_full
from medlint.generators import recognise
from medlint.html import CommentToken, TagToken, tokenize
from medlint.linter import lint_source
from medlint.parsers import parse
from medlint.parsers.pulldown import parse_body
from medlint.post import Post
from medlint.recognition import exclusion, judge
from medlint.settings import Settings, SettingsError
from medlint.settings.origins import Origins
from medlint.settings.read import read_settings
from medlint.suppressions import suppressed
from medlint.text import Source, Span


def _chosen(text: str) -> bool:
    """Whether a text is one in eight, for what takes long and would hardly fail; by the text."""
    return crc32(text.encode("utf-8", "surrogatepass")) % 8 == 0


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


# Markdown and HTML


def check_markdown(text: str) -> None:
    """Blocks nest, links stand where they claim; of one in eight, reading twice gives the same."""
    front_matter = read(text)
    start = 0 if front_matter is None else front_matter.span.end
    body = Span(start, len(text))
    mdx = path_of(text).endswith(".mdx")
    document = parse(text, body, mdx=mdx, parser="markdown-it")
    if _chosen(text):
        again = parse(text, body, mdx=mdx, parser="markdown-it")
        assert document == again, "read twice, the document differs"
    document_claims(text, document)


def check_parsers(text: str) -> None:
    """The faster parser leaves a post to the reference, or makes the same document of it.

    Rules see the document and not its parser, so that their findings are compared for one
    in eight: they take most of the time.
    """
    path = path_of(text)
    front_matter = read(text)
    body = Span(0 if front_matter is None else front_matter.span.end, len(text))
    fast = parse_body(text, body, mdx=path.endswith(".mdx"))
    if fast is None:
        return
    document_claims(text, fast)
    reference = parse(text, body, mdx=path.endswith(".mdx"), parser="markdown-it")
    for one, other in zip(fast.root.walk(), reference.root.walk(), strict=True):
        assert one[:2] == other[:2], "the blocks differ"
        assert one[3:] == other[3:], "what is in the blocks differs"  # but for their children
    assert fast[1:] == reference[1:], "links, images, tags or the like differ"
    if _chosen(text):
        told = [lint_source(Source(text, path), one, path) for one in (BY_REFERENCE, EVERYTHING)]
        assert told[0] == told[1], "the findings differ"


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
        inside(text, comment.verb_span)
        if comment.written:
            assert text[comment.verb_span.start : comment.verb_span.end] == comment.written
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
    file = _written("medlint.toml", text.encode("utf-8", "surrogatepass"))
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


def _written(name: str, data: bytes) -> str:
    """The path of a file in the process's folder, after bytes have been written into it."""
    file = os.path.join(_folder(), name)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, "wb") as stream:
        stream.write(data)
    return file


def check_baseline(text: str) -> None:
    """A baseline is read or refused; what is read is written and read again as the same."""
    file = _written("baseline.json", text.encode("utf-8", "surrogatepass"))
    try:
        baseline = Baseline.read(file, "baseline.json")
    except BaselineError as error:
        assert all(harmless(one) for one in str(error)), ascii(str(error))
        return
    data = baseline.to_bytes()
    _written("baseline.json", data)
    again = Baseline.read(file, "baseline.json")
    assert baseline.posts == again.posts
    assert again.to_bytes() == data


# What ``medlint init`` reads and adds to

#: The configurations of site generators, each read as what its name says.
_CONFIGURATIONS = ("_config.yml", "hugo.toml", "package.json", "astro.config.mjs")


def check_init(text: str) -> None:
    """Another tool's file is added to so that it says one thing more, or refused in one line."""
    settings = {"content": ["posts"], "site-url": "https://ada.dev"}
    for add in (partial(with_hook, text, "1.0.0"), partial(with_settings, text, settings)):
        try:
            added = add()
        except AdoptionError as error:
            assert "\n" not in str(error)[:-1], ascii(str(error))
            continue
        rest = iter(added)
        # An empty list, `repos: []`, is replaced by one on lines of its own.
        kept = "".join(text.split()).replace("[]", "")
        assert all(one in rest for one in kept), "what stood there is gone"
        assert len(added) > len(text)
    for name in _CONFIGURATIONS:
        file = _written(f"init/{name}", text.encode("utf-8", "surrogatepass"))
        found = recognise(os.path.dirname(file))
        os.remove(file)
        for generator in found:
            Settings.from_mapping(generator.settings)


# What is measured, see fuzz.growth


def read_front_matter(text: str) -> None:
    """Read front matter, by the full reader too."""
    read("---\n" + text)
    if read_in_full(text) is None:
        read_in_full("---\n" + text + "\n---\n")


def read_markdown(text: str) -> None:
    """Parse a text with the reference parser."""
    parse(text, Span(0, len(text)), parser="markdown-it")


def read_markdown_fast(text: str) -> None:
    """Parse a text with the faster parser."""
    parse_body(text, Span(0, len(text)), mdx=False)


def read_html(text: str) -> None:
    """Read raw HTML."""
    for _ in tokenize(text):
        pass


def read_suppressions(text: str) -> None:
    """Find the comments that silence rules."""
    found = Post(Source(text), EVERYTHING).suppressions
    suppressed(found, ())


def take_settings(text: str) -> None:
    """Read a settings file."""
    file = _written("long.toml", text.encode("utf-8", "surrogatepass"))
    with suppress(SettingsError):
        read_settings(file, shown="medlint.toml")


def take_configuration(text: str) -> None:
    """Add to another tool's file."""
    with suppress(AdoptionError):
        with_hook(text, "1.0.0")
    with suppress(AdoptionError):
        with_settings(text, {})


def take_baseline(text: str) -> None:
    """Read a baseline."""
    file = _written("long.json", text.encode("utf-8", "surrogatepass"))
    with suppress(BaselineError):
        Baseline.read(file, "baseline.json")
