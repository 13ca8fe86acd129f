"""Whether one patient's tumour was functioning, in plain Python: D08."""

from osteon.concepts.concept import NEVER, Known
from osteon.concepts.reference.records import (
    Records,
    Row,
    Switches,
    day_of,
    diagnosis_day,
    earliest,
    rows_of,
)


def _is_functioning(row: Row, switches: Switches) -> bool:
    is_clinical = row["basis"] != "biochemical" or switches["biochemical_counts"]
    return bool(row["functioning"] == "functioning" and is_clinical)


def _assessment_at_diagnosis(records: Records, switches: Switches) -> tuple[Row, int] | None:
    diagnosed = diagnosis_day(records, switches)
    if diagnosed is None:
        return None
    dated = [
        (day, row["id"], row)
        for row in rows_of(records, "hormone_assessment")
        if row["functioning"] in {"functioning", "non_functioning"}
        and (day := day_of(row, "date", switches)) is not None
        and day <= diagnosed + switches["function_window_days"]
    ]
    if not dated:
        return None
    day, _, row = max(dated, key=lambda item: item[:2])
    return row, day


def functioning(records: Records, switches: Switches) -> Known | None:
    """Return whether the tumour was functioning at diagnosis."""
    found = _assessment_at_diagnosis(records, switches)
    if found is None:
        return None
    row, day = found
    return Known("functioning" if _is_functioning(row, switches) else "non_functioning", day)


def hormone_syndrome(records: Records, switches: Switches) -> Known | None:
    """Return which hormone syndrome there was at diagnosis."""
    found = _assessment_at_diagnosis(records, switches)
    if found is None:
        return None
    row, day = found
    if not _is_functioning(row, switches):
        return Known("non_functioning", day)
    syndromes = row["syndrome"] or []
    if not syndromes:
        return None
    return Known(syndromes[0] if len(syndromes) == 1 else "multiple", day)


def functioning_ever(records: Records, switches: Switches) -> Known | None:
    """Return whether the tumour was ever found functioning."""
    rows = [
        row
        for row in rows_of(records, "hormone_assessment")
        if row["functioning"] in {"functioning", "non_functioning"}
    ]
    days = [day_of(row, "date", switches) for row in rows if _is_functioning(row, switches)]
    if days:
        return Known(value=True, known_on=earliest(days))
    return NEVER if rows else None
