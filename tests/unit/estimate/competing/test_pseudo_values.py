"""Pseudo-values against estimates made anew without each patient, corner cases included."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    SurvivalCounts,
    estimate_cumulative_incidence,
    estimate_incidence_difference,
    estimate_pseudo_values,
)

CASES = {
    "all_tied": ([5, 5, 5, 5], [1, 2, 0, 1]),
    "one_event": ([3, 4, 7, 9], [0, 1, 0, 0]),
    "all_end": ([1, 2, 3, 5, 5], [1, 2, 1, 2, 1]),
    "last_alone": ([1, 2, 2, 8], [1, 1, 0, 1]),
    "time_zero": ([0, 0, 1, 4], [1, 0, 2, 1]),
}


def estimates(counts: SurvivalCounts, at: np.ndarray) -> dict[str, np.ndarray]:
    curve = estimate_cumulative_incidence(counts)[""]
    step = np.searchsorted(curve.time, at, side="right")
    survival = np.concatenate([[1.0], curve.survival])
    incidence = np.concatenate([[0.0], curve.incidence[:, 0]])
    ends = np.concatenate([[0.0], curve.time])
    areas = [
        sum(
            survival[k] * max(0.0, min(end, horizon) - start)
            for k, (start, end) in enumerate(zip(ends, [*ends[1:], np.inf], strict=True))
        )
        for horizon in at
    ]
    return {
        "survival": survival[step],
        "incidence": incidence[step],
        "restricted_mean": np.array(areas),
    }


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("estimand", ["survival", "incidence", "restricted_mean"])
def test_agree_with_refitting(case, estimand):
    counts = SurvivalCounts.from_rows(*CASES[case])
    at = np.array([0.5, 1, 2, 4.5])
    found = estimate_pseudo_values(counts, at, estimand=estimand)
    full = estimates(counts, at)[estimand]
    n = counts.n.sum()
    for row in range(len(counts.n)):
        fewer = counts.n.copy()
        fewer[row] -= 1
        without = estimates(replace(counts, n=fewer), at)[estimand]
        assert_allclose(found[row], n * full - (n - 1) * without, atol=1e-13)


def test_without_censoring_they_are_the_outcomes():
    counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 2, 1, 2])
    found = estimate_pseudo_values(counts, [2.5], estimand="incidence")[:, 0]
    assert_allclose(found, [1, 0, 0, 0], atol=1e-14)


def test_unknown_beyond_the_last_follow_up():
    counts = SurvivalCounts.from_rows([1, 2], [1, 0])
    assert np.isnan(estimate_pseudo_values(counts, [3])).all()


def test_delayed_entry_and_weights_are_refused():
    counts = SurvivalCounts.from_rows([2, 3], [1, 0], entry=[0, 1], weight=[1, 0.5])
    with pytest.raises(EstimationError, match="entry: found delayed entry"):
        estimate_pseudo_values(counts, [1])


class TestIncidenceDifference:
    def test_needs_two_groups(self):
        counts = SurvivalCounts.from_rows([1, 2, 3], [1, 1, 0], group=list("abc"))
        with pytest.raises(EstimationError, match="found 3 groups; permitted: two groups"):
            estimate_incidence_difference(counts, 1)

    def test_clusters_in_both_groups_are_refused(self):
        counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 0, 1, 0], group=list("aabb"))
        with pytest.raises(EstimationError, match="clusters with members in both groups"):
            estimate_incidence_difference(counts.clustered_by([1, 2, 2, 3]), 1)

    def test_clusters_within_groups_get_the_jackknife(self):
        counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 0, 1, 0], group=list("aabb"))
        found = estimate_incidence_difference(counts.clustered_by([1, 1, 2, 2]), 1.5)
        assert np.isfinite(found.difference.std_error)

    def test_a_cause_that_nobody_can_have_is_refused(self):
        counts = SurvivalCounts.from_rows([1, 2], [1, 0], group=list("ab"))
        with pytest.raises(EstimationError, match="a whole number from 1 to 1"):
            estimate_incidence_difference(counts, 1, cause=2)

    def test_not_estimable_beyond_follow_up_or_without_events(self):
        counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 0, 0, 0], group=list("aabb"))
        assert np.isnan(estimate_incidence_difference(counts, 10).difference.value)
        found = estimate_incidence_difference(counts, 1.5)
        assert found.difference.value == pytest.approx(-0.5)
        assert np.isnan(found.ratio.value)
        assert np.isnan(found.test.p_value)
