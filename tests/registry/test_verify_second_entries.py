"""Second entries that are changed, removed or inserted past the actions are found, and named."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from osteon.registry import actions, operations
from osteon.registry.ledger import publish_current_head
from osteon.registry.models import SecondEntry
from osteon.registry.policies import Role

KEYS = {"patient_id": "P1", "centre_id": "A", "source": "manual"}
PATIENT = KEYS | {"birth": "1950", "sex": "F"}
STUDY = KEYS | {
    "id": "S1",
    "date": "2020",
    "modality": "CT",
    "context": "surveillance",
    "ct_slice_mm": 0.1,
}
OTHER = {
    "entity": "patient", "record_id": "S9", "entered_by": "nobody", "differing": [],
    "entered_at": datetime(2000, 1, 1, tzinfo=UTC), "values": {"modality": "WB_MRI"},
}  # fmt: skip
COPIED = "CREATE TEMPORARY TABLE copied AS SELECT * FROM registry_secondentry"
IN_SQL = {
    "what was typed is changed": (
        ["UPDATE registry_secondentry SET \"values\" = '{{}}'"],
        "{key}: found values that its digest does not cover",
    ),
    "what differs is called settled": (
        ["UPDATE registry_secondentry SET differing = '[]'"],
        "{key}: found values that its digest does not cover",
    ),
    "somebody else is named": (
        ["UPDATE registry_secondentry SET entered_by = 'nobody'"],
        "{key}: found values that its digest does not cover",
    ),
    "one is removed": (["DELETE FROM registry_secondentry"], "{key}: found nothing"),
    "one is inserted": (
        [
            COPIED,
            "UPDATE copied SET id = {key} + 1, record_id = 'S2'",
            "INSERT INTO registry_secondentry SELECT * FROM copied",
        ],
        "{next}: found a row that no entry of the audit trail tells of",
    ),
    "one is given to another record": (
        ["UPDATE registry_secondentry SET record_id = 'S2'"],
        "{key}: found values that its digest does not cover",
    ),
}


@pytest.fixture
def twice(registry):
    """A record typed twice, the second time with another kind of study."""
    first, second = registry.actors[Role.CLINICIAN], registry.actors[Role.DATA_ENTRY]
    actions.enter_record("patient", PATIENT, by=first, at=registry.at)
    actions.enter_record("imaging_study", STUDY, by=first, at=registry.at)
    other = STUDY | {"modality": "MRI"}
    actions.enter_again("imaging_study", other, by=second, at=registry.at)
    publish_current_head(registry.at, "day")
    assert operations.verify() == ()
    return registry


def run(statements, key):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(key=key))


def found():
    return "\n".join(map(str, operations.verify()))


@pytest.mark.parametrize("case", IN_SQL)
def test_what_is_done_to_a_second_entry_in_sql_is_found(twice, case):
    key = SecondEntry.objects.get().pk
    statements, words = IN_SQL[case]
    run(statements, key)
    assert f"row of 'second_entry' {words.format(key=key, next=key + 1)}" in found()


@pytest.mark.parametrize("column", OTHER)
def test_a_change_of_any_column_of_a_second_entry_is_found(twice, column):
    SecondEntry.objects.update(**{column: OTHER[column]})
    assert "row of 'second_entry'" in found()


def test_a_second_entry_stays_covered_through_its_life(twice):
    by, at = twice.actors[Role.DATA_ENTRY], twice.at
    third = STUDY | {"modality": "US"}
    actions.enter_again("imaging_study", third, by=by, at=at)
    assert operations.verify() == ()
    actions.settle_entries("imaging_study", third, version=1, by=by, at=at)
    assert SecondEntry.objects.get().differing == []
    assert operations.verify() == ()


def test_a_second_entry_that_went_with_its_record_does_not_come_back(twice):
    key = SecondEntry.objects.get().pk
    run([COPIED], key)
    keeper = twice.actors[Role.DATA_MANAGER]
    actions.remove_record(
        "imaging_study", "S1", version=1, by=keeper, at=twice.at, reason="entered twice"
    )
    assert not SecondEntry.objects.exists()
    assert operations.verify() == ()
    run(["INSERT INTO registry_secondentry SELECT * FROM copied"], key)
    assert f"row of 'second_entry' {key}: found a row that was removed" in found()
