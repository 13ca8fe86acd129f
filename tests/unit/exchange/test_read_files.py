"""Reading workbooks, data files of statistics programs and Parquet: types as the file has them."""

import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from osteon.errors import SourceFileError
from osteon.exchange import read_source
from osteon.exchange.tabular.cells import Unreadable

BLOCK = '[[record]]\nentity = "patient"\n[record.fields]\nbirth = { reason = "UNK" }\n'
DAYS = [date(2020, 2, 29), None, date(1948, 1, 2)]


@pytest.fixture
def read(mapping_of, tmp_path):
    def run(name: str, source: str = ""):
        return read_source(
            tmp_path / name, mapping_of(f'{BLOCK}sex = {{ column = "sex" }}', source=source)
        )

    return run


def column(table, name: str) -> list[object]:
    return [row.cells[name] for row in table.rows]


@pytest.fixture
def write_workbook(tmp_path):
    def write(rows, name: str = "source.xlsx", **more_sheets):
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet.title = "patients"
        for row in rows:
            sheet.append(row)
        for title in more_sheets:
            workbook.create_sheet(title)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


def test_a_workbook_keeps_numbers_texts_and_dates(read, write_workbook):
    day = datetime.fromisoformat("2020-02-29")
    write_workbook([["a", "d"], [1, day], ["x", "03/2020"], [2.5, 2019], [True]])
    table = read("source.xlsx")
    assert [row.number for row in table.rows] == [2, 3, 4, 5]
    assert column(table, "a") == [1, "x", 2.5, True]
    assert column(table, "d") == [day, "03/2020", 2019, None]


def test_empty_rows_below_the_data_are_no_rows(read, write_workbook):
    write_workbook([["a"], [1], [None], [" "], [2]])
    assert [row.number for row in read("source.xlsx").rows] == [2, 5]


def test_a_formula_that_was_never_computed_is_not_an_empty_cell(read, write_workbook):
    write_workbook([["a", "b"], [1, "=A2+1"], ["#N/A", None]])
    table = read("source.xlsx")
    formula, nothing = column(table, "b")
    assert isinstance(formula, Unreadable)
    assert formula.found == "a formula whose result the file does not hold"
    assert nothing is None
    error = column(table, "a")[1]
    assert isinstance(error, Unreadable)
    assert error.word == "#N/A"


def test_the_size_that_a_workbook_claims_is_not_believed(read, write_workbook, tmp_path):
    """Some programs write a size of one cell; taken at its word, the rest would be lost."""
    path = write_workbook([["a", "b"], [1, 2], [3, 4]])
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    assert b'ref="A1:B3"' in parts[sheet]
    parts[sheet] = parts[sheet].replace(b'ref="A1:B3"', b'ref="A1"')
    with zipfile.ZipFile(tmp_path / "claims.xlsx", "w") as claims:
        for name, content in parts.items():
            claims.writestr(name, content)
    assert column(read("claims.xlsx"), "b") == [2, 4]


def test_a_sheet_has_to_be_named_where_there_are_several(read, write_workbook):
    write_workbook([["a"], [1]], notes=[])
    with pytest.raises(SourceFileError, match="found 2 sheets, and none named") as error:
        read("source.xlsx")
    assert error.value.problems[0].permitted == "patients, notes"
    with pytest.raises(SourceFileError, match="found no sheet 'patient'"):
        read("source.xlsx", 'sheet = "patient"')
    assert column(read("source.xlsx", 'sheet = "patients"'), "a") == [1]


def test_a_file_that_is_no_workbook_is_refused(read, tmp_path):
    (tmp_path / "source.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 an old .xls")
    with pytest.raises(SourceFileError, match="found no Excel workbook"):
        read("source.xlsx")


def write_statistics(path, frame, **said):
    writer = pyreadstat.write_sav if path.suffix == ".sav" else pyreadstat.write_dta
    writer(frame, path, **said)


