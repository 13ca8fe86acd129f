"""Rules about kidney and calcium before antiresorptive doses: W-17, W-18."""

from collections.abc import Callable, Iterator, Sequence

from osteon.dictionary import PartialDate, Source
from osteon.quality.certainty import add_days, date_of, is_by, is_within, may_be_within
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.life import completed_years
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

DOSE = "antiresorptive_dose"
ZOLEDRONIC_ACID, DENOSUMAB = "zoledronic_acid", "denosumab"
CREATININE_PER_MG_DL = {"mg/dL": 1.0, "umol/L": 88.4, "mmol/L": 0.0884}
SEX_FACTOR = {"M": 1.0, "F": 0.85}
AGE_CONSTANT, CREATININE_CONSTANT = 140, 72
"""Cockcroft and Gault, creatinine in mg/dL; not verified."""
FULL_DOSE_MG, FULL_DOSE_ABOVE_ML_MIN = 4.0, 60
REDUCED_DOSES_MG = ((50, 3.5), (40, 3.3), (30, 3.0))
"""Lowest clearance in mL/min and dose, from the label of zoledronic acid; that the bands touch is a
design decision. Below the last there is no dose."""


def _doses(chart: Chart, agent: str) -> list[Row]:
    return [row for row in chart.rows(DOSE) if row.get("agent") == agent]


def _results(chart: Chart, analyte: str) -> list[Row]:
    return [row for row in chart.rows("lab_result") if row.get("analyte") == analyte]


def creatinine_mg_dl(row: Row) -> float | None:
    """Return a creatinine in mg/dL, nothing where the value or its unit is not known."""
    value, factor = row.get("value"), CREATININE_PER_MG_DL.get(row.get("unit") or "")
    return None if value is None or factor is None else float(value) / factor


def most_zoledronic_acid_mg(clearance_ml_min: float) -> float:
    """Return the highest dose for a clearance, 0 where the drug is not recommended."""
    if clearance_ml_min > FULL_DOSE_ABOVE_ML_MIN:
        return FULL_DOSE_MG
    doses = (dose for limit, dose in REDUCED_DOSES_MG if clearance_ml_min >= limit)
    return next(doses, 0.0)


def highest_clearance(chart: Chart, dose: Row, switches: Switches) -> float | None:
    """Return the highest clearance the patient may have had before a dose.

    From the youngest age, the greatest weight and the least creatinine that may belong to the
    dose. Nothing where one of them is not known.
    """
    patient, day = chart.patient or {}, date_of(dose, "date")
    birth, factor = date_of(patient, "birth"), SEX_FACTOR.get(patient.get("sex") or "")
    if day is None or birth is None or factor is None:
        return None
    weights = _values_before(
        chart.rows("patient_observation"), day, switches["weight_days"], _weight_kg
    )
    creatinines = _values_before(
        _results(chart, "creatinine"), day, switches["creatinine_days"], creatinine_mg_dl
    )
    if not weights or not creatinines or min(creatinines) <= 0:
        return None
    age = completed_years(birth.hi, day.lo)
    return (AGE_CONSTANT - age) * max(weights) * factor / (CREATININE_CONSTANT * min(creatinines))


def _weight_kg(row: Row) -> float | None:
    return row.get("weight_kg")


def _values_before(
    rows: Sequence[Row], day: PartialDate, days: float, read: Callable[[Row], float | None]
) -> list[float]:
    """Return the values that may belong to the days before a day, if one certainly does."""
    dated = [(date_of(row, "date"), read(row)) for row in rows]
    known = [(date, value) for date, value in dated if value is not None]
    if not any(is_within(date, add_days(day.hi, -days), day.lo) for date, _ in known):
        return []
    first = add_days(day.lo, -days)
    return [value for date, value in known if may_be_within(date, first, day.hi)]


def find_excessive_doses(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield doses of zoledronic acid above what the kidneys permit."""
    doses = _doses(chart, ZOLEDRONIC_ACID) if _results(chart, "creatinine") else []
    for row in doses:
        clearance = highest_clearance(chart, row, switches)
        if clearance is None:
            continue
        most = most_zoledronic_acid_mg(clearance)
        if most == 0:
            message = "The clearance is so low that the drug is not recommended."
            yield Flaw(DOSE, row, ("agent", "date"), message)
        elif (row.get("dose_mg") or 0) > most:
            message = "The dose is higher than the label gives for the clearance."
            yield Flaw(DOSE, row, ("dose_mg", "date"), message)


def find_unmonitored_doses(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield doses before which creatinine or calcium was not measured."""
    creatinines = _results(chart, "creatinine")
    for row in _doses(chart, ZOLEDRONIC_ACID):
        if _is_unmeasured(creatinines, row, switches["creatinine_days"]):
            message = "No creatinine was measured shortly before the dose."
            yield Flaw(DOSE, row, ("date",), message)
    first = _first_dose(_doses(chart, DENOSUMAB))
    calcium = _results(chart, "calcium")
    if first is not None and _is_unmeasured(calcium, first, switches["calcium_days"]):
        message = "No calcium was measured shortly before the first dose."
        yield Flaw(DOSE, first, ("date",), message)


def _is_unmeasured(results: list[Row], dose: Row, days: float) -> bool:
    day = date_of(dose, "date")
    if day is None:
        return False
    first = add_days(day.lo, -days)
    return not any(may_be_within(date_of(row, "date"), first, day.hi) for row in results)


def _first_dose(doses: list[Row]) -> Row | None:
    """Return the dose that certainly came first, nothing where that is not certain."""
    dated = [(date_of(row, "date"), row) for row in sorted(doses, key=lambda row: str(row["id"]))]
    for day, row in dated:
        others = (other for other, another in dated if another is not row)
        if all(is_by(day, other) for other in others) and day is not None:
            return row
    return None


_WINDOW = "Days before the dose in which it has to be measured."

RULES = (
    QualityRule(
        code="W-17",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="The dose of zoledronic acid fits the kidneys",
        help="Clearance by Cockcroft and Gault from the youngest age, the greatest weight and the "
        "least creatinine that may belong to the dose; up to 60 mL/min 3.5 mg, below 50 3.3 mg, "
        "below 40 3.0 mg, below 30 none. Silent where sex is neither M nor F, or weight or "
        "creatinine is not known.",
        reads={
            "patient": ("birth", "sex"),
            "patient_observation": ("date", "weight_kg"),
            "lab_result": ("analyte", "date", "value", "unit"),
            DOSE: ("agent", "date", "dose_mg"),
        },
        declared_switches=(
            Switch("weight_days", 180, "Days before the dose in which a weight holds."),
            Switch("creatinine_days", 30, "Days before the dose in which a creatinine holds."),
        ),
        find=find_excessive_doses,
    ),
    QualityRule(
        code="W-18",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Creatinine and calcium are measured before the dose",
        help="Creatinine before every dose of zoledronic acid, calcium before the first of "
        "denosumab 120 mg. Silent where a measurement may lie in the days, and where it is not "
        "certain which dose came first.",
        reads={DOSE: ("agent", "date"), "lab_result": ("analyte", "date")},
        declared_switches=(
            Switch("creatinine_days", 7, _WINDOW, Source.PUBLISHED),
            Switch("calcium_days", 14, _WINDOW, Source.PUBLISHED),
        ),
        find=find_unmonitored_doses,
    ),
)
