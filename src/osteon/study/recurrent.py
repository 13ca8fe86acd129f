"""Events that come again: how many a patient has had by when, and how rates compare."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa

from osteon.cohort import Cohort, count_histories
from osteon.errors import EstimationError
from osteon.estimate import (
    EventHistories,
    EventTotals,
    MeanCumulativeFunction,
    estimate_mean_cumulative_function,
    estimate_proportion,
    fit_negative_binomial,
    fit_recurrent_cox,
)
from osteon.protocol import DAYS_PER_UNIT, Recurrent, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters
from osteon.study.curves import estimates_at
from osteon.study.follow_up import (
    FloatArray,
    at_risk_cells,
    endpoint_cells,
    time_label,
    whole_days,
)
from osteon.study.group_timing import guard_group_timing
from osteon.study.groups import group_codes, groups_of, reference_first
from osteon.study.prevalent_events import find_events_before
from osteon.study.results import AnalysisResult, Cell, Curve

DAYS_PER_YEAR = 365.25
MEAN_METHOD = "Mean number of events, none after death (Ghosh and Lin), log interval"
PATIENTS_METHOD = "Patients by number of events, Wilson interval"
ROBUST_METHOD = "Ratio of rates, robust (Lin, Wei, Yang and Ying), Efron ties, Wald interval"
BINOMIAL_METHOD = "Ratio of rates, negative binomial, Wald interval"
MEAN_SENTENCE = (
    f"{MEAN_METHOD}; the variance allows for events of one patient that depend on each other."
)
RATIO_SENTENCE = (
    "Ratios of rates are of rates among those alive; what competes ends the events as censoring "
    "does."
)


def answer_recurrent(
    name: str, analysis: Recurrent, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``recurrent``."""
    endpoint = protocol.endpoint[analysis.endpoint]
    counted = count_histories(cohort, analysis.population, endpoint, analysis.group)
    groups = groups_of(counted.histories, analysis.group, cohort)
    compared = reference_first(groups)
    histories = _read_histories(counted.histories, compared)
    keys = CellKeys(name, analysis.population)
    cells = endpoint_cells(name, analysis.population, counted.follow_up)
    if counted.n_without_time:
        cells.append(keys.write("n_without_time", counted.n_without_time))
    means = estimate_mean_cumulative_function(histories, conf_level=protocol.settings.conf_level)
    curves = dict(zip(compared, means.values(), strict=True))
    for group in groups:
        group_keys = replace(keys, group=group)
        own = histories.select_group(compared.index(group))
        cells += _describe(group_keys, analysis, protocol, own, curves[group])
        at_risk = partial(_count_at_risk, own)
        cells += at_risk_cells(group_keys, at_risk, counted.follow_up, protocol.settings.time_unit)
    cells += _compare(keys, histories, compared, protocol.settings.conf_level)
    days = DAYS_PER_UNIT[protocol.settings.time_unit]
    return Answer(
        result=_result(name, analysis, groups),
        cells=tuple(cells),
        counts={name: counted.follow_up.table},
        curves=tuple(_curve(replace(keys, group=g), curves[g], days) for g in groups),
        findings=(
            *find_events_before(name, endpoint, counted.follow_up, cohort),
            *guard_group_timing(name, analysis, endpoint, cohort),
            *guard_clusters(name, protocol, cohort, analysis.population),
        ),
    )


def _result(name: str, analysis: Recurrent, groups: Sequence[str]) -> AnalysisResult:
    return replace(
        open_result(name, analysis),
        columns=tuple(groups),
        rows=(analysis.endpoint,),
        methods=(MEAN_SENTENCE, RATIO_SENTENCE) if analysis.group else (MEAN_SENTENCE,),
        settings={
            "population": analysis.population,
            "endpoint": analysis.endpoint,
            "group": analysis.group or "",
            "grouping": analysis.grouping,
            "times": [time_label(time) for time in analysis.times],
            "figure": analysis.figure.as_settings(),
        },
        counts=(name,),
    )


def _read_histories(table: pa.Table, groups: Sequence[str]) -> EventHistories:
    """Return histories whose group labels are the places of the groups."""
    return EventHistories.from_rows(
        table["cluster"].to_numpy(),
        table["time"].to_numpy(),
        table["status"].to_numpy(),
        group=np.array(group_codes(table, groups), dtype=np.int64),
        entry=table["entry"].to_numpy(),
    )


