"""Kidney function and calcium of one patient, in plain Python: D21."""

from osteon.concepts.concept import Known
from osteon.concepts.reference.course import antiresorptive_start
from osteon.concepts.reference.records import Records, Switches, day_of, rows_of
from osteon.concepts.rules import (
    ALBUMIN_G_L_PER_G_DL,
    CALCIUM_MMOL_L_PER_MG_DL,
    CREATININE_UMOL_L_PER_MG_DL,
    DAYS_PER_YEAR,
    corrected_calcium_mg_dl,
    creatinine_clearance_ml_min,
)

Dated = tuple[int, str, float]
"""Day, key and value of a measurement."""


def _results(records: Records, analyte: str, switches: Switches) -> list[Dated]:
    """Return the dated results of an analyte in its canonical unit."""
    return [
        (day, row["id"], row["canonical_value"])
        for row in rows_of(records, "lab_result")
        if row["analyte"] == analyte
        and row["canonical_value"] is not None
        and (day := day_of(row, "date", switches)) is not None
    ]


def creatinine_clearance(records: Records, switches: Switches) -> Known | None:
    """Return the clearance by Cockcroft and Gault."""
    creatinine = _creatinine(records, switches)
    if creatinine is None:
        return None
    day, _, amount = creatinine
    weight = _weight(records, day, switches)
    patient = next(iter(rows_of(records, "patient")), None)
    born = None if patient is None else day_of(patient, "birth", switches)
    if weight is None or patient is None or born is None:
        return None
    clearance = creatinine_clearance_ml_min(
        (day - born) / DAYS_PER_YEAR, weight, amount / CREATININE_UMOL_L_PER_MG_DL, patient["sex"]
    )
    return None if clearance is None else Known(clearance, day)


def _creatinine(records: Records, switches: Switches) -> Dated | None:
    results = [item for item in _results(records, "creatinine", switches) if item[2] > 0]
    if switches["creatinine_at"] == "before_antiresorptive":
        start = antiresorptive_start(records, switches)
        if start is None or start.known_on is None:
            return None
        results = [item for item in results if item[0] <= start.known_on]
    return max(results, default=None)


def _weight(records: Records, day: int, switches: Switches) -> float | None:
    weights: list[Dated] = [
        (weighed, row["id"], row["weight_kg"])
        for row in rows_of(records, "patient_observation")
        if row["weight_kg"] is not None
        and (weighed := day_of(row, "date", switches)) is not None
        and day - switches["weight_days"] <= weighed <= day
    ]
    return max(weights)[2] if weights else None


def corrected_calcium(records: Records, switches: Switches) -> Known | None:
    """Return the lowest calcium corrected for albumin."""
    corrected = [
        (
            corrected_calcium_mg_dl(
                calcium / CALCIUM_MMOL_L_PER_MG_DL, albumin / ALBUMIN_G_L_PER_G_DL
            ),
            day,
        )
        for day, _, calcium in _results(records, "calcium", switches)
        for day_of_albumin, _, albumin in _results(records, "albumin", switches)
        if day_of_albumin == day
    ]
    if not corrected:
        return None
    return Known(*min(corrected))
