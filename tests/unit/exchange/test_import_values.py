"""From cells to values: numbers, dates, codes and reasons, and what is refused."""

import pytest

OBSERVATION = """
[[record]]
entity = "patient_observation"
id = "{patient_id}-{visit}"

[record.fields]
date = { column = "day" }
"""
DATES = 'dates = ["%d.%m.%Y", "%m/%Y", "%Y"]'
GERMAN = 'delimiter = ";"\nencoding = "latin-1"\ndecimal = ","\n' + DATES


def values_of(result, field: str, entity: str = "patient_observation") -> list[object]:
    return [record.get(field) for record in result.records.get(entity, [])]


@pytest.fixture
def import_cell(import_text):
    """Return a function that imports one cell as one field of an observation."""

    def run(cell: str, entry: str, field: str = "weight_kg", source: str = ""):
        text = f'patient,visit,day,x\n1,1,2020-01-01,"{cell}"\n'
        return import_text(text, f"{OBSERVATION}{field} = {entry}", source=source)

    return run


def test_a_german_spreadsheet_is_read_as_it_is_written(import_text):
    text = """
    patient;visit;day;Größe
    1;1;17.05.2020;175,5
    1;2;05/2020;176
    1;3;2020;1,76e2
    """
    block = OBSERVATION + 'height_cm = { column = "Größe" }'
    result = import_text(text, block, source=GERMAN, encoding="latin-1")
    assert result.counts.n_rejected == 0
    assert values_of(result, "height_cm") == [175.5, 176.0, 176.0]
    assert values_of(result, "date") == ["2020-05-17", "2020-05", "2020"]
    assert values_of(result, "id") == ["X-1-1", "X-1-2", "X-1-3"]
    assert values_of(result, "source") == ["import_tabular"] * 3
    assert values_of(result, "centre_id") == ["C1"] * 3


@pytest.mark.parametrize(
    ("cell", "source", "problem"),
    [
        ("70,5", "", "found a number with ',' before its decimals; permitted: a number with '.'"),
        ("70.5", GERMAN, "found a number with '.' before its decimals; permitted: a number with"),
        ("1.234,5", GERMAN, "found a number with separated thousands"),
        ("70 kg", "", "found a number followed by text"),
        ("heavy", "", "found text of 5 characters; permitted: a number from 1 to 400 kg"),
        ("4000", "", "found a number above the permitted range"),
    ],
)
def test_a_number_in_another_notation_is_refused(import_text, problems_of, cell, source, problem):
    text = f"patient;visit;day;x\n1;1;2020;{cell}\n"
    result = import_text(
        text,
        OBSERVATION + 'weight_kg = { column = "x" }',
        source=source or 'delimiter = ";"',
        encoding="latin-1",
    )
    (found,) = problems_of(result)
    assert "row 2, patient_observation.weight_kg" in found
    assert problem in found
    assert cell not in found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("31.02.2020", "a day that is not in the calendar"),
        ("00/2020", "a day that is not in the calendar"),
        ("2020-05-17", "a text or number that fits no date format"),
        ("17.05.20", "a text or number that fits no date format"),
        ("May 2020", "a text or number that fits no date format"),
        ("43967", "a text or number that fits no date format"),
    ],
)
def test_a_date_that_is_none_is_refused(import_text, problems_of, cell, found):
    result = import_text(f"patient,visit,day\n1,1,{cell}\n", OBSERVATION, source=DATES)
    assert problems_of(result) == [
        (
            f"row 2, patient_observation.date (column 'day'): found {found}; "
            "permitted: %d.%m.%Y or %m/%Y or %Y."
        )
    ]


def test_formats_that_read_a_date_as_two_days_refuse_it(import_text, problems_of):
    text = "patient,visit,day\n1,1,03/04/2020\n1,2,03/13/2020\n1,3,05/05/2020\n"
    result = import_text(text, OBSERVATION, source='dates = ["%d/%m/%Y", "%m/%d/%Y"]')
    assert values_of(result, "date") == ["2020-03-13", "2020-05-05"]
    assert "found a date that two formats read as different days" in problems_of(result)[0]


def test_formats_of_an_entry_replace_those_of_the_source(import_text):
    block = OBSERVATION.replace('{ column = "day" }', '{ column = "day", dates = ["%Y.%m"] }')
    result = import_text("patient,visit,day\n1,1,2020.05\n", block, source=DATES)
    assert values_of(result, "date") == ["2020-05"]


def test_a_field_that_needs_the_day_refuses_a_month(import_text, problems_of):
    consent = """
    [[record]]
    entity = "consent"
    id = "{patient_id}-consent"

    [record.fields]
    consent_type = { constant = "registry" }
    basis = { constant = "consent" }
    status = { constant = "active" }
    signed_date = { column = "signed" }
    """
    result = import_text("patient,signed\n1,17.05.2020\n2,2020\n", consent, source=DATES)
    assert len(result.records["consent"]) == 1
    assert "consent.signed_date: found a date without its day" in problems_of(result)[0]


def test_words_for_missing_values_become_reasons(import_text):
    text = "patient,visit,day,w\n1,1,2020,n.d.\n1,2,2020,\n1,3,2020,-9\n1,4,2020,70\n"
    result = import_text(
        text,
        OBSERVATION + 'weight_kg = { column = "w", missing = { "-9" = "ASKU" } }',
        source='missing = { "n.d." = "ND", "-9" = "UNK" }',
    )
    assert values_of(result, "weight_kg") == [None, None, None, 70.0]
    assert values_of(result, "weight_kg_null") == ["ND", None, "ASKU", None]


