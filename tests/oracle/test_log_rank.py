"""The log-rank family against R's survdiff, coxph, coin and mvtnorm, and sums in plain R."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2

from osteon import estimate
from osteon.estimate import SurvivalCounts
from osteon.estimate.risk_table import tabulate_risk_by_stratum
from osteon.estimate.survival.log_rank import log_rank_steps, sum_log_rank

RTOL = 1e-12  # closed forms: the same sums, in another order
SOLVED = 1e-10  # a system of three equations, solved by another routine
COUNTED = 1e-6  # coin rounds two of 17 million allocations to the other side
INTEGRATED = 2e-5  # mvtnorm is asked for five digits
CORNERS = (
    "one_event",
    "same_day",
    "time_zero",
    "group_without_events",
    "group_gone_before",
    "last_tied",
)


def counts_of(data, *, stratum=None, entry=None):
    keys = {"group": data["group"], "stratum": data[stratum] if stratum else None}
    late = data[entry] if entry else None
    return SurvivalCounts.from_rows(data["time"], data["status"], **keys, entry=late)


def counts_named(case, oracle_data):
    if case in CORNERS:
        return counts_of(oracle_data("log_rank_corners", case=case))
    name, _, variant = case.partition("_")
    table = {"lung": "lung_strata"}.get(name, name)
    if variant == "late":
        return counts_of(oracle_data("lung"), entry="entry")
    if name == "heart":
        return counts_of(oracle_data("heart"), entry="entry")
    return counts_of(oracle_data(table), stratum="stratum" if variant else None)


def read_tests(expected):
    table = expected("log_rank_tests")
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


@pytest.mark.parametrize("index", range(26))
def test_tests_agree_with_survdiff(index, oracle_data, expected, deviations):
    """Every row of the table: groups, strata, weights, corners, late entry, Stanford's heart."""
    rows = read_tests(expected)
    assert len(rows) == 26
    row = rows[index]
    counts = counts_named(row["case"], oracle_data)
    found = estimate.test_for_survival_difference(counts, rho=row["rho"], gamma=row["gamma"])
    name = "test_for_survival_difference" + "_after_switch" * (row["case"] == "heart")
    deviations.note(name, found.statistic, row["statistic"], SOLVED, 0)
    assert found.df == row["df"]
    deviations.note(name, found.p_value, row["p_value"], SOLVED, 0)
    rho, gamma = (f"{row[name]:g}" for name in ("rho", "gamma"))
    groups = expected("log_rank_groups", case=row["case"], rho=rho, gamma=gamma)
    for label, observed, events in zip(
        groups["group"], groups["observed"], groups["expected"], strict=True
    ):
        deviations.note(name, found.observed[label], observed, RTOL, 0)
        deviations.note(name, found.expected[label], events, RTOL, 1e-14)


def test_one_without_strata_does_not_agree(oracle_data, expected):
    """Patients of different strata are compared with each other: another question."""
    rows = expected("log_rank_tests", case="veteran_stratified", rho="0")
    wrong = estimate.test_for_survival_difference(counts_named("veteran", oracle_data))
    with pytest.raises(AssertionError):
        assert_allclose(wrong.statistic, rows["statistic"][0], rtol=0.05)


def test_weights_after_the_event_do_not_agree(oracle_data, expected):
    """S(t) for S(t-) in the weights, and the variance without (Y - d) / (Y - 1), are both seen."""
    counts = counts_named("lung", oracle_data)
    table = log_rank_steps(next(iter(tabulate_risk_by_stratum(counts))))
    after = np.cumprod(1 - table.n_event_total / table.n_at_risk_total)
    row = expected("log_rank_tests", case="lung", rho="1")
    difference = ((table.n_event - table.expected) @ after)[0]
    wrong = difference**2 / table.covariance(after**2)[0, 0]
    with pytest.raises(AssertionError):
        assert_allclose(wrong, row["statistic"][0], rtol=1e-4)


@pytest.mark.parametrize(
    ("case", "late", "test"),
    [
        ("groups", False, "test_for_survival_difference"),
        ("groups_late", True, "test_for_survival_difference"),
        ("trend", False, "test_for_survival_trend"),
        ("trend_late", True, "test_for_survival_trend"),
        ("trend_survdiff", False, "test_for_survival_trend"),
    ],
)
def test_tests_agree_with_scores_of_coxph(case, late, test, oracle_data, expected, deviations):
    """Without ties the score test of Cox's model is the log-rank test, late entry included."""
    data = oracle_data("untied")
    found = getattr(estimate, test)(counts_of(data, entry="entry" if late else None))
    row = expected("log_rank_scores", case=case)
    deviations.note(test, found.statistic, row["statistic"][0], SOLVED, 0)


