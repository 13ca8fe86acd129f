"""What the declarations of the rules promise, and what they share with the clinical concepts."""

import ast
import re
from itertools import product
from pathlib import Path

import pytest

import osteon.quality
from osteon.concepts.rules import classify_lung_carcinoid, grade_gastroenteropancreatic
from osteon.concepts.rules.instability import SINS_LOCATION
from osteon.concepts.rules.renal import creatinine_clearance_ml_min, zoledronic_acid_dose_mg
from osteon.concepts.rules.skeletal_events import EVENT_SETS
from osteon.dictionary import entity
from osteon.quality import RULES, Scope, Severity
from osteon.quality.chart import Chart
from osteon.quality.rules.events import RELATED
from osteon.quality.rules.grading import derive_grade
from osteon.quality.rules.monitoring import highest_clearance, most_zoledronic_acid_mg
from osteon.quality.rules.stability import LOCATION_POINTS

SOURCE = Path(osteon.quality.__file__).parent
ALL_CODES = [f"H-{n:02}" for n in range(1, 36)] + [f"W-{n:02}" for n in range(1, 35)]


def test_every_rule_of_the_domain_is_there_in_order():
    assert list(RULES) == ALL_CODES


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_declaration_is_complete(rule):
    assert rule.severity is (Severity.HARD if rule.code.startswith("H") else Severity.WARNING)
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.help.endswith(".")
    for table, names in rule.reads.items():
        assert set(names) <= set(entity(table).by_name)
    for switch in rule.declared_switches:
        assert switch.accepts(switch.default)
        assert switch.help.endswith(".")
    assert rule.settle() == rule.switches


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_looks_at_the_records_or_names_its_function(rule):
    looks = rule.find is not None or rule.find_across is not None
    assert looks or rule.interface
    assert bool(rule.interface) is (rule.scope is Scope.STUDY)
    assert not rule.interface or rule.interface in osteon.quality.__all__


def flaws():
    """Return the calls that make a flaw, each with what its names stand for in the function."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            named = {
                target.id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id in {"Flaw", "flag_bone"}:
                    yield path, call, named


def test_a_message_is_a_sentence_written_here_and_never_holds_a_value():
    messages = []
    for path, call, named in flaws():
        if path.name == "bone.py":  # hands on the message that it is given
            continue
        is_flaw = call.func.id == "Flaw"
        argument = call.args[3 if is_flaw else 1]
        if isinstance(argument, ast.Name):
            argument = named[argument.id]
        assert isinstance(argument, ast.Constant), f"{path}: line {call.lineno}"
        messages.append(argument.value)
    assert len(messages) > 100
    for message in messages:
        assert re.fullmatch(r"[A-Z0-9].*\.", message), message
        assert not re.search(r"!|invalid", message), message


def specimens():
    values = (None, 0, 1, 2, 2.9, 3, 10, 10.5, 20, 20.1, 60)
    for ki67, mitoses in product(values, values):
        for necrosis, differentiation in product(
            (None, "none", "focal"), (None, "well", "poor", "minen")
        ):
            yield {
                "ki67_percent": ki67,
                "mitoses_per_2mm2": mitoses,
                "necrosis": necrosis,
                "differentiation": differentiation,
            }


def test_the_derived_grade_is_that_of_the_concept():
    switches = RULES["W-03"].switches
    for row in specimens():
        ki67, mitoses, necrosis, differentiation = row.values()
        assert derive_grade(row, "C17.2", switches) == grade_gastroenteropancreatic(
            ki67, mitoses, differentiation
        )
        assert derive_grade(row, "C34.1", switches) == classify_lung_carcinoid(
            mitoses, necrosis, differentiation
        )


def test_clearance_and_dose_are_those_of_the_concepts():
    for clearance in range(150):
        assert most_zoledronic_acid_mg(clearance) == (zoledronic_acid_dose_mg(clearance) or 0)
    patient = {"patient_id": "P1", "birth": "1950-05-17", "sex": "F"}
    dose = {"id": "D1", "date": "2020-05-17"}
    records = {
        "patient": [patient],
        "patient_observation": [{"id": "O1", "date": "2020-05-01", "weight_kg": 62.0}],
        "lab_result": [
            {"id": "L1", "analyte": "creatinine", "date": "2020-05-10", "value": 1.1,
             "unit": "mg/dL"}
        ],
    }  # fmt: skip
    found = highest_clearance(Chart("P1", records, None), dose, RULES["W-17"].switches)
    assert found == pytest.approx(creatinine_clearance_ml_min(70, 62.0, 1.1, "F"))


def test_location_points_and_events_are_those_of_the_concepts():
    shared = LOCATION_POINTS.keys() & SINS_LOCATION.keys()
    assert len(shared) == 25
    assert all(LOCATION_POINTS[level] == (SINS_LOCATION[level],) for level in shared)
    assert EVENT_SETS["SRE4"] == RELATED
