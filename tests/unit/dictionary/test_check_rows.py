"""The check of rows: everything wrong with a row, by row and field, and never the value."""

from datetime import date, datetime

import pytest

from osteon.dictionary import PartialDate, check_rows
from osteon.errors import RecordError


def problems_of(entity_name, row):
    return [str(problem) for problem in check_rows(entity_name, [row]).problems]


def found_in(entity_name, row, name):
    """Return what was found at one field of a row, which has to be its only problem."""
    [problem] = check_rows(entity_name, [row]).problems
    assert problem.where == f"row 1, {entity_name}.{name}"
    return problem.found


def test_a_good_row_is_accepted_and_typed(pathology):
    row = pathology | {"ki67_percent": "2.5", "is_reference": "true"}
    [accepted] = check_rows("pathology", [row]).accepted
    assert accepted == pathology | {"specimen_date_estimated": False}


def test_all_problems_of_a_row_come_at_once(pathology):
    row = pathology | {
        "specimen_date": "31.02.2020",
        "ki67_percent": "2,5",
        "grade_reported": "G4",
        "grade_edition": "",
        "kommentar": "Frau Mustermann",
    }
    assert problems_of("pathology", row) == [
        (
            "row 1, pathology.specimen_date: found a date that does not exist "
            "(dd.mm.yyyy pattern); permitted: a year, month or day as in 2020, 2020-05 or "
            "2020-05-17. Look the date up and write it as yyyy-mm-dd, or shorter where the day is "
            "not known, as in 2020-05."
        ),
        (
            "row 1, pathology.ki67_percent: found a number with a decimal comma; permitted: "
            "a number from 0 to 100 %. Write a decimal point, or declare it in the mapping file."
        ),
        (
            "row 1, pathology.grade_reported: found a code that is not in the list; "
            "permitted: G1, G2, G3, NEC, TC, AC, GX."
        ),
        (
            "row 1, pathology.kommentar: found no field of this name; "
            "permitted: a field of the table. The manual lists the fields."
        ),
        (
            "row 1, pathology.grade_edition: found nothing; permitted: a value, or a reason under "
            "'grade_edition_null' (NA, ND, UNK, ASKU, NASK, MSK)."
        ),
    ]


def test_the_source_and_the_number_of_its_first_row_are_said(patient):
    bad = patient | {"sex": "W"}
    checked = check_rows("patient", [patient, bad], first_row=2, source="patients.csv")
    assert [row.row_number for row in checked.rejected] == [3]
    assert checked.rejected[0].row == bad
    assert checked.problems[0].where == "patients.csv: row 3, patient.sex"
    assert len(checked.accepted) == 1


def test_an_unknown_table_is_refused():
    with pytest.raises(RecordError, match="A table is not known"):
        check_rows("patients", [])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2,5", "a number with a decimal comma"),
        ("1.234,5", "a number with separated thousands"),
        ("1 234.5", "a number with separated thousands"),
        ("<1", "a number behind a comparison sign"),
        ("5 %", "a number followed by text"),
        ("ca. 5", "text of 5 characters"),
        ("x", "text of 1 character"),
        ("17.05.2020", "a date in dd.mm.yyyy pattern"),
        (True, "true or false"),
        (float("nan"), "a number that is not finite"),
        (float("inf"), "a number that is not finite"),
        (100.1, "a number above the permitted range"),
        (-0.1, "a number below the permitted range"),
        (999, "a number above the permitted range"),
        ([2.5], "a list"),
        ({"a": 1}, "a value of type dict"),
        (date(2020, 5, 17), "a date"),
    ],
)
def test_what_is_no_decimal_number_of_the_range(pathology, value, found):
    row = pathology | {"ki67_percent": value}
    assert found_in("pathology", row, "ki67_percent") == found


def test_the_ends_of_a_range_belong_to_it(pathology):
    rows = [pathology | {"id": str(end), "ki67_percent": end} for end in (0, 100)]
    assert len(check_rows("pathology", rows).accepted) == 2


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1.5, "a number with decimals"),
        ("1.5", "a number with decimals"),
        (0, "a number below the permitted range"),
        (False, "true or false"),
        ("one", "text of 3 characters"),
    ],
)
def test_what_is_no_whole_number_of_the_range(target, value, found):
    assert found_in("radiotherapy_target", target | {"fractions": value}, "fractions") == found


def test_a_whole_number_of_a_spreadsheet_is_one(target):
    [accepted] = check_rows("radiotherapy_target", [target | {"fractions": 5.0}]).accepted
    assert accepted["fractions"] == 5
    assert isinstance(accepted["fractions"], int)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("31.02.2020", "a date that does not exist (dd.mm.yyyy pattern)"),
        ("2020-02-31", "a date that does not exist (yyyy-mm-dd pattern)"),
        ("2021-02-29", "a date that does not exist (yyyy-mm-dd pattern)"),
        ("17.05.2020", "a date in dd.mm.yyyy pattern"),
        ("2020/05/17", "a date in yyyy/mm/dd pattern"),
        ("17-05-2020", "a date in dd-mm-yyyy pattern"),
        ("17.05.20", "a date whose year has two digits"),
        ("05.2020", "a month in mm.yyyy pattern"),
        ("2020-5", "a month in yyyy-mm pattern"),
        ("2020-13", "a month that does not exist (yyyy-mm pattern)"),
        ("05/17/2020", "a date with slashes, whose order of day and month is not certain"),
        ("2020-05-17T08:00", "a date with a time"),
        (datetime.fromisoformat("2020-05-17T00:00"), "a date with a time"),
        (43968, "a whole number"),
        (43968.5, "a number with decimals"),
        ("1900-01-01", "the date that programs write for a missing one"),
        ("9999-12-31", "a date outside the years 1900 to 2100"),
        ("1899", "a date outside the years 1900 to 2100"),
        ("unknown", "text of 7 characters"),
    ],
)
def test_what_is_no_partial_date(patient, value, found):
    assert found_in("patient", patient | {"birth": value}, "birth") == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1960", "1960"),
        ("1960-02", "1960-02"),
        ("1960-02-29", "1960-02-29"),
        (date(1960, 2, 29), "1960-02-29"),
        (PartialDate.parse("1960-02"), "1960-02"),
    ],
)
def test_a_partial_date_stays_as_precise_as_it_was(patient, value, text):
    [accepted] = check_rows("patient", [patient | {"birth": value}]).accepted
    assert accepted["birth"] == text


