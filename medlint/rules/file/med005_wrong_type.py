"""MED005: a known key must have a value of the right type."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.fixes import Fix
    from medlint.front_matter import Entry, Value
    from medlint.post import Post

#: Fields that are one text, and those of them that a number or a date spoils.
_TEXTS = ("title", "seo_title", "subtitle", "description", "canonical", "slug", "language")
_PROSE = frozenset({"title", "seo_title", "subtitle", "description"})
_SWITCHES = ("draft", "published", "original")
_SWITCH_WORDS = {"true": "true", "yes": "true", "on": "true"} | dict.fromkeys(
    ("false", "no", "off"), "false"
)
_NO_TEXT = frozenset({"integer", "float", "boolean", "date"})
#: Keys that some themes also use as switches (`excerpt: true`).
_ALSO_SWITCHES = frozenset({"excerpt", "summary", "teaser", "spoiler"})
_COLLECTIONS = {"list": "a list", "mapping": "a mapping (keys with values)"}


class WrongType(Rule, code="MED005"):
    """A known key must have a value of the type that readers of it expect.

    YAML guesses types: `title: 2024` is a number, `lang: no` is false and
    `title: 12:30` is 750. Some site generators then print something else than
    was written, others stop with an error that names no line. Tags that are
    not a list of words are lost.

    Mend: Put a text that looks like a number, a date or a switch in quotes.
    Write tags as a list (`tags: [travel, trains]`), and switches such as
    `draft` without quotes.

    Limits: Dates are judged by the rule invalid-date. Whole numbers among tags
    are left alone, since every generator prints them as they are written.

    Source: YAML 1.1, the types bool, int and timestamp; Medium's API
    documentation, chapter 3.3: title and canonicalUrl are strings and tags is
    a list of strings.
    """

    examples = (
        Good("""
            ---
            title: "1984"
            tags: [orwell, 1984]
            draft: false
            ---
        """),
        Bad(
            """
            ---
            title: ⟦1984⟧
            draft: ⟦"false"⟧
            ---
            """,
            fixed="""
            ---
            title: "1984"
            draft: false
            ---
            """,
        ),
        Bad("""
            ---
            title: Reading Orwell
            tags:
              ⟦books: orwell⟧
            ---
        """),
        Bad(
            """
            ---
            title: Releases
            tags: [python, ⟦3.10⟧, ⟦on⟧]
            ---
            """,
            fixed="""
            ---
            title: Releases
            tags: [python, "3.10", "on"]
            ---
            """,
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report every value of a known field whose type is wrong."""
        if post.front_matter is None:
            return
        for field in _TEXTS:
            for entry in post.metadata.entries(field):
                yield from self._text(post, field, entry)
        for field in _SWITCHES:
            for entry in post.metadata.entries(field):
                yield from self._switch(entry)
        for entry in post.metadata.entries("tags"):
            yield from self._tags(post, entry)

    def _text(self, post: Post, field: str, entry: Entry) -> Iterator[Finding]:
        key, value = entry.key, entry.value
        kind = value.kind
        if kind in {"list", "mapping"} and field != "language":
            message = f"{key} is {_COLLECTIONS[kind]}; it must be one text"
            fix = None
            if field in _PROSE and _looks_like_text(post, value):
                message += ", and a text that starts with [ needs quotes"
                fix = _quote(post.source.slice(value.span), value, safe=False)
            yield self.finding(value.span, message, fix)
        elif kind == "boolean" and key.lower() in _ALSO_SWITCHES:
            return
        elif (kind in _NO_TEXT and field in _PROSE) or (kind == "boolean" and field == "language"):
            yield self.finding(
                value.span,
                f"{key} is read as {_reading(value)}; put it in quotes to make it text",
                _quote(value.text, value),
            )

    def _switch(self, entry: Entry) -> Iterator[Finding]:
        key, value = entry.key, entry.value
        if value.kind in {"list", "mapping"}:
            yield self.finding(
                value.span, f"{key} is {_COLLECTIONS[value.kind]}; it must be true or false"
            )
            return
        word = _SWITCH_WORDS.get(value.text.strip().lower())
        if value.kind != "string" or word is None:
            return
        from medlint.fixes import Edit, Fix

        yield self.finding(
            value.span,
            f'{key} is the text "{value.text}", which site generators may take for true '
            f"whatever it says; write {word} without quotes",
            # Unsafe: a post may change from published to draft.
            Fix(f"Write {word}", (Edit(value.span, word),), safe=False),
        )

    def _tags(self, post: Post, entry: Entry) -> Iterator[Finding]:
        key, value = entry.key, entry.value
        if value.kind == "mapping":
            yield self.finding(
                value.span, f"{key} is {_COLLECTIONS['mapping']}; it must be a list of words"
            )
        elif value.kind == "list":
            for item in value.items:
                yield from self._tag(post, item)
        else:
            yield from self._tag(post, value)

    def _tag(self, post: Post, value: Value) -> Iterator[Finding]:
        kind = value.kind
        if kind in {"list", "mapping"}:
            message = f"this tag is {_COLLECTIONS[kind]}; it must be one text"
            fix = None
            if kind == "mapping" and _looks_like_text(post, value):
                message += ", and a text with a colon and a space in it needs quotes"
                fix = _quote(post.source.slice(value.span), value, safe=False)
            yield self.finding(value.span, message, fix)
        elif kind == "boolean" or (
            kind in {"integer", "float"} and str(value.data) != value.text.strip()
        ):
            severity = Severity.ERROR if kind == "boolean" else Severity.WARNING
            yield self.finding(
                value.span,
                f"this tag is read as {_reading(value)}; put it in quotes to "
                "keep it as it is written",
                _quote(value.text, value),
                severity,
            )


def _looks_like_text(post: Post, value: Value) -> bool:
    """Whether YAML may have taken a text of one line for a list or a mapping."""
    front_matter = post.front_matter
    if front_matter is None or front_matter.format != "yaml":
        return False
    style = "flow" if value.kind == "list" else "block"
    return value.style == style and "\n" not in post.source.slice(value.span)


def _reading(value: Value) -> str:
    """What YAML, TOML or JSON makes of a scalar that is no text."""
    if value.kind == "date":
        return "a date"
    if value.data is None:
        return "a number"
    return f"{'the number ' if value.kind != 'boolean' else ''}{str(value.data).lower()}"


def _quote(text: str, value: Value, *, safe: bool = True) -> Fix:
    from medlint.fixes import Edit, Fix
    from medlint.scalars import double_quoted

    return Fix("Put it in quotes", (Edit(value.span, double_quoted(text.strip())),), safe)
