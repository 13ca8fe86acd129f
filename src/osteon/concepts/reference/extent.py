"""How much of one patient's skeleton is involved, in plain Python: D07."""

from osteon.concepts.concept import Known
from osteon.concepts.reference.records import Records, Switches, rows_of
from osteon.concepts.reference.sightings import (
    Sighting,
    find_bone_index,
    find_sightings,
    results_on,
)
from osteon.concepts.reference.skeleton import eligible_sightings, last_day_since_index
from osteon.concepts.rules import (
    MULTIFOCAL_FROM,
    classify_counted_extent,
    region_groups,
    region_sites,
)


def skeletal_extent(records: Records, switches: Switches) -> Known | None:
    """Return how much of the skeleton was involved at the first or the last study."""
    day = _extent_day(records, switches)
    if day is None:
        return None
    value = _extent_on(records, switches, day)
    return None if value is None else Known(value, day)


def _extent_day(records: Records, switches: Switches) -> int | None:
    if switches["at"] == "last":
        return last_day_since_index(records, switches)
    index = find_bone_index(records, switches)
    return index.day if index is not None and index.is_seen else None


def _visible_on(records: Records, switches: Switches, day: int) -> list[Sighting]:
    if switches["at"] == "last":
        seen = eligible_sightings(records, switches, day)
    else:
        seen = [s for s in find_sightings(records, switches) if s.day == day]
    return [s for s in seen if s.is_visible]


def _extent_on(records: Records, switches: Switches, day: int) -> str | None:
    seen = _visible_on(records, switches, day)
    if not seen:
        results = results_on(records, switches, day, eligible_only=switches["at"] == "last")
        return None if results & {"positive", "equivocal"} else "NONE"
    loci = _loci(seen, switches)
    counted = max((s.n_loci for s in seen if s.n_loci is not None), default=0)
    if (
        _is_countless(records, switches, day)
        or max(len(loci), 0 if loci else counted) >= MULTIFOCAL_FROM
    ):
        return "MULTIFOCAL_GE4"
    if not loci:
        return "SOLITARY" if counted == 1 else None
    regions = {s.lesion["region"] for s in seen if s.lesion is not None}
    if len(loci) > 1 and None in regions:
        return None
    groups = {region_groups(switches["sacrum_group"]).get(region, "") for region in regions}
    return classify_counted_extent(len(loci), groups)


def _loci(seen: list[Sighting], switches: Switches) -> set[str]:
    lesions = [s.lesion for s in seen if s.lesion is not None]
    match switches["locus_unit"]:
        case "lesion":
            return {lesion["id"] for lesion in lesions}
        case "bone":
            return {lesion["region"] for lesion in lesions} - {None}
        case _:
            groups = region_groups(switches["sacrum_group"])
            return {groups[lesion["region"]] for lesion in lesions if lesion["region"]}


def _is_countless(records: Records, switches: Switches, day: int) -> bool:
    studies = {s.study["id"] for s in _visible_on(records, switches, day)}
    return any(
        row["countless"] and row["bone_result"] == "positive" and row["imaging_study_id"] in studies
        for row in rows_of(records, "skeletal_finding")
    )


def solitary_region(records: Records, switches: Switches) -> Known | None:
    """Return where the metastasis lies, if there is one only."""
    extent = skeletal_extent(records, switches)
    if extent is None or extent.value != "SOLITARY" or extent.known_on is None:
        return None
    seen = _visible_on(records, switches, extent.known_on)
    regions = {s.lesion["region"] for s in seen if s.lesion is not None} - {None}
    if len(regions) != 1:
        return None
    return Known(region_sites(switches["sacrum_group"])[regions.pop()], extent.known_on)
