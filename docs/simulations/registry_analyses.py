"""Sound and naive analyses of one simulated registry, from its arrays."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osteon.estimate import (
    CovariateCounts,
    Estimate,
    SurvivalCounts,
    estimate_cumulative_incidence,
    estimate_survival,
    fit_cox,
    split_at_switch,
    test_for_survival_difference,
    test_for_survival_difference_after_switch,
)
from osteon.synthetic import Histories

Array = NDArray[Any]

HORIZON_DAYS = 1826


class Spans(NamedTuple):
    """Follow-up in pieces (start, stop] in which a patient is exposed throughout, or not at all."""

    patient: Array
    start: Array
    stop: Array
    event: Array
    exposed: Array


def split_follow_up(pieces: Spans, switch: Array) -> Spans:
    """Return pieces divided on the day from which each patient is exposed."""
    start, stop, day = pieces.start, pieces.stop, switch[pieces.patient]
    before, after = day > start, day < stop
    return Spans(
        patient=np.concatenate([pieces.patient[before], pieces.patient[after]]),
        start=np.concatenate([start[before], np.maximum(start, day)[after]]),
        stop=np.concatenate([np.minimum(stop, day)[before], stop[after]]),
        event=np.concatenate([(pieces.event & ~after)[before], pieces.event[after]]),
        exposed=np.repeat([False, True], [before.sum(), after.sum()]),
    )


def ever(switch: Array) -> Array:
    """Return the naive reading of a switch: who is ever exposed is exposed from the origin on."""
    return np.where(np.isfinite(switch), -np.inf, np.inf)


def follow(histories: Histories, start: Array) -> Spans:
    """Return each patient's follow-up from a day on as one piece that death may end."""
    watch = histories.watch
    patient = np.flatnonzero(start < watch.end)
    nobody = np.zeros(len(patient), dtype=bool)
    return Spans(patient, start[patient], watch.end[patient], watch.is_dead[patient], nobody)


def from_diagnosis(histories: Histories) -> Spans:
    """Return follow-up on the clock of diagnosis, from the first visit on."""
    return follow(histories, histories.watch.entry)


def from_bone(histories: Histories) -> Spans:
    """Return follow-up on the clock of diagnosis, from the study that found bone metastasis on."""
    return follow(histories, histories.findings.found)


def estimate_death_ratio(histories: Histories, pieces: Spans, switch: Array) -> Estimate:
    """Estimate what exposure multiplies the hazard of death with, features being equal."""
    traits, spans = histories.traits, split_follow_up(pieces, switch)
    covariates = {
        "exposed": spans.exposed,
        "male": traits.is_male[spans.patient],
        "decades": traits.age_years[spans.patient] / 10,
        "functioning": traits.is_functioning[spans.patient],
        "g2": traits.grade[spans.patient] == 1,
        "g3": traits.grade[spans.patient] == 2,
    }
    counts = CovariateCounts.from_rows(
        spans.stop,
        spans.event,
        covariates,
        entry=spans.start,
        stratum=traits.centre[spans.patient],
    )
    return fit_cox(counts).hazard_ratios()["exposed"]


def pieces_between_events(histories: Histories) -> Spans:
    """Return follow-up since bone metastasis was found, a piece up to each skeletal event."""
    found, end, events = histories.findings.found, histories.watch.end, histories.events
    kept = events.day > found[events.patient]
    followed = np.flatnonzero(found < end)
    patient = np.concatenate([events.patient[kept], followed])
    stop = np.concatenate([events.day[kept], end[followed]])
    event = np.arange(len(stop)) < kept.sum()
    order = np.lexsort((~event, stop, patient))
    patient, stop, event = patient[order], stop[order], event[order]
    is_first = np.diff(patient, prepend=-1) != 0
    start = np.where(is_first, found[patient], np.concatenate([[0.0], stop[:-1]]))
    lasting = stop > start
    pieces = Spans(patient, start, stop, event, np.zeros(len(stop), dtype=bool))
    return Spans(*(column[lasting] for column in pieces))


def estimate_event_ratio(histories: Histories, switch: Array, *, adjusted: bool) -> Estimate:
    """Estimate what antiresorptive therapy multiplies the rate of skeletal events with."""
    spans = split_follow_up(pieces_between_events(histories), switch)
    origin = histories.findings.found[spans.patient]
    covariates = {"treated": spans.exposed}
    if adjusted:
        covariates["severity"] = histories.traits.severity[spans.patient]
    counts = CovariateCounts.from_rows(
        spans.stop - origin,
        spans.event,
        covariates,
        entry=spans.start - origin,
        cluster=spans.patient,
    )
    return fit_cox(counts).hazard_ratios()["treated"]


def estimate_alive(histories: Histories, entry: Array | None) -> Estimate:
    """Estimate the probability of being alive five years after diagnosis."""
    watch = histories.watch
    counts = SurvivalCounts.from_rows(watch.end, watch.is_dead, entry=entry)
    at = estimate_survival(counts)[""].at(HORIZON_DAYS)
    return Estimate(at.survival[0], at.std_error[0], at.conf_low[0], at.conf_high[0])


def bone_or_death(histories: Histories) -> tuple[Array, Array, Array]:
    """Return time, status and entry of those who came without bone metastasis: 1 bone, 2 death."""
    watch, bone = histories.watch, histories.course.bone
    time = np.minimum(bone, watch.end)
    status = np.where(bone <= watch.end, 1, 2 * watch.is_dead)
    came_without = time > watch.entry
    return time[came_without], status[came_without], watch.entry[came_without]


def estimate_bone_by_survival(histories: Histories) -> Estimate:
    """Estimate bone metastasis within five years as 1 - Kaplan-Meier, the dead as censored."""
    time, status, entry = bone_or_death(histories)
    at = estimate_survival(SurvivalCounts.from_rows(time, status == 1, entry=entry))[""].at(
        HORIZON_DAYS
    )
    return Estimate(1 - at.survival[0], at.std_error[0], 1 - at.conf_high[0], 1 - at.conf_low[0])


def estimate_bone_by_incidence(histories: Histories) -> Estimate:
    """Estimate bone metastasis within five years with death competing."""
    time, status, entry = bone_or_death(histories)
    counts = SurvivalCounts.from_rows(time, status, entry=entry)
    at = estimate_cumulative_incidence(counts)[""].at(HORIZON_DAYS)
    cells = (at.incidence, at.std_error, at.conf_low, at.conf_high)
    return Estimate(*(float(cell[0, 0]) for cell in cells))


def find_naive_p_value(histories: Histories) -> float:
    """Return the p-value of the log-rank test between those with bone metastasis ever or never."""
    watch = histories.watch
    counts = SurvivalCounts.from_rows(
        watch.end, watch.is_dead, group=histories.course.bone <= watch.end, entry=watch.entry
    )
    return test_for_survival_difference(counts).p_value


def find_mantel_byar_p_value(histories: Histories) -> float:
    """Return the p-value of Mantel and Byar's test for bone metastasis."""
    watch, bone = histories.watch, histories.course.bone
    switch = np.where(bone <= watch.end, bone, np.nan)
    counts = split_at_switch(watch.end, watch.is_dead, switch, entry=watch.entry)
    return test_for_survival_difference_after_switch(counts).p_value
