"""MED132: a canonical URL that nobody can follow."""

from __future__ import annotations

from medlint.canonical import fault, written
from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING
from medlint.urls import same_page, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class InvalidCanonical(Rule, code="MED132", severity=Severity.ERROR, needs="canonical"):
    """The canonical URL must be one full, public address of this post.

    Medium's API turns down a whole post whose canonical URL is a path, and search engines
    ignore one that is malformed, that only your own computer can reach, or that differs from
    another in the same file. One that names the front page of a site tells them that the post
    is a copy of the front page.

    Mend: write the address as it stands in the browser when you read the post on your own
    site, `https://` included, and keep one key for it.

    Limits: the address is not looked up. A canonical URL with tracking parameters or on an
    unexpected host is left to impure-canonical and foreign-canonical.

    Source: Lighthouse, "Document does not have a valid rel=canonical" (not a valid URL, not
    absolute, several that conflict, the site's root); jekyll-crosspost-to-medium, pull request
    10 (Medium's API refuses a relative canonicalUrl).
    """

    examples = (
        Good(
            """
            ---
            canonical_url: https://ada.dev/2024/bees-in-winter/
            ---
            """
        ),
        Bad(
            """
            ---
            canonical_url: ⟦/2024/bees-in-winter/⟧
            ---
            """
        ),
        Bad(
            """
            ---
            canonical_url: "⟦https://ada.dev/⟧"
            ---
            """
        ),
        Bad(
            """
            ---
            canonical_url: https://ada.dev/bees/
            canonical: ⟦https://ada.dev/wasps/⟧
            ---
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield a finding for every address at fault, and for one that contradicts another."""
        first: tuple[str, str] | None = None
        for found in written(post):
            problem = fault(post, found.text)
            if problem is not None:
                yield self.finding(found.span, problem)
            elif first is None:
                first = (found.key, found.text)
            elif not same_page(first[1], found.text):
                yield self.finding(
                    found.span,
                    f"`{found.key}` contradicts `{first[0]}`, which is {shown(first[1])}; keep the "
                    "one that is the post's address",
                )
