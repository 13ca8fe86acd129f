"""From tracer alone to a correlate on CT or MR in one patient, in plain Python: D05."""

from osteon.concepts.concept import Known
from osteon.concepts.reference.records import Records, Switches, day_of, latest, rows_of
from osteon.concepts.reference.sightings import find_sightings, with_examined_morphology
from osteon.concepts.reference.skeleton import evidence_first
from osteon.concepts.rules import examined_morphology


def conversion(records: Records, switches: Switches) -> Known | None:
    """Return the day on which metastases seen by tracer alone first had a correlate."""
    looks = _looks(records, switches)
    day = min((day for day, is_visible in looks.items() if is_visible), default=None)
    return None if day is None else Known(day, day)


def conversion_last_negative(records: Records, switches: Switches) -> Known | None:
    """Return the last day on which they were looked for and had no correlate yet."""
    looks = _looks(records, switches)
    converted = conversion(records, switches)
    limit = None if converted is None else converted.known_on
    day = latest(
        day
        for day, is_visible in looks.items()
        if not is_visible and (limit is None or day < limit)
    )
    return None if day is None else Known(day, day)


def _looks(records: Records, switches: Switches) -> dict[int, bool]:
    """Return the days on which morphology was examined and whether it showed anything.

    Since bone metastasis, if that was seen by tracer alone; else none.
    """
    evidence = evidence_first(records, switches)
    if evidence is None or evidence.value != "B" or evidence.known_on is None:
        return {}
    seen = with_examined_morphology(find_sightings(records, switches), switches)
    found = [(sighting.day, sighting.morph) for sighting in seen]
    looks: dict[int, bool] = {}
    for day, morph in [*found, *_examined_findings(records, switches)]:
        if day is not None and day >= evidence.known_on and morph in {"Y", "N"}:
            is_new = morph == "Y" and day > evidence.known_on
            looks[day] = looks.get(day, False) or is_new
    return looks


def _examined_findings(records: Records, switches: Switches) -> list[tuple[int | None, str]]:
    studies = {row["id"]: row for row in rows_of(records, "imaging_study")}
    counts = switches["lowdose_counts"]
    return [
        (
            day_of(study, "date", switches),
            examined_morphology("N", study["ct_quality"], lowdose_counts=counts),
        )
        for row in rows_of(records, "skeletal_finding")
        if row["morph_positive"] == "N" and (study := studies[row["imaging_study_id"]])
    ]
