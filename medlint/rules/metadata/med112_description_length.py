"""MED112."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class DescriptionLength(Rule, code="MED112", severity=Severity.WARNING, needs="description"):
    """A search description should fill its two lines and fit into them.

    Of a longer one Google shows the beginning, and the point is often at the
    end; a shorter one leaves room unused, and Google rather takes a sentence
    from the body.

    Mend: say in one or two sentences what the reader will know afterwards.

    Limits: Chinese, Japanese and Korean characters count as two, for they are
    twice as wide. A subtitle that stands in for a description is not
    measured.

    Source: Yoast's content analysis (meta description length); Google Search
    documentation on snippets (cut to fit the device; it names no number, so
    this is never more than a warning).
    """

    minimum: int = option(50, "The fewest characters, wide ones counted as two.", minimum=0)
    maximum: int = option(156, "The most characters, wide ones counted as two.", minimum=1)

    examples = (
        Good("""
            ---
            description: What a small balcony taught me about soil, sun and patience.
            ---
            """),
        Good("""
            ---
            description: 本文总结十年开源维护经验，介绍如何处理补丁、评审与社区治理。
            ---
            """),
        Bad("""
            ---
            description: ⟦About tomatoes.⟧
            ---
            """),
        Bad(
            """
            ---
            excerpt: ⟦"What a small balcony taught me about soil, sun and patience."⟧
            ---
            """,
            options={"minimum": 10, "maximum": 40},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the description is too short or too long."""
        from medlint.prose import ending_of, one_line
        from medlint.widths import cells, fit_cells, length

        entry = post.field("description")
        if entry is None or entry.value.kind in {"list", "mapping"}:
            return
        text = one_line(entry.value.text)
        width = cells(text)
        if self.minimum <= width <= self.maximum:
            return
        count = length(text)
        measured = f"the description has {count} character{'' if count == 1 else 's'}"
        if width != count:
            measured += f", which count as {width} because wide ones take the room of two"
        if width < self.minimum:
            message = (
                f"{measured}; at least {self.minimum} are advised: say more of what the reader "
                "will get"
            )
        else:
            kept = ending_of(fit_cells(text, self.maximum), text)
            message = (
                f"{measured}; Google shows about {self.maximum} and would cut it after "
                f"“… {kept}”: shorten it, or say the most important first"
            )
        yield self.finding(entry.value.span, message)
