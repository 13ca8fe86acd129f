"""From one row to many records: conditions, repeats, references, and times since a day."""

import pytest

PATIENT = """
[[record]]
entity = "patient"

[record.fields]
birth = { reason = "NASK" }
sex = { reason = "UNK" }
"""
TUMOUR = """
[[record]]
entity = "tumour"
id = "{patient_id}-t"

[record.fields]
dx_date = { column = "dx" }
topography = { constant = "C17.2" }
basis_of_dx = { reason = "UNK" }
"""
FOLLOW_UP = """
[[record]]
entity = "follow_up"
id = "{patient_id}-f"

[record.fields]
status = { constant = "alive" }
last_alive_date = ENTRY
"""
EVENTS = """
[[record]]
entity = "skeletal_event"
id = "{patient_id}-sre-{n}"
repeat = { last = 3 }
where = { any_present = ["sre{n}_date", "sre{n}_type"] }

[record.fields]
date = { column = "sre{n}_date" }
type = { column = "sre{n}_type", values = { rt = "RT_BONE", fx = "FRACTURE_VERTEBRAL" } }
"""
SOURCE = 'missing = { "" = "UNK", "-" = "NA" }'


def pick(result, entity: str, *fields: str) -> list[tuple[object, ...]]:
    return [tuple(record.get(f) for f in fields) for record in result.records.get(entity, [])]


def test_repeated_columns_become_records_where_something_is_present(import_text):
    text = """
    patient,sre1_date,sre1_type,sre2_date,sre2_type,sre3_date,sre3_type
    1,2020-01-05,rt,2020-03,fx,,
    2,,,-,-,,
    3,,fx,,,2021,rt
    """
    result = import_text(text, PATIENT, EVENTS, source=SOURCE)
    assert result.counts.n_accepted == 3
    assert pick(result, "skeletal_event", "id", "date", "date_null", "type") == [
        ("X-1-sre-1", "2020-01-05", None, "RT_BONE"),
        ("X-1-sre-2", "2020-03", None, "FRACTURE_VERTEBRAL"),
        ("X-3-sre-1", None, "UNK", "FRACTURE_VERTEBRAL"),
        ("X-3-sre-3", "2021", None, "RT_BONE"),
    ]
    assert [dict(row.n_records) for row in result.accepted] == [
        {"patient": 1, "skeletal_event": 2},
        {"patient": 1},
        {"patient": 1, "skeletal_event": 2},
    ]


def test_a_repeat_may_write_its_number_into_a_field(import_text):
    lines = """
    [[record]]
    entity = "systemic_therapy_line"
    name = "line"
    id = "{patient_id}-line-{n}"
    repeat = { first = 1, last = 2 }
    where = { any_present = ["start{n}"] }

    [record.fields]
    line_no = { constant = "{n}" }
    intent = { reason = "UNK" }
    start_date = { column = "start{n}" }

    [[record]]
    entity = "systemic_therapy_drug"
    id = "{patient_id}-drug-{n}"
    repeat = { last = 2 }
    where = { any_present = ["drug{n}"] }

    [record.fields]
    systemic_therapy_line_id = { reference = "line" }
    drug = { column = "drug{n}" }
    """
    text = "patient,start1,drug1,start2,drug2\n1,2020,octreotide,2021,everolimus\n"
    result = import_text(text, PATIENT, lines)
    assert pick(result, "systemic_therapy_line", "id", "line_no") == [
        ("X-1-line-1", 1),
        ("X-1-line-2", 2),
    ]
    assert pick(result, "systemic_therapy_drug", "systemic_therapy_line_id", "drug") == [
        ("X-1-line-1", "octreotide"),
        ("X-1-line-2", "everolimus"),
    ]


def test_a_reference_to_a_record_that_is_not_there_is_refused(import_text, problems_of):
    stage = """
    [[record]]
    entity = "stage_assessment"
    id = "{patient_id}-s"

    [record.fields]
    tumour_id = { reference = "tumour" }
    date = { column = "dx" }
    system = { reason = "UNK" }
    basis = { reason = "UNK" }
    """
    tumour = TUMOUR.replace(
        "[record.fields]", 'where = { column = "t", in = ["1"] }\n[record.fields]'
    )
    result = import_text("patient,dx,t\n1,2020,1\n2,2020,0\n", PATIENT, tumour, stage)
    assert pick(result, "stage_assessment", "tumour_id") == [("X-1-t",)]
    (found,) = problems_of(result)
    assert found.startswith("row 3, stage_assessment.tumour_id: found nothing; permitted: a value")


def test_conditions_choose_rows_and_all_must_hold(import_text):
    both = 'where = [{ column = "a", in = ["1", "2"] }, { column = "b", not_in = ["x"] }]'
    block = TUMOUR.replace("[record.fields]", f"{both}\n[record.fields]")
    text = "patient,dx,a,b\n1,2020,1,\n2,2020,2,x\n3,2020,3,\n4,2020, 2 ,y\n"
    result = import_text(text, block)
    assert pick(result, "tumour", "patient_id") == [("X-1",), ("X-4",)]
    assert (
        "Accepted rows that gave no record, since no condition held: 2." in result.render_report()
    )


def test_a_template_names_records_of_another_file(import_text):
    dose = """
    [[record]]
    entity = "antiresorptive_dose"
    id = "{patient_id}-dose-{day}"

    [record.fields]
    antiresorptive_course_id = { template = "{patient_id}-{centre_id}-{agent}" }
    date = { column = "day" }
    agent = { column = "agent" }
    dose_mg = { constant = 120.0 }
    """
    result = import_text("patient,day,agent\n1,2020-01-02,denosumab\n", dose)
    assert pick(result, "antiresorptive_dose", "id", "antiresorptive_course_id") == [
        ("X-1-dose-2020-01-02", "X-1-C1-denosumab")
    ]