def _describe(
    keys: CellKeys,
    analysis: Recurrent,
    protocol: StudyProtocol,
    histories: EventHistories,
    mean: MeanCumulativeFunction,
) -> list[Cell]:
    """Return totals, patients by number of events, and the mean number at times."""
    events = histories.events_of_patient
    years = float((histories.end - histories.entry).sum()) / DAYS_PER_YEAR
    keys = replace(keys, n=len(events))
    settings = protocol.settings
    return [
        keys.write("n", len(events)),
        keys.write("n_event", round(float(events.sum()))),
        keys.write("n_terminal", int(histories.died.sum())),
        keys.write("person_years", years, ""),
        *_by_number(replace(keys, variable=analysis.endpoint), events, settings.conf_level),
        *_means(keys, mean, analysis.times, DAYS_PER_UNIT[settings.time_unit]),
    ]


def _by_number(keys: CellKeys, events: FloatArray, conf_level: float) -> Iterator[Cell]:
    """Yield how many patients had no event, one, two, and so on to the most that anybody had."""
    n_patients = np.bincount(events.astype(np.int64), minlength=1)
    for number, n in enumerate(n_patients.tolist()):
        share = estimate_proportion(n, len(events), conf_level=conf_level)
        yield keys.at(str(number)).write("n", n)
        yield keys.at(str(number)).write_estimate(
            "percent", share, PATIENTS_METHOD, unit="%", per_unit=1 / 100
        )


def _means(
    keys: CellKeys, mean: MeanCumulativeFunction, times: Sequence[float], days: float
) -> Iterator[Cell]:
    at = mean.at(whole_days(times, days))
    rows = (at.mean, at.std_error, at.conf_low, at.conf_high)
    for at_time, estimate in estimates_at(keys, times, rows, mean.conf_level):
        yield at_time.write_estimate("mean_events", estimate, MEAN_METHOD)


def _compare(
    keys: CellKeys, histories: EventHistories, groups: Sequence[str], conf_level: float
) -> list[Cell]:
    """Return ratios of rates against the first group; none where no model has a solution."""
    if len(groups) < 2:
        return []
    keys = replace(keys, n=len(histories.end))
    cells: list[Cell] = []
    try:
        model = fit_recurrent_cox(histories)
        p_values, ratios = model.p_values(), model.hazard_ratios(conf_level)
        for term, group in zip(ratios, groups[1:], strict=True):
            pair = replace(keys, group=f"{group} vs {groups[0]}")
            cells.append(pair.write_estimate("rate_ratio", ratios[term], ROBUST_METHOD))
            cells.append(pair.write("p_value", p_values[term], ROBUST_METHOD))
    except EstimationError:
        cells = []
    return cells + _compare_numbers(keys, histories, groups, conf_level)


def _compare_numbers(
    keys: CellKeys, histories: EventHistories, groups: Sequence[str], conf_level: float
) -> list[Cell]:
    """Return ratios by negative binomial regression, and how far patients' own rates spread."""
    totals = EventTotals.from_histories(histories, unit=DAYS_PER_YEAR)
    try:
        model = fit_negative_binomial(totals, conf_level=conf_level)
    except EstimationError:
        return []
    word = "rate_ratio_negative_binomial"
    cells = [
        replace(keys, group=f"{group} vs {groups[0]}").write_estimate(word, ratio, BINOMIAL_METHOD)
        for group, ratio in zip(groups[1:], model.rate_ratio.values(), strict=True)
    ]
    pair = f"{groups[1]} vs {groups[0]}" if len(groups) == 2 else ""
    overall = replace(keys, group=pair)
    return [
        *cells,
        overall.write("p_value_negative_binomial", model.test.p_value, model.test.method),
        overall.write("dispersion", model.dispersion, BINOMIAL_METHOD),
    ]


def _count_at_risk(histories: EventHistories, asked: FloatArray) -> FloatArray:
    """Return how many were watched just before each time."""
    return np.array([((histories.entry < t) & (histories.end >= t)).sum() for t in asked])


def _curve(keys: CellKeys, mean: MeanCumulativeFunction, days: float) -> Curve:
    nothing = np.zeros(len(mean.time))
    return Curve(
        analysis=keys.analysis,
        population=keys.population,
        group=keys.group,
        kind="mean_cumulative_function",
        time=(0.0, *(mean.time / days).tolist()),
        estimate=(0.0, *mean.mean.tolist()),
        conf_low=(0.0, *mean.conf_low.tolist()),
        conf_high=(0.0, *mean.conf_high.tolist()),
        n_at_risk=(float(mean.n_at_risk[0]), *mean.n_at_risk.tolist()),
        n_event=(0.0, *mean.n_event.tolist()),
        n_censored=(0.0, *nothing.tolist()),
    )
