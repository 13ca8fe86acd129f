"""Survival of a population or of its groups: curves, medians, survival at times, log-rank."""

from collections.abc import Mapping

import numpy as np

from osteon.cohort import Cohort, EndpointCounts, count_endpoint, count_late_knowledge
from osteon.estimate import (
    Estimate,
    SurvivalCounts,
    SurvivalCurve,
    estimate_follow_up,
    estimate_survival,
    test_for_survival_difference,
)
from osteon.protocol import DAYS_PER_UNIT, StudyProtocol, Survival
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

MEDIAN_METHOD = "Kaplan-Meier median, Brookmeyer-Crowley interval ({scale})"
MEDIAN_SPSS_METHOD = "Kaplan-Meier median, SPSS-compatible Wald interval"
SURVIVAL_METHOD = "Kaplan-Meier estimate, Greenwood variance, {scale} interval"


def answer_survival(
    name: str, analysis: Survival, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``survival``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    counted = count_endpoint(cohort, analysis.population, endpoint, analysis.group)
    findings = endpoint_findings(name, analysis.endpoint, endpoint, counted)
    if analysis.group is not None:
        late = count_late_knowledge(cohort, analysis.population, analysis.group, endpoint)
        findings += guard_timing(name, analysis.group, endpoint.origin, analysis.grouping, late)
    counts = SurvivalCounts.from_arrow(counted.table, group=("group",))
    settings = protocol.settings
    curves = estimate_survival(counts, conf_level=settings.conf_level, conf_type=settings.conf_type)
    follow_up = estimate_follow_up(counts, conf_level=settings.conf_level)
    groups = order_groups(analysis.group, curves, cohort)
    cells = endpoint_cells(name, analysis.population, counted)
    for group in groups:
        writer = _CellWriter(name, analysis, protocol, group)
        cells += writer.write(curves[group], follow_up[group].median())
    cells += _difference(name, analysis, counts, counted)
    return Answer(
        result=AnalysisResult(
            id=name,
            kind=analysis.kind,
            title=analysis.title,
            note=analysis.note,
            columns=tuple(groups),
            methods=_methods(protocol, analysis),
            settings={
                "population": analysis.population,
                "endpoint": analysis.endpoint,
                "group": analysis.group or "",
                "grouping": analysis.grouping,
                "times": [time_label(time) for time in analysis.times],
                "figure": analysis.figure,
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: counted.table},
        curves=tuple(_curve(name, analysis, protocol, g, curves[g]) for g in groups),
        findings=findings,
    )


class _CellWriter:
    """Cells of one group, each with the same keys; times in the study's unit."""

    def __init__(self, name: str, analysis: Survival, protocol: StudyProtocol, group: str) -> None:
        self.keys = {"analysis": name, "population": analysis.population, "group": group}
        self.times = analysis.times
        self.unit = protocol.settings.time_unit
        self.days = DAYS_PER_UNIT[self.unit]
        self.scale = protocol.settings.conf_type

    def write(self, curve: SurvivalCurve, follow_up: Estimate) -> list[Cell]:
        n = round(curve.n_total)
        n_event = round(curve.n_events_total)
        counts = {"n": n, "n_event": n_event, "n_censored": n - n_event}
        cells = [
            Cell(**self.keys, statistic=word, value=value, n=n, method="Count")
            for word, value in counts.items()
        ]
        median_method = MEDIAN_METHOD.format(scale=self.scale)
        cells.append(self._time("median_survival", curve.median(), n, median_method))
        cells.append(self._time("median_survival_spss", curve.median_spss(), n, MEDIAN_SPSS_METHOD))
        cells.append(self._time("median_follow_up", follow_up, n, "Reverse Kaplan-Meier median"))
        cells += self._at_times(curve, n)
        longest = float(curve.time[-1]) if len(curve.time) else 0.0
        cells += self._at_risk(curve, pick_times(longest / self.days), n)
        return cells

    def _time(self, statistic: str, estimate: Estimate, n: int, method: str) -> Cell:
        return Cell(
            **self.keys,
            statistic=statistic,
            value=estimate.value / self.days,
            conf_low=estimate.conf_low / self.days,
            conf_high=estimate.conf_high / self.days,
            conf_level=estimate.conf_level,
            unit=self.unit,
            n=n,
            method=method,
        )

    def _at_times(self, curve: SurvivalCurve, n: int) -> list[Cell]:
        at = curve.at(np.array(self.times) * self.days)
        return [
            Cell(
                **self.keys,
                level=time_label(time),
                statistic="survival",
                value=100 * float(at.survival[row]),
                conf_low=100 * float(at.conf_low[row]),
                conf_high=100 * float(at.conf_high[row]),
                conf_level=curve.conf_level,
                unit="%",
                n=n,
                method=SURVIVAL_METHOD.format(scale=self.scale),
            )
            for row, time in enumerate(self.times)
        ]

    def _at_risk(self, curve: SurvivalCurve, times: list[float], n: int) -> list[Cell]:
        at_risk = curve.n_at_risk_at(np.array(times) * self.days)
        return [
            Cell(
                **self.keys,
                level=time_label(time),
                statistic="n_at_risk",
                value=round(float(at_risk[row])),
                n=n,
                method="At risk just before this time",
            )
            for row, time in enumerate(times)
        ]


def _difference(
    name: str, analysis: Survival, counts: SurvivalCounts, counted: EndpointCounts
) -> list[Cell]:
    """Return the log-rank test where there are groups to compare."""
    if analysis.group is None or len(counts.group_labels) < 2:
        return []
    test = test_for_survival_difference(counts)
    method = f"{test.method}, two-sided"
    if analysis.grouping == "ever":
        method += "; naive reading, group known after time zero (TIME-01)"
    keys = {"analysis": name, "population": analysis.population, "n_missing": counted.n_missing}
    values: Mapping[str, float] = {
        "chi_square": test.statistic, "df": test.df, "p_value": test.p_value,
    }  # fmt: skip
    return [Cell(**keys, statistic=word, value=v, method=method) for word, v in values.items()]


def _curve(
    name: str, analysis: Survival, protocol: StudyProtocol, group: str, curve: SurvivalCurve
) -> Curve:
    """Return the curve in the study's unit of time, from time 0 on."""
    days = DAYS_PER_UNIT[protocol.settings.time_unit]
    return Curve(
        analysis=name,
        population=analysis.population,
        group=group,
        kind="kaplan_meier",
        time=(0.0, *(curve.time / days).tolist()),
        estimate=(1.0, *curve.survival.tolist()),
        conf_low=(1.0, *curve.conf_low.tolist()),
        conf_high=(1.0, *curve.conf_high.tolist()),
        n_at_risk=(curve.n_total, *curve.n_at_risk.tolist()),
        n_event=(0.0, *curve.n_event.tolist()),
        n_censored=(0.0, *curve.n_censored.tolist()),
    )


def _methods(protocol: StudyProtocol, analysis: Survival) -> tuple[str, ...]:
    scale = protocol.settings.conf_type
    sentences = [
        f"{SURVIVAL_METHOD.format(scale=scale)}.",
        f"{MEDIAN_METHOD.format(scale=scale)}; {MEDIAN_SPSS_METHOD}.",
    ]
    if analysis.group is not None:
        sentences.append("Groups compared by the log-rank test, two-sided.")
    return tuple(sentences)
