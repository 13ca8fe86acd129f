"""Cumulative incidence of an event with which others compete, after Aalen and Johansen."""

import numpy as np

from osteon.cohort import Cohort, count_endpoint, count_late_knowledge
from osteon.estimate import (
    CumulativeIncidence as IncidenceCurve,
)
from osteon.estimate import SurvivalCounts, estimate_cumulative_incidence
from osteon.protocol import DAYS_PER_UNIT, CumulativeIncidence, StudyProtocol
from osteon.study.answer import Answer
from osteon.study.follow_up import (
    endpoint_cells,
    endpoint_findings,
    order_groups,
    pick_times,
    time_label,
)
from osteon.study.results import AnalysisResult, Cell, Curve
from osteon.study.timing import guard_timing

METHOD = "Aalen-Johansen estimate with competing events, log-log interval"


def answer_incidence(
    name: str, analysis: CumulativeIncidence, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``cumulative_incidence``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    counted = count_endpoint(cohort, analysis.population, endpoint, analysis.group)
    findings = endpoint_findings(name, analysis.endpoint, endpoint, counted)
    if analysis.group is not None:
        late = count_late_knowledge(cohort, analysis.population, analysis.group, endpoint)
        findings += guard_timing(name, analysis.group, endpoint.origin, analysis.grouping, late)
    counts = SurvivalCounts.from_arrow(counted.table, group=("group",))
    estimated = estimate_cumulative_incidence(counts, conf_level=protocol.settings.conf_level)
    groups = order_groups(analysis.group, estimated, cohort)
    causes = [analysis.endpoint, *endpoint.competing]
    cells = endpoint_cells(name, analysis.population, counted)
    curves: list[Curve] = []
    for group in groups:
        keys = {"analysis": name, "population": analysis.population, "group": group}
        cells += _cells(keys, estimated[group], causes, analysis, protocol)
        curves += _curves(keys, estimated[group], causes, protocol)
    return Answer(
        result=AnalysisResult(
            id=name,
            kind=analysis.kind,
            title=analysis.title,
            note=analysis.note,
            columns=tuple(groups),
            rows=tuple(causes),
            methods=(f"{METHOD}.",),
            settings={
                "population": analysis.population,
                "endpoint": analysis.endpoint,
                "group": analysis.group or "",
                "times": [time_label(time) for time in analysis.times],
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: counted.table},
        curves=tuple(curves),
        findings=findings,
    )


def _cells(
    keys: dict[str, str],
    curve: IncidenceCurve,
    causes: list[str],
    analysis: CumulativeIncidence,
    protocol: StudyProtocol,
) -> list[Cell]:
    days = DAYS_PER_UNIT[protocol.settings.time_unit]
    events = curve.n_event.sum(axis=0)
    n = round(float(events.sum() + curve.n_censored.sum()))
    cells = [Cell(**keys, statistic="n", value=n, n=n, method="Count")]
    at = curve.at(np.array(analysis.times) * days)
    for k, cause in enumerate(causes):
        n_event = round(float(events[k])) if k < len(events) else 0
        cells.append(Cell(**keys, variable=cause, statistic="n_event", value=n_event, n=n,
                          method="Count"))  # fmt: skip
        if k >= len(events):
            continue
        cells += [
            Cell(
                **keys,
                variable=cause,
                level=time_label(time),
                statistic="cumulative_incidence",
                value=100 * float(at.incidence[row, k]),
                conf_low=100 * float(at.conf_low[row, k]),
                conf_high=100 * float(at.conf_high[row, k]),
                conf_level=protocol.settings.conf_level,
                unit="%",
                n=n,
                method=METHOD,
            )
            for row, time in enumerate(analysis.times)
        ]
    return cells + _at_risk(keys, curve, days, n)


def _at_risk(keys: dict[str, str], curve: IncidenceCurve, days: float, n: int) -> list[Cell]:
    longest = float(curve.time[-1]) if len(curve.time) else 0.0
    leaving = curve.n_event.sum(axis=1) + curve.n_censored
    return [
        Cell(**keys, level=time_label(time), statistic="n_at_risk",
             value=round(float(leaving[curve.time >= time * days].sum())), n=n,
             method="At risk just before this time")
        for time in pick_times(longest / days)
    ]  # fmt: skip


def _curves(
    keys: dict[str, str], curve: IncidenceCurve, causes: list[str], protocol: StudyProtocol
) -> list[Curve]:
    days = DAYS_PER_UNIT[protocol.settings.time_unit]
    n = float(curve.n_event.sum() + curve.n_censored.sum())
    return [
        Curve(
            **keys,
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
