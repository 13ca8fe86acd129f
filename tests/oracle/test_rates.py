"""Poisson rates, adjusted p-values and Rubin's rules against R."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate

RTOL = 1e-12  # incomplete gamma and beta functions of two libraries; seen: 3e-14
CASES = ("five", "large", "two", "nhanes")


@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_rates_agree_with_r(expected, method, deviations):
    wanted = expected("rates", method=method)
    for index, events in enumerate(wanted["events"].astype(int).tolist()):
        found = estimate.estimate_rate(events, wanted["person_time"][index], method=method)
        deviations.note("estimate_rate", found.value, wanted["value"][index], RTOL, 0)
        deviations.note("estimate_rate", found.conf_low, wanted["conf_low"][index], RTOL, 0)
        deviations.note("estimate_rate", found.conf_high, wanted["conf_high"][index], RTOL, 0)


def rate_pairs(rows):
    events, others = rows["events"].astype(int), rows["comparator_events"].astype(int)
    for index in range(len(events)):
        rate = estimate.EventRate(int(events[index]), rows["person_time"][index])
        yield index, rate, estimate.EventRate(int(others[index]), rows["comparator_time"][index])


@pytest.mark.parametrize("method", ["exact", "mid-p"])
def test_rate_ratios_agree_with_r(expected, method, deviations):
    wanted = expected("rate_ratios", method=method)
    for index, rate, comparator in rate_pairs(wanted):
        found = estimate.estimate_rate_ratio(rate, comparator, method=method)
        tested = estimate.test_for_equal_rates(rate, comparator, method=method)
        deviations.note("estimate_rate_ratio", found.value, wanted["value"][index], RTOL, 0)
        deviations.note("estimate_rate_ratio", found.conf_low, wanted["conf_low"][index], RTOL, 0)
        deviations.note("estimate_rate_ratio", found.conf_high, wanted["conf_high"][index], RTOL, 0)
        deviations.note("test_for_equal_rates", tested.p_value, wanted["p_value"][index], RTOL, 0)


def test_the_normal_interval_would_not_agree(expected):
    """With 13 events, events plus or minus 1.96 roots is too low at both ends."""
    wanted = expected("rates", method="exact", events="13", person_time="412.5")
    found = estimate.estimate_rate(13, 412.5)
    wrong = found.value + 1.96 * found.std_error
    with pytest.raises(AssertionError):
        assert_allclose(wrong, wanted["conf_high"][0], rtol=0.05)


@pytest.mark.parametrize("method", ["holm", "hochberg", "bh"])
@pytest.mark.parametrize("case", ["plain", "ties", "missing", "one", "many", "zero"])
def test_adjusted_p_values_agree_with_r(expected, case, method, deviations):
    wanted = expected("multiplicity", case=case)
    found = estimate.adjust_p_values(wanted["p"], method=method)
    deviations.note("adjust_p_values", found, wanted[method], 1e-14, 0)


def test_counting_missing_tests_would_not_agree(expected):
    """A test that could not be made is not one of those to adjust for."""
    wanted = expected("multiplicity", case="missing")
    wrong = estimate.adjust_p_values(np.nan_to_num(wanted["p"], nan=1.0))
    with pytest.raises(AssertionError):
        assert_allclose(wrong[0], wanted["holm"][0], rtol=0.1)


@pytest.fixture
def imputed(oracle_data):
    return lambda case: oracle_data("imputed_results", case=case)


@pytest.mark.parametrize("case", CASES)
def test_rubins_rules_agree_with_mice(imputed, expected, case, deviations):
    rows, wanted = imputed(case), expected("multiple_imputation", case=case)
    found = estimate.pool_by_rubin(
        rows["estimate"], rows["variance"], df_complete=rows["df_complete"][0]
    )
    for name in wanted:
        if name != "case":
            deviations.note("pool_by_rubin", getattr(found, name), wanted[name][0], RTOL, 1e-16)


def test_estimates_that_agree_have_the_degrees_of_freedom_of_complete_data(imputed, expected):
    """Where mice takes a share of missing information of 0 for 1e-4, we take it for 0."""
    rows, wanted = imputed("agreeing"), expected("multiple_imputation", case="agreeing")
    found = estimate.pool_by_rubin(rows["estimate"], rows["variance"], df_complete=50)
    assert_allclose(found.df, 51 / 53 * 50, rtol=RTOL)
    assert_allclose(found.df, wanted["df"][0], rtol=2e-4)
    assert_allclose(found.std_error, wanted["std_error"][0], rtol=RTOL)


def test_rubins_first_degrees_of_freedom_would_not_agree(imputed, expected):
    """Without Barnard and Rubin's correction 96 cases would have 394 degrees of freedom."""
    rows = imputed("five")
    wrong = estimate.pool_by_rubin(rows["estimate"], rows["variance"])
    with pytest.raises(AssertionError):
        assert_allclose(wrong.df, expected("multiple_imputation", case="five")["df"][0], rtol=0.5)
