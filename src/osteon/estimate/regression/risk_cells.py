"""Event times as cells: at which of them each row of patients is at risk."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.regression.code_kernels import add_from_table, mark_chosen
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.ranks import (
    FloatArray,
    IndexArray,
    once,
    sum_by_code,
    whole_numbers,
)
from osteon.estimate.regression.threads import share_rows

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
        slot = axis.locate(axis.end, cell_place, 2)
        slot += event
        stratum, place = np.divmod(cell_place, axis.n_places)
        times = np.concatenate([[-np.inf], axis.times])[place]
        n_slots = 2 * len(cell_place)
        n_event = sum_by_code(slot, once(counts.n), n_slots)[1::2]
        return cls(
            time=times,
            stratum=stratum.astype(np.int32),
            n_event=n_event,
            event_weight=sum_by_code(slot, once(counts.total_weight()), n_slots)[1::2],
            slot=slot,
            before=None if axis.start is None else axis.locate(axis.start, cell_place, 1),
        )

    @property
    def starts(self) -> NDArray[np.bool_]:
        """Which cells are the first of their stratum."""
        return np.isneginf(self.time)


@dataclass(frozen=True, slots=True, eq=False)
class _TimeAxis:
    """Places of all strata one after the other: one before all times, then each time in turn.

    Value v of `end` or `start` stands at place ``v - origin``.
    """

    times: FloatArray
    end: NDArray[Any]
    start: NDArray[Any] | None
    origin: int
    n_strata: int

    @classmethod
    def from_counts(cls, counts: CovariateCounts) -> "_TimeAxis":
        given = [counts.time] if counts.entry is None else [counts.time, counts.entry]
        columns, lowest, times = _places_of_times(given)
        origin = lowest - 1
        if counts.stratum is not None:
            first = counts.stratum * np.int64(len(times) + 1) - origin
            columns, origin = [first + column for column in columns], 0
        start = columns[1] if len(columns) > 1 else None
        return cls(times, columns[0], start, origin, len(counts.stratum_labels))

    @property
    def n_places(self) -> int:
        """The number of places of a stratum."""
        return len(self.times) + 1

    @property
    def is_small(self) -> bool:
        """Whether a table of all places is small enough to count in."""
        return self.n_strata * self.n_places <= PLACES_PER_ROW * len(self.end) + SMALL_TABLE

    def cell_places(self, event: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the places that become cells: of events, and the first of each stratum."""
        firsts = np.arange(self.n_strata, dtype=np.int64) * self.n_places
        if not self.is_small:
            return np.union1d(self.end[event] - self.origin, firsts)
        is_cell = np.zeros(self.n_strata * self.n_places, dtype=np.bool_)
        mark_chosen(self.end, self.origin, event, is_cell)
        is_cell[firsts] = True
        return np.flatnonzero(is_cell)

    def locate(self, values: NDArray[Any], cell_place: NDArray[np.int64], step: int) -> IndexArray:
        """Return `step` times the last cell at or before each value, within its stratum."""
        if not self.is_small:
            cells = np.searchsorted(cell_place, values - self.origin, side="right") - 1
            return (step * cells).astype(np.int32)
        is_cell = np.zeros(self.n_strata * self.n_places, dtype=np.int32)
        is_cell[cell_place] = step
        table = np.cumsum(is_cell, dtype=np.int32) - np.int32(step)
        located = np.zeros(len(values), dtype=np.int32)

        def add(rows: tuple[int, int]) -> None:
            part = slice(*rows)
            add_from_table(values[part], self.origin, table, located[part])

        share_rows(len(values), add)
        return located


def _places_of_times(
    columns: list[NDArray[Any]],
) -> tuple[list[NDArray[Any]], int, FloatArray]:
    """Return columns of times as whole numbers, the lowest, and the time that each stands for."""
    whole = [numbers for column in columns if (numbers := whole_numbers(column)) is not None]
    if len(whole) == len(columns):
        lowest = min(int(column.min()) for column in whole)
        highest = max(int(column.max()) for column in whole)
        if highest - lowest <= PLACES_PER_ROW * len(columns[0]) + SMALL_TABLE:
            return whole, lowest, np.arange(lowest, highest + 1, dtype=np.float64)
    distinct, ranks = np.unique(np.concatenate(columns), return_inverse=True)
    return np.split(ranks, len(columns)), 0, distinct.astype(np.float64)
