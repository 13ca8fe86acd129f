"""Mean cumulative functions against survival's survfit and Ghosh and Lin's definition."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    EventHistories,
    EventTotals,
    estimate_mean_cumulative_function,
    fit_negative_binomial,
    fit_recurrent_cox,
)

RTOL = 1e-12  # the same sums in another order
ATOL = 1e-14  # a variance that is 0 in one order of summation


@pytest.fixture(scope="module")
def infections(oracle_data):
    rows = oracle_data("cgd_histories")
    late = {name: values[rows["time"] > rows["entry"]] for name, values in rows.items()}
    return {
        False: EventHistories.from_rows(
            rows["id"], rows["time"], rows["status"], group=rows["group"]
        ),
        True: EventHistories.from_rows(
            late["id"], late["time"], late["status"], entry=late["entry"]
        ),
    }


@pytest.fixture(scope="module")
def tumours(oracle_data):
    rows = oracle_data("bladder_histories")
    return EventHistories.from_rows(rows["id"], rows["time"], rows["status"], group=rows["group"])


@pytest.mark.parametrize("case", ["placebo", "rIFN-g", "late"])
def test_agrees_with_survfit(infections, expected, case):
    table = expected("mean_cumulative_function", case=case)
    label = "" if case == "late" else case
    found = estimate_mean_cumulative_function(infections[case == "late"])[label]
    for field in ("time", "n_at_risk", "n_event", "mean"):
        assert_allclose(getattr(found, field), table[field], rtol=RTOL)
    assert_allclose(found.std_error, table["std_error"], rtol=RTOL, atol=ATOL)


@pytest.mark.parametrize("case", ["placebo", "pyridoxine", "thiotepa"])
def test_with_death_agrees_with_the_definition(tumours, expected, case):
    table = expected("ghosh_lin", case=case)
    found = estimate_mean_cumulative_function(tumours)[case]
    for field in ("time", "n_at_risk", "mean"):
        assert_allclose(getattr(found, field), table[field], rtol=RTOL)
    assert_allclose(found.std_error, table["std_error"], rtol=RTOL, atol=ATOL)


def test_censoring_at_death_does_not_pass(tumours, expected):
    """As if the dead went on having events."""
    table = expected("ghosh_lin", case="placebo")
    wrong = estimate_mean_cumulative_function(tumours, death="censoring")["placebo"]
    with pytest.raises(AssertionError):
        assert_allclose(wrong.mean, table["mean"], rtol=0.05)


def test_poisson_variance_does_not_pass(infections, expected):
    """As if all events had been of different patients."""
    table = expected("mean_cumulative_function", case="placebo")
    found = estimate_mean_cumulative_function(infections[False])["placebo"]
    poisson = np.sqrt(np.cumsum(found.n_event / found.n_at_risk**2))
    with pytest.raises(AssertionError):
        assert_allclose(poisson, table["std_error"], rtol=0.1)


RTOL_FITTED = 1e-8  # coefficients of a fit converged to 1e-15


@pytest.mark.parametrize("case", ["groups", "strata"])
def test_negative_binomial_agrees_with_glm_nb(oracle_data, expected, case):
    rows, table = oracle_data("cgd_totals"), expected("negative_binomial", case=case)
    strata = rows["stratum"] if case == "strata" else None
    totals = EventTotals.from_rows(
        rows["events"], rows["person_time"], group=rows["group"], stratum=strata
    )
    found = fit_negative_binomial(totals)
    ratio = found.rate_ratio["rIFN-g"]
    assert_allclose(np.log(ratio.value), table["log_ratio"][0], rtol=RTOL_FITTED)
    assert_allclose(ratio.std_error, table["std_error"][0], rtol=RTOL_FITTED)
    assert_allclose(1 / found.dispersion, table["theta"][0], rtol=RTOL_FITTED)
    assert_allclose(found.log_likelihood, table["log_likelihood"][0], rtol=RTOL_FITTED)
    likelihood_ratio = 2 * (table["log_likelihood"] - table["smaller"])
    assert_allclose(found.test.statistic, likelihood_ratio[0], rtol=RTOL_FITTED)
    likelihood_ratio = 2 * (table["log_likelihood"] - table["poisson"])
    assert_allclose(found.overdispersion.statistic, likelihood_ratio[0], rtol=RTOL_FITTED)


def test_poisson_rate_ratio_does_not_pass(expected):
    table = expected("negative_binomial", case="groups")
    with pytest.raises(AssertionError):
        assert_allclose(table["poisson_std_error"], table["std_error"], rtol=0.1)


def test_totals_of_histories_are_those_given_to_r(infections, oracle_data):
    rows = oracle_data("cgd_totals")
    totals = EventTotals.from_histories(infections[False])
    assert_allclose(totals.events, rows["events"])
    assert_allclose(totals.person_time, rows["person_time"])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("robust", [True, False])
def test_andersen_gill_and_robust_rates_agree_with_coxph(
    infections, oracle_data, expected, ties, robust
):
    patients, table = oracle_data("cgd_patients"), expected("recurrent_cox", ties=ties)
    covariates = {"treatment": patients["treatment"], "age": patients["age"]}
    found = fit_recurrent_cox(infections[False], covariates, ties=ties, robust=robust)
    assert_allclose(found.coefficients, table["coefficient"], rtol=RTOL_FITTED)
    wanted, other = ("robust", "std_error") if robust else ("std_error", "robust")
    std_error = np.sqrt(np.diag(found.covariance))
    assert_allclose(std_error, table[wanted], rtol=RTOL_FITTED)
    with pytest.raises(AssertionError):
        assert_allclose(std_error, table[other], rtol=0.05)


def test_first_events_only_do_not_pass(infections, oracle_data, expected):
    """A Cox model of the time to the first infection throws the others away."""
    patients, table = oracle_data("cgd_patients"), expected("recurrent_cox", ties="efron")
    histories = infections[False]
    _, first = np.unique(histories.event_patient, return_index=True)
    end = histories.end.copy()
    end[histories.event_patient[first]] = histories.event_time[first]
    only = replace(
        histories,
        end=end,
        event_patient=histories.event_patient[first],
        event_time=histories.event_time[first],
    )
    covariates = {"treatment": patients["treatment"], "age": patients["age"]}
    wrong = fit_recurrent_cox(only, covariates)
    with pytest.raises(AssertionError):
        assert_allclose(wrong.coefficients, table["coefficient"], rtol=0.01)
