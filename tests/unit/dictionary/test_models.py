"""The Pydantic models that declare the fields, used as models."""

from datetime import date

import pytest
from pydantic import ValidationError

from osteon.dictionary import ENTITIES, PartialDate
from osteon.dictionary.entities import RECORDS
from osteon.dictionary.entities.patient import Patient


def test_a_model_reads_and_writes_a_record(patient):
    record = Patient.model_validate(patient)
    assert record.birth == PartialDate.parse("1960")
    assert record.birth.hi == date(1960, 12, 31)
    assert record.model_dump(mode="json", exclude_none=True) == patient


def test_a_model_takes_a_partial_date_as_it_is(patient):
    birth = PartialDate.parse("1960-02")
    assert Patient.model_validate(patient | {"birth": birth}).birth is birth


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("birth", "31.02.2020", "a year, month or day as in 2020"),
        ("sex", "W", "a code that is not in the list"),
        ("hereditary_syndrome", ["MEN9"], "a code that is not in the list"),
        ("version", 0, "greater than or equal to 1"),
        ("brith", "1960", "Extra inputs are not permitted"),
    ],
)
def test_a_model_refuses_what_the_declaration_does_not_permit(patient, name, value, message):
    with pytest.raises(ValidationError, match=message):
        Patient.model_validate(patient | {name: value})


def test_a_table_has_the_fields_of_its_model_and_no_others():
    for record in RECORDS:
        assert set(ENTITIES[record.table].by_name) == set(record.model_fields)