@pytest.mark.parametrize("name", ["source.sav", "source.dta"])
def test_dates_of_statistics_programs_stay_dates(read, tmp_path, name):
    frame = pd.DataFrame({"id": [1.0, 2.0, 3.5], "d": DAYS, "s": ["a", "", "ü"]})
    write_statistics(tmp_path / name, frame)
    table = read(name)
    assert [row.number for row in table.rows] == [1, 2, 3]
    assert column(table, "d") == DAYS
    assert column(table, "id") == [1.0, 2.0, 3.5]
    assert column(table, "s") == ["a", None, "ü"]


@pytest.mark.parametrize("name", ["source.sav", "source.dta"])
def test_timestamps_of_seconds_would_have_been_written_as_1970(read, tmp_path, name):
    """The trap that dates handed on as Python dates avoid: the writer takes seconds for more."""
    frame = pd.DataFrame({"d": pd.Series(pd.to_datetime(["2020-02-29"])).astype("datetime64[s]")})
    write_statistics(tmp_path / name, frame)
    assert column(read(name), "d")[0].year == 1970


def test_a_date_with_its_time_keeps_it(read, tmp_path):
    moments = [datetime.fromisoformat(text) for text in ("2020-02-29T13:05", "2020-03-01")]
    write_statistics(tmp_path / "source.sav", pd.DataFrame({"d": moments}))
    assert column(read("source.sav"), "d") == moments


def test_values_that_spss_declares_missing_do_not_pass_for_values(read, tmp_path):
    frame = pd.DataFrame({"age": [61.0, 999.0, -1.0, None], "sex": ["m", "?", "f", "m"]})
    write_statistics(
        tmp_path / "source.sav",
        frame,
        missing_ranges={"age": [999.0, {"lo": -9.0, "hi": -1.0}], "sex": ["?"]},
    )
    table = read("source.sav")
    age, sex = column(table, "age"), column(table, "sex")
    assert age[0] == 61.0
    assert [cell.word for cell in age[1:3]] == ["999", "-1"]
    assert age[3] is None
    assert sex[1].found == "a value that the file itself declares missing"


def test_extended_missing_values_of_stata_keep_their_letter(read, tmp_path):
    frame = pd.DataFrame({"age": [61.0, "a", None]}, dtype=object)
    write_statistics(tmp_path / "source.dta", frame, missing_user_values={"age": ["a"]})
    value, letter, nothing = column(read("source.dta"), "age")
    assert (value, letter.word, nothing) == (61.0, ".a", None)


def test_labels_stand_for_values_where_the_mapping_says_so(read, tmp_path):
    frame = pd.DataFrame({"sex": [1.0, 2.0, 3.0]})
    labels = {"sex": {1: "male", 2: "female"}}
    write_statistics(tmp_path / "source.sav", frame, variable_value_labels=labels)
    assert column(read("source.sav"), "sex") == [1.0, 2.0, 3.0]
    assert column(read("source.sav", "labels = true"), "sex") == ["male", "female", 3.0]


@pytest.mark.parametrize("name", ["source.sav", "source.dta", "source.parquet"])
def test_a_truncated_file_is_refused(read, tmp_path, name):
    path = tmp_path / name
    frame = pd.DataFrame({"a": [float(n) for n in range(100)]})
    if path.suffix == ".parquet":
        pq.write_table(pa.table({"a": list(range(100))}), path)
    else:
        write_statistics(path, frame)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(SourceFileError, match="The source cannot be read"):
        read(name)


def test_parquet_keeps_its_types(read, tmp_path):
    table = pa.table(
        {
            "d": pa.array(DAYS),
            "n": pa.array([1, None, 3]),
            "x": pa.array([1.5, float("nan"), None]),
            "m": pa.array([Decimal("1.50"), None, Decimal("2.00")]),
            "l": pa.array([["a"], None, []]),
        }
    )
    pq.write_table(table, tmp_path / "source.parquet")
    found = read("source.parquet")
    assert column(found, "d") == DAYS
    assert column(found, "n") == [1, None, 3]
    assert column(found, "x") == [1.5, None, None]
    assert column(found, "m") == [Decimal("1.50"), None, Decimal("2.00")]
    assert column(found, "l")[0].found == "a value of type list"
