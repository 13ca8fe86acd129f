"""The probability that correlated normal deviates are all small."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

FloatArray = NDArray[np.float64]

MOST_POINTS = 160_000  # of the product quadrature
MOST_NODES = 400  # in one dimension
SINGULAR = 1e-10  # what is left of a variance of 1 when it is all explained


def probability_within(bound: float, correlation: FloatArray) -> float:
    """Return the probability that each of some normal deviates lies in [-bound, bound].

    Parameters
    ----------
    bound : float
        Above 0.
    correlation : ndarray of float, shape (k, k)
        Of the deviates; it may be singular.

    Returns
    -------
    float
        To about 1e-5 up to rank 4, 1e-4 at rank 5.

    Notes
    -----
    Deviates are written as sums of independent ones by a pivoted Cholesky factor, and integrated
    one after the other as by Genz (1992, J Comput Graph Stat 1:141), with nodes of Gauss in
    place of random ones, so that no seed moves the last digits. Each bound is used in the
    dimension in which it is decided, which may be before the last where correlation is singular.
    """
    factor = _pivoted_cholesky(correlation)
    rank = factor.shape[1]
    n_nodes = min(MOST_NODES, int(MOST_POINTS ** (1 / max(rank - 1, 1))))
    nodes, node_weights = _nodes(1 if rank == 1 else n_nodes)
    decided_in = [np.flatnonzero(np.abs(row) > SINGULAR)[-1] for row in factor]
    weight, points = np.ones(1), np.zeros((1, 0))
    for dimension in range(rank):
        rows = factor[np.equal(decided_in, dimension)]
        slope = rows[:, dimension]
        centre = -(points @ rows[:, :dimension].T) / slope
        low = ndtr((centre - bound / np.abs(slope)).max(axis=1))
        high = ndtr((centre + bound / np.abs(slope)).min(axis=1))
        width = np.maximum(high - low, 0.0)
        weight = weight * width
        if dimension < rank - 1:
            coordinate = ndtri(low[:, None] + width[:, None] * nodes)
            weight = np.multiply.outer(weight, node_weights).ravel()
            points = np.column_stack((np.repeat(points, n_nodes, axis=0), coordinate.ravel()))
    return float(weight.sum())


@cache
def _nodes(n_nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return Gauss's nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(n_nodes)
    return (nodes + 1) / 2, weights / 2


def _pivoted_cholesky(correlation: FloatArray) -> FloatArray:
    """Return L of full column rank with L L' = correlation, largest remaining variance first."""
    factor = np.zeros((len(correlation), 0))
    remaining = np.diag(correlation).copy()
    while len(factor.T) < len(factor) and remaining.max() > SINGULAR:
        pivot = int(np.argmax(remaining))
        column = (correlation[:, pivot] - factor @ factor[pivot]) / np.sqrt(remaining[pivot])
        column[remaining <= SINGULAR] = 0.0
        factor = np.column_stack((factor, column))
        remaining = np.where(remaining > SINGULAR, remaining - column**2, 0.0)
        remaining[pivot] = 0.0
    return factor
