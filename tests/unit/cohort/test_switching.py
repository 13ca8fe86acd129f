"""Groups that patients enter during follow-up, where observation may begin late."""

import pytest

from osteon.cohort import (
    count_known_endpoint,
    count_landmark_endpoint,
    count_switched_endpoint,
)
from osteon.protocol import Endpoint

OVERALL = Endpoint(title="", origin="diagnosis", events=["death"], censored_at=["last_contact"])
DELAYED = OVERALL.model_copy(update={"entry": "referral"})
GROUP = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
"""
UNDATED = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'" }
"""


def patient(event=None, **fields):
    events = [{"date": event, "type": "MSCC", "region": "T5"}] if event else []
    return {"events": events, "last": "2010-01-31", **fields}


def spans(counted):
    """Group, entry, time and status; every patient of these tests is alone in a row."""
    rows = counted.table.to_pylist()
    assert all(row["n"] == 1 for row in rows)
    return [(row["group"], row.get("entry", 0), row["time"], row["status"]) for row in rows]


def switched(cohort, endpoint=OVERALL):
    return count_switched_endpoint(cohort, "all", endpoint, "compressed")


@pytest.mark.parametrize(
    ("event", "fields", "expected"),
    [
        (None, {}, [("false", 0, 30, 0)]),
        ("2010-01-11", {}, [("false", 0, 10, 0), ("true", 10, 30, 0)]),
        ("2010-01-01", {}, [("true", 0, 30, 0)]),
        ("2009-01-01", {}, [("true", 0, 30, 0)]),
        ("2010-01-31", {"death": "2010-01-31"}, [("false", 0, 30, 1)]),
        ("2009-01-01", {"death": "2010-01-01", "last": "2010-01-01"}, []),  # no day of follow-up
    ],
)
def test_spans_before_and_after_the_switch(cohort_of, event, fields, expected):
    assert spans(switched(cohort_of([patient(event, **fields)], GROUP))) == expected


@pytest.mark.parametrize(
    ("event", "referral", "expected"),
    [
        ("2010-01-11", "2010-01-06", [("false", 5, 10, 0), ("true", 10, 30, 0)]),
        ("2010-01-11", "2010-01-16", [("true", 15, 30, 0)]),
        (None, "2010-01-16", [("false", 15, 30, 0)]),
        (None, "2010-01-31", []),
    ],
)
def test_spans_begin_when_observation_does(cohort_of, event, referral, expected):
    """They once began at the origin, with time in which nobody could have been seen to die."""
    cohort = cohort_of([patient(event, referral=referral)], GROUP)
    counted = switched(cohort, DELAYED)
    assert spans(counted) == expected
    assert counted.n_before_origin == int(not expected)


def test_a_group_entered_on_no_known_day_is_missing(cohort_of):
    """Such a patient was counted as never in the group."""
    cohort = cohort_of([patient("2010-01-11"), patient()], UNDATED)
    for counted in (
        switched(cohort),
        count_landmark_endpoint(cohort, "all", OVERALL, "compressed", 10),
    ):
        assert [row[0] for row in spans(counted)] == ["false"]
        assert counted.n_missing == 1


def test_a_landmark_leaves_out_who_did_not_reach_it_and_lets_others_enter_late(cohort_of):
    patients = [
        patient("2010-01-06", referral="2010-01-01"),
        patient("2010-01-16", referral="2010-01-21"),
        patient(last="2010-01-11", referral="2010-01-01"),
    ]
    cohort = cohort_of(patients, GROUP)
    counted = count_landmark_endpoint(cohort, "all", DELAYED, "compressed", 10)
    assert spans(counted) == [("false", 10, 20, 0), ("true", 0, 20, 0)]
    assert (counted.n_population, counted.n_before_landmark) == (3, 1)


FIRST_EVENT = """
[variable.first_event]
first = { from = "skeletal_event", date = "date", value = "type" }
"""


def since_known(cohort, endpoint=OVERALL):
    counted = count_known_endpoint(cohort, "all", endpoint, "first_event")
    return None if counted is None else spans(counted)


@pytest.mark.parametrize(
    ("event", "referral", "expected"),
    [
        ("2010-01-11", "2010-01-01", [("MSCC", 10, 30, 0)]),
        ("2010-01-11", "2010-01-16", [("MSCC", 15, 30, 0)]),
        ("2009-01-01", "2010-01-01", [("MSCC", 0, 30, 0)]),
        ("2010-01-31", "2010-01-01", []),
        (None, "2010-01-01", []),
    ],
)
def test_who_is_at_risk_since_the_group_was_known(cohort_of, event, referral, expected):
    """Without a group nobody counts; with one, from the day it was known or observation began."""
    cohort = cohort_of([patient(event, referral=referral)], FIRST_EVENT)
    assert since_known(cohort, DELAYED) == expected


def test_nobody_knows_beforehand_who_will_never_have_an_event(cohort_of):
    level = """
    [variable.first_event]
    any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
    """
    cohort = cohort_of([patient("2010-01-11"), patient()], level)
    assert since_known(cohort) is None
