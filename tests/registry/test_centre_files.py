"""What centres keep enters the registry: every record with its entry, and none a second time."""

import pytest

from golden_flat import carried_records, golden_lines
from golden_sav import write_golden_sav
from osteon.dictionary import Requirement, entity
from osteon.exchange import import_table, load_mapping, packaged_mapping
from osteon.registry import actions, reading
from osteon.registry.policies import Actor, Role

CENTRE = "golden"
N_PATIENTS = 30
"""Those with bone metastasis come last."""


@pytest.fixture
def lines():
    return golden_lines()[-N_PATIENTS:]


@pytest.fixture
def imported(lines, registry, tmp_path):
    actions.create_centre(CENTRE, "Golden", by=registry.operator, at=registry.at)
    result = import_table(
        load_mapping(packaged_mapping("centre_spss")),
        write_golden_sav(lines, tmp_path / "patients.sav"),
    )
    assert result.counts.n_accepted == N_PATIENTS
    return result


@pytest.fixture
def by():
    return Actor("data_manager_golden", {CENTRE: frozenset({Role.DATA_MANAGER})})


def without_bookkeeping(name, row):
    kept = {
        field.name
        for field in entity(name).fields
        if field.requirement is Requirement.BOOKKEEPING and field.name != "source"
    }
    return {field: value for field, value in row.items() if field not in kept}


def test_the_registry_holds_the_golden_records(imported, lines, registry, by):
    entered = actions.import_batch(imported.records, by=by, at=registry.at, reason="patients.sav")
    assert not any(entered.rejected.values())
    assert entered.entered == {name: len(rows) for name, rows in imported.records.items()}
    expected = carried_records(lines)
    for line in lines[:5] + lines[-5:]:
        patient_id = f"sinet-{line.number}"
        chart = reading.read_chart(patient_id, by=by)
        for name, rows in expected.items():
            key = entity(name).key
            found = {row[key]: without_bookkeeping(name, row) for row in chart[name]}
            own = [row for row in rows if row["patient_id"] == patient_id]
            assert found == {row[key]: row for row in own}


def test_every_record_has_its_entry_in_the_trail(imported, registry, by):
    actions.import_batch(imported.records, by=by, at=registry.at, reason="patients.sav")
    n_records = sum(len(rows) for rows in imported.records.values())
    trail = reading.audit_trail(by=by, length=2 * n_records)
    imports = [entry for entry in trail if entry.action == "import"]
    assert {(entry.entity, entry.record_id) for entry in imports} == {
        (name, row[entity(name).key]) for name, rows in imported.records.items() for row in rows
    }
    assert len(imports) == n_records
    assert {(entry.actor, entry.reason) for entry in imports} == {(by.name, "patients.sav")}


def test_a_second_import_enters_nothing_and_says_so_of_every_row(imported, registry, by):
    actions.import_batch(imported.records, by=by, at=registry.at, reason="patients.sav")
    again = actions.import_batch(imported.records, by=by, at=registry.at, reason="patients.sav")
    assert not any(again.entered.values())
    assert {name: len(rows) for name, rows in again.rejected.items()} == {
        name: len(rows) for name, rows in imported.records.items()
    }
    found = {
        problem.found
        for rows in again.rejected.values()
        for row in rows
        for problem in row.problems
    }
    assert found == {"a key that is taken"}


def test_a_centre_that_the_registry_does_not_have_takes_no_rows(imported, registry):
    """A mapping with a misspelt centre would give patients whom nobody sees."""
    everywhere = Actor("data_manager", {"*": frozenset({Role.DATA_MANAGER})})
    misspelt = [row | {"centre_id": "goldn"} for row in imported.records["patient"]]
    entered = actions.import_batch({"patient": misspelt}, by=everywhere, at=registry.at)
    assert entered.entered == {"patient": 0}
    (problem,) = entered.rejected["patient"][0].problems
    assert problem.where == "patient.centre_id"
