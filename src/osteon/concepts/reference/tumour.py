"""The primary tumour of one patient, in plain Python: D01, D02."""

from osteon.concepts.concept import Known
from osteon.concepts.reference.records import Records, Row, Switches, day_of, first_tumour, rows_of
from osteon.concepts.rules import (
    LUNG,
    classify_lung_carcinoid,
    classify_site,
    grade_gastroenteropancreatic,
    is_in_site_group,
    is_small_intestinal,
)


def diagnosis(records: Records, switches: Switches) -> Known | None:
    """Return the day on which the first tumour was diagnosed."""
    tumour = first_tumour(records, switches)
    day = None if tumour is None else day_of(tumour, "dx_date", switches)
    return None if day is None else Known(day, day)


def first_referral(records: Records, switches: Switches) -> Known | None:
    """Return the day on which the centre first saw the patient."""
    days = [day_of(row, "first_referral_date", switches) for row in rows_of(records, "patient")]
    known = [day for day in days if day is not None]
    return Known(known[0], known[0]) if known else None


def primary_site(records: Records, switches: Switches) -> Known | None:
    """Return where the first tumour lies."""
    tumour = first_tumour(records, switches)
    if tumour is None or tumour["topography"] is None:
        return None
    return Known(classify_site(tumour["topography"]), day_of(tumour, "dx_date", switches))


def small_intestinal(records: Records, switches: Switches) -> Known | None:
    """Return whether the first tumour lies in the small intestine."""
    tumour = first_tumour(records, switches)
    if tumour is None or tumour["topography"] is None:
        return None
    value = is_small_intestinal(tumour["topography"], include_duodenum=switches["include_duodenum"])
    return Known(value, day_of(tumour, "dx_date", switches))


def in_site_group(records: Records, switches: Switches) -> Known | None:
    """Return whether the first tumour lies in the group of sites that the study is about."""
    tumour = first_tumour(records, switches)
    if tumour is None or tumour["topography"] is None:
        return None
    value = is_in_site_group(
        tumour["topography"],
        switches["site_group"],
        include_duodenum=switches["include_duodenum"],
    )
    return Known(value, day_of(tumour, "dx_date", switches))


def _reference_specimen(records: Records, switches: Switches) -> tuple[Row, Row] | None:
    tumour = first_tumour(records, switches)
    if tumour is None:
        return None
    specimens = [
        row
        for row in rows_of(records, "pathology")
        if row["tumour_id"] == tumour["id"] and row["is_reference"]
    ]

    def order(row: Row) -> tuple[bool, int, str]:
        day = day_of(row, "specimen_date", switches)
        return day is None, day or 0, row["id"]

    specimen = min(specimens, key=order, default=None)
    return None if specimen is None else (tumour, specimen)


def grade(records: Records, switches: Switches) -> Known | None:
    """Return the grade that the proliferation indices of the reference specimen give."""
    found = _reference_specimen(records, switches)
    if found is None:
        return None
    tumour, specimen = found
    if (tumour["topography"] or "").startswith(LUNG):
        value = classify_lung_carcinoid(
            specimen["mitoses_per_2mm2"], specimen["necrosis"], specimen["differentiation"]
        )
    else:
        value = grade_gastroenteropancreatic(
            specimen["ki67_percent"], specimen["mitoses_per_2mm2"], specimen["differentiation"]
        )
    if value is None and switches["grade_fallback"] == "reported":
        value = _assessable(specimen["grade_reported"])
    return None if value is None else Known(value, _known_on(tumour, specimen, switches))


def grade_reported(records: Records, switches: Switches) -> Known | None:
    """Return the grade that the report of the reference specimen states."""
    found = _reference_specimen(records, switches)
    if found is None:
        return None
    tumour, specimen = found
    value = _assessable(specimen["grade_reported"])
    return None if value is None else Known(value, _known_on(tumour, specimen, switches))


def _assessable(reported: str | None) -> str | None:
    return None if reported == "GX" else reported


def _known_on(tumour: Row, specimen: Row, switches: Switches) -> int | None:
    day = day_of(specimen, "specimen_date", switches)
    return day if day is not None else day_of(tumour, "dx_date", switches)
