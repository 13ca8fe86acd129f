"""Loops that count pairs of patients by the order of their risks; compiled as those of `kernels`.

A Fenwick tree holds the weight of the patients of each rank of risk, so that the weight of lower,
equal and higher ranks takes as many steps as the number of ranks has binary digits.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from osteon.estimate.regression.kernels import FloatArray, IndexArray


class RankedRows(NamedTuple):
    """Rows of patients by the rank of their risk, and by the cells they leave and enter at.

    Parameters
    ----------
    rank : ndarray of int, shape (k,)
        From 0, equal risks sharing a rank.
    weight : ndarray of float, shape (k,)
        Patients times sampling weight.
    leaving : ndarray of int, shape (k,)
        The rows, ascending by slot: those leaving at cell c without event, then those with it.
    leaving_start : ndarray of int, shape (2c + 1,)
        Where the rows of each slot begin in `leaving`.
    entering : ndarray of int, shape (k,) or (0,)
        The rows, ascending by the last cell before they are at risk; empty without late entry.
    entering_start : ndarray of int, shape (c + 1,)
        Where the rows of each cell begin in `entering`.
    """

    rank: IndexArray
    weight: FloatArray
    leaving: NDArray[np.int64]
    leaving_start: NDArray[np.int64]
    entering: NDArray[np.int64]
    entering_start: NDArray[np.int64]


@njit(cache=True, nogil=True)
def add_to_tree(tree: FloatArray, rank: int, weight: float) -> None:
    """Add weight at one rank; the first place holds the total."""
    tree[0] += weight
    place = rank + 1
    while place < tree.shape[0]:
        tree[place] += weight
        place += place & -place


@njit(cache=True, nogil=True)
def sum_below(tree: FloatArray, rank: int) -> float:
    """Return the weight of the ranks below one."""
    total = 0.0
    place = rank
    while place > 0:
        total += tree[place]
        place -= place & -place
    return total


@njit(cache=True, nogil=True)
def add_comparisons(
    tree: FloatArray, rank: int, sign: float, lower: int, pairs: FloatArray
) -> None:
    """Add to `pairs` the weight below, in place `lower`, above, in the other, and equal, in 2."""
    below = sum_below(tree, rank)
    up_to = sum_below(tree, rank + 1)
    pairs[lower] += sign * below
    pairs[1 - lower] += sign * (tree[0] - up_to)
    pairs[2] += sign * (up_to - below)


@njit(cache=True, nogil=True)
def compare_events(
    rows: RankedRows, starts: NDArray[np.bool_], tree: FloatArray, pairs: FloatArray
) -> None:
    """Compare each event with those at risk on its day, backwards in time.

    The columns of `pairs` are the weight of patients of lower risk, of higher and of equal risk.
    """
    for c in range(starts.shape[0] - 1, -1, -1):
        events, end = rows.leaving_start[2 * c + 1], rows.leaving_start[2 * c + 2]
        for place in range(rows.leaving_start[2 * c], events):
            i = rows.leaving[place]
            add_to_tree(tree, rows.rank[i], rows.weight[i])
        if rows.entering.shape[0] > 0:
            for place in range(rows.entering_start[c], rows.entering_start[c + 1]):
                i = rows.entering[place]
                add_to_tree(tree, rows.rank[i], -rows.weight[i])
        for place in range(events, end):
            i = rows.leaving[place]
            add_comparisons(tree, rows.rank[i], 1.0, 0, pairs[i])
        for place in range(events, end):
            i = rows.leaving[place]
            add_to_tree(tree, rows.rank[i], rows.weight[i])
        if starts[c]:
            tree[:] = 0.0


@njit(cache=True, nogil=True)
def compare_at_risk(
    rows: RankedRows, starts: NDArray[np.bool_], tree: FloatArray, pairs: FloatArray
) -> None:
    """Compare each patient with the events while at risk, forwards in time; adds to `pairs`.

    The columns are those of `compare_events`, seen from the event: an event of higher risk than
    the patient's is in the first.
    """
    for c in range(starts.shape[0]):
        if starts[c]:
            tree[:] = 0.0
        events, end = rows.leaving_start[2 * c + 1], rows.leaving_start[2 * c + 2]
        for place in range(events, end):
            i = rows.leaving[place]
            add_comparisons(tree, rows.rank[i], 1.0, 1, pairs[i])
        for place in range(events, end):
            i = rows.leaving[place]
            add_to_tree(tree, rows.rank[i], rows.weight[i])
        for place in range(rows.leaving_start[2 * c], events):
            i = rows.leaving[place]
            add_comparisons(tree, rows.rank[i], 1.0, 1, pairs[i])
        if rows.entering.shape[0] > 0:
            for place in range(rows.entering_start[c], rows.entering_start[c + 1]):
                i = rows.entering[place]
                add_comparisons(tree, rows.rank[i], -1.0, 1, pairs[i])
