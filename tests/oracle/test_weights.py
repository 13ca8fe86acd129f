"""Inverse-probability weights against R's glm and coxph."""

import pytest
from numpy.testing import assert_allclose

from osteon.estimate import (
    BinaryCounts,
    CovariateCounts,
    estimate_censoring_weights,
    estimate_treatment_weights,
    fit_cox,
)

RTOL = 1e-8  # as the coefficients of the models behind them
ATOL = 1e-9  # a weighted difference that is all but zero
CONFOUNDERS = ("age", "nodes", "size", "grade")
HORIZON = 3000
SETTINGS = {
    "ate": {"stabilised": False},
    "stabilised": {},
    "truncated": {"truncation": (0.01, 0.99)},
    "att": {"estimand": "att", "stabilised": False},
    "att_stabilised": {"estimand": "att"},
}


@pytest.fixture(scope="module")
def patients(oracle_data):
    return oracle_data("weights_rotterdam")


@pytest.fixture(scope="module")
def treatment(patients):
    return BinaryCounts.from_rows(
        patients["treated"], {name: patients[name] for name in CONFOUNDERS}
    )


@pytest.mark.parametrize("case", SETTINGS)
def test_treatment_weights_agree_with_glm(treatment, expected, deviations, case):
    found, table = (
        estimate_treatment_weights(treatment, **SETTINGS[case]),
        expected("treatment_weights"),
    )
    name = "estimate_treatment_weights"
    deviations.note(name, found.propensity, table["propensity"], RTOL, 0)
    deviations.note(name, found.weight, table[case], RTOL, 0)


def test_the_oracle_sees_weights_of_another_effect(treatment, expected):
    found = estimate_treatment_weights(treatment, estimand="att")
    with pytest.raises(AssertionError):
        assert_allclose(found.weight, expected("treatment_weights")["stabilised"], rtol=RTOL)


def test_balance_and_effective_size_agree(treatment, expected):
    found = estimate_treatment_weights(treatment, truncation=(0.01, 0.99))
    table, sizes = expected("treatment_balance"), expected("treatment_sizes")
    for term, before, after in zip(table["term"], table["before"], table["after"], strict=True):
        assert_allclose(found.balance[term].before, before, rtol=RTOL)
        assert_allclose(found.balance[term].after, after, rtol=RTOL, atol=ATOL)
    for group in ("treated", "untreated"):
        assert_allclose(found.effective_size[group], sizes[group][0], rtol=RTOL)


def test_a_weighted_cox_model_agrees_with_coxph(patients, treatment, expected):
    weight = estimate_treatment_weights(treatment, truncation=(0.01, 0.99)).weight
    counts = CovariateCounts.from_rows(
        patients["time"], patients["status"], {"treated": patients["treated"]}, weight=weight
    )
    model, table = fit_cox(counts), expected("treatment_effect")
    assert_allclose(model.coefficients, table["coefficient"], rtol=RTOL)
    assert_allclose(model.std_errors, table["std_error"], rtol=RTOL)


@pytest.mark.parametrize(("column", "stabilised"), [("weight", False), ("stabilised", True)])
def test_censoring_weights_agree_with_coxph(patients, expected, deviations, column, stabilised):
    counts = CovariateCounts.from_rows(
        patients["time"], patients["status"], {name: patients[name] for name in ("age", "nodes")}
    )
    found = estimate_censoring_weights(counts, horizon=HORIZON, stabilised=stabilised)
    table = expected("censoring_weights")
    name = "estimate_censoring_weights"
    deviations.note(name, found.uncensored, table["chance"], RTOL, 0)
    deviations.note(name, found.weight, table[column], RTOL, 0)


def test_the_oracle_sees_weights_at_another_horizon(patients, expected):
    counts = CovariateCounts.from_rows(
        patients["time"], patients["status"], {name: patients[name] for name in ("age", "nodes")}
    )
    found = estimate_censoring_weights(counts, horizon=HORIZON + 365)
    with pytest.raises(AssertionError):
        assert_allclose(found.weight, expected("censoring_weights")["weight"], rtol=RTOL)