@pytest.mark.parametrize(
    ("months", "entry", "day"),
    [
        ("0", "{}", "2010-01-01"),
        ("1", "{}", "2010-01-31"),
        ("12", "{}", "2011-01-01"),
        ("12", "month_days = 30", "2010-12-27"),
        ("0.5", "{}", "2010-01-16"),
        ("-1", "{}", "2009-12-02"),
    ],
)
def test_months_after_a_date_give_a_day(import_text, months, entry, day):
    said = "" if entry == "{}" else f", {entry}"
    block = FOLLOW_UP.replace(
        "ENTRY", f'{{ months_after = {{ column = "m", origin = "tumour.dx_date"{said} }} }}'
    )
    result = import_text(f"patient,dx,m\n1,2010-01-01,{months}\n", TUMOUR, block)
    assert pick(result, "follow_up", "last_alive_date", "last_alive_date_estimated") == [
        (day, False)
    ]


def test_a_day_counted_from_an_estimated_one_is_estimated(import_text):
    tumour = TUMOUR.replace('column = "dx"', 'column = "dx", estimated = true')
    entry = '{ months_after = { column = "m", origin = "tumour.dx_date" } }'
    result = import_text(
        "patient,dx,m\n1,2010-01-01,1\n", tumour, FOLLOW_UP.replace("ENTRY", entry)
    )
    assert pick(result, "follow_up", "last_alive_date_estimated") == [(True,)]


def test_a_time_counts_from_the_mapping_or_from_a_column(import_text):
    entry = '{ days_after = { column = "d", origin = 2010-01-01 }, estimated = true }'
    result = import_text("patient,d\n1,31\n", FOLLOW_UP.replace("ENTRY", entry))
    assert pick(result, "follow_up", "last_alive_date", "last_alive_date_estimated") == [
        ("2010-02-01", True)
    ]
    entry = '{ days_after = { column = "d", origin_column = "o" }, dates = ["%d/%m/%Y"] }'
    result = import_text("patient,d,o\n1,1,31/12/2009\n", FOLLOW_UP.replace("ENTRY", entry))
    assert pick(result, "follow_up", "last_alive_date") == [("2010-01-01",)]


def test_days_since_a_fixed_day(import_text):
    entry = '{ days_since = { column = "d", date = 1960-01-01 } }'
    block = FOLLOW_UP.replace("ENTRY", entry)
    result = import_text("patient,d\n1,0\n2,2778\n3,2778.0\n", block)
    assert pick(result, "follow_up", "last_alive_date") == [
        ("1960-01-01",),
        ("1967-08-10",),
        ("1967-08-10",),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2010-05,3", "found an origin that is not known to the day; permitted: a day."),
        ("2010-01-01,soon", "found a text that is no number; permitted: a number."),
        ("2010-01-01,9999999", "found a time that leads out of the calendar"),
        ("2010-01-01,", "found nothing; permitted: a value, or a reason"),
    ],
)
def test_a_time_that_leads_to_no_day_is_refused(import_text, problems_of, row, problem):
    entry = '{ months_after = { column = "m", origin = "tumour.dx_date" } }'
    block = FOLLOW_UP.replace("ENTRY", entry)
    (found,) = problems_of(import_text(f"patient,dx,m\n1,{row}\n", TUMOUR, block))
    assert found.startswith("row 2, follow_up.last_alive_date")
    assert problem in found


def test_days_are_whole(import_text, problems_of):
    entry = '{ days_since = { column = "d", date = 1960-01-01 } }'
    result = import_text("patient,d\n1,1.5\n", FOLLOW_UP.replace("ENTRY", entry))
    assert "found a number of days with decimals" in problems_of(result)[0]


def test_a_month_may_be_an_origin_where_the_mapping_chooses_the_day(import_text):
    origin = 'origin = "tumour.dx_date", origin_day = "midpoint"'
    entry = f'{{ months_after = {{ column = "m", {origin} }} }}'
    result = import_text("patient,dx,m\n1,2010-05,0\n", TUMOUR, FOLLOW_UP.replace("ENTRY", entry))
    assert pick(result, "follow_up", "last_alive_date", "last_alive_date_estimated") == [
        ("2010-05-16", True)
    ]


def test_what_rests_on_a_value_with_a_problem_has_none_of_its_own(import_text, problems_of):
    stage = """
    [[record]]
    entity = "stage_assessment"
    id = "{patient_id}-s"

    [record.fields]
    tumour_id = { reference = "tumour" }
    date = { days_after = { column = "m", origin = "tumour.dx_date" } }
    system = { reason = "UNK" }
    basis = { reason = "UNK" }
    """
    tumour = TUMOUR.replace('id = "{patient_id}-t"', 'id = "{patient_id}-{number}"')
    result = import_text("patient,number,dx,m\n1,,31.02.2010,1\n", tumour, stage)
    assert [problem.split(":")[0] for problem in problems_of(result)] == [
        "row 2, tumour.id",
        "row 2, tumour.dx_date (column 'dx')",
    ]


@pytest.mark.parametrize(
    ("row", "reason"), [("2010-01-01,-", "NA"), (",1", "UNK"), ("-,1", "NA"), (",", "UNK")]
)
def test_a_time_that_is_absent_leaves_its_reason(import_text, row, reason):
    entry = '{ months_after = { column = "m", origin = "tumour.dx_date" } }'
    result = import_text(
        f"patient,dx,m\n1,{row}\n", TUMOUR, FOLLOW_UP.replace("ENTRY", entry), source=SOURCE
    )
    assert pick(result, "follow_up", "last_alive_date", "last_alive_date_null") == [(None, reason)]
