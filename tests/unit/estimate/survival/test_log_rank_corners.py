"""The log-rank family where nothing can be compared, and what it refuses."""

import math
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose

from osteon import estimate
from osteon.errors import EstimationError
from osteon.estimate import SurvivalCounts, split_at_switch

ALL_TESTS = (
    estimate.test_for_survival_difference,
    estimate.test_for_survival_trend,
    estimate.test_for_survival_difference_max_combo,
    estimate.test_for_survival_difference_exact,
    partial(estimate.test_for_survival_difference_at, time=3),
)
TWO = ["a", "a", "b", "b"]


def counts_of(time, status, group, **options):
    return SurvivalCounts.from_rows(time, status, group=group, **options)


@pytest.mark.parametrize("test", ALL_TESTS)
@pytest.mark.parametrize(
    ("time", "status"), [([5, 5, 5, 5], [1, 1, 1, 1]), ([1, 2, 3, 4], [0, 0, 0, 0])]
)
def test_nothing_to_compare_is_not_estimable(test, time, status):
    """All had the event on one day, or nobody had it: R stops with a singular system."""
    found = test(counts_of(time, status, TWO))
    assert math.isnan(found.statistic)
    assert math.isnan(found.p_value)


@pytest.mark.parametrize("test", [*ALL_TESTS, estimate.test_for_pairwise_survival_difference])
def test_one_group_is_refused(test):
    with pytest.raises(EstimationError):
        test(counts_of([1, 2], [1, 1], ["a", "a"]))


def test_weights_that_are_not_whole_are_refused():
    counts = counts_of([1, 2], [1, 1], ["a", "b"], weight=[1.5, 2])
    with pytest.raises(EstimationError, match="Cox model with robust variance"):
        estimate.test_for_survival_difference(counts)


def test_whole_weights_are_patients():
    weighted = counts_of([1, 2, 4], [1, 1, 1], ["a", "b", "b"], weight=[3, 1, 2])
    repeated = counts_of([1, 1, 1, 2, 4, 4], [1] * 6, ["a", "a", "a", "b", "b", "b"])
    found, expected = map(estimate.test_for_survival_difference, (weighted, repeated))
    assert found.statistic == expected.statistic


@pytest.mark.parametrize(("rho", "gamma"), [(-1, 0), (0, math.nan), (math.inf, -2)])
def test_exponents_are_checked(rho, gamma):
    with pytest.raises(EstimationError, match="There is no such weight function"):
        estimate.test_for_survival_difference(
            counts_of([1, 2], [1, 1], ["a", "b"]), rho=rho, gamma=gamma
        )


def test_names_say_what_was_done():
    counts = counts_of([1, 2, 3, 4], [1, 1, 1, 1], TWO)
    strata = counts_of([1, 2, 3, 4], [1, 1, 1, 1], ["a", "b", "a", "b"], stratum=[1, 1, 2, 2])
    name = estimate.test_for_survival_difference
    assert name(counts).method == "log-rank test"
    assert name(counts, rho=1).method == "Peto-Peto test"
    assert name(counts, gamma=0.5).method == "Fleming-Harrington test, rho 0, gamma 0.5"
    assert name(strata).method == "stratified log-rank test"
    assert estimate.test_for_survival_trend(strata).method == "stratified log-rank test for trend"


def test_groups_that_never_meet_lose_a_degree_of_freedom():
    """Two groups in each of two strata: four groups, two comparisons. R finds it singular."""
    time = [1, 2, 3, 4, 5, 6, 7, 8]
    group = ["a", "b", "a", "b", "c", "d", "c", "d"]
    found = estimate.test_for_survival_difference(
        counts_of(time, [1] * 8, group, stratum=[1, 1, 1, 1, 2, 2, 2, 2])
    )
    halves = [
        estimate.test_for_survival_difference(counts_of(time[i : i + 4], [1] * 4, group[i : i + 4]))
        for i in (0, 4)
    ]
    assert found.df == 2
    assert_allclose(found.statistic, sum(half.statistic for half in halves))


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({"a": 1}, "no score for 'b'"),
        ({"a": 1, "b": math.nan}, "no score for 'b'"),
        ({"a": 1, "b": 1}, "the same score everywhere"),
    ],
)
def test_a_trend_needs_scores(scores, message):
    with pytest.raises(EstimationError, match=message):
        estimate.test_for_survival_trend(counts_of([1, 2], [1, 1], ["a", "b"]), scores=scores)


def test_a_trend_has_a_direction():
    rising = counts_of([1, 2, 3, 4, 5, 6], [1] * 6, ["c", "c", "b", "b", "a", "a"])
    found = estimate.test_for_survival_trend(rising)
    assert found.details["direction"] > 0
    assert estimate.test_for_survival_trend(rising, scores={"a": 2, "b": 1, "c": 0}).details[
        "direction"
    ] == pytest.approx(-found.details["direction"])


