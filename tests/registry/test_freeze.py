"""What is frozen: all that counts, of the centres one may freeze, and nothing else."""

import json
from datetime import date

import pyarrow as pa
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from odd_records import registries
from osteon.dictionary import ENTITIES, arrow_schema, check_rows, entity, to_arrow
from osteon.dictionary.about import Requirement
from osteon.registry import actions, operations, reading
from osteon.registry.actions.batches import parents_first
from osteon.registry.errors import PermissionRefusedError, RegistryError, UnknownRecordError
from osteon.registry.operations import freezing
from osteon.registry.policies import EVERYWHERE, Actor, Role, operator
from osteon.registry.states import RecordState
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

CUTOFF = date(2026, 5, 31)
KEPT_BY_THE_REGISTRY = {
    name: {field.name for field in table.fields if field.requirement is Requirement.BOOKKEEPING}
    for name, table in ENTITIES.items()
}
PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950-03", "sex": "F",
}  # fmt: skip


def row(key, **values):
    return {"id": key, "patient_id": "P1", "centre_id": "A", "source": "manual"} | values


@pytest.fixture
def frozen(registry, tmp_path):
    """Freeze as the operator, and return the tables as rows."""

    def freeze(name="snapshot", by=registry.operator, **options):
        return operations.freeze(
            tmp_path / name, data_cutoff=CUTOFF, by=by, at=registry.at, **options
        )

    return freeze


@pytest.fixture
def golden_part():
    """The golden records of twenty patients."""
    records = golden_records()
    patients = {row["patient_id"] for row in records["patient"][:20]}
    return {
        name: check_rows(name, [row for row in rows if row["patient_id"] in patients]).accepted
        for name, rows in records.items()
    }


def facts(name, table):
    """The columns of a table, without those that the registry fills by itself."""
    return table.drop_columns(sorted(KEPT_BY_THE_REGISTRY[name])).to_pydict()


def differing(found, expected):
    return [column for column in expected if found[column] != expected[column]]


def test_golden_records_come_out_as_they_went_in(registry, frozen, golden_part):
    operations.load_records(golden_part, by=registry.operator, at=registry.at, reason="golden")
    snapshot = frozen()
    assert set(snapshot.tables) == set(ENTITIES) - {"data_cut"}
    for name in snapshot.tables:
        expected = facts(name, to_arrow(name, golden_part.get(name, [])))
        found = facts(name, snapshot.table(name).to_pyarrow())
        assert (differing(found, expected), name) == ([], name)


def test_a_snapshot_loaded_and_frozen_again_is_the_same(registry, frozen, golden_part):
    operations.load_records(golden_part, by=registry.operator, at=registry.at, reason="golden")
    first = frozen("first")
    with transaction.atomic():
        for name in reversed(parents_first(ENTITIES)):
            freezing.RECORD_MODELS[name].objects.all().delete()
        loaded = operations.load_snapshot(first, by=registry.operator, at=registry.at)
        assert not any(loaded.rejected.values())
        second = frozen("second")
    for name in first.tables:
        once, twice = (facts(name, made.table(name).to_pyarrow()) for made in (first, second))
        assert (differing(twice, once), name) == ([], name)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=registries())
def test_odd_records_come_out_as_they_went_in(registry, records):
    with transaction.atomic():
        loaded = operations.load_records(
            records, by=registry.operator, at=registry.at, reason="odd"
        )
        for name, rows in records.items():
            refused = {id(rejected.row) for rejected in loaded.rejected[name]}
            assert loaded.entered[name] + len(refused) == len(rows)
            expected = to_arrow(name, entered_rows(name))
            found = freezing.read_columns(name, ["C1"])
            keys = [(key, "ascending") for key in ("patient_id", entity(name).key)]
            assert found.sort_by(keys).to_pylist() == expected.to_pylist()
        transaction.set_rollback(True)


def entered_rows(name):
    return [record.to_row() for record in freezing.RECORD_MODELS[name].objects.all()]


def test_awkward_text_comes_out_as_it_went_in(registry):
    texts = ["", '"', "a,b", "two\nlines", "\\N", "Größe ☢", " t ", "NULL", "\t"]
    tables = {
        "patient": [PATIENT],
        "comorbidity": [row(f"C{n}", **{TEXT: text}) for n, text in enumerate(texts)],
    }
    model = freezing.RECORD_MODELS["comorbidity"]
    actions.import_batch({"patient": [PATIENT]}, by=registry.operator, at=registry.at)
    for given_row in tables["comorbidity"]:
        record = model(record_state="complete")
        record.take(given_row)
        record.save(force_insert=True)
    found = freezing.read_columns("comorbidity", ["A"]).sort_by("id")
    assert found[TEXT].to_pylist() == texts
    assert found.schema.names == arrow_schema("comorbidity").names


TEXT = next(f.name for f in ENTITIES["comorbidity"].fields if f.kind == "text" and f.may_be_absent)


