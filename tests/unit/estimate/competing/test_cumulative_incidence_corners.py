"""Cumulative incidence where there is little or nothing to estimate."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from osteon.errors import EstimationError
from osteon.estimate import SurvivalCounts, estimate_cumulative_incidence, estimate_survival

VARIANCES = ("greenwood", "aalen", "jackknife")


def estimate(time, status, **options):
    counts = SurvivalCounts.from_rows(time, status, entry=options.pop("entry", None))
    return estimate_cumulative_incidence(counts, **options)[""]


@pytest.mark.parametrize("variance", VARIANCES)
def test_all_censored(variance):
    found = estimate([1, 2, 2], [0, 0, 0], variance=variance)
    assert_array_equal(found.incidence, 0)
    assert_array_equal(found.std_error, 0)
    assert_array_equal(found.survival, 1)
    assert np.isnan(found.conf_low).all()


@pytest.mark.parametrize("variance", VARIANCES)
def test_all_tied(variance):
    found = estimate([4, 4, 4, 4], [1, 1, 2, 0], variance=variance)
    assert_allclose(found.incidence, [[0.5, 0.25]])
    assert found.n_at_risk.tolist() == [4]


@pytest.mark.parametrize("variance", VARIANCES)
def test_everyone_has_an_event_on_the_last_day(variance):
    found = estimate([1, 2, 2], [1, 1, 2], variance=variance)
    assert found.survival[-1] == 0
    assert_allclose(found.incidence[-1].sum(), 1, rtol=1e-15)
    assert np.isfinite(found.std_error).all()


def test_single_patient_with_the_event():
    found = estimate([3], [1])
    assert found.incidence.tolist() == [[1.0]]
    assert found.std_error.tolist() == [[0.0]]
    assert np.isnan(found.conf_high).all()


def test_an_event_at_time_zero_counts():
    found = estimate([0, 1], [1, 0])
    assert found.time.tolist() == [0, 1]
    assert_allclose(found.incidence[:, 0], 0.5)


def test_event_comes_before_censoring_on_the_same_day():
    found = estimate([5, 5], [1, 0])
    assert found.n_at_risk.tolist() == [2]
    assert_allclose(found.incidence[0, 0], 0.5)


def test_risk_set_that_empties_under_delayed_entry_ends_the_curve():
    """Nobody is left event-free at 2; who enters at 3 cannot change what was estimated."""
    found = estimate([2, 5, 6], [1, 1, 2], entry=[0, 3, 3])
    assert_allclose(found.incidence[:, 0], 1)
    assert_allclose(found.incidence[:, 1], 0)
    assert_allclose(found.survival, 0)


def test_one_group_without_events():
    counts = SurvivalCounts.from_rows([1, 2, 3, 4], [2, 1, 0, 0], group=["a", "a", "b", "b"])
    found = estimate_cumulative_incidence(counts)["b"]
    assert found.incidence.tolist() == [[0, 0], [0, 0]]


def test_patients_with_weight_zero_are_nobody():
    counts = SurvivalCounts.from_rows([1, 2, 3], [1, 2, 1], weight=[1, 0, 1])
    alone = SurvivalCounts.from_rows([1, 3], [1, 1])
    found = estimate_cumulative_incidence(counts)[""]
    assert_allclose(found.incidence[:, 0], estimate_cumulative_incidence(alone)[""].incidence[:, 0])


def test_a_single_cause_is_one_minus_kaplan_meier():
    counts = SurvivalCounts.from_rows([1, 2, 2, 4, 5, 7], [1, 1, 0, 1, 0, 0])
    incidence = estimate_cumulative_incidence(counts)[""]
    survival = estimate_survival(counts)[""]
    assert_allclose(incidence.incidence[:, 0], 1 - survival.survival, rtol=1e-14)
    assert_allclose(incidence.std_error[:, 0], survival.std_error, rtol=1e-12)


def test_at_is_right_continuous_and_unknown_beyond_follow_up():
    found = estimate([2, 4, 6], [1, 2, 0]).at([1.9, 2, 5, 6, 6.1])
    assert_allclose(found.incidence[:, 0], [0, 1 / 3, 1 / 3, 1 / 3, np.nan])
    assert_allclose(found.survival, [1, 2 / 3, 1 / 3, 1 / 3, np.nan])
    assert found.conf_low[0].tolist() == [0, 0]


def test_at_is_known_beyond_follow_up_where_nobody_is_left():
    found = estimate([2, 4], [1, 2]).at([100])
    assert_allclose(found.incidence, [[0.5, 0.5]])


def test_no_patients_at_all():
    assert estimate_cumulative_incidence(SurvivalCounts.from_rows([], [])) == {}


@pytest.mark.parametrize(
    ("options", "place", "permitted"),
    [
        ({"conf_level": 95}, "conf_level", "between 0 and 1"),
        ({"conf_type": "log-lgo"}, "conf_type", "Did you mean 'log-log'"),
        ({"variance": "greenwod"}, "variance", "Did you mean 'greenwood'"),
    ],
)
def test_options_that_do_not_exist_are_named(options, place, permitted):
    with pytest.raises(EstimationError, match=permitted) as caught:
        estimate([1], [1], **options)
    assert caught.value.problems[0].where == place


def test_jackknife_needs_the_weight_of_a_patient():
    counts = SurvivalCounts.from_rows([1, 2], [1, 0], weight=[0.5, 1.5])
    pooled = type(counts)(
        counts.time, counts.status, counts.n, counts.group, ("",), counts.stratum, ("",)
    )
    with pytest.raises(EstimationError, match="column of weights"):
        estimate_cumulative_incidence(pooled, variance="jackknife")
