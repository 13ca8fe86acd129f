"""What spreadsheets of wards are like: merged headers, free text, totals; and what is refused."""

import openpyxl
import pytest

from osteon.errors import MappingError, SourceFileError
from osteon.exchange import import_table, load_mapping

PATIENT = """
[[record]]
entity = "patient"

[record.fields]
birth = { column = "Patient / born" }
sex = { column = "Patient / sex", values = { m = "M", f = "F" } }
"""
HEAD = 'title = "A sheet"\npatient_id = "{Key / patient}"\ncentre_id = "C"\n'
HEADER = 'header_row = 2\nheader_lines = 2\nmissing = { "" = "UNK" }'
PATHOLOGY = """
[[record]]
entity = "pathology"
id = "{patient}-p"

[record.fields]
tumour_id = { template = "{patient}-t" }
specimen_date = { reason = "UNK" }
specimen_site = { reason = "UNK" }
is_reference = { constant = true }
morphology = { constant = "8240/3" }
differentiation = { reason = "UNK" }
grade_reported = { column = "grade", PATTERNS }
grade_edition = { reason = "UNK" }
ki67_percent = { column = "ki67", EXTRACT }
mitoses_per_2mm2 = { reason = "UNK" }
"""
GRADES = (
    """patterns = { '(NET )?G ?1' = "G1", '(NET )?G ?2|.*diff.*, G2' = "G2", '.*G1/G2' = "G2" }"""
)
PERCENT = r"""extract = ['(\d+(?:,\d+)?) ?%?', 'Ki-?67:? (\d+) %']"""


@pytest.fixture
def workbook(tmp_path):
    """A sheet with a title, a header of two lines, and three patients."""
    book = openpyxl.Workbook()
    for row in (
        ["Patients of the ward", None, None, None],
        ["Key", "Patient", None, "Remark"],
        ["patient", "born", "sex", None],
        [1, 1950, "m", "x"],
        [None, None, None, None],
        [2, 1951, "f", None],
        ["Total", 2, None, None],
    ):
        book.active.append(row)
    book.active.merge_cells("A1:D1")
    book.active.merge_cells("B2:C2")
    book.active.merge_cells("D2:D3")

    def save():
        book.save(tmp_path / "source.xlsx")
        return tmp_path / "source.xlsx"

    return book.active, save


def pathology(patterns: str = GRADES, extract: str = PERCENT) -> str:
    return PATHOLOGY.replace("PATTERNS", patterns).replace("EXTRACT", extract)


def test_a_merged_name_holds_for_the_columns_that_it_covers(write_mapping, workbook):
    mapping = load_mapping(write_mapping(PATIENT, source=HEADER, head=HEAD))
    result = import_table(mapping, workbook[1]())
    assert result.columns == ("Key / patient", "Patient / born", "Patient / sex", "Remark")
    assert [(row["birth"], row["sex"]) for row in result.records["patient"]] == [
        ("1950", "M"),
        ("1951", "F"),
    ]
    assert [row.row_number for row in result.rejected] == [7]


def test_without_its_lines_a_merged_header_is_refused(write_mapping, workbook):
    """The cells that a merged one covers are empty: their columns have no names."""
    mapping = load_mapping(write_mapping(PATIENT, source="header_row = 2", head=HEAD))
    with pytest.raises(MappingError, match="names columns"):
        import_table(mapping, workbook[1]())


def test_a_name_that_stands_twice_after_joining_is_refused(write_mapping, workbook):
    workbook[0]["C3"] = "born"
    mapping = load_mapping(write_mapping(PATIENT, source=HEADER, head=HEAD))
    with pytest.raises(SourceFileError, match=r"'Patient / born' 2 times"):
        import_table(mapping, workbook[1]())


def test_a_covered_cell_below_the_header_gives_no_value(write_mapping, workbook):
    sheet, save = workbook
    sheet["B5"], sheet["A5"], sheet["C5"] = None, 3, "m"
    sheet.merge_cells("B4:B5")
    mapping = load_mapping(write_mapping(PATIENT, source=HEADER, head=HEAD))
    rejected = {row.row_number: row for row in import_table(mapping, save()).rejected}
    assert [problem.found for problem in rejected[5].problems] == [
        "a cell that is merged with another one"
    ]


