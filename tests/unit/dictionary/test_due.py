"""When a field is asked for: its condition names a field of its table and codes it may hold."""

import pytest

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES, check_rows

CONDITIONS = [
    (table.name, field.name, field.due)
    for table in ENTITIES.values()
    for field in table.fields
    if field.due is not None
]


@pytest.mark.parametrize(("table", "name", "due"), CONDITIONS)
def test_a_condition_can_be_met(table, name, due):
    deciding = ENTITIES[table].field(due.field)
    assert deciding.name != name
    if deciding.kind == "boolean":
        assert set(due.values) == {"true"}
    elif due.values:
        assert set(due.values) <= set(load_value_set(deciding.value_set).words)


def test_no_field_that_is_always_needed_waits_for_another():
    always = {"key", "required"}
    waiting = [(t, n) for t, n, _ in CONDITIONS if ENTITIES[t].field(n).requirement in always]
    assert waiting == []


def test_a_draft_may_lack_all_but_its_keys():
    row = {"id": "E1", "patient_id": "P1", "centre_id": "A", "source": "manual"}
    assert check_rows("skeletal_event", [row]).rejected
    assert check_rows("skeletal_event", [row], drafts=True).accepted == [row]
    assert check_rows("skeletal_event", [{"id": "E1"}], drafts=True).rejected
