"""Building: the same rows give the same bytes, and only tables of the dictionary get in."""

import json
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from osteon.errors import SnapshotError
from osteon.snapshot import check_snapshot, open_snapshot

EVENING = datetime(2024, 1, 2, 20, 0, tzinfo=UTC)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def problems_of(error: pytest.ExceptionInfo[SnapshotError]) -> str:
    return "\n".join(str(problem) for problem in error.value.problems)


def test_a_built_snapshot_is_whole_and_says_what_it_holds(freeze, tables, folder):
    snapshot = freeze(tables)
    assert check_snapshot(folder) == ()
    assert snapshot.tables == ("patient", "tumour")
    assert snapshot.data_cutoff == date(2023, 5, 31)
    written = json.loads((folder / "manifest.json").read_text())
    assert written["tables"]["tumour"]["rows"] == 3
    assert written["tables"]["tumour"]["columns"]["dx_date_lo"] == "date32[day]"
    assert written["tables"]["tumour"]["columns"]["symptoms_at_dx"] == "list<string>"
    assert written["digest"] == snapshot.digest


def test_the_order_of_rows_columns_tables_and_chunks_does_not_show(freeze, tables, tmp_path):
    freeze(tables)
    shuffled = {
        name: pa.concat_tables([table.slice(2), table.slice(0, 2)]).select(
            list(reversed(table.column_names))
        )
        for name, table in reversed(tables.items())
    }
    freeze(shuffled, folder=tmp_path / "shuffled")
    assert content(tmp_path / "shuffled") == content(tmp_path / "snapshot")


def test_metadata_of_a_schema_does_not_show(freeze, tables, tmp_path):
    freeze(tables)
    marked = {name: table.replace_schema_metadata({"by": "x"}) for name, table in tables.items()}
    freeze(marked, folder=tmp_path / "marked")
    assert content(tmp_path / "marked") == content(tmp_path / "snapshot")


def test_the_time_of_building_stands_outside_the_digest(freeze, tables, folder):
    digest = freeze(tables).digest
    later = freeze(tables, created=EVENING)
    assert later.digest == digest
    assert later.manifest.created == EVENING


@pytest.mark.parametrize(
    "said", [{"data_cutoff": date(2023, 6, 1)}, {"source": "another registry"}]
)
def test_cut_off_and_source_are_part_of_the_digest(freeze, tables, said):
    assert freeze(tables).digest != freeze(tables, **said).digest


def test_rows_lie_in_order_of_patients(freeze, tables, folder):
    freeze(tables)
    assert pq.read_table(folder / "patient.parquet")["patient_id"].to_pylist() == ["P1", "P2", "P3"]


def test_every_table_of_the_dictionary_may_be_empty(freeze, tables):
    empty = {name: table.slice(0, 0) for name, table in tables.items()}
    assert freeze(empty).table("patient").count().to_pyarrow().as_py() == 0


def test_all_wrong_tables_and_columns_are_named_at_once(freeze, tables, folder):
    patient = tables["patient"].drop_columns(["sex"]).append_column("sexe", pa.array(["M"] * 3))
    place = tables["tumour"].schema.get_field_index("age_at_diagnosis")
    tumour = tables["tumour"].set_column(place, "age_at_diagnosis", pa.array([1.0, 2.0, 3.0]))
    with pytest.raises(SnapshotError) as error:
        freeze({"patient": patient, "tumour": tumour, "tumours": tumour})
    assert problems_of(error).splitlines() == [
        (
            "patient.sex: found no such column; permitted: a column of type string. "
            "Write the table with osteon.dictionary.to_arrow."
        ),
        (
            "patient.sexe: found an unknown column; permitted: the columns of the dictionary. "
            "Did you mean 'sex'?"
        ),
        (
            "tumour.age_at_diagnosis: found type double; permitted: a column of type int64. "
            "Write the table with osteon.dictionary.to_arrow."
        ),
        (
            "tumours: found an unknown table; permitted: a table of the dictionary. "
            "Did you mean 'tumour' or 'tumour_board'?"
        ),
    ]
    assert not folder.exists()


