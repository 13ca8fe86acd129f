"""Clustered units and standardised differences against R."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate

RTOL = 1e-12  # closed forms; the oracle sums in loops, by lm and by survey; seen: 6e-14
REGRESSION_RTOL = 1e-8  # survey's interval comes from a regression that stops there; seen: 1.2e-9
LITTERS = ("weil", "three", "none_in_one", "even_clusters")
UNITS = ("cgd", "eyes", "small", "singles")


@pytest.fixture
def litters(oracle_data):
    def load(case: str) -> estimate.ClusterCounts:
        rows = oracle_data("litters", case=case)
        return estimate.ClusterCounts.from_clusters(rows["events"], rows["n"], rows["group"])

    return load


@pytest.fixture
def units(oracle_data):
    def load(case: str, shift: float = 0.0) -> estimate.ClusteredValues:
        rows = oracle_data("clustered_units", case=case)
        return estimate.ClusteredValues.from_rows(
            rows["value"] - shift, cluster=rows["cluster"], group=rows["group"]
        )

    return load


@pytest.mark.parametrize("case", LITTERS)
def test_clustered_proportions_agree_with_survey(litters, expected, case, deviations):
    wanted = expected("clustered_proportions", case=case)
    found = estimate.estimate_clustered_proportion(litters(case))
    for index, group in enumerate(wanted["group"]):
        for name in ("value", "std_error", "conf_low", "conf_high", "design_effect"):
            rtol = REGRESSION_RTOL if name.startswith("conf") else RTOL
            deviations.note(
                "estimate_clustered_proportion",
                getattr(found[group], name),
                wanted[name][index],
                rtol,
                1e-16,
            )


@pytest.mark.parametrize("method", ["rao-scott", "rao-scott-pooled", "donner-klar"])
@pytest.mark.parametrize("case", LITTERS)
def test_clustered_tests_agree_with_the_formulae_in_r(litters, expected, case, method, deviations):
    found = estimate.test_for_clustered_independence(litters(case), method=method)
    wanted = expected("clustered_independence", case=case)
    deviations.note("test_for_clustered_independence", found.statistic, wanted[method][0], RTOL, 0)
    assert found.df == wanted["df"][0]


@pytest.mark.parametrize("case", LITTERS)
def test_intracluster_correlation_agrees_with_analysis_of_variance(
    litters, expected, case, deviations
):
    found = estimate.estimate_intracluster_correlation(litters(case))
    wanted = expected("clustered_independence", case=case)["correlation"][0]
    deviations.note("estimate_intracluster_correlation", found, wanted, RTOL, 0)


def test_taking_pups_for_independent_would_not_agree(litters, expected):
    """Pearson's chi-square doubles the evidence on Weil's litters."""
    wanted = expected("clustered_independence", case="weil")
    clusters = litters("weil")
    counts = [
        [
            clusters.events[clusters.group == g].sum(),
            (clusters.n - clusters.events)[clusters.group == g].sum(),
        ]
        for g in (0, 1)
    ]
    wrong = estimate.test_for_independence(estimate.ContingencyTable.from_array(counts)).statistic
    assert_allclose(wrong, wanted["pearson"][0], rtol=RTOL)
    with pytest.raises(AssertionError):
        assert_allclose(wrong, wanted["rao-scott"][0], rtol=0.5)


@pytest.mark.parametrize("case", UNITS)
def test_datta_satten_agrees_with_the_formulae_in_r(units, expected, case, deviations):
    found = estimate.test_for_clustered_rank_sum(units(case))
    wanted = expected("clustered_rank_sum", case=case)
    deviations.note("test_for_clustered_rank_sum", found.statistic, wanted["z"][0], RTOL, 0)
    deviations.note("test_for_clustered_rank_sum", found.p_value, wanted["p_value"][0], RTOL, 0)
    for name in ("rank_sum", "mean", "variance"):
        deviations.note(
            "test_for_clustered_rank_sum", found.details[name], wanted[name][0], RTOL, 0
        )


def test_datta_satten_averages_wilcoxon_over_one_unit_a_cluster(units, expected):
    """By enumeration: the definition of the statistic, not its formula."""
    wanted = expected("clustered_rank_sum", case="small")["enumerated"][0]
    assert_allclose(
        estimate.test_for_clustered_rank_sum(units("small")).details["rank_sum"], wanted
    )


def test_ignoring_clusters_would_not_agree(units, oracle_data, expected):
    rows = oracle_data("clustered_units", case="cgd")
    values = estimate.ValueCounts.from_rows(rows["value"], rows["group"].tolist())
    wrong = estimate.test_for_mann_whitney(values).details["z"]
    with pytest.raises(AssertionError):
        assert_allclose(wrong, expected("clustered_rank_sum", case="cgd")["z"][0], rtol=0.1)


@pytest.mark.parametrize("case", UNITS)
def test_signed_rank_agrees_with_the_formulae_in_r(units, expected, case, deviations):
    wanted = expected("clustered_signed_rank", case=case)
    found = estimate.test_for_clustered_signed_rank(units(case, wanted["shift"][0]))
    deviations.note("test_for_clustered_signed_rank", found.statistic, wanted["z"][0], RTOL, 0)
    deviations.note("test_for_clustered_signed_rank", found.p_value, wanted["p_value"][0], RTOL, 0)
    correlation = wanted["correlation"][0]
    deviations.note(
        "test_for_clustered_signed_rank",
        found.details["intracluster_correlation"],
        correlation,
        RTOL,
        0,
    )


@pytest.mark.parametrize("case", ["small", "singles"])
def test_exact_signed_rank_agrees_with_all_signs_in_r(units, expected, case, deviations):
    wanted = expected("clustered_signed_rank", case=case)
    shifted = units(case, wanted["shift"][0])
    found = estimate.test_for_clustered_signed_rank(shifted, method="exact")
    deviations.note(
        "test_for_clustered_signed_rank", found.statistic, wanted["signed_rank_sum"][0], RTOL, 0
    )
    deviations.note(
        "test_for_clustered_signed_rank", found.p_value, wanted["exact_p_value"][0], RTOL, 0
    )


@pytest.mark.parametrize("variable", ["age", "education", "earnings"])
def test_standardised_differences_of_numbers_agree_with_matchit(
    oracle_data, expected, variable, deviations
):
    rows, wanted = oracle_data("lalonde"), expected("standardised_differences", variable=variable)
    treated = ["b" if treated else "a" for treated in -(rows["treated"] - 1)]
    counts = estimate.ValueCounts.from_rows(rows[variable], treated)
    position = np.searchsorted(counts.value, rows[variable])
    weight = np.zeros(counts.n.shape)
    np.add.at(weight, ((1 - rows["treated"]).astype(int), position), rows["weight"])
    deviations.note(
        "estimate_standardised_difference",
        estimate.estimate_standardised_difference(counts),
        wanted["plain"][0],
        RTOL,
        0,
    )
    found = estimate.estimate_standardised_difference(counts, weight=weight)
    deviations.note("estimate_standardised_difference", found, wanted["weighted"][0], RTOL, 0)


@pytest.mark.parametrize("variable", ["married", "race"])
def test_standardised_differences_of_levels_agree_with_matrices_in_r(
    oracle_data, expected, variable, deviations
):
    rows, wanted = oracle_data("lalonde"), expected("standardised_differences", variable=variable)
    codes = np.unique(rows[variable], return_inverse=True)[1]
    counts, weight = (np.zeros((2, codes.max() + 1)) for _ in range(2))
    treated = (1 - rows["treated"]).astype(int)
    np.add.at(counts, (treated, codes), 1)
    np.add.at(weight, (treated, codes), rows["weight"])
    table = estimate.ContingencyTable.from_array(counts)
    plain = estimate.estimate_standardised_difference(table)
    weighted = estimate.estimate_standardised_difference(table, weight=weight)
    deviations.note("estimate_standardised_difference", abs(plain), wanted["plain"][0], RTOL, 0)
    deviations.note(
        "estimate_standardised_difference", abs(weighted), wanted["weighted"][0], RTOL, 0
    )


def test_levels_one_by_one_would_not_agree(oracle_data, expected):
    """The largest difference of single levels is not the distance of Yang and Dalton."""
    rows = oracle_data("lalonde")
    largest = 0.0
    for level in np.unique(rows["race"]):
        counts = [
            [((rows["race"] == level) & (rows["treated"] == g)).sum(),
             ((rows["race"] != level) & (rows["treated"] == g)).sum()]
            for g in (1, 0)
        ]  # fmt: skip
        table = estimate.ContingencyTable.from_array(counts)
        largest = max(largest, abs(estimate.estimate_standardised_difference(table)))
    wanted = expected("standardised_differences", variable="race")["plain"][0]
    with pytest.raises(AssertionError):
        assert_allclose(largest, wanted, rtol=5e-3)
