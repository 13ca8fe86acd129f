"""Quantiles, ranks, shifts and means from value counts against R."""

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_allclose
from scipy.stats import norm

from osteon import estimate

RTOL = 1e-12  # closed forms
P_RTOL = 1e-12  # tails of the normal, chi-square and t distributions; seen: 4e-14
PRINTED_ATOL = 2e-4  # where R's wilcox.test solves for a limit, its root finder stops at 1e-4
VARIABLES = (
    "lung_age", "lung_weight_loss", "pbc_bilirubin", "one", "two", "tied", "quarters", "tenths",
)  # fmt: skip
SAMPLES = (
    "lung_age", "lung_karnofsky", "pbc_bilirubin", "permeability", "tied", "separated",
    "one_against_four", "all_tied", "forty_nine", "fifty",
)  # fmt: skip
UNTIED_AND_SMALL = ("permeability", "separated", "one_against_four", "forty_nine")


@pytest.fixture
def variable(oracle_data):
    def load(case: str) -> estimate.ValueCounts:
        return estimate.ValueCounts.from_arrow(
            pa.table(oracle_data("value_counts", case=case)), value="value"
        )

    return load


@pytest.fixture
def samples(oracle_data):
    def load(case: str, name: str = "two_samples") -> estimate.ValueCounts:
        rows = pa.table(oracle_data(name, case=case))
        return estimate.ValueCounts.from_arrow(rows, value="value", group=["group"])

    return load


@pytest.mark.parametrize("definition", [2, 6, 7])
@pytest.mark.parametrize("case", VARIABLES)
def test_quantiles_agree_with_r(variable, expected, case, definition, deviations):
    wanted = expected("quantiles", case=case, definition=str(definition))
    found = [
        estimate.estimate_quantile(variable(case), q, definition=definition)[0] for q in wanted["q"]
    ]
    deviations.note("estimate_quantile", found, wanted["quantile"], 1e-15, 0)


def test_another_definition_would_not_agree(variable, expected):
    """SPSS's quartile is not R's: the two programs print different interquartile ranges."""
    wrong = estimate.estimate_quantile(variable("pbc_bilirubin"), 0.9, definition=6)
    right = expected("quantiles", case="pbc_bilirubin", definition="7", q="0.90000000000000002")
    with pytest.raises(AssertionError):
        assert_allclose(wrong[0], right["quantile"][0], rtol=1e-3)


@pytest.mark.parametrize("case", VARIABLES)
def test_summaries_agree_with_r(variable, expected, case, deviations):
    found = estimate.estimate_value_summary(variable(case))[""]
    wanted = expected("value_summaries", case=case)
    for name in ("n", "mean", "sd", "minimum", "lower_quartile", "median", "maximum"):
        deviations.note("estimate_value_summary", getattr(found, name), wanted[name][0], RTOL, 0)


@pytest.mark.parametrize("case", SAMPLES)
def test_mann_whitney_agrees_with_r(samples, expected, case, deviations):
    wanted, values = expected("mann_whitney", case=case), samples(case)
    default = estimate.test_for_mann_whitney(values)
    corrected = estimate.test_for_mann_whitney(values, method="asymptotic")
    plain = estimate.test_for_mann_whitney(values, method="asymptotic", correction=False)
    deviations.note("test_for_mann_whitney", default.statistic, wanted["statistic"][0], RTOL, 0)
    deviations.note("test_for_mann_whitney", default.p_value, wanted["p_default"][0], P_RTOL, 0)
    deviations.note("test_for_mann_whitney", corrected.p_value, wanted["p_corrected"][0], P_RTOL, 0)
    deviations.note("test_for_mann_whitney", plain.p_value, wanted["p_uncorrected"][0], P_RTOL, 0)


@pytest.mark.parametrize("case", ["permeability", "tied", "separated", "one_against_four"])
def test_exact_mann_whitney_agrees_with_coin(samples, expected, case, deviations):
    found = estimate.test_for_mann_whitney(samples(case), method="exact").p_value
    deviations.note(
        "test_for_mann_whitney", found, expected("mann_whitney", case=case)["p_exact"][0], P_RTOL, 0
    )


