"""What is declared: tables, fields, and that each declaration can be followed."""

import re
from dataclasses import replace

import pytest

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES, Missing, Requirement, entity
from osteon.dictionary.companion import companions
from osteon.dictionary.readers import render_range
from osteon.dictionary.units import QUANTITIES, find_quantity
from osteon.errors import RecordError

TABLES = """
patient patient_observation comorbidity consent tumour pathology hormone_assessment lab_result
stage_assessment metastasis_site imaging_study skeletal_finding bone_lesion lesion_observation
spine_assessment long_bone_assessment skeletal_event antiresorptive_decision
antiresorptive_course antiresorptive_dose dental_check antiresorptive_safety
radiotherapy_course radiotherapy_target pain_assessment analgesic_use systemic_therapy_line
systemic_therapy_drug prrt_cycle procedure tumour_board tumour_board_decision follow_up data_cut
"""

FIELDS = [(table.name, field) for table in ENTITIES.values() for field in table.fields]


def test_all_tables_are_declared():
    assert list(ENTITIES) == TABLES.split()


@pytest.mark.parametrize("name", sorted(set(ENTITIES) - {"patient", "data_cut"}))
def test_a_record_has_its_key_and_its_patient(name):
    names = [field.name for field in ENTITIES[name].fields[:4]]
    assert names == ["id", "patient_id", "centre_id", "source"]
    assert ENTITIES[name].key == "id"


def test_a_patient_is_its_own_key_and_a_data_cut_has_no_patient():
    assert ENTITIES["patient"].key == "patient_id"
    assert "id" not in ENTITIES["patient"].by_name
    assert "patient_id" not in ENTITIES["data_cut"].by_name


def test_no_table_holds_a_derived_concept():
    derived = {"extent_class", "evidence_class", "site_group", "on_antiresorptive", "synchronous"}
    assert not derived & {field.name for _, field in FIELDS}


def test_what_a_declaration_refers_to_exists():
    for table, field in FIELDS:
        assert field.help.endswith("."), f"{table}.{field.name}"
        assert (field.kind == "code") == (field.value_set is not None), f"{table}.{field.name}"
        assert (field.kind == "reference") == (field.references is not None)
        assert field.references is None or field.references in ENTITIES
        assert field.value_set is None or load_value_set(field.value_set).words
        assert re.compile(field.pattern or "")
        assert find_quantity(field.unit or "", field.substance).canonical == (field.unit or "")


def test_a_field_says_its_unit_in_its_name():
    endings = {"cGy": "_cgy", "MBq": "_mbq", "mm": "_mm", "cm": "_cm", "kg": "_kg", "mg": "_mg"}
    for table, field in FIELDS:
        if field.unit in endings:
            assert field.name.endswith(endings[field.unit]), f"{table}.{field.name}"


def test_every_analyte_has_a_canonical_unit():
    assert set(load_value_set("analyte").words) <= set(QUANTITIES)


def test_only_a_measured_value_can_lie_beyond_quantification():
    measured = [(table, field.name) for table, field in FIELDS if field.has_limit]
    assert measured == [("lab_result", "value")]
    assert entity("lab_result").field("value").reasons == tuple(Missing)
    assert entity("patient").field("birth").reasons == ("NA", "ND", "UNK", "ASKU", "NASK", "MSK")


def test_the_reasons_of_a_field_are_the_codes_of_its_companion():
    for _, field in FIELDS:
        if field.may_be_absent:
            reason = companions(field)[f"{field.name}_null"]
            assert load_value_set(str(reason.value_set)).words == field.reasons


def test_keys_and_bookkeeping_carry_no_reason():
    patient = entity("patient")
    assert patient.field("patient_id").requirement is Requirement.KEY
    assert patient.field("created_at").requirement is Requirement.BOOKKEEPING
    assert not companions(patient.field("patient_id"))
    assert not companions(patient.field("created_at"))


def test_an_unknown_table_is_answered_with_the_nearest_names():
    with pytest.raises(RecordError) as caught:
        entity("tumor")
    assert str(caught.value) == (
        "A table is not known.\n"
        "  - tumor: found no table of this name; permitted: a table of the dictionary. "
        "Did you mean 'tumour'?"
    )


def test_an_unknown_field_is_answered_with_the_nearest_names():
    with pytest.raises(RecordError) as caught:
        entity("pathology").field("ki67_pct")
    assert "pathology.ki67_pct: found no field of this name" in str(caught.value)
    assert "'ki67_percent'" in str(caught.value)


@pytest.mark.parametrize(
    ("minimum", "maximum", "unit", "words"),
    [
        (0, 10, "mg", "a number from 0 to 10 mg"),
        (0, None, "mg", "a number of at least 0 mg"),
        (None, 10, None, "a number of at most 10"),
        (None, None, "mg", "a number in mg"),
        (None, None, None, "a number"),
    ],
)
def test_a_range_is_said_in_words(minimum, maximum, unit, words):
    dose = entity("antiresorptive_dose").field("dose_mg")
    assert render_range(replace(dose, minimum=minimum, maximum=maximum, unit=unit)) == words
