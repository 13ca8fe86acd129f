"""What is read off a curve: at a time, beyond its end, its quantiles, who is at risk."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from osteon.errors import EstimationError
from osteon.estimate import (
    SurvivalCounts,
    completeness_of_follow_up,
    estimate_conditional_survival,
    estimate_cumulative_hazard,
    estimate_follow_up,
    estimate_restricted_mean,
    estimate_restricted_mean_difference,
    estimate_survival,
)

FIVE = SurvivalCounts.from_rows([2, 4, 4, 7, 9], [1, 0, 1, 1, 0])


def curve_of(time, status, **options):
    return estimate_survival(SurvivalCounts.from_rows(time, status), **options)[""]


def test_at_reads_between_times_in_any_order():
    found = estimate_survival(FIVE, conf_type="plain")[""].at([5, 0, 4, 3.9])
    assert_allclose(found.survival, [0.6, 1, 0.6, 0.8])
    assert_allclose(found.n_at_risk, [2, 5, 4, 4])
    assert found.conf_low[1] == found.conf_high[1] == 1
    assert found.std_error[1] == 0


def test_beyond_the_last_follow_up_nothing_is_known():
    found = estimate_survival(FIVE)[""].at([9, 9.1])
    assert found.survival[0] == pytest.approx(0.3)
    assert np.isnan([found.survival[1], found.std_error[1], found.conf_low[1]]).all()
    assert found.n_at_risk[1] == 0


def test_beyond_the_last_event_survival_stays_zero():
    found = curve_of([1, 3], [1, 1]).at([10])
    assert found.survival[0] == 0
    assert np.isnan(found.std_error[0])


def test_who_has_not_entered_is_not_at_risk():
    """R's summary of survfit prints the number at the next time, when more have entered."""
    counts = SurvivalCounts.from_rows([4, 9, 10], [1, 1, 0], entry=[0, 0, 5])
    curve = estimate_survival(counts)[""]
    assert_array_equal(curve.n_at_risk, [2, 2, 1])
    assert_array_equal(curve.n_at_risk_at([0, 1, 4, 4.5, 5, 5.5, 10, 11]), [0, 2, 2, 1, 1, 2, 1, 0])


def test_totals_of_a_curve():
    curve = estimate_survival(FIVE)[""]
    assert (curve.n_total, curve.n_events_total) == (5, 3)


def test_the_median_of_spss_by_hand():
    """Ten deaths, one a day: SE(S(5)) / f with f = (0.6 - 0.4) / (6 - 4)."""
    curve = curve_of(range(1, 11), [1] * 10)
    found = curve.median_spss()
    std_error = math.sqrt(0.25 / 10) / 0.1
    assert found.value == 5
    assert_allclose(found.std_error, std_error)
    assert_allclose(found.conf_low, 5 - 1.959963984540054 * std_error)


def test_the_quantile_of_spss_starts_at_the_origin_where_the_first_fall_is_too_deep():
    curve = curve_of([4, 6, 8, 9], [1, 1, 1, 0])
    found = curve.quantile_spss(0.25)
    density = (1 - 0.5) / (6 - 0)
    assert_allclose(found.std_error, math.sqrt(0.75 * 0.25 / 4) / density)


def test_a_median_that_is_not_reached_is_not_estimable():
    curve = curve_of([1, 2, 3, 4], [1, 0, 0, 0])
    for found in (curve.median(), curve.median_spss()):
        assert math.isnan(found.value)
        assert math.isnan(found.conf_high)


def test_limits_of_a_curve_that_ends_at_zero_are_not_known_there():
    found = curve_of([4], [1]).median()
    assert found.value == 4
    assert math.isnan(found.conf_low)
    assert math.isnan(found.conf_high)


def test_a_flat_end_at_one_half_counts_to_the_last_follow_up():
    assert curve_of([2, 9], [1, 0]).median().value == 5.5


@pytest.mark.parametrize("probability", [0, 1, -0.1, math.nan])
def test_there_is_no_quantile_outside_zero_and_one(probability):
    with pytest.raises(EstimationError, match="There is no such quantile"):
        estimate_survival(FIVE)[""].quantile(probability)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"conf_level": 95}, "conf_level: found 95; permitted: a number between 0 and 1"),
        ({"conf_type": "loglog"}, "Did you mean 'log-log'"),
        ({"estimator": "kaplan"}, "This choice does not exist"),
        (
            {"estimator": "fleming-harrington", "robust": True},
            (
                "robust: found a robust variance; permitted: False for these ties. "
                "Use Nelson and Aalen's ties."
            ),
        ),
    ],
)
def test_options_are_checked(options, message):
    with pytest.raises(EstimationError, match=message):
        estimate_survival(FIVE, **options)


def test_fractions_need_the_weight_of_a_patient():
    counts = SurvivalCounts(
        np.array([1.0, 2.0]), np.array([1, 0]), np.array([1.5, 2.0]), np.zeros(2, dtype=int),
        ("",), np.zeros(2, dtype=int), ("",),
    )  # fmt: skip
    with pytest.raises(EstimationError, match="Name it as weight, or estimate with robust=False"):
        estimate_survival(counts)
    assert estimate_survival(counts, robust=False)[""].survival[0] == pytest.approx(2 / 3.5)
    with pytest.raises(EstimationError, match="whole numbers of patients for these ties"):
        estimate_cumulative_hazard(counts, ties="fleming-harrington", robust=False)


