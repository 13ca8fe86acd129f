"""Time to what only assessments show, answered side by side by what each way assumes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, IntervalTable, count_endpoint, count_intervals
from osteon.estimate import (
    IntervalCounts,
    ValueCounts,
    estimate_value_summary,
    test_for_survival_difference_between_visits,
)
from osteon.protocol import DAYS_PER_UNIT, Conversion, Settings, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters
from osteon.study.conversion_ways import (
    Asked,
    answer_between_assessments,
    answer_on_a_day,
    answer_with_competing,
    as_if_on,
)
from osteon.study.follow_up import FloatArray, at_risk_cells, endpoint_cells, time_label
from osteon.study.group_timing import guard_group_timing
from osteon.study.grouping import write_test
from osteon.study.groups import groups_of
from osteon.study.results import AnalysisResult, Cell, GuardFinding

CONVERTERS_METHOD = "Quantiles of those found with the event only (Hyndman-Fan type 7)"
BETWEEN_METHOD = (
    "Between assessments: non-parametric maximum likelihood (Turnbull), which assumes no more than "
    "that the event came after the last assessment without it and up to the first with it; where "
    "within, it does not say, and it has no interval of confidence."
)
DAY_METHOD = (
    "Midpoint and day of detection: Kaplan-Meier as if the day were known; who was not found to "
    "have the event is censored at the last assessment without it. Death competing: "
    "Aalen-Johansen, by the day of detection."
)


def answer_conversion(
    name: str, analysis: Conversion, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``conversion``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    population, settings = analysis.population, protocol.settings
    counted = count_intervals(cohort, population, endpoint, analysis.group)
    table = counted.counted.table
    groups = groups_of(table, analysis.group, cohort)
    keys = CellKeys(name, population)
    asked = Asked(keys, tuple(groups), analysis.times, settings)
    ways = [
        answer_between_assessments(asked, table),
        answer_on_a_day(asked, table, "midpoint"),
        answer_on_a_day(asked, table, "detection"),
    ]
    tables = {name: table}
    if endpoint.competing:
        beside = count_endpoint(cohort, population, endpoint, analysis.group).table
        ways.append(answer_with_competing(asked, beside))
        tables[f"{name}.death_competing"] = beside
    cells = [
        *_counts(keys, counted),
        *(cell for group in groups for cell in _converters(keys, table, group, settings)),
        *_at_risk(asked, counted),
        *(cell for way in ways for cell in way.cells),
    ]
    if len(groups) > 1:
        test = test_for_survival_difference_between_visits(
            IntervalCounts.from_arrow(table, group="group")
        )
        cells += write_test(keys, test)
    return Answer(
        result=_result(name, analysis, groups, tuple(tables)),
        cells=tuple(cells),
        counts=tables,
        curves=tuple(curve for way in ways for curve in way.curves),
        findings=(
            *_median_of_converters(name, table),
            *guard_group_timing(name, analysis, endpoint, cohort),
            *guard_clusters(name, protocol, cohort, population),
        ),
    )


def _result(
    name: str, analysis: Conversion, groups: Sequence[str], tables: tuple[str, ...]
) -> AnalysisResult:
    return replace(
        open_result(name, analysis),
        columns=tuple(groups),
        methods=(BETWEEN_METHOD, DAY_METHOD),
        settings={
            "population": analysis.population,
            "endpoint": analysis.endpoint,
            "group": analysis.group or "",
            "grouping": analysis.grouping,
            "times": [time_label(time) for time in analysis.times],
            "figure": analysis.figure.as_settings(),
        },
        counts=tables,
    )


def _counts(keys: CellKeys, counted: IntervalTable) -> list[Cell]:
    cells = endpoint_cells(keys.analysis, keys.population, counted.counted)
    if counted.n_contradicting:
        cells.append(keys.write("n_contradicting", counted.n_contradicting))
    return cells


def _converters(keys: CellKeys, table: pa.Table, group: str, settings: Settings) -> Iterator[Cell]:
    """Yield how many there were and converted, and the quantiles of those who did."""
    own = table.filter(pc.equal(table["group"], group))
    found = own.filter(pc.is_valid(own["right"]))
    n, n_event = (int(pc.sum(part["n"]).as_py() or 0) for part in (own, found))
    keys = replace(keys, group=group, n=n)
    yield keys.write("n", n)
    yield keys.write("n_event", n_event)
    if not n_event:
        return
    unit, days = settings.time_unit, DAYS_PER_UNIT[settings.time_unit]
    summary = estimate_value_summary(ValueCounts.from_arrow(found, value="right"))[""]
    keys = replace(keys, variable="converters", n=n_event)
    for statistic, value in (
        ("median", summary.median),
        ("min", summary.minimum),
        ("max", summary.maximum),
    ):
        yield keys.write(statistic, float(value) / days, CONVERTERS_METHOD, unit)


def _at_risk(asked: Asked, counted: IntervalTable) -> Iterator[Cell]:
    """Yield how many were not yet found to have converted and still assessed."""
    by_day = as_if_on(counted.counted.table, "detection")
    followed = replace(counted.counted, table=by_day)
    for group in asked.groups:
        own = by_day.filter(pc.equal(by_day["group"], group))
        keys = replace(asked.keys, group=group)
        yield from at_risk_cells(
            keys, partial(_count_left, own), followed, asked.settings.time_unit
        )


def _count_left(table: pa.Table, days: FloatArray) -> FloatArray:
    time, n = table["time"].to_numpy(), table["n"].to_numpy()
    return np.array([n[time >= day].sum() for day in days], dtype=np.float64)


def _median_of_converters(name: str, table: pa.Table) -> Iterator[GuardFinding]:
    """Yield MEDIAN-01: the median of those with the event, beside what it is no median of."""
    never = table.filter(pc.is_null(table["right"]))
    n_never, n_all = (int(pc.sum(part["n"]).as_py() or 0) for part in (never, table))
    if n_never and n_never < n_all:
        yield GuardFinding(
            code="MEDIAN-01",
            analysis=name,
            message=f"The median among converters leaves out the {n_never} of {n_all} patients "
            "who were not found to convert; it is too short.",
            hint="Read the median of any other way beside it.",
        )
