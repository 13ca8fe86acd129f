"""Invented patients of a protocol: what differs from what was to be found is said, all of it."""

import re

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import parse_protocol
from osteon.study import check_expectations

WAIT = """
[variable.wait]
duration = { from = "diagnosis", to = "referral", unit = "months" }
[variable.events]
count = { from = "skeletal_event", date = "date" }
[population.seen]
title = "Seen"
from = "all"
steps = [{ keep = "referral is not missing", reason = "Never seen" }]
[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["event"]
competing = ["death"]
censored_at = ["last_contact"]
"""
MAN = """
[[expect]]
title = "A man with cord compression"
given.patient = [{ sex = "M", first_referral_date = 2010-03-01 }]
given.tumour = [{ dx_date = "2010-01-01" }]
given.skeletal_event = [{ type = "MSCC", date = 2011-01-01 }]
given.follow_up = [{ last_alive_date = 2012-01-01, status = "alive" }]
variables = { sex = "M", wait = 1.94, events = 1, event = 2011-01-01, referral = "2010-03-01" }
missing = ["death"]
known = { wait = 2010-03-01 }
populations = { seen = true }
endpoint.survival = { status = "event", days = 365, ended_by = "event" }
"""
NOBODY = """
[[expect]]
title = "Nobody knows anything of a patient"
missing = ["sex", "diagnosis"]
variables = { events = 0 }
populations = { all = true, seen = false }
endpoint.survival = { status = "left_out" }
"""
EARLY_CUT = """
[[expect]]
title = "Alive when the data end"
data_cutoff = 2011-01-01
given.tumour = [{ dx_date = 2010-01-01 }]
given.follow_up = [{ last_alive_date = 2012-01-01, status = "alive" }]
endpoint.survival = { status = "censored", days = 365, ended_by = "data_cutoff" }
"""
DEAD = """
[[expect]]
title = "Dead"
given.tumour = [{ dx_date = 2010-01-01 }]
given.follow_up = [{ status = "dead", death_date = 2010-01-11 }]
endpoint.survival = { status = "competing", days = 10, ended_by = "death" }
"""


@pytest.fixture
def check(protocol_text):
    """Return a function: blocks to how many there were, by way of a file of that name."""

    def run(*blocks):
        text = protocol_text(WAIT) + "".join(blocks)
        return check_expectations(parse_protocol(text, name="x.toml"), name="x.toml")

    return run


@pytest.fixture
def problems(check):
    def of(*blocks):
        with pytest.raises(ProtocolError) as caught:
            check(*blocks)
        return caught.value.problems

    return of


def test_what_is_expected_is_found(check):
    assert check(MAN, NOBODY, EARLY_CUT, DEAD) == 4


def test_a_protocol_without_invented_patients_has_none(check):
    assert check() == 0


CHANGES = (
    ('sex = "M", wait', 'sex = "F", wait', "variables.sex", "'M'", "'F'"),
    ("wait = 1.94", "wait = 1.95", "variables.wait", "1.938", "1.95"),
    ("events = 1", "events = true", "variables.events", "1", "true"),
    ("event = 2011-01-01", "event = 2011-01-02", "variables.event", "2011-01-01", "2011-01-02"),
    ('missing = ["death"]', 'missing = ["sex"]', "missing", "'M' in 'sex'", "no value"),
    ("wait = 2010-03-01", "wait = 2010-03-02", "known.wait", "2010-03-01", "2010-03-02"),
    ("seen = true", "seen = false", "populations.seen", "in it", "not in it"),
    ('"event", days', '"competing", days', "endpoint.survival.status", "'event'", "'competing'"),
    ("days = 365", "days = 366", "endpoint.survival.days", "365", "366"),
    ('ended_by = "event"', 'ended_by = "death"', "endpoint.survival.ended_by", "'event'",
     "'death'"),
)  # fmt: skip
"""What is changed in the block; key, finding and expectation of the problem that follows."""


def test_what_differs_is_named_with_its_line_and_all_in_one_message(problems):
    blocks = [MAN.replace(old, new) for old, new, *_ in CHANGES]
    assert MAN not in blocks
    found = problems(NOBODY, *blocks)
    for number, (change, problem) in enumerate(zip(CHANGES, found, strict=True), start=1):
        *_, key, value, expected = change
        assert re.match(r"x\.toml\D+\d+, ", problem.where)
        assert problem.where.endswith(f", expect.{number}.{key}")
        assert problem.found.startswith(value)
        assert problem.permitted == f"{expected}, as expected of 'A man with cord compression'"


def test_a_unit_other_than_the_patient_is_named_where_there_are_several(protocol_text):
    text = (
        protocol_text('unit = "tumour"\n')
        + """
[[expect]]
title = "Two tumours"
unit = "second"
given.tumour = [{ id = "first", dx_date = 2010-01-01 }, { id = "second", dx_date = 2011-01-01 }]
populations = { all = true }

[[expect]]
title = "One tumour"
given.tumour = [{ dx_date = 2011-01-01 }]
missing = ["death"]
"""
    )
    assert check_expectations(parse_protocol(text)) == 2
    with pytest.raises(ProtocolError, match="a `unit` that says which of several"):
        parse_protocol(text.replace('unit = "second"\n', ""))
