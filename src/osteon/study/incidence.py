"""Cumulative incidence of an event with which others compete, after Aalen and Johansen."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from osteon.cohort import Cohort, count_endpoint
from osteon.estimate import (
    CumulativeIncidence as IncidenceCurve,
)
from osteon.estimate import SurvivalCounts, estimate_cumulative_incidence
from osteon.protocol import DAYS_PER_UNIT, CumulativeIncidence, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.axis_counts import Leavers, leaving_cells
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters
from osteon.study.curves import estimates_at
from osteon.study.follow_up import (
    FloatArray,
    at_risk_cells,
    endpoint_cells,
    order_groups,
    time_label,
    whole_days,
)
from osteon.study.results import Cell, Curve
from osteon.study.timing import guard_endpoint_timing

METHOD = "Aalen-Johansen estimate with competing events, log-log interval"


def answer_incidence(
    name: str, analysis: CumulativeIncidence, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``cumulative_incidence``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    counted = count_endpoint(cohort, analysis.population, endpoint, analysis.group)
    findings = guard_endpoint_timing(name, analysis, endpoint, cohort)
    findings += guard_clusters(name, protocol, cohort, analysis.population)
    counts = SurvivalCounts.from_arrow(counted.table, group=("group",))
    estimated = estimate_cumulative_incidence(counts, conf_level=protocol.settings.conf_level)
    groups = order_groups(analysis.group, estimated, cohort)
    causes = [analysis.endpoint, *endpoint.competing]
    days = DAYS_PER_UNIT[protocol.settings.time_unit]
    cells = endpoint_cells(name, analysis.population, counted)
    curves: list[Curve] = []
    for group in groups:
        keys = CellKeys(name, analysis.population, group)
        cells += _cells(keys, estimated[group], causes, analysis.times, days)
        at_risk = _at_risk(estimated[group])
        cells += at_risk_cells(keys, at_risk, counted, protocol.settings.time_unit)
        leavers = _leavers(estimated[group], causes)
        unit = protocol.settings.time_unit
        cells += leaving_cells(keys, leavers, analysis.figure.below, counted, unit)
        curves += _curves(keys, estimated[group], causes, days)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=tuple(groups),
            rows=tuple(causes),
            methods=(f"{METHOD}.",),
            settings={
                "population": analysis.population,
                "endpoint": analysis.endpoint,
                "group": analysis.group or "",
                "times": [time_label(time) for time in analysis.times],
                "figure": analysis.figure.as_settings(),
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: counted.table},
        curves=tuple(curves),
        findings=findings,
    )


def _cells(
    keys: CellKeys,
    curve: IncidenceCurve,
    causes: Sequence[str],
    times: Sequence[float],
    days: float,
) -> list[Cell]:
    events = curve.n_event.sum(axis=0)
    n = round(float(events.sum() + curve.n_censored.sum()))
    keys = replace(keys, n=n)
    cells = [keys.write("n", n)]
    at = curve.at(whole_days(times, days))
    for k, cause in enumerate(causes[: len(events)]):
        cause_keys = replace(keys, variable=cause)
        cells.append(cause_keys.write("n_event", round(float(events[k]))))
        of_cause = (at.incidence[:, k], at.std_error[:, k], at.conf_low[:, k], at.conf_high[:, k])
        cells += [
            at_time.write_estimate(
                "cumulative_incidence", estimate, METHOD, unit="%", per_unit=1 / 100
            )
            for at_time, estimate in estimates_at(cause_keys, times, of_cause, curve.conf_level)
        ]
    return cells


def _at_risk(curve: IncidenceCurve) -> Callable[[FloatArray], FloatArray]:
    """Return the function of time that gives how many were at risk just before it."""
    leaving = curve.n_event.sum(axis=1) + curve.n_censored
    return lambda asked: np.array([leaving[curve.time >= time].sum() for time in asked])


def _leavers(curve: IncidenceCurve, causes: Sequence[str]) -> Leavers:
    events = {causes[k]: curve.n_event[:, k] for k in range(curve.n_event.shape[1])}
    return Leavers(curve.time, events, curve.n_censored)


def _curves(
    keys: CellKeys, curve: IncidenceCurve, causes: Sequence[str], days: float
) -> list[Curve]:
    n = float(curve.n_event.sum() + curve.n_censored.sum())
    return [
        Curve(
            analysis=keys.analysis,
            population=keys.population,
            group=keys.group,
            kind="cumulative_incidence",
            cause=causes[k],
            time=(0.0, *(curve.time / days).tolist()),
            estimate=(0.0, *curve.incidence[:, k].tolist()),
            conf_low=(0.0, *curve.conf_low[:, k].tolist()),
            conf_high=(0.0, *curve.conf_high[:, k].tolist()),
            n_at_risk=(n, *curve.n_at_risk.tolist()),
            n_event=(0.0, *curve.n_event[:, k].tolist()),
            n_censored=(0.0, *curve.n_censored.tolist()),
        )
        for k in range(curve.n_event.shape[1])
    ]
