"""MED309."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.phrases import find
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class EngagementBait(Rule, code="MED309", severity=Severity.INFO, default=False):
    """A post should not beg for claps, follows, donations or sign-ups.

    Medium's guidelines ask that stories behind its paywall have no such
    calls, and an editor who chooses stories to recommend may pass over one
    that has. Of other stories Medium later said that a harmless request does
    no harm, so this rule is off by default and only gives a hint.

    Mend: Drop the call. A sentence on who you are, with one link, does more.

    Language: The phrases are looked up in the list of the post's language
    and in the English one; in every list where the language is unknown.

    Source: Medium's member content guidelines; Medium's blog on quality and
    clickbait, which loosens them for distribution.
    """

    maximum: int = option(0, "Lines with such a call that a post may have.", minimum=0)
    allow: tuple[str, ...] = option((), "Phrases of the built-in lists to allow.")

    examples = (
        Bad("⟦Liked it? Don't forget to clap and follow me for more.⟧"),
        Good("The audience began to clap, and we follow them in this chapter."),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each line with a call beyond those allowed."""
        allowed = {phrase.casefold() for phrase in self.allow}
        found = 0
        for block in post.document.prose_blocks:
            for line in block.lines:
                phrase = find(line.text, "engagement-bait", post.language)
                if phrase is None or phrase in allowed:
                    continue
                found += 1
                if found > self.maximum:
                    yield self.finding(
                        line.span,
                        f"the line asks for something (“{shortened(phrase)}”); drop it, or say in "
                        "one sentence who you are",
                    )
