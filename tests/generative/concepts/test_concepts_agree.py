"""Every concept, as an expression on DuckDB and as the plain reference, on invented records."""

from collections import defaultdict

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from osteon.concepts import CONCEPTS, Concept, Switch

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes here: a failure names concept, switches and units."""
EXAMPLES = max(4, settings.default.max_examples // 8)
UNITS = sorted({concept.unit for concept in CONCEPTS.values()})


def variants(concept: Concept) -> list[dict[str, object]]:
    """The defaults, and every switch set otherwise."""
    return [{}, {switch.name: other_than_default(switch) for switch in concept.declared_switches}]


def other_than_default(switch: Switch) -> object:
    others = [choice for choice in switch.permitted if choice != switch.default]
    if others:
        return others[-1]
    return switch.default if switch.permitted else 1


def single_switches(concept: Concept) -> list[dict[str, object]]:
    return [
        {switch.name: choice}
        for switch in concept.declared_switches
        for choice in (switch.permitted or (0, 1, 12))
    ]


def check_agreement(bench, data, switches_of):
    by_patient = bench.fill(data.draw(bench.patients))
    for concept in bench.concepts:
        for switches in switches_of(concept):
            bench.check(by_patient, concept, switches)


@settings(max_examples=EXAMPLES, phases=PHASES)
@given(st.data())
def test_concepts_of_patients_agree(make_bench, data):
    check_agreement(make_bench("patient"), data, variants)


@settings(max_examples=3 * EXAMPLES, phases=PHASES)
@given(st.data())
def test_concepts_of_radiotherapy_targets_agree(make_bench, data):
    """More examples: a baseline, a time point and opioids at both seldom come together."""
    check_agreement(make_bench("radiotherapy_target"), data, variants)


@pytest.mark.deep
@pytest.mark.parametrize("unit", UNITS)
@settings(max_examples=EXAMPLES, phases=PHASES)
@given(st.data())
def test_every_switch_agrees(make_bench, unit, data):
    check_agreement(make_bench(unit), data, single_switches)


@pytest.mark.parametrize("unit", UNITS)
def test_invented_records_reach_every_concept(make_bench, unit):
    """Agreement about values that never come shows nothing."""
    bench = make_bench(unit)
    reached = defaultdict(set)

    @settings(max_examples=4 * EXAMPLES, phases=PHASES)
    @given(bench.patients)
    def derive_all(patients):
        for records in bench.fill(patients).values():
            for concept in bench.concepts:
                answers = concept.derive_units_plainly(records)
                reached[concept.name] |= {known.value for known in answers.values()}

    derive_all()
    assert set(reached) == {concept.name for concept in bench.concepts if reached[concept.name]}
    if unit == "patient":
        assert reached["krenning_highest"] == set("01234")
        assert reached["bone_response"] == {"CR", "PR", "SD", "PD", "NE"}
        assert reached["denosumab_rebound"] == {True, False}
        assert {0.0, 56.0, 112.0} < reached["antiresorptive_exposed_days"]
    if unit == "radiotherapy_target":
        assert reached["pain_response"] == {"CR", "PR", "IR", "PP", "NE"}
        assert reached["pain_responder"] == reached["pain_improved"] == {True, False}
    else:
        for name in ("spine_instability", "long_bone_risk", "epidural_compression"):
            assert reached[name] == set(CONCEPTS[name].levels)
        assert reached["high_grade_compression"] == {True, False}


def test_every_table_of_a_concept_is_invented(invented_tables):
    assert {table for item in CONCEPTS.values() for table in item.tables} == invented_tables
