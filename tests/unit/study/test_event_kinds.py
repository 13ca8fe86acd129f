"""Recurrent events, rates and conversion on hand-made patients, whose answers a pencil gives."""

import pytest

from osteon.errors import ProtocolError, StudyError
from osteon.protocol import parse_protocol
from osteon.study import run_study

MSCC = {"type": "MSCC", "region": "T5"}
RADIATION = {"type": "RT_BONE", "region": "T5"}
EVENTS = """
[endpoint.events]
title = "Events"
origin = "diagnosis"
recurrent = { from = "skeletal_event", date = "date" }
competing = ["death"]
censored_at = ["last_contact"]
"""
RECURRENT = """
[analysis.answer]
kind = "recurrent"
title = "Answer"
population = "all"
endpoint = "events"
times = [6, 24]
"""
RATES = """
[analysis.answer]
kind = "rates"
title = "Answer"
population = "all"
endpoint = "events"
"""
IRRADIATED = """
[variable.irradiated]
any = { from = "skeletal_event", where = "type = 'RT_BONE'", date = "date" }
"""


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: patients and parts of a protocol to cells by id and the results."""

    def study(patients, *parts):
        text = protocol_text(*parts)
        results = run_study(parse_protocol(text), freeze_rows(tables(patients))).results
        return {cell.cell_id: cell for cell in results.cells}, results

    return study


def on(*days, kind=MSCC):
    return {"events": [{"date": day, **kind} for day in days]}


TWICE = {**on("2010-02-01", "2010-02-11", "2010-09-01"), "last": "2011-01-01"}
"""The second event is of the episode of the first."""
ONCE = {**on("2010-03-01"), "death": "2010-07-01", "last": "2010-07-01"}
NEVER = {"last": "2010-12-31"}


def test_events_of_one_episode_count_once(run):
    cells, _ = run([TWICE, ONCE, NEVER], EVENTS, RECURRENT)
    assert cells["answer/all/n_event"].value == 3
    assert cells["answer/all/n_terminal"].value == 1
    numbers = [cells[f"answer/all/events/{number}/n"].value for number in (0, 1, 2)]
    assert numbers == [1, 1, 1]


def test_the_mean_counts_no_events_of_the_dead(run):
    """By six months two of three had an event; then one dies, and one of two has another."""
    cells, _ = run([TWICE, ONCE, NEVER], EVENTS, RECURRENT)
    assert cells["answer/all/6/mean_events"].value == pytest.approx(2 / 3)
    beyond = cells["answer/all/24/mean_events"]
    assert beyond.value != beyond.value, "nobody was followed for so long"


def test_each_event_counts_where_the_window_is_a_day(run):
    daily = EVENTS.replace('date = "date" }', 'date = "date", window_days = 1 }')
    cells, _ = run([TWICE], daily, RECURRENT)
    assert cells["answer/all/n_event"].value == 3


def test_events_before_the_origin_do_not_count_nor_do_those_of_their_episode(run):
    early = {**on("2009-12-30", "2010-01-10", "2010-06-01"), "last": "2011-01-01"}
    cells, results = run([early, NEVER], EVENTS, RECURRENT)
    assert cells["answer/all/n_event"].value == 1
    assert cells["answer/all/n_prevalent"].value == 1
    assert {found.code for found in results.warnings} == {"PREVALENT-01"}


def test_who_was_followed_for_no_day_is_counted_apart(run):
    cells, _ = run([TWICE, {"last": "2010-01-01"}], EVENTS, RECURRENT)
    assert cells["answer/all/n_without_time"].value == 1
    assert cells["answer/all/n"].value == 1


def test_ratios_are_against_those_without(run):
    patients = [TWICE, NEVER, ONCE, {**TWICE, "sex": "M"}, {**ONCE, "sex": "M"}]
    cells, _ = run(patients, EVENTS, RECURRENT + 'group = "sex"\n')
    assert "answer/all/F vs M/rate_ratio" in cells
    assert cells["answer/all/F vs M/rate_ratio_negative_binomial"].value > 0


def test_groups_without_events_have_no_ratio(run):
    cells, _ = run([NEVER, {**NEVER, "sex": "M"}], EVENTS, RECURRENT + 'group = "sex"\n')
    assert not [name for name in cells if "ratio" in name]
    assert cells["answer/all/M/6/mean_events"].value == 0


def test_a_rate_is_events_by_years(run):
    cells, _ = run([TWICE, ONCE, NEVER], EVENTS, RATES)
    years = (365 + 181 + 364) / 365.25
    assert cells["answer/all/person_years"].value == pytest.approx(years)
    assert cells["answer/all/rate"].value == pytest.approx(300 / years)
    assert cells["answer/all/rate"].conf_low < cells["answer/all/rate_mid_p"].conf_low


def test_person_time_is_divided_where_the_group_begins(run):
    """The event on the first day of the group is still of those outside it."""
    switched = {**on("2010-04-01", "2010-08-01", kind=RADIATION), "last": "2011-01-01"}
    parts = (EVENTS, IRRADIATED, RATES + 'group = "irradiated"\ngrouping = "time_dependent"\n')
    cells, _ = run([switched, NEVER], *parts)
    assert cells["answer/all/true/person_years"].value == pytest.approx(275 / 365.25)
    assert [cells[f"answer/all/{group}/n_event"].value for group in ("false", "true")] == [1, 1]


def test_a_group_of_the_future_is_refused_or_marked_beside_the_time_safe_ratio(run):
    switched = {**on("2010-04-01", "2010-08-01", kind=RADIATION), "last": "2011-01-01"}
    with pytest.raises(StudyError, match="known when the clock starts"):
        run([switched, NEVER], EVENTS, IRRADIATED, RATES + 'group = "irradiated"\n')
    parts = (EVENTS, IRRADIATED, RATES + 'group = "irradiated"\ngrouping = "ever"\n')
    cells, results = run([switched, TWICE, NEVER], *parts)
    assert "TIME-01" in {found.code for found in results.warnings}
    naive = cells["answer/all/true vs false/rate_ratio"].value
    assert naive != cells["answer/all/true vs false/rate_ratio_time_dependent"].value


@pytest.mark.parametrize(
    ("cut", "bands"),
    [
        ("calendar = [2010, 2011]", {"2010": 364, "from 2011": 32}),
        ('age = { birth = "birth", limits = [60, 61] }', {"under 60 years": 181, "60 years": 215}),
    ],
)
def test_person_time_is_cut_by_calendar_and_by_age(run, cut, bands):
    """Born in the middle of 1950; a period begins with the first of January."""
    birth = '[date.birth]\ncolumn = "patient.birth"\n'
    cells, _ = run([{"last": "2011-02-01"}], EVENTS, birth, RATES + cut + "\n")
    for band, days in bands.items():
        years = cells[f"answer/all/{band}/person_years"].value
        assert years == pytest.approx(days / 365.25)


SEEN = """
[date.clear]
column = "patient.first_referral_date"

