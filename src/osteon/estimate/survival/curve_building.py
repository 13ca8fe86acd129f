"""Survival curves of single groups from estimates on the times of all groups."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.intervals import ConfType, estimate_survival_interval
from osteon.estimate.risk_table import RiskTable
from osteon.estimate.survival.curve import SurvivalCurve
from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CurveEstimates:
    """Estimates on the times of all groups, each array of shape (n_groups, n_times).

    Parameters
    ----------
    survival : ndarray of float
        Probability of being free of the event.
    log_std_error : ndarray of float
        Standard error of its logarithm.
    n_event, n_censored : ndarray of float
        What the curve counts as its event, and as its censoring.
    """

    survival: FloatArray
    log_std_error: FloatArray
    n_event: FloatArray
    n_censored: FloatArray


def build_curves(
    counts: SurvivalCounts,
    table: RiskTable,
    estimates: CurveEstimates,
    *,
    conf_level: float,
    conf_type: ConfType,
) -> dict[str, SurvivalCurve]:
    """Return a curve for each group, at the times at which somebody of the group left."""
    curves = {}
    for code, label in enumerate(counts.group_labels):
        rows = np.flatnonzero(estimates.n_event[code] + estimates.n_censored[code])
        survival = estimates.survival[code, rows]
        log_std_error = estimates.log_std_error[code, rows]
        conf_low, conf_high = estimate_survival_interval(
            survival, log_std_error, conf_level=conf_level, conf_type=conf_type
        )
        entry_time, n_entered = _entries(counts, code)
        curves[label] = SurvivalCurve(
            time=table.time[rows],
            n_at_risk=table.n_at_risk[code, rows],
            n_event=estimates.n_event[code, rows],
            n_censored=estimates.n_censored[code, rows],
            survival=survival,
            std_error=_std_error(survival, log_std_error),
            conf_low=conf_low,
            conf_high=conf_high,
            conf_level=conf_level,
            conf_type=conf_type,
            entry_time=entry_time,
            n_entered=n_entered,
        )
    return curves


def _std_error(survival: FloatArray, log_std_error: FloatArray) -> FloatArray:
    known = survival > 0
    return np.multiply(survival, log_std_error, out=np.full_like(survival, np.nan), where=known)


def _entries(counts: SurvivalCounts, code: int) -> tuple[FloatArray, FloatArray]:
    if counts.entry is None:
        return np.empty(0), np.empty(0)
    rows = counts.group == code
    times, position = np.unique(counts.entry[rows], return_inverse=True)
    n_entered = np.bincount(position, weights=counts.n[rows], minlength=len(times))
    return times, n_entered.astype(np.float64, copy=False)
