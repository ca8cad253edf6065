"""Dates as posts write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint import dates
from medlint.dates import Impossible, Moment, read

EVENING = (2021, 2, 3, 23, 7, 0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-02-03", Moment(2021, 2, 3)),
        ("2021/2/3", Moment(2021, 2, 3)),
        ("2021.02.03", Moment(2021, 2, 3)),
        ("20210203", Moment(2021, 2, 3)),
        ("2021-02-03 23:07:00", Moment(*EVENING)),
        ("2021-02-03T23:07:00Z", Moment(*EVENING, 0)),
        ("2021-02-03T23:07:00.000-08:00", Moment(*EVENING, -480)),
        ("2021-02-03 23:07:00 +0900", Moment(*EVENING, 540)),
        ("2021-02-03 23:07:00 +05:30", Moment(*EVENING, 330)),
        ("2021-02-03 23:07 +1", Moment(*EVENING, 60)),
        ("20210203T230700Z", Moment(*EVENING)),
        ("Feb 3, 2021", Moment(2021, 2, 3)),
        ("February 3rd, 2021 11:07 PM", Moment(*EVENING)),
        ("3 Feb. 2021", Moment(2021, 2, 3)),
        ("03-Feb-2021", Moment(2021, 2, 3)),
        ("Wed, 03 Feb 2021 23:07:00 +0000", Moment(*EVENING, 0)),
        ("Wed Feb 03 2021 23:07:00 GMT+0900 (JST)", Moment(*EVENING, 540)),
        ("31/01/2024", Moment(2024, 1, 31)),
        ("01/31/2024", Moment(2024, 1, 31)),
        ("1/1/2024", Moment(2024, 1, 1)),
        ("1612393620", Moment(*EVENING, 0)),
        ("1612393620000", Moment(*EVENING, 0)),
        ("2024-02-29", Moment(2024, 2, 29)),
        ("2000-02-29", Moment(2000, 2, 29)),
        ("2021-02-03T24:00:00Z", Moment(2021, 2, 3, 24, 0, 0, 0)),
        ("2021-02-03 12:30 am", Moment(2021, 2, 3, 0, 30)),
    ],
)
def test_the_usual_shapes_are_read(text: str, moment: Moment) -> None:
    assert read(f" {text} ") == moment


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2017-02-29 11:00:00", "February 2017 has 28 days, not 29"),
        ("1900-02-29", "February 1900 has 28 days, not 29"),
        ("2024-04-31", "April 2024 has 30 days, not 31"),
        ("Feb 30, 2020", "February 2020 has 29 days, not 30"),
        ("2024-13-01", "there is no month 13"),
        ("2024-01-00", "January 2024 has 31 days, not 0"),
        ("0000-00-00", "there is no year 0"),
        ("2024-01-31T25:00:00", "there is no time 25:00:00"),
        ("2024-01-31 10:60", "there is no time 10:60"),
        ("45/13/2024", "neither 45 nor 13 can be its month and the other its day"),
    ],
)
def test_what_looks_like_a_date_and_is_none_says_why(text: str, reason: str) -> None:
    assert read(text) == Impossible(reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "01/02/2024",
        "2024",
        "2024-01",
        "3 de enero de 2020",
        "2024年1月31日",
        "1.2.3",
        "2024-01-31-bees",
        "Marchand 3 2020",
        "2024-01-31" + " " * 200 + "x",
    ],
)
def test_what_is_in_no_known_form_is_left_open(text: str) -> None:
    assert read(text) is None


def test_today_comes_from_the_clock_unless_the_run_is_to_be_repeatable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1612393620")
    assert dates.today().date == datetime.date(2021, 2, 3)
    for broken in ("", "soon", "9" * 5000, "999999999999"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", broken)
        now = datetime.datetime.now(datetime.UTC).date()
        assert abs((dates.today().date - now).days) <= 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(day=st.dates())
def test_days_are_counted_as_in_the_calendar(day: datetime.date) -> None:
    moment = dates.Moment(day.year, day.month, day.day)
    assert moment.day_number == day.toordinal()
    assert moment.iso == day.isoformat()
    assert moment.date == day


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dates(min_value=datetime.date(1, 1, 1)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    reading = read(day.isoformat())
    assert isinstance(reading, Moment)
    assert reading.date == day


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=120), st.text(alphabet="0123456789-/.:T +ZJanFeb,", max_size=40)))
def test_no_text_raises(text: str) -> None:
    reading = read(text)
    if isinstance(reading, Moment):
        assert reading.date.year == reading.year