[endpoint.found]
title = "Found"
origin = "diagnosis"
events = ["event"]
last_negative = "clear"
competing = ["death"]
censored_at = ["clear"]
"""
CONVERSION = """
[analysis.answer]
kind = "conversion"
title = "Answer"
population = "all"
endpoint = "found"
times = [6]
"""
FOUND = {**on("2010-04-01"), "referral": "2010-02-01"}
LATER = {**on("2010-11-01"), "referral": "2010-08-01"}
CLEAR = {"referral": "2011-01-01"}


def test_the_ways_place_the_event_where_they_say(run):
    """Two were found on day 90 and clear on day 31: on day 60 by the midpoint."""
    cells, results = run([FOUND, FOUND, LATER], SEEN, CONVERSION)
    months = 30.4375
    assert cells["answer/all/midpoint/median_time"].value * months == pytest.approx(60)
    assert cells["answer/all/detection/median_time"].value * months == pytest.approx(90)
    bounds = [cells[f"answer/all/between_assessments/median_time_{end}"] for end in ("from", "to")]
    assert [cell.value * months for cell in bounds] == pytest.approx([31, 90])
    assert cells["answer/all/between_assessments/6/converted_from"].value == pytest.approx(200 / 3)
    assert "MEDIAN-01" not in {found.code for found in results.warnings}


def test_the_median_of_converters_is_marked(run):
    cells, results = run([FOUND, LATER, CLEAR], SEEN, CONVERSION)
    assert cells["answer/all/converters/median"].n == 2
    assert "MEDIAN-01" in {found.code for found in results.warnings}


def test_a_negative_assessment_after_the_positive_one_is_a_contradiction(run):
    wrong = {**on("2010-04-01"), "referral": "2010-05-01"}
    cells, _ = run([FOUND, LATER, wrong], SEEN, CONVERSION)
    assert cells["answer/all/n_contradicting"].value == 1
    assert cells["answer/all/n"].value == 2


def test_groups_are_compared_between_assessments(run):
    patients = [FOUND, CLEAR, {**LATER, "sex": "M"}, {**CLEAR, "sex": "M"}]
    cells, _ = run(patients, SEEN, CONVERSION + 'group = "sex"\n')
    assert 0 < cells["answer/all/p_value"].value <= 1


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ((SEEN, RECURRENT.replace('"events"', '"found"')), "happens once"),
        ((EVENTS, CONVERSION.replace('"found"', '"events"')), "no `last_negative`"),
        ((EVENTS, RECURRENT.replace("recurrent", "survival")), "may come again"),
        ((EVENTS, RATES + "calendar = [2012, 2010]\n"), "later than the one before"),
        ((EVENTS, RATES + "calendar = [99999]\n"), "four digits"),
        ((EVENTS, RATES + 'grouping = "ever"\n'), "goes with a `group`"),
        ((EVENTS, RATES + 'age = { birth = "born", limits = [50] }\n'), "'born'"),
        ((EVENTS, RATES + 'age = { birth = "death", limits = [60, 50] }\n'), "must be larger"),
        (
            (EVENTS, RATES + 'calendar = [2010]\nage = { birth = "death", limits = [50] }\n'),
            "without `calendar`",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(protocol_text, parts, message):
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(*parts))
    assert message in str(caught.value)
