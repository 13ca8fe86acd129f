"""Steps keep or drop, and parts of one population are declared disjoint or overlapping."""

import re

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol

TOP = """
protocol = 1
id = "small"
title = "A small study"

[variable.bone]
concept = "bone_metastasis"

[population.all]
title = "All"
"""
ANALYSIS = """
[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["bone"]
"""
BONE = """
[population.bone]
title = "Bone"
from = "all"
steps = [{ keep = "bone", reason = "No bone metastasis" }]
"""
UNKNOWN = """
[population.unknown]
title = "Not examined"
from = "all"
steps = [{ keep = "bone is missing", reason = "Examined" }]
"""
REST = """
[population.rest]
title = "Rest"
from = "all"
without = "bone"
"""
BRANCHES = """
[[branches]]
from = "all"
into = ["bone", "unknown"]
are = "disjoint"
"""


def protocol(*parts):
    return parse_protocol("".join((TOP, *parts, ANALYSIS)), name="small.toml")


def the_problem(*parts):
    with pytest.raises(ProtocolError) as caught:
        protocol(*parts)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("old", "new"), [("keep", "drop"), ('keep = "bone"', 'keep = "bone", drop = "bone"')]
)
def test_a_step_keeps_or_drops_and_never_both(old, new):
    assert not protocol(BONE).population["bone"].steps[0].drops
    if "keep" in new:
        problem = the_problem(BONE.replace(old, new))
        assert (problem.found, problem.permitted) == ("step", "exactly one of keep and drop")
    else:
        (step,) = protocol(BONE.replace(old, new)).population["bone"].steps
        assert step.drops
        assert step.condition == "bone"


def test_what_a_step_drops_by_must_be_declared():
    problem = the_problem(BONE.replace('keep = "bone"', 'drop = "bon"'))
    assert problem.where.endswith("population.bone.steps.0.drop")
    assert problem.hint == "Did you mean 'bone'?"


def test_parts_of_one_population_say_whether_they_overlap():
    problem = the_problem(BONE, UNKNOWN)
    assert re.match(r"small\.toml\D+\d+, ", problem.where)
    assert problem.where.endswith("population.unknown.from")
    assert "bone, unknown" in problem.found
    assert problem.hint == (
        'Declare [[branches]] with from = "all", into = ["bone", "unknown"] and are = "disjoint" '
        'or are = "overlapping".'
    )
    assert protocol(BONE, UNKNOWN, BRANCHES).branches[0].are == "disjoint"


def test_the_rest_is_apart_by_construction_and_needs_no_word():
    assert protocol(BONE, REST).branches == ()


def test_populations_of_different_parents_need_no_word():
    within_bone = UNKNOWN.replace('from = "all"', 'from = "bone"')
    assert protocol(BONE, within_bone).branches == ()


@pytest.mark.parametrize(
    ("old", "new", "where", "permitted"),
    [
        ('from = "all"', 'from = "al"', "branches.0.from", "a population: all, bone, unknown"),
        ('"unknown"]', '"all"]', "branches.0.into", "a population with from = 'all'"),
        ('"disjoint"', '"apart"', "branches.0.are", "disjoint, overlapping"),
        ('["bone", "unknown"]', '["bone"]', "branches.0.into", "at least 2"),
    ],
)
def test_each_fault_of_branches_is_named(old, new, where, permitted):
    with pytest.raises(ProtocolError) as caught:
        protocol(BONE, UNKNOWN, BRANCHES.replace(old, new))
    found = [p for p in caught.value.problems if p.where.endswith(where)]
    assert any(permitted in problem.permitted for problem in found), str(caught.value)


@pytest.mark.parametrize(
    ("population", "where"),
    [
        (BONE + 'describe = ["bon"]\n', "population.bone.describe"),
        ('[population.bone]\ntitle = "Bone"\nfrom = "all"\ndescribe = ["bone"]\n',
         "population.bone"),
    ],
)  # fmt: skip
def test_only_declared_variables_are_described_and_only_where_somebody_leaves(population, where):
    assert the_problem(population).where.endswith(where)
