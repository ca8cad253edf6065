"""MED114."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.rule import Bad, Good, Rule
from medlint.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.front_matter import Entry, Value
    from medlint.post import Post

_TAGS = (
    "a|abbr|b|blockquote|center|code|del|div|em|font|h[1-6]|i|ins|kbd|li|mark|ol|p|pre|q|s|"
    "samp|small|span|strike|strong|sub|sup|u|ul"
)

#: What is markup, its name for the reader, and what is left when it is taken away
#: (``None``: it cannot be taken away by machine). Everything here must be plain
#: markup in any description: "2 * 3 * 4", "snake_case", "a < b" and "AT&T" are prose.
_MARKUP: tuple[tuple[str, re.Pattern[str], str | None], ...] = (
    ("a Markdown link", re.compile(r"!?\[([^\[\]]+)\]\((?:[^()\s]|\([^()\s]*\))+\)"), r"\1"),
    ("bold text", re.compile(r"(?<![\w*])\*\*([^\s*](?:[^*]*[^\s*])?)\*\*(?![\w*])"), r"\1"),
    ("bold text", re.compile(r"(?<![\w_])__(\w[^_]*\s[^_]*\w)__(?![\w_])"), r"\1"),
    ("emphasis", re.compile(r"(?<![\w*/.])\*(\w(?:[^*]*\w[!?.]?)?)\*(?![\w*/.(])"), r"\1"),
    ("emphasis", re.compile(r"(?<![\w_/.])_([^\W_](?:[^_]*[^\W_][!?.]?)?)_(?![\w_/(])"), r"\1"),
    ("struck text", re.compile(r"~~([^\s~][^~]*)~~"), r"\1"),
    ("a code mark", re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), r"\1"),
    ("a heading mark", re.compile(r"(?m)^#{1,6}[ \t]+(?=\S)"), ""),
    ("an HTML tag", re.compile(rf"<({_TAGS})(?:\s[^<>]*)?>(?=[^<>]*</\1\s*>)", re.I), ""),
    ("an HTML tag", re.compile(rf"</(?:{_TAGS})\s*>(?!\s+(?:tags?|elements?)\b)", re.I), ""),
    (
        "an HTML tag",
        re.compile(
            r"<(?:br|hr)\s*/?>(?!\s+(?:tags?|elements?)\b)|<(?:img|a|span|div|p)\s+\w+=[^<>]*>",
            re.I,
        ),
        " ",
    ),
    (
        "an HTML entity",
        re.compile(r"&(?:amp|quot|apos|nbsp|hellip|[mn]dash|[lr][sd]quo|#39|#34|#160|#8[12]\d\d);"),
        None,
    ),
    ("a template tag", re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}"), None),
)
_ENTITY = "an HTML entity"
_PLACEHOLDER = re.compile(
    r"(?:todo|tbd|fixme|null|undefined|none|nan|n/a|xxx+|lorem ipsum|description|"
    r"(?:add |write |enter )?(?:your |a |the )?(?:meta )?description(?: goes)? here)[.…!:]*",
    re.I,
)
_LEFTOVER = re.compile(r"^(?:TODO|FIXME|TBD)\b|\b(?:TODO|FIXME):|\blorem ipsum dolor\b")


class UncleanDescription(Rule, code="MED114", severity=Severity.WARNING):
    """A search description is plain text, and final.

    Search engines, feeds and Medium show a description letter by letter:
    brackets and stars of Markdown, HTML tags and entities stand in the result
    as they were typed, and so does a forgotten "TODO".

    Mend: write plain sentences on one line. The fix takes the marks away and
    keeps the words; placeholders are yours to replace.

    Limits: stars, underscores, ampersands and angle brackets that are no
    markup ("2 * 3 * 4", `snake_case`, "AT&T", "a < b") are fine, and so is
    text folded over several lines of the file.

    Source: Google Search documentation on snippets (plain sentences that
    describe the page); the HTML standard, where the description is the value
    of an attribute, in which nothing is rendered.
    """

    examples = (
        Good("""
            ---
            description: Why 2 * 3 * 4 beats snake_case_names when a < b, told by AT&T and C++.
            ---
            """),
        Good("""
            ---
            description: >
              What a small balcony taught me
              about soil, sun and patience.
            ---
            """),
        Bad(
            """
            ---
            description: What my ⟦**balcony**⟧ taught me about [soil](https://example.org/soil).
            ---
            """,
            fixed="""
            ---
            description: What my balcony taught me about soil.
            ---
            """,
        ),
        Bad("""
            ---
            description: ⟦"TODO"⟧
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding for a description that is not plain, final text."""
        entry = post.field("description")
        if entry is None or entry.value.kind not in {"string", "null"}:
            return
        text = entry.value.text.strip()
        if _PLACEHOLDER.fullmatch(text):
            yield self.finding(
                entry.value.span,
                f"the description is only the placeholder “{text[:40]}”: write what the reader "
                "will get",
            )
            return
        names, first = _faults(text)
        if "\n" in text or "\r" in text:
            names.append("line breaks")
        left = _LEFTOVER.search(text)
        if left is not None:
            names.append(f"the leftover “{left.group()}”")
            first = first or left
        if names:
            yield self.finding(
                _place(post, entry.value, first),
                f"the description has {_listed(names)}, which search results show as typed: "
                "write it as plain text on one line",
                _fix(post, entry, text),
            )


def _faults(text: str) -> tuple[list[str], re.Match[str] | None]:
    """The names of all markup in a text, each once, and the first piece of it."""
    names: list[str] = []
    first: re.Match[str] | None = None
    for name, pattern, _ in _MARKUP:
        match = pattern.search(text)
        if match is None:
            continue
        if name not in names:
            names.append(name)
        if first is None or match.start() < first.start():
            first = match
    return names, first


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _place(post: Post, value: Value, match: re.Match[str] | None) -> Span:
    """Where a piece of the text stands in the file; the whole value where that is uncertain."""
    written = post.source.slice(value.span)
    if match is None or not match.group() or written.count(match.group()) != 1:
        return value.span
    start = value.span.start + written.index(match.group())
    return Span(start, start + len(match.group()))


def _clean(text: str) -> str:
    """The text without markup, on one line."""
    from html import unescape

    from medlint.prose import one_line

    for _ in range(4):
        before = text
        for name, pattern, rest in _MARKUP:
            if name == _ENTITY:
                text = pattern.sub(lambda match: unescape(match.group()), text)
            elif rest is not None:
                text = pattern.sub(rest, text)
        if text == before:
            break
    return one_line(text)


def _fix(post: Post, entry: Entry, text: str) -> Fix | None:
    """The description without its markup, where the outcome is certain."""
    from medlint.front_matter import read
    from medlint.scalars import rewritten

    front_matter = post.front_matter
    cleaned = _clean(text)
    if front_matter is None or not cleaned or cleaned == text:
        return None
    names, _ = _faults(cleaned)
    if names:
        return None
    value = entry.value
    written = post.source.slice(value.span)
    end = value.span.start + len(written.rstrip())
    if value.style == "block" and "#" in written.splitlines()[0]:
        return None
    edit = Edit(Span(value.span.start, end), rewritten(cleaned, value, front_matter.format))
    # The front matter is read again as mended: markup may have kept apart what
    # would now be a comment, a key or a bracket.
    mended = post.text[: edit.span.start] + edit.content + post.text[edit.span.end :]
    again = read(mended[: front_matter.span.end + len(mended) - len(post.text)])
    if again is None or len(again.problems) != len(front_matter.problems):
        return None
    before = [(old.key, old.value.text) for old in front_matter.entries]
    after = [(new.key, new.value.text) for new in again.entries]
    expected = [
        (old.key, cleaned if old is entry else old.value.text) for old in front_matter.entries
    ]
    if after != expected and before != after:
        return None
    return Fix("Make the description plain text", (edit,))
