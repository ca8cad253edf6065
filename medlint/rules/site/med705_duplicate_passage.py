"""MED705: a passage that also stands in another post."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, SiteRule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Entry
    from medlint.index import Others

_PASSAGE = (
    "Bees do not sleep through the winter. They gather round the queen in a ball, shiver with "
    "the muscles of their wings and so keep her warm, however cold the night. Those at the "
    "outside move in when they have cooled down, and others take their place. For all this they "
    "need honey, some fifteen kilograms of it for a hive, and a beekeeper who leaves them alone."
)


class DuplicatePassage(SiteRule, code="MED705", severity=Severity.WARNING):
    """A passage should stand in one post only.

    Where two posts share a page of text, search engines show one of them and
    pass the other by, and Medium takes text that comes again and again for
    spam. A reader who follows you has read it already.

    Mend: Keep the passage in the post that it belongs to. In the other, say
    it in a sentence and link to it.

    Language: Words are counted in any script; in Chinese, Japanese, Thai and
    other scripts without spaces their number is worked out from that of the
    characters. Posts in different languages are not compared.

    Limits: Light edits do not hide a copy: words changed, put in or left out,
    other punctuation, markup or line breaks. Quotations, code, tables,
    headings, footnotes, lists of links and blocks of HTML do not count. Nor
    does what stands in more posts than `most-posts`, or a short introduction
    or ending that two posts have in common (`frame`). Other languages,
    versions and addresses of one page are not compared, and a post is not
    held against drafts. The default of 50 words is for passages of 60 words
    of which some have been changed. Passages without any run of 21 equal
    words (25 characters) may be missed.

    Source: Google Search Central, "What is canonicalization" (on duplicate
    content); Medium Rules, "Spam" (duplicate posts). The method: S. Schleimer,
    D. Wilkerson and A. Aiken, "Winnowing: Local Algorithms for Document
    Fingerprinting" (2003).
    """

    minimum: int = option(50, "Words that must agree for a passage to be reported.", minimum=20)
    most_posts: int = option(
        4, "Posts that may share a passage; what more have is taken for a stock phrase.", minimum=2
    )
    frame: int = option(
        120, "Words that must agree where both posts begin or both end with them.", minimum=0
    )

    examples = (
        Good(
            f"""
            Our hives stand at the edge of the wood, where the wind cannot get at them.

            > {_PASSAGE}

            So I leave mine alone until March.
            """,
            others={"posts/winter.md": f"What do bees do when it snows?\n\n{_PASSAGE}\n"},
        ),
        Bad(
            f"""
            Our hives stand at the edge of the wood, where the wind cannot get at them.

            ⟦{_PASSAGE}⟧

            So I leave mine alone until March.
            """,
            others={
                "posts/winter.md": "What do bees do when it snows? A reader asked me that last "
                f"week, and it took me a while to answer.\n\n{_PASSAGE}\n\nAnd in spring?\n"
            },
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report each passage that stands in other posts, too."""
        from medlint.copies import copies

        if not post.passages:
            return
        for copy in copies(
            post,
            site,
            minimum=self.minimum,
            most_posts=self.most_posts,
            frame=self.frame,
        ):
            there = f"{copy.path}:{copy.other_first}"
            if copy.other_last > copy.other_first:
                there = f"{there}-{copy.other_last}"
            more = ""
            if copy.more:
                more = f" and in {copy.more} other post{'s' if copy.more > 1 else ''}"
            yield self.finding(
                copy.span,
                f"{copy.words} words from here to line {copy.last_line} also stand in {there}"
                f"{more}; keep them in one post and link to it from the other",
            )
