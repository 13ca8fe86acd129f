"""Infinitesimal jackknife of the cumulative incidence: for weighted and clustered patients."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.competing.incidence_variance import IncidenceSteps, before_each, inverse
from osteon.estimate.influence_sums import CoefficientSteps, sum_squared_influences
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def jackknife_variance(steps: IncidenceSteps, counts: SurvivalCounts) -> FloatArray:
    """Return the sum over clusters of squared influences, shape (n_causes, k).

    Parameters
    ----------
    steps : IncidenceSteps
        Estimate of one group.
    counts : SurvivalCounts
        Follow-up of that group; a patient is a cluster where none are given.

    Notes
    -----
    Let R(t) be the incidence still to come after t. At any time the influence of a patient on F(t)
    is a + b R(t) + g Q(t): while at risk (a, b, g) depend on his entry only, from the day he
    leaves on g is 0, and a and b are settled. So the sums of squares and products of (a, b, g)
    over clusters change only when somebody enters or leaves. R falls with S at least as fast as
    b can grow, so that nothing large is subtracted.
    """
    by_cause = [_variance_of_cause(steps, counts, cause) for cause in range(len(steps.events))]
    return np.array(by_cause).reshape(steps.events.shape)


def _variance_of_cause(steps: IncidenceSteps, counts: SurvivalCounts, cause: int) -> FloatArray:
    still_to_come, while_at_risk, moves = _influence_of_cause(steps, counts, cause)
    basis = np.stack([np.ones_like(still_to_come), still_to_come, while_at_risk])
    variance = sum_squared_influences(basis, _steps(counts, moves))
    variance[steps.incidence[cause] == 0] = 0  # not the rounding of sums that cancel
    return variance


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """Coefficients (a, b, g), shape (3, n_rows), at risk and afterwards, and when they change."""

    enter: IntArray
    leave: IntArray
    at_risk: FloatArray
    afterwards: FloatArray


def _influence_of_cause(
    steps: IncidenceSteps, counts: SurvivalCounts, cause: int
) -> tuple[FloatArray, FloatArray, _Moves]:
    """Return R, Q and the coefficients of each row."""
    incidence, before = steps.incidence[cause], steps.before
    R = incidence[-1] - incidence
    growth = steps.events.sum(axis=0) / steps.at_risk**2 * before * inverse(steps.survival)
    H = np.cumsum(growth)
    M = np.cumsum(growth * R - before * steps.events[cause] / steps.at_risk**2)
    leave = np.searchsorted(steps.time, counts.time)
    enter = np.zeros_like(leave)
    if counts.entry is not None:
        enter = np.searchsorted(steps.time, counts.entry, side="right")
    H_entry, M_entry = before_each(H)[enter], before_each(M)[enter]
    jump = (before / steps.at_risk)[leave]
    relative_survival = (H[leave] - H_entry) - jump * inverse(steps.survival)[leave] * (
        counts.status > 0
    )
    relative_survival[steps.survival[leave] == 0] = 0  # S is 0 for good: nothing is to come
    own = M[leave] - M_entry - R[leave] * (H[leave] - H_entry) + jump * (counts.status == cause + 1)
    nothing, one = np.zeros(len(leave)), np.ones(len(leave))
    at_risk = np.stack([-M_entry, H_entry, one])
    afterwards = np.stack([own + relative_survival * R[leave], -relative_survival, nothing])
    return R, M - R * H, _Moves(enter, leave, at_risk, afterwards)


def _steps(counts: SurvivalCounts, moves: _Moves) -> CoefficientSteps:
    """Return the steps of patients, or of clusters where they are given."""
    place = np.concatenate([moves.enter, moves.leave])
    step = np.concatenate([moves.at_risk, moves.afterwards - moves.at_risk], axis=-1)
    if counts.cluster is not None:
        owner, n = np.tile(counts.cluster, 2), np.tile(counts.n, 2)
        return CoefficientSteps(owner, place, step * n, np.ones_like(n))
    squared = counts.n if counts.weight is None else counts.n * counts.weight
    owner = np.tile(np.arange(len(counts.n)), 2)
    return CoefficientSteps(owner, place, step, np.tile(squared, 2))
