"""Events per person-time, by group and by period, with exact limits, and their ratios."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

import pyarrow as pa

from osteon.cohort import (
    Cohort,
    EndpointCounts,
    TimeBands,
    calendar_bands,
    count_person_time,
)
from osteon.estimate import EventRate, estimate_rate, estimate_rate_ratio, test_for_equal_rates
from osteon.protocol import Rates, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters
from osteon.study.follow_up import endpoint_cells, whole_days
from osteon.study.group_timing import guard_group_timing
from osteon.study.groups import groups_of, reference_first
from osteon.study.prevalent_events import find_events_before
from osteon.study.results import AnalysisResult, Cell

Method: TypeAlias = Literal["exact", "mid-p"]

DAYS_PER_YEAR = 365.25
UNIT = "per 100 person-years"
RATE_METHODS: Mapping[Method, str] = {
    "exact": "Exact Poisson interval (Garwood)",
    "mid-p": "Mid-p Poisson interval",
}
RATIO_METHODS: Mapping[Method, str] = {
    "exact": "Ratio of two rates, exact conditional interval and test",
    "mid-p": "Ratio of two rates, mid-p interval and test",
}
ENDS: Mapping[Method, str] = {"exact": "", "mid-p": "_mid_p"}
METHODS: Mapping[str, str] = {
    "baseline": "Person-time runs from the day after the origin to the event that ends it, or to "
    "the end of follow-up.",
    "time_dependent": "Person-time belongs to a group from the day after it became known, and to "
    "the other until then; an event on that day belongs to the other.",
    "ever": "Grouped by what became known at any time, which hands out person-time without events "
    "(TIME-01). Beside it the ratio with person-time divided when the group became known.",
}
POISSON = (
    "Intervals take events as independent; where some patients have most of them, read the ratios "
    'of kind = "recurrent".'
)


def answer_rates(name: str, analysis: Rates, protocol: StudyProtocol, cohort: Cohort) -> Answer:
    """Answer an analysis of kind ``rates``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    counted = _count(analysis, protocol, cohort, is_switched=analysis.grouping == "time_dependent")
    groups = groups_of(counted.table, analysis.group, cohort)
    labels = _band_labels(analysis)
    keys = CellKeys(name, analysis.population)
    conf_level = protocol.settings.conf_level
    totals = _totals(counted.table)
    cells = endpoint_cells(name, analysis.population, counted)
    for group in groups:
        cells += _rate_cells(replace(keys, group=group), totals[group], conf_level)
    for row in counted.table.to_pylist() if labels else ():
        at_band = replace(keys, group=row["group"]).at(labels[row["band"]])
        cells += _rate_cells(at_band, row, conf_level)
    cells += _ratios(keys, totals, reference_first(groups), conf_level)
    tables = {name: counted.table}
    if analysis.grouping == "ever":
        beside = _count(analysis, protocol, cohort, is_switched=True)
        safe = _totals(beside.table)
        ratios = _ratios(keys, safe, reference_first(safe), conf_level)
        cells += [_as_time_safe(cell) for cell in ratios if "mid_p" not in cell.statistic]
        tables[f"{name}.time_dependent"] = beside.table
    return Answer(
        result=_result(name, analysis, groups, tuple(labels)),
        cells=tuple(cells),
        counts=tables,
        findings=(
            *find_events_before(name, endpoint, counted, cohort),
            *guard_group_timing(name, analysis, endpoint, cohort),
            *guard_clusters(name, protocol, cohort, analysis.population),
        ),
    )


def _result(
    name: str, analysis: Rates, groups: Sequence[str], bands: Sequence[str]
) -> AnalysisResult:
    return replace(
        open_result(name, analysis),
        columns=tuple(groups),
        methods=(METHODS[analysis.grouping], POISSON),
        settings={
            "population": analysis.population,
            "endpoint": analysis.endpoint,
            "group": analysis.group or "",
            "grouping": analysis.grouping,
            "bands": list(bands),
        },
        counts=(name, f"{name}.time_dependent") if analysis.grouping == "ever" else (name,),
    )


def _count(
    analysis: Rates, protocol: StudyProtocol, cohort: Cohort, *, is_switched: bool
) -> EndpointCounts:
    bands = calendar_bands(analysis.calendar)
    if analysis.age is not None:
        days = whole_days(analysis.age.limits, DAYS_PER_YEAR)
        bands = TimeBands(tuple(int(day) - 1 for day in days), since=analysis.age.birth)
    return count_person_time(
        cohort,
        analysis.population,
        protocol.endpoint[analysis.endpoint],
        analysis.group,
        is_switched=is_switched,
        bands=bands,
    )


def _band_labels(analysis: Rates) -> list[str]:
    """Return the names of the bands: years of the calendar, or ages."""
    if analysis.calendar:
        between = zip(analysis.calendar, analysis.calendar[1:], strict=False)
        return [
            f"before {analysis.calendar[0]}",
            *(_from_to(begin, end - 1) for begin, end in between),
            f"from {analysis.calendar[-1]}",
        ]
    if analysis.age is None:
        return []
    limits = analysis.age.limits
    return [
        f"under {limits[0]} years",
        *(f"{_from_to(begin, end - 1)} years" for begin, end in itertools.pairwise(limits)),
        f"{limits[-1]} years and over",
    ]


def _from_to(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _totals(table: pa.Table) -> dict[str, dict[str, int]]:
    """Return events and days of each group over all bands."""
    columns = ("events", "person_days")
    summed = table.group_by("group").aggregate([(column, "sum") for column in columns])
    return {
        row["group"]: {column: row[f"{column}_sum"] for column in columns}
        for row in summed.to_pylist()
    }


def _rate(sums: Mapping[str, int]) -> EventRate:
    return EventRate(sums["events"], sums["person_days"] / DAYS_PER_YEAR)


def _rate_cells(keys: CellKeys, sums: Mapping[str, int], conf_level: float) -> Iterator[Cell]:
    """Yield events, person-years, and the rate with either interval."""
    rate = _rate(sums)
    yield keys.write("n_event", rate.events)
    yield keys.write("person_years", rate.person_time, "")
    for method, words in RATE_METHODS.items():
        estimate = estimate_rate(*rate, conf_level=conf_level, method=method)
        word = f"rate{ENDS[method]}"
        yield keys.write_estimate(word, estimate, words, unit=UNIT, per_unit=1 / 100)


def _ratios(
    keys: CellKeys,
    totals: Mapping[str, Mapping[str, int]],
    groups: Sequence[str],
    conf_level: float,
) -> Iterator[Cell]:
    """Yield the ratio of each group's rate to that of the first, by either method."""
    for group in groups[1:]:
        pair = replace(keys, group=f"{group} vs {groups[0]}")
        rates = _rate(totals[group]), _rate(totals[groups[0]])
        for method, words in RATIO_METHODS.items():
            ratio = estimate_rate_ratio(*rates, conf_level=conf_level, method=method)
            test = test_for_equal_rates(*rates, method=method)
            yield pair.write_estimate(f"rate_ratio{ENDS[method]}", ratio, words)
            yield pair.write(f"p_value{ENDS[method]}", test.p_value, words)


def _as_time_safe(cell: Cell) -> Cell:
    return replace(
        cell,
        statistic=f"{cell.statistic}_time_dependent",
        method=f"{cell.method}, person-time divided when the group became known",
    )
