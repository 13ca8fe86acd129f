"""A record that goes takes with it what hangs on it, and stays while others refer to it."""

import pytest

from osteon.registry import actions, reading
from osteon.registry.errors import RegistryError, UnknownRecordError
from osteon.registry.policies import Role

PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip


def test_a_patient_goes_with_identity_and_queries_and_the_trail_tells_each(registry):
    by = registry.actors[Role.DATA_MANAGER]
    at = registry.at
    actions.enter_record("patient", PATIENT, by=by, at=at)
    actions.write_identity("P1", actions.PatientIdentity("N", "V", "", "7"), by=by, at=at)
    actions.raise_query("patient", "P1", actions.Question("Is this so?"), by=by, at=at)
    actions.remove_record("patient", "P1", version=1, by=by, at=at, reason="consent withdrawn")
    with pytest.raises(UnknownRecordError):
        reading.read_record("patient", "P1", by=by)
    assert actions.find_patient("7", by=by, at=at) is None
    assert reading.list_queries(by=by, patient_id="P1") == []
    removed = [e for e in reading.audit_trail(by=by, patient_id="P1") if e.action == "remove"]
    assert {entry.entity for entry in removed} == {"patient", "identity", "query"}
    assert {entry.reason for entry in removed} == {"consent withdrawn"}


def test_a_patient_with_records_stays(registry):
    by = registry.actors[Role.DATA_MANAGER]
    actions.import_batch({"patient": [PATIENT], "tumour_board": [_board()]}, by=by, at=registry.at)
    with pytest.raises(RegistryError, match=r"tumour_board\.patient_id"):
        actions.remove_record(
            "patient", "P1", version=1, by=by, at=registry.at, reason="entered twice"
        )


def _board() -> dict[str, object]:
    return {
        "id": "B1", "patient_id": "P1", "centre_id": "A", "source": "manual",
        "date": "2020-05", "type_null": "UNK",
    }  # fmt: skip
