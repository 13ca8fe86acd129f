"""Kidney function and calcium: D21."""

from ibis.expr.types import FloatingValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.course import antiresorptive_start
from osteon.concepts.expressions.rows import answer, day_of, take_first
from osteon.concepts.rules import (
    AGE_CONSTANT,
    ALBUMIN_G_L_PER_G_DL,
    CALCIUM_MMOL_L_PER_MG_DL,
    CALCIUM_PER_ALBUMIN,
    CREATININE_CONSTANT,
    CREATININE_UMOL_L_PER_MG_DL,
    DAYS_PER_YEAR,
    FEMALE_FACTOR,
    NORMAL_ALBUMIN_G_DL,
)


def _results(tables: Tables, analyte: str, switches: Switches) -> Table:
    """Return the dated results of an analyte in its canonical unit."""
    rows = tables["lab_result"]
    dated = rows.filter(rows.analyte == analyte).mutate(day=day_of(rows, "date", switches))
    dated = dated.select("id", "patient_id", "day", amount=dated.canonical_value.cast("float64"))
    return dated.filter(dated.amount.notnull(), dated.day.notnull())


def creatinine_clearance(tables: Tables, switches: Switches) -> Table:
    """Return the clearance by Cockcroft and Gault."""
    patients = tables["patient"]
    people = patients.filter(patients.sex.isin(("M", "F")))
    people = people.select("patient_id", "sex", born=day_of(people, "birth", switches))
    weighed = _with_weight(_creatinine(tables, switches), tables, switches)
    rows = weighed.join(people, "patient_id")
    return answer(rows, _cockcroft_gault(rows), rows.day)


def _cockcroft_gault(rows: Table) -> FloatingValue:
    age = (rows.day - rows.born).cast("float64") / DAYS_PER_YEAR
    factor = (rows.sex == "F").ifelse(FEMALE_FACTOR, 1.0).cast("float64")
    creatinine = rows.amount / CREATININE_UMOL_L_PER_MG_DL
    return (AGE_CONSTANT - age) * rows.weight_kg * factor / (CREATININE_CONSTANT * creatinine)


def _creatinine(tables: Tables, switches: Switches) -> Table:
    """Return the creatinine that counts, one row a patient."""
    rows = _results(tables, "creatinine", switches)
    rows = rows.filter(rows.amount > 0)
    if switches["creatinine_at"] == "before_antiresorptive":
        starts = antiresorptive_start(tables, switches).select("patient_id", start="value")
        joined = rows.join(starts, "patient_id")
        rows = joined.filter(joined.day <= joined.start).select(*rows.columns)
    return take_first(rows, rows.day.desc(), rows.id.desc())


def _with_weight(creatinine: Table, tables: Tables, switches: Switches) -> Table:
    observed = tables["patient_observation"]
    weights = observed.filter(observed.weight_kg.notnull())
    weights = weights.select(
        "patient_id",
        weight_kg=weights.weight_kg.cast("float64"),
        weight_id=weights.id,
        weighed=day_of(weights, "date", switches),
    )
    joined = creatinine.join(weights, "patient_id")
    first = joined.day - switches["weight_days"]
    near = joined.filter(joined.weighed.between(first, joined.day))
    return take_first(near, near.weighed.desc(), near.weight_id.desc())


def corrected_calcium(tables: Tables, switches: Switches) -> Table:
    """Return the lowest calcium corrected for albumin."""
    calcium = _results(tables, "calcium", switches)
    albumin = _results(tables, "albumin", switches)
    albumin = albumin.select("patient_id", "day", albumin="amount")
    pairs = calcium.join(albumin, ["patient_id", "day"])
    missing = NORMAL_ALBUMIN_G_DL - pairs.albumin / ALBUMIN_G_L_PER_G_DL
    value = pairs.amount / CALCIUM_MMOL_L_PER_MG_DL + CALCIUM_PER_ALBUMIN * missing
    corrected = pairs.mutate(corrected=value)
    lowest = take_first(corrected, corrected.corrected, corrected.day)
    return answer(lowest, lowest.corrected, lowest.day)
