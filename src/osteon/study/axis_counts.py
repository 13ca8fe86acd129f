"""Counts below a time axis besides those at risk: events and censored patients so far."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from osteon.cohort import EndpointCounts
from osteon.protocol import DAYS_PER_UNIT, TimeUnit
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import FloatArray, axis_times, time_label, whole_days
from osteon.study.results import Cell

EVENTS_METHOD = "Events before this time"
CENSORED_METHOD = "Censored before this time"


@dataclass(frozen=True, slots=True)
class Leavers:
    """Who left one group at which times.

    Parameters
    ----------
    time : ndarray of float, shape (n_times,)
        In days.
    events : mapping of str to ndarray
        How many had each event then; the key is empty where there is but one.
    censored : ndarray of float, shape (n_times,)
        How many were censored then.
    """

    time: FloatArray
    events: Mapping[str, FloatArray]
    censored: FloatArray


def leaving_cells(
    keys: CellKeys,
    leavers: Leavers,
    below: Collection[str],
    counted: EndpointCounts,
    unit: TimeUnit,
) -> list[Cell]:
    """Return events and censored patients before the times of the axis, where a figure wants them.

    Together with those at risk just before a time they are all who were there from time zero on.
    """
    cells: list[Cell] = []
    times = axis_times(counted, unit)
    days = whole_days(times, DAYS_PER_UNIT[unit])
    if "events" in below:
        for cause, number in leavers.events.items():
            own = replace(keys, variable=cause)
            before = _before(leavers.time, number, days)
            cells += _cells(own, "n_event_by", EVENTS_METHOD, dict(zip(times, before, strict=True)))
    if "censored" in below:
        before = _before(leavers.time, leavers.censored, days)
        found = dict(zip(times, before, strict=True))
        cells += _cells(keys, "n_censored_by", CENSORED_METHOD, found)
    return cells


def _before(time: FloatArray, number: FloatArray, days: FloatArray) -> list[int]:
    return [round(float(number[time < day].sum())) for day in days]


def _cells(
    keys: CellKeys, statistic: str, method: str, numbers: Mapping[float, int]
) -> Iterator[Cell]:
    for time, number in numbers.items():
        yield keys.at(time_label(time)).write(statistic, number, method)
