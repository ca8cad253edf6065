"""MED308."""

from __future__ import annotations

from medlint.phrases import find
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import is_absolute_http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Line
    from medlint.post import Post


class TeaserPost(Rule, code="MED308"):
    """A post must not be the beginning of an article that ends elsewhere.

    Medium's rules name as spam what is clipped from somewhere and links to
    the rest of the article on another website. Readers of Medium want to
    read on Medium. Putting your own whole article there is explicitly
    allowed.

    Mend: Publish the whole text and name your own address of it as canonical
    (`canonical_url`); search engines then credit your site.

    Language: The phrases are looked up in the list of the post's language
    and in the English one; in every list where the language is unknown.

    Limits: Only a short post is a teaser, and only where such a line stands
    among its last three and has a link to another page. Posts that write
    about teasers do not end in one.

    Source: Medium Rules, "Spam" ("content clipped … linking to the rest of
    the article on a different website").
    """

    maximum_words: int = option(250, "Words below which a post is short.", minimum=1)
    lines: int = option(3, "How many of the last lines are looked at.", minimum=1)
    phrases: tuple[str, ...] = option((), "More phrases that announce the rest elsewhere.")

    examples = (
        Bad(
            """
            We rebuilt our shop in a weekend, and this is how it went.

            ⟦Read the rest on [our blog](https://shop-iana.org/rebuilt).⟧
            """
        ),
        Bad(
            """
            We rebuilt our shop in a weekend, and this is how it went.

            ⟦[Continue reading →](https://shop-iana.org/rebuilt)⟧
            """
        ),
        Good(
            """
            We rebuilt our shop in a weekend: two people, three coffees, one database.

            The code is [on the shelf](https://shop-iana.org/code).
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report the line that sends the reader elsewhere."""
        lines: list[Line] = []
        for block in reversed(post.document.prose_blocks):
            if len(lines) >= self.lines:
                break
            lines.extend(line for line in reversed(block.lines) if line.text.strip())
        for line in reversed(lines[: self.lines]):
            if _leads_on(line) and self._announces(line, post.language):
                words = post.word_count
                if words < self.maximum_words:
                    yield self.finding(
                        line.span,
                        f"the post has {words} words (a whole article has {self.maximum_words} or "
                        "more) and sends readers elsewhere for the rest, which Medium's rules call "
                        "spam; publish the whole text and set its canonical URL",
                    )
                return

    def _announces(self, line: Line, language: str | None) -> bool:
        if find(line.text, "teasers", language) is not None:
            return True
        text = line.text.casefold()
        return any(phrase.casefold() in text for phrase in self.phrases)


def _leads_on(line: Line) -> bool:
    return any(is_absolute_http(link.url) and not link.templated for link in line.links)
