"""Days known in part answer with yes, no or perhaps."""

from datetime import date

import pytest

from osteon.quality import Chart
from osteon.worklist.certainty import (
    Days,
    agree,
    all_of,
    any_of,
    earliest,
    is_after,
    is_from,
    is_within,
    latest,
    negate,
)
from osteon.worklist.history import History

MAY = Days(date(2023, 5, 1), date(2023, 5, 31))
FIRST, LAST = (Days(day, day) for day in MAY)
UNKNOWN = Days(date.min, date(2023, 5, 31))


@pytest.mark.parametrize(
    ("day", "limit", "answer"),
    [
        (LAST, FIRST, True),
        (FIRST, FIRST, True),
        (FIRST, LAST, False),
        (MAY, FIRST, True),
        (MAY, LAST, None),
        (MAY, MAY, None),
        (UNKNOWN, FIRST, None),
    ],
)
def test_from_a_day_on(day, limit, answer):
    assert is_from(day, limit) is answer
    assert is_after(limit, day) is negate(answer)


def test_within_two_days():
    assert is_within(MAY, FIRST, LAST) is True
    assert is_within(MAY, LAST, LAST) is None
    assert is_within(LAST, FIRST, FIRST) is False


@pytest.mark.parametrize(
    ("answers", "any_answer", "all_answer"),
    [
        ((), False, True),
        ((True, None, False), True, False),
        ((None, False), None, False),
        ((True, None), True, None),
    ],
)
def test_several_answers(answers, any_answer, all_answer):
    assert any_of(answers) is any_answer
    assert all_of(answers) is all_answer


def test_agreement_of_what_may_be():
    assert agree([True, True]) is True
    assert agree([False]) is False
    assert agree([True, False]) is None
    assert agree([]) is None


def test_months_are_clamped_and_an_unknown_first_day_stays_unknown():
    assert Days(date(2023, 8, 31), date(2023, 8, 31)).later(months=6).last == date(2024, 2, 29)
    assert UNKNOWN.later(days=-30, months=-1).first == date.min
    assert not UNKNOWN.is_known


def test_first_and_last_of_several():
    assert earliest([MAY, LAST]) == MAY
    assert latest([MAY, FIRST]) == MAY


def test_what_is_recorded_has_happened_and_what_is_planned_may_lie_ahead():
    history = History(Chart("P1", {}, date(2023, 5, 10)), date(2023, 5, 10))
    row = {"date": "2023-05", "until": "2023-06", "never": None}
    assert history.days(row).last == date(2023, 5, 10)
    assert history.days(row, "until") == Days(date(2023, 6, 1), date(2023, 6, 30))
    assert history.planned(row, "date") == MAY
    assert history.planned(row, "never") == Days(date.min, date.max)
