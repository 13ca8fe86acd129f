"""Variables and populations: values, when they were known, who leaves and why."""

from datetime import date

import pytest

from osteon.cohort import build_cohort, count_values
from osteon.errors import StudyError
from osteon.protocol import parse_protocol

MSCC = {"type": "MSCC", "region": "T5"}


def column(cohort, name):
    table = cohort.table.order_by("patient_id").to_pyarrow()
    return table[name].to_pylist()


def day(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("earliest", "2010-02-01"), ("midpoint", "2010-02-14"), ("latest", "2010-02-28")],
)
def test_a_partial_date_becomes_a_day_by_the_rule(cohort_of, rule, expected):
    settings = f'[settings]\npartial_dates = "{rule}"'
    cohort = cohort_of([{"diagnosis": "2010-02"}], settings)
    assert column(cohort, "diagnosis") == [day(expected)]


def test_an_exact_date_does_not_depend_on_the_rule(cohort_of):
    cohort = cohort_of([{"diagnosis": "2010-02-03"}])
    assert column(cohort, "diagnosis") == [day("2010-02-03")]


def test_selections_take_what_they_say_and_remember_when(cohort_of):
    events = [
        {"date": "2012-03-01", **MSCC},
        {"date": "2011-03-01", **MSCC},
        {"date": "2013-03-01", "type": "HYPERCALCAEMIA"},
    ]
    part = """
[variable.first_type]
first = { from = "skeletal_event", date = "date", value = "type" }
[variable.last_type]
last = { from = "skeletal_event", date = "date", value = "type" }
[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }
[variable.events]
count = { from = "skeletal_event", date = "date" }
[variable.late_events]
count = { from = "skeletal_event", date = "date", after = "referral" }
"""
    patients = [{"events": events, "referral": "2012-01-01"}, {}]
    cohort = cohort_of(patients, part)
    assert column(cohort, "first_type") == ["MSCC", None]
    assert column(cohort, "first_type__known") == [day("2011-03-01"), None]
    assert column(cohort, "last_type") == ["HYPERCALCAEMIA", None]
    assert column(cohort, "compressed") == [True, False]
    assert column(cohort, "compressed__known") == [day("2011-03-01"), None]
    assert column(cohort, "events") == [3, 0]
    assert column(cohort, "late_events") == [2, 0]


def test_nearest_smallest_and_largest(cohort_of):
    regions = ["T5", "T6", "T7"]
    days = ["2011-01-01", "2012-01-01", "2014-01-01"]
    events = [
        {"date": day, "type": "MSCC", "region": region}
        for day, region in zip(days, regions, strict=True)
    ]
    part = """
[variable.near]
nearest = { from = "skeletal_event", date = "date", value = "region", near = "referral" }
[variable.earliest]
min = { from = "skeletal_event", date = "date", value = "region" }
[variable.latest]
max = { from = "skeletal_event", date = "date", value = "region" }
"""
    patients = [{"events": events, "referral": "2012-12-01"}, {"events": events}]
    cohort = cohort_of(patients, part)
    assert column(cohort, "near") == ["T6", None]
    assert column(cohort, "earliest") == ["T5", "T5"]
    assert column(cohort, "latest") == ["T7", "T7"]


def test_the_nearest_of_two_equally_near_is_the_earlier(cohort_of):
    events = [
        {"date": "2012-01-03", "type": "MSCC", "region": "T6"},
        {"date": "2012-01-01", "type": "MSCC", "region": "T5"},
    ]
    part = """
[variable.near]
nearest = { from = "skeletal_event", date = "date", value = "region", near = "referral" }
"""
    cohort = cohort_of([{"events": events, "referral": "2012-01-02"}], part)
    assert column(cohort, "near") == ["T5"]


def test_cases_and_calculations(cohort_of):
    part = """
[variable.wait]
duration = { from = "diagnosis", to = "referral" }
[variable.weeks]
calculate = "wait / 7"
[variable.speed]
cases = [
    { when = "wait < 14", is = "fast" },
    { when = "sex = 'F'", is = "slow woman" },
    { when = "wait >= 14", is = "slow" },
]
"""
    patients = [
        {"referral": "2010-01-08"}, {"referral": "2010-01-15"},
        {"referral": "2010-01-15", "sex": "M"}, {"sex": "M"},
    ]  # fmt: skip
    cohort = cohort_of(patients, part)
    assert column(cohort, "weeks") == [1.0, 2.0, 2.0, None]
    assert column(cohort, "speed") == ["fast", "slow woman", "slow", None]
    assert column(cohort, "weeks__known")[:2] == [day("2010-01-08"), day("2010-01-15")]


def test_a_case_after_one_that_does_not_hold_is_looked_at(cohort_of):
    """`NOT a IS NULL` is `NOT (a IS NULL)` to SQL, which made whoever fails a `not` unknown."""
    part = """
[variable.kind]
cases = [
    { when = "not sex = 'F'", is = "no woman" },
    { when = "sex = 'F'", is = "woman" },
]
"""
    assert column(cohort_of([{"sex": "F"}, {"sex": "M"}], part), "kind") == ["woman", "no woman"]


