"""Logistic regression, generalised estimating equations and profile intervals against R."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    BinaryCounts,
    CovariateCounts,
    estimate_profile_intervals,
    fit_cox,
    fit_gee,
    fit_logistic,
)

RTOL = 1e-8  # both iterate until the coefficients no longer move
ATOL = 1e-14  # for what is zero
LIKELIHOOD_RTOL = 1e-11  # flat at the maximum
LUNG = ("age", "male", "ecog")
GEE = {
    "independence": {"correlation": "independence"},
    "independence_fixed": {"correlation": "independence", "fix_scale": True},
    "exchangeable": {},
    "exchangeable_fixed": {"fix_scale": True},
    "exchangeable_weighted": {},
}


@pytest.fixture(scope="module")
def lung(oracle_data):
    rows = oracle_data("logistic_lung")
    return BinaryCounts.from_rows(rows["event"], {name: rows[name] for name in LUNG})


@pytest.fixture(scope="module")
def follow_up(oracle_data):
    rows = oracle_data("logistic_lung")
    return CovariateCounts.from_rows(
        rows["time"], rows["status"], {name: rows[name] for name in LUNG}
    )


@pytest.fixture(scope="module")
def lesions(oracle_data):
    rows = oracle_data("gee_lesions")
    return BinaryCounts.from_rows(
        rows["event"],
        {name: rows[name] for name in ("age", "treated", "spine")},
        cluster=rows["id"],
        weight=rows["weight"],
    )


def test_logistic_regression_agrees_with_glm(lung, expected, deviations):
    model, table = fit_logistic(lung), expected("logistic")
    assert list(model.names) == list(table["name"])
    deviations.note("fit_logistic", model.coefficients, table["coefficient"], RTOL, ATOL)
    deviations.note("fit_logistic", model.std_errors, table["std_error"], RTOL, ATOL)
    deviations.note("fit_logistic", model.score_test().statistic, table["score"][0], RTOL, ATOL)
    for name in ("log_likelihood", "log_likelihood_null"):
        assert_allclose(getattr(model, name), table[name][0], rtol=LIKELIHOOD_RTOL)


@pytest.fixture
def assert_profile_agrees(deviations, expected):
    def check(found, model):
        for name in LUNG:
            table = expected("profile", model=model, covariate=name)
            limits = np.log([found[name].conf_low, found[name].conf_high])
            wanted = [table["low"][0], table["high"][0]]
            deviations.note("estimate_profile_intervals", limits, wanted, RTOL, ATOL)

    return check


def test_profile_intervals_agree_with_glm(lung, assert_profile_agrees):
    intervals = estimate_profile_intervals(fit_logistic(lung), lung)
    assert_profile_agrees(intervals, "logistic")


def test_profile_intervals_agree_with_coxph(follow_up, assert_profile_agrees):
    intervals = estimate_profile_intervals(fit_cox(follow_up), follow_up)
    assert_profile_agrees(intervals, "cox")


def test_the_oracle_sees_wald_limits_taken_for_profile_limits(lung, assert_profile_agrees):
    with pytest.raises(AssertionError):
        assert_profile_agrees(fit_logistic(lung).odds_ratios(), "logistic")


def gee_counts(lesions, case):
    return lesions if case == "exchangeable_weighted" else replace(lesions, weight=None)


@pytest.fixture
def assert_gee_agrees(deviations, expected):
    def check(model, case):
        table = expected("gee", case=case)
        naive = np.sqrt(np.diag(model.model_covariance))
        assert list(model.names) == list(table["name"])
        for found, wanted in (
            (model.coefficients, table["coefficient"]),
            (model.std_errors, table["std_error"]),
            (naive, table["model_std_error"]),
            (model.scale, table["scale"][0]),
            (model.correlation, np.nan_to_num(table["correlation"][0])),
        ):
            deviations.note("fit_gee", found, wanted, RTOL, ATOL)

    return check


@pytest.mark.parametrize("case", GEE)
def test_estimating_equations_agree_with_geepack(lesions, assert_gee_agrees, case):
    assert_gee_agrees(fit_gee(gee_counts(lesions, case), **GEE[case]), case)


@pytest.mark.parametrize(
    ("case", "mistake"),
    [("exchangeable", {"fix_scale": True}), ("exchangeable", {"correlation": "independence"})],
)
def test_the_oracle_sees_another_working_covariance(lesions, assert_gee_agrees, case, mistake):
    with pytest.raises(AssertionError):
        assert_gee_agrees(fit_gee(gee_counts(lesions, case), **mistake), case)


def test_the_oracle_sees_lesions_taken_as_patients(lesions, assert_gee_agrees):
    alone = replace(lesions, weight=None, cluster=np.arange(len(lesions.n), dtype=np.int32))
    with pytest.raises(AssertionError):
        assert_gee_agrees(fit_gee(alone, correlation="independence"), "independence")
