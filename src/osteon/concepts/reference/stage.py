"""Whether one patient was in stage IV, in plain Python: D09."""

from osteon.concepts.concept import NEVER, Known
from osteon.concepts.reference.records import (
    Records,
    Row,
    Switches,
    day_of,
    earliest,
    first_tumour,
    rows_of,
    to_number,
)
from osteon.concepts.reference.sightings import certain_sites, find_bone_index


def _metastatic_rows(records: Records, switches: Switches) -> list[tuple[Row, str]]:
    stages = [(row, "date") for row in rows_of(records, "stage_assessment") if _is_metastatic(row)]
    sites = [(row, "first_date") for row in certain_sites(records, switches)]
    index = find_bone_index(records, switches)
    return [*stages, *sites, *(index.sources if index is not None else ())]


def _is_metastatic(row: Row) -> bool:
    if row["m_category"] is not None:
        return bool(row["m_category"].startswith("M1"))
    return bool((row["stage"] or "").startswith("IV"))


def _is_staged(records: Records) -> bool:
    return any(
        row["m_category"] is not None or row["stage"] is not None
        for row in rows_of(records, "stage_assessment")
    )


def stage_iv_ever(records: Records, switches: Switches) -> Known | None:
    """Return whether distant metastasis was ever certain."""
    rows = _metastatic_rows(records, switches)
    if rows:
        return Known(
            value=True, known_on=earliest(day_of(row, field, switches) for row, field in rows)
        )
    return NEVER if _is_staged(records) else None


def stage_iv_at_diagnosis(records: Records, switches: Switches) -> Known | None:
    """Return whether distant metastasis was certain within the window after diagnosis."""
    tumour = first_tumour(records, switches)
    if tumour is None or tumour["dx_date_lo"] is None:
        return None
    window = switches["stage_window_days"]
    limit_lo, limit_hi = (to_number(tumour[f"dx_date_{end}"]) + window for end in ("lo", "hi"))
    rows = _metastatic_rows(records, switches)
    early = [
        (row, field)
        for row, field in rows
        if row[f"{field}_hi"] is not None and to_number(row[f"{field}_hi"]) <= limit_lo
    ]
    if early:
        return Known(
            value=True, known_on=earliest(day_of(row, field, switches) for row, field in early)
        )
    if any(_may_be_early(row, field, limit_hi) for row, field in rows):
        return None
    return NEVER if rows or _is_staged(records) else None


def _may_be_early(row: Row, field: str, limit: int) -> bool:
    return row[f"{field}_lo"] is None or to_number(row[f"{field}_lo"]) <= limit
