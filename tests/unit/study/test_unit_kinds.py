"""Agreement of readings, and outcomes by dose, on hand-made patients."""

import pytest

from osteon.errors import ProtocolError, StudyError
from osteon.protocol import parse_protocol
from osteon.study import run_study

MSCC = {"type": "MSCC", "region": "T5"}
EVENT, NONE = {"events": [{"date": "2010-02-01", **MSCC}]}, {}
TWO = {"events": [{"date": "2010-02-01", **MSCC}, {"date": "2010-05-01", **MSCC}]}
DEAD = {"death": "2012-01-01", "last": "2012-01-01"}
VARIABLES = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }

[variable.dead]
any = { from = "follow_up", where = "status = 'dead'", date = "death_date" }

[variable.compressed_again]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }

[variable.n_events]
count = { from = "skeletal_event", date = "date" }
unit = "events"

[variable.band]
bands = { of = "n_events", limits = [1, 2], labels = ["none", "one", "several"] }
"""
AGREEMENT = """
[analysis.answer]
kind = "agreement"
title = "Answer"
population = "all"
variables = ["compressed", "dead"]
"""
DOSE = """
[analysis.answer]
kind = "dose_response"
title = "Answer"
population = "all"
outcome = "dead"
dose = "n_events"
limits = [1, 2]
"""
PATIENTS = [NONE, NONE, NONE, EVENT, {**EVENT, **DEAD}, {**TWO, **DEAD}, {**TWO, **DEAD}, DEAD]


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: patients and parts of a protocol to cells by the end of their id."""

    def study(patients, *parts):
        text = protocol_text(VARIABLES, *parts)
        results = run_study(parse_protocol(text), freeze_rows(tables(patients))).results
        return {cell.cell_id.removeprefix("answer/all/"): cell for cell in results.cells}

    return study


def test_the_square_table_and_kappa(run):
    """Six of eight agree; by chance it would be half of them."""
    cells = run(PATIENTS, AGREEMENT)
    square = [
        [cells[f"{first}/dead/{second}/n"].value for second in ("true", "false")]
        for first in ("true", "false")
    ]
    assert square == [[3, 1], [1, 3]]
    assert cells["percent_agreement"].value == 75
    assert cells["kappa"].value == pytest.approx(0.5)


def test_several_readings_have_the_kappa_of_fleiss(run):
    three = AGREEMENT.replace('"dead"]', '"dead", "compressed_again"]')
    cells = run(PATIENTS, three)
    assert cells["kappa"].method.startswith("Fleiss")
    assert cells["dead/true/n"].value == 4


def test_units_that_all_readings_put_into_one_level_have_no_kappa(run):
    assert run([NONE, NONE], AGREEMENT)["kappa"].value != run([NONE, NONE], AGREEMENT)["n"].value


def test_outcomes_by_dose(run):
    cells = run(PATIENTS, DOSE)
    bands = ("below 1 events", "1 events to below 2 events", "2 events and above")
    found = [(cells[f"{band}/dead/true/n"].value, cells[f"{band}/dead/true/n"].n) for band in bands]
    assert found == [(1, 4), (1, 2), (2, 2)]
    assert cells["dead/odds_ratio"].value > 1
    assert cells["dead/p_value"].value == pytest.approx(0.0880815, abs=1e-7)


def test_the_odds_ratio_is_for_the_increase_that_is_asked_for(run):
    by_one = run(PATIENTS, DOSE)["dead/odds_ratio"]
    by_two = run(PATIENTS, DOSE + "per = 2\n")["dead/odds_ratio"]
    assert by_two.value == pytest.approx(by_one.value**2)
    assert "per 2 events" in by_two.method


def test_ordered_levels_are_a_dose_of_one_two_three(run):
    of_levels = DOSE.replace("limits = [1, 2]\n", "").replace('"n_events"', '"band"')
    cells = run(PATIENTS, of_levels)
    assert cells["several/dead/true/n"].value == 2
    assert cells["dead/p_value"].value == run(PATIENTS, DOSE)["dead/p_value"].value


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (AGREEMENT.replace('"dead"', '"n_events"'), "readings into levels"),
        (DOSE.replace('"dead"', '"band"'), "a truth value"),
        (DOSE.replace('"n_events"', '"compressed"'), "a boolean"),
        (DOSE.replace('"n_events"', '"band"'), "limits of numbers"),
    ],
)
def test_what_cannot_be_answered_is_refused(run, parts, message):
    with pytest.raises(StudyError) as caught:
        run(PATIENTS, parts)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (AGREEMENT.replace(', "dead"', ""), "variables"),
        (
            AGREEMENT.replace('"dead"]\n', '"dead", "sex"]\nweights = "linear"\n'),
            "go with two readings",
        ),
        (AGREEMENT.replace('"dead"]', '"compressed"]'), "each reading once"),
        (DOSE.replace("[1, 2]", "[2, 1]"), "must be larger"),
        (DOSE.replace('"n_events"', '"events"'), "'events'"),
    ],
)
def test_what_does_not_fit_is_refused(protocol_text, parts, message):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(VARIABLES, parts))
    assert message in str(caught.value)
