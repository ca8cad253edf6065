"""MED141: a date that cannot be right."""

from __future__ import annotations

import re

from medlint import dates
from medlint.diagnostic import Severity
from medlint.fields import fold
from medlint.patterns import lazy
from medlint.rule import Bad, Good, Rule, option
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.diagnostic import Finding
    from medlint.front_matter import Value
    from medlint.post import Post
    from medlint.text import Span

#: What generators put in by themselves: Quarto's `today`, R Markdown's `Sys.Date()`, Eleventy's
#: `Last Modified`, template tags.
_COMPUTED = lazy(r"[{}`$()<>]|\b(?:today|now|auto|modified|created)\b", re.IGNORECASE)
#: Keys that other tools use for something else than a date too.
_LOOSE = frozenset({"created", "published", "modified", "updated"})
_NO_DATES = {"boolean": "true or false", "list": "a list", "mapping": "a mapping"}


class Dated(NamedTuple):
    """A date and where it stands."""

    span: Span
    moment: dates.Moment


class InvalidDate(Rule, code="MED141", severity=Severity.WARNING):
    """The dates of a post must exist, be past, and be in order.

    Many generators stop at a date such as 29 February 2017, leave out a post whose date is
    still to come, or put it in the wrong year's archive; the reader finds nothing, or an
    `updated` from before the post was written.

    Mend: write the date as `2024-01-31` or `2024-01-31T09:00:00+01:00`. A post that is to
    appear later is a draft until then (`draft: true`), or is allowed by the option
    `allow-future`.

    Language: month names are read in English; a date written out in another language is left
    alone, and so is one such as `01/02/2024`, which two countries read differently.

    Limits: `published: true` is a switch and no date. One day ahead is allowed for, as it may
    be tomorrow where the author lives. What a generator fills in (`today`, template tags) is
    not looked at.

    Source: ISO 8601; Jekyll and Hugo leave out posts with a date in the future unless told
    otherwise; python-frontmatter raises an error on a date that does not exist.
    """

    allow_future: bool = option(False, "Accept posts dated in the future that are no drafts.")

    examples = (
        Good(
            """
            ---
            date: 2016-02-29 09:00:00 +0100
            updated: Mar 1, 2016
            published: true
            ---
            """
        ),
        Bad(
            """
            ---
            date: ⟦2017-02-29⟧
            ---
            """
        ),
        Bad(
            """
            ---
            date: ⟦"2999-01-31"⟧
            ---
            """
        ),
        Bad(
            """
            ---
            date: 2024-01-31
            lastmod: ⟦2023-12-31⟧
            ---
            """
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield a finding for every date at fault, and for an update before the date."""
        dated: Dated | None = None
        updated: Dated | None = None
        for field in ("date", "updated"):
            for key, value in _values(post, field):
                reading = dates.read(value.text)
                problem = _fault(key, value, reading)
                if problem is not None:
                    yield self.finding(value.span, problem)
                elif isinstance(reading, dates.Moment) and field == "date":
                    dated = dated or Dated(value.span, reading)
                elif isinstance(reading, dates.Moment):
                    updated = updated or Dated(value.span, reading)
        if dated is not None and not self.allow_future and not post.is_draft:
            today = post.today_before(dated.moment)
            ahead = 0 if today is None else dated.moment.day_number - today.day_number
            if today is not None and ahead > 1:
                yield self.finding(
                    dated.span,
                    f"the date {dated.moment.iso} is {ahead:,} days ahead (today is {today.iso}); "
                    "correct it, or mark the post as a draft until then (`draft: true`)",
                )
        if dated is not None and updated is not None and _is_before(updated.moment, dated.moment):
            yield self.finding(
                updated.span,
                f"the post was updated on {updated.moment.iso}, before its date "
                f"{dated.moment.iso}; correct the one that is wrong",
            )


def _values(post: Post, field: str) -> Iterator[tuple[str, Value]]:
    """The values of a date field, the one that counts first."""
    for entry in post.metadata.entries(field):
        if entry.value.kind == "mapping":
            # Docusaurus: `last_update: {date: …, author: …}`.
            for inner in entry.value.entries:
                if fold(inner.key) == "date" and not inner.is_null:
                    yield entry.key, inner.value
        elif not entry.is_null:
            yield entry.key, entry.value


def _fault(key: str, value: Value, reading: dates.Moment | dates.Impossible | None) -> str | None:
    """Why a value is no date, or ``None`` where it is one or may be one."""
    if isinstance(reading, dates.Impossible):
        return f"`{key}` is {value.text.strip()}, which is no date: {reading.reason}"
    if reading is not None or fold(key) in _LOOSE:
        return None
    if value.kind in _NO_DATES:
        return f"`{key}` is {_NO_DATES[value.kind]}, not a date; write it as 2024-01-31"
    if value.kind != "string":
        return None
    text = value.text.strip()
    # A numeral in any script, 二〇二四 included, may be a date in some language.
    if any(character.isnumeric() for character in text) or _COMPUTED.search(text):
        return None
    return f'`{key}` is "{text[:40]}", which is no date; write it as 2024-01-31'


def _is_before(updated: dates.Moment, dated: dates.Moment) -> bool:
    """Whether an update comes before the date, by more than time zones explain."""
    days = dated.day_number - updated.day_number
    return days > (0 if updated.offset == dated.offset else 1)
