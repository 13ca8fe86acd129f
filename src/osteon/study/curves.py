"""A curve of survival as it is kept: its steps in the study's unit, and its values at times."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from osteon.estimate import Estimate, SurvivalCurve
from osteon.protocol import DAYS_PER_UNIT, TimeUnit
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import time_label, whole_days
from osteon.study.results import Cell, Curve

Row: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = tuple[Row, Row, Row, Row]


def write_curve(
    keys: CellKeys, curve: SurvivalCurve, unit: TimeUnit, *, kind: str = "kaplan_meier"
) -> Curve:
    """Return the curve of a group in the study's unit of time, from time 0 on."""
    days = DAYS_PER_UNIT[unit]
    return Curve(
        analysis=keys.analysis,
        population=keys.population,
        group=keys.group,
        kind=kind,
        time=(0.0, *(curve.time / days).tolist()),
        estimate=(1.0, *curve.survival.tolist()),
        conf_low=(1.0, *curve.conf_low.tolist()),
        conf_high=(1.0, *curve.conf_high.tolist()),
        n_at_risk=(curve.n_total, *curve.n_at_risk.tolist()),
        n_event=(0.0, *curve.n_event.tolist()),
        n_censored=(0.0, *curve.n_censored.tolist()),
    )


def survival_at(
    keys: CellKeys, curve: SurvivalCurve, times: Sequence[float], unit: TimeUnit, method: str
) -> Iterator[Cell]:
    """Yield survival at times that are given in the study's unit."""
    at = curve.at(whole_days(times, DAYS_PER_UNIT[unit]))
    rows = (at.survival, at.std_error, at.conf_low, at.conf_high)
    for at_time, estimate in estimates_at(keys, times, rows, curve.conf_level):
        yield at_time.write_estimate("survival", estimate, method, unit="%", per_unit=1 / 100)


def estimates_at(
    keys: CellKeys, times: Sequence[float], rows: Rows, conf_level: float
) -> Iterator[tuple[CellKeys, Estimate]]:
    """Yield what a curve is at each time, with the keys of that time.

    Parameters
    ----------
    keys : CellKeys
        Of the curve.
    times : sequence of float
        In the study's unit.
    rows : tuple of four arrays
        Value, standard error and limits, one each a time.
    conf_level : float
        Of the limits.
    """
    for time, row in zip(times, zip(*rows, strict=True), strict=True):
        value, std_error, low, high = map(float, row)
        yield keys.at(time_label(time)), Estimate(value, std_error, low, high, conf_level)
