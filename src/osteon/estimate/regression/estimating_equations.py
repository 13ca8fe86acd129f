"""Liang and Zeger's equations for a clustered outcome, summed over clusters."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from osteon.errors import EstimationError, Problem
from osteon.estimate.regression.binary_counts import BinaryCounts
from osteon.estimate.regression.ranks import FloatArray, IndexArray, sum_by_code


@dataclass(frozen=True, slots=True)
class Moments:
    """Second moments of the outcome, as far as its mean does not give them.

    Parameters
    ----------
    scale : float
        Variance relative to the binomial.
    correlation : float
        Between two outcomes of a cluster.
    """

    scale: float
    correlation: float


@dataclass(frozen=True, slots=True, eq=False)
class Equations:
    """The estimating equations at one value of the p coefficients.

    Parameters
    ----------
    score : ndarray of float, shape (p,)
        What they should make zero.
    information : ndarray of float, shape (p, p)
        The negative of its expected derivative.
    outer_product : ndarray of float, shape (p, p)
        Sum over clusters of the outer product of their scores.
    """

    score: FloatArray
    information: FloatArray
    outer_product: FloatArray


class EstimatingEquations:
    """A clustered outcome and what the equations need of it.

    Parameters
    ----------
    counts : BinaryCounts
        An outcome of k rows.
    cluster : ndarray of int, shape (k,)
        The cluster of each row, coded from 0.

    Notes
    -----
    The inverse of an exchangeable correlation matrix of m outcomes is ``(I - c J) / (1 - r)``
    with ``c = r / (1 + (m - 1) r)``, so that sums over the rows of each cluster suffice.
    """

    def __init__(self, counts: BinaryCounts, cluster: IndexArray) -> None:
        rows = counts.covariates.rows()
        self.design: FloatArray = np.column_stack([np.ones(len(rows)), rows])
        self.event = counts.event
        self.n = counts.n
        self.weight = np.ones(len(rows)) if counts.weight is None else counts.weight
        self.cluster = cluster
        self.n_clusters = int(cluster.max()) + 1
        self.size = self._by_cluster(self.n)

    def moments(
        self, coefficients: FloatArray, *, is_exchangeable: bool, fix_scale: bool
    ) -> Moments:
        """Estimate scale and correlation from the residuals at these coefficients.

        Parameters
        ----------
        coefficients : ndarray of float, shape (p,)
            Of the mean.
        is_exchangeable : bool
            Whether outcomes of a cluster are correlated.
        fix_scale : bool
            Whether the scale is 1.

        Returns
        -------
        Moments
            Means over outcomes, and over pairs of a cluster, of products of residuals.
        """
        _, residual = self._mean(coefficients)
        weight = self.n * self.weight
        scale = 1.0 if fix_scale else float(weight @ residual**2 / weight.sum())
        if not is_exchangeable:
            return Moments(scale, 0.0)
        products = self._sum_over_pairs(self.weight * residual)
        correlation = products / self._sum_over_pairs(self.weight) / scale
        if 1 + (self.size.max() - 1) * correlation <= 0:
            found = "a correlation more negative than clusters of this size can have"
            problem = Problem("correlation", found, "independence", "Assume independence.")
            raise EstimationError("The outcomes of a cluster avoid each other.", [problem])
        return Moments(scale, correlation)

    def at(self, coefficients: FloatArray, moments: Moments) -> Equations:
        """Return the equations.

        Parameters
        ----------
        coefficients : ndarray of float, shape (p,)
            Of the mean.
        moments : Moments
            Scale and correlation.

        Returns
        -------
        Equations
            Score, its derivative and its spread.
        """
        spread, residual = self._mean(coefficients)
        root = np.sqrt(self.weight / moments.scale)
        x = self.design * (root * np.sqrt(spread))[:, np.newaxis]
        e = root * residual
        r = moments.correlation
        shared = r / (1 + (self.size - 1) * r)
        total_x = self._columns_by_cluster(x * self.n[:, np.newaxis])
        total_e = self._by_cluster(self.n * e)
        each = self._columns_by_cluster(x * (self.n * e)[:, np.newaxis])
        scores = (each - total_x * (shared * total_e)[:, np.newaxis]) / (1 - r)
        within = x.T @ (x * self.n[:, np.newaxis])
        between = total_x.T @ (total_x * shared[:, np.newaxis])
        return Equations(scores.sum(axis=0), (within - between) / (1 - r), scores.T @ scores)

    def _mean(self, coefficients: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the binomial variance of each row and its Pearson residual."""
        predictor = self.design @ coefficients
        probability = special.expit(predictor)
        spread = probability * special.expit(-predictor)
        return spread, (self.event - probability) / np.sqrt(spread)

    def _sum_over_pairs(self, values: FloatArray) -> float:
        """Return the sum over pairs of outcomes of a cluster of the products of their values."""
        squares = self._by_cluster(self.n * values) ** 2 - self._by_cluster(self.n * values**2)
        return float(squares.sum()) / 2

    def _by_cluster(self, values: FloatArray) -> FloatArray:
        return sum_by_code(self.cluster, values, self.n_clusters)

    def _columns_by_cluster(self, columns: FloatArray) -> FloatArray:
        return np.column_stack([self._by_cluster(column) for column in columns.T])
