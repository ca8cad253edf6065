"""MED006: a key must not be a slip of the pen."""

from __future__ import annotations

from functools import lru_cache

from medlint.diagnostic import Severity
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.front_matter import Entry
    from medlint.post import Post


class MisspelledKey(Rule, code="MED006", severity=Severity.WARNING):
    """A key must be spelled as those who read it expect.

    A site generator passes over a key it does not know, so a post with a
    "descripton" has no description, and nothing says so.

    Mend: Correct the key; the fix does. If the key is one that your site
    really uses, name it in the option `allow`.

    Limits: Only keys at the top level are judged, of five letters or more, and
    only where no other key gives the field. Keys that site generators know are
    never reported.

    Source: The keys are those that the field's generators and publishing tools
    read; none of them reports an unknown one.
    """

    examples = (
        Good("""
            ---
            title: Moss
            description: What grows where the sun does not shine.
            layout: post
            ---
        """),
        Bad(
            """
            ---
            title: Moss
            ⟦descripton⟧: What grows where the sun does not shine.
            ⟦cannonical_url⟧: https://example.org/moss/
            ---
            """,
            fixed="""
            ---
            title: Moss
            description: What grows where the sun does not shine.
            canonical_url: https://example.org/moss/
            ---
            """,
        ),
        Good(
            """
            ---
            title: Moss
            titel: Moos
            descriptor: plants
            ---
            """,
            options={"allow": ("descriptor",)},
        ),
    )

    allow: tuple[str, ...] = option((), "Further keys that are right as they are.")
    shortest: int = option(5, "Shortest key to judge, in letters.", minimum=3)
    two_slips_from: int = option(
        9, "Length from which two letters may be wrong instead of one, in letters.", minimum=5
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Report each unknown key that is nearly a known one whose field is absent."""
        front_matter = post.front_matter
        if front_matter is None:
            return
        from medlint.fields import KEYS, fold

        known = _known_keys()
        for entry in front_matter.entries:
            folded = fold(entry.key)
            if folded in KEYS or folded in known or len(folded) < self.shortest:
                continue
            if folded in map(fold, self.allow):
                continue
            meant = self._nearest(folded, post)
            if meant is not None:
                yield self._report(post, entry, meant)

    def _nearest(self, folded: str, post: Post) -> str | None:
        """The known key that a folded one is a slip of, if a field of it is absent."""
        from medlint.fields import KEYS

        for key, target in _near(folded, self.shortest, self.two_slips_from):
            if any(not post.metadata.entries(field) for field in KEYS[target]):
                return key
        return None

    def _report(self, post: Post, entry: Entry, meant: str) -> Finding:
        from medlint.fixes import Edit, Fix

        right = _in_style_of(entry.key, meant)
        written = post.source.slice(entry.key_span)
        quote = written[0] if written[:1] in {'"', "'"} else ""
        return self.finding(
            entry.key_span,
            f"{entry.key} is a key that no site generator knows, and {right} is missing; "
            f"did you mean {right}?",
            Fix(
                f"Rename it to {right}", (Edit(entry.key_span, quote + right + quote),), safe=False
            ),
        )


@lru_cache(maxsize=1)
def _known_keys() -> frozenset[str]:
    from medlint.fields import fold
    from medlint.wordlists import load

    return frozenset(fold(key) for key in load("known-keys"))


@lru_cache(maxsize=256)  # the posts of a blog have the same keys
def _near(folded: str, shortest: int, two_slips_from: int) -> tuple[tuple[str, str], ...]:
    """The known keys that a folded one may be a slip of, as written and folded, nearest first."""
    letters = set(folded)
    found: list[tuple[int, str, str]] = []
    for key, target, its_letters in _targets():
        shorter = min(len(folded), len(target))
        if shorter < shortest:
            continue
        limit = 2 if shorter >= two_slips_from else 1
        # Each letter that the other word lacks takes a slip of its own.
        if len(letters - its_letters) > limit or len(its_letters - letters) > limit:
            continue
        distance = _distance(folded, target, limit)
        if distance is not None:
            found.append((distance, key, target))
    found.sort(key=lambda one: one[0])
    return tuple((key, target) for _, key, target in found)


@lru_cache(maxsize=1)
def _targets() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Every key that is read, as written and folded, with its letters."""
    from medlint.fields import FIELDS, fold

    return tuple((key, fold(key), frozenset(fold(key))) for keys in FIELDS.values() for key in keys)


def _distance(one: str, other: str, limit: int) -> int | None:
    """How many letters to insert, drop, change or swap, or ``None`` above ``limit``."""
    if abs(len(one) - len(other)) > limit:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None


def _in_style_of(key: str, meant: str) -> str:
    """The right key in the style of the wrong one: camelCase, kebab-case, capitals."""
    words = meant.split("_")
    if "-" in key:
        right = "-".join(words)
    elif "_" in key or key == key.lower():
        right = "_".join(words)
    else:
        right = words[0] + "".join(word.capitalize() for word in words[1:])
    return right[0].upper() + right[1:] if key[:1].isupper() else right
