"""What holds for every table: symmetry, order of limits, and slow second implementations."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from osteon import estimate

SMALL = st.integers(0, 6)
LEVEL = st.sampled_from([0.5, 0.8, 0.95, 0.999])
RTOL = 1e-9


def table(counts) -> estimate.ContingencyTable:
    return estimate.ContingencyTable.from_array(counts)


TWO = st.just(2)
TWO_OR_THREE = st.integers(2, 3)


def tables(n_rows=TWO_OR_THREE, n_columns=TWO_OR_THREE, cell=SMALL):
    return st.tuples(n_rows, n_columns).flatmap(
        lambda shape: st.lists(
            st.lists(cell, min_size=shape[1], max_size=shape[1]),
            min_size=shape[0],
            max_size=shape[0],
        )
    )


two_by_two = tables(TWO, TWO)
occupied = tables(TWO, TWO, st.integers(1, 40))


def filled_lines(total: int, caps: tuple[int, ...]):
    """Every way to divide a total over cells with these caps, in the most obvious way."""
    ranges = (range(min(total, cap) + 1) for cap in caps)
    return (line for line in product(*ranges) if sum(line) == total)


def exact_p_by_enumeration(counts: list[list[int]]) -> Fraction:
    """Fisher's p from all tables with these margins, in fractions."""
    rows = [sum(row) for row in counts]
    columns = tuple(sum(column) for column in zip(*counts, strict=True))

    def weights(remaining_rows: list[int], caps: tuple[int, ...]):
        if not remaining_rows:
            yield Fraction(1)
            return
        for line in filled_lines(remaining_rows[0], caps):
            rest = tuple(cap - used for cap, used in zip(caps, line, strict=True))
            factor = Fraction(1, math.prod(math.factorial(k) for k in line))
            for weight in weights(remaining_rows[1:], rest):
                yield factor * weight

    found = list(weights(rows, columns))
    observed = Fraction(1, math.prod(math.factorial(k) for row in counts for k in row))
    return sum((w for w in found if w <= observed), Fraction(0)) / sum(found)


@given(tables(cell=st.integers(0, 4)))
def test_fisher_is_the_sum_over_all_tables(counts):
    found = estimate.test_for_independence_exact(table(counts)).p_value
    assert_allclose(found, float(exact_p_by_enumeration(counts)), rtol=1e-10)


@given(tables(), st.randoms(use_true_random=False))
def test_tests_do_not_depend_on_the_order_of_levels(counts, random):
    rows = random.sample(counts, len(counts))
    for test in (estimate.test_for_independence, estimate.test_for_independence_exact):
        first, second = test(table(counts)).p_value, test(table(rows).transposed()).p_value
        assert_allclose(first, second, rtol=RTOL)


@given(occupied, st.sampled_from(["woolf", "conditional", "mid-p"]), LEVEL)
def test_exchanging_rows_inverts_the_odds_ratio(counts, method, conf_level):
    ratio = estimate.estimate_odds_ratio(table(counts), method=method, conf_level=conf_level)
    turned = estimate.estimate_odds_ratio(table(counts[::-1]), method=method, conf_level=conf_level)
    assert_allclose(turned.value, 1 / ratio.value, rtol=RTOL)
    assert_allclose(turned.conf_low, 1 / ratio.conf_high, rtol=RTOL)


@given(two_by_two, LEVEL)
def test_exact_limits_hold_the_mid_p_limits_and_these_the_estimate(counts, conf_level):
    exact = estimate.estimate_odds_ratio(table(counts), method="conditional", conf_level=conf_level)
    mid_p = estimate.estimate_odds_ratio(table(counts), method="mid-p", conf_level=conf_level)
    assume(not math.isnan(exact.value))
    slack = 1 + 1e-9
    assert exact.conf_low <= mid_p.conf_low * slack
    assert mid_p.conf_low <= mid_p.value * slack
    assert mid_p.value <= mid_p.conf_high * slack
    assert mid_p.conf_high <= exact.conf_high * slack
    assert exact.conf_low <= exact.value * slack <= exact.conf_high * slack**2


@given(two_by_two)
def test_one_stratum_is_a_table(counts):
    one = estimate.StratifiedTable.from_array([counts])
    for method in ("conditional", "mid-p"):
        common = estimate.estimate_common_odds_ratio(one, method=method)
        assert_allclose(
            common.value, estimate.estimate_odds_ratio(table(counts), method=method).value, RTOL
        )
    assume(sum(map(sum, counts)) > 1)
    stratified = estimate.test_for_conditional_independence_exact(one).p_value
    assert_allclose(stratified, estimate.test_for_independence_exact(table(counts)).p_value, RTOL)