def test_header_lines_of_text_are_joined_as_they_stand(import_text):
    text = "patient,,grade\nkey,born,\n1,1950,m\n"
    block = PATIENT.replace("Patient / born", "born").replace("Patient / sex", "grade")
    with pytest.raises(MappingError, match="patient_id"):
        import_text(text, block, source="header_lines = 2")
    joined = import_text(
        text.replace("key", ""), block, source='header_lines = 2\nheader_join = "|"'
    )
    assert joined.columns == ("patient", "born", "grade")
    assert joined.counts.n_accepted == 1


def test_totals_that_the_mapping_names_are_left_out_and_told(write_mapping, workbook):
    leave_out = 'leave_out = { column = "Key / patient", in = ["Total"] }'
    mapping = load_mapping(write_mapping(PATIENT, source=f"{HEADER}\n{leave_out}", head=HEAD))
    result = import_table(mapping, workbook[1]())
    assert (result.left_out, result.n_in, result.rejected) == ((7,), 2, ())
    assert "Rows that the mapping leaves out: 7." in result.render_report()


def test_a_row_whose_condition_cannot_be_read_is_kept(write_mapping, workbook):
    workbook[0]["A7"] = "=1+1"
    leave_out = 'leave_out = { column = "Key / patient", in = ["2"] }'
    mapping = load_mapping(write_mapping(PATIENT, source=f"{HEADER}\n{leave_out}", head=HEAD))
    result = import_table(mapping, workbook[1]())
    assert (result.left_out, [row.row_number for row in result.rejected]) == ((6,), [7])


@pytest.mark.parametrize(
    ("grade", "meant"),
    [("G2", "G2"), ("g 2", "G2"), ("NET G1", "G1"), ("well diff., G2", "G2"), ("net g 1 ", "G1")],
)
def test_a_free_text_is_read_by_the_pattern_that_it_fits(import_text, grade, meant):
    result = import_text(f'patient,grade,ki67\n1,"{grade}",4\n', pathology())
    assert [row["grade_reported"] for row in result.records["pathology"]] == [meant]


@pytest.mark.parametrize(
    ("grade", "found"),
    [
        ("no G2", "a text that no pattern fits"),
        ("G2 or G1", "a text that no pattern fits"),
        ("diff G1/G2, G2", "a text that no pattern fits"),
        ("NET G 4", "a text that no pattern fits"),
    ],
)
def test_a_text_that_fits_no_pattern_as_a_whole_is_refused(import_text, grade, found):
    patterns = GRADES.replace(".*diff.*", "well diff.*")
    result = import_text(f'patient,grade,ki67\n1,"{grade}",4\n', pathology(patterns))
    assert [problem.found for problem in result.rejected[0].problems] == [found]


def test_a_text_that_two_patterns_read_differently_is_refused(import_text):
    patterns = """patterns = { 'G[12]' = "G1", 'G[23]' = "G2" }"""
    result = import_text("patient,grade,ki67\n1,G2,4\n2,G3,4\n", pathology(patterns))
    assert [row["grade_reported"] for row in result.records["pathology"]] == ["G2"]
    (problem,) = result.rejected[0].problems
    assert problem.found == "a text that two patterns read differently"
    assert "G2" not in str(problem)


def test_a_word_of_the_value_map_goes_before_patterns(import_text):
    patterns = """values = { "G1?" = "GX" }, patterns = { 'G1.?' = "G1" }"""
    result = import_text("patient,grade,ki67\n1,G1?,4\n2,G1!,4\n", pathology(patterns))
    assert [row["grade_reported"] for row in result.records["pathology"]] == ["GX", "G1"]


@pytest.mark.parametrize(("text", "number"), [("4", 4.0), ("4,5 %", 4.5), ("ki-67: 12 %", 12.0)])
def test_the_part_that_a_pattern_names_is_read(import_text, text, number):
    source = 'decimal = ","\ndelimiter = ";"'
    result = import_text(f"patient;grade;ki67\n1;G1;{text}\n", pathology(), source=source)
    assert [row["ki67_percent"] for row in result.records["pathology"]] == [number]


@pytest.mark.parametrize("text", ["3-5 %", "4.5 %", "about 4", "Ki67: 12 % (15 %)"])
def test_a_text_without_that_part_is_refused(import_text, text):
    result = import_text(f"patient,grade,ki67\n1,G1,{text}\n", pathology())
    (problem,) = result.rejected[0].problems
    assert problem.where == "row 2, pathology.ki67_percent (column 'ki67')"
    assert problem.found == "a text that no pattern fits"


