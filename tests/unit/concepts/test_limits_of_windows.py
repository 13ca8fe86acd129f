"""The last day of a window of calendar months counts, or does not, also where months are short."""

from datetime import date, timedelta

import ibis
import pytest

from osteon.concepts.expressions.rows import month_key, next_day_key
from osteon.concepts.rules import (
    PainState,
    classify_pain_response,
    is_pain_back,
    is_synchronous,
)
from osteon.dictionary import PartialDate


@pytest.mark.parametrize(
    ("diagnosis", "bone", "with_limit", "without"),
    [
        ("2020-01-15", "2020-07-14", True, True),
        ("2020-01-15", "2020-07-15", True, False),
        ("2020-01-15", "2020-07-16", False, False),
        ("2019-08-31", "2020-02-28", True, True),
        ("2019-08-31", "2020-02-29", True, False),
        ("2019-08-31", "2020-03-01", False, False),
        ("2018-08-31", "2019-02-28", True, False),
        ("2020-01", "2020-07-01", True, None),
    ],
)
def test_the_last_day_of_the_window(diagnosis, bone, with_limit, without):
    dates = PartialDate.parse(diagnosis), PartialDate.parse(bone)
    assert is_synchronous(*dates) is with_limit
    assert is_synchronous(*dates, limit_counts=False) is without


def test_the_engine_knows_the_day_after_every_day():
    first = date(1899, 12, 28)
    days = [first + timedelta(days=n) for n in (*range(70), *range(36_500, 36_600))]
    table = ibis.memtable({"day": days, "next": [day + timedelta(days=1) for day in days]})
    keys = table.select(found=next_day_key(table.day), expected=month_key(table.next))
    rows = keys.to_pyarrow()
    assert rows["found"].to_pylist() == rows["expected"].to_pylist()


@pytest.mark.parametrize(("counts", "expected"), [(True, "PP"), (False, "IR")])
def test_opioids_where_there_were_none_are_more_or_no_change(counts, expected):
    before, after = PainState(5, 0.0), PainState(5, 10.0)
    assert classify_pain_response(before, after, new_opioids_count=counts) == expected
    assert is_pain_back(before, after, new_opioids_count=counts) is counts
