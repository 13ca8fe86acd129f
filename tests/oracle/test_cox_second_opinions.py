"""Cox regression beside statsmodels, lifelines and scikit-survival, and where R is against them."""

import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import CovariateCounts, fit_cox

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from lifelines import CoxPHFitter
    from sksurv.linear_model import CoxPHSurvivalAnalysis
    from sksurv.util import Surv
    from statsmodels.duration.hazard_regression import PHReg

RTOL = 1e-6  # as far as these libraries iterate
HEART = ("age", "year", "surgery", "transplant")
LUNG = ("age", "male", "ecog")
JUST_BEFORE = 1e-6


@pytest.fixture(scope="module")
def heart(oracle_data):
    return oracle_data("cox_heart")


@pytest.fixture(scope="module")
def lung(oracle_data):
    return oracle_data("cox_lung")


def fit(rows, names, **settings):
    late = {"entry": settings.pop("entry")} if "entry" in settings else {}
    covariates = {name: rows[name] for name in names}
    counts = CovariateCounts.from_rows(rows["time"], rows["status"], covariates, **late)
    return fit_cox(counts, **settings)


def matrix(rows, names):
    return np.column_stack([rows[name] for name in names])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_statsmodels_agrees_without_late_entry(lung, ties):
    other = PHReg(lung["time"], matrix(lung, LUNG), status=lung["status"], ties=ties).fit()
    model = fit(lung, LUNG, ties=ties)
    assert_allclose(model.coefficients, other.params, rtol=RTOL)
    assert_allclose(model.std_errors, other.bse, rtol=RTOL)


def test_scikit_survival_agrees(lung):
    outcome = Surv.from_arrays(lung["status"] == 1, lung["time"])
    other = CoxPHSurvivalAnalysis(ties="efron", tol=1e-12).fit(matrix(lung, LUNG), outcome)
    assert_allclose(fit(lung, LUNG).coefficients, other.coef_, rtol=RTOL)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_statsmodels_takes_a_patient_as_at_risk_on_the_day_of_entry(heart, ties):
    """Its estimates are ours with every entry moved to just before; R's, tested above, are not."""
    other = PHReg(
        heart["time"],
        matrix(heart, HEART),
        status=heart["status"],
        entry=heart["entry"],
        ties=ties,
    ).fit()
    closed = fit(heart, HEART, ties=ties, entry=heart["entry"] - JUST_BEFORE)
    ours = fit(heart, HEART, ties=ties, entry=heart["entry"])
    assert_allclose(closed.coefficients, other.params, rtol=RTOL)
    assert np.abs(ours.coefficients - other.params).max() > 0.01


def test_lifelines_forgets_late_entry_in_its_robust_variance(lung):
    """Its coefficients know of late entry; its robust standard errors are off by percents."""
    columns = ("time", "status", "entry", *LUNG)
    frame = pd.DataFrame({name: lung[name] for name in columns})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = CoxPHFitter().fit(frame, "time", "status", entry_col="entry", robust=True)
        early = CoxPHFitter().fit(frame.drop(columns="entry"), "time", "status", robust=True)
    late = fit(lung, LUNG, entry=lung["entry"], robust=True)
    whole = fit(lung, LUNG, robust=True)
    assert_allclose(late.coefficients, other.params_, rtol=1e-4)
    assert_allclose(whole.std_errors, early.standard_errors_, rtol=0.01)
    assert np.abs(late.std_errors / other.standard_errors_.to_numpy() - 1).max() > 0.02
