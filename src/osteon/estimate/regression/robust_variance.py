"""Variances that hold when patients are weighted, or rows of a cluster depend on each other."""

import numpy as np

from osteon.estimate.regression.kernels import (
    NO_INDEX,
    HazardsMet,
    add_residuals,
    sum_forwards,
)
from osteon.estimate.regression.partial_likelihood import PartialLikelihood, RiskSums
from osteon.estimate.regression.ranks import FloatArray, IndexArray
from osteon.estimate.regression.threads import share_rows

ROWS_AT_ONCE = 50_000


def score_outer_product(likelihood: PartialLikelihood, coefficients: FloatArray) -> FloatArray:
    """Return the sum over clusters of the outer product of their score residuals.

    Parameters
    ----------
    likelihood : PartialLikelihood
        With clusters, or without: then each patient is one.
    coefficients : ndarray of float, shape (p,)
        Where the residuals are taken.

    Returns
    -------
    ndarray of float, shape (p, p)
        The middle of the sandwich.

    Notes
    -----
    Score residuals respect Efron's ties, late entry and weights, as R's
    ``residuals(fit, type = "score", weighted = TRUE)`` does; Lin and Wei 1989
    (doi:10.1080/01621459.1989.10478874).
    """
    hazards = _hazards_met(likelihood, likelihood.risk_sums(coefficients))
    if likelihood.counts.cluster is not None:
        return _over_clusters(likelihood, hazards, likelihood.counts.cluster)
    return _over_patients(likelihood, hazards)


def _over_clusters(
    likelihood: PartialLikelihood, hazards: HazardsMet, cluster: IndexArray
) -> FloatArray:
    totals = np.zeros((int(cluster.max()) + 1, len(likelihood.names)))
    add_residuals((0, len(cluster)), likelihood.patients, cluster, hazards, totals)
    return totals.T @ totals


def _over_patients(likelihood: PartialLikelihood, hazards: HazardsMet) -> FloatArray:
    counts = likelihood.counts
    each = np.ones_like(counts.n) if counts.weight is None else counts.weight
    patients = likelihood.patients._replace(weight=each)

    def add(rows: tuple[int, int]) -> FloatArray:
        summed = np.zeros((len(likelihood.names), len(likelihood.names)))
        for first in range(*rows, ROWS_AT_ONCE):
            part = (first, min(first + ROWS_AT_ONCE, rows[1]))
            residuals = np.zeros((part[1] - part[0], len(likelihood.names)))
            add_residuals(part, patients, NO_INDEX, hazards, residuals)
            summed += residuals.T @ (residuals * counts.n[slice(*part), np.newaxis])
        return summed

    return np.asarray(sum(share_rows(len(counts.n), add)))


def _hazards_met(likelihood: PartialLikelihood, sums: RiskSums) -> HazardsMet:
    increments = np.column_stack([sums.powers[:, 0], sums.mean_hazard])
    sum_forwards(increments, likelihood.cells.starts)
    by_slot = np.repeat(increments, 2, axis=0)
    by_slot[1::2] -= np.column_stack([sums.powers[:, 1], sums.tied_mean_hazard])
    events = likelihood.cells.event_weight
    mean = sums.expected / np.where(events > 0, events, 1.0)[:, np.newaxis]
    return HazardsMet(sums.risk, by_slot, mean)
