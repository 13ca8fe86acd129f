"""Histories of events: what is read, and what is refused."""

import pytest

from osteon.errors import EstimationError
from osteon.estimate import EventHistories, EventTotals, estimate_rate


def test_rows_may_stand_in_any_order():
    first = EventHistories.from_rows(["p", "q", "p", "p"], [3, 5, 9, 4], [1, 2, 0, 1])
    second = EventHistories.from_rows(["p", "p", "p", "q"], [9, 4, 3, 5], [0, 1, 1, 2])
    assert first.end.tolist() == second.end.tolist() == [9, 5]
    assert first.died.tolist() == second.died.tolist() == [False, True]
    assert first.events_of_patient.tolist() == second.events_of_patient.tolist() == [2, 0]


def test_an_event_on_the_last_day_counts():
    histories = EventHistories.from_rows(["p", "p"], [7, 7], [1, 0])
    assert histories.event_time.tolist() == [7]


@pytest.mark.parametrize(
    ("rows", "options", "text"),
    [
        ((["p"], [3], [1]), {}, "1 patients without an end"),
        ((["p", "p"], [3, 4], [0, 2]), {}, "1 patients without an end, or with several"),
        ((["p", "p"], [3, 4], [5, 0]), {}, "1 rows with another number"),
        ((["p", "p"], [9, 4], [1, 0]), {}, "1 events before entry or after the end"),
        ((["p"], [-4], [0]), {}, "time: found negative values"),
        ((["p"], [4], [0]), {"entry": [4]}, "1 patients who enter at the end"),
        ((["p", "p"], [3, 4], [1, 0]), {"group": ["a", "b"]}, "group: found 1 patients with more"),
        ((["p", "p"], [3, 4], [1, 0]), {"entry": [0, 1]}, "entry: found 1 patients with more"),
    ],
)
def test_histories_that_cannot_be_are_refused(rows, options, text):
    with pytest.raises(EstimationError, match=text):
        EventHistories.from_rows(*rows, **options)


def test_rates_of_totals_go_to_the_exact_interval():
    histories = EventHistories.from_rows(
        list("ppqr"), [365.25, 730.5, 365.25, 365.25], [1, 0, 0, 0], group=list("aabb")
    )
    rates = EventTotals.from_histories(histories, unit=365.25).rates()
    assert rates["a"] == (1, 2.0)
    assert rates["b"] == (0, 2.0)
    assert estimate_rate(*rates["a"]).value == 0.5


def test_totals_that_cannot_be_are_refused():
    with pytest.raises(EstimationError) as caught:
        EventTotals.from_rows([1, -1], [0, 2])
    assert [problem.where for problem in caught.value.problems] == ["status", "person_time"]
