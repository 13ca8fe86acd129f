"""Weights kept within limits, and how much they still tell."""

import numpy as np

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.ranks import FloatArray


def truncate_weights(
    weight: FloatArray, n: FloatArray, quantiles: tuple[float, float] | None
) -> FloatArray:
    """Return weights cut at two of their quantiles.

    Parameters
    ----------
    weight : ndarray of float, shape (k,)
        Weight of each patient of a row.
    n : ndarray of float, shape (k,)
        Patients of the row.
    quantiles : tuple of two float, in [0, 1], or None
        Ascending; nothing is cut where there are none.

    Returns
    -------
    ndarray of float, shape (k,)
        Within the quantiles over patients, R's type 7.

    Raises
    ------
    EstimationError
        The quantiles are not ascending in [0, 1].
    """
    if quantiles is None:
        return weight
    if not 0 <= quantiles[0] < quantiles[1] <= 1:
        problem = Problem("truncation", f"{quantiles}", "two ascending numbers from 0 to 1")
        raise EstimationError("Weights cannot be cut there.", [problem])
    low, high = (_quantile(weight, n, probability) for probability in quantiles)
    return np.clip(weight, low, high)


def effective_size(weight: FloatArray, n: FloatArray) -> float:
    """Return the number of unweighted patients that tell as much (Kish 1965)."""
    return float((n @ weight) ** 2 / (n @ weight**2))


def _quantile(weight: FloatArray, n: FloatArray, probability: float) -> float:
    order = np.argsort(weight)
    ends = np.cumsum(n[order])
    position = (ends[-1] - 1) * probability
    below = np.floor(position)
    low, high = weight[order][np.searchsorted(ends, [below, np.ceil(position)], side="right")]
    return float(low + (position - below) * (high - low))
