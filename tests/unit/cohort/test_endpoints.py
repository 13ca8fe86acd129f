"""Endpoints: which source ends the time, on which day, with which status."""

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.cohort import count_endpoint, count_late_knowledge
from osteon.cohort.endpoints import derive_endpoint
from osteon.protocol import Endpoint

MSCC = {"type": "MSCC", "region": "T5"}
OVERALL = Endpoint(title="", origin="diagnosis", events=["death"], censored_at=["last_contact"])
FIRST_EVENT = Endpoint(
    title="", origin="diagnosis", events=["event"], competing=["death"],
    censored_at=["last_contact"],
)  # fmt: skip


def counted(cohort, endpoint=OVERALL, group=None):
    counts = count_endpoint(cohort, "all", endpoint, group)
    return counts, [(r["time"], r["status"], r["n"]) for r in counts.table.to_pylist()]


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        ({"last": "2010-01-11"}, (10, 0, 1)),
        ({"last": "2010-01-05", "death": "2010-01-11"}, (10, 1, 1)),
        ({"last": "2010-01-01"}, (0, 0, 1)),
        ({"death": "2010-01-01", "last": "2010-01-01"}, (0, 1, 1)),
        # seen after the cut-off: alive at the cut-off
        ({"last": "2024-01-01", "death": "2024-01-01"}, (4898, 0, 1)),
        ({"last": "2024-01-01"}, (4898, 0, 1)),
    ],
)
def test_overall_survival(cohort_of, patient, expected):
    _, rows = counted(cohort_of([patient]))
    assert rows == [expected]


@pytest.mark.parametrize(
    ("event", "death", "expected"),
    [
        ("2010-01-06", "2010-01-11", (5, 1, 1)),
        ("2010-01-11", "2010-01-11", (10, 1, 1)),  # the event goes before death of the same day
        (None, "2010-01-11", (10, 2, 1)),
        ("2010-01-06", None, (5, 1, 1)),
        (None, None, (1826, 0, 1)),
    ],
)
def test_death_competes(cohort_of, event, death, expected):
    patient = {"events": [{"date": event, **MSCC}] if event else []}
    if death:
        patient |= {"death": death, "last": death}
    _, rows = counted(cohort_of([patient]), FIRST_EVENT)
    assert rows == [expected]


def test_prevalent_events_stay_or_leave_as_declared_and_are_counted(cohort_of):
    patients = [{"events": [{"date": "2010-01-01", **MSCC}]}, {}]
    cohort = cohort_of(patients)
    counts, rows = counted(cohort, FIRST_EVENT)
    assert counts.n_prevalent == 1
    assert (0, 1, 1) in rows
    declared = FIRST_EVENT.model_copy(update={"exclude_prevalent": True})
    counts, rows = counted(cohort, declared)
    assert counts.n_prevalent == 1
    assert rows == [(1826, 0, 1)]


def test_those_who_cannot_be_followed_are_counted(cohort_of):
    by_referral = OVERALL.model_copy(update={"origin": "referral"})
    patients = [{"referral": "2011-01-01"}, {}, {"referral": "2016-01-01"}]
    counts, rows = counted(cohort_of(patients), by_referral)
    assert (counts.n_population, counts.n_missing, counts.n_before_origin) == (3, 1, 1)
    assert rows == [(1461, 0, 1)]


def test_guaranteed_survival_is_counted_up_to_the_end_of_follow_up(cohort_of):
    part = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
"""
    patients = [
        {"events": [{"date": "2010-01-11", **MSCC}]},
        {"events": [{"date": "2010-01-01", **MSCC}]},
        {"events": [{"date": "2010-03-01", **MSCC}], "last": "2010-01-31"},
        {},
    ]
    late = count_late_knowledge(cohort_of(patients, part), "all", "compressed", OVERALL)
    assert (late.n_patients, late.person_days) == (2, 10 + 30)


def test_late_knowledge_of_those_who_are_left_out_gives_nothing(cohort_of):
    """Whose time ended before the origin once took days away from the others."""
    part = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
"""
    late = [{"date": "2010-03-01", **MSCC}]
    patients = [{"events": late}, {"events": late, "last": "2009-01-01"}]
    counted = count_late_knowledge(cohort_of(patients, part), "all", "compressed", OVERALL)
    assert (counted.n_patients, counted.person_days) == (1, 59)


def test_what_is_known_before_observation_begins_is_not_late(cohort_of):
    part = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
"""
    delayed = OVERALL.model_copy(update={"entry": "referral"})
    patients = [
        {"events": [{"date": "2010-01-11", **MSCC}], "referral": "2010-01-11"},
        {"events": [{"date": "2010-01-21", **MSCC}], "referral": "2010-01-11"},
    ]
    counted = count_late_knowledge(cohort_of(patients, part), "all", "compressed", delayed)
    assert (counted.n_patients, counted.person_days) == (1, 10)


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        ({"events": [{"date": "2010-01-06", **MSCC}]}, "event"),
        ({"death": "2010-01-06"}, "death"),
        ({}, "last_contact"),
        ({"last": "2024-01-01"}, "data_cutoff"),
    ],
)
def test_each_row_remembers_what_ended_it(cohort_of, patient, expected):
    cohort = cohort_of([patient])
    both = OVERALL.model_copy(update={"events": ("death", "event")})
    rows = derive_endpoint(cohort.table, both, data_cutoff=cohort.data_cutoff)
    assert rows.to_pyarrow()["ended_by"].to_pylist() == [expected]


@pytest.mark.parametrize("name", ["status", "time", "end", "group", "missing"])
def test_a_group_of_any_name_is_the_protocols_own(cohort_of, name):
    """A variable called `status` was replaced by the status of the endpoint."""
    part = f'[variable.{name}]\ncolumn = "patient.sex"'
    counts = count_endpoint(cohort_of([{"sex": "F"}], part), "all", OVERALL, name)
    assert counts.table["group"].to_pylist() == ["F"]


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_every_patient_is_counted_once(days):
    """Counts by time and status sum to the patients, whatever the times are."""
    rows = ibis.memtable(
        {"diagnosis": [0] * len(days), "death": [d if d % 2 else None for d in days],
         "last_contact": days}
    )  # fmt: skip
    ended = derive_endpoint(rows.cast({"death": "int64"}), OVERALL, data_cutoff=300)
    result = ended.select("time", "status").to_pyarrow().to_pylist()
    expected = sorted((min(d, 300), int(d % 2 == 1 and d <= 300)) for d in days)
    assert sorted((r["time"], r["status"]) for r in result) == expected


def test_the_engine_is_asked_once_for_follow_up_and_what_was_known_late(cohort_of):
    part = """
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
"""
    cohort = cohort_of([{"sex": "F"}], part)
    counts = count_endpoint(cohort, "all", OVERALL, "compressed")
    late = count_late_knowledge(cohort, "all", "compressed", OVERALL)
    assert (counts.n_population, late.n_patients) == (1, 0)
    assert count_endpoint(cohort, "all", OVERALL, "compressed") == counts
    assert len(cohort.tallies) == 1
