"""MED125."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.patterns import lazy
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule
from medlint.text import Span
from medlint.typed import TYPE_CHECKING
from medlint.unread import is_broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.fields import Tag
    from medlint.front_matter import Value
    from medlint.post import Post

_COMMAS = str.maketrans("，、", ",,")
_CONTROL = lazy(r"[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff]+")
_COMMENT = lazy(r"[ \t]*#([^\W_][\w.+-]*)[ \t]*(?=[\r\n]|\Z)")


class MalformedTag(Rule, code="MED125", severity=Severity.WARNING, needs="tags"):
    """A tag is a name and nothing else.

    A leading `#`, space at the ends or an invisible character is sent along
    as part of the name, and it is then not the topic that readers follow. Two
    tags in one item of a list, with a comma between, are one tag that does
    not exist.

    Mend: write the bare name; give each tag an item of its own. An empty item
    can go.

    Limits: in a string of several tags, an empty place between two commas is
    fine, for every generator skips it.

    Source: Medium's API documentation, "Creating a post" (each tag is a plain
    name, such as "football"). It states no set of characters, hence a
    warning.
    """

    examples = (
        Good("""
            ---
            tags: [C#, node.js, machine learning, 机器学习]
            ---
            """),
        Bad(
            """
            ---
            tags: [⟦"#garden"⟧, ⟦" tomatoes "⟧, ⟦""⟧]
            ---
            """,
            fixed="""
            ---
            tags: ["garden", "tomatoes"]
            ---
            """,
        ),
        Bad(
            """
            ---
            tags:
              - ⟦garden, tomatoes⟧
              - balcony
            ---
            """,
            fixed="""
            ---
            tags:
              - garden
              - tomatoes
              - balcony
            ---
            """,
        ),
        Bad(
            """
            ---
            tags: "⟦#garden⟧, ⟦#tomatoes⟧"
            ---
            """,
            fixed="""
            ---
            tags: "garden, tomatoes"
            ---
            """,
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding for every tag that is no plain name."""
        from medlint.tag_edits import tag_list

        found = tag_list(post)
        if found is None:
            for tag in post.tags:
                yield from self._check_piece(tag, post)
            return
        for index, item in enumerate(found.items):
            if item.kind == "null" or (item.kind == "string" and not _name(item.text)):
                yield self._empty(post, found, index)
            elif item.kind == "string":
                yield from self._check_item(post, found, item)

    def _check_piece(self, tag: Tag, post: Post) -> Iterator[Finding]:
        """Check a tag of a string of several."""
        name = _name(tag.text)
        if name == tag.text or not name:
            return
        exact = post.source.slice(tag.span) == tag.text and not is_broken(post)
        if tag.value.style == "plain" and not name[0].isalnum():
            exact = False  # YAML may take its first sign for a quote or a bracket
        fix = Fix(f"Write it as “{shortened(name)}”", (Edit(tag.span, name),)) if exact else None
        yield self.finding(tag.span, _message(tag.text, name), fix)

    def _check_item(self, post: Post, found: Value, item: Value) -> Iterator[Finding]:
        """Check an item of a list."""
        parts = item.text.translate(_COMMAS).split(",")
        pieces = [name for name in map(_name, parts) if name]
        if len(parts) > 1 and pieces:
            yield self.finding(
                item.span,
                f"“{shortened(item.text)}” is one tag with a comma in it: make it "
                f"{len(pieces)} tags, each an item of its own"
                if len(pieces) > 1
                else f"“{shortened(item.text)}” has a comma in it: write “{shortened(pieces[0])}”",
                _split(post, found, item, pieces),
            )
            return
        name = _name(item.text)
        if name != item.text:
            yield self.finding(
                item.span,
                _message(item.text, name),
                _rewrite(post, found, item, name),
            )

    def _empty(self, post: Post, found: Value, index: int) -> Finding:
        """An item without a name; what looks like a comment may be meant as one."""
        from medlint.tag_edits import block_prefix, remove_item

        item = found.items[index]
        comment = _COMMENT.match(post.text, item.span.end)
        prefix = block_prefix(post, item)
        if item.kind == "null" and comment is not None and prefix is not None:
            name = comment.group(1)
            span = Span(comment.start(1) - 1, comment.end(1))
            return self.finding(
                span,
                f"YAML takes “#{shortened(name)}” for a comment, so this tag is empty: write it "
                "without #",
                None
                if is_broken(post)
                else Fix(f"Write it as “{shortened(name)}”", (Edit(span, name),), safe=False),
            )
        span = item.span
        if span.start == span.end and prefix is not None:
            dash = post.text.index("-", prefix.start)
            span = Span(dash, dash + 1)
        elif span.start == span.end:
            span = found.span  # nothing of it is written but, perhaps, an anchor
        edit = remove_item(post, found, index)
        fix = None if edit is None else Fix("Remove the empty tag", (edit,))
        return self.finding(span, "this tag is empty: name a topic or remove it", fix)


def _name(text: str) -> str:
    """The bare name in a tag."""
    visible = text if text.isprintable() else _CONTROL.sub(" ", text)
    return visible.strip().lstrip("#").strip()


def _message(text: str, name: str) -> str:
    """What is wrong with a tag, and what to write."""
    faults = []
    if text != text.strip():
        faults.append("space at its end" if text == text.lstrip() else "space at its start")
    if text.strip().startswith("#"):
        faults.append("a leading #")
    if _CONTROL.search(text.strip()):
        faults.append("an invisible character")
    return f"this tag has {' and '.join(faults)}: write “{shortened(name)}”"


def _rewrite(post: Post, found: Value, item: Value, name: str) -> Fix | None:
    from medlint.scalars import rewritten

    if post.front_matter is None or is_broken(post) or item.style == "block":
        return None
    content = rewritten(name, item, post.front_matter.format, flow=found.style == "flow")
    return Fix(f"Write it as “{shortened(name)}”", (Edit(item.span, content),))


def _split(post: Post, found: Value, item: Value, pieces: list[str]) -> Fix | None:
    """One item made several; not safe, for a name may have a comma in it."""
    from medlint.scalars import rewritten
    from medlint.tag_edits import block_prefix

    if post.front_matter is None or is_broken(post) or item.style == "block":
        return None
    flow = found.style == "flow"
    written = [rewritten(piece, item, post.front_matter.format, flow=flow) for piece in pieces]
    separator = ", "
    if not flow:
        prefix = block_prefix(post, item)
        if prefix is None:
            return None
        ending = "\r\n" if "\r\n" in post.text[: item.span.end] else "\n"
        separator = ending + post.source.slice(prefix)
    return Fix(
        "Make it a tag for each name", (Edit(item.span, separator.join(written)),), safe=False
    )
