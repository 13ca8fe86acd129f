"""Every row is accepted or rejected as a whole, with its reasons and without its values."""

import csv
import stat
from datetime import UTC, date, datetime

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from osteon.dictionary import to_arrow
from osteon.errors import MappingError
from osteon.exchange import ImportCounts, ImportResult, import_table
from osteon.snapshot import build_snapshot

PATIENT = """
[[record]]
entity = "patient"

[record.fields]
birth = { column = "birth" }
sex = { column = "sex", values = { m = "M", f = "F" } }
"""
TUMOUR = """
[[record]]
entity = "tumour"
id = "{patient_id}-t"

[record.fields]
dx_date = { column = "dx", dates = ["%d.%m.%Y", "%m/%Y", "%Y"] }
topography = { constant = "C17.2" }
basis_of_dx = { reason = "UNK" }
"""
TEXT = """
patient,birth,sex,dx,note
1,1950,m,17.05.2020,first
2,1950-13,x,31.02.2020,"second, quoted"
3,1960,f,05/2021,third
"""


@pytest.fixture
def result(import_text):
    return import_text(TEXT, PATIENT, TUMOUR)


def test_all_problems_of_a_row_are_said_at_once(result, problems_of):
    assert [row.row_number for row in result.rejected] == [3]
    assert [problem.split(":")[0] for problem in problems_of(result)] == [
        "row 3, patient.birth (column 'birth')",
        "row 3, patient.sex (column 'sex')",
        "row 3, tumour.dx_date (column 'dx')",
    ]


def test_no_record_of_a_rejected_row_is_kept(result):
    assert [record["patient_id"] for record in result.records["tumour"]] == ["X-1", "X-3"]
    assert [record["patient_id"] for record in result.records["patient"]] == ["X-1", "X-3"]


def test_rows_in_are_rows_accepted_and_rejected(result):
    assert result.counts == ImportCounts(n_in=3, n_accepted=2, n_rejected=1)
    assert str(result.counts) == "3 rows: 2 accepted, 1 rejected."
    with pytest.raises(AssertionError, match="2 rows in"):
        ImportResult(
            result.source, result.columns, (), {}, result.accepted, result.rejected, n_in=2
        )


def test_the_report_goes_row_by_row_and_shows_no_value(result):
    report = result.render_report(every_row=True)
    assert report.splitlines()[:5] == [
        "source.csv, 3 rows: 2 accepted, 1 rejected.",
        "  patient: 2 records",
        "  tumour: 2 records",
        "Columns that the mapping does not use: note.",
        "Row 2: accepted, 1 patient, 1 tumour.",
    ]
    assert "Row 3: rejected.\n  - row 3, patient.birth (column 'birth'): found a day" in report
    assert report.splitlines()[-1] == "Row 4: accepted, 1 patient, 1 tumour."
    for value in ("1950-13", "31.02.2020", "second"):
        assert value not in report
    assert "Row 2" not in result.render_report()


def test_the_reject_file_keeps_the_row_and_is_for_its_owner_only(result):
    path = result.write_rejected()
    assert path.name == "source.rejected.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["row_number"] == "3"
    assert len(row.pop("reasons").splitlines()) == 3
    assert row == {
        "row_number": "3",
        "patient": "2",
        "birth": "1950-13",
        "sex": "x",
        "dx": "31.02.2020",
        "note": "second, quoted",
    }


def test_an_older_reject_file_does_not_lend_its_permissions(result, tmp_path):
    path = tmp_path / "rejected.csv"
    path.write_text("old")
    path.chmod(0o644)
    assert stat.S_IMODE(result.write_rejected(path).stat().st_mode) == 0o600


def test_a_reject_file_without_rows_replaces_an_older_one(import_text, result):
    path = result.write_rejected()
    import_text("patient,birth,sex,dx\n1,1950,m,2020\n", PATIENT, TUMOUR).write_rejected()
    assert path.read_text(encoding="utf-8-sig") == "row_number,reasons,patient,birth,sex,dx\n"


def test_rows_that_claim_one_key_are_all_rejected(import_text, problems_of):
    text = "patient,birth,sex\n1,1950,m\n2,1950,m\n1,1951,m\n1,1950,f\n"
    result = import_text(text, PATIENT)
    assert [record["patient_id"] for record in result.records["patient"]] == ["X-2"]
    assert problems_of(result)[0] == (
        "row 2, patient: found the key of row 4, 5; permitted: a key that no other record has. "
        "Keep one of the rows, or make the template of the key tell them apart."
    )
    assert [row.row_number for row in result.rejected] == [2, 4, 5]


