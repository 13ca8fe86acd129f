"""Stays in states and their occupation: small courses by hand, corners, refusals."""

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    SurvivalCounts,
    TransitionCounts,
    estimate_cumulative_incidence,
    estimate_state_occupation,
)


def test_by_hand():
    """Three well at 0; one falls ill at 2 and dies at 6, one dies at 4."""
    course = TransitionCounts.from_illness_death([2, np.nan, np.nan], [6, 4, 5], [1, 1, 0])
    found = estimate_state_occupation(course)
    assert found.states == ("healthy", "ill", "dead")
    assert found.time.tolist() == [2, 4, 6]
    assert_allclose(
        found.probability, [[2 / 3, 1 / 3, 0], [1 / 3, 1 / 3, 1 / 3], [1 / 3, 0, 2 / 3]]
    )
    assert found.n_at_risk.tolist() == [[3, 0, 0], [2, 1, 0], [0, 1, 0]]


def test_two_absorbing_states_are_competing_risks():
    time, status = [1, 2, 2, 3, 5, 7], [1, 2, 0, 1, 1, 0]
    to = [["", "relapse", "death"][s] for s in status]
    course = TransitionCounts.from_rows(["well"] * 6, to, entry=[0] * 6, time=time)
    found = estimate_state_occupation(course, start="well", conf_type="log").at([1, 3, 5, 7])
    counts = SurvivalCounts.from_rows(time, status)
    expected = estimate_cumulative_incidence(counts, conf_type="log")[""].at([1, 3, 5, 7])
    assert_allclose(found.probability[:, 1:], expected.incidence, rtol=1e-14)
    assert_allclose(found.std_error[:, 1:], expected.std_error, rtol=1e-13)
    reached = expected.incidence > 0
    assert_allclose(found.conf_high[:, 1:][reached], expected.conf_high[reached], rtol=1e-12)


def test_a_start_that_is_estimated_adds_its_variance():
    course = TransitionCounts.from_rows(
        ["a", "b", "b", "b"], ["", "", "", "a"], entry=[0, 0, 0, 0], time=[5, 5, 5, 9]
    )
    found = estimate_state_occupation(course).at([1])
    assert_allclose(found.probability, [[0.25, 0.75]])
    assert_allclose(found.std_error, np.sqrt(0.25 * 0.75 / 4))


def test_start_may_be_a_distribution():
    course = TransitionCounts.from_rows(["a", "b"], ["b", ""], entry=[0, 0], time=[1, 2])
    found = estimate_state_occupation(course, start={"a": 0.5, "b": 0.5})
    assert_allclose(found.probability, [[0, 1]])


def test_illness_on_the_day_of_death_is_death_from_health():
    course = TransitionCounts.from_illness_death([4, 4], [4, 4], [1, 0])
    assert course.to_state.tolist() == [2, 1]
    assert len(course.time) == 2


def test_nothing_is_known_before_the_start_or_after_the_last_day():
    course = TransitionCounts.from_rows(["a", "a"], ["b", ""], entry=[0, 0], time=[3, 8])
    found = estimate_state_occupation(course, start_time=1).at([0, 1, 8, 9])
    assert np.isnan(found.probability[[0, 3]]).all()
    assert_allclose(found.probability[[1, 2]], [[1, 0], [0.5, 0.5]])


def test_without_transitions_all_stay():
    course = TransitionCounts.from_rows(["a"], [""], entry=[0], time=[3], states=("a", "b"))
    assert estimate_state_occupation(course).at([2]).probability.tolist() == [[1, 0]]


def test_risk_set_that_is_empty_for_a_while_does_not_matter():
    course = TransitionCounts.from_rows(
        ["a", "a", "b"], ["b", "b", "c"], entry=[0, 0, 6], time=[2, 3, 8]
    )
    found = estimate_state_occupation(course)
    assert_allclose(found.probability[-1], [0, 0, 1])


def test_a_count_table_is_its_rows():
    table = pa.table(
        {"from": ["a", "a"], "to": ["b", None], "entry": [0, 0], "time": [2, 4], "n": [3, 1]}
    )
    found = estimate_state_occupation(TransitionCounts.from_arrow(table))
    assert_allclose(found.probability, [[0.25, 0.75]])


def test_all_problems_of_stays_are_named():
    with pytest.raises(EstimationError) as caught:
        TransitionCounts.from_rows(["a", "a"], ["a", "b"], entry=[5, 0], time=[5, 1])
    assert [problem.where for problem in caught.value.problems] == ["entry", "to_state"]


@pytest.mark.parametrize(
    ("start", "text"),
    [
        ("il", "Did you mean 'ill'"),
        ({"ill": 0.5}, "shares that sum to 1"),
    ],
)
def test_a_start_that_cannot_be_is_refused(start, text):
    course = TransitionCounts.from_illness_death([2, np.nan], [6, 4], [1, 1])
    with pytest.raises(EstimationError, match=text):
        estimate_state_occupation(course, start=start)


def test_nobody_watched_at_the_start_is_refused():
    course = TransitionCounts.from_rows(["a"], ["b"], entry=[3], time=[5])
    with pytest.raises(EstimationError, match="found nobody watched at 0"):
        estimate_state_occupation(course)


def test_illness_outside_follow_up_is_refused():
    with pytest.raises(EstimationError, match="1 patients with illness outside"):
        TransitionCounts.from_illness_death([7], [6], [1])


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(EstimationError, match="no column 'to'"):
        TransitionCounts.from_arrow(pa.table({"from": ["a"], "entry": [0], "time": [1], "n": [1]}))


def test_a_state_that_is_not_listed_is_refused():
    with pytest.raises(EstimationError, match="Did you mean 'healthy'"):
        TransitionCounts.from_rows(["helthy"], [""], entry=[0], time=[1], states=("healthy", "ill"))
