"""Units: converted where they are stated and fit, never guessed."""

import pytest

from osteon.dictionary import check_rows


def accepted_value(entity_name, row, name):
    checked = check_rows(entity_name, [row])
    assert not checked.problems
    return checked.accepted[0][name]


@pytest.mark.parametrize(
    ("value", "unit", "canonical"),
    [
        (3000, "cGy", 3000.0),
        (30, "Gy", 3000.0),
        ("30", "Gy", 3000.0),
        (37.5, "Gy", 3750.0),
        (30_000, "mGy", 3000.0),
        (8.1, "Gy", 810.0),
    ],
)
def test_a_stated_unit_is_converted(target, value, unit, canonical):
    row = target | {"dose_total_cgy": value, "dose_total_cgy_unit": unit}
    assert accepted_value("radiotherapy_target", row, "dose_total_cgy") == canonical


def test_a_unit_is_never_guessed(target):
    [problem] = check_rows("radiotherapy_target", [target | {"dose_total_cgy": 30}]).problems
    assert str(problem) == (
        "row 1, radiotherapy_target.dose_total_cgy: found a number below the permitted range; "
        "permitted: a number from 100 to 8000 cGy. "
        "Where it is not known, state the reason under 'dose_total_cgy_null'."
    )


def test_a_unit_that_does_not_fit_is_the_only_problem_of_its_value(target):
    row = target | {"dose_total_cgy": 30, "dose_total_cgy_unit": "MBq"}
    [problem] = check_rows("radiotherapy_target", [row]).problems
    assert str(problem) == (
        "row 1, radiotherapy_target.dose_total_cgy_unit: found a unit that does not fit; "
        "permitted: cGy or Gy or mGy."
    )


def test_the_range_holds_after_the_conversion(target):
    row = target | {"dose_total_cgy": 800, "dose_total_cgy_unit": "Gy"}
    [problem] = check_rows("radiotherapy_target", [row]).problems
    assert problem.found == "a number above the permitted range"


def test_a_number_that_cannot_be_read_is_not_converted(target):
    row = target | {"dose_total_cgy": "8,0", "dose_total_cgy_unit": "Gy"}
    [problem] = check_rows("radiotherapy_target", [row]).problems
    assert problem.found == "a number with a decimal comma"


def test_a_unit_without_a_value_says_nothing(target):
    row = target | {"gap_days_unit": "d"}
    assert check_rows("radiotherapy_target", [row]).accepted


def test_a_converted_whole_number_is_whole(target):
    row = target | {"gap_days": 4, "gap_days_unit": "wk"}
    assert accepted_value("radiotherapy_target", row, "gap_days") == 28


def test_a_field_without_unit_takes_none(target):
    row = target | {"fractions_unit": "1"}
    [problem] = check_rows("radiotherapy_target", [row]).problems
    assert problem.found == "no field of this name"


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "canonical"),
    [
        ("creatinine", 90.0, "umol/L", 90.0),
        ("creatinine", 1.0, "mg/dL", 88.4),
        ("creatinine", 0.09, "mmol/L", 90.0),
        ("calcium", 10.0, "mg/dL", 2.495),
        ("albumin", 4.0, "g/dL", 40.0),
        ("hiaa_urine_24h", 100.0, "umol/d", 19.118),
        ("vitamin_d_25oh", 20.0, "ng/mL", 49.92),
        ("phosphate", 3.0, "mg/dL", 0.9686),
        ("magnesium", 2.0, "mg/dL", 0.8229),
        ("haemoglobin", 130.0, "g/L", 13.0),
        ("chromogranin_a", 500.0, "ng/mL", 500.0),
        ("alkaline_phosphatase", 2.0, "ukat/L", 120.0),
    ],
)
def test_a_laboratory_value_keeps_its_unit_and_gains_the_canonical_one(
    lab_result, analyte, value, unit, canonical
):
    """Expected values are the customary factors, by hand: creatinine 88.4, calcium 0.2495."""
    row = lab_result | {"analyte": analyte, "value": value, "unit": unit}
    [accepted] = check_rows("lab_result", [row]).accepted
    assert (accepted["value"], accepted["unit"]) == (value, unit)
    assert accepted["canonical_value"] == pytest.approx(canonical, rel=2e-4)


def test_the_unit_of_a_laboratory_value_has_to_fit_the_analyte(lab_result):
    row = lab_result | {"unit": "g/dL"}
    [problem] = check_rows("lab_result", [row]).problems
    assert str(problem) == (
        "row 1, lab_result.unit: found a unit that does not fit the analyte; "
        "permitted: umol/L or mg/dL or mmol/L."
    )


def test_an_accepted_laboratory_value_is_accepted_again(lab_result):
    row = lab_result | {"value": 1.1, "unit": "mg/dL"}
    [once] = check_rows("lab_result", [row]).accepted
    [twice] = check_rows("lab_result", [once]).accepted
    assert twice == once


def test_a_typed_canonical_value_that_does_not_follow_is_refused(lab_result):
    row = lab_result | {"unit": "mg/dL", "value": 1.1, "canonical_value": 1.1}
    [problem] = check_rows("lab_result", [row]).problems
    assert problem.where == "row 1, lab_result.canonical_value"
    assert problem.found == "a number that does not follow from value and unit"


def test_without_its_analyte_a_unit_cannot_be_judged(lab_result):
    del lab_result["analyte"]
    [accepted] = check_rows("lab_result", [lab_result | {"analyte_null": "UNK"}]).accepted
    assert "canonical_value" not in accepted
