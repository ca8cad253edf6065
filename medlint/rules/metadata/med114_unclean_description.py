"""MED114."""

from __future__ import annotations

import re

from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.front_matter import Entry, Value
    from medlint.post import Post

_TAGS = (
    "a|abbr|b|blockquote|center|code|del|div|em|font|h[1-6]|i|ins|kbd|li|mark|ol|p|pre|q|s|"
    "samp|small|span|strike|strong|sub|sup|u|ul"
)
_HTML = "an HTML tag"
_ENTITY = "an HTML entity"
#: "The <br> tag" speaks of a tag and has none.
_NAMED = r"(?!\s+(?:tags?|elements?)\b)"

#: What is markup and its name for the reader. Everything here must be plain markup in
#: any description: "2 * 3 * 4", "snake_case", "a < b" and "AT&T" are prose. Where the
#: pattern has a group, that is what is left when the mark is taken away.
_MARKUP: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a Markdown link", lazy(r"!?\[([^\[\]]+)\]\((?:[^()\s]|\([^()\s]*\))+\)")),
    ("bold text", lazy(r"(?<![\w*])\*\*([^\s*](?:[^*]*[^\s*])?)\*\*(?![\w*])")),
    ("bold text", lazy(r"(?<!\w)__(?=[^\W_]+\s)([^_]*\w[!?.]?)__(?!\w)")),
    ("emphasis", lazy(r"(?<![\w*/.])\*(\w(?:[^*]*\w[!?.]?)?)\*(?![\w*/.(])")),
    ("emphasis", lazy(r"(?<![\w/.])_([^\W_](?:[^_]*[^\W_][!?.]?)?)_(?![\w/(])")),
    ("struck text", lazy(r"~~([^\s~][^~]*)~~")),
    ("a code mark", lazy(r"(?<![\w`])`([^`\n]+)`(?![\w`])")),
    ("a heading mark", lazy(r"(?m)^#{1,6}[ \t]+()(?=\S)")),
    (_HTML, lazy(rf"<({_TAGS})(?:\s[^<>]*)?>(?=[^<>]*</\1\s*>)", re.IGNORECASE)),
    (_HTML, lazy(rf"</(?:{_TAGS})\s*>{_NAMED}", re.IGNORECASE)),
    (_HTML, lazy(rf"<(?:br|hr)\s*/?>{_NAMED}", re.IGNORECASE)),
    (_HTML, lazy(r"<(?:img|a|span|div|p)\s+\w+=[^<>]*>", re.IGNORECASE)),
    (
        _ENTITY,
        lazy(r"&(?:amp|quot|apos|nbsp|hellip|[mn]dash|[lr][sd]quo|#39|#34|#160|#8[12]\d\d);"),
    ),
    ("a template tag", lazy(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}")),
)
#: Each piece of markup has one of these.
_MARKUP_SIGNS = frozenset("[*_~`#<&{")
_ANY_TAG = lazy(rf"<(/?)({_TAGS}|br|hr|img)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CODE_WITH_TAG = lazy(r"`[^`<]*<[^`]*`")
_VOID = frozenset({"br", "hr", "img"})
_PLACEHOLDER = lazy(
    r"(?:todo|tbd|fixme|null|undefined|none|nan|n/a|xxx+|lorem ipsum|description|"
    r"(?:add |write |enter )?(?:your |a |the )?(?:meta )?description(?: goes)? here)[.…!:]*",
    re.IGNORECASE,
)
#: How many spaces it can have: it need not be compiled for what has more.
_PLACEHOLDER_SPACES = 5
_LEFTOVER = lazy(r"^(?:TODO|FIXME|TBD)\b|\b(?:TODO|FIXME):|\blorem ipsum dolor\b")


class UncleanDescription(Rule, code="MED114", severity=Severity.WARNING, needs="description"):
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
        from medlint.prose import shortened

        entry = post.field("description")
        if entry is None or entry.value.kind not in {"string", "null"}:
            return
        text = entry.value.text.strip()
        if _is_placeholder(text):
            yield self.finding(
                entry.value.span,
                f"the description is only the placeholder “{shortened(text)}”: write what the "
                "reader will get",
            )
            return
        names, first = _faults(text)
        left = _LEFTOVER.search(text)
        if left is not None:
            names.append(f"the leftover “{left.group()}”")
            first = first or left
        advice = []
        if names:
            advice.append(f"{_listed(names)}, which search results show as typed")
        if "\n" in text or "\r" in text:
            advice.append("line breaks, where search results have none")
        if advice:
            yield self.finding(
                _place(post, entry.value, first),
                f"the description has {', and '.join(advice)}: write it as plain text on one line",
                _fix(post, entry, text, bool(names)),
            )


def _is_placeholder(text: str) -> bool:
    """Whether a description only says that there should be one."""
    if text.count(" ") > _PLACEHOLDER_SPACES:
        return False
    return _PLACEHOLDER.fullmatch(text) is not None


def _faults(text: str) -> tuple[list[str], re.Match[str] | None]:
    """The names of all markup in a text, each once, and the first piece of it."""
    names: list[str] = []
    first: re.Match[str] | None = None
    if _MARKUP_SIGNS.isdisjoint(text):
        return names, first
    for name, pattern in _MARKUP:
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

    text = _without_tags(text)
    for _ in range(4):  # marks inside marks
        before = text
        for name, pattern in _MARKUP:
            if name == _ENTITY:
                text = pattern.sub(lambda match: unescape(match.group()), text)
            elif name != _HTML and pattern.groups:
                text = pattern.sub(r"\1", text)
        if text == before:
            break
    return one_line(text)


def _without_tags(text: str) -> str:
    """The text without HTML tags; unchanged where some are opened and not closed.

    Those may be what the text is about ("why <b> is not <strong>").
    """
    if "<" not in text or _HTML not in _faults(text)[0] or _CODE_WITH_TAG.search(text):
        return text
    balance: dict[str, int] = {}
    for match in _ANY_TAG.finditer(text):
        name = match.group(2).lower()
        if name not in _VOID:
            balance[name] = balance.get(name, 0) + (-1 if match.group(1) else 1)
    if any(balance.values()):
        return text
    return _ANY_TAG.sub(lambda match: _space_for(match.group(2).lower()), text)


def _space_for(tag: str) -> str:
    """What stands in the place of a tag: a space where it begins a new line."""
    return " " if tag in {"br", "hr", "p", "div", "li", "blockquote"} else ""


def _fix(post: Post, entry: Entry, text: str, marked: bool) -> Fix | None:
    """The description without markup and line breaks, where the outcome is certain.

    Args:
        post: The post.
        entry: The description's key and value.
        text: The description, white space at its ends removed.
        marked: Whether it has any markup.
    """
    from medlint.scalars import rewritten

    cleaned = _clean(text)
    if post.front_matter is None or not cleaned or cleaned == text or _faults(cleaned)[0]:
        return None
    if _is_placeholder(cleaned) or _LEFTOVER.search(cleaned):
        return None  # it has to be written anew
    value = entry.value
    written = post.source.slice(value.span)
    title = "Make the description plain text on one line"
    if value.style == "block" and not marked and written.startswith("|"):
        # ">" folds the lines as they stand into one.
        start = value.span.start
        edit = Edit(Span(start, start + 1), ">")
        if _is_certain(post, entry, edit, cleaned):
            return Fix(title, (edit,))
    if value.style == "block" and "#" in written.split("\n", 1)[0]:
        return None  # a comment stands beside the "|"
    end = value.span.start + len(written.rstrip())
    edit = Edit(Span(value.span.start, end), rewritten(cleaned, value, post.front_matter.format))
    return Fix(title, (edit,)) if _is_certain(post, entry, edit, cleaned) else None


def _is_certain(post: Post, entry: Entry, edit: Edit, cleaned: str) -> bool:
    """Whether the front matter, read again as mended, differs in the description alone.

    Marks that are taken away may have kept apart what would then be a
    comment, a key or a bracket.
    """
    from medlint.front_matter import read

    text = post.text[: edit.span.start] + edit.content + post.text[edit.span.end :]
    again = read(text, post.limits)
    if again is None or post.front_matter is None:
        return False
    if len(again.problems) != len(post.front_matter.problems):
        return False
    return list(_flat(again.entries)) == [
        (old.key, cleaned if old is entry else old.value.text.strip())
        for old in _walk(post.front_matter.entries)
    ]


def _flat(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for entry in _walk(entries):
        yield entry.key, entry.value.text.strip()


def _walk(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.value.entries)
