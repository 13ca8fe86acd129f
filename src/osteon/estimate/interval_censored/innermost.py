"""Innermost intervals: where alone an estimate can place probability."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.interval_censored.interval_counts import IntervalCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class InnermostIntervals:
    """The m innermost intervals, and which of them each kind of patient covers.

    Parameters
    ----------
    left, right : ndarray of float, shape (m,)
        Ends of (left, right], or of the single day where they are equal; ascending.
    first, last : ndarray of int, shape (n_kinds,)
        Patients of a kind cover the intervals from `first` to `last`, both included.
    n : ndarray of float, shape (n_kinds,)
        Number of patients of that kind.
    kind : ndarray of int, shape (n_rows,)
        The kind of each row of the counts.
    """

    left: FloatArray
    right: FloatArray
    first: IntArray
    last: IntArray
    n: FloatArray
    kind: IntArray


def find_innermost_intervals(counts: IntervalCounts) -> InnermostIntervals:
    """Return the intervals from a left end to the next right end with no other end between.

    Notes
    -----
    Ends are ordered as whole numbers, 2 r for the r-th distinct time and 2 r + 1 for just after
    it: a right end is the time itself, the left end of (L, R] lies just after L, that of a known
    day is the day. The intervals that a patient covers stand next to each other (Turnbull).
    """
    times, place = np.unique(np.concatenate([counts.left, counts.right]), return_inverse=True)
    left_place, right_place = np.split(place.astype(np.int64), 2)
    left_end = 2 * left_place + (counts.left < counts.right)
    right_end = 2 * right_place
    lefts, rights = np.unique(left_end), np.unique(right_end)
    nearest = lefts[np.searchsorted(lefts, rights, side="right") - 1]
    innermost = nearest > np.concatenate([[-1], rights[:-1]])
    lower, upper = nearest[innermost], rights[innermost]
    first = np.searchsorted(lower, left_end)
    last = np.searchsorted(upper, right_end, side="right") - 1
    pairs, kind = np.unique(first * len(lower) + last, return_inverse=True)
    return InnermostIntervals(
        left=times[lower // 2],
        right=times[upper // 2],
        first=pairs // max(len(lower), 1),
        last=pairs % max(len(lower), 1),
        n=np.bincount(kind, weights=counts.n, minlength=len(pairs)).astype(np.float64),
        kind=kind.astype(np.int64),
    )
