"""Rows written at once are the rows that Django would have written, and the trail covers them."""

import datetime as dt

import pytest

from osteon.dictionary import ENTITIES, entity
from osteon.registry import actions
from osteon.registry.chain import row_digest
from osteon.registry.inserting import insert_rows
from osteon.registry.ledger import audit_key
from osteon.registry.models import RECORD_MODELS, AuditEntry, column_values, days_of
from osteon.registry.policies import Actor, Role
from osteon.synthetic import SimulationTruth, simulate_records

SEED, N_PATIENTS = 11, 40
VALUES = {
    "text": 'Müller\'s "note"; 100 %s',
    "integer": 7,
    "decimal": 1.5,
    "boolean": True,
    "date": dt.date(2020, 2, 29),
    "partial_date": "2020-02",
    "timestamp": dt.datetime(2020, 2, 29, 8, 30),  # noqa: DTZ001 - local by definition
    "code": "A",
    "reference": "a record elsewhere",
}


def full_row(table, key):
    """A row with a value of its kind in every field; its references are looked at by no one."""
    row = {}
    for field in table.fields:
        value = VALUES[field.kind]
        row[field.name] = [value] if field.multiple else value
    if "patient_id" in row:
        row["patient_id"] = "P1"
    return row | {table.key: key, "record_state": "complete"}


@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_every_kind_of_column_is_written_as_django_writes_it(name, db):
    model, table = RECORD_MODELS[name], entity(name)
    if name != "patient":
        RECORD_MODELS["patient"].objects.create(patient_id="P1", centre_id="A")
    ours = full_row(table, "P1" if name == "patient" else "ours")
    insert_rows(model, [ours | days_of(table, ours)])
    found = model.objects.filter(pk=ours[table.key]).values().get()
    theirs = column_values(table, model.stored, ours) | {"record_state": "complete"}
    if name == "patient":
        model.objects.all().delete()
    written = model(**theirs | {table.key: found[table.key]})
    model.objects.filter(pk=found[table.key]).delete()
    written.save(force_insert=True)
    assert model.objects.filter(pk=found[table.key]).values().get() == found
    written.delete()


def test_rows_of_different_columns_go_together(db):
    shared = {"centre_id": "A", "source": "manual", "record_state": "draft"}
    patients = [{"patient_id": "P1"}, {"patient_id": "P2", "sex": "F"}, {"patient_id": "P3"}]
    insert_rows(RECORD_MODELS["patient"], [patient | shared for patient in patients])
    found = RECORD_MODELS["patient"].objects.order_by("pk").values_list("pk", "sex")
    assert list(found) == [("P1", None), ("P2", "F"), ("P3", None)]


def test_the_trail_covers_every_row_as_it_is_read_back(registry):
    tables = simulate_records(SimulationTruth(), N_PATIENTS, seed=SEED)
    for code in sorted({str(row["centre_id"]) for row in tables["patient"]}):
        actions.create_centre(code, code, by=registry.operator, at=registry.at)
    by = Actor("importer", {"*": frozenset({Role.DATA_MANAGER})})
    entered = actions.import_batch(tables, by=by, at=registry.at, reason="a file")
    assert not any(entered.rejected.values())
    n_rows = 0
    for name in tables:
        digests = dict(
            AuditEntry.objects.filter(entity=name, action="import").values_list(
                "record_id", "row_digest"
            )
        )
        for record in RECORD_MODELS[name].objects.all():
            row = record.to_row() | {"record_state": record.record_state}
            assert digests.pop(record.key) == row_digest(audit_key(), name, row)
            n_rows += 1
        assert digests == {}
    assert n_rows == sum(map(len, tables.values()))
