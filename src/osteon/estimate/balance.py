"""Standardised differences: how unlike two groups are, whatever their size."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.tables.contingency import ContingencyTable
from osteon.estimate.values.quantile import mean_and_variance
from osteon.estimate.values.value_counts import ValueCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def estimate_standardised_difference(
    counts: ContingencyTable | ValueCounts, *, weight: ArrayLike | None = None
) -> float:
    """Estimate how far apart two groups are, in standard deviations.

    Parameters
    ----------
    counts : ContingencyTable or ValueCounts
        A characteristic with the two groups as rows and its levels as columns, or a numeric
        variable in two groups.
    weight : array_like of float, the shape of the counts, optional
        Sum of the weights of the units in each cell, such as inverse probabilities of treatment.
        They move means and shares; the standard deviation remains that of the unweighted groups,
        so that balance before and after weighting is measured on one scale.

    Returns
    -------
    float
        Numeric: difference of means, first minus second, over the root of the mean variance. Two
        levels: the same for the share of the first. More levels: the Mahalanobis distance of Yang
        and Dalton, never negative; levels that nobody has do not count. Infinite where the groups
        differ without any spread, as when no level occurs in both; 0 where they do not differ;
        NaN where a group is empty or its variance cannot be estimated.

    Raises
    ------
    EstimationError
        There are not two groups, or the weights are not a finite number >= 0 for each cell.

    Notes
    -----
    As ``MatchIt::summary`` with estimand "ATE" for numbers and two levels, and ``tableone`` for
    more.

    References
    ----------
    Austin PC (2009), Stat Med 28:3083, doi:10.1002/sim.3697. Yang D, Dalton JE (2012), SAS Global
    Forum, paper 335. Oracle: R 4.2, MatchIt and matrix algebra, ``oracle/r/balance.R``.

    Examples
    --------
    >>> sex = ContingencyTable.from_array([[65, 40], [108, 92]])
    >>> round(estimate_standardised_difference(sex), 3)
    0.161
    """
    n = counts.counts if isinstance(counts, ContingencyTable) else counts.n
    weights = _check_weights(n, weight)
    if not (n.sum(axis=1).all() and weights.sum(axis=1).all()):
        return math.nan
    if isinstance(counts, ValueCounts):
        return _difference_of_means(counts.value, n, weights)
    occurring = n.sum(axis=0) > 0
    return _difference_of_shares(n[:, occurring], weights[:, occurring])


def _difference_of_means(value: FloatArray, n: IntArray, weights: FloatArray) -> float:
    first, second = (weights @ value / weights.sum(axis=1)).tolist()
    variance = sum(mean_and_variance(value, of_group)[1] for of_group in n) / 2
    return _standardise(first - second, math.sqrt(variance))


def _difference_of_shares(n: IntArray, weights: FloatArray) -> float:
    if n.shape[1] == 1:
        return 0.0
    weighted = weights / weights.sum(axis=1, keepdims=True)
    difference = (weighted[0] - weighted[1])[:-1]
    share = n / n.sum(axis=1, keepdims=True)
    first, second = (np.diag(p) - np.outer(p, p) for p in share[:, :-1])
    covariance = (first + second) / 2
    if n.shape[1] == 2:
        return _standardise(float(difference[0]), math.sqrt(float(covariance[0, 0])))
    if not (n > 0).all(axis=0).any():  # no level in both groups: the covariance is singular
        return math.inf
    return math.sqrt(float(difference @ np.linalg.solve(covariance, difference)))


def _standardise(difference: float, sd: float) -> float:
    if sd == 0:
        return math.copysign(math.inf, difference) if difference else 0.0
    return difference / sd


def _check_weights(n: IntArray, weight: ArrayLike | None) -> FloatArray:
    weights = n.astype(float) if weight is None else np.asarray(weight, dtype=float)
    problems = []
    if len(n) != 2:
        problems.append(Problem("counts", f"{len(n)} groups", "2 groups"))
    if weights.shape != n.shape:
        problems.append(Problem("weight", f"the shape {weights.shape}", f"{n.shape}"))
    elif not np.isfinite(weights).all() or (weights < 0).any():
        problems.append(Problem("weight", "a negative or not finite number", "0 or more"))
    if problems:
        raise EstimationError("These groups cannot be compared.", problems)
    return weights
