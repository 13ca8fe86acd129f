"""What holds for every variable: counts stand for rows, units do not matter, slow second ways."""

import math
from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from osteon import estimate
from osteon.estimate import ClusteredValues, ValueCounts

SCORE = st.integers(-5, 5)
SAMPLE = st.lists(SCORE, min_size=1, max_size=8)
RTOL = 1e-9


def two_groups(first, second) -> ValueCounts:
    return ValueCounts.from_rows([*first, *second], ["a"] * len(first) + ["b"] * len(second))


@given(st.lists(SCORE, min_size=1, max_size=30), st.floats(0, 1), st.sampled_from([2, 6, 7]))
def test_quantiles_of_counts_are_those_of_rows(rows, q, definition):
    name = {2: "averaged_inverted_cdf", 6: "weibull", 7: "linear"}[definition]
    position = {2: len(rows) * q, 6: (len(rows) + 1) * q, 7: 1 + (len(rows) - 1) * q}[definition]
    assume(abs(position - round(position)) > 1e-9 or position == round(position))
    found = estimate.estimate_quantile(ValueCounts.from_rows(rows), q, definition=definition)
    assert_allclose(found, np.quantile(rows, q, method=name), atol=1e-12)


@given(st.lists(SCORE, min_size=1, max_size=30))
def test_quantiles_rise_from_the_minimum_to_the_maximum(rows):
    values = ValueCounts.from_rows(rows)
    for definition in (2, 6, 7):
        shares = [
            estimate.estimate_quantile(values, q, definition=definition)[0]
            for q in np.linspace(0, 1, 21)
        ]
        assert (np.diff(shares) >= -1e-12).all()
        assert (shares[0], shares[-1]) == (min(rows), max(rows))


@given(SAMPLE, SAMPLE)
def test_mann_whitney_counts_pairs(first, second):
    pairs = [(x > y) + (x == y) / 2 for x in first for y in second]
    found = estimate.test_for_mann_whitney(two_groups(first, second))
    assert found.statistic == sum(pairs)


@given(st.lists(SCORE, min_size=1, max_size=4), st.lists(SCORE, min_size=1, max_size=5))
def test_exact_mann_whitney_is_the_share_of_all_choices(first, second):
    values = [*first, *second]
    ranks = [sum(y < x for y in values) * 2 + values.count(x) + 1 for x in values]
    sums = [sum(chosen) for chosen in combinations(ranks, len(first))]
    mean = Fraction(sum(sums), len(sums))
    distance = abs(sum(ranks[: len(first)]) - mean)
    wanted = Fraction(sum(abs(s - mean) >= distance for s in sums), len(sums))
    found = estimate.test_for_mann_whitney(two_groups(first, second), method="exact").p_value
    assert_allclose(found, float(wanted), rtol=RTOL)


@given(SAMPLE, SAMPLE)
def test_rank_tests_depend_on_the_order_of_values_only(first, second):
    values, cubed = two_groups(first, second), two_groups(np.power(first, 3), np.power(second, 3))
    for test in (estimate.test_for_mann_whitney, estimate.test_for_kruskal_wallis):
        assert_array_equal(test(values).p_value, test(cubed).p_value)


@given(SAMPLE, SAMPLE)
def test_kruskal_wallis_of_two_groups_is_the_square_of_z(first, second):
    values = two_groups(first, second)
    z = estimate.test_for_mann_whitney(values, method="asymptotic", correction=False).details["z"]
    assert_allclose(estimate.test_for_kruskal_wallis(values).statistic, z**2, rtol=1e-7, atol=1e-12)


@given(SAMPLE, SAMPLE, st.integers(-9, 9))
def test_the_shift_moves_with_the_first_group(first, second, shift):
    found = estimate.estimate_location_shift(two_groups(first, second))
    moved = estimate.estimate_location_shift(two_groups(np.add(first, shift), second))
    differences = np.subtract.outer(first, second)
    assert found.value == np.median(differences)
    assert moved.value == found.value + shift
    assert found.conf_low <= found.value <= found.conf_high


@given(SAMPLE, SAMPLE, st.floats(0.1, 10), st.booleans())
def test_means_do_not_depend_on_the_unit(first, second, scale, equal_variances):
    plain = estimate.test_for_equal_means(
        two_groups(first, second), equal_variances=equal_variances
    )
    scaled = estimate.test_for_equal_means(
        two_groups(np.multiply(first, scale), np.multiply(second, scale)),
        equal_variances=equal_variances,
    )
    assume(not math.isnan(plain.p_value) and abs(plain.statistic) < 1e6)
    assert_allclose(plain.p_value, scaled.p_value, rtol=1e-7)


