"""The ways to answer when something came that only assessments show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.estimate import (
    CumulativeIncidence,
    Estimate,
    IntervalCounts,
    SurvivalCounts,
    SurvivalCurve,
    TurnbullCurve,
    estimate_cumulative_incidence,
    estimate_survival,
    estimate_survival_between_visits,
)
from osteon.protocol import DAYS_PER_UNIT, Settings
from osteon.study.cell_keys import CellKeys
from osteon.study.follow_up import FloatArray, time_label, whole_days
from osteon.study.results import Cell, Curve

BETWEEN, COMPETING = "between_assessments", "death_competing"
WAYS: Mapping[str, str] = {
    BETWEEN: "Between assessments",
    "midpoint": "Midpoint",
    "detection": "Day of detection",
    COMPETING: "Death competing",
    "converters": "Converters only",
}
BETWEEN_METHOD = "Turnbull's estimate: all that the assessments allow"
DAY_METHODS: Mapping[str, str] = {
    "midpoint": "Kaplan-Meier, event at the midpoint, Greenwood variance, {scale} interval",
    "detection": "Kaplan-Meier, event when detected, Greenwood variance, {scale} interval",
}
COMPETING_METHOD = "Aalen-Johansen estimate, death competing, log-log interval"
JUST_AFTER = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every way: for which groups, at which times, in which unit."""

    keys: CellKeys
    groups: tuple[str, ...]
    times: tuple[float, ...]
    settings: Settings

    @property
    def days(self) -> float:
        """How many days the study's unit of time has."""
        return DAYS_PER_UNIT[self.settings.time_unit]

    def keys_of(self, way: str, group: str) -> CellKeys:
        """Return the keys of the cells of a way in a group."""
        return replace(self.keys, group=group, variable=way)

    def curve_kind(self, way: str) -> str:
        """Return the kind of a way's curve: ways share a figure unless there are groups."""
        return "conversion" if len(self.groups) == 1 else f"conversion_{way}"


@dataclass(frozen=True, slots=True)
class WayFound:
    """What one way gave."""

    cells: tuple[Cell, ...]
    curves: tuple[Curve, ...]


def answer_between_assessments(asked: Asked, table: pa.Table) -> WayFound:
    """Return Turnbull's estimate, as the bounds that the assessments set."""
    curves = estimate_survival_between_visits(IntervalCounts.from_arrow(table, group="group"))
    unit = asked.settings.time_unit
    cells: list[Cell] = []
    drawn = []
    for group in asked.groups:
        curve, keys = curves[group], asked.keys_of(BETWEEN, group)
        earliest, latest = curve.median()
        cells.append(keys.write("median_time_from", earliest / asked.days, BETWEEN_METHOD, unit))
        cells.append(keys.write("median_time_to", latest / asked.days, BETWEEN_METHOD, unit))
        bounds = curve.at(whole_days(asked.times, asked.days))
        for row, time in enumerate(asked.times):
            at_time = keys.at(time_label(time))
            least, most = 100 * (1 - bounds.high[row]), 100 * (1 - bounds.low[row])
            cells.append(at_time.write("converted_from", float(least), BETWEEN_METHOD, "%"))
            cells.append(at_time.write("converted_to", float(most), BETWEEN_METHOD, "%"))
        drawn.append(_bounds_curve(asked, keys, curve))
    return WayFound(tuple(cells), tuple(drawn))


def answer_on_a_day(asked: Asked, table: pa.Table, way: str) -> WayFound:
    """Return Kaplan-Meier's estimate as if the event had come on a day between the two."""
    settings = asked.settings
    counts = SurvivalCounts.from_arrow(as_if_on(table, way), group=("group",))
    curves = estimate_survival(counts, conf_level=settings.conf_level, conf_type=settings.conf_type)
    method = DAY_METHODS[way].format(scale=settings.conf_type)
    cells: list[Cell] = []
    for group in asked.groups:
        curve, keys = curves[group], asked.keys_of(way, group)
        cells.append(
            keys.write_estimate(
                "median_time", curve.median(), method, unit=settings.time_unit, per_unit=asked.days
            )
        )
        at = curve.at(whole_days(asked.times, asked.days))
        columns = (1 - at.survival, at.std_error, 1 - at.conf_high, 1 - at.conf_low)
        cells += _at_times(asked, keys, columns, method)
    drawn = (_falling_curve(asked, asked.keys_of(way, g), curves[g]) for g in asked.groups)
    return WayFound(tuple(cells), tuple(drawn))


