"""What is certain about dates, spans and the order of rows when not every day is known."""

from datetime import date, datetime

import pytest

from osteon.dictionary import PartialDate
from osteon.quality.certainty import (
    add_months,
    consecutive,
    date_of,
    is_before,
    is_by,
    is_within,
    least_days,
    may_be_within,
    most_days,
    span_of,
)

# first       second       before  by
ORDER_TABLE = """
2020-05-16    2020-05-17   yes     yes
2020-05-17    2020-05-17   no      yes
2020-05       2020-05-31   no      yes
2020-05       2020-05-17   no      no
2020          2020         no      no
2019          2020         yes     yes
-             2020         no      no
2020          -            no      no
"""

# date        certainly in May   perhaps in May
WITHIN_TABLE = """
2020-05-01    yes                yes
2020-05-31    yes                yes
2020-05       yes                yes
2020-06       no                 no
2020          no                 yes
-             no                 yes
"""

# start     stop        start       stop        overlap
OVERLAP_TABLE = """
2018        2020-05     2019        2021        yes
2018        running     2019        running     yes
2018        running     2020-05-17  2020-05-17  no
2018        2020-05-17  2020-05-17  running     no
2018        2020-05-18  2020-05-17  running     yes
2018        2020        2020-05-17  running     no
2018        UNK         2019        running     no
-           2020        2019        running     no
"""


def rows(table):
    return [line.split() for line in table.strip().splitlines()]


def partial(text):
    return None if text == "-" else PartialDate.parse(text)


def span(start, stop):
    row = {"start_date": None if start == "-" else start}
    if stop == "UNK":
        row["stop_date_null"] = stop
    elif stop != "running":
        row["stop_date"] = stop
    return span_of(row, "start_date", "stop_date")


@pytest.mark.parametrize(("first", "second", "before", "by"), rows(ORDER_TABLE))
def test_order(first, second, before, by):
    assert is_before(partial(first), partial(second)) is (before == "yes")
    assert is_by(partial(first), partial(second)) is (by == "yes")


@pytest.mark.parametrize(("day", "certain", "possible"), rows(WITHIN_TABLE))
def test_within(day, certain, possible):
    may = (date(2020, 5, 1), date(2020, 5, 31))
    assert is_within(partial(day), *may) is (certain == "yes")
    assert may_be_within(partial(day), *may) is (possible == "yes")


@pytest.mark.parametrize(("start", "stop", "other", "other_stop", "overlap"), rows(OVERLAP_TABLE))
def test_spans_overlap_for_more_than_a_day(start, stop, other, other_stop, overlap):
    assert span(start, stop).overlaps(span(other, other_stop)) is (overlap == "yes")
    assert span(other, other_stop).overlaps(span(start, stop)) is (overlap == "yes")


@pytest.mark.parametrize(
    ("start", "stop", "touches"),
    [
        ("2020-06", "2021", False),
        ("2019", "2020-04", False),
        ("2019", "2020-05", True),
        ("2020-05-31", "running", True),
        ("2019", "UNK", True),
        ("-", "2021", True),
    ],
)
def test_a_span_may_touch_may(start, stop, touches):
    assert span(start, stop).may_touch(date(2020, 5, 1), date(2020, 5, 31)) is touches


def test_a_span_runs_unless_its_end_is_not_known():
    running = {"start_date": "2020", "stop_date_null": "NA"}
    assert span_of(running, "start_date", "stop_date").is_running
    assert not span("2020", "UNK").is_running
    assert not span("2020", "2021").is_running


def test_days_from_one_month_to_another():
    may, july = PartialDate.parse("2020-05"), PartialDate.parse("2020-07")
    assert least_days(may, july) == 31
    assert most_days(may, july) == 91


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2020, 8, 31), 6, date(2021, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2020, 5, 17), 8, date(2021, 1, 17)),
        (date(2020, 1, 31), -2, date(2019, 11, 30)),
        (date(2020, 12, 1), 0, date(2020, 12, 1)),
    ],
)
def test_calendar_months_are_clamped_at_the_end(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    "value", ["2020-05-17", date(2020, 5, 17), datetime.fromisoformat("2020-05-17T08:30:00")]
)
def test_a_day_is_read_from_text_day_or_moment(value):
    day = date_of({"date": value}, "date")
    assert day is not None
    assert (day.lo, day.hi, day.precision) == (date(2020, 5, 17), date(2020, 5, 17), "D")


def test_no_row_and_no_value_have_no_date():
    assert date_of(None, "date") is None
    assert date_of({"date": None}, "date") is None


@pytest.mark.parametrize(
    ("dates", "pairs"),
    [
        ("2018 2020 2019", "1-3 3-2"),
        ("2018 2020 2020-05-17", ""),
        ("2018 2019 2019-05-17 2020", ""),
        ("2018 2019-05-17 2019-05-17 2020", "1-2 3-4"),
        ("2018 -", ""),
        ("2018", ""),
    ],
)
def test_rows_that_certainly_follow_each_other(dates, pairs):
    given = [(partial(text), {"id": str(n)}) for n, text in enumerate(dates.split(), start=1)]
    found = [f"{a['id']}-{b['id']}" for (_, a), (_, b) in consecutive(given)]
    assert found == pairs.split()
