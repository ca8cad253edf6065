"""MED201."""

from __future__ import annotations

import re

from medlint.anchors import fold, is_generic
from medlint.document import Code
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class GenericAnchor(Rule, code="MED201", needs="link"):
    """Anchor text must say where its link leads.

    Readers skim for links, and screen readers list them without the text
    around them: twelve times "here" tells neither what is behind. Search
    engines take the anchor text for a description of the page it leads to,
    and "click here" describes nothing.

    Mend: Make the words that name the target the link: not "click
    [here](…) for the pricing" but "see the [pricing of all plans](…)".

    Language: The anchor is compared with the phrases of the post's language.
    Where that is unknown, the script of the anchor decides; in Latin script
    English is tried, and of other languages only phrases of several words.

    Limits: Only the anchor as a whole is judged, never a part of a longer
    phrase ("where to buy tickets"). Code, and words in capitals such as
    `GET`, are names. One-word names of a thing (docs, demo, source) are
    reported only with `strict`.

    Source: Lighthouse, "Links have descriptive text"; markdownlint MD059;
    GitHub's accessibility rule GH002; Google Search Central on anchor text.
    """

    phrases: tuple[str, ...] = option((), "Further phrases to report, in any language.")
    allow: tuple[str, ...] = option((), "Phrases that are fine on this site.")
    strict: bool = option(False, "Whether to report one-word names such as docs, demo or source.")

    examples = (
        Good("See the [pricing of all plans](https://example.org/pricing)."),
        Bad("For the prices click ⟦[here](https://example.org/pricing)⟧."),
        Bad(
            """
            ---
            lang: es
            ---
            Los precios, ⟦[haz clic aquí](https://example.org/precios)⟧.
            """
        ),
        Bad('Order it: ⟦<a href="https://shop.example/1">check price on Amazon</a>⟧'),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each link whose text is generic."""
        extra = frozenset(fold(phrase) for phrase in self.phrases)
        allowed = frozenset(fold(phrase) for phrase in self.allow)
        language = post.language
        for link in post.links:
            text = link.text
            # First what lets the fewest pass.
            if not is_generic(text, language, phrases=extra, strict=self.strict):
                continue
            if link.kind in {"bare", "autolink"} or link.has_template_text:
                continue
            if any(isinstance(part, Code) for part in link.parts) or _is_name(text, link.url):
                continue
            if fold(text) not in allowed and fold(link.label) in {"", fold(text)}:
                yield self.finding(
                    link.span,
                    f"the link text “{text}” does not say where the link leads; "
                    "use words that name the target",
                )


#: Written like a name in code: ``read_all``, ``Page.get``, ``check()``, ``ReadMore``.
_IDENTIFIER = lazy(r"\w_\w|\w\(\)|\w::\w|\w\.\w|[a-z][A-Z]|[/#@]\w")


#: What stands in an address after its last part.
_NAME_IN_URL = lazy(r"(?:\.(?:html?|aspx?|md|php))?/?(?:[?#].*)?$|\)$", re.DOTALL)
#: Folders and files are called so without being names.
_NEVER_A_NAME = frozenset(
    {"here", "this", "link", "more", "page", "post", "article", "download", "website", "site"}
)


def _is_name(text: str, url: str) -> bool:
    """Whether a word that is in the lists is a name here: GET, IT, or Go the language."""
    word = text.strip()
    if " " not in word and _IDENTIFIER.search(word):
        return True
    if word.isascii() and word.isupper() and len(word) <= 3:
        return True
    target = "/" + _NAME_IN_URL.sub("", url).lower()
    if target.endswith(("/" + word.lower(), "." + word.lower())):
        return word.lower() not in _NEVER_A_NAME
    return word == "Go" or (word.lower() == "go" and "go" in url.lower())
