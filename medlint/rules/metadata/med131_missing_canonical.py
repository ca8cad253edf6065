"""MED131: a post with no address of its original."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.fixes import Fix
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

_YES = frozenset({"true", "yes", "on", "1"})


class MissingCanonical(Rule, code="MED131", severity=Severity.ERROR):
    """A cross-posted text must say where its original stands.

    Without a canonical URL, search engines meet two equal texts and choose one of them; it is
    often the one on Medium, the bigger site. A canonical URL asks them to credit yours. It is
    a strong hint and no guarantee. Medium's import tool sets it by itself; a text that is
    pasted into Medium's editor gets none, and then it has to be typed in under the story's
    advanced settings, from the front matter.

    Mend: add `canonical_url` with the post's full address on your own site; or set `site-url`
    and `permalink` in medlint's settings, so that the address can be worked out for every post;
    or, for a post that has no other home than Medium, add `original: true`.

    Limits: a post whose address the settings or an absolute `permalink` give is complete. With
    the option `require-written` it has to be written out as well, which the fix does. A post
    without any front matter is left to missing-front-matter.

    Source: Medium Help, "SEO and duplicate content" (import sets the canonical link, copy and
    paste does not); Google Search Central, "Consolidate duplicate URLs".
    """

    require_written: bool = option(
        False, "Ask for the key also where the settings give the address; the fix writes it."
    )

    examples = (
        Good(
            """
            ---
            title: Bees in winter
            canonical_url: https://ada.dev/bees-in-winter/
            ---
            They keep warm by shivering.
            """
        ),
        Good(
            """
            ---
            title: Bees in winter
            date: 2024-01-31
            ---
            They keep warm by shivering.
            """,
            path="_posts/2024-01-31-bees.md",
            settings={"site-url": "https://ada.dev", "permalink": "/{year}/{month}/{slug}/"},
        ),
        Bad(
            """
            ---
            title: Bees in winter
            ⟦---⟧
            They keep warm by shivering.
            """
        ),
        Bad(
            """
            ---
            title: Bees in winter
            date: 2024-01-31
            ⟦---⟧
            They keep warm by shivering.
            """,
            fixed="""
            ---
            title: Bees in winter
            date: 2024-01-31
            canonical_url: https://ada.dev/2024/01/bees/
            ---
            They keep warm by shivering.
            """,
            path="_posts/2024-01-31-bees.md",
            settings={"site-url": "https://ada.dev", "permalink": "/{year}/{month}/{slug}/"},
            options={"require-written": True},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield at most one finding: the empty key, or the closing fence."""
        if post.front_matter is None or post.field("canonical") is not None or _is_original(post):
            return
        from medlint.permalink import derived_url

        derived = derived_url(post)
        if derived is not None and not self.require_written:
            return
        empty = next(iter(post.metadata.entries("canonical")), None)
        what = "no canonical URL" if empty is None else f"`{empty.key}` has no value"
        span = post.metadata_span if empty is None else empty.key_span
        if derived is not None:
            from medlint.metadata_edits import add_key, set_value

            edit = (
                add_key(post, "canonical_url", derived)
                if empty is None
                else set_value(post, empty, derived)
            )
            fix = Fix(f"Write {shown(derived)}", (edit,)) if edit else None
            key = "canonical_url" if empty is None else empty.key
            yield self.finding(span, f"{what}; write `{key}: {shown(derived)}`", fix)
            return
        yield self.finding(
            span,
            f"{what}, and a text pasted into Medium gets none by itself (only Medium's import "
            "tool sets it); add `canonical_url` with this post's full address on your own site, "
            f"or `original: true` if Medium is its only home{_why(post)}",
        )


def _is_original(post: Post) -> bool:
    return any(
        entry.value.kind in {"boolean", "string", "integer"}
        and entry.value.text.strip().lower() in _YES
        for entry in post.metadata.entries("original")
    )


def _why(post: Post) -> str:
    """Why the settings do not give the address, or that they could."""
    if not post.settings.permalink:
        return "; the settings site-url and permalink can give the address of every post"
    from medlint.permalink import unknown_because

    reason = unknown_because(post)
    return "" if reason is None else f" ({reason})"
