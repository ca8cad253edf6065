"""MED207."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.document import Image, Link, Text
from medlint.embeds import embeds
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.document import Line
    from medlint.post import Post


class AdjacentLinks(Rule, code="MED207", severity=Severity.WARNING, default=False, needs="link"):
    """Links should have words between them.

    Two links side by side look like one: readers take the end of the first
    and the beginning of the second for one phrase, and miss that there are
    two. Google advises against chaining links for the same reason.

    Mend: Put words or punctuation between them, make a list of them, or make
    one link of two that lead to one place.

    Limits: Badges and other links on images may stand in a row, and so may
    handles (`@ada`), numbers of issues (`#17`) and links on lines of their
    own.

    Source: Google Search Central on anchor text ("don't chain links next to
    each other"); WCAG technique H50 and WCAG 1.0, checkpoint 10.5.
    """

    examples = (
        Good("See [the trial](https://www.iana.org/a) and [its data](https://www.iana.org/b)."),
        Bad("See [the trial](https://www.iana.org/a) ⟦[its data](https://www.iana.org/b)⟧."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link that follows another with only white space between."""
        for block in post.document.prose_blocks:
            for line in block.lines:
                for one, other in _pairs(line):
                    if other.span in embeds(post):
                        continue
                    yield self.finding(
                        other.span,
                        f"nothing stands between this link and “{shortened(one.text)}” before "
                        "it; put words or punctuation between them, or make them one",
                    )


def _pairs(line: Line) -> Iterator[tuple[Link, Link]]:
    before: Link | None = None
    for part in line.parts:
        if isinstance(part, Link) and not _may_chain(part):
            if before is not None:
                yield before, part
            before = part
        elif not isinstance(part, Text) or part.text.strip():
            before = None


def _may_chain(link: Link) -> bool:
    """Whether a link may follow another: a picture, a handle, an issue's number, an empty one."""
    if not link.text or link.text[0] in "@#" or link.templated:
        return True
    return bool(link.parts) and all(
        isinstance(part, Image) or (isinstance(part, Text) and not part.text.strip())
        for part in link.parts
    )
