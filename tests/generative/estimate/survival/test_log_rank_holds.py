"""What holds for the log-rank family whatever the patients, and slow second implementations."""

from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import ndtr

from osteon import estimate
from osteon.estimate import SurvivalCounts, split_at_switch

RTOL = 1e-8  # a small system may be badly conditioned
ATOL = 1e-10


@st.composite
def patients(draw, groups="abc", largest=30, *, late=False):
    """Rows of patients in groups, as keyword arguments."""
    n = draw(st.integers(4, largest))
    many = lambda values: draw(st.lists(values, min_size=n, max_size=n))  # noqa: E731
    rows = {"time": many(st.integers(1, 9)), "status": many(st.sampled_from([0, 1, 1]))}
    rows["group"] = many(st.sampled_from(groups))
    assume(len(set(rows["group"])) == len(groups))
    if late:
        rows["entry"] = [draw(st.integers(-1, time - 1)) for time in rows["time"]]
    return rows


def counts_of(rows):
    return SurvivalCounts.from_rows(**rows)


weights = st.tuples(st.sampled_from([0, 0.5, 1]), st.sampled_from([0, 0.5, 1]))


@given(st.one_of(patients(), patients(late=True)), weights)
def test_observed_and_expected_add_up_alike(rows, weight):
    found = estimate.test_for_survival_difference(counts_of(rows), rho=weight[0], gamma=weight[1])
    observed, expected = sum(found.observed.values()), sum(found.expected.values())
    assert_allclose(observed, expected, rtol=RTOL, atol=ATOL)


@given(st.one_of(patients("ab"), patients("ab", late=True)), weights)
def test_two_groups_agree_with_counting_table_by_table(rows, weight):
    entry = rows.get("entry", [-1] * len(rows["time"]))
    people = list(zip(entry, rows["time"], rows["status"], rows["group"], strict=True))
    difference = variance = 0.0
    before = 1.0
    for t in sorted({time for _, time, status, _ in people if status}):
        there = [(time, status, group) for e, time, status, group in people if e < t <= time]
        died = [group for time, status, group in there if time == t and status]
        n, n_a = len(there), sum(group == "a" for *_, group in there)
        w = before ** weight[0] * (1 - before) ** weight[1]
        difference += w * (died.count("a") - len(died) * n_a / n)
        if n > 1:
            share = n_a / n
            variance += w**2 * len(died) * share * (1 - share) * (n - len(died)) / (n - 1)
        before *= 1 - len(died) / n
    found = estimate.test_for_survival_difference(counts_of(rows), rho=weight[0], gamma=weight[1])
    if variance > ATOL:
        assert_allclose(found.statistic, difference**2 / variance, rtol=RTOL, atol=ATOL)
        assert 0 <= found.p_value <= 1


@given(patients(), st.permutations("abc"))
def test_names_of_groups_do_not_matter(rows, names):
    renamed = rows | {"group": [names["abc".index(group)] for group in rows["group"]]}
    first, second = (
        estimate.test_for_survival_difference(counts_of(each)) for each in (rows, renamed)
    )
    assert_allclose(first.statistic, second.statistic, rtol=1e-6, atol=ATOL)


@given(patients(), st.integers(2, 4))
def test_equal_strata_are_as_one_with_as_many_comparisons(rows, times):
    """The same patients in each of several strata: sums and variances multiply."""
    n = len(rows["time"])
    copies = {name: column * times for name, column in rows.items()}
    copies["stratum"] = np.repeat(np.arange(times), n)
    first, second = (
        estimate.test_for_survival_difference(counts_of(each)) for each in (rows, copies)
    )
    assert_allclose(second.statistic, times * first.statistic, rtol=RTOL, atol=ATOL)


@given(st.one_of(patients("ab"), patients("ab", late=True)), weights)
def test_for_two_groups_trend_and_max_combo_are_the_same_test(rows, weight):
    counts, (rho, gamma) = counts_of(rows), weight
    plain = estimate.test_for_survival_difference(counts, rho=rho, gamma=gamma)
    trend = estimate.test_for_survival_trend(counts, rho=rho, gamma=gamma)
    single = estimate.test_for_survival_difference_max_combo(counts, weights=(weight,))
    assert_allclose(trend.statistic, plain.statistic, rtol=RTOL, atol=ATOL)
    assert_allclose(single.statistic**2, plain.statistic, rtol=RTOL, atol=ATOL)
    assert_allclose(single.p_value, plain.p_value, rtol=1e-6, atol=1e-9)


@given(patients("ab"))
def test_max_combo_lies_between_its_best_test_and_bonferroni(rows):
    found = estimate.test_for_survival_difference_max_combo(counts_of(rows))
    assume(not np.isnan(found.p_value))
    best = 2 * ndtr(-found.statistic)
    assert best - 1e-4 <= found.p_value <= min(1, 4 * best) + 1e-4


@given(patients("ab", largest=11))
def test_exact_agrees_with_every_allocation_in_fractions(rows):
    """Whole-number arithmetic over all ways to choose the first group."""
    hazard, total = {}, Fraction(0)
    for t in sorted(set(rows["time"])):
        at_risk = sum(time >= t for time in rows["time"])
        died = sum(time == t and s for time, s in zip(rows["time"], rows["status"], strict=True))
        total += Fraction(died, at_risk)
        hazard[t] = total
    score = [s - hazard[time] for time, s in zip(rows["time"], rows["status"], strict=True)]
    chosen = [i for i, group in enumerate(rows["group"]) if group == "a"]
    observed = abs(sum(score[i] for i in chosen))
    assume(len(set(score)) > 1)
    extreme = sum(
        abs(sum(score[i] for i in ways)) >= observed
        for ways in combinations(range(len(score)), len(chosen))
    )
    found = estimate.test_for_survival_difference_exact(counts_of(rows))
    assert_allclose(found.p_value, extreme / comb(len(score), len(chosen)), rtol=1e-12)


@given(patients("ab"), st.data())
def test_a_switch_divides_and_loses_nothing(rows, data):
    n = len(rows["time"])
    days = st.one_of(st.integers(-1, 10), st.just(float("nan")))
    switch = data.draw(st.lists(days, min_size=n, max_size=n))
    counts = split_at_switch(rows["time"], rows["status"], switch)
    assert counts.n[counts.status > 0].sum() == sum(rows["status"])
    assert (counts.time - counts.entry).sum() == sum(rows["time"]) + n
    whole = estimate.estimate_survival(SurvivalCounts.from_rows(rows["time"], rows["status"]))[""]
    together = SurvivalCounts(
        counts.time, counts.status, counts.n, np.zeros_like(counts.group), ("",),
        counts.stratum, counts.stratum_labels, entry=counts.entry,
    )  # fmt: skip
    parts = estimate.estimate_survival(together)[""]
    assert_allclose(parts.at(whole.time).survival, whole.survival, rtol=1e-12)
