"""Values, reasons for their absence, and keys."""

import pytest

from osteon.dictionary import check_rows


def found_in(entity_name, row, name):
    [problem] = check_rows(entity_name, [row]).problems
    assert problem.where == f"row 1, {entity_name}.{name}"
    return problem.found


@pytest.mark.parametrize("blank", [None, "", "   "])
def test_a_required_field_needs_a_value_or_a_reason(patient, blank):
    row = patient | {"sex": blank}
    [problem] = check_rows("patient", [row]).problems
    assert str(problem) == (
        "row 1, patient.sex: found nothing; permitted: a value, or a reason under 'sex_null' "
        "(NA, ND, UNK, ASKU, NASK, MSK)."
    )
    [accepted] = check_rows("patient", [row | {"sex_null": "ASKU"}]).accepted
    assert accepted["sex_null"] == "ASKU"
    assert "sex" not in accepted


def test_an_empty_list_is_no_value():
    row = {"id": "1", "patient_id": "P1", "centre_id": "C1", "source": "manual", "levels": []}
    row |= {"date": "2020"}
    assert found_in("spine_assessment", row, "levels") == "nothing"


def test_a_value_and_a_reason_exclude_each_other(patient):
    row = patient | {"sex_null": "UNK"}
    assert found_in("patient", row, "sex_null") == (
        "a reason for the absence of a value that is there"
    )


def test_a_value_that_cannot_be_read_is_not_also_called_missing(patient):
    assert found_in("patient", patient | {"birth": "?"}, "birth") == "text of 1 character"


def test_a_reason_is_one_of_the_six(patient):
    row = patient | {"sex": None, "sex_null": "BLQ"}
    [problem] = check_rows("patient", [row]).problems
    assert problem.permitted == "NA, ND, UNK, ASKU, NASK, MSK"


def test_no_reason_stands_in_for_a_key(pathology):
    del pathology["tumour_id"]
    [problem] = check_rows("pathology", [pathology]).problems
    assert str(problem) == (
        "row 1, pathology.tumour_id: found nothing; "
        "permitted: a value; no reason can stand in for it."
    )
    pathology["tumour_id_null"] = "UNK"
    assert len(check_rows("pathology", [pathology]).problems) == 2


def test_an_optional_field_may_be_left_out(pathology):
    assert "necrosis" not in pathology
    assert check_rows("pathology", [pathology]).accepted


def test_a_key_that_stands_twice_is_refused_at_its_second_row(pathology):
    checked = check_rows("pathology", [pathology, pathology], first_row=5)
    assert len(checked.accepted) == 1
    assert [str(problem) for problem in checked.problems] == [
        (
            "row 6, pathology.id: found the key of row 5; permitted: a key that no other row has. "
            "Remove the row, or give it a key of its own."
        )
    ]


def test_the_key_of_a_patient_is_the_pseudonym(patient):
    checked = check_rows("patient", [patient, patient | {"birth": "1970"}])
    assert [problem.where for problem in checked.problems] == ["row 2, patient.patient_id"]


def test_rows_without_a_key_are_not_called_repeated(patient):
    del patient["patient_id"]
    checked = check_rows("patient", [patient, patient])
    assert {problem.found for problem in checked.problems} == {"nothing"}


def test_beyond_quantification_the_limit_is_needed(lab_result):
    del lab_result["value"]
    row = lab_result | {"value_null": "BLQ"}
    assert found_in("lab_result", row, "value_limit") == "nothing"
    [accepted] = check_rows("lab_result", [row | {"value_limit": "20"}]).accepted
    assert accepted["value_limit"] == 20.0


def test_a_limit_needs_its_reason(lab_result):
    row = lab_result | {"value_limit": 20}
    assert found_in("lab_result", row, "value_limit") == "a limit without its reason"


def test_no_reason_is_asked_for_where_none_can_stand(patient):
    [problem] = check_rows("patient", [patient | {"version": 0}]).problems
    assert problem.hint == ""