def test_a_mark_of_an_estimated_date_is_kept(patient):
    row = patient | {"birth_estimated": "true"}
    [accepted] = check_rows("patient", [row]).accepted
    assert accepted["birth_estimated"] is True


def test_a_date_that_is_absent_cannot_be_estimated(patient):
    row = patient | {"birth": None, "birth_null": "MSK", "birth_estimated": True}
    assert found_in("patient", row, "birth_estimated") == "an estimated date that is absent"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2020-05", "a date without its day"),
        ("2020-02-30", "a date that does not exist (yyyy-mm-dd pattern)"),
        ("1.5.2020", "a date in dd.mm.yyyy pattern"),
        ("1900-01-01", "the date that programs write for a missing one"),
    ],
)
def test_an_exact_date_needs_its_day(value, found):
    row = {"id": "1", "centre_id": "C1", "source": "manual", "software_version": "1"}
    row |= {"export_sha256": "0" * 64, "cut_date": value}
    assert found_in("data_cut", row, "cut_date") == found
    [accepted] = check_rows("data_cut", [row | {"cut_date": "2020-05-17"}]).accepted
    assert accepted["cut_date"] == date(2020, 5, 17)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2020-05-17T08:30:00+02:00", "a time with an offset"),
        ("2020-05-17", "a date in yyyy-mm-dd pattern"),
        ("half past eight in the morning", "text of 30 characters"),
        (date(2020, 5, 17), "a date"),
        (8.5, "a number with decimals"),
    ],
)
def test_what_is_no_local_moment(patient, value, found):
    assert found_in("patient", patient | {"created_at": value}, "created_at") == found


def test_a_local_moment_is_read(patient):
    row = patient | {"created_at": "2020-05-17T08:30:00"}
    [accepted] = check_rows("patient", [row]).accepted
    assert accepted["created_at"] == datetime.fromisoformat("2020-05-17T08:30")


@pytest.mark.parametrize("value", [1, 0, "ja", "1", 1.0])
def test_only_true_and_false_are_booleans(pathology, value):
    row = pathology | {"is_reference": value}
    [problem] = check_rows("pathology", [row]).problems
    assert problem.permitted == "true or false"


def test_a_code_has_to_be_text(pathology):
    row = pathology | {"grade_reported": 2}
    assert problems_of("pathology", row) == [
        (
            "row 1, pathology.grade_reported: found a whole number; "
            "permitted: a code of the value set 'grade', as text."
        )
    ]


def test_a_code_that_is_nearly_right_is_answered_with_the_right_one(pathology):
    row = pathology | {"specimen_site": "Liver"}
    [problem] = check_rows("pathology", [row]).problems
    assert problem.hint == "Did you mean 'liver'?"


def test_an_unknown_field_is_answered_with_the_nearest_names(pathology):
    row = pathology | {"ki67_procent": 3}
    [problem] = check_rows("pathology", [row]).problems
    assert problem.hint.startswith("Did you mean 'ki67_percent'")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (["carcinoid", "lupus"], "a code that is not in the list"),
        ("carcinoid", "text of 9 characters"),
        (["carcinoid", "carcinoid"], "a value that stands there twice"),
        ([1], "a whole number"),
    ],
)
def test_several_values_are_a_list_of_permitted_ones(hormone_assessment, value, found):
    row = hormone_assessment | {"syndrome": value}
    assert found_in("hormone_assessment", row, "syndrome") == found


def test_several_values_are_accepted(hormone_assessment):
    row = hormone_assessment | {"syndrome": ("carcinoid", "acth")}
    [accepted] = check_rows("hormone_assessment", [row]).accepted
    assert accepted["syndrome"] == ["carcinoid", "acth"]


def test_text_has_to_match_its_pattern():
    row = {"id": "1", "patient_id": "P1", "centre_id": "C1", "source": "manual"}
    row |= {"condition": "other_malignancy", "present": "Y"}
    assert check_rows("comorbidity", [row | {"icd10": "C50.9"}]).accepted
    assert found_in("comorbidity", row | {"icd10": "breast"}, "icd10") == "text of 6 characters"


def test_a_key_agrees_to_the_last_character(pathology):
    row = pathology | {"tumour_id": "T1 "}
    assert found_in("pathology", row, "tumour_id") == "text with spaces at its ends"
    assert found_in("pathology", pathology | {"tumour_id": 1}, "tumour_id") == "a whole number"