def test_a_key_that_a_rejected_row_claims_is_not_free(import_text, problems_of):
    result = import_text("patient,birth,sex\n1,1950,m\n1,never,m\n", PATIENT)
    assert result.counts.n_rejected == 2


def test_one_key_for_two_records_of_a_row_is_refused(import_text, problems_of):
    result = import_text("patient,birth,sex,dx\n1,1950,m,2020\n", PATIENT, TUMOUR, TUMOUR)
    assert problems_of(result)[0].startswith("row 2, tumour: found one key for two of its records")


def test_further_rows_of_a_rejected_patient_are_rejected(import_text, problems_of):
    first = 'where = { column = "visit", in = ["1"] }\n[record.fields]'
    visit = """
    [[record]]
    entity = "patient_observation"
    id = "{patient_id}-{visit}"

    [record.fields]
    date = { column = "day" }
    """
    text = """
    patient,visit,day,birth,sex
    1,1,2020,never,m
    1,2,2021,,
    2,1,2020,1950,m
    2,2,2021,,
    """
    result = import_text(text, PATIENT.replace("[record.fields]", first), visit)
    assert [row.row_number for row in result.rejected] == [2, 3]
    assert problems_of(result)[1] == (
        "row 3, patient_id: found a patient whose own row is rejected; "
        "permitted: a patient who is accepted. Mend that row first."
    )


def test_a_row_without_the_key_of_its_patient_is_rejected(import_text, problems_of):
    result = import_text("patient,birth,sex\n,1950,m\n", PATIENT)
    assert problems_of(result) == [
        (
            "row 2, patient_id: found nothing in column 'patient', which a key is made of; "
            "permitted: a value."
        )
    ]


def test_a_row_of_another_length_is_rejected_unread(import_text, problems_of):
    result = import_text("patient,birth,sex\n1,1950\n2,1950,m\n", PATIENT)
    assert problems_of(result) == ["row 2: found 2 cells; permitted: 3 cells, as in the header."]


def test_columns_that_the_source_lacks_are_named_by_key_and_neighbour(import_text):
    with pytest.raises(MappingError, match=r"that source\.csv does not have") as error:
        import_text("Patient,birht,sex\n1,1950,m\n", PATIENT, TUMOUR)
    assert [str(problem) for problem in error.value.problems] == [
        (
            "patient_id: found the column 'patient'; permitted: a column of source.csv. "
            "Did you mean 'Patient'?"
        ),
        (
            "record[1].fields.birth.column: found the column 'birth'; permitted: a column of "
            "source.csv. Did you mean 'birht'?"
        ),
        (
            "record[2].fields.dx_date.column: found the column 'dx'; permitted: a column of "
            "source.csv."
        ),
    ]


def test_one_column_alone_hints_at_the_delimiter(import_text):
    with pytest.raises(MappingError, match=r"Does `delimiter` fit\?"):
        import_text("patient;birth;sex\n1;1950;m\n", PATIENT)


def test_a_workbook_with_days_and_texts_in_one_column(mapping_of, tmp_path):
    workbook = openpyxl.Workbook()
    rows = [
        ["patient", "birth", "sex", "dx"],
        [1, 1950, "m", datetime.fromisoformat("2020-05-17")],
        [2, 1950, "f", "17.05.2020"],
        [3, 1950, "f", "05/2020"],
        [4, 1950, "f", 2020],
        [5, 1950, "f", datetime.fromisoformat("2020-05-17T12:30")],
        [6, 1950, "f", "=TODAY()"],
    ]
    for row in rows:
        workbook.active.append(row)
    workbook.save(tmp_path / "source.xlsx")
    result = import_table(mapping_of(PATIENT, TUMOUR), tmp_path / "source.xlsx")
    assert [(r["id"], r["dx_date"]) for r in result.records["tumour"]] == [
        ("X-1-t", "2020-05-17"),
        ("X-2-t", "2020-05-17"),
        ("X-3-t", "2020-05"),
        ("X-4-t", "2020"),
    ]
    assert [(row.row_number, row.problems[0].found) for row in result.rejected] == [
        (6, "a date with a time of day"),
        (7, "a formula whose result the file does not hold"),
    ]
    dropped = mapping_of(PATIENT, TUMOUR.replace('"dx",', '"dx", drop_time = true,'))
    assert len(import_table(dropped, tmp_path / "source.xlsx").rejected) == 1