def test_pairs_that_cannot_be_compared_do_not_count_for_the_others():
    counts = counts_of([1, 2, 3, 4, 9, 9], [1, 1, 1, 1, 0, 0], ["a", "b", "a", "b", "c", "d"])
    found = {(p.first, p.second): p for p in estimate.test_for_pairwise_survival_difference(counts)}
    assert math.isnan(found["c", "d"].adjusted_p_value)
    known = [pair.test.p_value for pair in found.values() if not math.isnan(pair.test.p_value)]
    smallest = min(found.values(), key=lambda pair: pair.test.p_value)
    assert smallest.adjusted_p_value == pytest.approx(min(1, len(known) * min(known)))


@pytest.mark.parametrize(
    ("groups", "weights", "message"),
    [
        (["a", "b", "c"], ((0, 0),), "group: found 3 groups; permitted: two groups"),
        (["a", "b", "b"], (), "weights: found 0 pairs; permitted: 1 to 5 pairs"),
        (["a", "b", "b"], ((0, -1),), "gamma: found -1; permitted: 0 or more"),
    ],
)
def test_max_combo_is_refused(groups, weights, message):
    with pytest.raises(EstimationError, match=message):
        estimate.test_for_survival_difference_max_combo(
            counts_of([1, 2, 3], [1, 1, 1], groups), weights=weights
        )


@pytest.mark.parametrize(
    ("options", "permutations", "message"),
    [
        ({"entry": [0, 1]}, 10, "entry: found delayed entry"),
        ({}, 0, "n_permutations: found 0; permitted: 1 or more"),
    ],
)
def test_permutation_is_refused(options, permutations, message):
    with pytest.raises(EstimationError, match=message):
        estimate.test_for_survival_difference_exact(
            counts_of([1, 2], [1, 1], ["a", "b"], **options), n_permutations=permutations
        )


def test_sums_at_their_mean_are_never_extreme():
    found = estimate.test_for_survival_difference_exact(
        counts_of([1, 1, 2, 2], [1, 1, 0, 0], ["a", "b", "a", "b"])
    )
    assert found.p_value == 1


def test_many_patients_are_permuted_at_random():
    rng = np.random.default_rng(3)
    counts = counts_of(rng.permutation(1200), rng.integers(0, 2, 1200), rng.integers(0, 2, 1200))
    found = estimate.test_for_survival_difference_exact(counts, n_permutations=3_000, seed=5)
    large = estimate.test_for_survival_difference(counts)
    assert found.details["seed"] == 5
    assert_allclose(found.p_value, large.p_value, atol=0.05)


def test_a_stratum_of_one_says_nothing():
    counts = counts_of(
        [1, 2, 3, 4, 5], [1, 1, 1, 1, 1], ["a", "b", "a", "b", "a"], stratum=[1, 1, 1, 1, 2]
    )
    found = estimate.test_for_survival_difference_exact(counts, n_permutations=500)
    alone = estimate.test_for_survival_difference_exact(
        counts_of([1, 2, 3, 4], [1, 1, 1, 1], ["a", "b", "a", "b"])
    )
    assert_allclose(found.statistic, alone.statistic)


@pytest.mark.parametrize(
    ("switch", "rows"),
    [
        (math.nan, [(-1, 8, 1, "before")]),
        (8, [(-1, 8, 1, "before")]),  # an event on the day of the change is unexposed
        (9, [(-1, 8, 1, "before")]),
        (0, [(-1, 8, 1, "after")]),
        (3, [(-1, 3, 0, "before"), (3, 8, 1, "after")]),
    ],
)
def test_follow_up_is_divided_at_the_switch(switch, rows):
    counts = split_at_switch([8], [1], [switch])
    found = [
        (entry, time, status, counts.group_labels[group])
        for entry, time, status, group in zip(
            counts.entry, counts.time, counts.status, counts.group, strict=True
        )
    ]
    assert found == rows


def test_late_entry_into_the_second_group():
    counts = split_at_switch([8, 8], [1, 0], [3, 5], entry=[4, 4], n=[2, 3])
    assert_allclose(counts.entry, [4, 4, 5])
    assert_allclose(counts.n, [3, 2, 3])


def test_who_leaves_at_the_origin_counts_there():
    counts = split_at_switch([0, 0], [1, 0], [math.nan, 0])
    assert estimate.estimate_survival(counts)["before"].survival.tolist() == [0.5]


def test_mantel_byar_needs_entries():
    counts = counts_of([1, 2], [1, 1], ["a", "b"])
    with pytest.raises(EstimationError, match="groups known at the origin"):
        estimate.test_for_survival_difference_after_switch(counts)


def test_scales_of_a_test_at_a_time_are_checked():
    counts = counts_of([1, 2, 3, 4], [1, 1, 1, 1], TWO)
    with pytest.raises(EstimationError, match="Did you mean 'log-log'"):
        estimate.test_for_survival_difference_at(counts, time=1, scale="loglog")
