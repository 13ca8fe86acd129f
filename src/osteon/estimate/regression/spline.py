"""A number as a smooth curve of few columns: the restricted cubic spline."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.ranks import FloatArray
from osteon.estimate.values.quantile import estimate_quantile
from osteon.estimate.values.value_counts import ValueCounts

LEAST_KNOTS = 3
USUAL_KNOTS = (0.1, 0.5, 0.9)  # Harrell's quantiles for three knots


def spline_columns(value: ArrayLike, knots: Sequence[float]) -> FloatArray:
    """Return the columns by which a regression follows a curve between knots.

    Parameters
    ----------
    value : array_like of float, shape (k,)
        A number.
    knots : sequence of m float
        Ascending; three or more.

    Returns
    -------
    ndarray of float, shape (k, m - 1)
        The number itself, and m - 2 columns that bend it: a cubic between knots, a straight line
        before the first and after the last. All but the first are zero where there is no bend.

    Raises
    ------
    EstimationError
        There are fewer than three knots, or they do not ascend.

    Notes
    -----
    Harrell's form of the truncated power basis, bends divided by the squared distance of the outer
    knots so that all columns have the unit of the number. The space is that of R's
    ``splines::ns`` with these knots, so that a model's fit is the same.

    References
    ----------
    Harrell FE (2015), Regression Modeling Strategies, section 2.4.5. Oracle: R 4.2,
    ``coxph(Surv(time, status) ~ ns(x, knots, Boundary.knots))``, in
    ``oracle/r/golden_regression.R``.

    Examples
    --------
    >>> spline_columns([0, 1, 2, 3, 4], [1, 2, 3]).round(3).tolist()
    [[0.0, 0.0], [1.0, 0.0], [2.0, 0.25], [3.0, 1.5], [4.0, 3.0]]
    """
    t = np.asarray(knots, dtype=np.float64)
    if len(t) < LEAST_KNOTS or (np.diff(t) <= 0).any():
        problem = Problem("knots", f"{len(t)} knots", "three or more, ascending")
        raise EstimationError("There is no spline with these knots.", [problem])
    x = np.asarray(value, dtype=np.float64)
    beyond = np.maximum(x[:, np.newaxis] - t, 0.0) ** 3
    last, before_last = beyond[:, -1:], beyond[:, -2:-1]
    width = t[-1] - t[-2]
    bends = (
        beyond[:, :-2] - before_last * (t[-1] - t[:-2]) / width + last * (t[-2] - t[:-2]) / width
    )
    return np.column_stack([x, bends / (t[-1] - t[0]) ** 2])


def choose_knots(values: ValueCounts) -> tuple[float, ...]:
    """Return the usual three knots of a number: its 10th, 50th and 90th percentile.

    Parameters
    ----------
    values : ValueCounts
        The number in one group of patients.

    Returns
    -------
    tuple of float
        Quantiles of type 7; fewer than three where the number has too few values for a curve.
    """
    found = (estimate_quantile(values, share)[0] for share in USUAL_KNOTS)
    return tuple(sorted(set(found)))
