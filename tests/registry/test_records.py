"""Records entered, changed and moved: who may, what is checked, what the trail says."""

import pytest

from osteon.errors import RecordError
from osteon.registry import actions, reading
from osteon.registry.errors import PermissionRefusedError, RegistryError, StaleRecordError
from osteon.registry.policies import Role
from osteon.registry.states import RecordState

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip


def test_a_record_is_entered_with_its_trail(registry):
    by = registry.actors[Role.DATA_ENTRY]
    saved = actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    assert (saved.version, saved.state) == (1, RecordState.COMPLETE)
    entry = reading.audit_trail(by=registry.actors[Role.DATA_MANAGER], patient_id="P1")[0]
    assert (entry.actor, entry.action, entry.changes["sex"]) == (by.name, "create", (None, "F"))


def test_a_draft_may_lack_what_a_complete_record_needs(registry):
    by = registry.actors[Role.DATA_ENTRY]
    lacking = {name: value for name, value in PATIENT.items() if name != "sex"}
    with pytest.raises(RecordError, match=r"patient\.sex"):
        actions.enter_record("patient", lacking, by=by, at=registry.at)
    actions.enter_record("patient", lacking, by=by, at=registry.at, state=RecordState.DRAFT)
    with pytest.raises(RecordError, match=r"patient\.sex"):
        actions.move_record("patient", "P1", RecordState.COMPLETE, by=by, at=registry.at)


def test_the_second_of_two_who_change_the_same_version_gets_the_first_ones_row(registry):
    by = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    changed = PATIENT | {"menopause": "post"}
    actions.change_record("patient", changed, version=1, by=by, at=registry.at)
    with pytest.raises(StaleRecordError) as caught:
        actions.change_record("patient", PATIENT, version=1, by=by, at=registry.at)
    assert caught.value.current["menopause"] == "post"


def test_a_signed_record_is_reopened_with_a_reason_before_it_changes(registry):
    by = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=by, at=registry.at)
    actions.move_record("patient", "P1", RecordState.SIGNED, by=by, at=registry.at)
    with pytest.raises(RegistryError, match="Reopen"):
        actions.change_record("patient", PATIENT, version=2, by=by, at=registry.at)
    with pytest.raises(RegistryError, match="reason"):
        actions.move_record("patient", "P1", RecordState.COMPLETE, by=by, at=registry.at)


def test_a_viewer_enters_nothing(registry):
    with pytest.raises(PermissionRefusedError, match="data_entry or clinician or data_manager"):
        actions.enter_record("patient", PATIENT, by=registry.actors[Role.VIEWER], at=registry.at)
