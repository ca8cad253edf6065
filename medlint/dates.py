"""Dates as posts write them, read from the text and not from the YAML value.

A YAML reader turns a date with an offset into UTC and stops at a date that
does not exist; the text still says what the author meant. Nothing here raises,
and long strings are not looked at.
"""

from __future__ import annotations

import os
import re
import time

from medlint.patterns import lazy
from medlint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime

#: The variable that stops the clock, in seconds since 1970: reproducible builds use it.
CLOCK = "SOURCE_DATE_EPOCH"
_LAST_YEAR = 9999
_LONGEST = 100  # characters; the longest date a browser prints has about 65


class Moment(NamedTuple):
    """A date that exists, as it is written, with its time of day.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12.
        day: 1 to 31.
        hour: 0 to 24; 0 where no time is written.
        minute: 0 to 59.
        second: 0 to 60.
        offset: Minutes east of UTC, or ``None`` where no time zone is written
            or only by a name.
    """

    year: int
    month: int
    day: int
    hour: int = 0
    minute: int = 0
    second: int = 0
    offset: int | None = None

    @property
    def date(self) -> datetime.date:
        """The calendar day, for what only a calendar knows."""
        import datetime

        return datetime.date(self.year, self.month, self.day)

    @property
    def iso(self) -> str:
        """The calendar day as 2024-01-31."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    @property
    def day_number(self) -> int:
        """The calendar day, counted from the first of the year 1, which is day 1."""
        before = self.year - 1
        days = before * 365 + before // 4 - before // 100 + before // 400
        return days + sum(_days_in(self.year, month) for month in range(1, self.month)) + self.day


class Impossible(NamedTuple):
    """What is written like a date and is none; ``reason`` says why."""

    reason: str


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The English names of the months, in order.
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +)?"
_DATES = tuple(
    lazy(pattern, re.IGNORECASE)
    for pattern in (
        # 2024-01-31, 2024/1/31, 2024.01.31, each with or without a time
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?=$|[T _,])",
        # 20240131, 20240131T120000Z
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=$|T)",
        # Jan 2, 2020; Wed Feb 03 2021
        _WEEKDAY + _MONTH + r" +(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})(?!\d)",
        # 2 January 2020; Tue, 02 Jan 2020
        _WEEKDAY
        + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?[ -]+"
        + _MONTH
        + r",?[ -]+(?P<year>\d{4})(?!\d)",
    )
)
_DAY_OR_MONTH_FIRST = lazy(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?=$|[T _,])")
_TIME = lazy(
    r"[T _,]+(?:at +)?(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?"
    r"(?:[.,]\d+)? *(?P<half>[ap]\.?m\.?)? *(?:GMT|UTC)?(?P<zone>Z|[+-]\d{1,2}(?::?\d\d)?)?",
    re.IGNORECASE,
)
_COMPACT_TIME = lazy(r"T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?", re.IGNORECASE)
_EPOCH = lazy(r"\d{10}(?:\d{3})?")


def read(text: str) -> Moment | Impossible | None:
    """Read a date, with or without a time of day.

    Read are ISO 8601 and its looser kin (``2021-02-03 23:07:00 +0900``,
    ``2017/02/28``, ``20240131``), dates with an English month name, RFC 2822,
    what JavaScript prints, seconds or milliseconds since 1970, and a numeric
    ``31/01/2024`` where only one order of day and month makes sense.

    Returns:
        The date; why it cannot be one; or ``None`` where the text is in no
        form known here, which does not mean that it is no date.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if len(text) == 10 and text[4] == text[7] == "-":
        digits = text[:4] + text[5:7] + text[8:]
        if digits.isascii() and digits.isdigit():  # as most dates are written
            return _checked(int(text[:4]), int(text[5:7]), int(text[8:]), "")
    for pattern in _DATES:
        match = pattern.match(text)
        if match is not None:
            groups = match.groupdict()
            name = groups.get("name")
            month = _MONTHS.index(name[:3].lower()) + 1 if name else int(groups["month"])
            return _checked(int(groups["year"]), month, int(groups["day"]), text[match.end() :])
    match = _DAY_OR_MONTH_FIRST.match(text)
    if match is not None:
        return _either_order(int(match[1]), int(match[3]), int(match[4]), text[match.end() :])
    if _EPOCH.fullmatch(text):
        return _since_1970(int(text[:10]))
    return None


def today() -> Moment:
    """The current date in UTC.

    ``SOURCE_DATE_EPOCH`` (seconds since 1970), when set, is the clock, so that
    a run can be repeated to the letter.
    """
    epoch = os.environ.get(CLOCK, "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= 12:
        moment = _since_1970(int(epoch))
        if moment is not None:
            return moment
    return Moment(*time.gmtime()[:6], 0)


def _checked(year: int, month: int, day: int, rest: str) -> Moment | Impossible:
    if year < 1:
        return Impossible("there is no year 0")
    if not 1 <= month <= 12:
        return Impossible(f"there is no month {month}")
    length = _days_in(year, month)
    if not 1 <= day <= length:
        return Impossible(f"{MONTH_NAMES[month - 1]} {year} has {length} days, not {day}")
    clock = (_TIME.match(rest) or _COMPACT_TIME.match(rest)) if rest else None
    if clock is None:
        return Moment(year, month, day)
    hour, minute = int(clock["hour"]), int(clock["minute"])
    second = int(clock["second"] or 0)
    groups = clock.groupdict()
    half = (groups.get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        written = clock.group().strip(" T_,")
        return Impossible(f"there is no time {written}")
    return Moment(year, month, day, hour, minute, second, _offset(groups.get("zone")))


def _either_order(first: int, second: int, year: int, rest: str) -> Moment | Impossible | None:
    readings = [
        reading
        for month, day in {(second, first), (first, second)}
        if isinstance(reading := _checked(year, month, day, rest), Moment)
    ]
    if not readings:
        return Impossible(f"neither {first} nor {second} can be its month and the other its day")
    return readings[0] if len(readings) == 1 else None


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone in "Zz":
        return 0
    digits = zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return (int(hours) * 60 + int(minutes)) * (-1 if zone[0] == "-" else 1)


def _since_1970(seconds: int) -> Moment | None:
    # Not with `datetime`, whose import takes a tenth of the time that Python needs to start.
    try:
        moment = Moment(*time.gmtime(seconds)[:6], 0)
    except (OverflowError, ValueError, OSError):
        return None
    return moment if moment.year <= _LAST_YEAR else None