def test_a_column_that_stands_twice_is_refused(freeze, tables):
    patient = tables["patient"].append_column("sex", pa.array(["M"] * 3))
    with pytest.raises(SnapshotError, match="patient: found two columns of one name"):
        freeze({"patient": patient})


def test_a_snapshot_needs_a_table_of_patients(freeze, tables):
    with pytest.raises(SnapshotError, match="patient: found no such table"):
        freeze({"tumour": tables["tumour"]})


def test_keys_must_be_there_be_unique_and_name_a_patient(freeze, tables):
    tumour = tables["tumour"]
    columns = {
        "id": pa.array(["T1", "T1", None]),
        "patient_id": pa.array(["P1", "P9", "P8"]),
    }
    for name, column in columns.items():
        tumour = tumour.set_column(tumour.schema.get_field_index(name), name, column)
    with pytest.raises(SnapshotError) as error:
        freeze({"patient": tables["patient"], "tumour": tumour})
    assert problems_of(error).splitlines() == [
        "tumour.id: found a key that occurs before; permitted: unique keys.",
        "tumour.id: found nothing; permitted: a value in every row.",
        (
            "tumour.patient_id: found a key of no row (2 of them); "
            "permitted: a key of the table 'patient'."
        ),
    ]
    assert "P9" not in problems_of(error)


def test_a_reference_to_a_table_that_is_not_there_is_refused(freeze, tables, stages):
    freeze({**tables, "stage_assessment": stages})
    with pytest.raises(SnapshotError, match=r"stage_assessment\.tumour_id: found a key of no row"):
        freeze({"patient": tables["patient"], "stage_assessment": stages})


@pytest.mark.parametrize("name", ["notes.txt", "patient.csv", "scans/image.dcm"])
def test_a_folder_with_other_files_is_not_replaced(freeze, tables, folder, name):
    freeze(tables)
    stranger = folder / name
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_text("mine")
    with pytest.raises(SnapshotError, match="not a snapshot, and is not replaced") as error:
        freeze(tables)
    assert name in problems_of(error)
    assert stranger.read_text() == "mine"


@pytest.mark.parametrize("text", ["{}", "not JSON", '{"name": "an app", "icons": []}'])
def test_a_folder_with_the_manifest_of_another_program_is_not_replaced(
    freeze, tables, folder, text
):
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    with pytest.raises(SnapshotError, match="no manifest of a snapshot"):
        freeze(tables)
    assert (folder / "manifest.json").read_text() == text


def test_a_file_is_not_replaced(freeze, tables, folder):
    folder.write_text("mine")
    with pytest.raises(SnapshotError, match="found a file"):
        freeze(tables)


def test_an_empty_folder_and_a_damaged_snapshot_are_replaced(freeze, tables, folder):
    folder.mkdir()
    freeze(tables)
    (folder / "patient.parquet").write_bytes(b"damaged")
    freeze(tables)
    assert check_snapshot(folder) == ()


def test_patients_can_be_read_by_their_owner_only_until_the_folder_is_opened(
    freeze, tables, folder
):
    freeze(tables)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o750)
    freeze(tables)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750


def test_a_name_that_is_a_link_stays_one(freeze, tables, folder, tmp_path):
    freeze(tables)
    link = tmp_path / "latest"
    link.symlink_to(folder, target_is_directory=True)
    freeze(tables, folder=link, source="another registry")
    assert link.is_symlink()
    assert open_snapshot(folder).manifest.source == "another registry"


def test_a_working_directory_does_not_matter(freeze, tables, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    snapshot = freeze(tables, folder=Path("relative"))
    monkeypatch.chdir("/")
    assert snapshot.table("patient").count().to_pyarrow().as_py() == 3
