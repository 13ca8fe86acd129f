"""The second interpreter on a few hand-made patients, and that a difference is noticed."""

import pytest

from engines import LoadedTables, check_units, load_into_duckdb
from interpreter import interpret
from invention import Invented
from osteon.cohort import build_cohort
from osteon.protocol import StudyProtocol, parse_protocol

PARTS = """
[variable.events]
count = { from = "skeletal_event", date = "date", after = "referral" }
[variable.speed]
cases = [
    { when = "not (events > 0)", is = "quiet" },
    { when = "events > 1", is = "busy" },
]
[population.quiet]
title = "Quiet"
from = "all"
steps = [{ keep = "speed = 'quiet'", reason = "Not quiet" }]
"""
MSCC = {"type": "MSCC", "region": "T5"}
PATIENTS = [
    {"referral": "2012-01", "events": [{"date": day, **MSCC} for day in ("2012-01-16", "2013")]},
    {"referral": "2012-01-31", "events": [{"date": "2012-02", **MSCC}]},
    {"referral": "2012-01-01"},
    {},
]


@pytest.fixture
def records(freeze_rows, tables) -> Invented:
    snapshot = freeze_rows(tables(PATIENTS))
    return Invented(
        {name: snapshot.table(name).to_pyarrow() for name in snapshot.tables}, snapshot.data_cutoff
    )


@pytest.fixture
def protocol(protocol_text) -> StudyProtocol:
    return parse_protocol(protocol_text(PARTS))


def test_values_days_and_attrition_by_hand(protocol, records):
    found = interpret(protocol, records.rows)
    assert [unit.value("events") for unit in found.units] == [2, 1, 0, 0]
    assert [unit.value("speed") for unit in found.units] == ["busy", None, "quiet", "quiet"]
    assert [unit.inside["quiet"] for unit in found.units] == [False, False, True, True]
    assert [entry[3:7] for entry in found.attrition] == [(4, 0, 0, 4), (4, 1, 1, 2)]


def test_the_engine_agrees(protocol, records):
    with load_into_duckdb(records) as loaded:
        check_units(build_cohort(protocol, loaded), interpret(protocol, records.rows))


@pytest.mark.parametrize("rule", ["earliest", "latest"])
def test_another_rule_for_partial_dates_is_noticed(protocol, records, rule):
    """The likeliest mistake of an engine: a day that a partial date does not stand for."""
    settings = protocol.settings.model_copy(update={"partial_dates": rule})
    other = protocol.model_copy(update={"settings": settings})
    with load_into_duckdb(records) as loaded, pytest.raises(AssertionError, match="interpreter"):
        check_units(build_cohort(other, loaded), interpret(protocol, records.rows))


def test_a_patient_who_is_lost_is_noticed(protocol, records):
    """As an inner join where the left one is meant would lose who has no events."""
    patient = records.tables["patient"]
    fewer = Invented({**records.tables, "patient": patient.slice(1)}, records.data_cutoff)
    with load_into_duckdb(fewer) as loaded, pytest.raises(AssertionError, match="one row a unit"):
        check_units(build_cohort(protocol, loaded), interpret(protocol, records.rows))


def test_tables_stand_in_for_a_snapshot(records):
    loaded = LoadedTables({}, records.data_cutoff)
    assert loaded.tables == ()
