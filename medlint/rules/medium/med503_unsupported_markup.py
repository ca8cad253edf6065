"""MED503."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.markup import (
    admonitions,
    definition_lists,
    footnotes,
    math,
    may_have_markup,
    struck_text,
    task_items,
    wikilinks,
)
from medlint.rule import Bad, Good, Rule, option
from medlint.running_text import bytes_outside_code
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post
    from medlint.text import Span

#: The kinds by their name in ``allow``: one of them, many of them, what to do.
_KINDS: dict[str, tuple[str, str, str]] = {
    "footnote": (
        "a footnote",
        "footnotes",
        "put it into the sentence, or number your notes by hand under a last heading",
    ),
    "task-list": (
        "a task list item",
        "task list items",
        "the boxes arrive as brackets; use a plain list, with ✅ before what is done",
    ),
    "math": (
        "a formula",
        "formulas",
        "show it as a picture with the formula in its alternative text, or write it in Unicode",
    ),
    "definition-list": (
        "a definition",
        "definitions",
        "make each term the bold start of a paragraph",
    ),
    "admonition": (
        "a box for a note",
        "boxes for notes",
        "use a quote that starts with a bold word",
    ),
    "wikilink": (
        "a wiki link",
        "wiki links",
        "use a Markdown link with the full address",
    ),
    "strikethrough": (
        "struck text",
        "pieces of struck text",
        "leave out what is struck, or say what changed",
    ),
}


class UnsupportedMarkup(Rule, code="MED503", severity=Severity.WARNING):
    r"""Notation that Medium does not know arrives as typed.

    Footnotes, task lists, formulas, definition lists, boxes for notes, wiki
    links and struck text are extensions that your site's generator draws.
    Medium has no format for any of them: readers see `[^1]`, `[x]` or
    `$$\alpha$$`, or the text without what the notation meant.

    Mend: Say it with what Medium has: paragraphs, quotes, bold words, plain
    lists, pictures. If your way of publishing converts one of these, name it
    in `allow`.

    Limits: Reported once per kind, at its first place. A footnote counts
    where the post defines it, a `$…$` where what is inside can only be a
    formula: prices and shell variables are neither.

    Source: The documentation of typub, kitmul and medium-mcp on what Medium's
    editor lacks; GitHub's and Pandoc's documentation of the extensions.
    """

    allow: tuple[str, ...] = option(
        (),
        "Kinds that are fine: footnote, task-list, math, definition-list, admonition, wikilink, "
        "strikethrough.",
    )

    examples = (
        Bad(
            """
            Tomatoes are berries.⟦[^1]⟧ Strawberries are not.[^2]

            [^1]: To a botanist.
            [^2]: To the same botanist.
            """
        ),
        Bad(
            """
            > ⟦[!NOTE]⟧
            > Water in the morning.

            - ⟦[x]⟧ sow
            - [ ] water

            It grows by ⟦$\\\\alpha^2$⟧ a day, not ⟦~~2 cm~~⟧.
            """
        ),
        Good(
            """
            From $5 to $10, `$HOME` or `[[ -f x ]]`: nothing to see.
            """
        ),
        Good("Not ~~2 cm~~ but 3.", options={"allow": ("strikethrough",)}),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each kind of notation once, at its first place."""
        for kind, spans in _found(post).items():
            if kind in self.allow or not spans:
                continue
            one, many, advice = _KINDS[kind]
            yield self.finding(min(spans), f"{_counted(len(spans), one, many)}; {advice}")


def _counted(number: int, one: str, many: str) -> str:
    if number == 1:
        return f"Medium has no notation for {one}"
    return f"Medium has no notation for {many}, and this post has {number}"


def _found(post: Post) -> dict[str, list[Span]]:
    if not may_have_markup(bytes_outside_code(post)):
        return {}
    text, document = post.running_text, post.document
    return {
        "footnote": list(footnotes(text, document)),
        "task-list": list(task_items(text, document)),
        "math": list(math(text)),
        "definition-list": list(definition_lists(text, document)),
        "admonition": list(admonitions(text, document)),
        "wikilink": list(wikilinks(text)),
        "strikethrough": list(struck_text(text)),
    }
