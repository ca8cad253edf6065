"""MED504."""

from __future__ import annotations

from bisect import bisect_right

from medlint.diagnostic import Severity
from medlint.raw_html import EndTags, is_component, is_element, is_lost, written_name
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import HtmlTag
    from medlint.post import Post

#: What to do about the tags that writers use most.
_ADVICE = {
    "abbr": "write the long form in brackets",
    "audio": "put the address of a player alone in a paragraph",
    "center": "Medium centers nothing but pictures",
    "del": "leave out what is struck",
    "details": "show what is folded, or leave it out",
    "div": "write its content as Markdown",
    "dl": "make each term the bold start of a paragraph",
    "font": "write its content as Markdown",
    "ins": "leave the words unmarked",
    "kbd": "use `code` or bold for keys",
    "mark": "use bold",
    "math": "show the formula as a picture",
    "picture": "keep its `<img>` alone",
    "small": "write it as plain text",
    "source": "put the address of the video alone in a paragraph",
    "span": "write its content as Markdown",
    "strike": "leave out what is struck",
    "style": "Medium takes no styles",
    "s": "leave out what is struck",
    "sub": "use Unicode (H₂O)",
    "sup": "use Unicode (10³)",
    "svg": "use a PNG picture",
    "u": "use bold or italics",
    "video": "put its address alone in a paragraph",
}
#: Tags of which nothing is seen anywhere.
_UNSEEN = frozenset({"base", "link", "meta"})
_GENERAL = "write it as Markdown, or leave it out"


class RawHtml(Rule, code="MED504", severity=Severity.WARNING, needs="html"):
    """Medium drops raw HTML that it has no format for.

    Boxes, columns, colours, sizes, keys, raised and lowered letters: the tags
    vanish, and what they held runs into the text around it. A word in angle
    brackets such as `<name>` is a tag to a browser, and nobody sees it at all.

    Mend: Write in Markdown what can be written so, and leave out what only
    styles. Put code and placeholders between backticks.

    Limits: Tags that Medium has a format for (`<b>`, `<em>`, `<a>`, `<p>`,
    headings, lists, quotes, pictures with captions, `<br>`) are fine, and so
    are comments such as `<!--more-->`. Tables (MED501), scripts, frames and
    forms (MED505) and components (MED506) have rules of their own. A run of
    blocks is reported once, a tag within Markdown text once per name.

    Source: The guides of converters to Medium (typub, medmd) and reports of
    writers who imported posts with HTML in them; the HTML standard on unknown
    elements.
    """

    allow: tuple[str, ...] = option((), "Names of tags that your way of publishing converts.")

    examples = (
        Bad(
            """
            ⟦<div class="note">⟧
            <span style="color: red">Water</span> in the morning.
            </div>
            """
        ),
        Bad("Press ⟦<kbd>⟧Ctrl</kbd> and <kbd>C</kbd>, then type the ⟦<name>⟧."),
        Good(
            """
            Press **Ctrl** and **C**,<br>then type the `<name>`.

            <!--more-->
            """
        ),
        Good("Press <kbd>Ctrl</kbd>.", options={"allow": ("kbd",)}),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each run of HTML blocks, and each name of a tag within text."""
        mdx = post.path.lower().endswith(".mdx")
        allowed = {name.lower().strip("<>/") for name in self.allow}
        runs = _Runs(post)
        ends = EndTags(post.text)
        in_blocks: dict[int, list[HtmlTag]] = {}
        in_text: dict[str, list[HtmlTag]] = {}
        for tag in post.document.tags:
            if not is_lost(tag) or tag.name in allowed or tag.name in _UNSEEN:
                continue
            if runs.in_code(tag) or is_component(post.text, tag, ends, mdx=mdx):
                continue
            run = runs.of(tag)
            if run is not None and is_element(tag):
                in_blocks.setdefault(run, []).append(tag)
            else:
                in_text.setdefault(tag.name, []).append(tag)
        alike: dict[frozenset[str], list[list[HtmlTag]]] = {}
        for tags in in_blocks.values():
            alike.setdefault(frozenset(tag.name for tag in tags), []).append(tags)
        for same in alike.values():
            yield self.finding(same[0][0].span, _about_runs(same))
        for tags in in_text.values():
            yield self.finding(tags[0].span, _about_tag(post.text, tags, ends))


class _Runs:
    """The runs of HTML blocks at the top of a document, by number."""

    def __init__(self, post: Post) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._runs: list[int] = []
        code = [block.span for block in post.document.blocks("code") if block.html]
        self._code_starts = [span.start for span in code]
        self._code_ends = [span.end for span in code]
        run = 0
        before = False
        for block in post.document.root.children:
            if block.html:
                run += not before
                self._starts.append(block.span.start)
                self._ends.append(block.span.end)
                self._runs.append(run)
            before = block.html

    def of(self, tag: HtmlTag) -> int | None:
        """The run that a tag stands in, or ``None`` where it stands in Markdown."""
        index = bisect_right(self._starts, tag.span.start) - 1
        if index < 0 or tag.span.start >= self._ends[index]:
            return None
        return self._runs[index]

    def in_code(self, tag: HtmlTag) -> bool:
        """Whether a tag stands in ``<pre>``, where tags only colour the code."""
        index = bisect_right(self._code_starts, tag.span.start) - 1
        return index >= 0 and tag.span.start < self._code_ends[index]


def _about_runs(runs: list[list[HtmlTag]]) -> str:
    """What to say of runs that have tags of the same names; the first is where it is said."""
    names: dict[str, int] = {}
    for tag in runs[0]:
        names[tag.name] = names.get(tag.name, 0) + 1
    common = sorted(names, key=lambda name: (-names[name], name))
    listed = [f"<{name}>" + (f" × {names[name]}" if names[name] > 1 else "") for name in common]
    shown = ", ".join(listed[:4]) + (f" and {len(listed) - 4} more" if len(listed) > 4 else "")
    advice = _ADVICE.get(common[0], _GENERAL) if len(common) == 1 else _GENERAL
    return f"Medium drops this raw HTML: {shown}{_also(len(runs) - 1)}; {advice}"


def _also(more: int) -> str:
    if not more:
        return ""
    return f" (here and in {more} more place{'' if more == 1 else 's'})"


def _about_tag(text: str, tags: list[HtmlTag], ends: EndTags) -> str:
    name = written_name(text, tags[0])
    times = _also(len(tags) - 1)
    if _is_placeholder(name, tags[0], ends):
        return (
            f"<{name}> is an HTML tag to a browser, so nobody sees it{times}; "
            f"write it between backticks: `<{name}>`"
        )
    return f"Medium drops the tag <{name}>{times}; {_ADVICE.get(tags[0].name, _GENERAL)}"


def _is_placeholder(name: str, tag: HtmlTag, ends: EndTags) -> bool:
    """Whether a tag is a word in angle brackets, as in ``git clone <address>``."""
    if is_element(tag) or tag.attributes or "-" in name:
        return False
    return not ends.follows(name, tag.span.end)
