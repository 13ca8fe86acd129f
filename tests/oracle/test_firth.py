"""Firth's penalty against the penalised likelihood as R maximises it, and against arithmetic."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    BinaryCounts,
    CovariateCounts,
    estimate_profile_intervals,
    fit_cox,
    fit_logistic,
)

COX_RTOL = 1e-7  # R's gradient of the penalty is a difference quotient
LOGISTIC_RTOL = 1e-8
CASES = {
    "efron": ({}, {}),
    "breslow": ({"ties": "breslow"}, {}),
    "late": ({}, {"entry": "entry"}),
}


@pytest.fixture(scope="module")
def counts_of(oracle_data):
    def read(**late: str) -> CovariateCounts:
        rows = oracle_data("firth_cox")
        return CovariateCounts.from_rows(
            rows["time"],
            rows["status"],
            {"ecog": rows["ecog"], "group": rows["group"]},
            **{role: rows[column] for role, column in late.items()},
        )

    return read


def assert_agrees(model, table):
    assert_allclose(model.coefficients, table["coefficient"], rtol=COX_RTOL)
    assert_allclose(model.std_errors, table["std_error"], rtol=COX_RTOL)
    assert_allclose(model.log_likelihood, table["log_likelihood"][0], rtol=1e-10)
    assert_allclose(model.log_likelihood_null, table["log_likelihood_null"][0], rtol=1e-10)


@pytest.mark.parametrize("case", CASES)
def test_cox_regression_agrees_where_a_group_has_no_event(counts_of, expected, case):
    settings, late = CASES[case]
    model = fit_cox(counts_of(**late), penalty="firth", **settings)
    assert not model.infinite
    assert_agrees(model, expected("firth_cox", case=case))


def test_profile_of_the_penalised_likelihood_agrees(counts_of, expected):
    counts = counts_of()
    model = fit_cox(counts, penalty="firth")
    found = estimate_profile_intervals(model, counts, names=["group"])["group"]
    table = expected("firth_cox", case="efron", covariate="group")
    assert_allclose(np.log(found.conf_low), table["low"][0], rtol=COX_RTOL)
    assert_allclose(np.log(found.conf_high), table["high"][0], rtol=COX_RTOL)


def test_the_oracle_sees_other_ties(counts_of, expected):
    model = fit_cox(counts_of(), penalty="firth", ties="breslow")
    with pytest.raises(AssertionError):
        assert_agrees(model, expected("firth_cox", case="efron"))


def test_logistic_regression_agrees(oracle_data, expected):
    rows = oracle_data("firth_logistic")
    counts = BinaryCounts.from_rows(
        rows["event"], {name: rows[name] for name in ("age", "ecog", "group")}
    )
    model, table = fit_logistic(counts, penalty="firth"), expected("firth_logistic")
    assert_allclose(model.coefficients, table["coefficient"], rtol=LOGISTIC_RTOL)
    assert_allclose(model.std_errors, table["std_error"], rtol=LOGISTIC_RTOL)
    assert_allclose(model.log_likelihood, table["log_likelihood"][0], rtol=LOGISTIC_RTOL)


@pytest.mark.parametrize("cells", [(0, 29, 13, 63), (4, 0, 1, 7), (3, 5, 2, 9)])
def test_a_table_of_four_cells_gets_half_a_patient_in_each(cells):
    """By hand: in a saturated model Firth's penalty adds 1/2 to every cell."""
    a, b, c, d = cells
    counts = BinaryCounts.from_rows([1, 0, 1, 0], {"group": [0, 0, 1, 1]}, n=cells)
    found = fit_logistic(counts, penalty="firth").coefficients[1]
    by_hand = math.log((c + 0.5) * (b + 0.5) / ((a + 0.5) * (d + 0.5)))
    assert_allclose(found, by_hand, rtol=LOGISTIC_RTOL)
    without = fit_logistic(counts).coefficients[1]
    assert abs(without - by_hand) > 0.01
