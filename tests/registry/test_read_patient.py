"""A patient is read whole, with a question for each table that holds something of them."""

import pytest

from osteon.dictionary import ENTITIES
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.registry.states import RecordState

SHARED = {"patient_id": "P1", "centre_id": "A", "source": "manual"}
TABLES = {
    "patient": [{**SHARED, "birth": "1950", "sex": "F"}],
    "tumour": [
        {
            **SHARED, "id": "T1", "dx_date": "2020-05", "topography": "C17.2",
            "basis_of_dx": "histology_primary",
        }
    ],
    "follow_up": [
        {**SHARED, "id": key, "last_alive_date": day, "status": "alive"}
        for key, day in (("F2", "2022"), ("F1", "2021-02-03"))
    ],
}  # fmt: skip
OTHER = {**SHARED, "patient_id": "P2", "birth": "1951", "sex": "M"}


@pytest.fixture
def by(registry):
    manager = registry.actors[Role.DATA_MANAGER]
    entered = actions.import_batch(TABLES, by=manager, at=registry.at)
    assert not any(entered.rejected.values())
    actions.import_batch({"patient": [OTHER]}, by=manager, at=registry.at)
    draft = {**SHARED, "id": "S1"}
    actions.enter_record(
        "skeletal_event", draft, by=manager, at=registry.at, state=RecordState.DRAFT
    )
    return manager


def keys(records):
    return {name: [record.key for record in found] for name, found in records.items() if found}


def test_every_record_of_a_patient_is_there_and_no_other(by):
    found = reading.read_patient("P1", by=by)
    assert found.keys() == {name for name in ENTITIES if "patient_id" in ENTITIES[name].by_name}
    assert keys(found) == {
        "patient": ["P1"], "tumour": ["T1"], "follow_up": ["F1", "F2"], "skeletal_event": ["S1"],
    }  # fmt: skip


def test_a_chart_leaves_drafts_out(by):
    chart = reading.read_chart("P1", by=by)
    assert {name for name, rows in chart.items() if rows} == set(TABLES)
    assert [row["id"] for row in chart["follow_up"]] == ["F1", "F2"]


def test_tables_that_hold_nothing_of_the_patient_are_not_asked(by, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        reading.read_patient("P1", by=by)
