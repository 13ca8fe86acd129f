"""Follow-up from a landmark on, and curves of groups that patients enter: what is refused."""

import numpy as np
import pytest

from osteon.errors import EstimationError
from osteon.estimate import (
    CovariateCounts,
    SurvivalCounts,
    estimate_survival_after_switch,
    select_landmark,
    split_at_switch,
)


def test_late_entry_is_counted_from_the_landmark():
    counts = SurvivalCounts.from_rows([5, 9, 12], [1, 0, 1], entry=[0, 2, 8])
    selected = select_landmark(counts, landmark=4).counts
    assert selected.time.tolist() == [1, 5, 8]
    assert selected.entry.tolist() == [0, 0, 4]


def test_covariates_stay_with_their_patients():
    counts = CovariateCounts.from_rows([2, 5, 9], [1, 0, 2], {"age": [61.5, 52.5, 70.5]})
    selection = select_landmark(counts, landmark=5)
    assert selection.counts.covariates.rows().tolist() == [[70.5]]
    assert (selection.n_before, selection.n_event, selection.n_censored) == (3, 1, 1)


@pytest.mark.parametrize(
    ("landmark", "message"),
    [
        (-1, "landmark: found -1; permitted: a time of 0 or more"),
        (np.nan, "landmark: found nan; permitted: a time of 0 or more"),
        (12, "landmark: found nobody under observation after it"),
    ],
)
def test_landmarks_without_follow_up_are_refused(landmark, message):
    counts = SurvivalCounts.from_rows([5, 9, 12], [1, 0, 1])
    with pytest.raises(EstimationError) as refusal:
        select_landmark(counts, landmark=landmark)
    assert message in str(refusal.value)


def test_curves_after_a_switch_need_start_stop_rows():
    counts = SurvivalCounts.from_rows([5, 9], [1, 0], group=["a", "b"])
    with pytest.raises(EstimationError, match="need to know when patients changed"):
        estimate_survival_after_switch(counts)


def test_curves_after_a_switch_need_somebody_at_their_start():
    counts = split_at_switch([5, 9], [1, 0], [2, np.nan])
    with pytest.raises(EstimationError, match="no curves from this time on"):
        estimate_survival_after_switch(counts, start=9)
