"""Event times as cells: at which of them each row of patients is at risk."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.ranks import FloatArray, IndexArray, rank_values, sum_by_code

PLACES_PER_ROW = 4  # a table of times may have this many places for each row of patients
SMALL_TABLE = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class RiskCells:
    """The distinct event times of each stratum, and the rows of patients at risk at them.

    Before the event times of a stratum stands one cell without events, at minus infinity, where
    rows end that leave before the first event.

    Parameters
    ----------
    time : ndarray of float, shape (c,)
        Event times, ascending within a stratum.
    stratum : ndarray of int, shape (c,)
        Code of the stratum of each cell.
    n_event, event_weight : ndarray of float, shape (c,)
        How many events there are, and the sum of their weights.
    slot : ndarray of int, shape (k,)
        ``2 * cell + event``: the last cell at which a row is at risk, and 1 if it ends with an
        event there.
    before : ndarray of int, shape (k,), optional
        The last cell before a row is at risk. None where nobody enters late.
    """

    time: FloatArray
    stratum: IndexArray
    n_event: FloatArray
    event_weight: FloatArray
    slot: IndexArray
    before: IndexArray | None

    @classmethod
    def from_counts(cls, counts: CovariateCounts, event: NDArray[np.bool_]) -> "RiskCells":
        """Locate rows of patients among the times of some events.

        Parameters
        ----------
        counts : CovariateCounts
            k rows of patients.
        event : ndarray of bool, shape (k,)
            Which rows end with the event.
        """
        axis = _TimeAxis.from_counts(counts)
        cell_place = axis.cell_places(event)
        last = axis.locate(axis.end, cell_place)
        before = None if axis.start is None else axis.locate(axis.start, cell_place)
        n_cells = len(cell_place)
        stratum, place = np.divmod(cell_place, axis.n_places)
        times = np.concatenate([[-np.inf], axis.times])[place]
        return cls(
            time=times,
            stratum=stratum.astype(np.int32),
            n_event=_count(last, event, counts.n, n_cells),
            event_weight=_count(last, event, counts.total_weight(), n_cells),
            slot=2 * last + event,
            before=before,
        )

    @property
    def starts(self) -> NDArray[np.bool_]:
        """Which cells are the first of their stratum."""
        return np.isneginf(self.time)


@dataclass(frozen=True, slots=True, eq=False)
class _TimeAxis:
    """Places of all strata one after the other: one before all times, then each distinct time."""

    times: FloatArray
    end: NDArray[Any]
    start: NDArray[Any] | None
    stratum: IndexArray | None
    n_strata: int

    @classmethod
    def from_counts(cls, counts: CovariateCounts) -> "_TimeAxis":
        n_rows = len(counts.time)
        ends_and_starts = (
            counts.time if counts.entry is None else np.concatenate([counts.time, counts.entry])
        )
        ranks, times = rank_values(ends_and_starts)
        return cls(
            times=times.astype(np.float64),
            end=ranks[:n_rows],
            start=None if counts.entry is None else ranks[n_rows:],
            stratum=counts.stratum,
            n_strata=len(counts.stratum_labels),
        )

    @property
    def n_places(self) -> int:
        return len(self.times) + 1

    def places(self, ranks: NDArray[Any]) -> NDArray[Any]:
        """Return the place of each row, given the ranks of its time."""
        if self.stratum is None:
            return np.asarray(ranks + np.int32(1))
        return np.asarray(self.stratum * np.int64(self.n_places) + ranks + 1)

    def cell_places(self, event: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the places that become cells: of events, and the first of each stratum."""
        at_event = self.places(self.end)[event]
        firsts = np.arange(self.n_strata, dtype=np.int64) * self.n_places
        if self.is_small:
            present = np.bincount(at_event, minlength=self.n_strata * self.n_places) > 0
            present[firsts] = True
            return np.flatnonzero(present)
        return np.union1d(at_event, firsts)

    def locate(self, ranks: NDArray[Any], cell_place: NDArray[np.int64]) -> IndexArray:
        """Return the last cell at or before the time of each row, within its stratum."""
        if not self.is_small:
            cells = np.searchsorted(cell_place, self.places(ranks), side="right") - 1
            return cells.astype(np.int32)
        is_cell = np.zeros(self.n_strata * self.n_places, dtype=np.int32)
        is_cell[cell_place] = 1
        cells = np.cumsum(is_cell, dtype=np.int32) - np.int32(1)
        located: IndexArray = (
            cells[1:][ranks] if self.stratum is None else cells[self.places(ranks)]
        )
        return located

    @property
    def is_small(self) -> bool:
        """Whether a table of all places is small enough to count in."""
        return self.n_strata * self.n_places <= PLACES_PER_ROW * len(self.end) + SMALL_TABLE


def _count(
    cell: IndexArray, event: NDArray[np.bool_], weight: FloatArray, n_cells: int
) -> FloatArray:
    return sum_by_code(cell[event], weight[event], n_cells)
