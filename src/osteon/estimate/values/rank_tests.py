"""Rank tests from value counts: Mann-Whitney for two groups, Kruskal-Wallis for more."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.count_columns import check_choice
from osteon.estimate.distributions import chi_square_tail, normal_tail
from osteon.estimate.results import TestResult
from osteon.estimate.values.permutation import permutation_p_value
from osteon.estimate.values.two_groups import check_two_groups
from osteon.estimate.values.value_counts import ValueCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MannWhitneyMethod = Literal["auto", "exact", "asymptotic"]
MANN_WHITNEY_METHODS = ("auto", "exact", "asymptotic")
SMALL_GROUP = 50  # below which R's wilcox.test is exact, unless there are ties


def test_for_mann_whitney(
    values: ValueCounts, *, method: MannWhitneyMethod = "auto", correction: bool = True
) -> TestResult:
    """Test whether values of one group tend to be larger than those of another.

    Parameters
    ----------
    values : ValueCounts
        Two groups.
    method : {"auto", "exact", "asymptotic"}
        "auto" is exact where both groups are smaller than 50 and no value is tied, as in R.
        "exact" takes ties into account: it is the permutation distribution of the mid-ranks.
    correction : bool
        Continuity correction of one half; asymptotic method only.

    Returns
    -------
    TestResult
        The number of pairs in which the first group is larger, ties as one half: R's W.
        ``details`` hold z (asymptotic) and the probability of superiority W/(n1 n2). p is NaN
        where a group is empty or, asymptotically, where all values are tied; the exact p is then
        1.

    Raises
    ------
    EstimationError
        There are not two groups, or they are too large for the exact method.

    Notes
    -----
    As ``wilcox.test(x, y, exact = ..., correct = ...)``; with ties the exact p is that of
    ``coin::wilcox_test(distribution = "exact")``: the probability of a rank sum at least as far
    from its mean.

    References
    ----------
    Mann HB, Whitney DR (1947), Ann Math Stat 18:50, doi:10.1214/aoms/1177730491. Streitberg B,
    Roehmel J (1986), Stat Softw Newsl 12:10. Oracle: R 4.2 and coin, ``oracle/r/rank_tests.R``.

    Examples
    --------
    >>> ages = ValueCounts.from_rows([58, 61, 70, 49, 55, 57], list("aaabbb"))
    >>> result = test_for_mann_whitney(ages)
    >>> result.statistic, round(result.p_value, 4)
    (9.0, 0.1)
    """
    check_two_groups(values, method="The Mann-Whitney test")
    check_choice("method", method, MANN_WHITNEY_METHODS)
    first, second = values.n_by_group.tolist()
    if not first or not second:
        return TestResult(math.nan, math.nan, math.nan, "Mann-Whitney test")
    ties = values.n.sum(axis=0)
    statistic = float(values.n[0] @ mid_ranks(ties)) - first * (first + 1) / 2
    details = {"superiority": statistic / (first * second)}
    small = max(first, second) < SMALL_GROUP and ties.max() <= 1
    if method == "exact" or (method == "auto" and small):
        p_value = permutation_p_value(values.n[0], doubled_ranks(ties), ties)
        return TestResult(statistic, math.nan, p_value, "Exact Mann-Whitney test", details=details)
    deviation = statistic - first * second / 2
    step = 0.5 * np.sign(deviation) if correction else 0.0
    sigma = rank_sum_sigma(first, second, ties)
    z = float(deviation - step) / sigma if sigma else math.nan
    name = "Mann-Whitney test" + (" with continuity correction" if correction else "")
    p_value = min(1.0, 2 * normal_tail(abs(z))) if sigma else math.nan
    return TestResult(statistic, math.nan, p_value, name, details={**details, "z": z})


def test_for_kruskal_wallis(values: ValueCounts) -> TestResult:
    """Test whether values of some of several groups tend to be larger than those of others.

    Parameters
    ----------
    values : ValueCounts
        Two groups or more; empty ones do not count.

    Returns
    -------
    TestResult
        Chi-square, corrected for ties, with one degree of freedom less than groups. NaN where
        fewer than two groups have values or all values are tied.

    Notes
    -----
    As ``kruskal.test``.

    References
    ----------
    Kruskal WH, Wallis WA (1952), J Am Stat Assoc 47:583, doi:10.1080/01621459.1952.10483441.
    Oracle: R 4.2, ``oracle/r/rank_tests.R``.

    Examples
    --------
    >>> sites = ValueCounts.from_rows([1, 2, 3, 4, 5, 6, 7, 8, 9], list("aaabbbccc"))
    >>> round(test_for_kruskal_wallis(sites).statistic, 3)
    7.2
    """
    occupied = values.n[values.n_by_group > 0]
    sizes, ties = occupied.sum(axis=1).astype(float), values.n.sum(axis=0)
    total, df = float(ties.sum()), float(len(occupied) - 1)
    tie_factor = 1 - tie_sum(ties) / (total**3 - total) if total > 1 else 0.0
    if df < 1 or tie_factor <= 0:
        return TestResult(math.nan, df, math.nan, "Kruskal-Wallis test")
    mean_ranks = occupied @ mid_ranks(ties) / sizes
    between = float(sizes @ (mean_ranks - (total + 1) / 2) ** 2)
    statistic = 12 * between / (total * (total + 1)) / tie_factor
    return TestResult(statistic, df, chi_square_tail(statistic, df), "Kruskal-Wallis test")


def mid_ranks(ties: IntArray) -> FloatArray:
    """Return the mean rank of each distinct value, given how many have it."""
    return np.asarray(doubled_ranks(ties) / 2)


def doubled_ranks(ties: IntArray) -> IntArray:
    """Return twice the mean rank of each distinct value: a whole number."""
    return np.asarray(2 * np.cumsum(ties) - ties + 1)


def tie_sum(ties: IntArray) -> float:
    """Return the sum of t^3 - t over tied values."""
    t = ties.astype(float)
    return float((t**3 - t).sum())


def rank_sum_sigma(first: int, second: int, ties: IntArray) -> float:
    """Return the standard deviation of the rank sum under the null hypothesis; 0 if all tied."""
    total = float(first + second)
    spread = total + 1 - tie_sum(ties) / (total * (total - 1))
    return math.sqrt(max(0.0, first * second / 12 * spread)) if len(ties[ties > 0]) > 1 else 0.0