def test_ignoring_ties_would_not_agree(samples, expected):
    """Without the tie correction the standard deviation of the rank sum is too large."""
    values = samples("lung_karnofsky")
    first, second = values.n_by_group.tolist()
    found = estimate.test_for_mann_whitney(values, method="asymptotic", correction=False)
    untied_sigma = np.sqrt(first * second * (first + second + 1) / 12)
    wrong = 2 * norm.sf(abs(found.statistic - first * second / 2) / untied_sigma)
    wanted = expected("mann_whitney", case="lung_karnofsky")["p_uncorrected"][0]
    with pytest.raises(AssertionError):
        assert_allclose(wrong, wanted, rtol=0.01)


@pytest.mark.parametrize("case", [case for case in SAMPLES if case != "all_tied"])
def test_location_shift_agrees_with_r(samples, expected, case, deviations):
    found = estimate.estimate_location_shift(samples(case))
    wanted = expected("location_shifts", case=case)
    for name, limit in (("value", "median"), ("conf_low", "conf_low"), ("conf_high", "conf_high")):
        shift = getattr(found, name)
        deviations.note("estimate_location_shift", shift, wanted[limit][0], RTOL, 1e-15)
    assert_allclose(found.conf_low, wanted["printed_low"][0], atol=PRINTED_ATOL)
    assert_allclose(found.conf_high, wanted["printed_high"][0], atol=PRINTED_ATOL)


@pytest.mark.parametrize("case", UNTIED_AND_SMALL)
def test_exact_shift_is_what_r_prints(samples, expected, case, deviations):
    found = estimate.estimate_location_shift(samples(case)).value
    deviations.note(
        "estimate_location_shift",
        found,
        expected("location_shifts", case=case)["printed"][0],
        RTOL,
        0,
    )


def test_difference_of_medians_would_not_agree(samples, expected):
    """Hodges and Lehmann's shift is the median of differences, not the difference of medians."""
    medians = estimate.estimate_quantile(samples("permeability"), 0.5)
    wanted = expected("location_shifts", case="permeability")["median"][0]
    with pytest.raises(AssertionError):
        assert_allclose(medians[0] - medians[1], wanted, rtol=0.1)


@pytest.mark.parametrize("case", ["lung_by_ecog", "pbc_by_stage", "small", "tied"])
def test_kruskal_wallis_agrees_with_r(samples, expected, case, deviations):
    found = estimate.test_for_kruskal_wallis(samples(case, "several_samples"))
    wanted = expected("kruskal_wallis", case=case)
    deviations.note("test_for_kruskal_wallis", found.statistic, wanted["statistic"][0], RTOL, 0)
    deviations.note("test_for_kruskal_wallis", found.p_value, wanted["p_value"][0], P_RTOL, 0)
    assert found.df == wanted["df"][0]


@pytest.mark.parametrize("equal_variances", [True, False])
@pytest.mark.parametrize("case", [c for c in SAMPLES if c not in ("one_against_four", "all_tied")])
def test_means_agree_with_r(samples, expected, case, equal_variances, deviations):
    wanted = expected("mean_tests", case=case, equal_variances=str(int(equal_variances)))
    found = estimate.test_for_equal_means(samples(case), equal_variances=equal_variances)
    interval = estimate.estimate_mean_difference(samples(case), equal_variances=equal_variances)
    for name in ("statistic", "df", "p_value"):
        deviations.note("test_for_equal_means", getattr(found, name), wanted[name][0], P_RTOL, 0)
    for name in ("value", "std_error", "conf_low", "conf_high"):
        limit = getattr(interval, name)
        deviations.note("estimate_mean_difference", limit, wanted[name][0], P_RTOL, 0)


def test_student_for_welch_would_not_agree(samples, expected):
    """R's default is Welch; most other programs print Student first."""
    wrong = estimate.test_for_equal_means(samples("pbc_bilirubin"), equal_variances=True)
    wanted = expected("mean_tests", case="pbc_bilirubin", equal_variances="0")["p_value"][0]
    with pytest.raises(AssertionError):
        assert_allclose(wrong.p_value, wanted, rtol=0.05)
