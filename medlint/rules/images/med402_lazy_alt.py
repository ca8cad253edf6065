"""MED402."""

from __future__ import annotations

from medlint.diagnostic import Severity
from medlint.lazy_alts import opening, why_lazy
from medlint.prose import shortened
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.post import Post


class LazyAlt(Rule, code="MED402", severity=Severity.WARNING, needs="image"):
    """An alternative text must say what the image shows.

    "image.png", "Screenshot 2026-03-01 at 10.12.33" and "alt text" are what
    editors and cameras fill in. Who listens to your post learns only that
    there was a picture, and an image search learns nothing at all.

    Mend: Say in a few words what the image shows and why it is here: "The
    settings page, with the new switch turned on". medlint never invents an
    alternative text.

    Language: Words such as "picture" are looked up in the list of the post's
    language and in the English one; in every list where the language is
    unknown or the text is not in Latin script.

    Limits: Only texts with nothing else in them are reported: "Screenshot of
    the settings page" describes, "Screenshot 3" does not. A text of plain
    words may well be the file's name too. "Image of …" is only a hint: the
    rest does describe.

    Source: W3C, "Images tutorial"; WebAIM on alternative text ("image of" is
    said by screen readers anyway); Lighthouse's audit of image alt.
    """

    openings: bool = option(
        True, "Whether to report texts that begin with words such as “image of”."
    )
    allow: tuple[str, ...] = option((), "Alternative texts that are fine as they are.")

    examples = (
        Good("![Bar chart of visits, up by a third in March](visits.png)"),
        Bad("⟦![image.png](visits.png)⟧ ⟦![IMG_2041](IMG_2041.jpeg)⟧ ⟦![alt text](visits.png)⟧"),
        Bad('<img src="a.png" alt="no"> ⟦<img src="b.png" alt="Screenshot 2026-03-01">⟧'),
        Bad("⟦![Image of a bar chart of visits](visits.png)⟧"),
        Good("![Screenshot of the settings page](settings.png)"),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each alternative text that describes nothing."""
        allowed = {text.casefold() for text in self.allow}
        for image in post.images:
            alt = image.alt
            if not alt or image.hidden or "{{" in alt or alt.strip().casefold() in allowed:
                continue
            why = why_lazy(alt, image.url, post.language)
            if why is not None:
                yield self.finding(
                    image.span,
                    f"the alternative text “{shortened(alt)}” {why}; say in a few words what the "
                    "image shows",
                )
                continue
            words = opening(alt, post.language) if self.openings else None
            if words is not None:
                yield self.finding(
                    image.span,
                    f"the alternative text begins with “{words}”, which screen readers say by "
                    "themselves; leave these words out",
                    severity=Severity.INFO,
                )
