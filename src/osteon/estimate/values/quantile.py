"""Exact quantiles and moments of a variable from its value counts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.values.value_counts import ValueCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

QuantileDefinition = Literal[2, 6, 7]
QUANTILE_DEFINITIONS = (2, 6, 7)
FUZZ = 4 * np.finfo(float).eps  # within which R takes a rank for a whole number


@dataclass(frozen=True, slots=True)
class ValueSummary:
    """Location and spread of a variable in one group; NaN where nobody is in it.

    Parameters
    ----------
    n : int
        Number of units.
    mean, sd : float
        Mean and standard deviation with divisor n - 1; `sd` is NaN for a single unit.
    minimum, lower_quartile, median, upper_quartile, maximum : float
        In the unit of the variable.
    """

    n: int
    mean: float
    sd: float
    minimum: float
    lower_quartile: float
    median: float
    upper_quartile: float
    maximum: float


def estimate_quantile(
    values: ValueCounts, q: float, *, definition: QuantileDefinition = 7
) -> FloatArray:
    """Estimate the value below which a share q of each group lies.

    Parameters
    ----------
    values : ValueCounts
        The variable, by group.
    q : float, in [0, 1]
        0.5 for the median.
    definition : {2, 6, 7}
        Of Hyndman and Fan: 7 is R's default, 6 that of SPSS and Minitab, 2 the one of SAS, which
        averages only where the rank is a whole number. The median is the same in all three.

    Returns
    -------
    ndarray of float, shape (n_groups,)
        In the unit of the variable; NaN where nobody is in the group.

    Raises
    ------
    EstimationError
        q lies outside [0, 1], or there is no such definition.

    Notes
    -----
    As ``quantile(x, q, type = definition)``, its tolerance for whole ranks included. No sample is
    expanded: the ranks are found in the cumulative counts.

    References
    ----------
    Hyndman RJ, Fan Y (1996), Am Stat 50:361, doi:10.2307/2684934. Oracle: R 4.2, ``quantile``,
    ``oracle/r/quantiles.R``.

    Examples
    --------
    >>> estimate_quantile(ValueCounts.from_rows([1, 2, 3, 4]), 0.25, definition=6).tolist()
    [1.25]
    """
    if not 0 <= q <= 1:
        raise EstimationError(
            "A quantile is asked for by a share.",
            [Problem("q", f"{q}", "a number from 0 to 1", "Write 0.25 for the lower quartile.")],
        )
    if definition not in QUANTILE_DEFINITIONS:
        permitted = ", ".join(str(known) for known in QUANTILE_DEFINITIONS)
        problem = Problem("definition", f"{definition}", permitted)
        raise EstimationError("There is no such definition of a quantile here.", [problem])
    return np.array([_quantile(values.value, n, q, definition) for n in values.n])


def estimate_value_summary(
    values: ValueCounts, *, definition: QuantileDefinition = 7
) -> Mapping[str, ValueSummary]:
    """Estimate mean, standard deviation, quartiles and range of each group.

    Parameters
    ----------
    values : ValueCounts
        The variable, by group.
    definition : {2, 6, 7}
        Of the quartiles, as in `estimate_quantile`.

    Returns
    -------
    mapping of str to ValueSummary
        By group label, in their order.

    References
    ----------
    Oracle: R 4.2, ``mean``, ``sd``, ``quantile``, ``range``, ``oracle/r/quantiles.R``.

    Examples
    --------
    >>> summary = estimate_value_summary(ValueCounts.from_rows([19, 60, 83]))[""]
    >>> summary.minimum, summary.median, summary.maximum
    (19.0, 60.0, 83.0)
    """
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    quantiles = [estimate_quantile(values, q, definition=definition) for q in shares]
    summaries = {}
    for row, label in enumerate(values.group_labels):
        mean, variance = mean_and_variance(values.value, values.n[row])
        minimum, lower, median, upper, maximum = (float(quantile[row]) for quantile in quantiles)
        summaries[label] = ValueSummary(
            n=int(values.n[row].sum()),
            mean=mean,
            sd=math.sqrt(variance),
            minimum=minimum,
            lower_quartile=lower,
            median=median,
            upper_quartile=upper,
            maximum=maximum,
        )
    return summaries


def mean_and_variance(value: FloatArray, n: IntArray) -> tuple[float, float]:
    """Return the mean and the variance with divisor n - 1; NaN where they are not defined."""
    total = int(n.sum())
    if total == 0:
        return math.nan, math.nan
    mean = float(n @ value) / total
    squares = float(n @ (value - mean) ** 2)
    return mean, squares / (total - 1) if total > 1 else math.nan


def _quantile(value: FloatArray, n: IntArray, q: float, definition: QuantileDefinition) -> float:
    total = int(n.sum())
    if total == 0:
        return math.nan
    rank, share_of_next = _rank(total, q, definition)
    ranks = np.clip([rank, rank + 1], 1, total)
    lower, upper = value[np.searchsorted(np.cumsum(n), ranks)].tolist()
    if share_of_next in (0.0, 1.0) or lower == upper:
        return float(upper if share_of_next == 1.0 else lower)
    return float((1 - share_of_next) * lower + share_of_next * upper)


def _rank(total: int, q: float, definition: QuantileDefinition) -> tuple[int, float]:
    """Return the rank of the order statistic below, and the share of the next one."""
    position = {2: total * q, 6: (total + 1) * q, 7: 1 + (total - 1) * q}[definition]
    rank = math.floor(position + FUZZ)
    share = position - rank
    if definition == 2:
        return rank, 1.0 if share > FUZZ else 0.5
    return rank, 0.0 if abs(share) < FUZZ else share
