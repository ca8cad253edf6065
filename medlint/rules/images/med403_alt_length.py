"""MED403."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.prose import one_line, shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING
from medlint.widths import cells, length
from medlint.words import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class AltLength(Rule, code="MED403", severity=Severity.INFO, default=False, needs="image"):
    """An alternative text should be neither a word nor a paragraph.

    In fewer than ten characters little can be said of a picture. Longer than
    two hundred, it is read out in one breath by a screen reader, and nobody
    can skip a part or go back.

    Mend: Say in one sentence what matters about the image here. What needs
    more room, such as the numbers of a chart, belongs in the text.

    Language: Characters of Chinese, Japanese and Korean say about twice as
    much and count double. The limits hold for every language.

    Limits: Images inside a link are left alone at the short end: there the
    text names the target.

    Source: W3C, "Images tutorial"; WebAIM on alternative text. The numbers
    are common practice and no standard.
    """

    minimum: int = option(10, "The fewest characters of an alternative text.", minimum=1)
    maximum: int = option(200, "The most characters of an alternative text.", minimum=1)

    examples = (
        Good("![Bar chart of visits, up by a third in March](visits.png)"),
        Bad("⟦![Visits](visits.png)⟧"),
        Bad("⟦![Bar chart of visits](visits.png)⟧", options={"maximum": 15}),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each alternative text outside the limits."""
        linked = {image.span for link in post.links for image in link.images}
        for image in post.images:
            alt = one_line(image.alt or "")
            if not alt or image.hidden or "{{" in alt:
                continue
            characters = length(alt)
            counted = cells(alt) if is_unspaced(alt) else characters
            if counted < self.minimum and image.span not in linked:
                yield self.finding(
                    image.span,
                    f"the alternative text “{alt}” has {_number(characters)} (at least "
                    f"{self.minimum}); say what the image shows",
                )
            elif counted > self.maximum:
                yield self.finding(
                    image.span,
                    f"the alternative text “{shortened(alt)}” has {_number(characters)} (at most "
                    f"{self.maximum}{', double width counted twice' * (counted > characters)}); "
                    "say it in one sentence, and the rest in the text",
                )


def _number(characters: int) -> str:
    return f"{characters} character{'s' * (characters != 1)}"
