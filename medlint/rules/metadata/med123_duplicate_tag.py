"""MED123."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.fixes import Fix
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class DuplicateTag(Rule, code="MED123", severity=Severity.WARNING, needs="tags"):
    """A post should name each tag once.

    "Machine Learning", "machine-learning" and "MachineLearning" mean one
    topic. The second fills one of five places and brings no one new.

    Mend: remove the second, or name another topic in its place.

    Limits: only case, spaces, hyphens, underscores and a leading `#` are
    folded; C, C++ and C# stay three tags, and "js" and "javascript" two.

    Source: the addresses of Medium's tag pages, which are lower case with
    hyphens; Medium documents no way of comparing tags, hence a warning.
    """

    examples = (
        Good("""
            ---
            tags: [C, C++, C#]
            ---
            """),
        Bad(
            """
            ---
            tags: [Machine Learning, python, ⟦machine-learning⟧]
            ---
            """,
            fixed="""
            ---
            tags: [Machine Learning, python]
            ---
            """,
        ),
        Bad(
            """
            ---
            tags:
            - Python
            - ⟦python⟧
            - garden
            ---
            """,
            fixed="""
            ---
            tags:
            - Python
            - garden
            ---
            """,
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding for every tag that was named before."""
        from medlint.prose import shortened
        from medlint.tag_edits import named_tags, remove_tag, tag_key

        first: dict[str, str] = {}
        for tag in named_tags(post):
            name = shortened(tag.text)
            key = tag_key(tag.text)
            if key not in first:
                first[key] = name
                continue
            edit = remove_tag(post, tag)
            fix = None if edit is None else Fix(f"Remove the second “{name}”", (edit,))
            same = "" if first[key] == name else f" (as “{first[key]}”)"
            yield self.finding(
                tag.span,
                f"the tag “{name}” has been named before{same}: remove it",
                fix,
            )
