"""Simon-Makuch curves and landmark analyses against R's survfit and coxph."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    CovariateCounts,
    SurvivalCounts,
    estimate_survival,
    estimate_survival_after_switch,
    fit_cox,
    select_landmark,
    split_at_switch,
)

RTOL = 1e-12  # closed forms
COX_RTOL = 1e-8
LANDMARK = 30


@pytest.fixture(scope="module")
def patients(oracle_data):
    return oracle_data("landmark_jasa")


@pytest.fixture(scope="module")
def groups(patients):
    return np.where(patients["switch"] <= LANDMARK, "after", "before")


@pytest.fixture
def assert_curves_agree(deviations, expected):
    return lambda curves, case: _curves(deviations, expected, curves, case)


def _curves(deviations, expected, curves, case):
    name = "estimate_survival_after_switch"
    for group in ("before", "after"):
        table, curve = expected("simon_makuch", case=case, group=group), curves[group]
        assert_allclose(curve.time, table["time"])
        assert_allclose(curve.n_at_risk, table["n_at_risk"])
        deviations.note(name, curve.survival, table["survival"], RTOL, 1e-15)
        inside = (table["survival"] > 0) & (table["survival"] < 1)
        for found, column in (
            ("std_error", "std_error"),
            ("conf_low", "low"),
            ("conf_high", "high"),
        ):
            limits = getattr(curve, found)[inside]
            deviations.note(name, limits, table[column][inside], RTOL, 1e-15)


@pytest.mark.parametrize(("case", "start"), [("origin", None), ("day_30", LANDMARK)])
def test_simon_makuch_curves_agree_with_survfit(patients, assert_curves_agree, case, start):
    counts = split_at_switch(patients["time"], patients["status"], patients["switch"])
    assert_curves_agree(estimate_survival_after_switch(counts, start=start), case)


def test_the_oracle_sees_groups_by_what_ever_happened(patients, assert_curves_agree):
    """Immortal time: whoever was ever transplanted is counted as at risk from the start."""
    ever = np.where(np.isnan(patients["switch"]), "before", "after")
    counts = SurvivalCounts.from_rows(patients["time"], patients["status"], group=ever)
    with pytest.raises(AssertionError):
        assert_curves_agree(estimate_survival(counts), "origin")


def test_survival_from_a_landmark_agrees_with_survfit(patients, groups, expected, deviations):
    counts = SurvivalCounts.from_rows(patients["time"], patients["status"], group=groups)
    curves = estimate_survival(select_landmark(counts, landmark=LANDMARK).counts)
    for group in ("before", "after"):
        table = expected("landmark_survival", group=group)
        assert_allclose(curves[group].n_at_risk, table["n_at_risk"])
        deviations.note("select_landmark", curves[group].survival, table["survival"], RTOL, 1e-15)


def test_cox_regression_from_a_landmark_agrees_with_coxph(patients, groups, expected):
    covariates = {"age": patients["age"], "transplanted": groups == "after"}
    counts = CovariateCounts.from_rows(patients["time"], patients["status"], covariates)
    selection = select_landmark(counts, landmark=LANDMARK)
    table, model = expected("landmark_cox"), fit_cox(selection.counts)
    assert model.n == table["n"][0]
    assert selection.n_before == model.n + selection.n_event + selection.n_censored
    assert_allclose(model.coefficients, table["coefficient"], rtol=COX_RTOL)
    assert_allclose(model.std_errors, table["std_error"], rtol=COX_RTOL)


def test_the_oracle_sees_early_deaths_kept(patients, groups, expected):
    covariates = {"age": patients["age"], "transplanted": groups == "after"}
    counts = CovariateCounts.from_rows(patients["time"], patients["status"], covariates)
    with pytest.raises(AssertionError):
        assert_allclose(
            fit_cox(counts).coefficients, expected("landmark_cox")["coefficient"], rtol=COX_RTOL
        )
