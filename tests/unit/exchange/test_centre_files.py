"""The golden registry as centres keep it, SPSS and Excel, comes back field by field."""

import pytest

from golden_flat import carried_records, golden_lines
from golden_sav import write_golden_sav
from golden_sheet import FAULTS, TWICE, blurred_records, write_golden_sheet
from osteon.dictionary import check_references, entity
from osteon.exchange import import_table, load_mapping, packaged_mapping

FOUND = {
    "017": "a day that is not in the calendar",
    "044": "a word that the value map does not hold",
    "101": "a text that no pattern fits",
    "120": "an error of the spreadsheet",
    "150": "nothing in column 'Patient / Nr.', which a key is made of",
    "202": "a text that no pattern fits",
    "250": "a word that the value map does not hold",
    "303": "a text that no pattern fits",
    "330": "a text or number that fits no date format",
    "400": "a word that the value map does not hold",
}


@pytest.fixture(scope="module")
def lines():
    return golden_lines()


@pytest.fixture(scope="module")
def from_spss(lines, tmp_path_factory):
    path = write_golden_sav(lines, tmp_path_factory.mktemp("spss") / "patients.sav")
    return import_table(load_mapping(packaged_mapping("centre_spss")), path)


@pytest.fixture(scope="module", params=[False, True], ids=["mended", "faulty"])
def sheet(request, lines, tmp_path_factory):
    """Whether faults are in it, the rows of each patient, and what the import gave."""
    path = tmp_path_factory.mktemp("excel") / "Patienten.xlsx"
    rows = write_golden_sheet(lines, path, faulty=request.param)
    mapping = load_mapping(packaged_mapping("centre_excel"))
    return request.param, rows, import_table(mapping, path)


def by_key(records, name):
    key = entity(name).key
    return {row[key]: row for row in records.get(name, [])}


def assert_same_records(found, expected):
    assert set(found) == set(expected)
    for name in expected:
        assert by_key(found, name) == by_key(expected, name), name


def test_a_flat_spss_file_gives_the_golden_records(from_spss, lines):
    assert str(from_spss.counts) == "458 rows: 458 accepted, 0 rejected."
    assert_same_records(from_spss.records, carried_records(lines))


def test_an_excel_sheet_gives_the_records_of_its_sound_rows(sheet, lines):
    """As precise as the sheet has them; the two rows of one patient are both in doubt."""
    faulty, _, result = sheet
    unsound = {*FAULTS, TWICE} if faulty else set()
    sound = [line for line in lines if line.number not in unsound]
    assert_same_records(result.records, blurred_records(carried_records(sound)))


def test_every_row_of_the_sheet_is_accounted_for(sheet):
    faulty, rows, result = sheet
    numbers = {number for listed in rows.values() for number in listed}
    told = [row.row_number for row in (*result.accepted, *result.rejected)]
    assert sorted(told) == sorted(numbers)
    assert result.n_in == len(numbers) == (460 if faulty else 458)
    assert len(result.left_out) == 2


def test_every_fault_rejects_its_row_with_its_reason(sheet):
    faulty, rows, result = sheet
    problems = {row.row_number: row.problems for row in result.rejected}
    if not faulty:
        assert problems == {}
        return
    unsound = [*FAULTS, TWICE, "footer"]
    assert set(problems) == {number for name in unsound for number in rows[name]}
    for name, found in FOUND.items():
        (number,) = rows[name]
        assert {problem.found for problem in problems[number]} == {found}
    first, second = rows[TWICE]
    assert {problem.found for problem in problems[first]} == {f"the key of row {second}"}


def test_no_reason_tells_what_stood_in_the_cell(sheet):
    faulty, _, result = sheet
    report = result.render_report(every_row=True)
    for _, value in FAULTS.values() if faulty else ():
        assert len(str(value)) < 3 or f"found {value}" not in report
    assert "31.02.2009" not in report
    assert "17.5.20" not in report


def test_every_reference_of_the_imported_records_leads_somewhere(from_spss, sheet):
    assert check_references(from_spss.records) == []
    assert check_references(sheet[2].records) == []


def test_what_the_mapping_does_not_use_is_told(sheet):
    assert sheet[2].unused_columns == ("Bemerkung",)
