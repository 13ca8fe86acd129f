"""Rules about calcium around antiresorptive doses: CG-04 to CG-07."""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality import Switch, Switches, merge_reads
from osteon.worklist.certainty import (
    Answer,
    agree,
    all_of,
    any_of,
    is_after,
    is_from,
    is_within,
    negate,
)
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, answers_after, answers_from, first_of, last_of
from osteon.worklist.laboratory import (
    CALCIUM_READS,
    CLEARANCE_READS,
    LAB,
    clearance_bounds,
    is_calcium_low,
    results,
)
from osteon.worklist.rule import CareGapRule, Opening, merge_openings, open_gap

DECISION, COURSE, DOSE = "antiresorptive_decision", "antiresorptive_course", "antiresorptive_dose"
ONCOLOGICAL = "denosumab"
CALCIUM = ("calcium", "calcium_ionised")
DIALYSIS = "G5D"
NEAR_DIALYSIS = frozenset({"G4", "G5"})


def find_unmeasured_starts(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield the first dose of denosumab if no calcium was measured shortly before it."""
    first = first_of(history.marks(DOSE, agent=ONCOLOGICAL))
    if first is None:
        return
    window = (first.day.later(days=-limits["before_days"]), first.day)
    closed = any_of(
        [
            agree(row.get("calcium_result_id") is not None for _, row in first.rows),
            *(is_within(one.day, *window) for one in results(history, *CALCIUM)),
        ]
    )
    applies = is_from(first.day, history.today.later(days=-limits["lookback_days"]))
    reason = "The first dose of denosumab, and no calcium on record shortly before it."
    yield from open_gap(first, first.day, reason, applies=applies, closed=closed)


def find_unwatched_starts(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield the first dose of denosumab if no calcium was measured after it."""
    first = first_of(history.marks(DOSE, agent=ONCOLOGICAL))
    if first is None:
        return
    closed = any_of(answers_after(results(history, *CALCIUM), first.day))
    applies = is_from(first.day, history.today.later(days=-limits["lookback_days"]))
    due = first.day.later(days=limits["due_days"])
    reason = "The first dose of denosumab, and no calcium on record after it."
    yield from open_gap(first, due, reason, applies=applies, closed=closed)


def find_low_calcium(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield low calcium while antiresorptive therapy runs, until it is normal or decided on."""
    measured = [(one, is_calcium_low(history, one, limits)) for one in results(history, *CALCIUM)]
    decisions = history.marks(DECISION)
    doses = history.marks(DOSE)
    running = any_of(history.is_running(row) for row in history.rows(COURSE))
    openings: list[Opening] = []
    for one, is_low in measured:
        normal = (all_of((is_after(o.day, one.day), negate(low))) for o, low in measured)
        closed = any_of([*normal, *answers_from(decisions, one.day)])
        planned = any_of([running, *answers_from(doses, one.day)])
        reason = "Calcium is below normal while antiresorptive therapy is given."
        applies = all_of((is_low, planned))
        openings += open_gap(one, one.day, reason, applies=applies, closed=closed)
    yield from merge_openings(openings)


def find_kidneys_at_risk(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield running courses of denosumab in renal failure whose last calcium is old."""
    courses = history.marks(COURSE, agent=ONCOLOGICAL)
    applies = None if not courses else _has_renal_failure(history, limits)
    last = last_of(results(history, *CALCIUM))
    for course in courses:
        since = course if last is None else last + course
        due = since.day.later(days=limits["every_days"])
        reason = "Denosumab in renal failure, and no recent calcium on record."
        running = history.is_running(course.row)
        yield from open_gap(since, due, reason, applies=all_of((applies, running)))


def _has_renal_failure(history: History, limits: Switches) -> Answer:
    kidneys = history.rows("comorbidity", condition="chronic_kidney_disease", present="Y")
    stages = {row.get("ckd_stage") for row in kidneys}
    if DIALYSIS in stages:
        return True
    bounds = clearance_bounds(history, history.today, limits)
    if bounds is None:
        return None if stages & NEAR_DIALYSIS else False
    return agree(clearance < limits["clearance_below_ml_min"] for clearance in bounds)


_LOOKBACK = Switch("lookback_days", 365, "Days after the dose in which it is listed.")
_START_READS = {DOSE: ("agent", "date"), LAB: ("analyte", "date", "canonical_value")}

RULES = (
    CareGapRule(
        code="CG-04",
        title="No calcium before the first dose of denosumab",
        concern=Concern.SAFETY,
        trigger="The first dose of denosumab 120 mg, given in the last {lookback_days} days.",
        due="On the day of the dose.",
        closes="Calcium, total or ionised, in the {before_days} days before, or one that the dose "
        "refers to.",
        source="Product information of denosumab: calcium before the first dose, within 2 weeks "
        "after it, and on symptoms.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(_START_READS, {DOSE: ("calcium_result_id",)}),
        thresholds=(
            Switch("before_days", 14, "Days before the dose in which calcium counts."),
            _LOOKBACK,
        ),
        find=find_unmeasured_starts,
    ),
    CareGapRule(
        code="CG-05",
        title="No calcium after the first dose of denosumab",
        concern=Concern.SAFETY,
        trigger="The first dose of denosumab 120 mg, given in the last {lookback_days} days.",
        due="{due_days} days after the dose.",
        closes="Calcium on any later day, however late.",
        source="Product information of denosumab: calcium within 2 weeks after the first dose.",
        source_kind=Source.PUBLISHED,
        reads=_START_READS,
        thresholds=(
            Switch("due_days", 14, "Days from the dose to calcium.", Source.PUBLISHED),
            _LOOKBACK,
        ),
        find=find_unwatched_starts,
    ),
    CareGapRule(
        code="CG-06",
        title="Low calcium under antiresorptive therapy",
        concern=Concern.SAFETY,
        trigger="Calcium below the normal of its laboratory while a course runs, or with a dose "
        "on that day or later; total calcium below {lower_normal_mmol_l} mmol/L where the "
        "laboratory gives no limit. Total calcium is corrected for an albumin within "
        "{albumin_days} days; without one, low calcium is possible only.",
        due="On the day of the sample.",
        closes="Normal calcium on a later day, or a decision on that day or later.",
        source="Product information of denosumab: hypocalcaemia is corrected first.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(
            CALCIUM_READS,
            {DECISION: ("date",), DOSE: ("date",), COURSE: ("stop_date",)},
        ),
        thresholds=(
            Switch(
                "lower_normal_mmol_l",
                2.2,
                "Lower normal of total calcium in mmol/L, where the laboratory gives none.",
                Source.UNVERIFIED,
            ),
            Switch("albumin_days", 3, "Days between calcium and albumin."),
        ),
        find=find_low_calcium,
    ),
    CareGapRule(
        code="CG-07",
        title="Denosumab in renal failure without recent calcium",
        concern=Concern.SAFETY,
        trigger="A running course of denosumab 120 mg, and dialysis or a clearance (Cockcroft and "
        "Gault) below {clearance_below_ml_min} mL/min, by a creatinine of the last "
        "{creatinine_days} and a weight of the last {weight_days} days. Without them, kidney "
        "disease of stage 4 or 5 is taken as possible.",
        due="{every_days} days after the last calcium, or after the start where there is none.",
        closes="Calcium.",
        source="Product information of denosumab: higher risk below 30 mL/min or on dialysis, "
        "calcium is watched regularly.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(
            CLEARANCE_READS,
            {
                COURSE: ("agent", "start_date", "stop_date"),
                "comorbidity": ("condition", "present", "ckd_stage", "date"),
            },
        ),
        thresholds=(
            Switch("clearance_below_ml_min", 30, "Clearance in mL/min.", Source.PUBLISHED),
            Switch("every_days", 30, "Days from one calcium to the next."),
            Switch("creatinine_days", 90, "Days for which a creatinine holds."),
            Switch("weight_days", 180, "Days for which a weight holds."),
        ),
        find=find_kidneys_at_risk,
    ),
)
