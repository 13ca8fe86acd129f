"""Endpoints that end with the last assessment, and those with a least follow-up.

Here the first visit stands for the last assessment: it is a date like any other.
"""

import pytest

from osteon.cohort import count_endpoint
from osteon.cohort.endpoints import derive_endpoint
from osteon.errors import ProtocolError
from osteon.protocol import Endpoint, parse_protocol

MSCC = {"type": "MSCC", "region": "T5"}


def declare(**keys):
    return Endpoint(
        title="", origin="diagnosis", events=["event"], competing=["death"],
        censored_at=["last_contact"], **keys,
    )  # fmt: skip


def made_up(event=None, **fields):
    """A patient diagnosed on the first of January 2010."""
    return {**fields, **({"events": [{"date": event, **MSCC}]} if event else {})}


@pytest.mark.parametrize(
    ("patient", "grace", "expected"),
    [
        (made_up(referral="2010-01-06", last="2010-01-11"), None, (5, 0, "referral")),
        (made_up("2010-01-04", referral="2010-01-06"), None, (3, 1, "event")),
        (made_up("2010-01-06", referral="2010-01-06"), None, (5, 1, "event")),
        (made_up("2010-01-07", referral="2010-01-06"), None, (5, 0, "referral")),
        (made_up("2010-01-07", referral="2010-01-06"), "1 days", (6, 1, "event")),
        (made_up(referral="2010-01-06", death="2010-01-08"), None, (5, 0, "referral")),
        (made_up(referral="2010-01-06", death="2010-01-08"), "2 days", (7, 2, "death")),
        (made_up(referral="2010-01-06", death="2010-01-09"), "2 days", (5, 0, "referral")),
        (made_up(referral="2010-02-01", last="2010-01-11"), None, (10, 0, "last_contact")),
        (made_up("2010-01-04", death="2010-01-08"), None, (None, 0, None)),
    ],
)
def test_nothing_counts_after_the_last_assessment_but_for_a_while(
    cohort_of, patient, grace, expected
):
    declared = declare(observed_until="referral", observed_for=grace)
    cohort = cohort_of([{"last": patient.get("death", "2015-01-01"), **patient}])
    rows = derive_endpoint(cohort.table, declared, data_cutoff=cohort.data_cutoff)
    (row,) = rows.to_pyarrow().to_pylist()
    assert (row["time"], row["status"], row["ended_by"]) == expected


SHORT, LONG = {"last": "2010-06-01"}, {"last": "2010-07-03"}
WITH_EVENT = made_up("2010-02-01", last="2010-03-01")
DEAD = {"last": "2010-03-01", "death": "2010-03-01"}


def test_those_followed_for_too_short_leave_unless_something_happened(cohort_of):
    """183 days are six months; the second patient has them to the day."""
    cohort = cohort_of([SHORT, LONG, WITH_EVENT, DEAD])
    counts = count_endpoint(cohort, "all", declare(minimum_follow_up="6 months"))
    rows = [(row["time"], row["status"]) for row in counts.table.to_pylist()]
    assert rows == [(31, 1), (59, 2), (183, 0)]
    assert counts.n_short == 1


def test_follow_up_begins_when_observation_does(cohort_of):
    late = {**LONG, "referral": "2010-01-02"}
    declared = declare(minimum_follow_up="6 months", entry="referral")
    assert count_endpoint(cohort_of([late]), "all", declared).n_short == 1


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ('events = ["event"]\nminimum_follow_up = "half a year"', "minimum_follow_up"),
        ('events = ["event"]\nobserved_for = "2 months"', "goes with `observed_until`"),
        ("", "names a date at least"),
        (
            'events = ["event"]\nrecurrent = { from = "skeletal_event", date = "date" }',
            "unless there is",
        ),
        ('recurrent = { from = "skeletal_events", date = "date" }', "skeletal_event"),
        ('recurrent = { from = "skeletal_event", date = "type" }', "no date"),
        ('recurrent = { from = "skeletal_event", date = "day" }', "the field 'day'"),
        ('recurrent = { from = "skeletal_event", date = "date", where = "kind = 1" }', "'kind'"),
        ('events = ["event"]\nobserved_until = "diagnosed"', "Did you mean 'diagnosis'?"),
        ('events = ["event"]\nlast_negative = "diagnosed"', "Did you mean 'diagnosis'?"),
    ],
)
def test_what_does_not_fit_is_refused(protocol_text, keys, message):
    declared = '[endpoint.wrong]\ntitle = "x"\norigin = "diagnosis"\ncensored_at = ["death"]\n'
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(declared + keys))
    assert message in str(caught.value)