def answer_with_competing(asked: Asked, table: pa.Table) -> WayFound:
    """Return the cumulative incidence of detection where death competes."""
    counts = SurvivalCounts.from_arrow(table, group=("group",))
    curves = estimate_cumulative_incidence(counts, conf_level=asked.settings.conf_level)
    cells: list[Cell] = []
    drawn = []
    for group in asked.groups:
        curve, keys = curves[group], asked.keys_of(COMPETING, group)
        at = curve.at(whole_days(asked.times, asked.days))
        columns = tuple(
            column[:, 0] for column in (at.incidence, at.std_error, at.conf_low, at.conf_high)
        )
        cells += _at_times(asked, keys, columns, COMPETING_METHOD)
        drawn.append(_incidence_curve(asked, keys, curve))
    return WayFound(tuple(cells), tuple(drawn))


def as_if_on(table: pa.Table, way: str) -> pa.Table:
    """Return follow-up with the event at the midpoint or on the day of detection."""
    left = table["left"].to_numpy()
    right = pc.fill_null(table["right"], -1).to_numpy()
    is_found = right >= 0
    day = right if way == "detection" else left + (right - left) // 2
    return pa.table(
        {
            "group": table["group"],
            "time": np.where(is_found, day, left),
            "status": is_found.astype(np.int64),
            "n": table["n"],
        }
    )


def _at_times(
    asked: Asked, keys: CellKeys, columns: tuple[FloatArray, ...], method: str
) -> Iterator[Cell]:
    """Yield the share that converted by each time, from value, error and limits at the times."""
    for row, time in enumerate(asked.times):
        value, error, low, high = (float(column[row]) for column in columns)
        estimate = Estimate(value, error, low, high, asked.settings.conf_level)
        yield keys.at(time_label(time)).write_estimate(
            "converted", estimate, method, unit="%", per_unit=1 / 100
        )


def _bounds_curve(asked: Asked, keys: CellKeys, curve: TurnbullCurve) -> Curve:
    """Return the bounds over time, with the middle between them where they leave it open."""
    ends = np.concatenate([curve.left, curve.right])
    days = np.unique(np.concatenate([[0.0], ends[np.isfinite(ends)]]))
    after = days + JUST_AFTER
    after[-1:] = days[-1:]
    bounds = curve.at(after)
    low, high = 1 - bounds.high, 1 - bounds.low
    columns = ((low + high) / 2, low, high)
    return _curve(asked, keys, days, columns)


def _falling_curve(asked: Asked, keys: CellKeys, curve: SurvivalCurve) -> Curve:
    columns = (1 - curve.survival, 1 - curve.conf_high, 1 - curve.conf_low)
    return _from_zero(asked, keys, curve.time, columns)


def _incidence_curve(asked: Asked, keys: CellKeys, curve: CumulativeIncidence) -> Curve:
    columns = tuple(column[:, 0] for column in (curve.incidence, curve.conf_low, curve.conf_high))
    return _from_zero(asked, keys, curve.time, columns)


def _from_zero(
    asked: Asked, keys: CellKeys, days: FloatArray, columns: tuple[FloatArray, ...]
) -> Curve:
    started = np.concatenate([[0.0], days])
    return _curve(asked, keys, started, tuple(np.concatenate([[0.0], c]) for c in columns))


def _curve(
    asked: Asked, keys: CellKeys, days: FloatArray, columns: tuple[FloatArray, ...]
) -> Curve:
    estimate, low, high = (tuple(column.tolist()) for column in columns)
    nothing = (0.0,) * len(days)
    return Curve(
        analysis=keys.analysis,
        population=keys.population,
        group=keys.group,
        kind=asked.curve_kind(keys.variable),
        cause=keys.variable,
        time=tuple((days / asked.days).tolist()),
        estimate=estimate,
        conf_low=low,
        conf_high=high,
        n_at_risk=nothing,
        n_event=nothing,
        n_censored=nothing,
    )
