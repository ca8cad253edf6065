"""MED602."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.keywords import keyword_of
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.text import Span
from medlint.typed import TYPE_CHECKING
from medlint.words import count, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Block
    from medlint.post import Post


class KeywordNotInIntro(Rule, code="MED602", severity=Severity.WARNING, needs="keyword"):
    """The first paragraph must have the keyword the post is written for.

    Readers who came for a topic decide in the first lines whether they are
    in the right place. Search engines often quote these lines, too, and so
    does Medium where a description is missing. Only posts that name a
    `keyword` (or `keyphrase`, `focus_keyword`) are looked at.

    Mend: Say in the first paragraph what the post is about, in the words a
    reader would search for.

    Language: Inflected forms match through a stemmer for the post's
    language, the English one where it is unknown. In Chinese, Japanese,
    Korean and Thai the characters themselves are looked for.

    Limits: A first paragraph of fewer than 20 words, such as a byline, is
    taken together with the next. Lists, quotes and tables are passed over.

    Source: Yoast's content analysis, "Keyphrase in introduction".
    """

    minimum_words: int = option(
        20,
        "Words that an introduction has; shorter paragraphs are joined with the next.",
        minimum=1,
    )

    examples = (
        Good("""
            ---
            keyword: markdown linter
            ---
            Five linters read our Markdown for a month. This is what they found.
            """),
        Bad("""
            ---
            keyword: markdown linter
            ---
            ⟦Some tools are a joy. Others are not, and it takes a month of use to find out which
            of the two you have. We took that month, and here is what we learned.⟧

            A Markdown linter reads your posts.
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report an introduction that lacks the keyword."""
        keyword = keyword_of(post)
        if keyword is None:
            return
        intro: list[Block] = []
        words = 0
        for block in _paragraphs(post.document.root):
            intro.append(block)
            words += count(read(block), post.language)
            if words >= self.minimum_words:
                break
        text = " ".join(map(read, intro))
        if words and not keyword.is_in(text):
            yield self.finding(
                Span(intro[0].lines[0].span.start, intro[0].lines[-1].span.end),
                f"the first paragraph does not have the keyword “{shortened(keyword.text)}”"
                f"{keyword.lack(text)}; say in it what the post is about",
            )


def _paragraphs(root: Block) -> Iterator[Block]:
    """The paragraphs with words, outside lists, quotes and tables."""
    stack = list(reversed(root.children))
    while stack:
        block = stack.pop()
        if block.kind == "paragraph" and block.lines and not block.footnote:
            if any(map(str.isalnum, read(block))):
                yield block
        elif block.kind in {"html", "paragraph"}:
            stack.extend(reversed(block.children))
