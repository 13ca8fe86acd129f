"""Invented patients must be of the dictionary and speak of what the protocol declares."""

import re

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol, spell_out
from osteon.protocol.locate import find_line

PROTOCOL = """
protocol = 1
id = "small"
title = "A small study"

[variable.sex]
column = "patient.sex"

[population.all]
title = "All"

[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["sex"]

[[expect]]
title = "A man"
given.patient = [{ sex = "M" }]
given.tumour = [{ dx_date = 2010-01-01 }]
given.stage_assessment = [{ stage = "IV" }]
variables = { sex = "M" }
"""


@pytest.fixture
def expectation():
    return parse_protocol(PROTOCOL).expect[0]


def test_what_is_not_said_is_filled_in(expectation):
    rows = spell_out(expectation, "P1")
    (patient,), (tumour,), (stage,) = (
        rows["patient"], rows["tumour"], rows["stage_assessment"],
    )  # fmt: skip
    assert (patient["patient_id"], patient["sex"], patient["birth_null"]) == ("P1", "M", "UNK")
    assert tumour["dx_date"] == "2010-01-01"
    assert stage["tumour_id"] == tumour["id"] == "P1/tumour 1"


def test_a_reference_is_not_guessed_among_several():
    rows = '[{ id = "a", dx_date = 2010-01-01 }, { id = "b", dx_date = 2010-01-01 }]'
    text = PROTOCOL.replace("[{ dx_date = 2010-01-01 }]", rows)
    with pytest.raises(ProtocolError, match=r"stage_assessment\.tumour_id"):
        parse_protocol(text)
    said = text.replace('stage = "IV"', 'stage = "IV", tumour_id = "b"')
    (stage,) = spell_out(parse_protocol(said).expect[0], "P1")["stage_assessment"]
    assert stage["tumour_id"] == "P1/b"


@pytest.mark.parametrize(
    ("old", "new", "where", "text"),
    [
        ("given.tumour", "given.tumor", "expect.0.given.tumor", "Did you mean 'tumour'"),
        ('sex = "M" }]', 'sex = "man" }]', "expect.0.given.patient", "sex"),
        ('sex = "M" }]', 'sx = "M" }]', "expect.0.given.patient", "Did you mean 'sex"),
        ('[{ sex = "M" }]', "[{}, {}]", "expect.0.given.patient", "one patient in each block"),
        ('stage = "IV"', 'stage = "IV", tumour_id = "b"', "expect.0.given", "tumour_id"),
        ('variables = { sex = "M" }', 'variables = { sx = "M" }', "expect.0.variables.sx",
         "Did you mean 'sex'?"),
        ('variables = { sex = "M" }', 'missing = ["sx"]', "expect.0.missing", "sex"),
        ('variables = { sex = "M" }', "known = { sx = 2010-01-01 }", "expect.0.known.sx", "sex"),
        ('variables = { sex = "M" }', "populations = { al = true }", "expect.0.populations.al",
         "Did you mean 'all'?"),
        ('variables = { sex = "M" }', 'endpoint.os = { status = "event" }',
         "expect.0.endpoint.os", "'os'"),
        ('variables = { sex = "M" }', "", "expect.0",
         "variables, missing, known, populations or endpoint"),
        ('variables = { sex = "M" }', 'unit = "a"\nvariables = { sex = "M" }', "expect.0.unit",
         "'a'"),
    ],
)  # fmt: skip
def test_each_fault_is_named(old, new, where, text):
    changed = PROTOCOL.replace(old, new)
    assert changed != PROTOCOL
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(changed, name="small.toml")
    found = [p for p in caught.value.problems if p.where.endswith(where)]
    assert any(text in str(problem) for problem in found), str(caught.value)
    assert all(re.match(r"small\.toml\D+\d+, ", problem.where) for problem in found)


def test_lines_are_found_within_tables_of_an_array():
    text = "[[a]]\nx = 1\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n[[a]]\n[a.c]\nz = 1\n"
    assert find_line(text, ("a", "0", "x")) == 2
    assert find_line(text, ("a", "0", "b", "1", "y")) == 6
    assert find_line(text, ("a", "1", "c", "z")) == 9
