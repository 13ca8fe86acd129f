"""Verifying: whatever was changed, taken away or added is named by its file."""

from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest

from osteon.errors import SnapshotError
from osteon.snapshot import TableManifest, check_snapshot, open_snapshot
from osteon.snapshot.layout import describe_folder, hash_file
from osteon.snapshot.manifest import dump_manifest, parse_manifest, seal_manifest

CREATED = datetime(2024, 1, 2, tzinfo=UTC)


def where(folder):
    return [problem.where.removeprefix(f"{folder}/") for problem in check_snapshot(folder)]


def test_every_changed_byte_of_a_table_is_refused_by_file_name(freeze, tables, folder):
    freeze(tables)
    path = folder / "tumour.parquet"
    whole = path.read_bytes()
    for place in (0, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert where(folder) == ["tumour.parquet"]
        with pytest.raises(SnapshotError, match=r"tumour\.parquet: found bytes that were changed"):
            open_snapshot(folder)


def test_a_truncated_table_is_refused_by_file_name(freeze, tables, folder):
    freeze(tables)
    path = folder / "patient.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SnapshotError, match=r"patient\.parquet: found bytes that were changed"):
        open_snapshot(folder)


def test_all_damage_is_named_at_once(freeze, tables, folder):
    freeze(tables)
    (folder / "patient.parquet").unlink()
    (folder / "tumour.parquet").write_bytes(b"PAR1")
    (folder / "pathology.parquet").write_bytes(b"PAR1")
    (folder / "notes.txt").write_text("x")
    assert where(folder) == [
        "patient.parquet",
        "tumour.parquet",
        "notes.txt",
        "pathology.parquet",
    ]


def test_a_file_that_is_there_twice_under_a_link_is_an_extra_file(freeze, tables, folder):
    freeze(tables)
    (folder / "again").symlink_to(folder, target_is_directory=True)
    assert where(folder) == ["again"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"", "a text that is not JSON"),
        (b"{", "a text that is not JSON"),
        (b"\xff\xfe", "a text that is not UTF-8"),
        (b"[]", "a key or value at fault"),
        (b'{"format_version": 1}', "a key or value at fault"),
    ],
)
def test_a_manifest_that_is_none_is_refused(freeze, tables, folder, text, found):
    freeze(tables)
    (folder / "manifest.json").write_bytes(text)
    with pytest.raises(SnapshotError, match=r"manifest\.json") as error:
        open_snapshot(folder)
    assert found in str(error.value)


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ("2023-05-31", "2023-05-30"),
        ("synthetic", "clinical"),
        ("2024-01-02T03", "2024-01-02T04"),
        ('"rows": 3', '"rows": 4'),
        ('"rows": 3', '"rows":  3'),
        ("date32[day]", "string"),
    ],
)
def test_a_manifest_that_was_edited_is_refused(freeze, tables, folder, written, changed):
    freeze(tables)
    path = folder / "manifest.json"
    text = path.read_text()
    assert written in text
    path.write_text(text.replace(written, changed))
    assert "manifest.json" in where(folder)


def test_a_folder_without_manifest_and_no_folder_at_all_are_no_snapshots(freeze, tables, folder):
    assert [problem.found for problem in check_snapshot(folder)] == ["no such folder"]
    freeze(tables)
    (folder / "manifest.json").unlink()
    assert [problem.found for problem in check_snapshot(folder)] == ["no such file"]


def test_another_format_version_asks_for_a_new_build(freeze, tables, folder):
    freeze(tables)
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"format_version": 1', '"format_version": 2'))
    (problem,) = check_snapshot(folder)
    assert problem.found == "format version 2"
    assert problem.hint == "Build the snapshot anew with this version of Osteon."


def rewrite(folder, change):
    """Seal a manifest anew after a change to its tables, as a careless program might."""
    path = folder / "manifest.json"
    manifest, _ = parse_manifest(path.read_text(), where="")
    assert manifest is not None
    said = {"data_cutoff": date(2023, 5, 31), "source": "synthetic", "created": CREATED}
    path.write_text(dump_manifest(seal_manifest(change(dict(manifest.tables)), **said)))


def test_a_manifest_cannot_name_files_outside_its_folder(freeze, tables, folder):
    freeze(tables)
    (folder.parent / "patient.parquet").write_bytes((folder / "patient.parquet").read_bytes())

    def escape(described):
        (file,) = described["patient"].files
        outside = type(file)("../patient.parquet", file.rows, file.sha256)
        patient = TableManifest(described["patient"].columns, file.rows, (outside,))
        return {**described, "patient": patient}

    rewrite(folder, escape)
    problems = check_snapshot(folder)
    assert problems[0].found == "'../patient.parquet'"
    assert problems[0].where.endswith("manifest.json: tables.patient.files")
    assert where(folder)[-1] == "patient.parquet"  # the file inside is no longer listed


def test_rows_and_columns_are_held_against_the_files(freeze, tables, folder):
    freeze(tables)

    def miscount(described):
        (file,) = described["patient"].files
        wrong = type(file)(file.name, 7, file.sha256)
        columns = dict(reversed(described["patient"].columns.items()))
        return {**described, "patient": TableManifest(columns, 8, (wrong,))}

    rewrite(folder, miscount)
    assert [problem.found for problem in check_snapshot(folder)] == [
        "another number than its files have",
        "3 rows",
        "other columns",
    ]


def test_bytes_that_are_not_parquet_are_refused_though_their_digest_fits(freeze, tables, folder):
    freeze(tables)
    path = folder / "tumour.parquet"
    path.write_bytes(b"not Parquet")

    def trust(described):
        (file,) = described["tumour"].files
        sealed = type(file)(file.name, file.rows, hash_file(path))
        return {**described, "tumour": TableManifest(described["tumour"].columns, 3, (sealed,))}

    rewrite(folder, trust)
    assert [problem.found for problem in check_snapshot(folder)] == ["bytes that are not Parquet"]


def test_columns_of_another_dictionary_ask_for_a_new_build(freeze, tables, folder, monkeypatch):
    monkeypatch.setattr("osteon.snapshot.manifest.DICTIONARY_VERSION", "0.1")
    patient = tables["patient"].rename_columns(
        ["gender" if name == "sex" else name for name in tables["patient"].column_names]
    )
    folder.mkdir()
    pq.write_table(patient, folder / "patient.parquet")
    described, _ = describe_folder(folder)
    said = {"data_cutoff": date(2023, 5, 31), "source": "synthetic", "created": CREATED}
    (folder / "manifest.json").write_text(dump_manifest(seal_manifest(described, **said)))
    problems = check_snapshot(folder)
    assert [problem.where for problem in problems[:2]] == ["patient.sex", "patient.gender"]
    assert problems[2].found == "dictionary version 0.1"