def test_durations_and_bands(cohort_of):
    part = """
[variable.wait]
duration = { from = "diagnosis", to = "referral", unit = "days" }
[variable.wait_months]
duration = { from = "diagnosis", to = "referral", unit = "months" }
[variable.band]
bands = { of = "wait", limits = [30, 60], labels = ["short", "middle", "long"] }
"""
    referrals = ["2010-01-30", "2010-01-31", "2010-03-02"]
    patients = [*({"referral": text} for text in referrals), {}]
    cohort = cohort_of(patients, part)
    assert column(cohort, "wait") == [29, 30, 60, None]
    assert column(cohort, "wait_months")[2] == pytest.approx(60 / 30.4375, abs=1e-15)
    assert column(cohort, "band") == ["short", "middle", "long", None]
    assert column(cohort, "band__known")[0] == day("2010-01-30")


def test_whole_numbers_divided_stay_fractions(cohort_of):
    """Integer division, as PostgreSQL does it, would give whole months."""
    part = '[variable.m]\nduration = { from = "diagnosis", to = "referral", unit = "months" }'
    (value,) = column(cohort_of([{"referral": "2010-01-16"}], part), "m")
    assert 0 < value < 1


def test_attrition_tells_the_excluded_from_those_who_cannot_be_judged(cohort_of):
    part = """
[population.early]
title = "Early"
from = "all"
steps = [
    { keep = "sex = 'F'", reason = "Not female" },
    { keep = "referral < 2012-01-01", reason = "Seen later" },
]
[population.rest]
title = "Rest"
from = "all"
without = "early"
"""
    patients = [
        {"referral": "2011-01-01"}, {"referral": "2013-01-01"}, {}, {"sex": "M"},
    ]  # fmt: skip
    cohort = cohort_of(patients, part)
    steps = [
        (s.population, s.reason, s.n_before, s.n_excluded, s.n_unknown, s.n_after)
        for s in cohort.attrition
    ]
    assert steps == [
        ("all", "", 4, 0, 0, 4),
        ("early", "Not female", 4, 1, 0, 3),
        ("early", "Seen later", 3, 1, 1, 1),
        ("rest", "In 'Early'", 4, 1, 0, 3),
    ]
    assert column(cohort, "in_early") == [True, False, False, False]
    assert column(cohort, "in_rest") == [False, True, True, True]


def test_missing_values_are_counted(cohort_of):
    part = '[variable.referred]\nbands = { of = "wait", limits = [30], labels = ["a", "b"] }'
    wait = '[variable.wait]\nduration = { from = "diagnosis", to = "referral" }'
    cohort = cohort_of([{"referral": "2010-01-02"}, {}, {}], wait, part)
    counts = count_values(cohort, ["all"], "referred").to_pylist()
    assert {(row["value"], row["n"]) for row in counts} == {("a", 1), (None, 2)}


def test_another_unit_of_analysis_carries_its_patient(freeze_rows, tables):
    """Two targets of one patient are two rows; the patient's values stand in both."""
    rows = tables([{"sex": "M"}, {}])
    rows["radiotherapy_course"] = [
        {"patient_id": "P1", "id": "course", "intent": "palliative", "indication": ["pain"],
         "status": "completed",
         "start_date": "2011-01-01", "end_date": "2011-01-05"}
    ]  # fmt: skip
    rows["radiotherapy_target"] = [
        {"patient_id": "P1", "id": f"target-{n}", "radiotherapy_course_id": "course",
         "region": region, "dose_total_cgy": 800 * n, "fractions": n}
        for n, region in ((1, "T5"), (2, "L1"))
    ]  # fmt: skip
    protocol = parse_protocol("""
protocol = 1
id = "test"
title = "Test"
unit = "radiotherapy_target"
[date.finished]
column = "radiotherapy_course.end_date"
[variable.sex]
column = "patient.sex"
[variable.dose]
column = "radiotherapy_target.dose_total_cgy"
[variable.fractions]
column = "radiotherapy_target.fractions"
[variable.dose_per_fraction]
calculate = "dose / fractions"
[population.all]
title = "All"
[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["sex"]
""")
    table = build_cohort(protocol, freeze_rows(rows)).table.order_by("unit_id").to_pyarrow()
    assert table["unit_id"].to_pylist() == ["target-1", "target-2"]
    assert table["patient_id"].to_pylist() == ["P1", "P1"]
    assert table["sex"].to_pylist() == ["M", "M"]
    assert table["finished"].to_pylist() == [day("2011-01-05")] * 2
    assert table["dose_per_fraction"].to_pylist() == [800.0, 800.0]


def test_a_column_of_a_table_with_several_rows_is_refused(freeze_rows, tables):
    rows = tables([{}])
    rows["tumour"] = rows["tumour"] * 2
    protocol = parse_protocol("""
protocol = 1
id = "test"
title = "Test"
[variable.age]
column = "tumour.age_at_diagnosis"
[population.all]
title = "All"
[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["age"]
""")
    with pytest.raises(StudyError) as caught:
        build_cohort(protocol, freeze_rows(rows))
    assert caught.value.problems[0].where == "table 'tumour'"
    assert "first" in caught.value.problems[0].hint
