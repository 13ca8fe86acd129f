"""Pain and analgesics at the site of a target, before radiotherapy and after."""

from typing import NamedTuple

from osteon.quality.certainty import add_days, date_of, is_within, may_be_within
from osteon.quality.chart import Chart, Row

COURSE, TARGET, PAIN = "radiotherapy_course", "radiotherapy_target", "pain_assessment"
BASELINE = "baseline"
FOLLOW_UP = frozenset({"w1", "w2", "w4", "w8", "w12", "m6"})
BASELINE_READS = {
    TARGET: ("radiotherapy_course_id", "region", "bone_lesion_ids"),
    COURSE: ("start_date",),
    PAIN: ("date", "timing", "radiotherapy_target_id", "bone_lesion_id", "region", "nrs_worst"),
}
"""What `baselines_of` looks at."""


class PainState(NamedTuple):
    """Worst pain from 0 to 10 and the daily dose of opioids in mg of oral morphine."""

    nrs: int | None
    omed_mg: float | None


def course_of(chart: Chart, target: Row) -> Row | None:
    """Return the course that a target belongs to."""
    return chart.record(COURSE, target["radiotherapy_course_id"])


def assessments_of(chart: Chart, target: Row) -> list[Row]:
    """Return the assessments of the site of a target; a global score is of no site."""
    lesions = target.get("bone_lesion_ids") or ()
    return [
        row
        for row in chart.rows(PAIN)
        if row.get("radiotherapy_target_id") == target["id"]
        or (row.get("bone_lesion_id") is not None and row["bone_lesion_id"] in lesions)
        or (row.get("region") is not None and row["region"] == target.get("region"))
    ]


def baselines_of(chart: Chart, target: Row, days: float) -> tuple[list[Row], list[Row]]:
    """Return the assessments that certainly are baseline, and those that may be."""
    rows = [row for row in assessments_of(chart, target) if row.get("timing") not in FOLLOW_UP]
    start = date_of(course_of(chart, target), "start_date")
    if start is None:
        return [row for row in rows if row.get("timing") == BASELINE], rows
    certain = [
        row
        for row in rows
        if row.get("timing") == BASELINE
        or is_within(date_of(row, "date"), add_days(start.hi, -days), start.lo)
    ]
    first, last = add_days(start.lo, -days), start.hi
    possible = [row for row in rows if may_be_within(date_of(row, "date"), first, last)]
    return certain, [*certain, *(row for row in possible if row not in certain)]


def pain_state(chart: Chart, row: Row) -> PainState:
    """Return pain and opioids at an assessment, as far as both are known."""
    used = chart.referring("analgesic_use", "pain_assessment_id", row["id"])
    doses = [analgesic.get("omed_mg_d") for analgesic in used]
    known = [dose for dose in doses if dose is not None]
    is_known = bool(doses) and len(known) == len(doses)
    return PainState(row.get("nrs_worst"), sum(known) if is_known else None)