@given(SAMPLE, SAMPLE)
def test_standardised_difference_changes_sign_with_the_groups(first, second):
    found = estimate.estimate_standardised_difference(two_groups(first, second))
    other = estimate.estimate_standardised_difference(two_groups(second, first))
    assert_allclose(found, -other, atol=1e-12)


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=2),
    st.lists(st.integers(1, 9), min_size=2, max_size=2),
)
def test_two_levels_are_the_smallest_case_of_several(first, second):
    """Splitting a level in the same proportion in both groups does not add any distance."""
    two = estimate.ContingencyTable.from_array([first, second])
    three = estimate.ContingencyTable.from_array(
        [[2 * first[0], first[1], first[1]], [2 * second[0], second[1], second[1]]]
    )
    assert_allclose(
        abs(estimate.estimate_standardised_difference(two)),
        estimate.estimate_standardised_difference(three),
        rtol=1e-7,
        atol=1e-9,
    )


UNITS = st.lists(st.tuples(SCORE, st.integers(0, 4), st.booleans()), min_size=4, max_size=15)


@given(UNITS)
def test_clustered_rank_sum_is_antisymmetric_and_ignores_the_order_of_rows(units):
    assume(len({group for _, _, group in units}) == 2)
    value, cluster, group = zip(*units, strict=True)
    found = estimate.test_for_clustered_rank_sum(
        ClusteredValues.from_rows(value, cluster=cluster, group=group)
    )
    turned = estimate.test_for_clustered_rank_sum(
        ClusteredValues.from_rows(
            value[::-1], cluster=cluster[::-1], group=[not g for g in group[::-1]]
        )
    )
    assume(not math.isnan(found.statistic) and found.details["variance"] > 1e-12)
    assert_allclose(found.statistic, -turned.statistic, rtol=1e-7, atol=1e-7)


@given(UNITS)
def test_clustered_signed_rank_changes_sign_with_the_differences(units):
    value, cluster, _ = zip(*units, strict=True)
    for method in ("asymptotic", "exact"):
        found = estimate.test_for_clustered_signed_rank(
            ClusteredValues.from_rows(value, cluster=cluster), method=method
        )
        turned = estimate.test_for_clustered_signed_rank(
            ClusteredValues.from_rows(np.negative(value), cluster=cluster), method=method
        )
        assert_allclose(found.statistic, -turned.statistic, rtol=1e-9, atol=1e-12)
        assert_allclose(found.p_value, turned.p_value, rtol=1e-9)


CLUSTER = st.integers(1, 6).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n), st.booleans())
)


@given(st.lists(CLUSTER, min_size=4, max_size=12))
def test_clusters_never_add_evidence_by_donner_and_klar(clusters):
    events, n, group = zip(*clusters, strict=True)
    counts = estimate.ClusterCounts.from_clusters(events, n, group)
    found = estimate.test_for_clustered_independence(counts, method="donner-klar").statistic
    assume(not math.isnan(found))
    totals = [
        [
            sum(e for e, _, g in clusters if g == side),
            sum(k - e for e, k, g in clusters if g == side),
        ]
        for side in (False, True)
    ]
    pearson = estimate.test_for_independence(estimate.ContingencyTable.from_array(totals))
    assert found <= pearson.statistic * (1 + 1e-9)


@given(st.integers(0, 40), st.floats(0.1, 100), st.sampled_from(["exact", "mid-p"]))
def test_a_rate_scales_with_the_unit_of_time(events, person_time, method):
    years = estimate.estimate_rate(events, person_time, method=method)
    months = estimate.estimate_rate(events, 12 * person_time, method=method)
    assert years.conf_low <= years.value <= years.conf_high
    assert_allclose(years.conf_high, 12 * months.conf_high, rtol=RTOL)


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 5)), min_size=2, max_size=8),
    st.floats(5, 500),
)
def test_missing_data_never_make_an_estimate_surer(results, df_complete):
    value, variance = zip(*results, strict=True)
    pooled = estimate.pool_by_rubin(value, variance, df_complete=df_complete)
    assert pooled.std_error**2 >= np.mean(variance) * (1 - 1e-12)
    assert pooled.df <= df_complete
    assert 0 <= pooled.fraction_missing_information <= 1
    assert pooled.conf_low <= pooled.value <= pooled.conf_high
