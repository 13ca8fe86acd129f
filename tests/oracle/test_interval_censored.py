"""Interval-censored times against self-consistent estimates, survfit and published numbers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    IntervalCounts,
    SurvivalCounts,
    estimate_survival,
    estimate_survival_between_visits,
    test_for_survival_difference,
    test_for_survival_difference_between_visits,
)

RTOL = 1e-8  # a gap of 1e-10 in the log-likelihood bounds a probability only to its root
SURVFIT_ATOL = 1e-3  # survfit stops when survival moves by less than 5e-5 in a step

# Fay and Shaw (2010), J Stat Softw 36(2), section 4.1: breast cosmesis, probability by interval.
PUBLISHED = {
    "radiotherapy": [
        (4, 5, 0.0463), (6, 7, 0.0334), (7, 8, 0.0887), (11, 12, 0.0708),
        (24, 25, 0.0926), (33, 34, 0.0818), (38, 40, 0.1209), (46, 48, 0.4656),
    ],
    "chemotherapy": [
        (4, 5, 0.0433), (5, 8, 0.0433), (11, 12, 0.0692), (16, 17, 0.1454), (18, 19, 0.1411),
        (19, 20, 0.1157), (24, 25, 0.0999), (30, 31, 0.0709), (35, 36, 0.1608), (44, 48, 0.0552),
        (48, 60, 0.0552),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def intervals(oracle_data):
    def load(name: str) -> IntervalCounts:
        rows = oracle_data("interval_censored", set=name)
        right = np.where(np.isnan(rows["right"]), np.inf, rows["right"])
        return IntervalCounts.from_rows(rows["left"], right, group=rows["group"])

    return load


@pytest.mark.parametrize("group", ["radiotherapy", "chemotherapy"])
def test_breast_cosmesis_as_published(intervals, group):
    found = estimate_survival_between_visits(intervals("cosmesis"))[group]
    left, right, probability = map(np.array, zip(*PUBLISHED[group], strict=True))
    assert_allclose(found.left, left)
    assert_allclose(found.right, right)
    assert_allclose(found.probability, probability, atol=5e-5)


@pytest.mark.parametrize("case", ["radiotherapy", "chemotherapy", "mixed"])
def test_agrees_with_the_self_consistent_estimate(intervals, expected, case):
    table = expected("turnbull", set=case)
    counts = intervals("mixed" if case == "mixed" else "cosmesis")
    if case == "mixed":
        counts = IntervalCounts.from_rows(counts.left, counts.right)
    found = estimate_survival_between_visits(counts)["" if case == "mixed" else case]
    assert found.gap < 1e-10
    assert_allclose(found.left, table["left"], atol=1e-5)
    assert_allclose(found.right, np.nan_to_num(table["right"], nan=np.inf))
    assert_allclose(found.probability, table["probability"], rtol=RTOL)
    assert_allclose(found.log_likelihood, table["log_likelihood"][0], rtol=1e-13)


@pytest.mark.parametrize("group", ["radiotherapy", "chemotherapy"])
def test_survfit_comes_near(intervals, expected, group):
    table = expected("turnbull", set=group)
    found = estimate_survival_between_visits(intervals("cosmesis"))[group]
    assert_allclose(found.survival, table["survfit"], atol=SURVFIT_ATOL)


def test_day_of_examination_for_day_of_event_does_not_pass(intervals, expected):
    """Kaplan-Meier of the right ends, the commonest way round."""
    counts = intervals("cosmesis")
    alone = counts.group == counts.group_labels.index("radiotherapy")
    left, right = counts.left[alone], counts.right[alone]
    seen = np.isfinite(right)
    wrong = estimate_survival(SurvivalCounts.from_rows(np.where(seen, right, left), seen))[""]
    table = expected("turnbull", set="radiotherapy")
    times = table["right"][:-1]
    with pytest.raises(AssertionError):
        assert_allclose(wrong.at(times).survival, table["survival"][:-1], atol=0.05)


@pytest.mark.parametrize("case", ["cosmesis", "mixed"])
@pytest.mark.parametrize("scores", ["sun", "finkelstein"])
def test_score_test_agrees_with_the_formulas_in_r(intervals, expected, case, scores):
    table = expected("interval_score_test", set=case, scores=scores)
    counts = intervals(case)
    found = test_for_survival_difference_between_visits(counts, scores=scores)
    assert_allclose(found.statistic, table["z"][0] ** 2, rtol=RTOL)
    assert_allclose(found.details[counts.group_labels[0]], table["sum_of_first"][0], rtol=RTOL)


@pytest.mark.parametrize(
    ("scores", "z", "p_value", "score"),
    [("sun", 2.6684, 0.007622, 9.141846), ("finkelstein", 2.6839, 0.007277, 9.944182)],
)
def test_score_test_as_published(intervals, scores, z, p_value, score):
    """Fay and Shaw (2010), section 4.2."""
    found = test_for_survival_difference_between_visits(intervals("cosmesis"), scores=scores)
    assert_allclose(np.sqrt(found.statistic), z, atol=5e-5)
    assert_allclose(found.p_value, p_value, atol=5e-7)
    assert_allclose(found.details["chemotherapy"], score, atol=5e-7)


def test_log_rank_of_right_ends_does_not_pass(intervals):
    counts = intervals("cosmesis")
    seen = np.isfinite(counts.right)
    group = np.array(counts.group_labels)[counts.group]
    wrong = test_for_survival_difference(
        SurvivalCounts.from_rows(np.where(seen, counts.right, counts.left), seen, group=group)
    )
    with pytest.raises(AssertionError):
        assert_allclose(np.sqrt(wrong.statistic), 2.6684, atol=0.01)