def test_a_condition_on_a_value_that_the_file_does_not_give_is_refused(mapping_of, tmp_path):
    where = 'where = { column = "dx", not_in = [""] }'
    block = TUMOUR.replace("[record.fields]", f"{where}\n[record.fields]")
    workbook = openpyxl.Workbook()
    workbook.active.append(["patient", "dx"])
    workbook.active.append([1, "=TODAY()"])
    workbook.save(tmp_path / "source.xlsx")
    (row,) = import_table(mapping_of(block), tmp_path / "source.xlsx").rejected
    assert [problem.where for problem in row.problems] == ["row 2, condition of 'tumour'"]


def test_a_day_in_a_key_is_written_alike_in_every_format(mapping_of, tmp_path):
    block = TUMOUR.replace("{patient_id}-t", "{patient_id}-{dx}")
    workbook = openpyxl.Workbook()
    workbook.active.append(["patient", "dx"])
    workbook.active.append([1, datetime.fromisoformat("2020-05-17")])
    workbook.save(tmp_path / "source.xlsx")
    (tumour,) = import_table(mapping_of(block), tmp_path / "source.xlsx").records["tumour"]
    assert tumour["id"] == "X-1-2020-05-17"


@pytest.mark.parametrize(
    ("months", "found"),
    [(True, "a value that is no number"), (float("inf"), "a number that is not finite")],
)
def test_a_time_that_is_no_number_is_refused(mapping_of, tmp_path, months, found):
    follow_up = """
    [[record]]
    entity = "follow_up"
    id = "{patient_id}-f"

    [record.fields]
    status = { constant = "alive" }
    last_alive_date = { months_after = { column = "m", origin = 2020-01-01 } }
    """
    pd.DataFrame({"patient": [1], "m": [months]}).to_parquet(tmp_path / "source.parquet")
    result = import_table(mapping_of(follow_up), tmp_path / "source.parquet")
    assert [problem.found for problem in result.rejected[0].problems] == [found]


@pytest.mark.parametrize("suffix", [".sav", ".dta"])
def test_dates_reach_a_snapshot_from_a_statistics_program(mapping_of, tmp_path, suffix):
    frame = pd.DataFrame(
        {
            "patient": [1.0, 2.0],
            "birth": [date(1948, 1, 2), None],
            "sex": ["m", "f"],
            "dx": [date(2020, 2, 29), date(1969, 12, 31)],
        }
    )
    path = tmp_path / f"source{suffix}"
    (pyreadstat.write_sav if suffix == ".sav" else pyreadstat.write_dta)(frame, path)
    mapping = mapping_of(PATIENT, TUMOUR, source='missing = { "" = "UNK" }')
    result = import_table(mapping, path)
    snapshot = build_snapshot(
        tmp_path / "snapshot",
        {name: to_arrow(name, rows) for name, rows in result.records.items()},
        data_cutoff=date(2024, 1, 1),
        source=path.name,
        created=datetime(2024, 1, 1, tzinfo=UTC),
    )
    tumour = snapshot.table("tumour").order_by("patient_id").to_pyarrow()
    assert tumour["dx_date_lo"].to_pylist() == [date(2020, 2, 29), date(1969, 12, 31)]
    patient = snapshot.table("patient").order_by("patient_id").to_pyarrow()
    assert patient["birth_lo"].to_pylist() == [date(1948, 1, 2), None]
    assert patient["birth_null"].to_pylist() == [None, "UNK"]


def test_a_value_declared_missing_needs_its_reason(mapping_of, tmp_path, problems_of):
    frame = pd.DataFrame({"patient": [1.0], "birth": [1950.0], "sex": ["m"], "dx": [9999.0]})
    path = tmp_path / "source.sav"
    pyreadstat.write_sav(frame, path, missing_ranges={"dx": [9999.0]})
    assert problems_of(import_table(mapping_of(PATIENT, TUMOUR), path)) == [
        (
            "row 1, tumour.dx_date (column 'dx'): found a value that the file itself declares "
            "missing; permitted: a value. Name its reason under `missing`."
        )
    ]
    mapping = mapping_of(PATIENT, TUMOUR, source='missing = { "9999" = "NASK" }')
    (tumour,) = import_table(mapping, path).records["tumour"]
    assert tumour["dx_date_null"] == "NASK"
