"""Odds ratios of one table and of strata against R."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate

RTOL = 1e-12  # a closed form
SOLVED_RTOL = 1e-10  # R's root finder at its tightest; seen: 3e-11
PRINTED_RTOL = 1e-2  # fisher.test stops at 1e-4 of the ratio or its inverse, which may be small
CASES = (
    "sex", "functioning", "events", "tea", "twins", "two_empty_cells", "full_row", "thousands",
)  # fmt: skip
STRATA = ("small", "penicillin", "zero_events", "sparse")


@pytest.fixture
def table(oracle_data):
    def load(case: str) -> estimate.ContingencyTable:
        rows = oracle_data("contingency_tables", case=case)
        counts = np.zeros((2, 2), dtype=int)
        counts[rows["row"].astype(int) - 1, rows["column"].astype(int) - 1] = rows["n"]
        return estimate.ContingencyTable.from_array(counts)

    return load


@pytest.fixture
def strata(oracle_data):
    def load(case: str) -> estimate.StratifiedTable:
        rows = oracle_data("stratified_tables", case=case)
        index = tuple(rows[key].astype(int) - 1 for key in ("stratum", "row", "column"))
        counts = np.zeros([codes.max() + 1 for codes in index], dtype=int)
        counts[index] = rows["n"]
        return estimate.StratifiedTable.from_array(counts)

    return load


LIMITS = ("value", "conf_low", "conf_high")


@pytest.mark.parametrize("method", ["conditional", "mid-p"])
@pytest.mark.parametrize("case", CASES)
def test_exact_methods_agree_with_the_equations_solved_in_r(
    table, expected, case, method, deviations
):
    found = estimate.estimate_odds_ratio(table(case), method=method)
    wanted = expected("odds_ratios", case=case, method=method)
    for limit in LIMITS:
        deviations.note(
            "estimate_odds_ratio", getattr(found, limit), wanted[limit][0], SOLVED_RTOL, 0
        )


@pytest.mark.parametrize("case", ["sex", "functioning", "tea", "twins", "thousands"])
def test_woolf_agrees_with_logistic_regression_in_r(table, expected, case, deviations):
    found = estimate.estimate_odds_ratio(table(case))
    wanted = expected("odds_ratios", case=case, method="woolf")
    for limit in LIMITS:
        deviations.note("estimate_odds_ratio", getattr(found, limit), wanted[limit][0], RTOL, 0)


@pytest.mark.parametrize("case", CASES)
def test_conditional_is_what_fisher_test_prints(table, expected, case):
    found = estimate.estimate_odds_ratio(table(case), method="conditional")
    wanted = expected("odds_ratios", case=case, method="fisher.test")
    for limit in LIMITS:
        assert_allclose(getattr(found, limit), wanted[limit][0], rtol=PRINTED_RTOL)


def test_the_cross_ratio_is_not_the_conditional_estimate(table, expected):
    """fisher.test does not print ad/bc: taking it for that is off by 0.4 % here."""
    cross_ratio = estimate.estimate_odds_ratio(table("functioning")).value
    wanted = expected("odds_ratios", case="functioning", method="conditional")["value"][0]
    with pytest.raises(AssertionError):
        assert_allclose(cross_ratio, wanted, rtol=1e-3)


def test_half_in_each_cell_would_not_agree(table, expected):
    """Adding 0.5 turns 'no event' into a finite ratio, which the data do not say."""
    repaired = table("events").counts + 0.5
    wrong = repaired[0, 0] * repaired[1, 1] / (repaired[0, 1] * repaired[1, 0])
    wanted = expected("odds_ratios", case="events", method="woolf")["value"][0]
    with pytest.raises(AssertionError):
        assert_allclose(wrong, wanted, atol=0.01)


@pytest.mark.parametrize("case", ["admissions", "small", "penicillin", "sparse"])
def test_mantel_haenszel_agrees_with_r(strata, expected, case, deviations):
    found = estimate.estimate_common_odds_ratio(strata(case))
    wanted = expected("common_odds_ratios", case=case, method="mantel-haenszel")
    for limit in LIMITS:
        deviations.note(
            "estimate_common_odds_ratio", getattr(found, limit), wanted[limit][0], RTOL, 0
        )


@pytest.mark.parametrize("method", ["conditional", "mid-p"])
@pytest.mark.parametrize("case", STRATA)
def test_exact_common_ratio_agrees_with_r(strata, expected, case, method, deviations):
    found = estimate.estimate_common_odds_ratio(strata(case), method=method)
    wanted = expected("common_odds_ratios", case=case, method=method)
    for limit in LIMITS:
        deviations.note(
            "estimate_common_odds_ratio", getattr(found, limit), wanted[limit][0], SOLVED_RTOL, 0
        )


def test_pooling_the_strata_would_not_agree(strata, expected):
    """Berkeley's admissions: over all departments together the ratio is 1.84, within them 0.90."""
    pooled = estimate.estimate_odds_ratio(strata("admissions").collapsed()).value
    assert pooled == pytest.approx(1.84108, rel=1e-5)
    wanted = expected("common_odds_ratios", case="admissions", method="mantel-haenszel")
    with pytest.raises(AssertionError):
        assert_allclose(pooled, wanted["value"][0], rtol=0.5)


@pytest.mark.parametrize("case", ["admissions", *STRATA, "satisfaction", "hair"])
def test_cochran_mantel_haenszel_agrees_with_r(strata, expected, case, deviations):
    wanted = expected("conditional_independence", case=case)
    found = estimate.test_for_conditional_independence(strata(case))
    corrected = estimate.test_for_conditional_independence(strata(case), correction=True)
    deviations.note(
        "test_for_conditional_independence", found.statistic, wanted["statistic"][0], RTOL, 0
    )
    deviations.note(
        "test_for_conditional_independence", found.p_value, wanted["p_value"][0], RTOL, 0
    )
    deviations.note(
        "test_for_conditional_independence",
        corrected.statistic,
        wanted["corrected_statistic"][0],
        RTOL,
        0,
    )
    assert found.df == wanted["df"][0]


@pytest.mark.parametrize("case", ["admissions", *STRATA])
def test_exact_conditional_test_agrees_with_r(strata, expected, case, deviations):
    found = estimate.test_for_conditional_independence_exact(strata(case)).p_value
    wanted = expected("conditional_independence", case=case)["exact_p_value"][0]
    deviations.note("test_for_conditional_independence_exact", found, wanted, RTOL, 0)
