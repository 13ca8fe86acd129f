"""Follow-up counted by covariates, some of which change on their own days."""

import pytest

from osteon.cohort import (
    count_covariates,
    count_late_knowledge,
    count_outcome,
    count_switched_endpoint,
)
from osteon.protocol import Endpoint

OVERALL = Endpoint(title="", origin="diagnosis", events=["death"], censored_at=["last_contact"])
DELAYED = OVERALL.model_copy(update={"entry": "referral"})
SWITCHES = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
[variable.irradiated]
any = { from = "skeletal_event", where = "type = 'RT_BONE'", date = "date" }
[variable.n]
column = "tumour.age_at_diagnosis"
"""
BOTH = ("compressed", "irradiated")


def patient(compressed=None, irradiated=None, **fields):
    days = {"MSCC": compressed, "RT_BONE": irradiated}
    events = [
        {"date": f"2010-01-{day + 1:02}", "type": kind, "region": "T5"}
        for kind, day in days.items()
        if day is not None
    ]
    return {"events": events, "last": "2010-01-31", **fields}


def spans(cohort, endpoint=OVERALL, switching=BOTH):
    """Entry, time, status, whether first, and the two switches; each patient alone."""
    rows = count_covariates(cohort, "all", endpoint, [], switching=switching).counted.table
    columns = ("entry", "time", "status", "is_first", *(f"x_{name}" for name in switching))
    return sorted(tuple(row[c] for c in columns) for row in rows.to_pylist())


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (patient(), [(0, 30, 0, True, "false", "false")]),
        (
            patient(10, 20),
            [(0, 10, 0, True, "false", "false"), (10, 20, 0, False, "true", "false"),
             (20, 30, 0, False, "true", "true")],
        ),
        (
            patient(20, 10, death="2010-01-31"),
            [(0, 10, 0, True, "false", "false"), (10, 20, 0, False, "false", "true"),
             (20, 30, 1, False, "true", "true")],
        ),
        (  # two switches on one day begin one span
            patient(10, 10),
            [(0, 10, 0, True, "false", "false"), (10, 30, 0, False, "true", "true")],
        ),
        (patient(0, 30), [(0, 30, 0, True, "true", "false")]),
    ],
)  # fmt: skip
def test_spans_between_the_days_on_which_something_switches(cohort_of, one, expected):
    assert spans(cohort_of([one], SWITCHES)) == expected


def test_spans_begin_when_observation_does(cohort_of):
    cohort = cohort_of([patient(5, 20, referral="2010-01-11")], SWITCHES)
    assert spans(cohort, DELAYED) == [
        (10, 20, 0, True, "true", "false"), (20, 30, 0, False, "true", "true"),
    ]  # fmt: skip


def test_one_switch_is_counted_as_by_groups_that_switch(cohort_of):
    patients = [patient(d, sex=sex) for d, sex in ((0, "M"), (7, "F"), (30, "F"), (None, "M"))]
    cohort = cohort_of(patients, SWITCHES)
    by_group = count_switched_endpoint(cohort, "all", OVERALL, "compressed").table.to_pylist()
    counted = count_covariates(cohort, "all", OVERALL, ["sex"], switching=["compressed"])
    keys = ("entry", "time", "status", "n")
    found = [
        (row["x_compressed"], *(row[k] for k in keys)) for row in counted.counted.table.to_pylist()
        for _ in range(row["n"])
    ]  # fmt: skip
    expected = [
        (row["group"], *(row[k] for k in keys)) for row in by_group for _ in range(row["n"])
    ]
    assert sorted(row[:4] for row in found) == sorted(row[:4] for row in expected)
    assert counted.n_entered == {"compressed": 2}


def test_a_covariate_may_have_the_name_of_a_column_of_counts(cohort_of):
    patients = [patient(), patient(last="2010-01-21")]
    counted = count_covariates(cohort_of(patients, SWITCHES), "all", OVERALL, ["sex"])
    assert counted.counted.table.column_names == ["x_sex", "time", "status", "n"]


def test_those_who_lack_a_covariate_are_counted_and_left_out(cohort_of):
    cohort = cohort_of([patient(), patient(last="2009-01-01")], SWITCHES)
    counted = count_covariates(cohort, "all", OVERALL, ["sex", "n"])
    assert counted.n_missing == {"sex": 0, "n": 1}  # one could not be followed to begin with
    assert (counted.n_incomplete, counted.n_complete) == (1, 0)
    assert counted.counted.n_before_origin == 1
    assert counted.counted.table.num_rows == 0


UNDATED = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'" }
"""


def test_who_has_a_switch_since_no_known_day_lacks_it(cohort_of):
    cohort = cohort_of([patient(10), patient()], UNDATED)
    counted = count_covariates(cohort, "all", OVERALL, [], switching=["compressed"])
    assert counted.n_missing == {"compressed": 1}
    assert counted.counted.table["n"].to_pylist() == [1]


def test_follow_up_of_no_day_has_no_span_unless_nothing_switches(cohort_of):
    cohort = cohort_of([patient(death="2010-01-01", last="2010-01-01")], SWITCHES)
    assert spans(cohort) == []
    steady = count_covariates(cohort, "all", OVERALL, ["sex"])
    assert steady.counted.table["time"].to_pylist() == [0]
    assert steady.n_complete == 1


def test_outcomes_are_counted_by_covariates(cohort_of):
    cohort = cohort_of([patient(10), patient(), patient(sex="M")], SWITCHES)
    counted = count_outcome(cohort, "all", "compressed", ["sex"])
    assert counted.counted.table.to_pylist() == [
        {"x_sex": "F", "event": 0, "n": 1},
        {"x_sex": "F", "event": 1, "n": 1},
        {"x_sex": "M", "event": 0, "n": 1},
    ]
    assert (counted.counted.n_population, counted.counted.n_missing) == (3, 0)


def test_patients_are_counted_apart_where_asked_for(cohort_of):
    cohort = cohort_of([patient(), patient()], SWITCHES)
    table = count_covariates(cohort, "all", OVERALL, ["sex"], is_clustered=True).counted.table
    assert table["cluster"].to_pylist() == [0, 1]
    assert count_covariates(cohort, "all", OVERALL, ["sex"]).counted.table["n"].to_pylist() == [2]


def test_covariates_of_the_future_are_seen_by_the_guard_of_groups(cohort_of):
    cohort = cohort_of([patient(10), patient()], SWITCHES)
    late = count_late_knowledge(cohort, "all", "compressed", OVERALL)
    assert (late.n_patients, late.person_days) == (1, 10)
