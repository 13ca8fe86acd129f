"""Rules about the kidneys before doses of zoledronic acid: CG-08 to CG-10."""

from collections.abc import Iterator

from osteon.concepts import has_renal_deterioration, zoledronic_acid_dose_mg
from osteon.dictionary import Source
from osteon.quality import Switch, Switches, merge_reads
from osteon.worklist.certainty import Answer, agree, all_of, any_of, is_after, is_from, is_within
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, Marked, answers_from, first_of
from osteon.worklist.laboratory import (
    CLEARANCE_READS,
    LAB,
    VALUE_READS,
    clearance_bounds,
    creatinines_mg_dl,
    results,
)
from osteon.worklist.rule import CareGapRule, Opening, open_gap

DECISION, DOSE = "antiresorptive_decision", "antiresorptive_dose"
ZOLEDRONIC_ACID = "zoledronic_acid"


def _doses(history: History, limits: Switches) -> Iterator[tuple[Marked, Answer]]:
    """Yield the doses, each with whether it lies within the days of the list."""
    since = history.today.later(days=-limits["lookback_days"])
    for dose in history.marks(DOSE, agent=ZOLEDRONIC_ACID):
        is_listed = is_from(dose.day, since)
        if is_listed is not False:
            yield dose, is_listed


def _is_explained(history: History, dose: Marked, limits: Switches) -> Answer:
    since = dose.day.later(days=-limits["reason_days"])
    return any_of(answers_from(history.marks(DECISION), since))


def find_unmeasured_doses(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield doses before which no creatinine was measured."""
    creatinines = results(history, "creatinine")
    for dose, is_listed in _doses(history, limits):
        if dose.row.get("creatinine_result_id") is not None:
            continue
        first = dose.day.later(days=-limits["before_days"])
        closed = any_of(is_within(one.day, first, dose.day) for one in creatinines)
        reason = "A dose of zoledronic acid, and no creatinine on record shortly before it."
        yield from open_gap(dose, dose.day, reason, applies=is_listed, closed=closed)


def find_excessive_doses(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield doses above what the label gives for the clearance."""
    for dose, is_listed in _doses(history, limits):
        named = dose.row.get("creatinine_result_id")
        bounds = clearance_bounds(history, dose.day, limits, named)
        if bounds is None:
            continue
        too_much = agree(_exceeds(dose.row.get("dose_mg"), clearance) for clearance in bounds)
        reason = "A dose of zoledronic acid above that of the label for the clearance."
        yield from open_gap(
            dose,
            dose.day,
            reason,
            applies=all_of((is_listed, too_much)),
            closed=_is_explained(history, dose, limits),
        )


def _exceeds(dose_mg: float | None, clearance_ml_min: float) -> bool:
    permitted = zoledronic_acid_dose_mg(clearance_ml_min)
    return permitted is None or (dose_mg is not None and dose_mg > permitted)


def find_doses_despite_deterioration(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield doses given although creatinine had risen since before the first one."""
    first = first_of(history.marks(DOSE, agent=ZOLEDRONIC_ACID))
    if first is None:
        return
    days = limits["creatinine_days"]
    baseline = creatinines_mg_dl(history, first.day, days, first.row.get("creatinine_result_id"))
    for dose, is_listed in _doses(history, limits):
        named = dose.row.get("creatinine_result_id")
        now = creatinines_mg_dl(history, dose.day, days, named)
        if not baseline or not now:
            continue
        risen = agree(has_renal_deterioration(old, new) for old in baseline for new in now)
        reason = "A dose of zoledronic acid, and creatinine had risen since before the first one."
        yield from open_gap(
            dose,
            dose.day,
            reason,
            applies=all_of((is_listed, is_after(dose.day, first.day), risen)),
            closed=_is_explained(history, dose, limits),
        )


_LOOKBACK = Switch("lookback_days", 365, "Days after the dose in which it is listed.")
_REASON = Switch("reason_days", 28, "Days before the dose from which a decision gives the reason.")
_CREATININE = Switch("creatinine_days", 30, "Days for which a creatinine holds.")
_DOSE_READS = {DOSE: ("agent", "date", "creatinine_result_id")}
_EACH_DOSE = "Each dose of zoledronic acid in the last {lookback_days} days"
_BY_DECISION = "A decision on antiresorptive therapy from {reason_days} days before the dose on."

RULES = (
    CareGapRule(
        code="CG-08",
        title="No creatinine before a dose of zoledronic acid",
        concern=Concern.SAFETY,
        trigger=f"{_EACH_DOSE}.",
        due="On the day of the dose.",
        closes="Creatinine in the {before_days} days before, or one that the dose refers to.",
        source="Label of zoledronic acid: creatinine prior to each dose.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(_DOSE_READS, {LAB: VALUE_READS}),
        thresholds=(
            Switch("before_days", 7, "Days before the dose in which creatinine counts."),
            _LOOKBACK,
        ),
        find=find_unmeasured_doses,
    ),
    CareGapRule(
        code="CG-09",
        title="Zoledronic acid above the dose for the kidneys",
        concern=Concern.SAFETY,
        trigger=f"{_EACH_DOSE} that is higher than the label gives for the clearance (Cockcroft "
        "and Gault), or any dose below 30 mL/min. Silent without a creatinine of the "
        "{creatinine_days} and a weight of the {weight_days} days before.",
        due="On the day of the dose.",
        closes=_BY_DECISION,
        source="Label of zoledronic acid: doses by clearance; not recommended below 30 mL/min.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(_DOSE_READS, {DOSE: ("dose_mg",), DECISION: ("date",)}, CLEARANCE_READS),
        thresholds=(
            _CREATININE,
            Switch("weight_days", 180, "Days for which a weight holds."),
            _REASON,
            _LOOKBACK,
        ),
        find=find_excessive_doses,
    ),
    CareGapRule(
        code="CG-10",
        title="Zoledronic acid given although the kidneys had deteriorated",
        concern=Concern.SAFETY,
        trigger=f"{_EACH_DOSE} after the first, if creatinine had risen by 0.5 mg/dL since before "
        "the first, or by 1.0 mg/dL from a baseline of 1.4 mg/dL or more; each by the last of the "
        "{creatinine_days} days before.",
        due="On the day of the dose.",
        closes=_BY_DECISION,
        source="Label of zoledronic acid: withheld on deterioration, resumed within 10 % of the "
        "baseline.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(_DOSE_READS, {LAB: VALUE_READS, DECISION: ("date",)}),
        thresholds=(_CREATININE, _REASON, _LOOKBACK),
        find=find_doses_despite_deterioration,
    ),
)
