"""MED302."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.domains import registrable_domain
from medlint.link_lists import link_lists
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.urls import host
from medlint.wordlists import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.link_lists import Item
    from medlint.post import Post


class LinkCardRun(Rule, code="MED302", severity=Severity.WARNING, needs="link"):
    """Link cards must not follow each other without a word between them.

    Medium turns an address that stands alone in its paragraph into a card
    with picture and title. One card is a recommendation; a stack of them
    looks like advertising, to readers and to Medium, whose rules name
    stories made to drive traffic to other sites as spam.

    Mend: Keep the best card and turn the others into links inside your
    sentences, or write between them why each is worth the click.

    Limits: Players, code and posts of social networks (YouTube, Gist, X …)
    are shown in the story itself and lead nobody away: they are not counted.
    Titled links and addresses that follow each other without a blank line do
    not become cards; for lists of them see MED301.

    Source: Medium Rules, "Spam"; Medium help on embeds. The number is
    medlint's own.
    """

    minimum: int = option(3, "Cards in a row that are reported.", minimum=2)
    allow: tuple[str, ...] = option(
        (), "Further sites whose cards are not counted, as hosts or domains."
    )

    examples = (
        Good(
            """
            https://www.iana.org/numbers

            The same numbers, with the history of each:

            https://www.ietf.org/numbers
            """
        ),
        Bad(
            """
            ⟦https://www.iana.org/numbers⟧

            https://www.ietf.org/numbers

            https://www.w3.org/numbers
            """
        ),
        Good(
            """
            https://youtu.be/aaaaaaaaaaa

            https://youtu.be/bbbbbbbbbbb

            https://youtu.be/ccccccccccc
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each run of cards once, at its first card."""
        if sum(1 for link in post.links if link.kind in {"bare", "autolink"}) < self.minimum:
            return
        shown = frozenset((*load("embed-hosts"), *(name.lower() for name in self.allow)))
        for links in link_lists(post):
            if links.shape != "lines":
                continue
            run: list[Item] = []
            for item in links.items:
                if not item.card:
                    yield from self._judge(run)
                    run = []
                elif not _is_shown(item, shown):
                    run.append(item)
            yield from self._judge(run)

    def _judge(self, run: list[Item]) -> Iterator[Finding]:
        if len(run) >= self.minimum:
            yield self.finding(
                run[0].span,
                f"{len(run)} link cards in a row (at most {self.minimum - 1}); write between them "
                "why each is worth the click, or make them links in a sentence",
            )


def _is_shown(item: Item, shown: frozenset[str]) -> bool:
    """Whether the address becomes a player or the like, on which the reader stays."""
    name = host(item.links[0].url).removeprefix("www.")
    return name in shown or registrable_domain(name) in shown
