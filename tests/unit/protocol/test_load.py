"""A protocol that cannot be meant is answered by one message with all that is wrong."""

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import load_protocol, parse_protocol

WHOLE = """
protocol = 1
id = "small"
title = "A small study"

[date.diagnosis]
concept = "diagnosis"

[date.death]
concept = "death"

[date.last_contact]
concept = "last_contact"

[variable.sex]
column = "patient.sex"

[variable.age]
column = "tumour.age_at_diagnosis"
known = "diagnosis"

[variable.bone]
concept = "bone_metastasis"

[population.all]
title = "All"

[population.bone]
title = "Bone"
from = "all"
steps = [{ keep = "bone", reason = "No bone metastasis" }]

[population.rest]
title = "Rest"
from = "all"
without = "bone"

[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]

[analysis.table]
kind = "characteristics"
title = "Table"
populations = ["all", "bone"]
variables = ["sex", "age"]
compare = ["bone", "rest"]

[analysis.curve]
kind = "survival"
title = "Curve"
population = "all"
endpoint = "survival"
"""


def problems_of(text):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(text, name="small.toml")
    return caught.value.problems


def the_problem(text):
    problems = problems_of(text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def line_of(text, fragment):
    return next(n for n, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_a_whole_protocol_is_accepted():
    protocol = parse_protocol(WHOLE)
    assert list(protocol.analysis) == ["table", "curve"]
    assert protocol.text == WHOLE
    assert len(protocol.digest) == 64


def test_the_digest_follows_every_byte():
    assert parse_protocol(WHOLE).digest != parse_protocol(WHOLE + "\n").digest


@pytest.mark.parametrize(
    ("old", "new", "where", "permitted", "hint"),
    [
        ('column = "patient.sex"', 'colum = "patient.sex"', "variable.sex.colum", "column",
         "Did you mean 'column'"),
        ('column = "patient.sex"', 'column = "patient.sexx"', "variable.sex.column",
         "a field of 'patient'", "Did you mean 'sex'"),
        ('column = "patient.sex"', 'column = "patients.sex"', "variable.sex.column",
         "a table of the dictionary", "Did you mean 'patient'"),
        ('concept = "bone_metastasis"', 'concept = "bone_metastases"', "variable.bone.concept",
         "bone_metastasis", "Did you mean 'bone_metastasis'"),
        ('known = "diagnosis"', 'known = "diagnose"', "variable.age.known", "diagnosis",
         "Did you mean 'diagnosis'?"),
        ('keep = "bone"', 'keep = "bon"', "population.bone.steps", "bone, death",
         "Did you mean 'bone'?"),
        ('keep = "bone"', 'keep = "bone =="', "population.bone.steps", "is missing", ""),
        ('kind = "survival"', 'kind = "survial"', "analysis.curve", "survival",
         "Did you mean 'survival'?"),
        ('endpoint = "survival"', 'endpoint = "surival"', "analysis.curve.endpoint",
         "an endpoint of this protocol", "Did you mean 'survival'?"),
        ('events = ["death"]', 'events = ["deth"]', "endpoint.survival.events",
         "a date of this protocol", "Did you mean 'death'?"),
        ('from = "all"\nwithout', 'from = "al"\nwithout', "population.rest", "a population", ""),
        ('variables = ["sex", "age"]', 'variables = ["sex", "agge"]', "analysis.table.variables",
         "a variable of this protocol", "Did you mean 'age'?"),
        ('compare = ["bone", "rest"]', "standardised_differences = true", "analysis.table",
         "go with `compare`", ""),
        ("protocol = 1", "protocol = 2", "protocol", "1", ""),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_line_and_remedy(old, new, where, permitted, hint):
    text = WHOLE.replace(old, new)
    assert text != WHOLE
    problems = problems_of(text)
    problem = next(p for p in problems if where in p.where)
    assert problem.where.startswith("small.toml:")
    assert permitted in problem.permitted
    assert hint in problem.hint


def test_the_line_is_the_line_of_the_key():
    text = WHOLE.replace('endpoint = "survival"', 'endpoint = "surival"')
    line = line_of(text, "surival")
    assert the_problem(text).where == f"small.toml:{line}, analysis.curve.endpoint"


def test_all_faults_come_in_one_message():
    text = (
        WHOLE.replace('events = ["death"]', 'events = ["deth"]')
        .replace('concept = "bone_metastasis"', 'concept = "bones"')
        .replace('endpoint = "survival"', 'endpoint = "surival"')
    )
    assert len(problems_of(text)) == 3


def test_overlapping_populations_are_not_compared():
    text = WHOLE.replace('compare = ["bone", "rest"]', 'compare = ["bone", "all"]')
    problem = the_problem(text)
    assert "OVERLAP-01" in problem.found
    assert problem.hint == "Compare 'bone' with 'rest', which is 'all' without 'bone'."


def test_without_a_declared_rest_the_remedy_says_how_to_declare_it():
    text = WHOLE.replace('without = "bone"', "steps = []").replace(
        '["bone", "rest"]', '["bone", "all"]'
    )
    text += '[[branches]]\nfrom = "all"\ninto = ["bone", "rest"]\nare = "overlapping"\n'
    assert "without = 'bone'" in the_problem(text).hint


def test_one_minus_kaplan_meier_is_refused_where_death_competes():
    text = WHOLE.replace('events = ["death"]', 'events = ["last_contact"]\ncompeting = ["death"]')
    assert "COMPETE-01" in the_problem(text).found


def test_two_sources_of_a_variable_are_too_many():
    text = WHOLE.replace('column = "patient.sex"', 'column = "patient.sex"\nconcept = "death"')
    problem = the_problem(text)
    assert problem.found == "column and concept"
    assert "exactly one of" in problem.permitted


def test_text_that_is_not_toml():
    assert "not TOML" in the_problem("title = ").found


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ProtocolError) as caught:
        load_protocol(tmp_path / "nothing.toml")
    assert caught.value.problems[0].where.endswith("nothing.toml")
    assert caught.value.exit_code == 14
