"""What forms ask of the registry: old versions, whole visits, two entries settled, sound locks."""

import pytest

from osteon.errors import RecordError
from osteon.registry import actions, reading
from osteon.registry.errors import (
    PermissionRefusedError,
    RegistryError,
    StaleRecordError,
    UnknownRecordError,
)
from osteon.registry.policies import Role
from osteon.registry.states import RecordState

KEYS = {"patient_id": "P1", "centre_id": "A", "source": "manual"}
PATIENT = KEYS | {"birth": "1950", "sex": "F"}
EVENT = KEYS | {"id": "E1", "date": "2020-05", "type": "MSCC", "region": "T8"}
STUDY = KEYS | {"id": "S1", "date": "2020", "modality": "CT", "context": "surveillance"}
FINDING = KEYS | {"id": "F1", "imaging_study_id": "S1", "coverage": "spine",
                  "bone_result": "negative"}  # fmt: skip


@pytest.fixture
def event(registry):
    by = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    actions.enter_record("skeletal_event", EVENT, by=by, at=registry.at)
    return registry


def change(registry, **facts):
    by = registry.actors[Role.CLINICIAN]
    stored = reading.read_record("skeletal_event", "E1", by=by)
    row = {**stored.row, **facts}
    actions.change_record("skeletal_event", row, version=stored.version, by=by, at=registry.at)


def test_every_version_of_a_record_is_read_back(event):
    by = event.actors[Role.VIEWER]
    change(event, region="T9", symptomatic="Y")
    change(event, date="2020-06-01", symptomatic="N")
    regions = [
        reading.read_version("skeletal_event", "E1", version, by=by) for version in (1, 2, 3)
    ]
    assert [row["region"] for row in regions] == ["T8", "T9", "T9"]
    assert [row["date"] for row in regions] == ["2020-05", "2020-05", "2020-06-01"]
    assert [row.get("symptomatic") for row in regions] == [None, "Y", "N"]
    assert regions[0] == EVENT | {"date_estimated": False}


def test_a_version_that_never_was_is_not_there(event):
    with pytest.raises(UnknownRecordError, match="no such version"):
        reading.read_version("skeletal_event", "E1", 7, by=event.actors[Role.VIEWER])


def test_the_history_of_a_record_is_for_those_who_see_it(event):
    change(event, region="T9")
    entries = reading.record_history("skeletal_event", "E1", by=event.actors[Role.VIEWER])
    assert [entry.action for entry in entries] == ["change", "create"]
    assert entries[0].changes["region"] == ("T8", "T9")
    with pytest.raises(UnknownRecordError):
        reading.record_history("skeletal_event", "E1", by=event.actors[Role.ADMINISTRATOR])


def test_a_visit_is_entered_whole(event):
    by = event.actors[Role.DATA_ENTRY]
    rows = [("imaging_study", STUDY), ("skeletal_finding", FINDING)]
    saved = actions.enter_records(rows, by=by, at=event.at)
    assert [(one.entity, one.version) for one in saved] == [
        ("imaging_study", 1), ("skeletal_finding", 1),
    ]  # fmt: skip


def test_a_visit_with_a_flaw_leaves_nothing(event):
    by = event.actors[Role.DATA_ENTRY]
    wrong = FINDING | {"bone_result": "perhaps"}
    rows = [("imaging_study", STUDY | {"modality": "EYE"}), ("skeletal_finding", wrong)]
    with pytest.raises(RecordError) as caught:
        actions.enter_records(rows, by=by, at=event.at)
    places = {problem.where.split(", ")[-1] for problem in caught.value.problems}
    assert {"imaging_study.modality", "skeletal_finding.bone_result"} <= places
    assert reading.records_of("P1", "imaging_study", by=by) == []
    with pytest.raises(PermissionRefusedError):
        actions.enter_records([("imaging_study", STUDY)], by=event.actors[Role.VIEWER], at=event.at)


def test_two_entries_are_settled_once_and_in_their_version(event):
    second = event.actors[Role.DATA_ENTRY]
    other = EVENT | {"region": "T9"}
    assert reading.second_entry_of("skeletal_event", "E1", by=second) is None
    with pytest.raises(RegistryError, match="nothing to settle"):
        actions.settle_entries("skeletal_event", other, version=1, by=second, at=event.at)
    assert actions.enter_again("skeletal_event", other, by=second, at=event.at) == ("region",)
    read = reading.second_entry_of("skeletal_event", "E1", by=second)
    assert (read.entered_by, read.differing, read.row["region"]) == (second.name, ("region",), "T9")
    with pytest.raises(StaleRecordError):
        actions.settle_entries("skeletal_event", other, version=9, by=second, at=event.at)
    saved = actions.settle_entries("skeletal_event", other, version=1, by=second, at=event.at)
    assert saved.version == 2
    row = reading.read_record("skeletal_event", "E1", by=second).row
    assert (row["region"], row["verified_by"]) == ("T9", second.name)
    assert reading.second_entry_of("skeletal_event", "E1", by=second).differing == ()


def test_only_flaws_of_the_record_itself_stand_against_its_lock(event):
    """The flaw of another record of the patient leaves this one as it is."""
    at, by = event.at, event.actors[Role.CLINICIAN]
    other = EVENT | {"id": "E2", "region": "FEMUR_L"}
    actions.enter_record("skeletal_event", other, by=by, at=at)
    for key in ("E1", "E2"):
        actions.move_record("skeletal_event", key, RecordState.SIGNED, by=by, at=at)
    keeper = event.actors[Role.DATA_MANAGER]
    locked = actions.move_record("skeletal_event", "E1", RecordState.LOCKED, by=keeper, at=at)
    assert locked.state is RecordState.LOCKED
    with pytest.raises(RecordError, match="H-24") as caught:
        actions.move_record("skeletal_event", "E2", RecordState.LOCKED, by=keeper, at=at)
    assert "FEMUR_L" not in str(caught.value)


def test_a_draft_lacks_nothing_that_it_is_not_asked_for(event):
    by = event.actors[Role.DATA_ENTRY]
    row = KEYS | {"id": "E3"}
    saved = actions.enter_record(
        "skeletal_event", row, by=by, at=event.at, state=RecordState.DRAFT
    )  # fmt: skip
    assert saved.state is RecordState.DRAFT
    with pytest.raises(RecordError):
        actions.move_record("skeletal_event", "E3", RecordState.COMPLETE, by=by, at=event.at)
