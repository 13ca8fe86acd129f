"""What studies showed of bone metastasis in one patient, in plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from osteon.concepts.reference.records import (
    Records,
    Row,
    Switches,
    accepted_certainties,
    day_of,
    earliest,
    rows_of,
)
from osteon.concepts.rules import examined_morphology

RECEPTOR_MODALITIES = frozenset({"SSTR_PETCT", "SSTR_PETMR", "SSTR_SPECT"})
EXAMINED = frozenset({"positive", "negative", "equivocal"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """A metastasis at a study: one lesion, or all of them where the study lists none."""

    study: Row
    day: int | None
    tracer: str
    morph: str
    morph_type: str | None
    is_visible: bool
    lesion: Row | None
    n_loci: int | None


def find_sightings(records: Records, switches: Switches) -> list[Sighting]:
    """Return the metastases that studies showed; benign, refuted and equivocal lesions are none.

    A study with a positive finding and no lesion rows gives one sighting, from the finding.
    """
    studies = {row["id"]: row for row in rows_of(records, "imaging_study")}
    listed = {row["imaging_study_id"] for row in rows_of(records, "lesion_observation")}
    found = [*_from_lesions(records, switches)]
    for finding in rows_of(records, "skeletal_finding"):
        is_listed = finding["imaging_study_id"] in listed
        if finding["bone_result"] == "positive" and not is_listed:
            found.append(_from_finding(finding, studies[finding["imaging_study_id"]], switches))
    return found


def accepted_observations(records: Records, switches: Switches) -> Iterator[tuple[Row, Row, Row]]:
    """Yield what was observed of lesions, certain enough and not benign: row, study, lesion."""
    studies = {row["id"]: row for row in rows_of(records, "imaging_study")}
    lesions = {row["id"]: row for row in rows_of(records, "bone_lesion")}
    for row in rows_of(records, "lesion_observation"):
        study, lesion = studies[row["imaging_study_id"]], lesions[row["bone_lesion_id"]]
        is_benign = (lesion["final_class"] or "").startswith("benign")
        if not is_benign and row["certainty"] in accepted_certainties(switches):
            yield row, study, lesion


def _from_lesions(records: Records, switches: Switches) -> Iterator[Sighting]:
    for row, study, lesion in accepted_observations(records, switches):
        yield Sighting(
            study=study,
            day=day_of(study, "date", switches),
            tracer=row["tracer"] or "NE",
            morph=row["morph"] or "NE",
            morph_type=row["morph_type"],
            is_visible="Y" in {row["tracer"], row["morph"]},
            lesion=lesion,
            n_loci=None,
        )


def _from_finding(finding: Row, study: Row, switches: Switches) -> Sighting:
    return Sighting(
        study=study,
        day=day_of(study, "date", switches),
        tracer=finding["tracer_positive"] or "NE",
        morph=finding["morph_positive"] or "NE",
        morph_type=finding["morphology_overall"],
        is_visible=True,
        lesion=None,
        n_loci=finding["n_loci"],
    )


def with_examined_morphology(seen: list[Sighting], switches: Switches) -> list[Sighting]:
    """Return sightings whose morphology is not examined where only a low-dose CT was done."""
    counts = switches["lowdose_counts"]
    return [
        replace(s, morph=examined_morphology(s.morph, s.study["ct_quality"], lowdose_counts=counts))
        for s in seen
    ]


def bone_sites(records: Records, switches: Switches) -> list[Row]:
    """Return the rows that state bone metastasis without a study that shows it."""
    return [row for row in certain_sites(records, switches) if row["organ"] == "BONE"]


def certain_sites(records: Records, switches: Switches) -> list[Row]:
    """Return the organs with metastasis, certain enough or of unstated certainty."""
    accepted = accepted_certainties(switches) | {None}
    sites = rows_of(records, "metastasis_site")
    return [row for row in sites if row["status"] == "Y" and row["certainty"] in accepted]


@dataclass(frozen=True, slots=True)
class BoneIndex:
    """When bone metastasis was first confirmed, and by what."""

    day: int | None
    sources: tuple[tuple[Row, str], ...]
    is_seen: bool


def find_bone_index(records: Records, switches: Switches) -> BoneIndex | None:
    """Return the first study that showed bone metastasis, else what the organ's record states."""
    visible = [s for s in find_sightings(records, switches) if s.is_visible]
    if visible:
        sources = tuple((sighting.study, "date") for sighting in visible)
        return BoneIndex(earliest(s.day for s in visible), sources, is_seen=True)
    sites = bone_sites(records, switches)
    if not sites:
        return None
    days = earliest(day_of(row, "first_date", switches) for row in sites)
    return BoneIndex(days, tuple((row, "first_date") for row in sites), is_seen=False)


def last_study_day(records: Records, switches: Switches, since: int) -> int | None:
    """Return the day of the last study of the skeleton on or after a day."""
    days = [day for day, _ in _examinations(records, switches)]
    return max((day for day in days if day is not None and day >= since), default=None)


def results_on(
    records: Records, switches: Switches, day: int, *, eligible_only: bool = True
) -> set[str]:
    """Return the results for the skeleton of the studies of a day."""
    found = _examinations(records, switches, eligible_only=eligible_only)
    return {row["bone_result"] for on, row in found if on == day and row is not None}


def _examinations(
    records: Records, switches: Switches, *, eligible_only: bool = True
) -> list[tuple[int | None, Row | None]]:
    studies = {row["id"]: row for row in rows_of(records, "imaging_study")}
    examined = [
        (day_of(study, "date", switches), row)
        for row in rows_of(records, "skeletal_finding")
        if row["bone_result"] in EXAMINED
        and (study := studies[row["imaging_study_id"]])
        and (not eligible_only or is_eligible(study, switches))
    ]
    seen = [
        (sighting.day, None)
        for sighting in find_sightings(records, switches)
        if is_eligible(sighting.study, switches)
    ]
    return [*examined, *seen]


def is_eligible(study: Row, switches: Switches) -> bool:
    """Return whether a study may be the last one."""
    return switches["last_study"] == "any" or study["modality"] in RECEPTOR_MODALITIES
