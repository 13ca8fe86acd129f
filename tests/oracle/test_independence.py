"""Chi-square, Fisher's exact test and the trend test against R."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate

RTOL = 1e-12  # a closed form: only the order of the sums differs
P_RTOL = 1e-12  # pchisq and SciPy's incomplete gamma function; seen: 5e-14
EXACT_RTOL = 1e-10  # R's network algorithm merges paths that are nearly equal; seen: 2e-12

CASES = (
    "sex", "functioning", "events", "site", "grade", "tea", "twins", "two_empty_cells",
    "full_row", "even", "job", "three", "long", "thousands", "million",
)  # fmt: skip
TWO_BY_TWO = ("sex", "functioning", "events", "tea", "twins", "two_empty_cells", "full_row")


@pytest.fixture
def table(oracle_data):
    def load(case: str) -> estimate.ContingencyTable:
        rows = oracle_data("contingency_tables", case=case)
        counts = np.zeros((int(rows["row"].max()), int(rows["column"].max())), dtype=int)
        counts[rows["row"].astype(int) - 1, rows["column"].astype(int) - 1] = rows["n"]
        return estimate.ContingencyTable.from_array(counts)

    return load


@pytest.mark.parametrize("case", CASES)
def test_chi_square_agrees_with_r(table, expected, case, deviations):
    found, wanted = estimate.test_for_independence(table(case)), expected("independence", case=case)
    deviations.note("test_for_independence", found.statistic, wanted["statistic"][0], RTOL, 1e-28)
    deviations.note("test_for_independence", found.p_value, wanted["p_value"][0], P_RTOL, 0)
    deviations.note("test_for_independence", found.min_expected, wanted["min_expected"][0], RTOL, 0)
    assert found.df == wanted["df"][0]
    assert found.n_expected_below_5 == wanted["n_expected_below_5"][0]


@pytest.mark.parametrize("case", CASES)
def test_yates_correction_agrees_with_r(table, expected, case, deviations):
    found = estimate.test_for_independence(table(case), correction=True)
    wanted = expected("independence", case=case)
    deviations.note(
        "test_for_independence", found.statistic, wanted["yates_statistic"][0], RTOL, 1e-28
    )
    deviations.note("test_for_independence", found.p_value, wanted["yates_p_value"][0], P_RTOL, 0)


def test_correcting_by_default_would_not_agree(table, expected):
    """R corrects 2 x 2 tables unless told otherwise: the commonest difference between programs."""
    wrong = estimate.test_for_independence(table("sex"), correction=True)
    with pytest.raises(AssertionError):
        assert_allclose(wrong.p_value, expected("independence", case="sex")["p_value"][0], rtol=0.1)


@pytest.mark.parametrize("case", CASES)
def test_fisher_agrees_with_r(table, expected, case, deviations):
    found = estimate.test_for_independence_exact(table(case)).p_value
    deviations.note(
        "test_for_independence_exact",
        found,
        expected("independence", case=case)["exact_p_value"][0],
        EXACT_RTOL,
        0,
    )


@pytest.mark.parametrize("case", CASES)
def test_fisher_does_not_depend_on_how_the_table_is_turned(table, case):
    turned = estimate.test_for_independence_exact(table(case).transposed()).p_value
    assert_allclose(turned, estimate.test_for_independence_exact(table(case)).p_value, rtol=1e-11)


def test_doubling_the_smaller_tail_would_not_agree(table, expected):
    """A two-sided exact p is not twice the one-sided one, as some programs have it."""
    (a, b), (c, d) = table("events").counts.tolist()
    lower_tail = math.comb(b + d, b) / math.comb(a + b + c + d, a + b)  # a is 0: a single table
    wanted = expected("independence", case="events")["exact_p_value"][0]
    with pytest.raises(AssertionError):
        assert_allclose(2 * lower_tail, wanted, rtol=0.05)


@pytest.mark.parametrize("case", TWO_BY_TWO)
def test_mid_p_agrees_with_its_definition_in_r(table, expected, case, deviations):
    found = estimate.test_for_independence_exact(table(case)).details["mid_p_value"]
    wanted = expected("independence", case=case)["mid_p_value"][0]
    deviations.note("test_for_independence_exact", found, wanted, P_RTOL, 0)


@pytest.mark.parametrize("case", ["job", "grade", "three"])
def test_monte_carlo_lies_around_the_exact_p(table, expected, case):
    n_tables = 20_000
    found = estimate.test_for_independence_exact(table(case), simulate=n_tables, seed=5)
    exact = expected("independence", case=case)["exact_p_value"][0]
    std_error = math.sqrt(exact * (1 - exact) / n_tables)
    assert abs(found.p_value - exact) < 4 * std_error + 1 / n_tables
    assert found.details == {"n_simulated": n_tables, "seed": 5}


@pytest.mark.parametrize("case", ["grade", "grade_scored", "sex"])
def test_trend_agrees_with_r(table, expected, case, deviations):
    wanted = expected("proportion_trend", case=case)
    scores = [float(score) for score in str(wanted["scores"][0]).split()]
    found = estimate.test_for_trend_in_proportions(
        table(case.removesuffix("_scored")), scores=scores
    )
    deviations.note(
        "test_for_trend_in_proportions", found.statistic, wanted["statistic"][0], RTOL, 0
    )
    deviations.note("test_for_trend_in_proportions", found.p_value, wanted["p_value"][0], P_RTOL, 0)
    deviations.note(
        "test_for_trend_in_proportions", found.details["slope"], wanted["slope"][0], RTOL, 0
    )


def test_mantels_variance_would_not_agree(table, expected):
    """Mantel's statistic for trend has n - 1 where that of Armitage has n."""
    n = table("grade").n_total
    wrong = estimate.test_for_trend_in_proportions(table("grade")).statistic * (n - 1) / n
    wanted = expected("proportion_trend", case="grade")["statistic"][0]
    with pytest.raises(AssertionError):
        assert_allclose(wrong, wanted, rtol=1e-3)
