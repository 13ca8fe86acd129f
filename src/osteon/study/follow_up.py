"""What analyses of time to an event share: who was counted, in which order, at which times."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.cohort import Cohort, EndpointCounts
from osteon.protocol import DAYS_PER_UNIT, TimeUnit
from osteon.study.cell_keys import CellKeys
from osteon.study.results import Cell
from osteon.study.summaries import order_levels

FloatArray = NDArray[np.float64]

STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
MOST_TICKS = 10
JUST_AFTER = 0.5
AT_RISK_METHOD = "At risk just before this time"


def endpoint_cells(name: str, population: str, counted: EndpointCounts) -> list[Cell]:
    """Return how many were looked at, and how many could not be followed for which reason."""
    numbers = {
        "n_missing": counted.n_missing,
        "n_before_origin": counted.n_before_origin,
        "n_prevalent": counted.n_prevalent,
        "n_before_landmark": counted.n_before_landmark,
        "n_short": counted.n_short,
    }
    keys = CellKeys(name, population, n=counted.n_population)
    left_out = [keys.write(word, value) for word, value in numbers.items() if value]
    return [keys.write("n_population", counted.n_population), *left_out]


def order_groups(group: str | None, found: Collection[str], cohort: Cohort) -> list[str]:
    """Return the groups in the print order of the variable."""
    if group is None:
        return list(found)
    return [g for g in order_levels(cohort.variables[group], list(found)) if g in found]


def pick_times(longest: float) -> list[float]:
    """Return evenly spaced times from 0 on, at most ten, for the numbers at risk.

    Examples
    --------
    >>> pick_times(240)
    [0.0, 36.0, 72.0, 108.0, 144.0, 180.0, 216.0]
    """
    step = next((s for s in STEPS if longest / s < MOST_TICKS), STEPS[-1])
    return [float(step * k) for k in range(int(longest // step) + 1)]


def axis_times(counted: EndpointCounts, unit: TimeUnit) -> list[float]:
    """Return the times below which a figure of this follow-up prints numbers."""
    longest = pc.max(counted.table["time"]).as_py() or 0
    return pick_times(longest / DAYS_PER_UNIT[unit])


def at_risk_cells(
    keys: CellKeys,
    n_at_risk_at: Callable[[FloatArray], FloatArray],
    counted: EndpointCounts,
    unit: TimeUnit,
) -> list[Cell]:
    """Return the numbers at risk just before evenly spaced times, the same for every group.

    Where patients enter their group during follow-up, those who begin in it at time 0 count as
    at risk there, though they enter the risk set only after it.
    """
    times = axis_times(counted, unit)
    asked = whole_days(times, DAYS_PER_UNIT[unit])
    if "entry" in counted.table.column_names:
        asked = np.maximum(asked, JUST_AFTER)
    return [
        keys.at(time_label(time)).write("n_at_risk", round(float(number)), AT_RISK_METHOD)
        for time, number in zip(times, n_at_risk_at(asked), strict=True)
    ]


def whole_days(times: Sequence[float], days: float) -> FloatArray:
    """Return the days on which times fall that are given in units of so many days.

    A recorded time of 24 months is day 731 (730.5, halves up); survival at 24 months is read on
    that day, not half a day before it.

    Examples
    --------
    >>> whole_days([24, 60], 30.4375).tolist()
    [731.0, 1826.0]
    """
    return np.floor(np.array(times) * days + 0.5)


def time_label(time: float) -> str:
    """Return a time as the key of a cell: without a decimal where it is whole."""
    return f"{time:g}"
