"""The permutation distribution of a sum of whole-number scores, by counting, not by sampling."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import comb

from osteon.errors import EstimationError, Problem

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LARGEST_WORK = 2 * 10**9  # additions; some seconds
QUANTILE_FUZZ = 64 * np.finfo(float).eps  # by which R takes a probability for reached


def permutation_p_value(chosen: IntArray, score: IntArray, available: IntArray) -> float:
    """Return how likely a random choice has a sum of scores at least as far from its mean.

    Parameters
    ----------
    chosen : ndarray of int, shape (k,)
        How many units of each score are in the first group.
    score : ndarray of int, shape (k,)
        Scores, such as doubled mid-ranks.
    available : ndarray of int, shape (k,)
        How many units have each score.

    Notes
    -----
    Streitberg and Roehmel's shift algorithm: the table of the number of ways to reach each sum
    with each number of units is built up one score at a time.
    """
    n_chosen, total = int(chosen.sum()), int(available.sum())
    if 2 * n_chosen > total:  # the sum of the others says the same and is cheaper
        return permutation_p_value(available - chosen, score, available)
    shifted = score - score.min()
    largest = int(np.sort(np.repeat(shifted, np.minimum(available, n_chosen)))[-n_chosen:].sum())
    if n_chosen * largest * total > LARGEST_WORK:
        raise EstimationError(
            "These groups are too large for the exact test.",
            [Problem("values", f"{total} units", "fewer units", 'Ask for method="asymptotic".')],
        )
    probability = _sum_distribution(shifted, available, n_chosen, largest)
    observed, mean = int(chosen @ shifted), int(available @ shifted) * n_chosen
    distance = np.abs(total * np.arange(largest + 1) - mean)
    return min(1.0, float(probability[distance >= abs(total * observed - mean)].sum()))


def _sum_distribution(
    score: IntArray, available: IntArray, n_chosen: int, largest: int
) -> FloatArray:
    """Return the probability of each sum from 0 to the largest."""
    ways = np.zeros((n_chosen + 1, largest + 1))
    ways[0, 0] = 1
    for points, units in zip(score.tolist(), available.tolist(), strict=True):
        previous = ways.copy()
        for taken in range(1, min(units, n_chosen) + 1):
            shift = taken * points
            ways[taken:, shift:] += (
                comb(units, taken) * previous[: n_chosen + 1 - taken, : largest + 1 - shift]
            )
    total_ways = math.fsum(ways[n_chosen])
    return np.asarray(ways[n_chosen] / total_ways)


def rank_sum_quantile(first: int, second: int, probability: float) -> int:
    """Return the smallest W of untied groups whose cumulative probability reaches this one."""
    ones = np.ones(first + second, dtype=np.int64)
    largest = int(np.arange(second, second + first).sum())
    distribution = _sum_distribution(np.arange(first + second), ones, first, largest)
    lowest = first * (first - 1) // 2  # sum of the ranks from 0 on where W is 0
    cumulative = np.cumsum(distribution[lowest:])
    return int(np.searchsorted(cumulative, probability * (1 - QUANTILE_FUZZ)))
