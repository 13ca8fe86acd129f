"""Laboratory values as the rules ask for them: calcium at normal albumin, creatinine, clearance."""

from collections.abc import Sequence

from osteon.concepts import corrected_calcium_mg_dl, creatinine_clearance_ml_min
from osteon.quality import Row, Switches, completed_years, date_of
from osteon.worklist.certainty import Answer, Days, agree, is_after, is_within
from osteon.worklist.history import History, Marked

LAB = "lab_result"
MMOL_PER_MG_CALCIUM = 0.249513
"""Calcium: mmol/L in 1 mg/dL."""
UMOL_PER_MG_CREATININE = 88.4017
"""Creatinine: umol/L in 1 mg/dL."""
VALUE_READS = ("analyte", "date", "canonical_value")
CALCIUM_READS = {LAB: (*VALUE_READS, "value", "lower_normal")}
CLEARANCE_READS = {
    LAB: VALUE_READS,
    "patient": ("birth", "sex"),
    "patient_observation": ("date", "weight_kg"),
}
"""What `clearance_bounds` looks at."""


def results(history: History, *analytes: str) -> list[Marked]:
    """Return the results of some analytes that have a value in the canonical unit."""
    return [
        one
        for one in history.marks(LAB)
        if one.row.get("analyte") in analytes and one.row.get("canonical_value") is not None
    ]


def may_hold(marked: Sequence[Marked], day: Days, days: float) -> list[Marked]:
    """Return those that may be the last before or on a day, and at most so many days old."""
    answers = [is_within(one.day, day.later(days=-days), day) for one in marked]
    near = [one for one, answer in zip(marked, answers, strict=True) if answer is not False]
    certain = [one for one, answer in zip(marked, answers, strict=True) if answer is True]
    return [one for one in near if not any(is_after(c.day, one.day) is True for c in certain)]


def is_calcium_low(history: History, calcium: Marked, limits: Switches) -> Answer:
    """Return whether calcium lies below normal, at normal albumin where it is total calcium.

    Perhaps, where total calcium does and no albumin of those days is on record.
    """
    row = calcium.row
    value, lower = float(row["canonical_value"]), row.get("lower_normal")
    if lower is not None and row.get("value"):
        limit = float(lower) * value / float(row["value"])
    elif row["analyte"] == "calcium":
        limit = limits["lower_normal_mmol_l"]
    else:
        return False
    if row["analyte"] != "calcium":
        return value < limit
    days = limits["albumin_days"]
    near = (calcium.day.later(days=-days), calcium.day.later(days=days))
    albumins = [a for a in results(history, "albumin") if is_within(a.day, *near) is True]
    if not albumins:
        return None if value < limit else False
    corrected = (
        corrected_calcium_mg_dl(value / MMOL_PER_MG_CALCIUM, a.row["canonical_value"] / 10)
        for a in albumins
    )
    return agree(mg_dl * MMOL_PER_MG_CALCIUM < limit for mg_dl in corrected)


def creatinines_mg_dl(history: History, day: Days, days: float, named: str | None) -> list[float]:
    """Return the creatinine that holds on a day, or all that may: the named one, else the last."""
    found = results(history, "creatinine")
    by_name = [one for one in found if named is not None and one.row["id"] == named]
    held = by_name or may_hold(found, day, days)
    return [one.row["canonical_value"] / UMOL_PER_MG_CREATININE for one in held]


def clearance_bounds(
    history: History, day: Days, limits: Switches, named: str | None = None
) -> tuple[float, float] | None:
    """Return the lowest and the highest clearance that the patient may have had on a day.

    Nothing where birth, sex, a weight or a creatinine of the days before is not known.
    """
    patient: Row = history.chart.patient or {}
    birth = date_of(patient, "birth")
    weighed = [one for one in history.marks("patient_observation") if one.row.get("weight_kg")]
    weights = [one.row["weight_kg"] for one in may_hold(weighed, day, limits["weight_days"])]
    creatinines = creatinines_mg_dl(history, day, limits["creatinine_days"], named)
    if birth is None or not day.is_known or not weights or not all(creatinines or [0]):
        return None
    ages = completed_years(birth.lo, day.last), completed_years(birth.hi, day.first)
    sex = str(patient.get("sex"))
    low = creatinine_clearance_ml_min(ages[0], min(weights), max(creatinines), sex)
    high = creatinine_clearance_ml_min(ages[1], max(weights), min(creatinines), sex)
    return None if low is None or high is None else (low, high)
