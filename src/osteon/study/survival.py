"""Survival of a population or of its groups: curves, medians, survival at times, log-rank."""

from dataclasses import replace
from typing import Any

from osteon.cohort import Cohort, EndpointCounts
from osteon.estimate import (
    Estimate,
    SurvivalCounts,
    SurvivalCurve,
    estimate_follow_up,
    estimate_survival,
    test_for_survival_difference,
    test_for_survival_difference_after_switch,
)
from osteon.protocol import (
    DAYS_PER_UNIT,
    Settings,
    StudyProtocol,
    Survival,
)
from osteon.study.answer import Answer, open_result
from osteon.study.axis_counts import Leavers, leaving_cells
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters
from osteon.study.curves import survival_at, write_curve
from osteon.study.follow_up import (
    at_risk_cells,
    endpoint_cells,
    order_groups,
    time_label,
)
from osteon.study.grouping import (
    compare_beside,
    count_beside,
    count_follow_up,
    describe_grouping,
    read_counts,
    write_test,
)
from osteon.study.hazard_ratios import RULE as HAZARD_RULE
from osteon.study.hazard_ratios import compare_hazards
from osteon.study.models import guard_proportional_hazards
from osteon.study.restricted_means import RULE as RESTRICTED_MEAN_RULE
from osteon.study.restricted_means import restricted_mean_cells
from osteon.study.results import Cell
from osteon.study.timing import guard_endpoint_timing

MEDIAN_METHOD = "Kaplan-Meier median, Brookmeyer-Crowley interval ({scale})"
MEDIAN_SPSS_METHOD = "Kaplan-Meier median, SPSS-compatible Wald interval"
FOLLOW_UP_METHOD = "Reverse Kaplan-Meier median"
SURVIVAL_METHOD = "Kaplan-Meier estimate, Greenwood variance, {scale} interval"


def answer_survival(
    name: str, analysis: Survival, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``survival``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    counted = count_follow_up(analysis, protocol, cohort)
    findings = guard_endpoint_timing(name, analysis, endpoint, cohort)
    findings += guard_clusters(name, protocol, cohort, analysis.population)
    counts = read_counts(counted)
    settings = protocol.settings
    curves = estimate_survival(counts, conf_level=settings.conf_level, conf_type=settings.conf_type)
    follow_up = estimate_follow_up(counts, conf_level=settings.conf_level)
    groups = order_groups(analysis.group, curves, cohort)
    keys = CellKeys(name, analysis.population)
    cells = endpoint_cells(name, analysis.population, counted)
    for group in groups:
        group_keys, median = replace(keys, group=group), follow_up[group].median()
        cells += _group_cells(group_keys, analysis, settings, curves[group], median)
        cells += _axis_cells(group_keys, analysis, settings, curves[group], counted)
    cells += _difference(keys, analysis, counts, counted)
    cells += compare_hazards(keys, counted.table, groups, settings.conf_level)
    if analysis.rmst is not None:
        cells += restricted_mean_cells(keys, counts, groups, analysis.rmst, settings)
    if analysis.group is not None and analysis.grouping in {"baseline", "landmark"}:
        label = cohort.variables[analysis.group].label
        findings += guard_proportional_hazards(name, counted.table, groups, label)
    tables = {name: counted.table}
    beside = count_beside(analysis, protocol, cohort)
    if beside is not None:
        cells += compare_beside(keys, analysis, cohort, beside, settings.conf_level)
        tables[f"{name}.time_dependent"] = beside.table
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=tuple(groups),
            methods=_methods(protocol, analysis, cohort, beside),
            settings=_settings(analysis),
            counts=tuple(tables),
        ),
        cells=tuple(cells),
        counts=tables,
        curves=tuple(
            write_curve(replace(keys, group=group), curves[group], settings.time_unit)
            for group in groups
        ),
        findings=findings,
    )


def _settings(analysis: Survival) -> dict[str, Any]:
    """Return what the protocol said further, for the report."""
    return {
        "population": analysis.population,
        "endpoint": analysis.endpoint,
        "group": analysis.group or "",
        "grouping": analysis.grouping,
        "landmark": "" if analysis.landmark is None else time_label(analysis.landmark),
        "times": [time_label(time) for time in analysis.times],
        "figure": analysis.figure.as_settings(),
    }


def _group_cells(
    keys: CellKeys,
    analysis: Survival,
    settings: Settings,
    curve: SurvivalCurve,
    follow_up: Estimate,
) -> list[Cell]:
    """Return numbers, medians and survival at times of one group."""
    n, n_event = round(curve.n_total), round(curve.n_events_total)
    keys = replace(keys, n=n)
    unit, days = settings.time_unit, DAYS_PER_UNIT[settings.time_unit]
    medians = {
        "median_survival": (curve.median(), MEDIAN_METHOD.format(scale=settings.conf_type)),
        "median_survival_spss": (curve.median_spss(), MEDIAN_SPSS_METHOD),
    }
    if analysis.grouping != "time_dependent":  # there a change of group would count as the end
        medians["median_follow_up"] = (follow_up, FOLLOW_UP_METHOD)
    return [
        keys.write("n", n),
        keys.write("n_event", n_event),
        keys.write("n_censored", n - n_event),
        *(
            keys.write_estimate(word, estimate, method, unit=unit, per_unit=days)
            for word, (estimate, method) in medians.items()
        ),
        *survival_at(
            keys, curve, analysis.times, unit, SURVIVAL_METHOD.format(scale=curve.conf_type)
        ),
    ]


def _axis_cells(
    keys: CellKeys,
    analysis: Survival,
    settings: Settings,
    curve: SurvivalCurve,
    counted: EndpointCounts,
) -> list[Cell]:
    """Return the counts that stand below the axis of the figure."""
    unit = settings.time_unit
    leavers = Leavers(curve.time, {"": curve.n_event}, curve.n_censored)
    at_risk = at_risk_cells(keys, curve.n_at_risk_at, counted, unit)
    return at_risk + leaving_cells(keys, leavers, analysis.figure.below, counted, unit)


def _difference(
    keys: CellKeys, analysis: Survival, counts: SurvivalCounts, counted: EndpointCounts
) -> list[Cell]:
    """Return the test between the groups, where there are some: the one that fits the grouping."""
    if analysis.group is None or len(counts.group_labels) < 2:
        return []
    keys = replace(keys, n_missing=counted.n_missing)
    if analysis.grouping == "time_dependent":
        return write_test(keys, test_for_survival_difference_after_switch(counts))
    test = test_for_survival_difference(counts)
    if analysis.grouping == "ever":
        naive = "naive reading, group known after time zero (TIME-01)"
        test = replace(test, method=f"{test.method}; {naive}")
    return write_test(keys, test)


def _methods(
    protocol: StudyProtocol, analysis: Survival, cohort: Cohort, beside: EndpointCounts | None
) -> tuple[str, ...]:
    scale = protocol.settings.conf_type
    sentences = [
        f"{SURVIVAL_METHOD.format(scale=scale)}.",
        f"{MEDIAN_METHOD.format(scale=scale)}; {MEDIAN_SPSS_METHOD}.",
    ]
    if analysis.group is not None:
        sentences += [describe_grouping(analysis, cohort, beside), HAZARD_RULE]
    if analysis.rmst is not None:
        sentences.append(RESTRICTED_MEAN_RULE)
    return tuple(sentences)
