"""MED104."""

from __future__ import annotations

import re

from medlint.diagnostic import Severity
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post

_RUN = lazy(r"[!?！？]{3,}")
_WORD = lazy(r"[^\W\d_]+")


class TitleStyle(Rule, code="MED104", severity=Severity.INFO, default=False):
    """A title should neither shout nor bait.

    Titles in capitals, rows of exclamation or question marks and stock
    phrases that promise and hold back cost a story its chance of being
    recommended to readers who do not follow its author.

    Mend: write the title as you would say it to a friend, and say in it what
    the post says.

    Language: the phrases are looked up in the list of the post's language; in
    every list where the language is unknown. Capitals are judged only in
    scripts that have small letters too.

    Limits: capitals are reported only in titles of at least two words and
    twelve letters (option `minimum-letters`), so that names such as "NGINX
    TLS" pass.

    Source: Medium's notes for writers on headlines and distribution (no
    clickbait, no capitals throughout).
    """

    minimum_letters: int = option(
        12, "The fewest letters a title in capitals must have to be reported.", minimum=1
    )
    phrases: tuple[str, ...] = option((), "More phrases to report, in any language.")
    allow: tuple[str, ...] = option((), "Phrases of the built-in lists to allow.")

    examples = (
        Good("""
            ---
            title: What is new in HTTP/3?
            ---
            """),
        Bad("""
            ---
            title: ⟦STOP WRITING CODE LIKE THIS⟧
            ---
            """),
        Bad("""
            ---
            title: ⟦You won’t believe what this shell script does⟧
            ---
            """),
        Bad("""
            ---
            title: ⟦"My site is gone!!!"⟧
            ---
            """),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding for a title that shouts or baits, with every reason."""
        from medlint.titles import title_of

        title = title_of(post)
        if title is None:
            return
        reasons = []
        if self._shouts(title.text):
            reasons.append("is all in capitals")
        run = _RUN.search(title.text)
        if run is not None:
            reasons.append(f"has the run “{run.group()}”")
        phrase = self._cliche(post, title.text)
        if phrase:
            reasons.append(f"uses the stock phrase “{phrase}”")
        if reasons:
            yield self.finding(
                title.span,
                f"the title {' and '.join(reasons)}: say plainly what the post says",
            )

    def _shouts(self, title: str) -> bool:
        words = [word for word in _WORD.findall(title) if word.lower() != word.upper()]
        letters = sum(len(word) for word in words)
        return len(words) >= 2 and letters >= self.minimum_letters and title.upper() == title

    def _cliche(self, post: Post, title: str) -> str:
        from medlint.wordlists import languages, load

        known = languages("clickbait")
        chosen = (post.language,) if post.language else known
        phrases = [*self.phrases]
        for language in chosen:
            if language in known:
                phrases.extend(load(f"clickbait/{language}"))
        allowed = {_words(phrase) for phrase in self.allow}
        haystack = _words(title)
        return next(
            (
                phrase
                for phrase in phrases
                if _words(phrase) in haystack and _words(phrase) not in allowed
            ),
            "",
        )


def _words(text: str) -> str:
    """The words of a text, case folded, each with a space on both sides."""
    folded = text.casefold().replace("’", "'")
    return " " + " ".join(re.findall(r"[\w']+", folded)) + " "
