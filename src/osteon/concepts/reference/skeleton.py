"""Bone metastasis in one patient, in plain Python: D03, D04, D06."""

from datetime import date

from osteon.concepts.concept import NEVER, Known
from osteon.concepts.reference.records import Records, Switches, first_tumour, rows_of
from osteon.concepts.reference.sightings import (
    Sighting,
    find_bone_index,
    find_sightings,
    is_eligible,
    last_study_day,
    results_on,
    with_examined_morphology,
)
from osteon.concepts.rules import (
    classify_lesion,
    classify_patient,
    is_synchronous,
)
from osteon.dictionary import PartialDate

CHANGED = ("osteoblastic", "osteolytic", "mixed")


def bone_metastasis(records: Records, switches: Switches) -> Known | None:
    """Return whether bone metastasis was ever confirmed."""
    index = find_bone_index(records, switches)
    if index is not None:
        return Known(value=True, known_on=index.day)
    results = {row["bone_result"] for row in rows_of(records, "skeletal_finding")}
    bone = [row for row in rows_of(records, "metastasis_site") if row["organ"] == "BONE"]
    is_absent = any(row["status"] == "N" for row in bone)
    return NEVER if is_absent or results & {"negative", "equivocal"} else None


def bone_index_date(records: Records, switches: Switches) -> Known | None:
    """Return the day on which bone metastasis was first confirmed."""
    index = find_bone_index(records, switches)
    return None if index is None or index.day is None else Known(index.day, index.day)


def bone_timing(records: Records, switches: Switches) -> Known | None:
    """Return synchronous or metachronous, indeterminate where partial dates do not decide."""
    index = find_bone_index(records, switches)
    tumour = first_tumour(records, switches)
    if index is None or tumour is None or tumour["dx_date_lo"] is None:
        return None
    intervals = [(row[f"{field}_lo"], row[f"{field}_hi"]) for row, field in index.sources]
    known = [(lo, hi) for lo, hi in intervals if lo is not None]
    if not known:
        return None
    bone = _interval(min(lo for lo, _ in known), min(hi for _, hi in known))
    diagnosis = _interval(tumour["dx_date_lo"], tumour["dx_date_hi"])
    answer = is_synchronous(
        diagnosis, bone, switches["window_months"], limit_counts=switches["limit_is_synchronous"]
    )
    words = {True: "synchronous", False: "metachronous", None: "indeterminate"}
    return Known(words[answer], index.day)


def _interval(lo: date, hi: date) -> PartialDate:
    return PartialDate(lo.isoformat(), lo, hi)


def evidence_first(records: Records, switches: Switches) -> Known | None:
    """Return how bone metastasis was seen when it was first confirmed."""
    index = find_bone_index(records, switches)
    if index is None or not index.is_seen or index.day is None:
        return None
    seen = [s for s in find_sightings(records, switches) if s.day == index.day]
    return Known(_evidence(seen, switches), index.day)


def evidence_last(records: Records, switches: Switches) -> Known | None:
    """Return how bone metastasis was seen at the last study of the skeleton."""
    day = last_day_since_index(records, switches)
    if day is None:
        return None
    seen = eligible_sightings(records, switches, day)
    if not seen:
        return Known("U" if "equivocal" in results_on(records, switches, day) else "0", day)
    return Known(_evidence(seen, switches), day)


def _evidence(seen: list[Sighting], switches: Switches) -> str:
    examined = with_examined_morphology(seen, switches)
    return classify_patient(classify_lesion(s.tracer, s.morph) for s in examined)


def last_day_since_index(records: Records, switches: Switches) -> int | None:
    """Return the day of the last study of the skeleton since bone metastasis was seen."""
    index = find_bone_index(records, switches)
    if index is None or not index.is_seen or index.day is None:
        return None
    return last_study_day(records, switches, index.day)


def eligible_sightings(records: Records, switches: Switches, day: int) -> list[Sighting]:
    """Return what the studies of a day showed that may be the last ones."""
    found = find_sightings(records, switches)
    return [s for s in found if s.day == day and is_eligible(s.study, switches)]


def morphology_first(records: Records, switches: Switches) -> Known | None:
    """Return what bone metastases looked like when they were first confirmed."""
    index = find_bone_index(records, switches)
    if index is None or not index.is_seen or index.day is None:
        return None
    found = find_sightings(records, switches)
    seen = [s for s in found if s.day == index.day and s.is_visible]
    return Known(_morphology(with_examined_morphology(seen, switches)), index.day)


def morphology_last(records: Records, switches: Switches) -> Known | None:
    """Return what bone metastases looked like at the last study of the skeleton."""
    day = last_day_since_index(records, switches)
    if day is None:
        return None
    seen = [s for s in eligible_sightings(records, switches, day) if s.is_visible]
    return Known(_morphology(with_examined_morphology(seen, switches)), day)


def _morphology(seen: list[Sighting]) -> str:
    types = {s.morph_type for s in seen if s.morph == "Y"} & set(CHANGED)
    if len(types) > 1:
        return "mixed"
    if types:
        return str(types.pop())
    if any(s.tracer == "Y" and s.morph == "N" for s in seen):
        return "tracer_only"
    return "NE" if seen else "none"
