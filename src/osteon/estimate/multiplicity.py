"""P-values adjusted for how many of them there are."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.count_columns import check_choice

FloatArray = NDArray[np.float64]

AdjustmentMethod = Literal["holm", "hochberg", "bh"]
ADJUSTMENT_METHODS = ("holm", "hochberg", "bh")


def adjust_p_values(p: ArrayLike, *, method: AdjustmentMethod = "holm") -> FloatArray:
    """Adjust p-values of several tests that answer one question.

    Parameters
    ----------
    p : array_like of float, shape (k,)
        In [0, 1], in any order; NaN for a test that could not be made.
    method : {"holm", "hochberg", "bh"}
        Holm and Hochberg hold the probability of any false rejection, Hochberg only where the
        tests are independent or positively dependent; Benjamini and Hochberg hold the expected
        share of false rejections among all rejections.

    Returns
    -------
    ndarray of float, shape (k,)
        In the order of `p`, in [0, 1], never below the p adjusted. NaN stays NaN and does not
        count as a test.

    Raises
    ------
    EstimationError
        A number outside [0, 1].

    Notes
    -----
    As ``p.adjust(p, method)``.

    References
    ----------
    Holm S (1979), Scand J Stat 6:65. Hochberg Y (1988), Biometrika 75:800,
    doi:10.1093/biomet/75.4.800. Benjamini Y, Hochberg Y (1995), J R Stat Soc B 57:289,
    doi:10.1111/j.2517-6161.1995.tb02031.x. Oracle: R 4.2, ``oracle/r/multiplicity.R``.

    Examples
    --------
    >>> adjust_p_values([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    check_choice("method", method, ADJUSTMENT_METHODS)
    given = np.asarray(p, dtype=float)
    made = ~np.isnan(given)
    if given.ndim != 1 or ((given[made] < 0) | (given[made] > 1)).any():
        problem = Problem("p", "a number outside [0, 1], or not a list", "probabilities, or NaN")
        raise EstimationError("These are not p-values.", [problem])
    adjusted = np.full(given.shape, np.nan)
    adjusted[made] = _adjust(given[made], method)
    return adjusted


def _adjust(p: FloatArray, method: AdjustmentMethod) -> FloatArray:
    k = len(p)
    order = np.argsort(p, kind="stable")
    rank = np.arange(1, k + 1)
    factor = k / rank if method == "bh" else k + 1 - rank
    scaled = p[order] * factor
    if method == "holm":
        monotone = np.maximum.accumulate(scaled)
    else:
        monotone = np.minimum.accumulate(scaled[::-1])[::-1]
    adjusted = np.empty(k)
    adjusted[order] = np.minimum(monotone, 1)
    return adjusted
