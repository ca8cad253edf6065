"""MED102."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class TitleTooLong(Rule, code="MED102", severity=Severity.WARNING):
    """A title should fit on one line of a search result.

    Google cuts titles that are wider than their line, and the words that are
    cut are words nobody reads. About 60 Latin letters fit, or 30 Chinese,
    Japanese or Korean characters.

    Mend: shorten the title, with the words that matter first; or keep it and
    give search engines a shorter one in `seo_title`, which is then measured
    instead.

    Limits: the width in pixels is an estimate from the advance widths of
    Arial, Google's title font. Titles that MED103 reports are left to it.

    Source: Medium help, "SEO tips for writers" (50 to 60 characters at best);
    Google Search documentation on title links (titles are cut to fit the
    width; it names no number); Yoast's content analysis (600 pixels).
    """

    maximum: int = option(60, "The most characters a title should have.", minimum=1)
    maximum_pixels: int = option(
        600, "The most pixels a title should be wide, as Google sets it.", minimum=1
    )
    font_size: int = option(20, "The size of Google's title font, in pixels.", minimum=1)

    examples = (
        Good("""
            ---
            title: Ten years of tomatoes, and what they taught me
            ---
            """),
        Good("""
            ---
            title: Ten years of tomatoes, and all that they have taught me about patience
            seo_title: "Growing tomatoes: lessons of ten years"
            ---
            """),
        Bad("""
            ---
            title: ⟦Ten years of tomatoes, and all that they have taught me about patience⟧
            ---
            """),
        Bad("""
            ---
            title: ⟦"开源项目维护者的十年经验总结：从第一个补丁到社区治理的完整历程"⟧
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding where the title that search engines show is too long."""
        from medlint.prose import ending_of
        from medlint.titles import shown_title
        from medlint.widths import fit_characters, fit_pixels, length, pixels

        title = shown_title(post)
        if title is None:
            return
        count = length(title.text)
        wide = pixels(title.text, self.font_size)
        if count > self.maximum:
            if count > _limit_of_med103(post) and post.field("seo_title") is None:
                return
            measured = f"the title has {count} characters and Google shows about {self.maximum}"
            kept = fit_characters(title.text, self.maximum)
        elif wide > self.maximum_pixels:
            measured = (
                f"the title is about {wide} pixels wide and Google shows about "
                f"{self.maximum_pixels}"
            )
            kept = fit_pixels(title.text, self.maximum_pixels, self.font_size)
        else:
            return
        yield self.finding(
            title.span,
            f"{measured}: it would end at “… {ending_of(kept, title.text)}”; shorten it, or add a "
            "shorter seo_title",
        )


def _limit_of_med103(post: Post) -> float:
    """Above how many characters MED103 speaks of the title, infinite where it is off."""
    from medlint.rules.metadata.med103_title_over_limit import TitleOverLimit

    if TitleOverLimit.code not in post.settings.enabled_codes(post.path):
        return float("inf")
    options = post.settings.rule_options.get(TitleOverLimit.code, {})
    return int(str(options.get("maximum", TitleOverLimit.maximum)))
