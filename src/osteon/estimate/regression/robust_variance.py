"""Variances that hold when patients are weighted, or rows of a cluster depend on each other."""

import numpy as np

from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.kernels import NO_INDEX, HazardsMet, PatientRows, add_residuals
from osteon.estimate.regression.ranks import FloatArray, IndexArray
from osteon.estimate.regression.threads import ROWS_WORTH_SHARING, share_rows

ROWS_AT_ONCE = 50_000


def score_outer_product(
    counts: CovariateCounts, patients: PatientRows, hazards: HazardsMet
) -> FloatArray:
    """Return the sum over clusters of the outer product of their score residuals.

    Parameters
    ----------
    counts : CovariateCounts
        With clusters, or without: then each patient is one.
    patients : PatientRows
        The same rows.
    hazards : HazardsMet
        At the coefficients.

    Returns
    -------
    ndarray of float, shape (p, p)
        The middle of the sandwich.

    Notes
    -----
    The score residuals respect Efron's ties, late entry and weights, as those of R's
    ``residuals(fit, type = "score", weighted = TRUE)`` do.
    """
    if counts.cluster is not None:
        return _over_clusters(patients, hazards, counts.cluster)
    each = np.ones_like(counts.n) if counts.weight is None else counts.weight
    return _over_patients(patients._replace(weight=each), hazards, counts.n)


def _over_clusters(patients: PatientRows, hazards: HazardsMet, cluster: IndexArray) -> FloatArray:
    """Sum by piece of the rows where clusters are few; else by range of clusters, over all rows."""
    n_rows, n_clusters, p = len(cluster), int(cluster.max()) + 1, len(patients.centre)

    def of_rows(rows: tuple[int, int]) -> FloatArray:
        totals = np.zeros((n_clusters, p))
        add_residuals(rows, patients, cluster, 0, hazards, totals)
        return totals

    def of_clusters(clusters: tuple[int, int]) -> FloatArray:
        totals = np.zeros((clusters[1] - clusters[0], p))
        add_residuals((0, n_rows), patients, cluster, clusters[0], hazards, totals)
        return totals.T @ totals

    if n_clusters < ROWS_WORTH_SHARING:
        totals: FloatArray = sum(share_rows(n_rows, of_rows, n_sums=n_clusters), np.zeros(()))
        return totals.T @ totals
    return np.asarray(sum(share_rows(n_clusters, of_clusters)))


def _over_patients(patients: PatientRows, hazards: HazardsMet, n: FloatArray) -> FloatArray:
    p = len(patients.centre)

    def add(rows: tuple[int, int]) -> FloatArray:
        summed = np.zeros((p, p))
        for first in range(*rows, ROWS_AT_ONCE):
            part = (first, min(first + ROWS_AT_ONCE, rows[1]))
            residuals = np.zeros((part[1] - part[0], p))
            add_residuals(part, patients, NO_INDEX, part[0], hazards, residuals)
            summed += residuals.T @ (residuals * n[slice(*part), np.newaxis])
        return summed

    return np.asarray(sum(share_rows(len(n), add)))
