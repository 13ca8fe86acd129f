"""A curve of survival as it is kept: its steps in the study's unit, and its values at times."""

from collections.abc import Iterator, Sequence

from osteon.estimate import Estimate, SurvivalCurve
from osteon.protocol import DAYS_PER_UNIT, TimeUnit
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import time_label, whole_days
from osteon.study.results import Cell, Curve


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
    for row, time in enumerate(times):
        estimate = Estimate(
            value=float(at.survival[row]),
            std_error=float(at.std_error[row]),
            conf_low=float(at.conf_low[row]),
            conf_high=float(at.conf_high[row]),
            conf_level=curve.conf_level,
        )
        yield keys.at(time_label(time)).write_estimate(
            "survival", estimate, method, unit="%", per_unit=1 / 100
        )
