"""Numbers under other choices: each from a cohort of its own, and those that move are marked."""

import math
from dataclasses import replace
from functools import partial

import pytest

from osteon.dictionary import ENTITIES
from osteon.errors import Problem, StudyError
from osteon.protocol import parse_protocol
from osteon.report import write_report
from osteon.study import AnalysisResult, Cell, run_study
from osteon.study.answer import Answer
from osteon.study.sensitivity import answer_sensitivity, rerun

PARTS = """
[variable.wait]
label = "Wait"
duration = { from = "diagnosis", to = "referral" }
[variable.events]
label = "Any event"
concept = "skeletal_event_ever"

[sensitivity.early]
title = "Partial dates at their earliest day"
partial_dates = "earliest"
[sensitivity.radiation]
title = "Any kind of event"
with.events = { event_set = "SRE4_PAIN" }

[analysis.waiting]
kind = "distribution"
title = "Waiting"
population = "all"
variables = ["wait", "events"]
[analysis.choices]
kind = "sensitivity"
title = "Other choices"
numbers = ["waiting/all/wait/median", "waiting/all/events/true/n"]
combinations = "all"
"""
BONE = [{"patient_id": "P1", "organ": "BONE", "status": "Y", "first_date": "2010-01-01",
         "certainty": "definite"}]  # fmt: skip
PAIN = {"date": "2011-01-01", "type": "PAIN_NEW_OR_WORSE"}


@pytest.fixture
def snapshot(freeze_rows, tables):
    empty = {name: [] for name, entity in ENTITIES.items() if "patient_id" in entity.by_name}
    patients = [{"diagnosis": "2010-02", "referral": "2010-03-01", "events": [PAIN]}]
    return freeze_rows({**empty, **tables(patients), "metastasis_site": BONE})


@pytest.fixture
def results(snapshot, protocol_text):
    return run_study(parse_protocol(protocol_text(PARTS)), snapshot).results


@pytest.fixture
def values(results):
    return {cell.cell_id.removeprefix("choices/"): cell.value for cell in results.cells}


def test_each_choice_and_each_combination_has_a_number_of_its_own(values):
    median = "waiting/all/wait/median"
    assert values[f"as declared/{median}"] == 15
    assert values[f"early/{median}"] == 28
    assert values[f"radiation/{median}"] == 15
    assert values[f"early+radiation/{median}"] == 28
    assert values["as declared/waiting/all/events/true/n"] == 0
    assert values["radiation/waiting/all/events/true/n"] == 1


def test_what_moves_is_marked_and_shown(results, tmp_path):
    settings = next(a for a in results.analyses if a.id == "choices").settings
    assert set(settings["moves"]) == {
        "choices/early/waiting/all/wait/median",
        "choices/early+radiation/waiting/all/wait/median",
        "choices/radiation/waiting/all/events/true/n",
        "choices/early+radiation/waiting/all/events/true/n",
    }
    page = write_report(results, tmp_path / "report").read_text(encoding="utf-8")
    assert "Partial dates at their earliest day; Any kind of event" in page
    assert "Moves by more than 5 %." in page
    assert "2 of 2 numbers under some choice" in page


def test_a_number_that_the_study_does_not_give_is_refused(snapshot, protocol_text):
    text = protocol_text(PARTS.replace("wait/median", "wait/medain"))
    with pytest.raises(StudyError, match=r"Did you mean 'waiting/all/wait/median'"):
        run_study(parse_protocol(text), snapshot)


RATIO = {"conf_low": 1.1, "conf_high": 2.0, "conf_level": 0.95}


@pytest.mark.parametrize(
    ("declared", "found", "move"),
    [
        (Cell("waiting", "p_value", 0.04), {"value": 0.06}, "crosses 0.05"),
        (Cell("waiting", "p_value", 0.04), {"value": 0.0001}, None),
        (Cell("waiting", "median", 100), {"value": 104.9}, None),
        (Cell("waiting", "median", 100), {"value": 94.9}, "moves by more than 5 %"),
        (Cell("waiting", "median", 100), {"value": math.nan},
         "can be estimated in one of the two only"),
        (Cell("waiting", "median", math.nan), {"value": math.nan}, None),
        (Cell("waiting", "hazard_ratio", 1.5, **RATIO), {"conf_low": 0.9},
         "its interval holds 1 in one of the two only"),
        (Cell("waiting", "hazard_ratio", 1.5, **RATIO), {"value": 1.51, "conf_high": 3.0}, None),
    ],
)  # fmt: skip
def test_what_counts_as_a_move(snapshot, protocol_text, declared, found, move):
    assert _moves(snapshot, protocol_text, declared, lambda _: replace(declared, **found)) == move


def test_an_analysis_that_fails_under_a_choice_is_said_to(snapshot, protocol_text):
    def fail(_):
        raise StudyError("No.", [Problem("here", "TIME-01: it is late", "early")])

    declared = Cell("waiting", "n", 3)
    assert _moves(snapshot, protocol_text, declared, fail) == (
        "can be estimated in one of the two only"
    )


def _moves(snapshot, protocol_text, declared, cell_under):
    protocol = parse_protocol(protocol_text(PARTS))
    analysis = protocol.analysis["choices"].model_copy(
        update={"numbers": (declared.cell_id,), "under": ("early",)}
    )
    result = AnalysisResult(id="waiting", kind="distribution", title="Waiting")

    def answer_one(*given):
        return Answer(result, (cell_under(given),), {})

    answer = answer_sensitivity(
        "choices",
        analysis,
        protocol,
        answers=[Answer(result, (declared,), {})],
        run_again=partial(rerun, snapshot=snapshot, answer_one=answer_one),
    )
    assert len(answer.result.settings["failures"]) in {0, 1}
    moves = answer.result.settings["moves"]
    assert set(moves) <= {answer.cells[1].cell_id}
    return moves.get(answer.cells[1].cell_id)
