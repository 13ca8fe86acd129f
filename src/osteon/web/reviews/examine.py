"""The records of some patients held against the rules of data quality and of the worklist."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from osteon.dictionary import entity
from osteon.quality import QualityFinding, Row, check_quality
from osteon.registry import reading
from osteon.registry.actions import FoundFlaw, FoundGap, PatientReview
from osteon.registry.policies import Actor, operator
from osteon.worklist import CareGap, Concern, GapState, Thresholds, find_gaps, parse_thresholds

REVIEWER = operator("reviews")
"""Sees all centres: what is found is shown to those only who may see the record."""
Tables = Mapping[str, Sequence[Row]]


def examine(patient_ids: Sequence[str], *, as_of: date) -> list[PatientReview]:
    """Return what is found for some patients on a day, one review a patient, of all their rows.

    A patient who is not there, or whose own row is a draft, has no centre and no line.
    """
    chart = reading.read_charts(patient_ids, by=REVIEWER)
    centres = {str(row["patient_id"]): str(row["centre_id"]) for row in chart["patient"]}
    counted = {
        table: [row for row in rows if row["patient_id"] in centres]
        for table, rows in chart.items()
    }
    keepers = _keepers(counted)
    flaws: defaultdict[str, list[FoundFlaw]] = defaultdict(list)
    for found in findings_of(counted, as_of=as_of, by=REVIEWER):
        if found.patient_id in centres:
            flaws[found.patient_id].append(_flaw(found, keepers, centres))
    gaps: defaultdict[str, list[FoundGap]] = defaultdict(list)
    for gap in gaps_of(counted, as_of=as_of, by=REVIEWER):
        gaps[gap.patient_id].append(_gap(gap, keepers, centres))
    return [
        PatientReview(key, centres.get(key, ""), tuple(flaws[key]), tuple(gaps[key]))
        for key in patient_ids
    ]


def findings_of(chart: Tables, *, as_of: date, by: Actor) -> list[QualityFinding]:
    """Return what the rules of data quality find in the rows of some patients.

    Lesions of other patients that share a tracking identifier are looked at too.
    """
    tracked = {str(row["tracking_uid"]) for row in chart["bone_lesion"] if "tracking_uid" in row}
    own = {row["patient_id"] for row in chart["patient"]}
    strangers = [
        row
        for row in reading.lesions_tracked_as(sorted(tracked), by=by)
        if row["patient_id"] not in own
    ]
    seen = {**chart, "bone_lesion": [*chart["bone_lesion"], *strangers]}
    return [found for found in check_quality(seen, data_cutoff=as_of) if found.patient_id in own]


def gaps_of(chart: Tables, *, as_of: date, by: Actor) -> list[CareGap]:
    """Return what is due for some patients and not on record, with their centres' thresholds."""
    return find_gaps(chart, as_of=as_of, thresholds=centre_thresholds(by=by))


def centre_thresholds(*, by: Actor) -> Thresholds:
    """Return the thresholds that the centres an actor may see have signed off."""
    return Thresholds(
        {
            signed.centre_id: parse_thresholds(signed.toml).at(signed.centre_id)
            for signed in reading.signed_thresholds(by=by)
        }
    )


def urgency(gap: CareGap) -> str:
    """Return a text by which gaps sort as `osteon.worklist.sort_gaps` orders them."""
    state, concern = list(GapState).index(gap.state), list(Concern).index(gap.concern)
    since = gap.due_from or date.min
    return f"{gap.is_audit:d}{state}{concern} {gap.due_to} {since} {gap.rule}"


def _keepers(chart: Tables) -> dict[tuple[str, str], str]:
    """Return the centre of every row by table and key."""
    return {
        (table, str(row[entity(table).key])): str(row["centre_id"])
        for table, rows in chart.items()
        for row in rows
    }


def _flaw(
    found: QualityFinding, keepers: Mapping[tuple[str, str], str], centres: Mapping[str, str]
) -> FoundFlaw:
    centre_id = keepers.get((found.table, found.record_id), centres[found.patient_id])
    return FoundFlaw(
        rule=found.rule,
        severity=found.severity.value,
        centre_id=centre_id,
        entity=found.table,
        record_id=found.record_id,
        fields=found.fields,
        message=found.message,
    )


def _gap(
    gap: CareGap, keepers: Mapping[tuple[str, str], str], centres: Mapping[str, str]
) -> FoundGap:
    home = centres[gap.patient_id]
    return FoundGap(
        urgency=urgency(gap),
        rule=gap.rule,
        concern=gap.concern.value,
        state=gap.state.value,
        due_from=gap.due_from,
        due_to=gap.due_to,
        reason=gap.reason,
        rows=tuple(
            (row.table, row.record_id, keepers.get((row.table, row.record_id), home))
            for row in gap.rows
        ),
        is_audit=gap.is_audit,
        is_signed_off=gap.is_signed_off,
    )
