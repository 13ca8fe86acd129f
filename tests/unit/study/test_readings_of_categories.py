"""Groups of several levels that become known during follow-up."""

import pytest

from osteon.errors import StudyError
from osteon.protocol import parse_protocol
from osteon.study import run_study

LEVELS = """
[variable.first_event]
first = { from = "skeletal_event", date = "date", value = "type" }

[variable.any_event]
cases = [
    { when = "first_event is missing", is = "none" },
    { when = "first_event = 'MSCC'", is = "cord" },
]

[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]

[analysis.curve]
kind = "survival"
title = "Curve"
population = "all"
endpoint = "survival"
"""
SAFE = "curve/all/p_value_time_dependent"


def patient(day, kind, death):
    return {
        "events": [{"date": day, "type": kind, "region": "T5"}],
        "death": death,
        "last": death or "2014-06-01",
    }


PATIENTS = [
    patient("2011-01-01", "MSCC", "2012-01-01"),
    patient("2011-06-01", "MSCC", "2013-01-01"),
    patient("2012-02-01", "RT_BONE", None),
    patient("2010-02-01", "RT_BONE", "2014-02-01"),
]


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    def study(reading):
        return run_study(
            parse_protocol(protocol_text(LEVELS + reading)), freeze_rows(tables(PATIENTS))
        ).results

    return study


def test_levels_known_late_are_compared_since_they_were_known(run):
    results = run('group = "first_event"\ngrouping = "ever"')
    cells = {cell.cell_id: cell for cell in results.cells}
    assert 0 < cells[SAFE].value < 1
    assert "from the day the group was known" in cells[SAFE].method
    (analysis,) = (one for one in results.analyses if one.id == "curve")
    assert "at risk from the day" in analysis.methods[2]


def test_a_level_made_of_what_never_came_has_no_time_safe_test(run):
    results = run('group = "any_event"\ngrouping = "ever"')
    assert SAFE not in {cell.cell_id for cell in results.cells}
    (analysis,) = (one for one in results.analyses if one.id == "curve")
    assert "No time-safe test stands beside it" in analysis.methods[2]


@pytest.mark.parametrize("reading", ['"time_dependent"', '"landmark"\nlandmark = 12'])
def test_a_group_that_comes_during_follow_up_is_there_or_not(run, reading):
    with pytest.raises(StudyError) as caught:
        run(f'group = "first_event"\ngrouping = {reading}')
    (problem,) = caught.value.problems
    assert problem.where == "variable.first_event"
    assert "truth value" in problem.permitted
