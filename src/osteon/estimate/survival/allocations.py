"""All ways to deal alike patients to two groups, counted without listing them."""

from math import comb

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Dealt = dict[int, tuple[FloatArray, FloatArray]]

LARGEST_HALF = 2**21  # ways to deal one half of the classes; both halves stand in memory
MOST_PATIENTS = 1000  # so that the number of allocations is a float
ROUNDING = 1e-9  # sums of the same scores in another order differ by less


def can_enumerate(sizes: IntArray) -> bool:
    """Return whether each half of the classes can be dealt in few enough ways."""
    if sizes.sum() > MOST_PATIENTS:
        return False
    return all(np.prod(sizes[half] + 1.0) <= LARGEST_HALF for half in _halves(sizes))


def share_as_extreme(
    score: FloatArray, sizes: IntArray, n_first: int, observed: float
) -> tuple[float, int]:
    """Return how often the score sum of a group is as far from its mean as the observed one.

    Parameters
    ----------
    score : ndarray of float, shape (n_classes,)
        Score of each patient of a class.
    sizes : ndarray of int, shape (n_classes,)
        Patients of each class.
    n_first : int
        Size of the group whose sum it is.
    observed : float
        Its sum.

    Returns
    -------
    share : float
        Of all equally likely allocations of `n_first` patients; sums equal but for rounding
        are as far.
    n_allocations : int
        How many there are.

    Notes
    -----
    Either half of the classes is dealt in all ways; the sums of one half are sorted, so that for
    each of the other the number of partners that make an extreme sum is looked up (the split-up
    algorithm of van de Wiel MA (2001), Comput Stat 16:519).
    """
    n_allocations = comb(int(sizes.sum()), n_first)
    mean = n_first * float(score @ sizes) / float(sizes.sum())
    reach = abs(observed - mean) - ROUNDING * max(1.0, float(np.abs(score).max()))
    if reach <= 0:
        return 1.0, n_allocations
    left, right = (_deal(score[half], sizes[half]) for half in _halves(sizes))
    extreme = sum(
        _ways_beyond(left[k], right[n_first - k], mean - reach, mean + reach)
        for k in left
        if n_first - k in right
    )
    return float(extreme / n_allocations), n_allocations


def _halves(sizes: IntArray) -> tuple[IntArray, IntArray]:
    """Divide classes in two, taking every second in the order of their sizes."""
    order = np.argsort(sizes, kind="stable")
    return order[::2], order[1::2]


def _deal(score: FloatArray, sizes: IntArray) -> Dealt:
    """Return, for each number dealt to the first group, the sums, ascending, and their ways."""
    number, total, ways = np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1)
    for a, m in zip(score.tolist(), sizes.tolist(), strict=True):
        dealt = np.arange(m + 1)
        number = np.add.outer(number, dealt).ravel()
        total = np.add.outer(total, a * dealt).ravel()
        ways = np.multiply.outer(ways, [float(comb(m, j)) for j in range(m + 1)]).ravel()
    order = np.lexsort((total, number))
    numbers, starts = np.unique(number[order], return_index=True)
    sums, counts = (np.split(column[order], starts[1:]) for column in (total, ways))
    return dict(zip(numbers.tolist(), zip(sums, counts, strict=True), strict=True))


def _ways_beyond(
    left: tuple[FloatArray, FloatArray],
    right: tuple[FloatArray, FloatArray],
    low: float,
    high: float,
) -> float:
    """Count the ways of pairs whose sum is at most `low` or at least `high`."""
    (left_sums, left_ways), (right_sums, right_ways) = left, right
    below = np.concatenate(([0.0], np.cumsum(right_ways)))
    at_most = below[np.searchsorted(right_sums, low - left_sums, side="right")]
    at_least = below[-1] - below[np.searchsorted(right_sums, high - left_sums, side="left")]
    return float(left_ways @ (at_most + at_least))
