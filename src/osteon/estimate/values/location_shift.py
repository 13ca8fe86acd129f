"""Hodges and Lehmann's shift between two groups, from value counts."""

import math

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.distributions import normal_limit
from osteon.estimate.intervals import check_conf_level
from osteon.estimate.results import Estimate
from osteon.estimate.values.permutation import rank_sum_quantile
from osteon.estimate.values.rank_tests import SMALL_GROUP, rank_sum_sigma
from osteon.estimate.values.two_groups import check_two_groups
from osteon.estimate.values.value_counts import ValueCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MOST_PAIRS = 50_000_000  # of distinct values; half a gigabyte


def estimate_location_shift(values: ValueCounts, *, conf_level: float = 0.95) -> Estimate:
    """Estimate by how much values of the first group are typically larger.

    Parameters
    ----------
    values : ValueCounts
        Two groups; the shift is first minus second.
    conf_level : float, in (0, 1)
        Coverage of the interval; exact where both groups are smaller than 50 and no value is
        tied, else by the normal approximation with continuity correction.

    Returns
    -------
    Estimate
        The median of all pairwise differences, in the unit of the variable. NaN where a group is
        empty. Limits are themselves differences; where the groups are too small for the level
        asked for, they are the extreme differences and `conf_level` is not reached.

    Raises
    ------
    EstimationError
        There are not two groups, or too many distinct values to pair.

    Notes
    -----
    As ``wilcox.test(x, y, conf.int = TRUE)``. Where R solves for the limits numerically (ties, or
    50 units and more), with a tolerance of 1e-4, these are its equations solved exactly; R's
    point estimate then differs, as it is not the median of the differences.

    References
    ----------
    Hodges JL, Lehmann EL (1963), Ann Math Stat 34:598, doi:10.1214/aoms/1177704172. Bauer DF
    (1972), J Am Stat Assoc 67:687, doi:10.1080/01621459.1972.10481279. Oracle: R 4.2,
    ``oracle/r/rank_tests.R``.

    Examples
    --------
    >>> ages = ValueCounts.from_rows([58, 61, 70, 49, 55, 57], list("aaabbb"))
    >>> estimate_location_shift(ages).value
    9.0
    """
    check_two_groups(values, method="A location shift")
    check_conf_level(conf_level)
    sizes = values.n_by_group.tolist()
    if not all(sizes):
        return Estimate(math.nan, conf_level=conf_level)
    difference, cumulative = _pairwise_differences(values)
    n_pairs = sizes[0] * sizes[1]
    rank = _rank_of_limit(values, (1 - conf_level) / 2)

    def ranked(position: int) -> float:
        clipped = min(max(position, 1), n_pairs)
        return float(difference[np.searchsorted(cumulative, clipped)])

    median = (ranked((n_pairs + 1) // 2) + ranked(n_pairs // 2 + 1)) / 2
    low, high = ranked(rank), ranked(n_pairs + 1 - rank)
    return Estimate(median, conf_low=low, conf_high=high, conf_level=conf_level)


def _pairwise_differences(values: ValueCounts) -> tuple[FloatArray, IntArray]:
    """Return the distinct differences, ascending, and how many pairs are at or below each."""
    first, second = values.n[0] > 0, values.n[1] > 0
    n_differences = int(first.sum()) * int(second.sum())
    if n_differences > MOST_PAIRS:
        raise EstimationError(
            "There are too many distinct values to pair.",
            [
                Problem(
                    where="values",
                    found=f"{n_differences:,} pairs of distinct values",
                    permitted=f"at most {MOST_PAIRS:,}",
                    hint="Round the values to the precision they were measured with.",
                )
            ],
        )
    difference = np.subtract.outer(values.value[first], values.value[second]).ravel()
    pairs = np.multiply.outer(values.n[0][first], values.n[1][second]).ravel()
    order = np.argsort(difference, kind="stable")
    return difference[order], np.cumsum(pairs[order])


def _rank_of_limit(values: ValueCounts, tail: float) -> int:
    """Return which of the ascending differences is the lower limit, counted from 1."""
    first, second = values.n_by_group.tolist()
    untied = values.n.sum(axis=0).max() <= 1
    if untied and max(first, second) < SMALL_GROUP:
        return max(1, rank_sum_quantile(first, second, tail))
    within = np.concatenate((values.n[0], values.n[1]))  # ties left when the groups are shifted
    sigma = rank_sum_sigma(first, second, within)
    z = normal_limit(tail)
    return int(np.ceil(first * second / 2 - 0.5 - z * sigma))
