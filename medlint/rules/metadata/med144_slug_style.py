"""MED144: a slug that makes a poor address."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.fixes import Fix
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

#: Apostrophes go; the Turkish İ would become two characters in lower case.
_LOST = {ord("'"): None, ord("’"): None, ord("İ"): "i"}


class SlugStyle(Rule, code="MED144", severity=Severity.INFO, default=False, needs="slug"):
    """A slug should be short words in lower case with hyphens between them.

    It is the part of the address that people read, copy and say. Some servers tell capital
    letters apart and some do not, an underscore joins two words into one for a search engine,
    and spaces turn into `%20`. Long slugs are cut where addresses are shown.

    Mend: keep the words that matter, `bees-in-winter`. The fix writes the same words in that
    form; it changes the address, so a post that is online already needs a redirect, and that
    is why the fix is not a safe one.

    Limits: only a `slug` in the front matter is looked at, not the file name. Letters of every
    script are fine, and so are dots (`python-3.11`) and the slashes of a path.

    Source: Google Search Central, "URL structure best practices" (hyphens rather than
    underscores, one case); the length is a convention.
    """

    maximum: int = option(75, "Most characters in a slug.", minimum=1)

    examples = (
        Good(
            """
            ---
            slug: bees-in-winter
            ---
            """
        ),
        Bad(
            """
            ---
            slug: ⟦Bees_in Winter⟧
            ---
            """,
            fixed="""
            ---
            slug: bees-in-winter
            ---
            """,
        ),
        Bad(
            """
            ---
            slug: ⟦bees-in-winter⟧
            ---
            """,
            options={"maximum": 10},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding a slug, with all that is wrong with it."""
        entry = post.field("slug")
        if entry is None or entry.value.kind in {"list", "mapping", "boolean"}:
            return
        slug = entry.value.text.strip()
        better = _restyled(slug)
        faults: list[str] = []
        if len(slug) > self.maximum:
            faults.append(f"has {len(slug)} characters and the limit is {self.maximum}; shorten it")
        if better != slug:
            mend = f"write {better}" if better else "name what the post is about"
            faults.append(f"is not lower case with hyphens; {mend}")
        if not faults:
            return
        fix = None
        if better != slug and better:
            from medlint.metadata_edits import set_value

            edit = set_value(post, entry, better)
            fix = Fix(f"Write {better}", (edit,), safe=False) if edit else None
        yield self.finding(entry.value.span, f"the slug {', and '.join(faults)}", fix)


def _restyled(slug: str) -> str:
    """A slug in lower case, its words joined by single hyphens; dots and slashes stay."""
    import re
    import unicodedata

    kept = "".join(
        character
        if character.isalnum() or character in "./" or unicodedata.category(character)[0] == "M"
        else "-"
        for character in slug.translate(_LOST).lower()
    )
    pieces = (re.sub(r"-{2,}", "-", piece).strip("-") for piece in kept.split("/"))
    return "/".join(pieces)
