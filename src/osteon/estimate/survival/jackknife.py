"""Robust variance of survival: the infinitesimal jackknife, from counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.risk_table import RiskTable
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Changes = tuple[IntArray, FloatArray, FloatArray, FloatArray]


def robust_variance(counts: SurvivalCounts, table: RiskTable, left: FloatArray) -> FloatArray:
    """Return the infinitesimal jackknife variance of the cumulative hazard at each time.

    Parameters
    ----------
    counts : SurvivalCounts
        With `weight` where `n` is not whole; with `cluster` where rows belong together.
    table : RiskTable
        Of these counts.
    left : ndarray of float, shape (n_groups, n_times)
        Y - d for -log of the product-limit estimate, Y for Nelson and Aalen's.

    Returns
    -------
    ndarray of float, shape (n_groups, n_times)
        The sum over clusters of (the sum of weight times influence) squared; a cluster is a
        patient where none are given. Meaningless from where `left` is 0.

    Notes
    -----
    Who is at risk in (e, x] moves the hazard by A(t) - A(e) while at risk, and from x on by
    A(x) - A(e), less h(x) if x brought the event; A sums d / (Y left), and h = 1 / left. The sum
    of a cluster is a + b A(t), where a and b change only when one of its patients enters or
    leaves. So the sums of a^2, ab and b^2 over all clusters change there only, and no matrix of
    clusters by times is made.
    """
    check_weights_known(counts)
    slope = np.divide(1.0, left, out=np.zeros_like(left), where=left > 0)
    events = table.n_event_any
    rate = np.divide(events, table.n_at_risk, out=np.zeros_like(left), where=events > 0)
    cumulative = np.cumsum(rate * slope, axis=-1)
    moves = _moves(counts, table, cumulative, slope)
    if counts.cluster is None:
        cell, *terms = _patient_changes(counts, moves)
    else:
        cell, *terms = _cluster_changes(counts, counts.cluster, moves)
    squares, products, slopes = (
        np.cumsum(np.bincount(cell, weights=term, minlength=left.size).reshape(left.shape), axis=-1)
        for term in terms
    )
    variance = squares + 2 * cumulative * products + cumulative**2 * slopes
    return np.maximum(variance, 0.0)


def needs_robust(counts: SurvivalCounts) -> bool:
    """Return whether numbers of patients alone do not tell the variance."""
    return counts.cluster is not None or counts.has_fractions


def check_weights_known(counts: SurvivalCounts) -> None:
    """Raise where `n` is not whole and nobody says how many patients it stands for."""
    if counts.weight is None and counts.cluster is None and counts.has_fractions:
        problem = Problem(
            "n",
            "weights that are not whole, without the weight of a patient",
            "a column of weights beside the number of patients",
            "Name it as weight, or estimate with robust=False.",
        )
        raise EstimationError("A robust variance cannot be estimated.", [problem])


@dataclass(frozen=True, slots=True, eq=False)
class _Moves:
    """What a patient of each row adds, by unit of weight, shape (n_rows,).

    `enter_cell` and `leave_cell` are places in (n_groups, n_times); a is `before` while at risk
    and `after` afterwards, b is 1 while at risk and 0 afterwards.
    """

    enter_cell: IntArray
    leave_cell: IntArray
    before: FloatArray
    after: FloatArray


def _moves(
    counts: SurvivalCounts, table: RiskTable, cumulative: FloatArray, slope: FloatArray
) -> _Moves:
    n_times = len(table.time)
    leave = np.searchsorted(table.time, counts.time)
    enter = np.zeros_like(leave)
    at_entry = np.zeros(len(leave))
    if counts.entry is not None:
        enter = np.searchsorted(table.time, counts.entry, side="right")
        at_entry = np.where(enter > 0, cumulative[counts.group, enter - 1], 0.0)
    event = np.where(counts.status > 0, slope[counts.group, leave], 0.0)
    after = cumulative[counts.group, leave] - at_entry - event
    offset = counts.group * n_times
    return _Moves(offset + enter, offset + leave, -at_entry, after)


def _patient_changes(counts: SurvivalCounts, moves: _Moves) -> Changes:
    """Return changes of the sums of a^2, ab and b^2, each patient a cluster."""
    weight = np.ones(len(counts.n)) if counts.weight is None else counts.weight
    scale = counts.n * weight  # patients times weight squared
    before, after = moves.before, moves.after
    return (
        np.concatenate((moves.enter_cell, moves.leave_cell)),
        np.concatenate((scale * before**2, scale * (after**2 - before**2))),
        np.concatenate((scale * before, -scale * before)),
        np.concatenate((scale, -scale)),
    )


def _cluster_changes(counts: SurvivalCounts, cluster: IntArray, moves: _Moves) -> Changes:
    """Return changes of the sums of a^2, ab and b^2 over clusters, within each group."""
    key = np.tile(counts.group * (int(cluster.max(initial=0)) + 1) + cluster, 2)
    cell = np.concatenate((moves.enter_cell, moves.leave_cell))
    order = np.lexsort((cell, key))
    key, cell = key[order], cell[order]
    a_step = (np.concatenate((moves.before, moves.after - moves.before)) * np.tile(counts.n, 2))[
        order
    ]
    b_step = np.concatenate((counts.n, -counts.n))[order]
    a, b = _running_sums(a_step, key), _running_sums(b_step, key)
    a_old, b_old = a - a_step, b - b_step
    return cell, a**2 - a_old**2, a * b - a_old * b_old, b**2 - b_old**2


def _running_sums(steps: FloatArray, key: IntArray) -> FloatArray:
    """Return cumulative sums that start anew with each key; equal keys stand together."""
    total = np.cumsum(steps)
    first = np.flatnonzero(np.diff(key, prepend=-1))
    lengths = np.diff(first, append=len(key))
    return total - np.repeat(total[first] - steps[first], lengths)
