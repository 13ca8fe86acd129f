"""What each time adds to the cumulative hazard, by how ties are handled."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Ties = Literal["nelson-aalen", "fleming-harrington"]

FEW_AT_RISK = 1000  # above, a sum over tied events is taken by its Euler-Maclaurin expansion


def hazard_increments(
    n_at_risk: FloatArray, n_event: FloatArray, ties: Ties
) -> tuple[FloatArray, FloatArray]:
    """Return what each time adds to the cumulative hazard and to its variance.

    Parameters
    ----------
    n_at_risk, n_event : ndarray of float, shape (..., n_times)
        Just before, and at, each time; whole numbers for Fleming and Harrington's ties.
    ties : {"nelson-aalen", "fleming-harrington"}
        d / Y, or 1/Y + 1/(Y - 1) + ... + 1/(Y - d + 1), as if the d events had come one by one.

    Returns
    -------
    increment : ndarray of float, shape (..., n_times)
        Of the cumulative hazard; 0 where there is no event.
    variance : ndarray of float, shape (..., n_times)
        Of the increment, estimated without (Y - d) / Y.
    """
    if ties == "fleming-harrington":
        return _one_by_one(n_at_risk, n_event)
    rate = np.divide(n_event, n_at_risk, out=np.zeros_like(n_event), where=n_event > 0)
    return rate, np.divide(rate, n_at_risk, out=np.zeros_like(n_event), where=n_event > 0)


def _one_by_one(n_at_risk: FloatArray, n_event: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sum 1/y and 1/y^2 over y from Y - d + 1 to Y, exactly where y is small."""
    remaining = np.maximum(n_at_risk - n_event, np.minimum(n_at_risk, FEW_AT_RISK))
    increment, variance = _expansion(n_at_risk + 0.5, remaining + 0.5)
    n_direct = remaining - (n_at_risk - n_event)
    cells = np.flatnonzero(n_direct)
    repeats = n_direct.ravel()[cells].astype(np.int64)
    first_of_cell = np.repeat(np.cumsum(repeats) - repeats, repeats)
    y = np.repeat(remaining.ravel()[cells], repeats) - (np.arange(repeats.sum()) - first_of_cell)
    cell = np.repeat(cells, repeats)
    increment += np.bincount(cell, weights=1 / y, minlength=increment.size).reshape(increment.shape)
    variance += np.bincount(cell, weights=y**-2, minlength=increment.size).reshape(increment.shape)
    return increment, variance


def _expansion(upper: FloatArray, lower: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sum 1/y and 1/y^2 over the whole y between two half numbers, by the midpoint rule.

    Two terms of the Euler-Maclaurin expansion; with y above 1000 the next is below rounding.
    """
    width = upper - lower
    first = np.log1p(width / lower) + (upper**-2 - lower**-2) / 24
    second = width / (upper * lower) + (upper**-3 - lower**-3) / 12
    return first, second
