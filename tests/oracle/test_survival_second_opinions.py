"""Survival and log-rank beside lifelines, scikit-survival and statsmodels, where they have them."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate
from osteon.estimate import SurvivalCounts

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # theirs, on import
    from lifelines import KaplanMeierFitter, NelsonAalenFitter
    from lifelines.statistics import multivariate_logrank_test
    from sksurv.compare import compare_survival
    from sksurv.nonparametric import kaplan_meier_estimator
    from statsmodels.duration.survfunc import SurvfuncRight, survdiff

RTOL = 1e-9  # lifelines sums logarithms

pytestmark = pytest.mark.filterwarnings("ignore:Starting with pandas")  # lifelines calls it so


@pytest.fixture
def veteran(oracle_data):
    return oracle_data("veteran")


@pytest.fixture
def counts(veteran):
    return SurvivalCounts.from_rows(veteran["time"], veteran["status"], group=veteran["group"])


def test_curves_agree_with_three_libraries(veteran, counts):
    for label, curve in estimate.estimate_survival(counts, conf_type="log-log").items():
        rows = veteran["group"] == label
        time, event = veteran["time"][rows], veteran["status"][rows]
        fitted = KaplanMeierFitter().fit(time, event)
        assert_allclose(fitted.survival_function_.to_numpy()[1:, 0], curve.survival, atol=RTOL)
        limits = fitted.confidence_interval_.to_numpy()[1:]
        known = ~np.isnan(curve.conf_low)
        assert_allclose(limits[known, 0], curve.conf_low[known], rtol=RTOL)
        assert_allclose(limits[known, 1], curve.conf_high[known], rtol=RTOL)
        times, survival = kaplan_meier_estimator(event.astype(bool), time)
        assert_allclose(curve.at(times).survival, survival, atol=RTOL)
        theirs = SurvfuncRight(time, event)
        ours = curve.at(theirs.surv_times)
        assert_allclose(ours.survival, theirs.surv_prob, atol=RTOL)
        assert_allclose(ours.std_error[:-1], theirs.surv_prob_se[:-1], rtol=RTOL)


def test_hazards_agree_with_lifelines(veteran, counts):
    for label, curve in estimate.estimate_cumulative_hazard(counts).items():
        rows = veteran["group"] == label
        fitted = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(
            veteran["time"][rows], veteran["status"][rows]
        )
        found = fitted.cumulative_hazard_.to_numpy()[1:, 0]
        assert_allclose(found, curve.cumulative_hazard, rtol=RTOL)


def test_late_entry_agrees_with_lifelines(oracle_data):
    lung = oracle_data("lung")
    counts = SurvivalCounts.from_rows(lung["time"], lung["status"], entry=lung["entry"])
    curve = estimate.estimate_survival(counts)[""]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = KaplanMeierFitter().fit(lung["time"], lung["status"], entry=lung["entry"])
    theirs = fitted.survival_function_at_times(curve.time).to_numpy()
    assert_allclose(theirs, curve.survival, rtol=1e-8)


def test_log_rank_tests_agree_with_three_libraries(veteran, counts):
    found = estimate.test_for_survival_difference(counts)
    time, event, group = (veteran[name] for name in ("time", "status", "group"))
    assert_allclose(
        multivariate_logrank_test(time, group, event).test_statistic, found.statistic, rtol=RTOL
    )
    outcome = np.array(
        list(zip(event.astype(bool), time, strict=True)), dtype=[("event", bool), ("time", float)]
    )
    assert_allclose(compare_survival(outcome, group)[0], found.statistic, rtol=RTOL)
    assert_allclose(survdiff(time, event, group)[0], found.statistic, rtol=RTOL)


def test_stratified_and_weighted_tests_agree_with_statsmodels(veteran):
    time, event, group, stratum = (veteran[name] for name in ("time", "status", "group", "stratum"))
    strata = SurvivalCounts.from_rows(time, event, group=group, stratum=stratum)
    assert_allclose(
        survdiff(time, event, group, strata=stratum)[0],
        estimate.test_for_survival_difference(strata).statistic,
        rtol=RTOL,
    )
