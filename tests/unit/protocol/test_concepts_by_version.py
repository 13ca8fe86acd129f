"""A concept is named with or without its version, and must be of a unit that the study has."""

import pytest

from osteon.concepts import CONCEPTS
from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol

PRESENT = CONCEPTS["bone_timing"].version
PROTOCOL = """
protocol = 1
id = "small"
title = "A small study"
unit = "patient"

[variable.timing]
concept = "bone_timing"

[population.all]
title = "All"

[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["timing"]
"""


def declare(source, unit="patient"):
    text = PROTOCOL.replace('concept = "bone_timing"', source)
    return parse_protocol(text.replace('unit = "patient"', f'unit = "{unit}"'), name="small.toml")


def the_problem(*given):
    with pytest.raises(ProtocolError) as caught:
        declare(*given)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    "source",
    [f'concept = "bone_timing@{PRESENT}"', f'concept = "bone_timing"\nversion = {PRESENT}'],
)
def test_a_version_stands_behind_the_name_or_in_a_key(source):
    variable = declare(source).variable["timing"]
    assert (variable.concept, variable.version) == ("bone_timing", PRESENT)


def test_without_a_version_the_present_one_is_meant():
    assert declare('concept = "bone_timing"').variable["timing"].version is None


def test_another_version_is_refused_with_the_present_one():
    problem = the_problem(f'concept = "bone_timing@{PRESENT + 1}"')
    assert problem.where.endswith("variable.timing.concept")
    assert problem.found == f"version {PRESENT + 1} of 'bone_timing'"
    assert problem.permitted == f"version {PRESENT}, the present one"


@pytest.mark.parametrize(
    "source",
    [
        'concept = "bone_timing@"',
        'concept = "bone_timing@latest"',
        f'concept = "bone_timing@{PRESENT}"\nversion = {PRESENT}',
    ],
)
def test_a_version_is_a_number_and_is_said_once(source):
    assert "bone_timing@1" in the_problem(source).permitted


def test_a_version_goes_with_a_concept_only():
    assert the_problem('column = "patient.sex"\nversion = 1').where.endswith("timing.version")


@pytest.mark.parametrize("unit", ["patient", "lesion", "tumour", "study"])
def test_a_concept_of_another_unit_is_refused(unit):
    problem = the_problem('concept = "pain_response"', unit)
    assert problem.where.endswith("variable.timing.concept")
    assert "one value for each radiotherapy_target" in problem.found
    assert 'unit = "radiotherapy_target"' in problem.hint


@pytest.mark.parametrize("concept", ["pain_response", "bone_timing"])
def test_concepts_of_the_unit_and_of_the_patient_are_accepted(concept):
    assert declare(f'concept = "{concept}"', "radiotherapy_target").variable["timing"].concept
