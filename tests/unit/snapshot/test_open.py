"""Opening: tables as Ibis expressions, and what they hold in numbers."""

from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest

from osteon.errors import SnapshotError
from osteon.snapshot import TableDescription, open_snapshot, seal_snapshot

SAID = {
    "data_cutoff": date(2023, 5, 31),
    "source": "another engine",
    "created": datetime(2024, 1, 2, tzinfo=UTC),
}


@pytest.fixture
def parts(tables, folder):
    """The tables as another engine leaves them: the tumours in two parts."""
    (folder / "tumour").mkdir(parents=True)
    pq.write_table(tables["patient"], folder / "patient.parquet")
    pq.write_table(tables["tumour"].slice(0, 2), folder / "tumour" / "part-00000.parquet")
    pq.write_table(tables["tumour"].slice(2), folder / "tumour" / "part-00001-a1b2.c000.parquet")
    return folder


def test_a_table_can_be_queried(freeze, tables):
    tumour = freeze(tables).table("tumour")
    late = tumour.filter(tumour.dx_date_lo >= date(2012, 1, 1)).order_by("patient_id")
    assert late.select("patient_id").to_pyarrow().to_pydict() == {"patient_id": ["P2", "P3"]}


def test_tables_can_be_joined_on_one_connection(freeze, tables):
    snapshot = freeze(tables)
    joined = snapshot.table("patient").inner_join(snapshot.table("tumour"), "patient_id")
    assert joined.count().to_pyarrow().as_py() == 3


def test_a_table_that_is_not_there_is_named_with_those_that_are(freeze, tables):
    with pytest.raises(SnapshotError) as error:
        freeze(tables).table("tumor")
    (problem,) = error.value.problems
    assert problem.found == "no table 'tumor'"
    assert problem.permitted == "patient, tumour"
    assert problem.hint == "Did you mean 'tumour'?"


def test_a_snapshot_is_described_by_rows_dates_and_missing_values(freeze, tables):
    patient, tumour = freeze(tables).describe()
    assert isinstance(patient, TableDescription)
    assert (patient.name, patient.rows) == ("patient", 3)
    assert (patient.first_date, patient.last_date) == (date(1948, 5, 1), date(1950, 12, 31))
    assert patient.missing["birth"] == 1
    assert patient.missing["sex"] == 0
    assert (tumour.first_date, tumour.last_date) == (date(2010, 3, 1), date(2015, 7, 9))
    assert tumour.missing["side"] == 3
    assert not any(name.endswith(("_lo", "_null")) for name in tumour.missing)


def test_an_empty_table_has_no_dates_and_nothing_missing(freeze, tables):
    tumour = freeze({**tables, "tumour": tables["tumour"].slice(0, 0)}).describe()[1]
    assert (tumour.rows, tumour.first_date, tumour.last_date) == (0, None, None)
    assert set(tumour.missing.values()) == {0}


def test_part_files_of_another_engine_become_one_table(parts, tables):
    snapshot = seal_snapshot(parts, **SAID)
    assert snapshot.manifest.tables["tumour"].rows == 3
    tumour = snapshot.table("tumour").order_by("patient_id").to_pyarrow()
    assert tumour["patient_id"].to_pylist() == ["P1", "P2", "P3"]
    assert open_snapshot(parts).digest == snapshot.digest


def test_a_part_that_is_missing_is_named(parts):
    seal_snapshot(parts, **SAID)
    (parts / "tumour" / "part-00000.parquet").unlink()
    with pytest.raises(SnapshotError, match=r"tumour/part-00000\.parquet: found no such file"):
        open_snapshot(parts)


def test_sealing_names_all_files_it_cannot_take(parts, tables):
    (parts / "tumour" / "_SUCCESS").touch()
    (parts / "pathology.parquet").write_bytes(b"PAR1")
    short = tables["tumour"].drop_columns(["side"])
    pq.write_table(short, parts / "tumour" / "part-00002.parquet")
    with pytest.raises(SnapshotError) as error:
        seal_snapshot(parts, **SAID)
    found = {
        problem.where.removeprefix(f"{parts}/"): problem.found for problem in error.value.problems
    }
    assert found == {
        "pathology.parquet": "bytes that are not Parquet",
        "tumour/_SUCCESS": "a file of no table",
        "tumour/part-00002.parquet": "other columns or types",
    }
    assert not (parts / "manifest.json").exists()


def test_sealing_checks_keys_across_parts(parts, tables):
    pq.write_table(tables["tumour"].slice(0, 1), parts / "tumour" / "part-00002.parquet")
    with pytest.raises(SnapshotError, match=r"tumour\.id: found a key that occurs before"):
        seal_snapshot(parts, **SAID)
