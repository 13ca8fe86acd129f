"""What follows a Cox model against R: proportional hazards, concordance, predicted curves."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    CovariateCounts,
    estimate_baseline_hazard,
    estimate_concordance,
    fit_cox,
    predict_survival,
    test_for_proportional_hazards,
)

RTOL = 1e-8  # as the coefficients
ATOL = 1e-14  # for what is zero
LUNG = ("age", "male", "ecog")
LATE = {"entry": "entry", "weight": "weight", "cluster": "institution"}
CASES = {  # case: data, covariates, further columns, settings of the fit
    "lung": ("lung", LUNG, {}, {}),
    "lung_breslow": ("lung", LUNG, {}, {"ties": "breslow"}),
    "lung_weighted": ("lung", LUNG, {"weight": "weight"}, {}),
    "lung_late_cluster": ("lung", LUNG, LATE, {}),
    "lung_strata": ("lung", ("age", "ecog"), {"stratum": "male"}, {}),
    "veteran": ("veteran", ("trt", "celltype", "karno", "age"), {}, {}),
    "heart": ("heart", ("age", "year", "surgery", "transplant"), {"entry": "entry"}, {}),
    "pbc_months": ("pbc", ("age", "log_bilirubin", "albumin", "edema"), {}, {"cause": 2}),
}
PATIENT = {
    "age": 70, "male": 1, "ecog": 2, "trt": 1, "karno": 40, "year": 3, "surgery": 0,
    "transplant": 1, "log_bilirubin": 1, "albumin": 3, "edema": 0,
    "celltype=large": 1, "celltype=smallcell": 0, "celltype=squamous": 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def fitted(oracle_data):
    def fit(case: str):
        name, covariates, columns, settings = CASES[case]
        rows = oracle_data(f"cox_{name}")
        counts = CovariateCounts.from_rows(
            rows["time"],
            rows["status"],
            {covariate: rows[covariate] for covariate in covariates},
            **{role: rows[column] for role, column in columns.items()},
        )
        return fit_cox(counts, **settings), counts

    return fit


@pytest.fixture
def assert_proportionality_agrees(deviations):
    return lambda found, table: _proportionality(deviations, found, table)


def _proportionality(deviations, found, table):
    for term, statistic, df in zip(table["term"], table["statistic"], table["df"], strict=True):
        result = found.overall if term == "GLOBAL" else found.terms[term]
        name = "test_for_proportional_hazards"
        deviations.note(name, result.statistic, statistic, RTOL, ATOL)
        assert result.df == df


@pytest.mark.parametrize(
    ("case", "scale"),
    [
        (case, scale)
        for case in CASES
        for scale in ("km", "identity", "log", "rank")
        if (case, scale) != ("pbc_months", "log")  # months begin at 0, which has no logarithm
    ],
)
def test_proportional_hazards_agree_with_cox_zph(
    fitted, expected, assert_proportionality_agrees, case, scale
):
    found = test_for_proportional_hazards(*fitted(case), scale=scale)
    assert_proportionality_agrees(found, expected("cox_zph", case=case, scale=scale))


def test_the_oracle_sees_another_scale(fitted, expected, assert_proportionality_agrees):
    found = test_for_proportional_hazards(*fitted("lung"), scale="rank")
    with pytest.raises(AssertionError):
        assert_proportionality_agrees(found, expected("cox_zph", case="lung", scale="km"))


@pytest.fixture
def assert_concordance_agrees(deviations):
    return lambda found, table: _concordance(deviations, found, table)


def _concordance(deviations, found, table):
    name = "estimate_concordance"
    deviations.note(name, found.estimate.value, table["value"], RTOL, ATOL)
    deviations.note(name, found.estimate.std_error, table["std_error"], RTOL, ATOL)
    for kind in ("concordant", "discordant", "tied_risk", "tied_time", "tied_both"):
        deviations.note(name, getattr(found, kind), table[kind], RTOL, 1e-9)


@pytest.mark.parametrize("case", CASES)
def test_concordance_agrees_with_r(fitted, expected, assert_concordance_agrees, case):
    found = estimate_concordance(*fitted(case))
    assert_concordance_agrees(found, expected("concordance", case=case))


@pytest.mark.parametrize("column", ["entry", "weight", "cluster"])
def test_the_oracle_of_concordance_sees_an_ignored_column(
    fitted, expected, assert_concordance_agrees, column
):
    model, counts = fitted("lung_late_cluster")
    without = replace(counts, **{column: None})
    with pytest.raises(AssertionError):
        assert_concordance_agrees(
            estimate_concordance(model, without), expected("concordance", case="lung_late_cluster")
        )


def predict(fitted, case):
    model, counts = fitted(case)
    return predict_survival(model, counts, at={name: PATIENT[name] for name in model.names})


@pytest.fixture
def assert_curve_agrees(deviations):
    return lambda curve, table: _curve(deviations, curve, table)


def _curve(deviations, curve, table):
    assert_allclose(curve.time, table["time"])
    deviations.note("predict_survival", curve.survival, table["survival"], RTOL, ATOL)
    deviations.note("predict_survival", curve.std_error, table["std_error"], RTOL, ATOL)


@pytest.mark.parametrize("case", [case for case in CASES if case != "lung_strata"])
def test_predicted_survival_agrees_with_survfit(
    fitted, expected, deviations, assert_curve_agrees, case
):
    curve, table = predict(fitted, case)[""], expected("cox_predicted", case=case)
    assert_curve_agrees(curve, table)
    deviations.note("predict_survival", curve.cumulative_hazard, table["hazard"], RTOL, ATOL)
    deviations.note("predict_survival", curve.conf_low, table["low"], RTOL, ATOL)
    deviations.note("predict_survival", curve.conf_high, table["high"], RTOL, ATOL)


def test_each_stratum_has_its_curve(fitted, expected, assert_curve_agrees):
    curves = predict(fitted, "lung_strata")
    for label, male in (("0.0", "0"), ("1.0", "1")):
        assert_curve_agrees(curves[label], expected("cox_predicted_strata", male=male))


def test_the_oracle_sees_increments_by_breslow(fitted, expected, assert_curve_agrees):
    model, counts = fitted("lung")
    wrong = predict_survival(
        replace(model, ties="breslow"), counts, at={name: PATIENT[name] for name in model.names}
    )
    with pytest.raises(AssertionError):
        assert_curve_agrees(wrong[""], expected("cox_predicted", case="lung"))


def test_baseline_hazard_agrees_with_basehaz(fitted, expected, deviations):
    curve, table = estimate_baseline_hazard(*fitted("veteran"))[""], expected("cox_baseline")
    assert_allclose(curve.time, table["time"])
    hazard = curve.cumulative_hazard
    deviations.note("estimate_baseline_hazard", hazard, table["hazard"], RTOL, ATOL)
    assert not np.isnan(curve.std_error).any()
