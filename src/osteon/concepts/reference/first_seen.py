"""Since when bone metastasis can be seen in one patient in retrospect, in plain Python: D04."""

from osteon.concepts.concept import Known
from osteon.concepts.reference.records import Records, Switches, day_of, rows_of
from osteon.concepts.reference.sightings import find_sightings


def bone_first_seen(records: Records, switches: Switches) -> Known | None:
    """Return the day of the first study on which a metastasis confirmed then or later shows."""
    confirmed: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    for sighting in find_sightings(records, switches):
        if not sighting.is_visible or sighting.day is None:
            continue
        if sighting.lesion is None:
            found.append((sighting.day, sighting.day))
        else:
            key = sighting.lesion["id"]
            confirmed[key] = min(sighting.day, confirmed.get(key, sighting.day))
    for lesion, day in _shown(records, switches):
        if lesion in confirmed and day <= confirmed[lesion]:
            found.append((day, confirmed[lesion]))
    return Known(*min(found)) if found else None


def _shown(records: Records, switches: Switches) -> list[tuple[str, int]]:
    """Return each lesion with the days on which it was visible and not taken for benign."""
    studies = {row["id"]: row for row in rows_of(records, "imaging_study")}
    return [
        (row["bone_lesion_id"], day)
        for row in rows_of(records, "lesion_observation")
        if "Y" in {row["tracer"], row["morph"]} and row["certainty"] != "benign"
        if (day := day_of(studies[row["imaging_study_id"]], "date", switches)) is not None
    ]
