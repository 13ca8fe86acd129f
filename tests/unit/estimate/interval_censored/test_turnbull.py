"""Events between examinations: small cases by hand, corners, refusals."""

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    IntervalCounts,
    SurvivalCounts,
    estimate_survival,
    estimate_survival_between_visits,
    test_for_survival_difference_between_visits,
)
from osteon.estimate.interval_censored import maximum_likelihood
from osteon.estimate.interval_censored.innermost import find_innermost_intervals

INF = np.inf


def estimate(left, right, **options):
    return estimate_survival_between_visits(IntervalCounts.from_rows(left, right, **options))[""]


def test_known_days_and_right_censoring_are_kaplan_meier():
    time, event = [2, 3, 3, 5, 8, 8, 9], [1, 1, 0, 1, 0, 1, 1]
    right = np.where(event, time, INF)
    found = estimate(time, right)
    expected = estimate_survival(SurvivalCounts.from_rows(time, event))[""]
    jumps = expected.n_event > 0
    assert_allclose(found.right, expected.time[jumps])
    assert_allclose(found.survival, expected.survival[jumps], atol=1e-10)


def test_overlap_is_where_the_event_was():
    found = estimate([0, 2, 1], [3, 5, 4])
    assert found.left.tolist() == [2]
    assert found.right.tolist() == [3]
    assert found.probability.tolist() == [1]


def test_intervals_that_only_touch_do_not_overlap():
    """(1, 3] and (3, 5] share no day; [3, 3] lies in the first."""
    assert_allclose(estimate([1, 3], [3, 5]).probability, [0.5, 0.5])
    assert_allclose(estimate([1, 3], [3, 3]).left, [3])


def test_all_right_censored_leaves_everything_open():
    found = estimate([3, 7], [INF, INF])
    assert found.left.tolist() == [7]
    assert found.right.tolist() == [INF]
    bounds = found.at([5, 8])
    assert bounds.low.tolist() == [1, 0]
    assert bounds.high.tolist() == [1, 1]


def test_one_known_event_on_day_zero():
    found = estimate([0, 4], [0, INF])
    assert_allclose(found.at([0, 1]).high, 0.5)
    assert found.left.tolist() == [0, 4]


def test_bounds_differ_only_inside_the_intervals():
    found = estimate([0, 1, 2, 4], [2, 3, 5, INF])
    bounds = found.at([1, 1.5, 2, 4, 4.5, 5])
    assert_allclose(bounds.low, [1, 0.5, 0.5, 0.5, 0, 0], atol=1e-12)
    assert_allclose(bounds.high, [1, 1, 0.5, 0.5, 0.5, 0], atol=1e-12)


def test_rows_of_nobody_are_left_out():
    found = estimate([0, 1], [2, 9], n=[3, 0])
    assert found.n_patients == 3
    assert found.right.tolist() == [2]


def test_a_group_of_nobody_has_an_empty_curve():
    counts = IntervalCounts.from_rows([0, 1], [2, 9], group=["a", "b"], n=[3, 0])
    found = estimate_survival_between_visits(counts)
    assert found["b"].n_patients == 0
    assert found["b"].left.tolist() == []
    assert np.isnan(test_for_survival_difference_between_visits(counts).statistic)


def test_nobody_at_all_cannot_differ():
    counts = IntervalCounts.from_rows([0, 1], [2, 9], group=["a", "b"], n=[0, 0])
    assert np.isnan(test_for_survival_difference_between_visits(counts).p_value)


def test_a_small_share_that_the_data_ask_for_is_kept():
    found = estimate([0, 4], [2, 9], n=[1, 1e-6])
    assert_allclose(found.probability, [1, 1e-6], rtol=1e-5)


def test_a_search_that_does_not_end_says_so(monkeypatch):
    monkeypatch.setattr(maximum_likelihood, "FIRST_STEPS", 0)
    monkeypatch.setattr(maximum_likelihood, "MOST_STEPS", 0)
    with pytest.raises(EstimationError, match="likeliest distribution was not found"):
        estimate([0, 0, 4], [2, 2, INF])


def test_where_no_step_climbs_an_em_step_is_made():
    counts = IntervalCounts.from_rows([0, 1, 3], [2, 4, INF])
    likelihood = maximum_likelihood._Likelihood(find_innermost_intervals(counts))
    p = np.full(likelihood.m, 1 / likelihood.m)
    found = maximum_likelihood._climb(likelihood, p, p)
    assert_allclose(found, likelihood.em_step(p))


def test_a_count_table_is_its_rows():
    table = pa.table({"left": [0, 3], "right": [2, None], "n": [3, 1], "arm": ["a", "a"]})
    counts = IntervalCounts.from_arrow(table, group="arm")
    assert counts.right.tolist() == [2, INF]
    assert_allclose(estimate_survival_between_visits(counts)["a"].probability, [0.75, 0.25])


def test_a_hundred_thousand_patients_are_found_to_the_last_digit():
    generator = np.random.default_rng(8)
    time = np.ceil(generator.weibull(1.3, 100_000) * 900)
    visits = np.cumsum(generator.integers(60, 200, size=(100_000, 8)), axis=1)
    place = (visits < time[:, None]).sum(axis=1)
    edges = np.column_stack([np.zeros(len(time)), visits, np.full(len(time), INF)])
    rows = np.arange(len(time))
    found = estimate(edges[rows, place], edges[rows, place + 1])
    assert found.gap < 2e-10
    middle = found.at([600]).low[0]
    assert_allclose(middle, np.exp(-((600 / 900) ** 1.3)), atol=0.01)


def test_groups_that_are_alike_do_not_differ():
    counts = IntervalCounts.from_rows([0, 2, 4] * 2, [3, 5, INF] * 2, group=list("aaabbb"))
    found = test_for_survival_difference_between_visits(counts)
    assert found.statistic == pytest.approx(0, abs=1e-20)
    assert found.df == 1


def test_scores_that_are_all_equal_say_nothing():
    counts = IntervalCounts.from_rows([0, 0], [3, 3], group=["a", "b"])
    assert np.isnan(test_for_survival_difference_between_visits(counts).p_value)


def test_one_group_cannot_be_compared():
    counts = IntervalCounts.from_rows([0, 2], [3, INF])
    with pytest.raises(EstimationError, match="found 1 group; permitted: two groups or more"):
        test_for_survival_difference_between_visits(counts)


@pytest.mark.parametrize(
    ("left", "right", "where"),
    [([5], [4], "right"), ([-1], [4], "left"), ([INF], [INF], "left"), ([1], [np.nan], "right")],
)
def test_intervals_that_cannot_be_are_refused(left, right, where):
    with pytest.raises(EstimationError) as caught:
        IntervalCounts.from_rows(left, right)
    assert [problem.where for problem in caught.value.problems] == [where]


def test_a_table_without_right_ends_is_refused():
    with pytest.raises(EstimationError, match="no column 'right'"):
        IntervalCounts.from_arrow(pa.table({"left": [1], "n": [1]}))
