"""Fitted regressions: what they say, what they warn of, and what they refuse."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.errors import EstimationError
from osteon.estimate import (
    BinaryCounts,
    CovariateCounts,
    estimate_censoring_weights,
    estimate_concordance,
    estimate_profile_intervals,
    estimate_treatment_weights,
    fit_cox,
    fit_fine_gray,
    fit_gee,
    fit_logistic,
    predict_incidence,
    predict_survival,
    test_for_proportional_hazards,
)
from osteon.estimate.regression import gee
from osteon.estimate.regression.likelihood import Evaluation
from osteon.estimate.regression.model_warnings import list_warnings
from osteon.estimate.regression.newton import Maximum
from osteon.estimate.regression.profile import Profile

TIME = [2, 3, 5, 7, 8, 11, 12, 15, 18, 20]
STATUS = [1, 1, 0, 1, 1, 1, 0, 1, 1, 0]


@pytest.fixture
def counts():
    grades = ["G1", "G2", "G3", "G1", "G2", "G3", "G1", "G2", "G3", "G1"]
    return CovariateCounts.from_rows(
        TIME, STATUS, {"age": [61, 52, 58, 49, 66, 57, 55, 60, 51, 54], "grade": grades}
    )


@pytest.fixture
def separated():
    """Nobody in the group has the event."""
    group = [0, 0, 1, 0, 0, 0, 1, 0, 0, 1]
    age = [61, 52, 58, 49, 66, 57, 55, 60, 51, 54]
    return CovariateCounts.from_rows(TIME, STATUS, {"age": age, "group": group})


def codes(model):
    return [warning.code for warning in model.warnings]


def test_a_term_is_tested_with_all_its_columns(counts):
    model = fit_cox(counts)
    assert model.terms == ("age", "grade", "grade")
    assert model.wald_test("grade").df == 2
    assert model.wald_test().df == 3
    one = model.wald_test("age")
    assert_allclose(one.p_value, model.p_values()["age"])


def test_an_unknown_term_is_answered_with_the_nearest(counts):
    with pytest.raises(EstimationError, match=r"Did you mean 'grade'\?"):
        fit_cox(counts).wald_test("grades")


def test_few_events_for_many_variables_are_warned_of(counts):
    model = fit_cox(counts)
    assert_allclose(model.events_per_variable, 7 / 3)
    assert codes(model) == ["EVENTS-01"]
    assert "2.3 events for each variable" in model.warnings[0].message
    assert codes(fit_cox(counts, penalty="firth")) == []


def test_an_infinite_estimate_is_said_to_be_infinite(separated):
    model = fit_cox(separated)
    ratio = model.hazard_ratios()["group"]
    assert model.infinite == ("group",)
    assert ratio.value == 0
    assert math.isnan(ratio.std_error)
    assert math.isnan(model.p_values()["group"])
    assert math.isnan(model.wald_test("group").p_value)
    assert codes(model) == ["MONOTONE-01", "EVENTS-01"]


def test_a_profile_interval_of_an_infinite_estimate_has_one_limit(separated):
    interval = estimate_profile_intervals(fit_cox(separated), separated)["group"]
    assert interval.value == interval.conf_low == 0
    assert 0 < interval.conf_high < math.inf


def test_only_the_columns_asked_for_are_profiled(counts):
    model = fit_cox(counts)
    assert list(estimate_profile_intervals(model, counts, names=["age"])) == ["age"]
    with pytest.raises(EstimationError, match=r"Did you mean 'age'\?"):
        estimate_profile_intervals(model, counts, names=["agee"])


def test_a_model_of_one_coefficient_has_a_profile_interval():
    counts = CovariateCounts.from_rows(TIME, STATUS, {"x": [0, 1] * 5})
    interval = estimate_profile_intervals(fit_cox(counts), counts)["x"]
    assert interval.conf_low < interval.value < interval.conf_high


def test_a_profile_that_never_falls_so_low_has_no_limit():
    class Flat:
        """Falls by less than one, however far a coefficient goes."""

        names = ("x",)
        spread = np.ones(1)

        def evaluate(self, coefficients):
            value = -float(np.tanh(coefficients @ coefficients))
            return Evaluation(value, np.zeros(1), np.eye(1), np.ones(1))

    profile = Profile(Flat(), np.zeros(1), 0.0, 0)
    assert profile.limit(1.0, 0.95) == math.inf
    assert profile.limit(-1.0, 0.95) == -math.inf
    assert 0 < profile.limit(1.0, 0.5) < math.inf


def test_a_fit_that_did_not_converge_is_warned_of():
    nowhere = Evaluation(0.0, np.zeros(1), np.eye(1), np.ones(1))
    fit = Maximum(np.zeros(1), nowhere, nowhere, np.zeros(1), 50, converged=False)
    warnings = list_warnings(fit, (), 20.0, penalised=False)
    assert [warning.code for warning in warnings] == ["CONVERGENCE-01"]


def test_a_profile_needs_the_counts_of_its_model(counts):
    binary = BinaryCounts.from_rows([1, 0, 1, 0], {"x": [0, 0, 1, 1]}, n=[3, 4, 5, 2])
    with pytest.raises(TypeError, match="those that the model was fitted to"):
        estimate_profile_intervals(fit_logistic(binary), counts)


def test_ratios_beyond_numbers_are_infinite(counts):
    model = fit_cox(counts)
    wide = replace(model, covariance=model.covariance * 1e9)
    assert wide.hazard_ratios()["age"].conf_high == math.inf


@pytest.mark.parametrize(
    ("covariates", "names"),
    [
        ({"x": [1] * 10}, ["x"]),
        ({"x": range(10), "y": range(0, 20, 2)}, ["y"]),
        ({"x": [2000.5] * 10, "y": range(10), "z": [1] * 10}, ["x", "z"]),
    ],
)
def test_covariates_that_cannot_be_told_apart_are_all_named(covariates, names):
    with pytest.raises(EstimationError) as refusal:
        fit_cox(CovariateCounts.from_rows(TIME, STATUS, covariates))
    assert [problem.where for problem in refusal.value.problems] == [
        f"covariate '{name}'" for name in names
    ]


def test_a_model_needs_events():
    nobody = CovariateCounts.from_rows(TIME, [0] * 10, {"x": range(10)})
    with pytest.raises(EstimationError, match="Hazard ratios need events"):
        fit_cox(nobody)
    with pytest.raises(EstimationError, match="found no event of cause 1"):
        fit_fine_gray(nobody)


def test_logistic_regression_needs_both_outcomes():
    for event in ([1, 1], [0, 0]):
        counts = BinaryCounts.from_rows(event, {"x": [0, 1]})
        with pytest.raises(EstimationError, match="Odds ratios need both outcomes"):
            fit_logistic(counts)


def test_fine_gray_says_what_it_does_not_do():
    counts = CovariateCounts.from_rows(
        TIME, STATUS, {"x": range(10)}, entry=[0] * 10, stratum=["a", "b"] * 5, weight=[2.0] * 10
    )
    with pytest.raises(EstimationError) as refusal:
        fit_fine_gray(counts)
    found = [problem.where for problem in refusal.value.problems]
    assert found == ["entry", "stratum", "weight"]


def test_predictions_need_a_value_of_every_column(counts):
    with pytest.raises(EstimationError) as refusal:
        predict_survival(fit_cox(counts), counts, at={"age": 60, "grade=G2": 1, "grad=G3": 0})
    assert "no value of 'grade=G3'" in str(refusal.value)
    assert "Did you mean 'grade=G3'" in str(refusal.value)


def test_predictions_need_finite_coefficients(separated):
    with pytest.raises(EstimationError, match="an infinite one of 'group'"):
        predict_survival(fit_cox(separated), separated, at={"age": 60, "group": 1})
    with pytest.raises(EstimationError, match="an infinite one of 'group'"):
        predict_incidence(fit_fine_gray(separated), separated, at={"age": 60, "group": 1})


def test_proportional_hazards_on_the_log_scale_need_times_above_0():
    counts = CovariateCounts.from_rows([0, *TIME[1:]], STATUS, {"x": [0, 1] * 5})
    with pytest.raises(EstimationError, match="There is no logarithm of time 0"):
        test_for_proportional_hazards(fit_cox(counts), counts, scale="log")


def test_concordance_needs_the_covariates_of_the_model(counts, separated):
    with pytest.raises(EstimationError, match="other covariates than the model"):
        estimate_concordance(fit_cox(counts), separated)


def test_concordance_is_not_estimable_without_a_comparable_pair(counts):
    alone = CovariateCounts.from_rows([5], [1], {"x": [2]})
    model = fit_cox(CovariateCounts.from_rows(TIME, STATUS, {"x": [0, 1] * 5}))
    assert math.isnan(estimate_concordance(model, alone).estimate.value)


def test_clustered_equations_need_clusters_and_both_outcomes_in_a_group():
    columns = {"x": [0, 0, 1, 1, 0, 1]}
    event = [0, 0, 1, 0, 0, 1]
    with pytest.raises(EstimationError, match="Clustered regression needs clusters"):
        fit_gee(BinaryCounts.from_rows(event, columns))
    with pytest.raises(EstimationError, match="have no solution"):
        fit_gee(BinaryCounts.from_rows(event, columns, cluster=[0, 0, 1, 1, 2, 2]))


@pytest.mark.parametrize("limit", [{"MAX_ITERATIONS": 1}, {"FAR": 0}])
def test_clustered_equations_that_do_not_end_are_refused(limit, monkeypatch):
    rng = np.random.default_rng(4)
    counts = BinaryCounts.from_rows(
        rng.integers(0, 2, 60), {"x": rng.integers(0, 2, 60)}, cluster=np.repeat(range(20), 3)
    )
    assert math.isfinite(fit_gee(counts).odds_ratios()["x"].conf_high)
    for name, value in limit.items():
        monkeypatch.setattr(gee, name, value)
    with pytest.raises(EstimationError, match="found steps that do not end"):
        fit_gee(counts)


def test_outcomes_that_avoid_each_other_are_refused():
    counts = BinaryCounts.from_rows(
        [1, 0] * 6, {"x": [0, 0, 1, 1] * 3}, cluster=np.repeat(range(6), 2)
    )
    with pytest.raises(EstimationError, match="avoid each other"):
        fit_gee(counts)
    assert fit_gee(counts, correlation="independence").correlation == 0


def test_few_clusters_are_warned_of():
    rng = np.random.default_rng(3)
    x, event = rng.integers(0, 2, 60), rng.integers(0, 2, 60)
    few = BinaryCounts.from_rows(event, {"x": x}, cluster=np.repeat(range(12), 5))
    many = BinaryCounts.from_rows(event, {"x": x}, cluster=np.repeat(range(60), 1))
    assert codes(fit_gee(few)) == ["CLUSTERS-01"]
    assert codes(fit_gee(many, correlation="independence")) == []


def test_weights_are_cut_only_at_ascending_quantiles():
    treatment = BinaryCounts.from_rows([1, 0, 1, 0], {"x": [0, 0, 1, 1]}, n=[3, 4, 5, 2])
    with pytest.raises(EstimationError, match="two ascending numbers from 0 to 1"):
        estimate_treatment_weights(treatment, truncation=(0.9, 0.1))


def test_groups_that_weights_leave_apart_are_warned_of():
    x = np.repeat([0.0, 1, 2, 3, 4, 5], 4)
    event = [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0]
    treatment = BinaryCounts.from_rows(event, {"x": x})
    found = estimate_treatment_weights(treatment, truncation=(0.0, 0.001))
    assert found.n_truncated > 0
    assert "BALANCE-01" not in [warning.code for warning in found.model.warnings]
    skewed = estimate_treatment_weights(
        BinaryCounts.from_rows(np.arange(24) > 12 + np.tile([-6, 0, 6], 8), {"x": x}),
        truncation=(0.0, 0.001),
    )
    assert "BALANCE-01" in codes(skewed)


def test_censoring_weights_say_what_they_need():
    late = CovariateCounts.from_rows(TIME, STATUS, {"x": [0, 1] * 5}, entry=[0] * 10)
    with pytest.raises(EstimationError) as refusal:
        estimate_censoring_weights(late, horizon=3)
    assert [problem.where for problem in refusal.value.problems] == ["entry", "horizon"]


def test_censoring_weights_are_those_of_each_stratum():
    strata = CovariateCounts.from_rows(
        TIME * 2, STATUS * 2, {"x": [0, 1, 1, 0, 1] * 4}, stratum=["a"] * 10 + ["b"] * 10
    )
    found = estimate_censoring_weights(strata, horizon=15)
    assert_allclose(found.weight[:10], found.weight[10:])