@given(st.lists(occupied, min_size=1, max_size=4))
def test_doubling_strata_keeps_the_common_ratio_and_doubles_the_evidence(strata):
    once = estimate.StratifiedTable.from_array(strata)
    twice = estimate.StratifiedTable.from_array(strata * 2)
    first = estimate.estimate_common_odds_ratio(once)
    second = estimate.estimate_common_odds_ratio(twice)
    assert_allclose(first.value, second.value, rtol=RTOL)
    assert_allclose(first.std_error, second.std_error * math.sqrt(2), rtol=RTOL)
    assert_allclose(
        2 * estimate.test_for_conditional_independence(once).statistic,
        estimate.test_for_conditional_independence(twice).statistic,
        rtol=1e-7,
        atol=1e-12,
    )


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), LEVEL)
def test_intervals_of_a_proportion_mirror_each_other(counts, conf_level):
    count, n = counts
    for method in ("wilson", "clopper-pearson", "mid-p"):
        found = estimate.estimate_proportion(count, n, conf_level=conf_level, method=method)
        other = estimate.estimate_proportion(n - count, n, conf_level=conf_level, method=method)
        assert 0 <= found.conf_low <= found.value <= found.conf_high <= 1
        assert_allclose(found.conf_low, 1 - other.conf_high, atol=1e-9)


@given(two_by_two)
def test_a_difference_lies_in_its_interval_and_changes_sign_with_the_rows(counts):
    for estimator, mirrored in (
        (estimate.estimate_proportion_difference, counts[::-1]),
        (estimate.estimate_paired_difference, list(zip(*counts, strict=True))),
    ):
        found, other = estimator(table(counts)), estimator(table(mirrored))
        if not math.isnan(found.value):
            assert -1 - 1e-12 <= found.conf_low <= found.value + 1e-12
            assert found.value - 1e-12 <= found.conf_high <= 1 + 1e-12
        assert_allclose(found.value, -other.value, atol=1e-12)
        assert_allclose(found.conf_low, -other.conf_high, atol=1e-12)


@given(st.integers(0, 60), st.integers(0, 60))
def test_exact_mcnemar_is_the_sum_over_all_divisions(first_only, second_only):
    n = first_only + second_only
    ways = [math.comb(n, k) for k in range(n + 1)]
    wanted = Fraction(sum(w for w in ways if w <= ways[first_only]), 2**n)
    changed = table([[3, first_only], [second_only, 4]])
    found = estimate.test_for_marginal_homogeneity(changed).p_value
    assert_allclose(found, float(wanted), rtol=RTOL)


@given(st.integers(2, 4).flatmap(lambda k: tables(st.just(k), st.just(k))))
def test_kappa_does_not_depend_on_who_reads_first(counts):
    for weights in ("none", "linear", "quadratic"):
        found = estimate.estimate_kappa(table(counts), weights=weights)
        other = estimate.estimate_kappa(table(counts).transposed(), weights=weights)
        assert_allclose(found.value, other.value, rtol=RTOL, atol=1e-12)
        assert_allclose(found.std_error, other.std_error, atol=1e-7)
        assert not found.value > 1


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=20))
def test_two_readings_a_unit_have_the_same_kappa_in_any_order(units):
    assume(all(sum(unit) > 1 for unit in units))
    found = estimate.estimate_fleiss_kappa(units)
    turned = estimate.estimate_fleiss_kappa([unit[::-1] for unit in reversed(units)])
    assert_allclose(found.value, turned.value, rtol=RTOL, atol=1e-12)
    assert_allclose(found.std_error, turned.std_error, rtol=1e-7, atol=1e-9)


@given(st.integers(1, 60), st.integers(0, 2), st.data())
def test_a_count_is_found_behind_its_own_percentage(n, decimals, data):
    count = data.draw(st.integers(0, n))
    scaled = Fraction(100 * 10**decimals * count, n)
    for rule, digits in (
        ("half_up", math.floor(scaled + Fraction(1, 2))),
        ("half_even", round(scaled)),
    ):
        printed = f"{digits / 10**decimals:.{decimals}f}"
        matches = estimate.find_counts_for_percentage(printed, n=n)
        assert any(match.count == count and getattr(match, rule) for match in matches)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_p_values_keep_the_order_and_are_ranked_by_strictness(p):
    holm, hochberg, bh = (
        estimate.adjust_p_values(p, method=method) for method in ("holm", "hochberg", "bh")
    )
    order = np.argsort(p, kind="stable")
    for adjusted in (holm, hochberg, bh):
        assert (np.diff(adjusted[order]) >= 0).all()
    assert (holm >= hochberg).all()
    assert (hochberg >= bh).all()
    assert (bh >= np.array(p) * (1 - 1e-12)).all()