@pytest.mark.parametrize(
    ("case", "scores"),
    [
        ("trend_veteran", None),
        (
            "trend_veteran_stratified",
            {"adeno": 1, "large": 2, "smallcell": 5, "squamous": 3},
        ),
    ],
)
def test_trends_agree_with_the_covariance_of_survdiff(
    case, scores, oracle_data, expected, deviations
):
    counts = counts_named(case.removeprefix("trend_"), oracle_data)
    found = estimate.test_for_survival_trend(counts, scores=scores)
    row = expected("log_rank_scores", case=case)
    deviations.note("test_for_survival_trend", found.statistic, row["statistic"][0], SOLVED, 0)
    assert found.df == 1
    assert_allclose(found.p_value, chi2.sf(row["statistic"][0], 1), rtol=SOLVED)


def test_a_trend_from_variances_alone_does_not_agree(oracle_data, expected):
    """The groups' sums are dependent; without their covariances the statistic is another."""
    sums = sum_log_rank(counts_named("veteran", oracle_data))
    scores = np.arange(4.0)
    wrong = (scores @ (sums.observed - sums.expected)) ** 2 / (scores**2 @ np.diag(sums.covariance))
    row = expected("log_rank_scores", case="trend_veteran")
    with pytest.raises(AssertionError):
        assert_allclose(wrong, row["statistic"][0], rtol=0.1)


@pytest.mark.parametrize("adjustment", ["holm", "bh"])
def test_pairs_agree_with_survdiff_and_p_adjust(adjustment, oracle_data, expected, deviations):
    counts = counts_named("veteran", oracle_data)
    found = estimate.test_for_pairwise_survival_difference(counts, adjustment=adjustment)
    rows = expected("log_rank_pairs")
    assert [(pair.first, pair.second) for pair in found] == list(
        zip(rows["first"], rows["second"], strict=True)
    )
    name = "test_for_pairwise_survival_difference"
    deviations.note(name, [pair.test.p_value for pair in found], rows["p_value"], SOLVED, 0)
    deviations.note(name, [pair.adjusted_p_value for pair in found], rows[adjustment], SOLVED, 0)


def test_pairs_by_the_common_risk_set_do_not_agree(oracle_data, expected):
    """A pair is compared by its own patients, not by a contrast within all four groups."""
    sums = sum_log_rank(counts_named("veteran", oracle_data))
    contrast = np.array([1.0, -1, 0, 0])
    wrong = chi2.sf(
        (contrast @ (sums.observed - sums.expected)) ** 2 / (contrast @ sums.covariance @ contrast),
        1,
    )
    with pytest.raises(AssertionError):
        assert_allclose(wrong, expected("log_rank_pairs")["p_value"][0], rtol=0.1)


@pytest.mark.parametrize(
    ("case", "data", "select"),
    [
        ("lung", "lung", lambda rows: rows["group"] == rows["group"]),
        (
            "veteran_two_cells",
            "veteran",
            lambda rows: np.isin(rows["group"], ["large", "squamous"]),
        ),
    ],
)
def test_max_combo_agrees_with_mvtnorm(case, data, select, oracle_data, expected, deviations):
    rows = oracle_data(data)
    chosen = select(rows)
    counts = counts_of({name: column[chosen] for name, column in rows.items()})
    found = estimate.test_for_survival_difference_max_combo(counts)
    table = expected("max_combo", case=case)
    wanted = dict(zip(table["name"], table["value"], strict=True))
    name = "test_for_survival_difference_max_combo"
    deviations.note(name, found.statistic, wanted["statistic"], SOLVED, 0)
    z = [wanted[f"z{number}"] for number in (1, 2, 3, 4)]
    deviations.note(name, list(found.details.values()), z, SOLVED, 0)
    assert_allclose(found.p_value, wanted["p_value"], atol=INTEGRATED)


