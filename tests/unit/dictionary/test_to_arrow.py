"""Records as Arrow tables."""

from datetime import date

import pyarrow as pa
import pytest

from osteon.dictionary import ENTITIES, arrow_schema, check_rows, to_arrow


def test_a_partial_date_has_its_interval_beside_it(patient):
    table = to_arrow("patient", check_rows("patient", [patient]).accepted)
    columns = ["birth", "birth_lo", "birth_hi", "birth_null", "birth_estimated"]
    assert table.select(columns).to_pylist() == [
        {
            "birth": "1960",
            "birth_lo": date(1960, 1, 1),
            "birth_hi": date(1960, 12, 31),
            "birth_null": None,
            "birth_estimated": False,
        }
    ]


def test_an_absent_date_has_a_reason_and_no_interval(patient):
    del patient["birth"]
    rows = check_rows("patient", [patient | {"birth_null": "MSK"}]).accepted
    table = to_arrow("patient", rows)
    assert table["birth_null"].to_pylist() == ["MSK"]
    assert table["birth_lo"].to_pylist() == table["birth_hi"].to_pylist() == [None]


def test_rows_are_sorted_by_patient_and_key(pathology):
    order = [("P2", "1"), ("P10", "9"), ("P1", "3"), ("P1", "2")]
    rows = [pathology | {"patient_id": patient, "id": key} for patient, key in order]
    table = to_arrow("pathology", check_rows("pathology", rows).accepted)
    sorted_keys = list(zip(table["patient_id"].to_pylist(), table["id"].to_pylist(), strict=True))
    assert sorted_keys == [("P1", "2"), ("P1", "3"), ("P10", "9"), ("P2", "1")]


@pytest.mark.parametrize("name", ENTITIES)
def test_a_table_without_rows_has_its_columns(name):
    table = to_arrow(name, [])
    assert table.schema.equals(arrow_schema(name), check_metadata=True)
    assert table.num_rows == 0


def test_types_follow_the_dictionary():
    assert arrow_schema("pathology").field("ki67_percent").type == pa.float64()
    assert arrow_schema("pathology").field("is_reference").type == pa.bool_()
    assert arrow_schema("skeletal_finding").field("n_loci").type == pa.int64()
    assert arrow_schema("hormone_assessment").field("syndrome").type == pa.list_(pa.string())
    assert arrow_schema("data_cut").field("cut_date").type == pa.date32()
    assert arrow_schema("imaging_study").field("injected_at").type == pa.timestamp("us")
    assert arrow_schema("lab_result").field("value_limit").type == pa.float64()


def test_only_keys_are_never_null():
    required = [field.name for field in arrow_schema("pathology") if not field.nullable]
    assert required == ["id", "patient_id", "centre_id", "source", "tumour_id"]


def test_a_column_says_what_the_dictionary_knows():
    about = arrow_schema("pathology").field("ki67_percent").metadata
    assert about[b"unit"] == b"%"
    assert about[b"coding"] == b"LOINC 29593-1"
    assert about[b"requirement"] == b"conditional"
    assert arrow_schema("pathology").field("morphology").metadata[b"value_set"] == b"morphology"
    assert arrow_schema("pathology").metadata[b"dictionary_version"] == b"1.0"