def test_hazards_at_times():
    curve = estimate_cumulative_hazard(FIVE, conf_type="plain")[""]
    found = curve.at([1, 4, 8, 10])
    assert_allclose(found.cumulative_hazard, [0, 0.2 + 0.25, 0.95, np.nan])
    assert found.conf_low[1] == 0
    assert_allclose(found.std_error[1], math.sqrt(0.04 + 0.0625))


def test_hazards_of_many_tied_events_keep_all_digits():
    """The sum over a tie is taken by an expansion where many are at risk, one by one else."""
    n, died = 3_000, 2_500
    counts = SurvivalCounts.from_rows([3] * died + [4] * (n - died), [1] * died + [0] * (n - died))
    curve = estimate_cumulative_hazard(counts, ties="fleming-harrington")[""]
    exact = sum(1 / (n - j) for j in range(died))
    exact_variance = sum(1 / (n - j) ** 2 for j in range(died))
    assert_allclose(curve.cumulative_hazard[0], exact, rtol=1e-13)
    assert_allclose(curve.std_error[0], math.sqrt(exact_variance), rtol=1e-13)


def test_survivors_only_are_at_risk_in_conditional_survival():
    counts = SurvivalCounts.from_rows(
        [2, 6, 7, 8], [1, 1, 1, 0], entry=[0, 1, 5, 0], group=["a", "b", "b", "b"]
    )
    found = estimate_conditional_survival(counts, given=4)
    assert len(found["a"].time) == 0
    assert math.isnan(found["a"].at([5]).survival[0])
    assert math.isnan(found["a"].median().value)
    assert_array_equal(found["b"].n_at_risk, [3, 2, 1])
    assert_array_equal(found["b"].n_at_risk_at([4.5, 5.5]), [2, 3])


@pytest.mark.parametrize("given", [-1, math.inf, math.nan])
def test_survival_is_conditional_on_a_time_only(given):
    with pytest.raises(EstimationError, match="Survival cannot be conditional on this"):
        estimate_conditional_survival(FIVE, given=given)


def test_a_mean_beyond_the_follow_up_is_not_estimable():
    """R extends the curve as it ended."""
    counts = SurvivalCounts.from_rows([4, 9, 5, 6], [1, 0, 1, 1], group=["a", "a", "b", "b"])
    found = estimate_restricted_mean(counts, horizon=10)
    assert math.isnan(found["a"].value)
    assert found["b"].value == 5.5
    found = estimate_restricted_mean_difference(counts, horizon=10, reference="b")["a"]
    assert math.isnan(found.difference.value)
    assert math.isnan(found.ratio_p_value)
    assert estimate_restricted_mean(counts, horizon=3)["a"].value == 3


@pytest.mark.parametrize(
    ("counts", "horizon", "message"),
    [
        (FIVE, 0, "horizon: found 0; permitted: a time after the origin"),
        (SurvivalCounts.from_rows([], []), 5, "counts: found no patient"),
        (SurvivalCounts.from_rows([2], [1], weight=[0.5]), 1, "sampling weights or clusters"),
    ],
)
def test_means_are_refused_where_they_do_not_hold(counts, horizon, message):
    with pytest.raises(EstimationError, match=message):
        estimate_restricted_mean(counts, horizon=horizon)


@pytest.mark.parametrize(
    ("groups", "reference", "message"),
    [
        (["a", "a"], None, "group: found 1 group; permitted: two groups or more"),
        (["ileum", "jejunum"], "ilium", "Did you mean 'ileum'"),
    ],
)
def test_contrasts_need_a_reference(groups, reference, message):
    counts = SurvivalCounts.from_rows([2, 5], [1, 1], group=groups)
    with pytest.raises(EstimationError, match=message):
        estimate_restricted_mean_difference(counts, horizon=4, reference=reference)


def test_follow_up_of_patients_who_all_had_the_event_is_unknown():
    curve = estimate_follow_up(SurvivalCounts.from_rows([2, 5], [1, 1]))[""]
    assert_array_equal(curve.survival, [1, 1])
    assert math.isnan(curve.median().value)


def test_completeness_counts_deaths_as_complete():
    found = completeness_of_follow_up([10, 4, 6], [0, 1, 0], [10, 20, 14], n=[2, 1, 1])
    assert found == pytest.approx((20 + 4 + 6) / (20 + 4 + 14))
    assert math.isnan(completeness_of_follow_up([0], [0], [0]))


@pytest.mark.parametrize(
    ("potential", "message"),
    [
        ([5], "potential: found potential follow-up shorter than observed \\(1 row\\)"),
        ([-1], "potential: found negative values"),
        ([5, 6], "potential: found an array of shape"),
    ],
)
def test_completeness_is_refused_for_impossible_follow_up(potential, message):
    with pytest.raises(EstimationError, match=message):
        completeness_of_follow_up([6], [0], potential)
