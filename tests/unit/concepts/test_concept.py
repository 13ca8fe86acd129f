"""What every concept has to be, and what is said to a protocol that asks it wrongly."""

import ast
from pathlib import Path

import pytest

from osteon.concepts import CONCEPTS, Switch, concept, render_manual
from osteon.dictionary import ENTITIES
from osteon.errors import ProtocolError

ROOT = Path(__file__).parents[3]
ROOM = ROOT / "src" / "osteon" / "concepts"
PLAIN = sorted([*(ROOM / "rules").glob("*.py"), *(ROOM / "reference").glob("*.py")])


@pytest.mark.parametrize("item", CONCEPTS.values(), ids=CONCEPTS)
def test_a_concept_is_complete(item):
    assert item.version >= 1
    assert item.help.endswith(".")
    assert bool(item.levels) == (item.kind == "category")
    assert set(item.tables) <= set(ENTITIES)
    assert item.switches["partial_dates"] == "midpoint"
    assert all(switch.accepts(switch.default) for switch in item.declared_switches)


def test_a_switch_means_the_same_wherever_it_occurs():
    """A study may set a switch for all concepts at once."""
    declared: dict[str, set[Switch]] = {}
    for item in CONCEPTS.values():
        for switch in item.declared_switches:
            declared.setdefault(switch.name, set()).add(switch)
    assert all(len(switches) == 1 for switches in declared.values())


def test_the_nearest_concept_is_suggested():
    with pytest.raises(ProtocolError) as caught:
        concept("bone_metastases")
    [problem] = caught.value.problems
    assert problem.hint.startswith("Did you mean 'bone_metastasis' or 'bone_index_date'")


def test_all_wrong_switches_are_named_at_once():
    given = {"window_month": 3, "least_certainty": "certain", "window_months": -1}
    with pytest.raises(ProtocolError) as caught:
        concept("bone_timing").settle(given)
    assert [str(problem) for problem in caught.value.problems] == [
        (
            "bone_timing.window_month: found no switch of this name; permitted: partial_dates, "
            "least_certainty, window_months, limit_is_synchronous. Did you mean 'window_months'?"
        ),
        "bone_timing.least_certainty: found 'certain'; permitted: probable, definite.",
        "bone_timing.window_months: found -1; permitted: a whole number from 0.",
    ]


@pytest.mark.parametrize(
    ("name", "switch", "value"),
    [
        ("bone_timing", "window_months", True),
        ("bone_timing", "window_months", 6.0),
        ("evidence_first", "lowdose_counts", 1),
        ("evidence_first", "lowdose_counts", "true"),
        ("skeletal_extent", "at", "LAST"),
        ("bed", "alpha_beta", 10.0),
        ("bed", "alpha_beta", 5),
        ("pain_response", "pain_week", "4"),
    ],
)
def test_a_switch_accepts_only_its_own_kind(name, switch, value):
    assert concept(name).switch_problems({switch: value})


def test_a_choice_of_numbers_is_said_in_words():
    [problem] = concept("pain_response").switch_problems({"pain_week": 6})
    assert str(problem) == "pain_response.pain_week: found 6; permitted: 4, 8, 12."


def test_a_concept_of_targets_has_a_value_for_each():
    course = {"id": "C", "start_date_lo": None, "start_date_hi": None,
              "end_date_lo": None, "end_date_hi": None}  # fmt: skip
    targets = [{"id": f"T{n}", "radiotherapy_course_id": "C", "fractions": n} for n in (1, 5)]
    targets.append({"id": "T?", "radiotherapy_course_id": "C", "fractions": None})
    records = {"radiotherapy_course": [course], "radiotherapy_target": targets}
    found = concept("single_fraction").derive_units_plainly(records)
    assert found == {"T1": (True, None), "T5": (False, None)}
    assert concept("single_fraction").key == "unit_id"
    assert concept("bone_metastasis").key == "patient_id"


def test_settled_switches_are_the_defaults_and_what_was_given():
    settled = concept("bone_timing").settle({"window_months": 3})
    assert settled == {
        "partial_dates": "midpoint",
        "least_certainty": "probable",
        "window_months": 3,
        "limit_is_synchronous": True,
    }


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rules_and_references_are_plain(path):
    """A reference that used the engine could not disagree with it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not [n for n in names if n.startswith(("ibis", "osteon.concepts.expressions"))]


def test_the_manual_lists_the_concepts_as_they_are():
    page = ROOT / "docs" / "reference" / "concepts.md"
    assert page.read_text(encoding="utf-8") == render_manual()
