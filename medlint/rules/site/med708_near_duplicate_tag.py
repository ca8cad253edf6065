"""MED708: a tag that means the same as another one."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, SiteRule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.entries import Entry
    from medlint.index import Others


class NearDuplicateTag(SiteRule, code="MED708", severity=Severity.INFO, default=False):
    """Posts about one thing should have one tag for it.

    Readers follow a tag, and a post filed under "js" does not reach those who
    follow "JavaScript". On your own site two half-empty tag pages compete
    where one could be full.

    Mend: Use the tag that most of your posts have.

    Language: Synonyms are known for what English and a few Chinese tags
    abbreviate; plurals are those of English.

    Limits: Two tags mean the same where they differ in the plural, in a word
    such as "tips" or "tutorial" at the end, or where medlint knows them for
    synonyms. Spelling with capitals, hyphens or spaces is no difference.
    Whichever is used in most posts is never reported.

    Source: Medium Help, "Add or change topics of a story"; Google Search
    Central, "SEO Starter Guide", on pages that say nearly the same.
    """

    examples = (
        Good(
            """
            ---
            tags: [JavaScript, Testing]
            ---
            """,
            others={"posts/closures.md": "---\ntags: [javascript, React]\n---\n"},
        ),
        Bad(
            """
            ---
            tags: [⟦js⟧, ⟦seo tips⟧]
            ---
            """,
            others={
                "posts/closures.md": "---\ntags: [JavaScript, SEO]\n---\n",
                "posts/promises.md": "---\ntags: [JavaScript, SEO]\n---\n",
            },
        ),
    )

    def compare(self, post: Entry, site: Others) -> Iterator[Finding]:
        """Report each tag for which the other posts have another one more often."""
        from medlint.tag_variants import may_mean, meaning, ranked

        tags = post.of("tag")
        if not tags:
            return
        counts = site.counts("tag")
        for tag in tags:
            same = meaning(tag.text)
            beginnings = may_mean(tag.text)
            known = {
                key: (text, count)
                for key, (text, count) in counts.items()
                if key.startswith(beginnings) and meaning(text) == same
            }
            if len(known) < 2:
                continue
            text, count = ranked(known.values())[0]
            if known.get(tag.key) == (text, count):
                continue
            posts = f"{count} posts have" if count > 1 else "is used, too"
            yield self.finding(
                tag.span,
                f"“{tag.text}” means the same as “{text}”, which {posts}; "
                "use one of them everywhere",
            )