def test_the_smallest_of_four_p_values_does_not_agree(oracle_data, expected):
    """Choosing the best weight without paying for it, or paying as if they were independent."""
    found = estimate.test_for_survival_difference_max_combo(counts_of(oracle_data("lung")))
    table = expected("max_combo", case="lung")
    wanted = dict(zip(table["name"], table["value"], strict=True))["p_value"]
    smallest = chi2.sf(found.statistic**2, 1)
    assert abs(smallest - wanted) > 10 * INTEGRATED
    assert abs(1 - (1 - smallest) ** 4 - wanted) > 10 * INTEGRATED


@pytest.mark.parametrize("case", ["veteran_large", "tied", "lopsided"])
def test_exact_tests_agree_with_coin(case, oracle_data, expected, deviations):
    counts = counts_of(oracle_data("exact_log_rank", case=case))
    found = estimate.test_for_survival_difference_exact(counts)
    row = expected("exact_log_rank", case=case)
    assert found.method == "exact log-rank test"
    name = "test_for_survival_difference_exact"
    deviations.note(name, found.statistic, row["statistic"][0], SOLVED, 0)
    deviations.note(name, found.p_value, row["p_value"][0], COUNTED, 0)


def test_exact_tests_agree_with_whole_numbers(oracle_data):
    """Scores as fractions over one denominator, all 17,383,860 allocations counted so."""
    counts = counts_of(oracle_data("exact_log_rank", case="veteran_large"))
    found = estimate.test_for_survival_difference_exact(counts)
    assert found.details == {"n_allocations": 17_383_860}
    assert_allclose(found.p_value, 5_292_574 / 17_383_860, rtol=RTOL)


def test_the_large_sample_p_value_does_not_agree(oracle_data, expected):
    """Eight against two: what chi-square says is not what permutation says."""
    counts = counts_of(oracle_data("exact_log_rank", case="lopsided"))
    row = expected("exact_log_rank", case="lopsided")
    wrong = estimate.test_for_survival_difference(counts)
    assert abs(wrong.p_value - row["p_value"][0]) > 0.01


def test_permutation_within_strata_agrees_with_coin(oracle_data, expected):
    """Four groups in two strata: the chi-square is coin's; p is within the error of sampling."""
    counts = counts_named("veteran_stratified", oracle_data)
    found = estimate.test_for_survival_difference_exact(counts, n_permutations=20_000, seed=7)
    row = expected("exact_log_rank", case="veteran_stratified")
    assert_allclose(found.statistic, row["statistic"][0], rtol=SOLVED)
    assert found.p_value < 5 * row["p_value"][0]
    assert found.details == {"n_permutations": 20_000, "seed": 7}


def test_random_permutations_come_near_the_exact_value(oracle_data, monkeypatch):
    counts = counts_of(oracle_data("exact_log_rank", case="veteran_large"))
    exact = estimate.test_for_survival_difference_exact(counts)
    test = estimate.test_for_survival_difference_exact
    monkeypatch.setitem(test.__globals__, "can_enumerate", lambda _: False)
    sampled = test(counts, n_permutations=40_000)
    assert sampled.method == "permutation log-rank test"
    assert_allclose(sampled.p_value, exact.p_value, atol=4 * np.sqrt(0.25 / 40_000))


def test_mantel_byar_is_the_test_of_rows_that_were_split(oracle_data, expected):
    """Stanford's heart data are split already; ours from the day of transplantation."""
    heart = oracle_data("heart")
    row = expected("log_rank_tests", case="heart")
    last = {i: np.flatnonzero(heart["id"] == i)[-1] for i in np.unique(heart["id"])}
    rows = np.array(list(last.values()))
    switch = np.where(heart["group"][rows] == "after", heart["entry"][rows], np.nan)
    counts = estimate.split_at_switch(heart["time"][rows], heart["status"][rows], switch)
    found = estimate.test_for_survival_difference_after_switch(counts)
    assert_allclose(found.statistic, row["statistic"][0], rtol=SOLVED)


def test_grouping_by_ever_does_not_agree(oracle_data, expected):
    """Immortal time: who lives until the transplantation is counted as treated from the start."""
    heart = oracle_data("heart")
    row = expected("log_rank_tests", case="heart")
    ever = np.isin(heart["id"], heart["id"][heart["group"] == "after"])
    last = np.array([heart["time"][heart["id"] == i].max() for i in heart["id"]])
    rows = heart["time"] == last
    wrong = estimate.test_for_survival_difference(
        SurvivalCounts.from_rows(heart["time"][rows], heart["status"][rows], group=ever[rows])
    )
    assert wrong.p_value < 0.001
    assert row["p_value"][0] > 0.5