def test_a_required_field_without_value_or_reason_is_refused(import_text, problems_of):
    (found,) = problems_of(import_text("patient,visit,day\n1,1,\n", OBSERVATION))
    assert found.startswith("row 2, patient_observation.date: found nothing; permitted: a value")
    result = import_text(
        "patient,visit,day\n1,1,\n", OBSERVATION, source='missing = { "" = "UNK" }'
    )
    assert values_of(result, "date_null") == ["UNK"]


def test_a_word_outside_its_value_map_is_refused_and_not_passed_on(import_text, problems_of):
    patient = """
    [[record]]
    entity = "patient"

    [record.fields]
    birth = { reason = "NASK" }
    sex = { column = "sex", values = { "1" = "M", "2" = "F" } }
    """
    result = import_text("patient,sex\n1,1\n2, 2 \n3,F\n4,3\n", patient)
    assert values_of(result, "sex", "patient") == ["M", "F"]
    assert problems_of(result) == [
        f"row {number}, patient.sex (column 'sex'): found a word that the value map does not "
        "hold; permitted: '1', '2'."
        for number in (4, 5)
    ]


def test_a_code_of_the_source_is_held_against_the_value_set(import_text, problems_of):
    tumour = """
    [[record]]
    entity = "tumour"
    id = "{patient_id}-t"

    [record.fields]
    dx_date = { column = "dx" }
    topography = { column = "site" }
    basis_of_dx = { reason = "UNK" }
    """
    result = import_text("patient,dx,site\n1,2020,C17.2\n2,2020,ileum\n", tumour)
    assert values_of(result, "topography", "tumour") == ["C17.2"]
    (found,) = problems_of(result)
    assert "tumour.topography: found a code that is not in the list" in found


def test_a_unit_of_the_source_is_converted(import_cell):
    result = import_cell("1.75", '{ column = "x", unit = "m" }', "height_cm")
    assert values_of(result, "height_cm") == [175.0]


def test_a_number_with_decimals_is_no_whole_number(import_cell, problems_of):
    entry = '{ column = "x" }'
    assert values_of(import_cell("2.0", entry, "ecog"), "ecog") == [2]
    assert "found a number with decimals" in problems_of(import_cell("1.5", entry, "ecog"))[0]


@pytest.mark.parametrize(
    ("cell", "value", "reason", "limit"),
    [("<0.5", None, "BLQ", 0.5), ("> 900", None, "ALQ", 900.0), ("12", 12.0, None, None)],
)
def test_limits_of_quantification_are_kept(import_text, cell, value, reason, limit):
    block = """
    [[record]]
    entity = "lab_result"
    id = "{patient_id}-cga"

    [record.fields]
    date = { column = "day" }
    analyte = { constant = "chromogranin_a" }
    unit = { constant = "ug/L" }
    value = { column = "x", limits = true }
    """
    result = import_text(f"patient,day,x\n1,2020,{cell}\n", block)
    (record,) = result.records["lab_result"]
    assert record.get("value") == value
    assert record.get("value_null") == reason
    assert record.get("value_limit") == limit


def test_a_text_with_a_sign_is_no_limit_unless_the_mapping_says_so(import_cell, problems_of):
    (found,) = problems_of(import_cell("<50", '{ column = "x" }'))
    assert "found a number behind a comparison sign" in found


@pytest.mark.parametrize(
    ("cell", "values"),
    [("MEN1; vhl", ["MEN1", "VHL"]), ("MEN1", ["MEN1"]), (" ; ", None), ("", None)],
)
def test_several_values_of_a_cell_are_divided(import_text, cell, values):
    patient = """
    [[record]]
    entity = "patient"

    [record.fields]
    birth = { reason = "NASK" }
    sex = { reason = "UNK" }

    [record.fields.hereditary_syndrome]
    column = "syndromes"
    separator = ";"
    values = { MEN1 = "MEN1", vhl = "VHL", both = ["MEN1", "VHL"] }
    """
    result = import_text(f'patient,syndromes\n1,"{cell}"\n2,both\n', patient)
    assert values_of(result, "hereditary_syndrome", "patient") == [values, ["MEN1", "VHL"]]


def test_truth_values_are_written_or_mapped(import_text, problems_of):
    line = """
    [[record]]
    entity = "systemic_therapy_line"
    id = "{patient_id}-1"

    [record.fields]
    line_no = { constant = 1 }
    intent = { constant = "both" }
    start_date = { column = "start" }
    combination = ENTRY
    """
    text = "patient,start,c\n1,2020,TRUE\n2,2020,yes\n"
    plain = import_text(text, line.replace("ENTRY", '{ column = "c" }'))
    assert values_of(plain, "combination", "systemic_therapy_line") == [True]
    assert "found text of 3 characters; permitted: true or false" in problems_of(plain)[0]
    entry = '{ column = "c", values = { TRUE = true, yes = true, no = false } }'
    mapped = import_text(text, line.replace("ENTRY", entry))
    assert values_of(mapped, "combination", "systemic_therapy_line") == [True, True]


def test_estimated_dates_are_marked_where_the_mapping_says_so(import_text):
    block = OBSERVATION.replace('column = "day" }', 'column = "day", estimated = true }')
    result = import_text("patient,visit,day\n1,1,2020\n", block)
    assert values_of(result, "date_estimated") == [True]
    block = OBSERVATION.replace('column = "day" }', 'constant = "2021-05", estimated = true }')
    result = import_text("patient,visit,day\n1,1,2020\n", block)
    assert values_of(result, "date") == ["2021-05"]
    assert values_of(result, "date_estimated") == [True]