def test_a_draft_does_not_count_and_neither_does_what_belongs_to_it(registry, frozen):
    by, at = registry.operator, registry.at
    clinician = registry.actors[Role.CLINICIAN]
    actions.enter_record("patient", PATIENT, by=clinician, at=at)
    study = row("I1", date="2024-01-01", modality="CT")
    draft = RecordState.DRAFT
    actions.enter_record("imaging_study", study, by=clinician, at=at, state=draft)
    lesion = row("L1", lesion_no=1, region="T8", side_null="NA", first_seen_date="2024")
    actions.enter_record("bone_lesion", lesion, by=clinician, at=at, state=draft)
    event = row("E1", date="2024-02", type="MSCC", bone_lesion_id="L1")
    actions.enter_record("skeletal_event", event, by=clinician, at=at, state=draft)
    finding = row("F1", imaging_study_id="I1")
    actions.enter_record("skeletal_finding", finding, by=clinician, at=at, state=draft)
    count("skeletal_event", "skeletal_finding")
    snapshot = frozen(by=by)
    assert rows_of(snapshot, "imaging_study") == rows_of(snapshot, "skeletal_finding") == []
    (kept,) = rows_of(snapshot, "skeletal_event")
    assert (kept["id"], kept["bone_lesion_id"]) == ("E1", None)
    assert "held back" in snapshot.manifest.source
    assert "skeletal_finding 1" in snapshot.manifest.source


def count(*names):
    """Let drafts count whatever they lack."""
    for name in names:
        freezing.RECORD_MODELS[name].objects.update(record_state="complete")


def rows_of(snapshot, name):
    return snapshot.table(name).to_pyarrow().to_pylist()


def test_only_centres_are_frozen_where_one_may_freeze(registry, frozen):
    patients = [PATIENT, PATIENT | {"patient_id": "P2", "centre_id": "B"}]
    actions.import_batch({"patient": patients}, by=registry.operator, at=registry.at)
    statistician = registry.actors[Role.STATISTICIAN]
    mine = frozen("mine", by=statistician)
    assert [kept["patient_id"] for kept in rows_of(mine, "patient")] == ["P1"]
    assert len(rows_of(frozen("all"), "patient")) == 2
    assert len(rows_of(frozen("one", centres=["B"]), "patient")) == 1
    with pytest.raises(PermissionRefusedError, match="freeze"):
        frozen("theirs", by=statistician, centres=["B"])
    with pytest.raises(UnknownRecordError, match="no centre"):
        frozen("nowhere", centres=["C"])


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DATA_MANAGER, Role.STATISTICIAN}))
def test_who_may_not_freeze_gets_nothing(registry, frozen, tmp_path, role):
    with pytest.raises(PermissionRefusedError, match="freeze"):
        frozen(by=registry.actors[role])
    assert not (tmp_path / "snapshot").exists()


def test_a_freeze_leaves_a_row_an_entry_and_a_published_head(registry, frozen, heads):
    actions.import_batch({"patient": [PATIENT]}, by=registry.operator, at=registry.at)
    snapshot = frozen()
    (cut,) = freezing.RECORD_MODELS["data_cut"].objects.all()
    assert (cut.export_sha256, cut.cut_date, cut.record_state) == (
        snapshot.digest, CUTOFF, "locked",
    )  # fmt: skip
    assert "patient 1" in cut.table_rows
    entry = reading.audit_trail(by=registry.operator)[0]
    assert (entry.action, entry.reason) == ("freeze", f"snapshot {snapshot.digest}")
    line = json.loads(heads.read_text().splitlines()[-1])
    assert (line["occasion"], line["number"]) == ("freeze", entry.number)
    assert operations.verify() == ()


def test_identity_is_never_frozen(registry, frozen):
    by = Actor("data", {EVERYWHERE: frozenset({Role.DATA_MANAGER})})
    actions.import_batch({"patient": [PATIENT]}, by=by, at=registry.at)
    identity = actions.PatientIdentity("Rosenholz", "Ada", "1950-03-04", "4711-0815")
    actions.write_identity("P1", identity, by=by, at=registry.at)
    snapshot = frozen(by=by)
    told = json.dumps([rows_of(snapshot, name) for name in snapshot.tables], default=str)
    for word in ("Rosenholz", "Ada", "1950-03-04", "4711"):
        assert word not in told


def test_a_snapshot_is_never_replaced(registry, frozen):
    frozen()
    with pytest.raises(RegistryError, match="never replaced"):
        frozen()


def test_there_is_no_snapshot_without_its_entry(registry, frozen, tmp_path, monkeypatch):
    def fail(*arguments, **options):
        raise OSError("no space left on device")

    monkeypatch.setattr(freezing, "writing", fail)
    with pytest.raises(OSError, match="no space"):
        frozen()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_registry_is_frozen_with_all_its_tables(registry, frozen):
    snapshot = frozen(by=operator("tests"))
    assert len(snapshot.tables) == len(ENTITIES) - 1
    assert isinstance(snapshot.table("patient").to_pyarrow(), pa.Table)
    assert snapshot.data_cutoff != GOLDEN_DATA_CUTOFF
