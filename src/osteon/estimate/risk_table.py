"""Who was at risk, had the event or was censored at each time, by group and cause."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.survival_counts import SurvivalCounts

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

DAYS_PER_ROW = 4  # a grid of all days is used up to this many days a row ...
SHORT_GRID = 100_000  # ... and always up to this many days


@dataclass(frozen=True, slots=True, eq=False)
class RiskTable:
    """Numbers at each distinct time at which somebody left, in all groups together.

    Parameters
    ----------
    time : ndarray of float, shape (n_times,)
        Ascending times of events and censorings, of any group.
    n_at_risk : ndarray of float, shape (n_groups, n_times)
        Patients with entry < time <= their own time.
    n_event : ndarray of float, shape (n_groups, n_causes, n_times)
        Events of causes 1..n_causes; at least one cause.
    n_censored : ndarray of float, shape (n_groups, n_times)
        Censored at that time; on the day of an event they are still at risk for it.
    """

    time: FloatArray
    n_at_risk: FloatArray
    n_event: FloatArray
    n_censored: FloatArray

    @property
    def n_event_any(self) -> FloatArray:
        """Number of events of any cause, shape (n_groups, n_times)."""
        return self.n_event[:, 0] if self.n_event.shape[1] == 1 else self.n_event.sum(axis=1)


def tabulate_risk(counts: SurvivalCounts) -> RiskTable:
    """Count events, censorings and patients at risk at each time, strata together.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of all groups.

    Returns
    -------
    RiskTable
        On the union of all groups' times.

    Notes
    -----
    Times are counted on a grid of days where they are whole numbers within a sane range, so that
    nothing is sorted; else on their distinct values. With delayed entry a patient is at risk in
    (entry, time], as in R's ``Surv(entry, time, status)``.
    """
    times, position = index_times(counts.time)
    n_statuses = max(2, int(counts.status.max(initial=0)) + 1)
    shape = (len(counts.group_labels), n_statuses, len(times))
    cell = (counts.group * n_statuses + counts.status) * len(times) + position
    leaving = _sum_by_cell(cell, counts.n, shape)
    at_risk = _from_here_on(leaving.sum(axis=1))
    if counts.entry is not None:
        at_risk = _take_away_waiting(at_risk, counts, counts.entry, times)
    return RiskTable(times, at_risk, leaving[:, 1:], leaving[:, 0])


def tabulate_risk_by_stratum(counts: SurvivalCounts) -> Iterator[RiskTable]:
    """Yield the numbers at risk within each stratum; groups keep their places in each."""
    if len(counts.stratum_labels) == 1:
        yield tabulate_risk(counts)
    else:
        yield from map(tabulate_risk, counts.split_strata())


def index_times(time: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the distinct times, ascending, and the position of each row's time among them."""
    if not len(time):
        return np.empty(0), np.empty(0, dtype=np.int64)
    if time.max() <= max(SHORT_GRID, DAYS_PER_ROW * len(time)):
        days = time.astype(np.int64)
        if np.array_equal(days, time):
            present = np.bincount(days) > 0
            return np.flatnonzero(present).astype(np.float64), (np.cumsum(present) - 1)[days]
    distinct, position = np.unique(time, return_inverse=True)
    return distinct, position.astype(np.int64)


def _take_away_waiting(
    at_risk: FloatArray, counts: SurvivalCounts, entry: FloatArray, times: FloatArray
) -> FloatArray:
    """Take away who enters at a time or later; a risk set without a row is exactly empty."""
    first_time = np.searchsorted(times, entry, side="right")
    cell = counts.group * len(times) + first_time
    waiting = _later(_sum_by_cell(cell, counts.n, at_risk.shape))
    rows = np.ones(len(cell))
    n_rows = _from_here_on(_sum_by_cell(_last_cell(counts, times), rows, at_risk.shape))
    n_rows -= _later(_sum_by_cell(cell, rows, at_risk.shape))
    return np.where(n_rows > 0, at_risk - waiting, 0.0)


def _last_cell(counts: SurvivalCounts, times: FloatArray) -> IntArray:
    return counts.group * len(times) + np.searchsorted(times, counts.time)


def _sum_by_cell(cell: IntArray, n: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    sums = np.bincount(cell, weights=n, minlength=int(np.prod(shape)))
    return sums.astype(np.float64, copy=False).reshape(shape)


def _from_here_on(numbers: FloatArray) -> FloatArray:
    """Sum over this time and all later ones."""
    return np.cumsum(numbers[..., ::-1], axis=-1)[..., ::-1].copy()


def _later(numbers: FloatArray) -> FloatArray:
    """Sum over all later times, this one left out."""
    sums = np.zeros_like(numbers)
    sums[..., :-1] = _from_here_on(numbers)[..., 1:]
    return sums