def test_a_text_of_which_two_parts_could_be_meant_is_refused(import_text):
    extract = r"""extract = ['(\d+)/\d+', '\d+/(\d+)']"""
    result = import_text("patient,grade,ki67\n1,G1,3/4\n", pathology(extract=extract))
    assert result.rejected[0].problems[0].found == "a text that two patterns read differently"


def test_a_number_of_the_file_is_taken_as_it_is(mapping_of, tmp_path):
    book = openpyxl.Workbook()
    for row in (["patient", "grade", "ki67"], [1, "G1", 4.5]):
        book.active.append(row)
    book.save(tmp_path / "source.xlsx")
    source = 'decimal = ","\ndelimiter = ";"'
    result = import_table(mapping_of(pathology(), source=source), tmp_path / "source.xlsx")
    assert [row["ki67_percent"] for row in result.records["pathology"]] == [4.5]


def test_what_patterns_cannot_do_is_said_before_any_row_is_read(write_mapping):
    patterns = """patterns = { '(G1' = "G1", 'G2' = "G7" }"""
    extract = r"""extract = ['\d+', '(\d+)-(\d+)']"""
    with pytest.raises(MappingError) as caught:
        load_mapping(write_mapping(pathology(patterns, extract)))
    found = [
        (problem.where.rpartition(": ")[2], problem.found) for problem in caught.value.problems
    ]
    base = "record[1].fields"
    assert found == [
        (f"{base}.grade_reported.patterns.G2", "a code that is not in the list"),
        (f"{base}.grade_reported.patterns", "'(G1'"),
        (f"{base}.ki67_percent.extract", "'\\d+'"),
        (f"{base}.ki67_percent.extract", "'(\\d+)-(\\d+)'"),
    ]


@pytest.mark.parametrize("key", ["patterns = { a = 1 }", "extract = ['(a)']"])
def test_text_is_read_from_a_column(write_mapping, key):
    block = PATIENT.replace(
        '"Patient / born"', f'"born" }}\nhereditary_syndrome = {{ constant = "none", {key}'
    )
    with pytest.raises(MappingError, match="a key without a use here"):
        load_mapping(write_mapping(block))


def test_a_condition_of_rows_that_are_left_out_is_checked(write_mapping, import_text):
    with pytest.raises(MappingError, match=r"source\.leave_out\[1\]"):
        load_mapping(write_mapping(PATIENT, source='leave_out = { column = "a" }'))
    with pytest.raises(MappingError, match=r"source\.leave_out\[1\]\.colum"):
        load_mapping(write_mapping(PATIENT, source='leave_out = { colum = "a", in = ["b"] }'))
    with pytest.raises(MappingError, match="the column 'total'"):
        import_text(
            "patient,Patient / born,Patient / sex\n1,1950,m\n",
            PATIENT,
            source='leave_out = { column = "total", in = ["b"] }',
        )


def test_a_word_list_serves_every_entry_that_names_it(import_text):
    words = '[words.sexes]\nm = "M"\nf = "F"\n'
    block = PATIENT.replace('{ m = "M", f = "F" }', '"sexes"')
    text = "patient,Patient / born,Patient / sex\n1,1950,m\n2,1950,F\n"
    result = import_text(text, words, block)
    assert [row["sex"] for row in result.records["patient"]] == ["M"]
    assert result.rejected[0].problems[0].permitted == "'m', 'f'"


def test_a_word_list_that_is_not_there_is_named_with_its_nearest(write_mapping):
    words = '[words]\nsexes = { m = "M" }\ndays = 3\n'
    block = PATIENT.replace('{ m = "M", f = "F" }', '"sexs"')
    with pytest.raises(MappingError) as caught:
        load_mapping(write_mapping(words, block))
    said = [str(problem) for problem in caught.value.problems]
    assert said[0].startswith("mapping.toml: words.days: found no table")
    assert "record[1].fields.sex.values: found 'sexs'" in said[1]
    assert said[1].endswith("Did you mean 'sexes'?")


def test_words_are_tables(write_mapping):
    with pytest.raises(MappingError, match="words: found no tables"):
        load_mapping(write_mapping(PATIENT, head='words = "none"\n' + HEAD))
